"""Running heads and page numbers are set aside; what only looks like them stays."""

import pytest

from corpus.types import Document
from tests.articles import FRONT, read

HEAD = "Author et al. Iron and sleep"
CUT = ["Iron fell after the", "dose was cut in", "all of the groups at", "the same time."]


def _article(*blocks: str) -> Document:
    return read(FRONT + "\n\n".join(["1 Iron", *blocks]) + "\n")


def _body(document: Document) -> list[tuple[str, str]]:
    return [(s.path[-1], s.text) for s in document.sections if s.kind == "body"]


def test_subheadings_that_recur_are_headings() -> None:
    topics = ("Clinical evidence", "Safety", "Limitations")
    printed = ""
    expected: list[tuple[str, ...]] = []
    for number, topic in enumerate(("Iron", "Zinc", "Copper", "Tin"), start=1):
        printed += f"{number} {topic}\n\n"
        expected.append((f"{number} {topic}",))
        for heading in topics:
            printed += f"{heading}\n\nThe {topic} of {heading} fell.\n\n"
            expected.append((f"{number} {topic}", heading))
    document = read(FRONT + printed)
    assert [s.path for s in document.sections if s.kind == "body"] == expected
    assert document.boilerplate == ()


def test_subheadings_that_recur_without_numbers() -> None:
    printed = "".join(
        f"{topic} in sleep\n\nLimitations\n\nSome {topic} fell.\n\n"
        for topic in ("Iron", "Zinc", "Copper")
    )
    document = read(FRONT + printed)
    assert [s.path[-1] for s in document.sections if s.kind == "body"].count("Limitations") == 3
    assert document.boilerplate == ()


@pytest.mark.parametrize("text", ["None was reported.", "No data", "2021", "12"])
def test_short_paragraphs_between_paragraphs_stay(text: str) -> None:
    document = _article("Iron fell.", text, "Zinc fell.", text, "Tin fell.", text, "Lead fell.")
    shown = "\n\n".join(f"{section.path[-1]}\n\n{section.text}" for section in document.sections)
    assert shown.split("\n\n").count(text) == 3
    assert document.boilerplate == ()


def test_a_subheading_behind_a_list_or_a_note_without_full_stops_stays() -> None:
    document = _article(
        "It fell in:", "- iron", "Limitations", "Few were seen.",
        "TABLE 1 Doses.", "Drug\tDose\nIron\t1 mg", "† Two groups only", "Limitations", "Few more.",
        "2 Zinc", "Limitations", "None.",
    )  # fmt: skip
    assert [section.path[-1] for section in document.sections].count("Limitations") == 3


@pytest.mark.parametrize("behind", ["mTOR inhibitors fell.", "p53 fell.", "miR-21 fell."])
def test_a_subheading_before_a_name_in_lower_case_stays(behind: str) -> None:
    document = _article(*["Iron fell.", "Limitations", behind] * 3)
    assert document.boilerplate == ()


@pytest.mark.parametrize("line", ["Yes", "2021", "12", "Solid tumours"])
@pytest.mark.parametrize("text", [("It fell.", "It rose."), ("It fell after the", "dose was cut.")])
def test_a_line_between_the_rows_of_a_table_stays_with_it(line: str, text: tuple[str, str]) -> None:
    document = _article(
        text[0], "TABLE 1 Doses.", "Drug\tDose\tUsed", "Iron\t1 mg\tYes", line,
        "Zinc\t2 mg\tYes", line, "Tin\t3 mg\tYes", line, "Lead\t4 mg\tNo", text[1],
    )  # fmt: skip
    (table,) = document.tables
    assert [row.cells[0] for row in table.rows] == ["Iron", "Zinc", "Tin", "Lead"]
    assert table.notes == (line,) * 3
    assert document.boilerplate == ()
    assert len(_body(document)) == 1


def test_a_cell_that_is_a_number_stays_a_cell() -> None:
    document = _article(
        "TABLE 1 Doses.", "A\tB\tC\tD\tE\n1\t2\t3\t4\t5", "\t\t2021\t\t", "2\t3\t4\t5\t6"
    )
    assert [row.cells[2] for row in document.tables[0].rows] == ["3\n2021", "4"]


@pytest.mark.parametrize("head", [HEAD, "Iron in sleep", "JOURNAL OF IRON"])
def test_a_running_head_in_mid_sentence_goes(head: str) -> None:
    document = _article(f"\n\n{head}\n\n".join(CUT))
    assert _body(document) == [("1 Iron", " ".join(CUT))]
    assert document.boilerplate == (head,) * 3


def test_a_running_head_before_a_word_with_a_capital_goes() -> None:
    pieces = [
        "Iron was approved after many years of trials in sleep by the",
        "FDA and, as many people have seen before in their own sleep, by",
        "Swiss doctors, who gave it to their patients in sleep by the",
        "Zurich method.",
    ]
    document = _article(f"\n\n{HEAD}\n\n".join(pieces))
    assert _body(document) == [("1 Iron", " ".join(pieces))]


def test_a_running_head_known_from_cut_sentences_goes_between_paragraphs_too() -> None:
    head = "Iron in sleep"
    document = _article(f"\n\n{head}\n\n".join(CUT), head, "Zinc fell.")
    assert _body(document) == [("1 Iron", " ".join(CUT) + "\n\nZinc fell.")]
    assert document.boilerplate == (head,) * 4


def test_one_cut_sentence_does_not_make_every_subheading_a_running_head() -> None:
    document = _article(
        "Iron fell after the", "Limitations", "dose was cut.", *["Limitations", "It fell."] * 3
    )
    assert [section.path[-1] for section in document.sections].count("Limitations") == 3
    assert document.boilerplate == ("Limitations",)


def test_page_numbers_go_on_from_one_in_mid_sentence() -> None:
    document = _article(
        "Iron fell after the", "3", "dose was cut.", "4", "Zinc fell.", "2021", "Tin fell.", "5",
        "Lead fell.",
    )  # fmt: skip
    assert document.boilerplate == ("3", "4", "5")
    assert "Zinc fell.\n\n2021\n\nTin fell." in _body(document)[0][1]


def test_page_numbers_go_back_to_the_first_one() -> None:
    document = _article("Iron fell.", "3", "Zinc fell.", "4", "Tin fell after the", "5", "dose.")
    assert document.boilerplate == ("3", "4", "5")


def test_a_page_number_beside_the_mark_of_a_table_that_goes_on() -> None:
    document = _article(
        "TABLE 1 Doses.", "Drug\tDose\nIron\t1 mg", "(Continued on following page)", "12",
        "Zinc\t2 mg", "It fell.",
    )  # fmt: skip
    assert document.boilerplate == ("(Continued on following page)", "12")
    assert document.tables[0].notes == ()


def test_a_number_at_the_end_of_the_article_is_of_its_last_page() -> None:
    assert _article("Iron fell.", "12").boilerplate == ("12",)
    assert _article("Iron fell.", "Page 1 of 2", "Zinc fell.").boilerplate == ("Page 1 of 2",)


@pytest.mark.parametrize("mark", ["{}. ", "- ", ""])
def test_furniture_between_and_within_references(mark: str) -> None:
    entries = [
        f"{mark.format(n)}Wu, A. (202{n}). Iron in\n\n{HEAD}\n\n{10 + n}\n\nsleep. *J. Iron* 1, 2."
        if n % 2
        else f"{mark.format(n)}Wu, A. (202{n}). Iron in sleep. *J. Iron* 1, 2."
        for n in range(1, 5)
    ]
    printed = f"\n\n{HEAD}\n\n77\n\n".join(entries)
    document = _article("Iron fell.", "References", printed)
    assert [r.text for r in document.references] == [
        f"Wu, A. (202{n}). Iron in sleep. J. Iron 1, 2." for n in range(1, 5)
    ]
