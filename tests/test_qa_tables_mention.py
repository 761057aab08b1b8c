"""Every row is listed for certain only when nothing else is asked; other words leave doubt."""

import pytest

from corpus.types import Document
from qa.tables.answer import TableReader
from tests.generated_tables import case

TOTAL = {"table-1": 27, "table-2": 18}


@pytest.fixture(scope="module")
def reader(article: Document) -> TableReader:
    return TableReader([article])


@pytest.mark.parametrize(
    ("question", "table"),
    [
        ("All trials in Table 2", "table-2"),
        ("Which sponsors are in Table 2?", "table-2"),
        ("How many clinical trials are registered?", "table-2"),
        ("How many ongoing trials are there overall?", "table-2"),
        ("Which diseases does Table 1 cover?", "table-1"),
    ],
)
def test_every_row_is_listed_when_nothing_else_is_asked(
    reader: TableReader, question: str, table: str
) -> None:
    found = reader.find(question)
    assert found is not None
    assert (found.table, len(found.rows), found.certain) == (table, TOTAL[table], True)


@pytest.mark.parametrize(
    "question",
    [
        "Which trials have results?",
        "Which trials have data?",
        "Which ongoing trials are completed?",
        "Which ongoing trials have started?",
        "Which trials report outcomes?",
        "How many of the ongoing trials have had an effect?",
        "Which combinations in Table 1 have efficacy data?",
    ],
)
def test_words_that_no_row_speaks_of_are_not_answered_by_every_row(
    reader: TableReader, question: str
) -> None:
    assert reader.find(question) is None


def test_words_that_name_a_column_choose_the_rows_that_speak_of_them(
    article: Document, reader: TableReader
) -> None:
    found = reader.find("Which combinations in Table 1 report an overall response rate?")
    assert found is not None
    assert not found.certain
    (table,) = (table for table in article.tables if table.anchor == "table-1")
    assert found.rows == tuple(
        row.anchor for row in table.rows if "overall response rate" in row.cells[2].lower()
    )


@pytest.mark.parametrize("seed", range(10))
def test_beside_a_condition_such_words_leave_doubt(seed: int) -> None:
    made = case(seed)
    reader = TableReader([made.document])
    disease = made.facts[0].disease
    wanted = {place for place, fact in enumerate(made.facts) if fact.disease == disease}
    plain = reader.find(f"Which trials in {disease} are there?")
    more = reader.find(f"Which trials in {disease}, and in which years?")
    doubtful = reader.find(f"Which trials in {disease} have a year?")
    assert plain is not None
    assert more is not None
    assert doubtful is not None
    assert plain.rows == more.rows == doubtful.rows
    assert len(plain.rows) == len(wanted)
    assert (plain.certain, more.certain, doubtful.certain) == (True, True, False)
