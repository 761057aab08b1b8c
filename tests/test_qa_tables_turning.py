"""Tables with a study in each column: the studies are told, the printed rows cited."""

import random
from dataclasses import replace

import pytest

from corpus.types import Row, Table
from qa.tables.answer import TableReader
from qa.tables.turning import turned
from tests.generated_tables import document, names

SEEDS = range(12)


def table(heads: tuple[str, ...], *lines: tuple[str, ...]) -> Table:
    rows = tuple(Row(f"t1-row-{number}", cells) for number, cells in enumerate(lines, start=1))
    return Table("t1", "Table 1", "Characteristics of the trials", heads, rows, "s1")


def made(seed: int) -> tuple[Table, dict[str, int], dict[str, float], dict[str, str]]:
    """A table of studies side by side with their sizes, mean ages and drugs."""
    choice = random.Random(seed)  # noqa: S311
    studies = [name.upper() for name in names(choice, choice.randint(3, 9), 2)]
    drugs = [choice.choice(names(choice, 3)) for _ in studies]
    sizes = choice.sample(range(20, 9000), len(studies))
    ages = [choice.randint(300, 800) / 10 for _ in studies]
    lines = [
        ("Treatment", *drugs),
        ("Design", *("" for _ in studies)),
        ("Participants, n", *(f"{size:,}" for size in sizes)),
        ("Mean age, y (SD)", *(f"{age} (8.1)" for age in ages)),
    ]
    choice.shuffle(lines)
    printed = table(("Characteristic", *studies), *lines)
    by_name = [dict(zip(studies, values, strict=True)) for values in (sizes, ages, drugs)]
    return printed, *by_name  # type: ignore[return-value]


def row_of(printed: Table, label: str) -> str:
    return next(row.anchor for row in printed.rows if row.cells[0] == label)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_studies_that_a_figure_tells_apart_are_named_with_it(seed: int) -> None:
    printed, sizes, ages, drugs = made(seed)
    reader = TableReader([document("d", printed)])
    bound = sorted(sizes.values())[len(sizes) // 2]
    most, least = max(sizes, key=sizes.__getitem__), min(sizes, key=sizes.__getitem__)
    for question, label, expected, values in (
        ("Which trial enrolled the most participants?", "Participants, n", [most], sizes),
        ("Which trial was the smallest?", "Participants, n", [least], sizes),
        (
            f"Which trials had at least {bound} participants?",
            "Participants, n",
            [name for name, size in sizes.items() if size >= bound],
            sizes,
        ),
        (
            "Which trials had a mean age above 50?",
            "Mean age, y (SD)",
            [name for name, age in ages.items() if age > 50],
            ages,
        ),
        (
            f"Which trials tested {drugs[most]}?",
            "Treatment",
            [name for name, drug in drugs.items() if drug == drugs[most]],
            drugs,
        ),
    ):
        found = reader.find(question)
        if not expected:
            assert found is None
            continue
        assert found is not None, question
        assert found.rows == (row_of(printed, label),)
        assert found.certain, found.explanation
        assert found.of == 3, "the row of designs, without a cell, heads a group"
        told = [study for study in sizes if f"{study} ({label}: " in found.summary]
        assert told == expected
        if len(told) > 1:
            assert found.summary.startswith(f"{len(told)} of {len(sizes)}: ")
        for study in expected:
            value = values[study]
            printed_as = f"{value:,}" if isinstance(value, int) else str(value)
            assert f"{study} ({label}: {printed_as}" in found.summary


def test_the_mean_is_over_the_studies() -> None:
    printed, sizes, _, _ = made(1)
    found = TableReader([document("d", printed)]).find(
        "Average number of participants of the trials"
    )
    assert found is not None
    assert found.rows == (row_of(printed, "Participants, n"),)
    assert f"from {min(sizes.values()):,} to {max(sizes.values()):,}" in found.summary


def test_studies_may_stand_beside_an_empty_head() -> None:
    printed = table(
        ("", "Lee (2006) [20]", "Roe (2008) [22]", "May (2011) [3]"),
        ("Location", "Niakhar, Senegal", "Hohoe, Ghana", "Thiès, Senegal"),
        ("Control", "Placebo", "Nothing", "Placebo & nets"),
    )
    found = TableReader([document("d", printed)]).find("Which studies were in Senegal?")
    assert found is not None
    assert found.certain, found.explanation
    assert found.rows == ("t1-row-1",)
    assert found.summary == (
        "2 of 3: Lee (2006) [20] (Location: Niakhar, Senegal),"
        " May (2011) [3] (Location: Thiès, Senegal)"
    )


def test_another_table_of_studies_makes_a_list_unsure() -> None:
    first = table(
        ("", "Lee (2006)", "Roe (2008)", "May (2011)"),
        ("Location", "Niakhar, Senegal", "Hohoe, Ghana", "Kati, Mali"),
        ("Control", "Placebo", "Nothing", "Placebo"),
    )
    other = table(
        ("", "Kim (2007)", "Doe (2009)", "Poe (2010)"),
        ("Location", "Accra", "Dakar, Senegal", "Kati"),
    )
    tables = (first, replace(other, anchor="t2", label="Table 2"))
    reader = TableReader([replace(document("d", first), tables=tables)])
    found = reader.find("Which studies were in Senegal?")
    assert found is not None
    assert not found.certain
    assert "Table 2 fits as well" in found.explanation


@pytest.mark.parametrize(
    "heads",
    [
        ("Characteristic", "Active treatment", "Placebo", "Total"),
        ("Drug", "HOT", "ADVANCE", "HYVET"),
        ("Characteristic", "HOT", "ADVANCE"),
        ("Characteristic", "HOT", "HOT", "ADVANCE"),
    ],
)
def test_columns_of_arms_and_tables_of_things_stay_as_they_are(heads: tuple[str, ...]) -> None:
    cells = tuple(str(number) for number in range(len(heads) - 1))
    assert turned(table(heads, ("Participants", *cells), ("Women", *cells))) is None


def test_a_follow_up_about_a_study_in_a_column_is_no_question_for_one_row() -> None:
    printed, _, _, _ = made(2)
    reader = TableReader([document("d", printed)])
    asked = "Which trial enrolled the most participants?"
    assert reader.same_row("What was its mean age?", (), [asked]) is None
