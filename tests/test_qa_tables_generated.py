"""Exact row sets on tables that nobody has seen: every question against the facts of its table."""

from dataclasses import replace

import pytest

from corpus.types import Document
from qa.tables.answer import TableReader
from qa.tables.types import FoundRows
from tests.generated_tables import Case, case
from tests.table_questions import questions

SEEDS = range(30)


def found(rows: FoundRows | None) -> frozenset[int]:
    """Places of the rows, from 0: their anchors number them from 1."""
    return (
        frozenset(int(anchor.rpartition("-r")[2]) - 1 for anchor in rows.rows)
        if rows
        else frozenset()
    )


@pytest.fixture(scope="module")
def cases() -> dict[int, Case]:
    return {seed: case(seed) for seed in SEEDS}


@pytest.mark.parametrize("seed", SEEDS)
def test_exactly_the_rows_that_the_facts_say(cases: dict[int, Case], seed: int) -> None:
    made = cases[seed]
    reader = TableReader([made.document])
    got = {asked.question: found(reader.find(asked.question)) for asked in questions(made, seed)}
    assert got == {asked.question: asked.rows for asked in questions(made, seed)}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_answer_is_certain_and_in_table_order(cases: dict[int, Case], seed: int) -> None:
    made = cases[seed]
    reader = TableReader([made.document])
    order = [row.anchor for row in made.document.tables[0].rows]
    for asked in questions(made, seed):
        rows = reader.find(asked.question)
        if rows is not None:
            assert rows.certain, (asked.question, rows.explanation)
            assert list(rows.rows) == [anchor for anchor in order if anchor in rows.rows]


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_other_order_of_rows_and_columns_same_rows(cases: dict[int, Case], seed: int) -> None:
    made = cases[seed]
    turned = TableReader([turned_round(made.document)])
    straight = TableReader([made.document])
    for asked in questions(made, seed):
        first, second = straight.find(asked.question), turned.find(asked.question)
        assert found(first) == found(second), asked.question
        if first and second:
            assert set(first.filters) == set(second.filters)


def turned_round(document: Document) -> Document:
    """The document with its rows bottom up and its columns right to left."""
    (table,) = document.tables
    last = len(table.columns) - 1
    rows = tuple(
        replace(
            row, cells=row.cells[::-1], inherited=tuple(last - place for place in row.inherited)
        )
        for row in reversed(table.rows)
    )
    return replace(document, tables=(replace(table, columns=table.columns[::-1], rows=rows),))


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_a_name_that_the_table_lacks_lists_nothing(cases: dict[int, Case], seed: int) -> None:
    reader = TableReader([cases[seed].document])
    for question in (
        "Which trials are in qwertitis?",
        "How many studies used qwertizole?",
        "Which trials of qwertizole are phase 2?",
        "List all studies from Qwert University",
        "Studies in any disease other than qwertitis",
    ):
        assert reader.find(question) is None, question


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_an_earlier_list_is_narrowed(cases: dict[int, Case], seed: int) -> None:
    made = cases[seed]
    disease, drug = made.facts[0].disease, made.facts[0].drugs[0]
    reader = TableReader([made.document])
    first = f"Which trials are in {disease}?"
    in_disease = frozenset(i for i, f in enumerate(made.facts) if f.disease == disease)
    with_drug = frozenset(i for i, f in enumerate(made.facts) if drug in f.drugs)
    for question in (f"only those with {drug}", f"Which of them used {drug}?"):
        assert found(reader.find(question, history=[first])) == in_disease & with_drug
    largest = max(made.facts[i].high for i in in_disease)
    assert found(reader.find("which of them is the largest?", history=[first])) == {
        i for i in in_disease if made.facts[i].high == largest
    }
    fresh = f"Which studies gave {drug}?"
    assert found(reader.find(fresh, history=[first])) == with_drug


def test_a_follow_up_about_another_value_keeps_the_other_conditions(cases: dict[int, Case]) -> None:
    made = cases[0]
    drug, one, other = next(
        (drug, first.disease, second.disease)
        for first in made.facts
        for second in made.facts
        for drug in first.drugs
        if drug in second.drugs and first.disease != second.disease
    )
    earlier = [f"Which trials in {one} used {drug}?"]
    rows = TableReader([made.document]).find(f"and in {other}?", history=earlier)
    wanted = {i for i, f in enumerate(made.facts) if f.disease == other and drug in f.drugs}
    assert found(rows) == wanted


def test_two_tables_that_fit_equally_are_no_certain_answer(cases: dict[int, Case]) -> None:
    made = cases[3]
    twin = replace(made.document, id="twin")
    question = f"Which studies gave {made.facts[0].drugs[0]}?"
    alone = TableReader([made.document]).find(question)
    both = TableReader([made.document, twin]).find(question)
    chosen = TableReader([made.document, twin]).find(question, documents=["twin"])
    assert alone is not None
    assert both is not None
    assert chosen is not None
    assert (alone.certain, both.certain, chosen.certain) == (True, False, True)
    assert chosen.document == "twin"
