"""What rows meet one by one and none together is said to be in none, unless the text has it."""

from dataclasses import replace

import pytest

from corpus.types import Document, Row, Section, Table
from qa.tables.answer import TableReader
from tests.generated_tables import Case, case


@pytest.fixture(scope="module")
def reader(article: Document) -> TableReader:
    return TableReader([article])


@pytest.mark.parametrize("seed", range(10))
def test_none_is_said_exactly_when_no_row_is_both(seed: int) -> None:
    made = case(seed)
    reader = TableReader([made.document])
    for disease in sorted({fact.disease for fact in made.facts}):
        for phase in (1, 2, 3):
            both = any(phase in f.phases and f.disease == disease for f in made.facts)
            question = f"Which trials in {disease} are phase {phase}?"
            assert (reader.lacks(question) is None) == both, question
            assert (reader.find(question) is None) != both, question


def test_of_words_alone_nothing_is_said(reader: TableReader) -> None:
    assert reader.lacks("Which trials of sirolimus are in MDS?") is None


def told(made: Case, sentence: str) -> TableReader:
    """A reader of the made document with one more sentence in its text."""
    section = Section("s9", (), "body", sentence)
    return TableReader([replace(made.document, sections=(*made.document.sections, section))])


@pytest.mark.parametrize(
    ("sentence", "is_said"),
    [
        ("A trial of {drug} had 52,000 patients.", True),
        ("A trial of {drug} had 30 patients.", False),
        ("A trial of {drug} was published in 2021.", False),
        ("A trial of another drug had 52,000 patients.", False),
        ("A trial of {drug} had 52,000 patients. It had no end.", True),
        ("A trial of {drug} was large. It had 52,000 patients.", False),
    ],
)
def test_a_sentence_that_meets_all_of_it_may_answer(sentence: str, is_said: bool) -> None:
    made = case(3)
    drug = made.facts[0].drugs[0]
    reader = told(made, sentence.format(drug=drug))
    question = f"Which trials of {drug} enrolled more than 50,000 patients?"
    assert reader.find(question) is None
    assert (reader.lacks(question) is None) == is_said


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            "Are there any phase 3 trials in multiple myeloma?",
            "No row of Table 2 has Phase “phase 3” and Diseases “multiple myeloma” together.",
        ),
        (
            "How many phase 3 trials recruit fewer than 50 people?",
            "No row of Table 2 has Enrollment < 50 and Phase “phase 3” together.",
        ),
        (
            "List all trials with more than 5000 participants",
            "No row of Table 2 has Enrollment > 5000.",
        ),
    ],
)
def test_the_conditions_are_named(reader: TableReader, question: str, reason: str) -> None:
    assert reader.lacks(question) == reason


def test_what_narrows_a_list_to_nothing_is_named_with_the_list(reader: TableReader) -> None:
    earlier = ["Which ongoing trials are in ITP?"]
    reason = reader.lacks("which of them are phase 1?", history=earlier)
    assert reason == "No row of Table 2 has Diseases “ITP” and Phase “phase 1” together."
    assert reader.lacks("which of them are phase 2?", history=earlier) is None


def test_words_that_some_cells_happen_to_say_are_no_conditions() -> None:
    heads = ("Year", "Title", "Role", "Notes")
    cells = [
        ("2012", "Iron", "Tom", "short film"),
        ("2013", "Zinc", "Lead", ""),
        ("2014", "Tin", "Tom", "film"),
        ("2015", "Gold", "Guard", "series"),
    ]
    rows = tuple(Row(f"r{at}", one) for at, one in enumerate(cells))
    table = Table("t1", "Tom Lee", "Films of Tom Lee", heads, rows, "s1")
    reader = TableReader([replace(case(1).document, tables=(table,))])
    for question in (
        "Which films did Tom appear in in 2013?",
        "What film had Tom as Guard in 2012?",
    ):
        assert reader.lacks(question) is None, question
