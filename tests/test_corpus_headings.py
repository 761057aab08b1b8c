"""Headings, and the layouts of articles that they make up."""

import pytest

from corpus.headings import is_label, is_plain_heading, numbered_headings
from corpus.types import CorpusError, Document
from tests.articles import FRONT, TITLE, read

REST = "Iron fell in sleep, as many have seen before."


def _outline(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(s.path, s.kind) for s in document.sections if s.kind != "front"]


def test_numbers_count_only_in_sequence() -> None:
    lines = ["1 Iron", "2024 Guidelines", "1.1 Doses", "1.3 Lost", "1.2 More", "2 Sleep", "4 End"]
    assert numbered_headings(lines) == {0: (1,), 2: (1, 1), 4: (1, 2), 5: (2,)}


@pytest.mark.parametrize("line", ["1. Introduction", "1 Introduction", "1  Introduction"])
def test_styles_of_numbers(line: str) -> None:
    assert numbered_headings([line]) == {0: (1,)}


@pytest.mark.parametrize(
    "line", ["1 mg was given to all.", "1 Iron fell,", "1 " + "long " * 30, "1 2 3", None, "1"]
)
def test_lines_that_begin_with_a_number(line: str | None) -> None:
    assert numbered_headings([line]) == {}


@pytest.mark.parametrize(
    "line", ["KEYWORDS", "*CORRESPONDENCE", "EDITED BY", "OPEN ACCESS", "DATA:"]
)
def test_labels(line: str) -> None:
    assert is_label(line)


@pytest.mark.parametrize("line", ["DNA", "Keywords", "TABLE 1", "A B C", "IT FELL IN 2020", ""])
def test_no_labels(line: str) -> None:
    assert not is_label(line)


@pytest.mark.parametrize("line", ["Conflict of interest", "Publisher's note", "Funding"])
def test_plain_headings(line: str) -> None:
    assert is_plain_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "iron fell",
        "It fell.",
        "It fell after the",
        "See https://example.org",
        "Wu et al and others",
        "Grant 12345",
        "A line that is much too long to be a heading of anything",
        "Iron, sleep,",
        "(Iron)",
        "",
    ],
)
def test_no_plain_headings(line: str) -> None:
    assert not is_plain_heading(line)


def test_numbered_article() -> None:
    document = read(
        f"{FRONT}1. Introduction\n\n{REST}\n\n1.1. Iron\n\n{REST} Yes.\n\n"
        f"2. Sleep\n\n{REST} Sure.\n\n"
        "Funding\n\nNone at all.\n\nReferences\n\n1. Wu A. Iron. J Iron. 2020;1:2.\n"
    )
    assert _outline(document) == [
        (("Abstract",), "abstract"),
        (("1. Introduction",), "body"),
        (("1. Introduction", "1.1. Iron"), "body"),
        (("2. Sleep",), "body"),
        (("Funding",), "back"),
        (("References",), "back"),
    ]
    assert [s.anchor for s in document.sections if s.kind == "body"] == ["s1", "s1-1", "s2"]


def test_article_without_numbers() -> None:
    document = read(
        f"{TITLE}\n\nA. Author\n\nAbstract\n\nIron matters.\n\nKeywords: iron, sleep\n\n"
        f"Introduction\n\n{REST} Yes.\n\nIron in sleep\n\n{REST}\n\nConclusions\n\n{REST} Sure.\n\n"
        "Competing interests\n\nNone at all.\n\nReferences\n\n1. Wu A. Iron. J Iron. 2020;1:2.\n\n"
        "Publisher's Note\n\nThe publisher remains neutral.\n"
    )
    assert [(s.path[-1], s.kind) for s in document.sections] == [
        ("Title, authors and affiliations", "front"),
        ("Abstract", "abstract"),
        ("Keywords", "front"),
        ("Introduction", "body"),
        ("Iron in sleep", "body"),
        ("Conclusions", "body"),
        ("Competing interests", "back"),
        ("References", "back"),
        ("Publisher's Note", "back"),
    ]
    assert document.section_by_anchor["keywords"].text == "iron, sleep"
    assert len(document.references) == 1


def test_article_without_an_abstract_of_its_own() -> None:
    document = read(f"{TITLE}\n\nA. Author\n\nIntroduction\n\n{REST}\n\nSleep\n\n{REST} Yes.\n")
    assert _outline(document) == [(("Introduction",), "body"), (("Sleep",), "body")]


def test_abstract_in_line_and_in_parts() -> None:
    document = read(f"{TITLE}\n\nAbstract: Iron matters for sleep.\n\n1 Introduction\n\n{REST}\n")
    assert document.section_by_anchor["abstract"].text == "Iron matters for sleep."
    document = read(
        f"{TITLE}\n\nAbstract\n\nBackground\n\n{REST}\n\nMethods\n\nWe read.\n\n"
        f"1 Introduction\n\n{REST} Yes.\n"
    )
    assert _outline(document)[:3] == [
        (("Abstract",), "abstract"),
        (("Abstract", "Background"), "abstract"),
        (("Abstract", "Methods"), "abstract"),
    ]


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("FIGURE 1 What iron does.", "Figure 1"),
        ("FIGURE 2\nWhat iron does.", "Figure 2"),
        ("Figure 3. What iron does.", "Figure 3"),
        ("Figure 4 What iron does.", "Figure 4"),
        ("Fig. 5 | What iron does.", "Figure 5"),
        ("Fig 6: What iron does.", "Figure 6"),
        ("Figure S1. What iron does.", "Figure S1"),
        ("FIGURE 7\n\nWhat iron does.", "Figure 7"),
    ],
)
def test_figures_stand_beside_the_text(caption: str, name: str) -> None:
    document = read(f"{FRONT}1 Iron\n\nIron fell after the\n\n{caption}\n\ndose was cut.\n")
    assert document.section_by_anchor["s1"].text == "Iron fell after the dose was cut."
    (figure,) = [section for section in document.sections if section.kind == "figure"]
    assert figure.path == ("1 Iron", name)
    assert "What iron does." in figure.text


def test_a_sentence_about_a_figure_is_no_caption() -> None:
    document = read(f"{FRONT}1 Iron\n\nFigure 1 shows what iron does.\n")
    assert document.section_by_anchor["s1"].text == "Figure 1 shows what iron does."


def test_a_list_keeps_its_items_apart() -> None:
    document = read(f"{FRONT}1 Iron\n\nThere are two:\n\n- iron\n- zinc in sleep\n\nBoth fell.\n")
    assert document.section_by_anchor["s1"].text.split("\n\n") == [
        "There are two:",
        "- iron",
        "- zinc in sleep",
        "Both fell.",
    ]


def test_a_heading_that_recurs_gets_an_anchor_of_its_own() -> None:
    document = read(
        f"{FRONT}1 Iron\n\n{REST}\n\nDoses\n\nOne.\n\n2 Zinc\n\n{REST} Yes.\n\nDoses\n\nTwo.\n"
    )
    assert [s.anchor for s in document.sections][-4:] == ["s1", "doses", "s2", "doses-2"]


def test_no_heading_takes_the_anchor_of_a_table_or_a_reference() -> None:
    document = read(
        f"{FRONT}Ref 1\n\n{REST}\n\nTABLE 1 Doses.\n\nDrug\tDose\nIron\t1 mg\n\n"
        "References\n\n1. Wu A. Iron. J Iron. 2020;1:2.\n"
    )
    assert [s.anchor for s in document.sections][-2:] == ["section-ref-1", "references"]


@pytest.mark.parametrize("furniture", ["12", "Page 3 of 9", "Author et al. Iron and sleep"])
def test_page_furniture_is_set_aside(furniture: str) -> None:
    pages = ["Iron fell after the", "dose was cut in", "all of the groups at", "the same time."]
    document = read(f"{FRONT}1 Iron\n\n" + f"\n\n{furniture}\n\n".join(pages) + "\n")
    assert document.section_by_anchor["s1"].text == " ".join(pages)
    assert document.boilerplate == (furniture,) * 3


def test_a_word_cut_by_a_page_is_whole_and_a_hyphen_of_its_own_stays() -> None:
    document = read(
        f"{FRONT}1 Iron\n\nThe treatment and the iron-\n\nbased treat-\nment of pre- and post-\n"
        "natal sleep.\n"
    )
    assert document.section_by_anchor["s1"].text == (
        "The treatment and the iron-based treatment of pre- and post-natal sleep."
    )


def test_front_matter_alone_is_no_article() -> None:
    with pytest.raises(CorpusError, match="no running text"):
        read(f"{TITLE}\n\nA. Author\n\nKEYWORDS\n\niron, sleep\n")
