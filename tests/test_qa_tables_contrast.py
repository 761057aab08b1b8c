"""Columns held against each other, heads that stand above several columns, shares in sentences."""

import random

import pytest

from corpus.types import Abbreviation, Row, Table
from qa.tables.answer import TableReader
from qa.types import RowFilter
from tests.generated_tables import document

COLUMNS = (
    "Donor", "Sex", "Age (years)", "Risk factors Smoker", "Risk factors DM",
    "Score Week 2", "Score Week 8",
)  # fmt: skip
SEEDS = range(8)


def table(seed: int) -> tuple[Table, list[tuple[str, ...]]]:
    choice = random.Random(seed)  # noqa: S311
    facts: list[tuple[str, ...]] = [
        (
            choice.choice("FM"), str(choice.randint(20, 80)), choice.choice(("Yes", "No")),
            choice.choice(("Yes", "No")), str(choice.randint(1, 9)), str(choice.randint(1, 9)),
        )
        for _ in range(12)
    ]  # fmt: skip
    facts[0] = ("F", "70", "Yes", "No", "3 (1.2)", "5 (2.0)")
    facts[1] = ("M", "30", "No", "Yes", "5", "ND")
    rows = tuple(Row(f"row-{n}", (f"D{n:02d}", *fact)) for n, fact in enumerate(facts, start=1))
    return Table("table-1", "Table 1", "Donors of the bank", COLUMNS, rows, "s1"), facts


@pytest.mark.parametrize("seed", SEEDS)
def test_exactly_the_rows_that_meet_it(seed: int) -> None:
    made, facts = table(seed)
    reader = TableReader([document("donors", made, (Abbreviation("DM", "diabetes mellitus"),))])
    low = [(fact[4].split()[0], fact[5].split()[0]) for fact in facts]
    for question, meant in (
        ("Which donors were smokers?", [fact[2] == "Yes" for fact in facts]),
        ("Which donors were diabetics?", [fact[3] == "Yes" for fact in facts]),
        ("Which donors had diabetes mellitus?", [fact[3] == "Yes" for fact in facts]),
        ("List the female donors", [fact[0] == "F" for fact in facts]),
        (
            "Women over 50 among the donors, please list them",
            [fact[0] == "F" and int(fact[1]) > 50 for fact in facts],
        ),
        (
            "Which donors had a higher score in week 8 than in week 2?",
            [b != "ND" and int(b) > int(a) for a, b in low],
        ),
        (
            "Which donors had a lower score in week 8 than in week 2?",
            [b != "ND" and int(b) < int(a) for a, b in low],
        ),
    ):
        found = reader.find(question)
        rows = tuple(row.anchor for row, yes in zip(made.rows, meant, strict=True) if yes)
        assert (found.rows if found else ()) == rows, (seed, question)


def test_the_other_column_is_shown() -> None:
    made, _ = table(0)
    reader = TableReader([document("donors", made)])
    found = reader.find("Which donors had a higher score in week 8 than in week 2?")
    assert found is not None
    assert found.filters == (RowFilter("Score Week 8", "Score Week 2", ">"),)


SENTENCES = (
    "Overall response rate of 80%, sustained response rate of 61%",
    "The overall response rate was 42%. In older patients it was 52%",
    "Hematologic status improved in 24% of patients during the whole first year",
    "Treated 18 patients with a median survival of 3 months and 5% overall response rate",
    "Reduced proliferation and survival of resistant cells in culture and in two mouse models",
)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which combinations had an overall response rate below 50%?", (2, 4)),
        ("Which combinations had an overall response rate of at least 80%?", (1,)),
        ("Which combinations had a sustained response rate over 60%?", (1,)),
        ("Which combinations had an overall response rate over 90%?", ()),
    ],
)
def test_a_share_is_read_beside_its_measure(question: str, rows: tuple[int, ...]) -> None:
    cells = tuple(
        Row(f"row-{n}", (f"drug{n}ol", sentence)) for n, sentence in enumerate(SENTENCES, start=1)
    )
    made = Table("table-1", "Table 1", "Combinations", ("Combination", "Efficacy"), cells, "s1")
    found = TableReader([document("shares", made)]).find(question)
    assert (found.rows if found else ()) == tuple(f"row-{n}" for n in rows)
    if found:
        assert not found.certain
        assert "is read in the sentences of Efficacy" in found.explanation
