"""What cells and conditions say, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.tables.column import Column
from qa.tables.comparison import Comparison, comparisons, meets, steps, superlatives
from qa.tables.values import Quantity, ordinals, quantity, values, year


@pytest.mark.parametrize(
    ("cell", "low", "high", "unit"),
    [
        ("109", 109, 109, ""),
        ("1,234", 1234, 1234, ""),
        ("n = 30", 30, 30, ""),
        ("49%", 49, 49, "%"),
        ("20–40 mg/day", 20, 40, "mg/day"),
        ("20 to 40 mg", 20, 40, "mg"),
        ("0.5 mg", 0.5, 0.5, "mg"),
        ("≥ 18", 18, 18, ""),
        ("~60 patients", 60, 60, "patients"),
    ],
)
def test_quantities(cell: str, low: float, high: float, unit: str) -> None:
    assert quantity(cell) == Quantity(low, high, unit)


@pytest.mark.parametrize("cell", ["", "-", "CD38", "Phase 2", "not reported", "response in 49%"])
def test_no_quantities(cell: str) -> None:
    assert quantity(cell) is None


@given(st.integers(0, 10**7), st.integers(0, 10**6))
def test_any_number_is_read_as_it_was_written(low: int, more: int) -> None:
    assert quantity(f"{low:,}") == Quantity(low, low, "")
    assert quantity(f"{low}–{low + more} mg") == Quantity(low, low + more, "mg")


def test_separate_values() -> None:
    assert values("ATRA, ATO\nG-CSF; a / b + c and d or e") == (
        "ATRA",
        "ATO",
        "G-CSF",
        "a",
        "b",
        "c",
        "d",
        "e",
    )
    assert values("R/R AML") == ("R/R AML",)
    assert values("1,234 mg") == ("1,234 mg",)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Phase 2", {"2"}),
        ("Phase 1\nPhase 2", {"1", "2"}),
        ("I/IIb", {"1", "2"}),
        ("Phase III", {"3"}),
        ("IV", {"4"}),
        ("Not Applicable", None),
        ("2 mg", None),
        ("Phase 2 in adults", None),
    ],
)
def test_ordinals(cell: str, found: set[str] | None) -> None:
    assert ordinals(cell) == (None if found is None else frozenset(found))


def test_years() -> None:
    assert year("Wu et al. (2022b)") == 2022
    assert year("from 2010 to 2014") == 2014
    assert year("2,022 patients, 1850") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("fewer than 50", [("<", 50)]),
        ("under 1,000", [("<", 1000)]),
        ("at least 12.5", [("≥", 12.5)]),
        ("no fewer than 30", [("≥", 30)]),
        ("not more than 30", [("≤", 30)]),
        ("100 or more", [("≥", 100)]),
        ("100 patients or more", [("≥", 100)]),
        ("100+", [("≥", 100)]),
        ("20 or fewer", [("≤", 20)]),
        ("over 60", [(">", 60)]),
        ("> 60", [(">", 60)]),
        ("≥60", [("≥", 60)]),
        ("up to 25", [("≤", 25)]),
        ("exceeding 10", [(">", 10)]),
        ("more than a hundred", [(">", 100)]),
        ("between 20 and 40", [("≥", 20), ("≤", 40)]),
        ("exactly 80", [("=", 80)]),
        ("since 2015", [("≥", 2015)]),
        ("over CD38", []),
        ("more than one IL-10", [(">", 1)]),
        ("80 participants", []),
    ],
)
def test_comparisons(text: str, wanted: list[tuple[str, float]]) -> None:
    assert [(one.relation, one.number) for one in comparisons(text)] == wanted


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_range_meets_a_condition_when_all_of_it_does(low: int, more: int, asked: int) -> None:
    cell = Quantity(low, low + more, "")
    everything = range(low, low + more + 1)

    def holds(relation: str) -> bool:
        (one,) = comparisons(f"{relation} {asked}")
        return meets(cell, one)

    assert holds("<") == all(number < asked for number in everything)
    assert holds("≤") == all(number <= asked for number in everything)
    assert holds(">") == all(number > asked for number in everything)
    assert holds("≥") == all(number >= asked for number in everything)
    assert meets(cell, Comparison("contains", asked, "", 0, 0)) == (asked in everything)


def test_steps_of_a_scale() -> None:
    (one,) = steps("any purely phase I protocols")
    assert one.label == "phase"
    assert one.steps == {"1"}
    (both,) = steps("phase I/II trials")
    assert both.steps == {"1", "2"}
    assert both.together
    (either,) = steps("grades 3 or 4")
    assert either.label == "grade"
    assert either.steps == {"3", "4"}
    assert not either.together
    assert list(steps("the phase is important")) == []


def test_superlatives() -> None:
    (one,) = superlatives("the three largest trials")
    assert (one.operation, one.how_many) == ("maximum", 3)
    (time,) = superlatives("the most recent study")
    assert (time.operation, time.about) == ("maximum", "time")
    assert list(superlatives("most of the trials")) == []


@pytest.mark.parametrize(
    ("head", "cells", "kind"),
    [
        ("n", ("12", "30", "NR", "1,000"), "number"),
        ("Dose", ("20–40 mg", "5 mg", "10 mg/day"), "number"),
        ("Phase", ("Phase 1\nPhase 2", "Phase 3", "Not Applicable"), "ordinal"),
        ("Grade", ("1", "2", "3"), "ordinal"),
        ("Number", ("1", "2", "3"), "number"),
        ("Registration", ("NCT01234567", "ISRCTN12345"), "identifier"),
        ("Drug", ("zinc", "iron, zinc", "5-azacitidine + VPA"), "name"),
        ("Result", ("The rate of response was 58% and survival at one year was 42%",), "prose"),
        ("Notes", ("", "-"), "prose"),
    ],
)
def test_the_kind_of_a_column_is_what_most_cells_are(
    head: str, cells: tuple[str, ...], kind: str
) -> None:
    assert Column(0, head, cells).kind == kind


def test_a_phrase_is_found_whole_and_in_one_piece_or_two() -> None:
    column = Column(0, "Product", ("CD38-CAR T", "BCMA-CART", "T cells for the car"))
    assert column.rows_of(("cart",)) == {0, 1}
    assert column.rows_of(("car", "t")) == {0}
    assert column.rows_of(("t", "cell")) == {2}


@pytest.mark.parametrize(
    ("text", "relation", "met", "said"),
    [
        ("phase 2 or higher", "≥", "2345", "phase 2 or higher"),
        ("at least phase II trials", "≥", "2345", "at least phase II"),
        ("grades ≥3 events", "≥", "345", "grades ≥3"),
        ("grade 3+ events", "≥", "345", "grade 3+"),
        ("beyond phase 1", ">", "2345", "beyond phase 1"),
        ("earlier than phase 3", "<", "012", "earlier than phase 3"),
        ("up to grade 2", "≤", "012", "up to grade 2"),
    ],
)
def test_a_step_may_be_the_bound_of_a_comparison(
    text: str, relation: str, met: str, said: str
) -> None:
    (step,) = steps(text)
    assert (step.relation, step.steps) == (relation, frozenset(met))
    assert text[step.start : step.end] == said


@pytest.mark.parametrize("text", ["phase 2 or more than 50 people", "phase 1 or 2", "phase 2"])
def test_a_step_beside_another_condition_is_no_bound(text: str) -> None:
    (step,) = steps(text)
    assert step.relation == "contains"
