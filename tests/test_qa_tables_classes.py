"""A class that the question names is looked for by its members; they may not be all there are."""

from dataclasses import replace

import pytest

from corpus.types import Abbreviation, Document, Row, Table
from qa.assistant import Assistant
from qa.tables.answer import TableReader
from qa.tables.types import Alternatives
from qa.types import RowFilter
from tests.generated_tables import document

COLUMNS = ("Study", "Medicine", "Setting", "Participants")
CELLS = (
    "Alpha 2001|qoratinib|ward|20",
    "Bravo 2003|velumab + qoratinib|clinic|45",
    "Charlie 2010|velumab|ward|80",
    "Delta 2012|quelling blocker X|clinic|12",
    "Echo 2013|salt|text message|30",
    "Foxtrot 2014|salt|message by post|31",
)
ALTERNATIVES = Alternatives(
    {
        "quelling blockers": ("qoratinib", "velumab"),
        "quelling blocker": ("qoratinib", "velumab"),
        "short note": ("text message",),
        "antibodies": ("velumab",),
        "antibody": ("velumab",),
        "signals": ("text message", "message", "Message", "morse"),
    },
    frozenset(("quelling blockers", "quelling blocker", "antibodies", "antibody", "signals")),
)


@pytest.fixture(scope="module")
def reader() -> TableReader:
    rows = tuple(Row(f"row-{place}", tuple(row.split("|"))) for place, row in enumerate(CELLS, 1))
    table = Table("table-1", "Table 1", "Included studies", COLUMNS, rows, "s1")
    return TableReader([document("classes", table)])


def test_members_of_a_class_are_rows_that_may_not_be_all(reader: TableReader) -> None:
    found = reader.find("Which studies used quelling blockers?", alternatives=ALTERNATIVES)
    assert found is not None
    assert found.rows == ("row-1", "row-2", "row-3", "row-4")
    assert (found.understood, found.certain) == (True, False)
    assert found.filters == (
        RowFilter("Medicine", "quelling blockers (qoratinib, velumab)", "contains"),
    )
    assert "what counts as “quelling blockers” may not be complete" in found.explanation


@pytest.mark.parametrize(
    "question", ["Which antibodies were used in the ward?", "Which antibody drugs suit a ward?"]
)
def test_a_class_of_what_a_column_holds_chooses_among_it(
    reader: TableReader, question: str
) -> None:
    """By itself "antibodies" would only say which column is meant."""
    found = reader.find(question, alternatives=ALTERNATIVES)
    assert found is not None
    assert found.rows == ("row-3",)
    plain = reader.find(question)
    assert plain is None or plain.rows != found.rows


def test_another_condition_narrows_the_members(reader: TableReader) -> None:
    question = "Which studies used quelling blockers in fewer than 50 participants?"
    found = reader.find(question, alternatives=ALTERNATIVES)
    assert found is not None
    assert found.rows == ("row-1", "row-2", "row-4")


def test_a_member_with_another_in_its_name_is_not_told(reader: TableReader) -> None:
    found = reader.find("Which studies used signals?", alternatives=ALTERNATIVES)
    assert found is not None
    assert found.filters == (RowFilter("Setting", "signals (message)", "contains"),)


def test_what_is_short_for_several_things_is_no_member() -> None:
    """RA is one of the anaemias here, and the acid of the first row."""
    rows = (Row("row-1", ("rosy acid (RA)", "gout")), Row("row-2", ("salt", "rare anemia")))
    table = Table("table-1", "Table 1", "Combinations", ("Drug", "Diseases"), rows, "s1")
    forms = (
        Abbreviation("RA", "rosy acid"),
        Abbreviation("RA", "rare anemia"),
        Abbreviation("SB", "salt bitter"),
        Abbreviation("SB", "salt biter"),
    )
    wordings = {"anemias": ("rare anemia",), "blood ills": ("rare anemia",)}
    for asked in wordings:
        reader = TableReader([replace(document("short", table), abbreviations=forms)])
        alternatives = Alternatives(wordings, frozenset(wordings))
        found = reader.find(f"Which drugs were tried in {asked}?", alternatives=alternatives)
        assert found is not None
        assert found.rows == ("row-2",), asked
    cells = (("SB", "gout"), ("SB", "rash"), ("oil", "flu"))
    more = tuple(Row(f"row-{place}", pair) for place, pair in enumerate(cells, 1))
    table = replace(table, rows=more)
    reader = TableReader([replace(document("short", table), abbreviations=forms)])
    bitters = Alternatives({"bitters": ("salt bitter",)}, frozenset(("bitters",)))
    found = reader.find("Which diseases were treated with bitters?", alternatives=bitters)
    assert found is not None
    assert found.rows == ("row-1", "row-2"), "a slip in a long form makes no other thing of it"


def test_without_its_members_only_cells_that_say_the_class_are_meant(reader: TableReader) -> None:
    found = reader.find("Which studies used a quelling blocker?")
    assert found is not None
    assert (found.rows, found.certain) == (("row-4",), True)


def test_several_words_for_the_same_thing_leave_no_doubt(reader: TableReader) -> None:
    found = reader.find("Which studies used a short note?", alternatives=ALTERNATIVES)
    assert found is not None
    assert (found.rows, found.certain) == (("row-5",), True)


def test_a_class_is_never_said_to_be_lacking(article: Document) -> None:
    reader = TableReader([article])
    assert reader.lacks("Which ongoing trials use thalidomide?")
    assert reader.lacks("Which ongoing trials use a zizzle inhibitor?") is None
    assert reader.lacks("Which ongoing trials use zizzle inhibitors?") is None


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Which ongoing trials are in cancers?", 14),
        ("Which ongoing trials are in neoplasms?", 14),
        ("Which ongoing trials are in leukaemia?", 13),
        ("Which ongoing trials are in anaemia?", 1),
    ],
)
def test_diseases_are_counted_by_the_trees_of_headings(
    assistant: Assistant, question: str, count: int
) -> None:
    """One sponsor is a cancer centre; what its trials are in does not follow from that."""
    rows = assistant.answer(question).rows
    assert rows is not None
    assert len(rows.rows) == count
    assert {one.column for one in rows.filters} == {"Diseases"}
