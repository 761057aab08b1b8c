"""What "or" and "and" join: values of one cell, rows of either, or conditions that are no list."""

import pytest

from corpus.types import Document
from qa.tables.answer import TableReader
from tests.generated_tables import case


@pytest.fixture(scope="module")
def reader(article: Document) -> TableReader:
    return TableReader([article])


def rows(reader: TableReader, question: str) -> set[str]:
    found = reader.find(question)
    assert found is not None, question
    assert found.certain, question
    return set(found.rows)


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "Which trials enroll 15 or 25 patients?",
            "Which trials enroll 15 patients?",
            "Which trials enroll 25 patients?",
        ),
        (
            "List phase 1 trials and phase 3 trials",
            "List phase 1 trials",
            "List phase 3 trials",
        ),
        (
            "Which trials test eltrombopag and which test venetoclax?",
            "Which trials test eltrombopag?",
            "Which trials test venetoclax?",
        ),
        (
            "Which trials are phase 1 or have more than 150 participants?",
            "Which trials are phase 1?",
            "Which trials have more than 150 participants?",
        ),
        (
            "Which trials are phase 3 or test sirolimus?",
            "Which trials are phase 3?",
            "Which trials test sirolimus?",
        ),
        (
            "Which are the smallest and the largest trials?",
            "Which is the smallest trial?",
            "Which is the largest trial?",
        ),
    ],
)
def test_the_rows_of_either(reader: TableReader, question: str, first: str, second: str) -> None:
    assert rows(reader, question) == rows(reader, first) | rows(reader, second)


@pytest.mark.parametrize(
    "question",
    [
        "List trials of sirolimus and trials with more than 150 participants",
        "How many trials are phase 2 and how many are phase 3?",
        "Which APL trials are phase 2 and which ones have more than 100 patients?",
    ],
)
def test_conditions_that_need_not_be_met_together_are_no_list(
    reader: TableReader, question: str
) -> None:
    assert reader.find(question) is None
    assert reader.lacks(question) is None


def test_an_extreme_that_is_not_looked_for_makes_a_list_unsure(reader: TableReader) -> None:
    found = reader.find("Which is the smallest phase 3 trial and which the newest?")
    assert found is not None
    assert found.operation == "minimum"
    assert not found.certain


@pytest.mark.parametrize("seed", range(6))
def test_or_between_columns_finds_the_rows_of_either(seed: int) -> None:
    made = case(seed)
    reader = TableReader([made.document])
    (table,) = made.document.tables
    for fact in made.facts[:6]:
        drug, disease, size = fact.drugs[0], fact.disease, fact.high
        for question, holds in (
            (
                f"Which trials test {drug} or are in {disease}?",
                [drug in one.drugs or one.disease == disease for one in made.facts],
            ),
            (
                f"Which trials test {drug}, are in {disease} or have more than {size} patients?",
                [
                    drug in one.drugs or one.disease == disease or one.low > size
                    for one in made.facts
                ],
            ),
        ):
            expected = [row.anchor for row, held in zip(table.rows, holds, strict=True) if held]
            assert rows(reader, question) == set(expected), question


def test_or_says_what_it_joins(reader: TableReader) -> None:
    found = reader.find("Which trials are phase 3, test sirolimus or have more than 150 patients?")
    assert found is not None
    assert found.certain
    (either,) = found.filters
    assert [one.relation for one in either.each] == ["contains", "contains", ">"]
    told = "either Phase contains phase 3 or Compound contains sirolimus or Enrollment > 150"
    assert str(either) == told
    assert told in found.explanation


def test_a_condition_beside_or_makes_a_list_unsure(reader: TableReader) -> None:
    found = reader.find("Which AML trials are phase 3 or have more than 150 participants?")
    assert found is not None
    assert not found.certain
    assert "“or”" in found.explanation


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("Which trials have an enrollment not below 100?", "of at least 100"),
        ("Which trials have an enrollment not above 50?", "of at most 50"),
    ],
)
def test_a_comparison_that_is_denied(reader: TableReader, question: str, same: str) -> None:
    plain = f"Which trials have an enrollment {same}?"
    assert rows(reader, question) == rows(reader, plain)
