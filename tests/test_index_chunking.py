import hashlib
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.groups import groups
from corpus.sentences import sentence_spans
from corpus.types import Document, Reference, Row, Section, Table
from index.chunking import TARGET_CHARS, chunk_document, passage_spans
from index.frontmatter import readers_words
from index.types import Chunk


def spans_at(chunks: list[Chunk], anchor: str) -> list[tuple[int, int]]:
    return [chunk.span for chunk in chunks if chunk.anchor == anchor]


def check_laws(document: Document) -> None:
    chunks = chunk_document(document)
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    for chunk in chunks:
        start, end = chunk.span
        assert start < end
        assert document.text_of(chunk.anchor)[start:end] == chunk.quote
        assert chunk.document == document.id
        assert chunk.kind == "row" or chunk.quote in chunk.embed_text
    for section in document.sections:
        check_passages(section.text, spans_at(chunks, section.anchor))
    alone = Counter(chunk.anchor for chunk in chunks if chunk.kind != "passage")
    assert alone == Counter([*document.row_by_anchor, *document.reference_by_anchor])
    for table in document.tables:
        whole = [(0, len(table.caption))] if table.caption else []
        assert spans_at(chunks, table.anchor) == whole


def check_passages(text: str, passages: list[tuple[int, int]]) -> None:
    sentences = sentence_spans(text)
    starts, ends = {start for start, _ in sentences}, {end for _, end in sentences}
    for start, end in passages:
        assert start in starts, "no sentence is cut"
        assert end in ends, "no sentence is cut"
        assert "\n\n" not in text[start:end], "paragraphs stay apart"
        held = [at for at in sentences if start <= at[0] and at[1] <= end]
        assert end - start <= TARGET_CHARS or len(held) == 1
    for first, last in sentences:
        assert any(start <= first and last <= end for start, end in passages)
    assert passages == sorted(passages)
    assert len(set(passages)) == len(passages)
    for one, other in pairwise(passages):
        assert one[1] < other[1], "no passage lies within its neighbour"


def test_the_laws_hold_for_the_bundled_article(article: Document) -> None:
    check_laws(article)


def test_neighbours_share_a_sentence(article: Document) -> None:
    """So a statement and the "it" of the next one stand together at least once."""
    text = " ".join(f"Sentence number {n} has a few more words." for n in range(40))
    spans = passage_spans(text)
    assert len(spans) > 2
    assert all(other[0] < one[1] for one, other in pairwise(spans))
    longest = max(len(chunk.quote) for chunk in chunk_document(article) if chunk.kind == "passage")
    assert longest < 3 * TARGET_CHARS


def test_a_passage_is_searched_under_its_heading_and_a_row_under_its_columns() -> None:
    document = make(
        [("Results", "Iron helped.")],
        [["Iron", "20 mg\n(twice)"], ["Zinc", ""]],
        ["A study. 2020."],
    )
    searched = [chunk.embed_text for chunk in chunk_document(document)]
    assert searched == [
        "Results\nIron helped.",
        "Table 1\nWhat was given.",
        "Table 1: What was given.\nDrug: Iron; Dose: 20 mg / (twice)",
        "Table 1: What was given.\nDrug: Zinc",
        "Reference\nA study. 2020.",
    ]


def test_a_row_is_searched_under_the_row_that_heads_its_group() -> None:
    document = make([("Results", "Iron helped.")], [], [])
    cells = [
        ("Adults", "1 mg", "2 mg"),
        ("Sleep\nquality", "", ""),
        ("Adults", "3 mg", ""),
        ("Fatigue", "", ""),
        ("Children", "", "4 mg"),
    ]
    rows = tuple(Row(f"r{n}", row) for n, row in enumerate(cells))
    table = replace(document.tables[0], columns=("Group", "Before", "After"), rows=rows)
    chunks = chunk_document(replace(document, tables=(table,)))
    groups = [c.embed_text.partition("\n")[0] for c in chunks if c.kind == "row"]
    caption = "Table 1: What was given."
    assert groups == [
        caption,
        caption,
        f"{caption} › Sleep quality",
        caption,
        f"{caption} › Fatigue",
    ]
    assert [c.quote for c in chunks if c.kind == "row"] == [row.text for row in rows]


def test_a_row_under_two_names_stands_under_both() -> None:
    rows = tuple(
        Row(f"r{at}", cells)
        for at, cells in enumerate(
            [
                ("Injectables", "", ""),
                ("Versus kanamycin", "", ""),
                ("Amikacin", "1", "2"),
                ("Capreomycin", "3", "4"),
                ("vs. amikacin", "1", "1"),
                ("Tablets", "", ""),
                ("Ofloxacin", "5", "6"),
                ("Levofloxacin", "7", "8"),
            ]
        )
    )
    table = Table("t", "Table 1", "Drugs", ("Drug", "n", "Odds"), rows, "s1")
    under = "Injectables › Versus kanamycin"
    compared = f"{under} › Capreomycin"
    assert groups(table) == ("", "", under, under, compared, "", "Tablets", "Tablets")


def test_rows_of_a_table_with_gaps_head_no_group() -> None:
    document = make([("Results", "Iron helped.")], [], [])
    cells = [("Iron", "", ""), ("Zinc", "", ""), ("Tin", "5 mg", "pain"), ("Lead", "", "")]
    rows = tuple(Row(f"r{n}", row) for n, row in enumerate(cells))
    table = replace(document.tables[0], columns=("Drug", "Dose", "Use"), rows=rows)
    chunks = chunk_document(replace(document, tables=(table,)))
    assert not any(" › " in chunk.embed_text for chunk in chunks if chunk.kind == "row")


def test_headings_are_searched_but_never_quoted(article: Document) -> None:
    for chunk in chunk_document(article):
        if chunk.kind == "passage" and chunk.anchor in article.section_by_anchor:
            section = article.section_by_anchor[chunk.anchor]
            also = readers_words(section.path[-1]) if section.kind in ("front", "back") else ""
            lines = [" › ".join(section.path), *([also] if also else []), chunk.quote]
            assert chunk.embed_text == "\n".join(lines)


def test_what_is_printed_twice_is_found_twice() -> None:
    rows = [["Iron", "20 mg"], ["Iron", "20 mg"], ["Iron", "20 mg"]]
    document = make([("Results", "Iron helped.\n\nIron helped.")], rows, [])
    check_laws(document)


def test_ids_come_from_content_and_not_from_position(article: Document) -> None:
    before = {(c.anchor, c.span): c.id for c in chunk_document(article)}
    added = Section("new", ("A section in front",), "body", "It was not there before.")
    grown = replace(article, sections=(added, *article.sections))
    after = {(c.anchor, c.span): c.id for c in chunk_document(grown)}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_ids_survive_another_order_of_sections_and_rows(article: Document) -> None:
    before = {chunk.id: chunk.quote for chunk in chunk_document(article)}
    turned = replace(
        article,
        sections=article.sections[::-1],
        tables=tuple(replace(table, rows=table.rows[::-1]) for table in article.tables[::-1]),
        references=article.references[::-1],
    )
    assert {chunk.id: chunk.quote for chunk in chunk_document(turned)} == before


def test_another_document_has_other_ids(article: Document) -> None:
    own = {chunk.id for chunk in chunk_document(article)}
    assert own.isdisjoint(chunk.id for chunk in chunk_document(replace(article, id="other")))


def test_ids_are_the_same_on_every_machine(article: Document) -> None:
    (first, *_) = chunk_document(article)
    section = article.section_by_anchor[first.anchor]
    content = "\0".join((article.id, "passage", " › ".join(section.path), first.quote))
    assert first.id == hashlib.sha256(content.encode()).hexdigest()[:16]


def test_a_sentence_longer_than_a_passage_stays_whole() -> None:
    long = "Iron " + "and zinc " * 200 + "helped."
    text = f"It began. {long} It ended."
    check_passages(text, passage_spans(text))
    assert any(text[start:end] == long for start, end in passage_spans(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n \n\t\n"])
def test_a_section_without_text_has_no_passage(text: str) -> None:
    assert passage_spans(text) == []


def make(sections: list[tuple[str, str]], rows: list[list[str]], references: list[str]) -> Document:
    """A document of one table, with as many rows and references as given."""
    return Document(
        *("made", "Made", ("A. Author",), "Journal", 2020, "10.1/made", "CC BY 4.0", "", ""),
        sections=tuple(
            Section(f"s{n}", (heading,), "body", text) for n, (heading, text) in enumerate(sections)
        ),
        tables=(
            Table(
                "table-1",
                "Table 1",
                "What was given.",
                ("Drug", "Dose"),
                tuple(Row(f"table-1-row-{n}", tuple(cells)) for n, cells in enumerate(rows)),
                "s0",
            ),
        ),
        references=tuple(
            Reference(f"ref-{n}", str(n), (), 2020, "", "", text)
            for n, text in enumerate(references)
        ),
        abbreviations=(),
        boilerplate=(),
        digest="0" * 64,
    )


PROSE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Iron helped. ",
                "Smith et al. (2020) gave 3.5 mg/d (vs. placebo), i.e. more. ",
                "mTOR is not. ",
                "Was it? ",
                "\n\n",
                "\n",
                "Fig. 2 shows it. ",
                "x" * 600 + ". ",
            ]
        ),
        st.text(max_size=80),
    ),
    max_size=25,
).map("".join)
CELL = st.text(alphabet="ab 1|\n", min_size=1, max_size=12)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from(["Results", "Methods", ""]), PROSE), max_size=4),
    st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=5),
    st.lists(st.text(min_size=1, max_size=60), max_size=4),
)
def test_the_laws_hold_for_any_document(
    sections: list[tuple[str, str]], rows: list[list[str]], references: list[str]
) -> None:
    check_laws(make(sections, rows, references))
