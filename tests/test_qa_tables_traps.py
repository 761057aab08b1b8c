"""Wordings and heads that turn a condition round, or over to another column, if read carelessly."""

from dataclasses import replace

import pytest

from corpus.types import Document, Row, Table
from qa.tables.answer import TableReader
from tests.articles import FRONT, read


def reader(heads: tuple[str, ...], *lines: tuple[str, ...], inherited: int = 0) -> TableReader:
    rows = tuple(
        Row(f"r{at}", cells, (0,) if inherited and at % inherited else ())
        for at, cells in enumerate(lines)
    )
    return TableReader([document(Table("t1", "Table 1", "Series of iron", heads, rows, "s1"))])


def document(*tables: Table) -> Document:
    return replace(read(FRONT + "1 Results\n\nSee the tables.\n"), tables=tables)


def rows(reader: TableReader, question: str) -> list[str]:
    found = reader.find(question)
    assert found is not None, question
    assert found.certain, found.explanation
    return list(found.rows)


RATES = reader(
    ("Series", "Technical success (%)", "Complication rate (%)"),
    ("Lee", "92", "5"),
    ("May", "90", "4"),
    ("Roe", "95", "9"),
    ("Poe", "98", "1"),
)


@pytest.mark.parametrize(
    "question",
    [
        "Which series had a complication rate below 6% and a technical success above 91%?",
        "Which series had a technical success above 91% and a complication rate below 6%?",
        "Which series had a complication rate below 6%, technical success above 91%?",
        "Which series had a complication rate below 6% but a technical success above 91%?",
    ],
)
def test_a_figure_is_of_the_head_before_it(question: str) -> None:
    assert rows(RATES, question) == ["r0", "r3"]


BIAS = reader(
    ("Study", "No evidence of selective reporting", "Double blind", "NPVa"),
    ("Lee", "Yes", "Yes", "97"),
    ("May", "No", "No", ""),
    ("Roe", "Yes", "Not assessed", "95"),
    ("Poe", "Yes", "No", "99"),
    ("Ray", "Yes", "Yes", "98"),
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which studies had no evidence of selective reporting?", ["r0", "r2", "r3", "r4"]),
        ("Which studies had evidence of selective reporting?", ["r1"]),
        ("Which studies were double blind?", ["r0", "r4"]),
        ("Which studies were not double blind?", ["r1", "r3"]),
        ("Which studies have no NPV given?", ["r1"]),
    ],
)
def test_a_head_that_denies_and_cells_that_do_not_know(question: str, found: list[str]) -> None:
    assert rows(BIAS, question) == found


def test_rows_of_one_study_are_not_as_many_studies() -> None:
    lines = [(f"Study {at // 2}", f"Arm {at}", str(20 + at)) for at in range(8)]
    apart = reader(("Study", "Arm", "Patients"), *lines)
    assert len(rows(apart, "How many studies are in Table 1?")) == 8
    shared = reader(("Study", "Arm", "Patients"), *lines, inherited=2)
    found = shared.find("How many studies are in Table 1?")
    assert found is not None
    assert not found.certain
    assert "several rows are of one Study" in found.explanation


def test_another_table_that_explains_as_much_makes_a_list_unsure() -> None:
    first = tuple(Row(f"a{at}", (f"Arm {at}", str(60 + 10 * at))) for at in range(8))
    second = tuple(Row(f"b{at}", (f"Arm {at}", str(90 + 3 * at))) for at in range(8))
    tables = (
        Table("t1", "Table 1", "Fever by arm", ("Arm", "No. of children"), first, "s1"),
        Table("t2", "Table 2", "Cough by arm", ("Arm", "No. children"), second, "s1"),
    )
    found = TableReader([document(*tables)]).find("Which arms had fewer than 100 children?")
    assert found is not None
    assert not found.certain
    named = TableReader([document(*tables)]).find(
        "Which arms in Table 1 had fewer than 100 children?"
    )
    assert named is not None
    assert named.certain
    assert named.table == "t1"


TRIALS = reader(
    ("Study", "Agent", "Setting", "Patients"),
    ("Lee et al. (2001)", "iron", "gout", "12"),
    ("May et al. (2009)", "iron, zinc", "mumps", "40"),
    ("Roe et al. (2015)", "zinc", "gout", "25"),
    ("Poe et al. (2021)", "iron antibody", "measles", "31"),
)


@pytest.mark.parametrize(
    ("asked", "unsure"),
    [
        ("Which studies of iron are in gout?", "Which studies of iron are in adults with gout?"),
        ("Which studies tested iron cells?", "Which studies tested iron with cells?"),
        ("Which gout studies?", "Which gout studies were run by a company?"),
    ],
)
def test_a_kind_by_itself_may_leave_out_rows_that_the_table_does_not_tell_apart(
    asked: str, unsure: str
) -> None:
    found = TRIALS.find(unsure)
    assert found is not None
    assert list(found.rows) == rows(TRIALS, asked)
    assert not found.certain
    assert "apart" in found.explanation


@pytest.mark.parametrize("verb", ["started", "were registered", "were completed"])
def test_the_year_of_a_publication_is_not_that_of_the_conduct(verb: str) -> None:
    published = rows(TRIALS, "Which studies were published before 2010?")
    found = TRIALS.find(f"Which studies {verb} before 2010?")
    assert published == ["r0", "r1"]
    assert found is not None
    assert list(found.rows) == published
    assert not found.certain


def test_a_column_of_dates_tells_when_it_started() -> None:
    dated = reader(
        ("Study", "Start date"), ("Lee", "2001"), ("May", "2009"), ("Roe", "2015"), ("Poe", "2021")
    )
    assert rows(dated, "Which studies started after 2010?") == ["r2", "r3"]


def test_values_that_stand_in_one_row_each_are_no_most_frequent_one() -> None:
    found = TRIALS.find("Which agent is tested in the most studies?")
    assert found is not None
    assert not found.certain
    assert rows(TRIALS, "Which setting has the most studies?") == ["r0", "r2"]


def test_what_is_asked_for_stands_in_some_column_or_the_list_is_unsure() -> None:
    patients = reader(
        ("Characteristic", "Patients"),
        ("Later quinolones given", "1,258"),
        ("Treatment success", "4,934"),
        ("Number of drugs", "310"),
    )
    found = patients.find("Which drugs count as later quinolones?")
    assert found is not None
    assert not found.certain
    assert "no column is known to hold “drugs”" in found.explanation
    named = reader(("Drug", "Patients"), ("Later quinolones", "12"), ("Zinc", "14"))
    assert rows(named, "Which drugs are later quinolones?") == ["r0"]


def test_where_studies_are_columns_no_row_is_one() -> None:
    turned = reader(
        ("Characteristic", "HOT sample", "ABCD sample"),
        ("Participants", "18776", "470"),
        ("Mean age", "61", "57"),
        ("Women", "8875", "153"),
    )
    for question in ("Which trial enrolled the most participants?", "Which trials had women?"):
        found = turned.find(question)
        assert found is None or not found.certain
    assert turned.find("Which trial enrolled the most participants?") is not None


LABELS = reader(
    ("Study", "Blinding of the assessors"),
    ("Lee", "Yes (double blind)"),
    ("May", "No (open label)"),
    ("Roe", "No (open label)"),
    ("Poe", "Not assessed"),
)


def test_two_words_that_frame_a_question_may_be_a_value_together() -> None:
    assert rows(LABELS, "Which studies were open label?") == ["r1", "r2"]
    assert rows(LABELS, "Which studies were double blind?") == ["r0"]
    found = LABELS.find("Which studies were not blinded?")
    assert found is None or not {"r0"}.intersection(found.rows)
