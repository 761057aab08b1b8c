"""A value that no row has is said to be in none, and only then."""

import pytest

from corpus.types import Document
from qa.tables.answer import TableReader
from tests.generated_tables import case


@pytest.fixture(scope="module")
def reader(article: Document) -> TableReader:
    return TableReader([article])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which ongoing trials are in lymphoma?", "lymphoma"),
        ("Which ongoing trials are randomised?", "randomised"),
        ("Which ongoing trials are in Europe?", "Europe"),
        ("Which trials in sickle cell disease are ongoing?", "sickle cell disease"),
        ("How many trials in Table 2 use thalidomide?", "thalidomide"),
        ("Does any ongoing trial test thalidomide?", "thalidomide"),
    ],
)
def test_the_value_is_named(reader: TableReader, question: str, said: str) -> None:
    assert reader.find(question) is None
    assert reader.lacks(question) == f"No row of Table 2 has “{said}”."


@pytest.mark.parametrize(
    "question",
    [
        "Which ongoing trials are in APL?",
        "Which trials showed a benefit in lymphoma?",
        "Which ongoing trials have results?",
        "Which ongoing trials use ATO without ATRA?",
        "Why are there no ongoing trials in lymphoma?",
        "Which ongoing trials of thalidomide in lymphoma are randomised?",
        "What are the side effects in ongoing trials?",
        "Which ongoing trials test an anti-CD19 antibody in a leukaemia ward of Europe?",
        "Which patients have lymphoma?",
        "Which ongoing trials are paediatric?",
        "Which ongoing trials pair ATRA with a hypomethylating agent?",
    ],
)
def test_nothing_is_said_of_other_questions(reader: TableReader, question: str) -> None:
    assert reader.lacks(question) is None


@pytest.mark.parametrize("seed", range(10))
def test_a_name_is_lacking_until_a_row_has_it(seed: int) -> None:
    made = case(seed)
    reader = TableReader([made.document])
    drug = made.facts[0].drugs[0]
    assert (
        reader.lacks("Which ongoing trials use qwertizole?")
        == "No row of Table 1 has “qwertizole”."
    )
    assert reader.lacks("How many rows of Table 1 use qwertizole?") is not None
    assert reader.lacks(f"Which ongoing trials use {drug}?") is None
    twin = TableReader([made.document, case(seed + 50).document])
    assert twin.lacks("Which ongoing trials use qwertizole?", documents=["none"]) is None
