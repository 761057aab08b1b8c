"""The questions within a question."""

import pytest

from qa.clauses import MAX_CLAUSES, clauses


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Does iron restore sleep?", ()),
        ("What do iron and copper do in the liver?", ()),
        (
            "What restores deep sleep, and what colours the hair?",
            ("What restores deep sleep", "what colours the hair?"),
        ),
        (
            "What restores deep sleep and in which adults was it shown?",
            ("What restores deep sleep", "in which adults was it shown?"),
        ),
        (
            "iron tablets versus copper tablets in adults",
            ("iron tablets", "copper tablets in adults"),
        ),
        (
            "How did iron tablets do compared with copper rings?",
            ("How did iron tablets do", "copper rings?"),
        ),
        (
            "Iron restores deep sleep, whereas copper does what to hair?",
            ("Iron restores deep sleep", "copper does what to hair?"),
        ),
        (
            "How much iron is given daily; for how many weeks is it taken?",
            ("How much iron is given daily", "for how many weeks is it taken?"),
        ),
        ("What restores deep sleep? How large?", ("What restores deep sleep",)),
    ],
)
def test_clauses_end_where_another_question_begins(question: str, found: tuple[str, ...]) -> None:
    assert clauses(question) == found


def test_a_question_of_many_clauses_has_few() -> None:
    many = "; ".join(f"what does drug{number} do to organ{number}" for number in range(9))
    assert len(clauses(many)) == MAX_CLAUSES


@pytest.mark.parametrize("question", ["", "?", "and", "vs", "; ; ;", "x" * 2000, "and what? " * 99])
def test_odd_text_has_no_clauses(question: str) -> None:
    assert clauses(question) == ()
