"""Tables as printed, put together again."""

import pytest

from corpus.tables import join_rows, parse_caption
from corpus.types import CorpusError, Document, Table
from tests.articles import FRONT, read


def _rows(*lines: str) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    _, rows = join_rows([line.split("|") for line in lines])
    return [(row.cells, row.inherited) for row in rows]


def _article(*blocks: str) -> Document:
    return read(FRONT + "\n\n".join(["1 Heading", *blocks]) + "\n")


def _only(document: Document) -> Table:
    (table,) = document.tables
    return table


def test_a_cell_printed_once_is_inherited() -> None:
    assert _rows("A|B|C|D", "a|b|c|d", "||c2|d2", "|b3||d3") == [
        (("a", "b", "c", "d"), ()),
        (("a", "b", "c2", "d2"), (0, 1)),
        (("a", "b3", "", "d3"), (0,)),
    ]


def test_an_empty_cell_above_gives_nothing_to_inherit() -> None:
    assert _rows("A|B|C|D", "a||c|d", "||c2|d2") == [
        (("a", "", "c", "d"), ()),
        (("a", "", "c2", "d2"), (0,)),
    ]


def test_an_overflow_line_goes_back_to_its_cell() -> None:
    assert _rows("A|B|C|D|E", "a|b|c|d|e", "||more||", "||most||rest", "a2|b2|c2|d2|e2") == [
        (("a", "b", "c\nmore\nmost", "d", "e\nrest"), ()),
        (("a2", "b2", "c2", "d2", "e2"), ()),
    ]


def test_an_overflow_line_fills_an_empty_cell() -> None:
    assert _rows("A|B|C|D|E", "a|b||d|e", "||late||") == [(("a", "b", "late", "d", "e"), ())]


def test_an_overflow_line_of_an_inherited_cell_reaches_every_row_it_spans() -> None:
    assert _rows("A|B|C|D|E", "a|b|c|d|e", "||c2|d2|e2", "|more|||", "a3|b3|c3|d3|e3") == [
        (("a", "b\nmore", "c", "d", "e"), ()),
        (("a", "b\nmore", "c2", "d2", "e2"), (0, 1)),
        (("a3", "b3", "c3", "d3", "e3"), ()),
    ]


def test_an_overflow_line_before_any_row_is_a_row() -> None:
    assert _rows("A|B|C|D|E", "||c||") == [(("", "", "c", "", ""), ())]


def test_ragged_lines_are_padded() -> None:
    assert _rows("A|B", "a", "a|b|c") == [(("a", "", ""), ()), (("a", "b", "c"), ())]


def test_a_table_that_no_page_can_hold() -> None:
    with pytest.raises(CorpusError, match="columns is too large"):
        join_rows([["x"] * 2000, *[["x"]] * 2000])
    with pytest.raises(CorpusError, match="inherited cells included"):
        join_rows([["A", "B"], ["x" * 100_000, "y"], *[["", "y"]] * 2000])


@pytest.mark.parametrize(
    ("printed", "parsed"),
    [
        ("TABLE 1 Doses of iron.", ("Table 1", "Doses of iron.", False)),
        ("Table 2. Doses", ("Table 2", "Doses", False)),
        ("Table 3: Doses", ("Table 3", "Doses", False)),
        ("Table 4 | Doses", ("Table 4", "Doses", False)),
        ("TABLE S1 Doses", ("Table S1", "Doses", False)),
        ("Table IV", ("Table IV", "", False)),
        ("TABLE 1 (Continued) Doses.", ("Table 1", "Doses.", True)),
        ("Table 1. Continued", ("Table 1", "", True)),
        ("Table 1 (cont.)", ("Table 1", "", True)),
        ("Table 1 (cont'd). Doses", ("Table 1", "Doses", True)),
        ("Table 1. Controls and doses", ("Table 1", "Controls and doses", False)),
    ],
)
def test_captions(printed: str, parsed: tuple[str, str, bool]) -> None:
    assert parse_caption(printed) == parsed


ROWS = "Drug\tDose\nIron\t1 mg\nZinc\t2 mg"


@pytest.mark.parametrize(
    "blocks",
    [
        [f"TABLE 1 Doses.\n\n{ROWS}"],
        [f"TABLE 1 Doses.\n{ROWS}"],
        [f"Table 1. Doses.\n\n{ROWS}"],
        [f"Table 1\nDoses.\n\n{ROWS}"],
        [f"Table 1\n\nDoses.\n\n{ROWS}"],
        ["TABLE 1 Doses.", "Drug\tDose\nIron\t1 mg", "Zinc\t2 mg"],
        ["TABLE 1 Doses.", "Drug\tDose\nIron\t1 mg", "12", "Zinc\t2 mg"],
        [
            "TABLE 1 Doses.",
            "Drug\tDose\nIron\t1 mg",
            "Table 1 (Continued)",
            "Drug\tDose\nZinc\t2 mg",
        ],
        ["TABLE 1 Doses.", "Drug\tDose\nIron\t1 mg", "Table 1. Continued.\nZinc\t2 mg"],
        ["TABLE 1 Doses.", "Drug\tDose\nIron\t1 mg", "TABLE 1 Doses.", "Drug\tDose\nZinc\t2 mg"],
    ],
)
def test_layouts_of_one_table(blocks: list[str]) -> None:
    document = _article("It fell after the", *blocks, "dose was cut.")
    table = _only(document)
    assert (table.label, table.caption.rstrip("."), table.section) == ("Table 1", "Doses", "s1")
    assert table.columns == ("Drug", "Dose")
    assert [row.cells for row in table.rows] == [("Iron", "1 mg"), ("Zinc", "2 mg")]
    assert document.section_by_anchor["s1"].text == "It fell after the dose was cut."


def test_two_tables_in_a_row_directly_under_a_heading() -> None:
    document = _article(f"Table 1. Doses\n{ROWS}", f"Table S2. Others\n{ROWS}", "It fell.")
    assert [(t.label, t.caption, len(t.rows)) for t in document.tables] == [
        ("Table 1", "Doses", 2),
        ("Table S2", "Others", 2),
    ]
    assert [row.anchor for row in document.tables[1].rows] == ["table-2-row-1", "table-2-row-2"]


def test_a_table_without_a_caption() -> None:
    document = _article("It fell.", ROWS, "It rose.")
    assert _only(document).label == "Table (unnumbered, 1)"
    assert len(_only(document).rows) == 2


def test_a_sentence_about_a_table_is_no_caption() -> None:
    text = "Table 1 shows the doses of iron that were given to all groups."
    document = _article(
        text, f"TABLE 1 Doses.\n\n{ROWS}", "Table 1 and Table 2 agree on this point."
    )
    assert _only(document).caption == "Doses."
    assert document.section_by_anchor["s1"].text == (
        f"{text}\n\nTable 1 and Table 2 agree on this point."
    )


def test_a_caption_whose_table_is_a_picture_is_kept() -> None:
    document = _article("It fell after the", "TABLE 3 Doses of iron.", "dose was cut.")
    assert document.tables == ()
    assert document.section_by_anchor["s1"].text == "It fell after the dose was cut."
    (caption,) = [section for section in document.sections if section.kind == "figure"]
    assert (caption.path, caption.text) == (("1 Heading", "Table 3"), "TABLE 3 Doses of iron.")


@pytest.mark.parametrize(
    "note",
    [
        "Abbreviations: Fe, iron.",
        "Note: Doses are daily.",
        "*p < 0.05.",
        "† Two groups only.",
        "<sup>a</sup> Two groups only.",
        "ᵃ Two groups only.",
        "Doses are given as means of three groups.",
    ],
)
def test_notes_under_a_table(note: str) -> None:
    document = _article("It fell after the", f"TABLE 1 Doses.\n\n{ROWS}", note, "dose was cut.")
    assert len(_only(document).notes) == 1
    assert document.section_by_anchor["s1"].text == "It fell after the dose was cut."


def test_a_note_that_touches_its_table() -> None:
    document = _article(f"TABLE 1 Doses.\n\n{ROWS}\nDoses are means.", "It fell.")
    assert _only(document).notes == ("Doses are means.",)


@pytest.mark.parametrize("text", ["Note that it fell.", "*In vivo* it fell.", "Sources differ."])
def test_text_behind_a_table_is_no_note(text: str) -> None:
    document = _article("It rose.", f"TABLE 1 Doses.\n\n{ROWS}", text)
    assert _only(document).notes == ()
    assert document.section_by_anchor["s1"].text == f"It rose.\n\n{text.replace('*', '')}"


def test_citations_in_cells_index_into_the_row() -> None:
    document = read(
        f"{FRONT}1 Heading\n\nIt fell.\n\nTABLE 1 Trials.\n\nDrug\tSource\nIron\tWu (2020)\n\n"
        "References\n\n- Wu, A. (2020). Iron. *J. Iron* 1, 2.\n"
    )
    (row,) = _only(document).rows
    (mention,) = row.mentions
    assert row.text[mention.start : mention.end] == "Wu (2020)"
    assert mention.references == ("ref-1",)
