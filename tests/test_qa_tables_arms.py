"""Percentages in cells, columns of several arms, and shares in words."""

import random

import pytest

from corpus.types import Row, Table
from qa.tables.answer import TableReader
from qa.tables.arrangement import arranged
from qa.tables.values import Quantity, share
from tests.generated_tables import document

COLUMNS = (
    "Strain", "Cured, n (%) Early arm", "Cured, n (%) Late arm", "Cured, n (%) P value",
    "Dose (mg/l) Early arm", "Dose (mg/l) Late arm",
)  # fmt: skip
SEEDS = range(6)
Fact = tuple[int, int, int, int]


def table(seed: int) -> tuple[TableReader, list[Fact]]:
    choice = random.Random(seed)  # noqa: S311
    facts: list[Fact] = [
        (choice.randint(1, 50), choice.randint(1, 50), choice.randint(1, 9), choice.randint(1, 9))
        for _ in range(12)
    ]
    facts[0] = (45, 44, 8, 7)
    rows = tuple(
        Row(f"row-{n}", (f"S{n}", cured(early), cured(late), "0.9", f"{low}.5", f"{high}.5"))
        for n, (early, late, low, high) in enumerate(facts, start=1)
    )
    made = Table("table-1", "Table 1", "Strains and their cure", COLUMNS, rows, "s1")
    return TableReader([document("arms", made)]), facts


def cured(number: int) -> str:
    return f"{number}/50 ({2 * number}.0%)"


@pytest.mark.parametrize("seed", SEEDS)
def test_exactly_the_rows_that_meet_it(seed: int) -> None:
    reader, facts = table(seed)
    for question, meant in (
        (
            "Which strains were cured in more than 40% in both arms?",
            [2 * early > 40 and 2 * late > 40 for early, late, _, _ in facts],
        ),
        (
            "Which strains were cured in fewer than half of the patients in each arm?",
            [2 * early < 50 and 2 * late < 50 for early, late, _, _ in facts],
        ),
        (
            "Which strains were cured in at least 30% in the late arm?",
            [2 * late >= 30 for _, late, _, _ in facts],
        ),
        (
            "Which strains had a dose of 4 mg/l or more in both arms?",
            [low >= 4 and high >= 4 for _, _, low, high in facts],
        ),
    ):
        found = reader.find(question)
        rows = tuple(f"row-{n}" for n, yes in enumerate(meant, start=1) if yes)
        assert (found.rows if found else ()) == rows, (seed, question)
        assert found is None or found.certain, (question, found.explanation)


def test_one_of_several_arms_is_not_meant_for_sure() -> None:
    reader, _ = table(0)
    found = reader.find("Which strains were cured in more than 40%?")
    assert found is not None
    assert not found.certain
    assert "is taken to be about Cured, n (%) Early arm" in found.explanation


def test_arms_that_a_table_has_not_leave_a_doubt() -> None:
    rows = tuple(Row(f"row-{n}", (f"S{n}", f"{10 * n}%", f"ward {n}")) for n in range(1, 9))
    made = Table("table-1", "Table 1", "Strains", ("Strain", "Cured (%)", "Place"), rows, "s1")
    found = TableReader([document("one", made)]).find("Strains cured in over 40% in both groups?")
    assert found is not None
    assert not found.certain
    assert "“both groups”" in found.explanation


@pytest.mark.parametrize(
    ("cell", "of_head", "number"),
    [
        ("12 (45.5%)", False, 45.5),
        ("12 (45.5)", True, 45.5),
        ("12 (45.5)", False, None),
        ("87/96 (90.6 %)", False, 90.6),
        ("45", True, 45.0),
        ("45", False, None),
        ("n/a", True, None),
    ],
)
def test_the_percentage_in_a_cell(cell: str, of_head: bool, number: float | None) -> None:
    found = share(cell, of_head=of_head)
    assert (found.low if found else None) == number
    assert found is None or isinstance(found, Quantity)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Which were given to fewer than one in five patients?", "fewer than 20% patients?"),
        ("Which had over half of the women?", "over 50% women?"),
        ("Which had at least a third of all cases?", "at least 33.3% cases?"),
        ("Which took half the dose?", "half the dose?"),
        ("Which had more than one in 0 people?", "more than one in 0 people?"),
    ],
)
def test_shares_in_words_are_percentages_where_something_is_compared(asked: str, read: str) -> None:
    assert arranged(asked).endswith(read)
