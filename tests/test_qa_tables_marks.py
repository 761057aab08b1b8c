"""Columns of yes and no, and columns that say something in some rows only."""

import random

import pytest

from corpus.types import Row, Table
from qa.tables.answer import TableReader
from qa.types import RowFilter
from tests.generated_tables import document

COLUMNS = ("Patient", "Age (years)", "Feed-tolerant", "On dialysis", "Diagnosis", "Relapse rate")
SIGNS = (("Yes", "No"), ("yes", "no"), ("Y", "N"), ("✓", "–"), ("+", "-"))
DIAGNOSES = ("sepsis", "burns", "trauma")


def table(seed: int) -> tuple[Table, list[tuple[bool, bool, str, str]]]:
    choice = random.Random(seed)  # noqa: S311
    yes, no = SIGNS[seed % len(SIGNS)]
    facts = [
        (choice.random() < 0.5, choice.random() < 0.5, choice.choice(DIAGNOSES), rate)
        for rate in ("12%", "", "30%", "n/a", "8%", "", "45%", "not reported", "3%", "9%")
    ]
    facts[0] = (True, False, "sepsis", "12%")
    facts[1] = (False, True, "burns", "")
    rows = tuple(
        Row(
            f"row-{place}",
            (str(place), str(30 + place), yes if fed else no, yes if ill else no, what, rate),
        )
        for place, (fed, ill, what, rate) in enumerate(facts, start=1)
    )
    return Table("table-1", "Table 1", "Patients of the unit", COLUMNS, rows, "s1"), facts


@pytest.mark.parametrize("seed", range(10))
def test_exactly_the_rows_with_the_sign(seed: int) -> None:
    made, facts = table(seed)
    reader = TableReader([document("marks", made)])

    def expected(*wanted: bool) -> tuple[str, ...]:
        return tuple(row.anchor for row, meant in zip(made.rows, wanted, strict=True) if meant)

    fed = [fact[0] for fact in facts]
    ill = [fact[1] for fact in facts]
    septic = [fact[2] == "sepsis" for fact in facts]
    cases = (
        ("Which patients were feed-tolerant?", expected(*fed)),
        ("Which patients were not feed tolerant?", expected(*(not one for one in fed))),
        ("List the patients on dialysis", expected(*ill)),
        ("Patients without dialysis?", expected(*(not one for one in ill))),
        (
            "Which patients with sepsis were feed-tolerant?",
            expected(*(one and other for one, other in zip(fed, septic, strict=True))),
        ),
        (
            "Sepsis and not feed-tolerant: which patients?",
            expected(*(not one and other for one, other in zip(fed, septic, strict=True))),
        ),
    )
    for question, rows in cases:
        found = reader.find(question)
        assert (found.rows if found else ()) == rows, (seed, question)
        assert found is None or found.certain, (question, found.explanation)


def test_the_sign_is_shown_as_the_cells_have_it() -> None:
    made, _ = table(0)
    found = TableReader([document("marks", made)]).find("Which patients were feed-tolerant?")
    assert found is not None
    assert found.filters == (RowFilter("Feed-tolerant", "Yes", "="),)


@pytest.mark.parametrize("verb", ["have", "report", "provided"])
def test_rows_that_say_anything_in_a_column(verb: str) -> None:
    made, facts = table(1)
    reader = TableReader([document("marks", made)])
    found = reader.find(f"Which patients {verb} a relapse rate?")
    assert found is not None
    said = [fact[3] not in ("", "n/a", "not reported") for fact in facts]
    assert found.rows == tuple(
        row.anchor for row, meant in zip(made.rows, said, strict=True) if meant
    )


def test_what_is_asked_of_the_rows_is_no_condition_on_them() -> None:
    made, facts = table(2)
    found = TableReader([document("marks", made)]).find(
        "Which patients have sepsis, and what was their relapse rate?"
    )
    assert found is not None
    septic = [fact[2] == "sepsis" for fact in facts]
    assert found.rows == tuple(
        row.anchor for row, meant in zip(made.rows, septic, strict=True) if meant
    )


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (("Yes", "No", "", "–", "Yes", "No (late)"), ("row-2", "row-6")),
        (("✓", "–", "✓", "", "✓", "✓"), ("row-2", "row-4")),
    ],
)
def test_a_gap_is_a_no_only_where_no_other_no_is(
    cells: tuple[str, ...], rows: tuple[str, ...]
) -> None:
    made = Table(
        "table-1",
        "Table 1",
        "Included studies",
        ("Study", "Blinded"),
        tuple(Row(f"row-{n}", (f"Study {n}", cell)) for n, cell in enumerate(cells, start=1)),
        "s1",
    )
    found = TableReader([document("gaps", made)]).find("Which studies were not blinded?")
    assert found is not None
    assert found.rows == rows


def test_a_column_of_few_signs_is_no_column_of_signs() -> None:
    rows = tuple(
        Row(f"row-{place}", (name, cell))
        for place, (name, cell) in enumerate(
            (("Alpha", "yes"), ("Bravo", "mild"), ("Charlie", "severe"), ("Delta", "no")), start=1
        )
    )
    made = Table("table-1", "Table 1", "Included studies", ("Study", "Nausea"), rows, "s1")
    found = TableReader([document("few", made)]).find("Which studies had nausea?")
    assert found is None or not found.certain or len(found.rows) == len(rows)
