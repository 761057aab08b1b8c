"""A question about "it", after one row was found, is answered by that row."""

import pytest

from corpus.types import Document
from qa.assistant import Assistant
from qa.tables.answer import TableReader
from qa.types import RowFilter
from tests.generated_tables import HEADS, case


@pytest.fixture(scope="module")
def reader(article: Document) -> TableReader:
    return TableReader([article])


@pytest.mark.parametrize("seed", range(10))
def test_what_a_column_of_the_row_says_is_asked(seed: int) -> None:
    made = case(seed)
    reader = TableReader([made.document])
    first = "Which trial is the largest?"
    earlier = reader.find(first)
    heads = made.document.tables[0].columns
    assert earlier is not None
    asked = [head for head in HEADS["sponsor"] + HEADS["disease"] if head in heads]
    assert len(asked) == 2
    for head in asked:
        found = reader.same_row(f"What is its {head.lower()}?", [], [first])
        one = earlier.rows if len(earlier.rows) == 1 else None  # else two are the largest
        assert (found and found.rows) == one


@pytest.mark.parametrize(
    ("first", "question", "trial"),
    [
        ("Is there a trial in myeloma?", "who sponsors it?", "NCT06158412"),
        ("Which trial is in multiple myeloma?", "who sponsors that trial?", "NCT06158412"),
        ("Which trial tests sirolimus?", "how many patients does it enrol?", "NCT04324411"),
        ("Which trial tests sirolimus?", "which disease and phase has it?", "NCT04324411"),
        ("Which trial is the largest?", "what is its identifier?", "NCT05175508"),
    ],
)
def test_the_row_is_shown_first(
    assistant: Assistant, first: str, question: str, trial: str
) -> None:
    answer = assistant.answer(question, [first])
    assert answer.rows is not None
    assert [trial in row.cells for row in answer.rows.rows] == [True]
    assert trial in answer.citations[0].cited_text


@pytest.mark.parametrize(
    ("first", "question"),
    [
        ("Which trial tests sirolimus?", "what are its side effects?"),
        ("Which trial tests sirolimus?", "is it the largest?"),
        ("Which trial tests sirolimus?", "does it enrol more than 30 patients?"),
        ("Which trials are in APL?", "who sponsors it?"),
        ("What is vitamin A?", "who sponsors it?"),
    ],
)
def test_of_anything_else_the_row_is_no_answer(
    reader: TableReader, first: str, question: str
) -> None:
    assert reader.same_row(question, [], [first]) is None
    assert reader.same_row(question, [], []) is None


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (RowFilter("Phase", "Phase 3"), "Phase = Phase 3"),
        (RowFilter("Drug", "iron", "≠"), "Drug without iron"),
        (RowFilter("Enrolled", "50", "≠"), "Enrolled ≠ 50"),
        (RowFilter("No. of\npatients", "50", "<"), "No. of patients < 50"),
    ],
)
def test_a_condition_in_words(condition: RowFilter, said: str) -> None:
    assert str(condition) == said
