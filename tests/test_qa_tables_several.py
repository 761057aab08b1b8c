"""Conditions on how many values a cell lists, and verbs that only lead to a condition."""

import pytest

from qa.tables.answer import TableReader
from tests.test_qa_tables_traps import reader, rows

TRIALS = reader(
    ("Trial", "Phase", "Drugs", "Sponsor", "Participants"),
    ("Lee", "Phase 1 / Phase 2", "iron, zinc", "Hospital of Women and Children", "20"),
    ("May", "Phase 2", "iron", "Hill University", "2"),
    ("Roe", "Phase 2/3", "iron; copper; zinc", "Hill University, Dale Clinic", "35"),
    ("Poe", "", "-", "Dale Clinic", "90"),
    ("Ray", "Phase 3", "zinc + iron", "Oak & Ash Ltd", "100"),
    ("Gee", "Phase 3", "CD34+ cells", "Oak Ltd", "120"),
)
WORDS = reader(
    ("Trial", "Drug"), ("Lee", "iron and zinc"), ("May", "iron"), ("Roe", "copper and iron")
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which trials are in two phases?", ["r0", "r2"]),
        ("Which trials are in 2 phases?", ["r0", "r2"]),
        ("Which trials have more than one phase?", ["r0", "r2"]),
        ("How many trials have a single phase?", ["r1", "r4", "r5"]),
        ("Which trials test two drugs?", ["r0", "r4"]),
        ("Which trials test two different drugs?", ["r0", "r4"]),
        ("Which trials test at least two drugs?", ["r0", "r2", "r4"]),
        ("Which trials test several drugs?", ["r0", "r2", "r4"]),
        ("Which trials test only one drug?", ["r1", "r5"]),
        ("Which trials test exactly three drugs?", ["r2"]),
        ("Which trials of two drugs have more than 50 participants?", ["r4"]),
        ("Which phase 2 trials test two drugs?", ["r0"]),
    ],
)
def test_values_are_counted_where_a_column_lists_them(question: str, found: list[str]) -> None:
    assert rows(TRIALS, question) == found


@pytest.mark.parametrize(
    ("table", "question", "found"),
    [
        (TRIALS, "Which trials have several sponsors?", ["r2"]),
        (WORDS, "Which trials test two drugs?", ["r0", "r2"]),
    ],
)
def test_where_a_word_stands_between_values_or_within_one_the_list_is_unsure(
    table: TableReader, question: str, found: list[str]
) -> None:
    answer = table.find(question)
    assert answer is not None
    assert list(answer.rows) == found
    assert answer.understood
    assert not answer.certain
    assert "what counts as one value" in answer.explanation


@pytest.mark.parametrize(
    "question",
    [
        "Which two trials are of phase 2?",  # how many are to be named
        "Which trials have two arms?",  # none that is listed
        "Which trials have more than 20 drugs?",
        "Which trials are of zinc and two doses?",
    ],
)
def test_other_numbers_are_of_no_list_of_values(question: str) -> None:
    answer = TRIALS.find(question)
    assert answer is None or all("value" not in str(one) for one in answer.filters)


def test_a_number_of_people_is_no_number_of_values() -> None:
    assert rows(TRIALS, "Which trials have 2 participants?") == ["r1"]
    assert rows(TRIALS, "Which two trials have the most participants?") == ["r4", "r5"]
    assert rows(TRIALS, "Which trial of two drugs has the most participants?") == ["r4"]


def test_a_verb_before_a_condition_makes_a_list_unsure_and_no_less() -> None:
    answer = TRIALS.find("Which trials span phase 1 and phase 2?")
    assert answer is not None
    assert list(answer.rows) == ["r0"]
    assert not answer.certain
    assert "“span”" in answer.explanation
    assert TRIALS.find("Which phase 2 trials are span?") is None, "no verb"
