import json

import pytest

from qa.evaluation.sets.opening import BUNDLED_SET
from qa.followup import leans_on_history, standalone

FIRST = "Which trial gives eltrombopag with ATRA?"


@pytest.mark.parametrize(
    "question",
    [
        "Who sponsors it?",
        "and in children?",
        "what about ITP?",
        "at what dose?",
        "how many patients?",
        "And how many of them relapsed?",
        "Did those patients respond?",
        "Is the same true of AML?",
        "why?",
        "only phase 3",
        "which ones?",
        "Was the first one better than the other?",
        "did it last?",
        "And in APL?",
        "who is behind it?",
        "Doses?",
    ],
)
def test_a_question_that_points_back_or_goes_on_leans(question: str) -> None:
    assert leans_on_history(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which drugs are combined with ATRA in MDS?",
        "What is known about CD38 in multiple myeloma?",
        "Is it true that ATRA raises CD38?",
        "Is there a trial of Sirolimus?",
        "Does Danazol help?",
        "Is it known that ATRA reverses drug resistance in marrow cells of mice?",
        "Are there studies that combine ATRA and danazol in ITP?",
        "What did Dai find in 2016?",
        "New question: what of its dose in APL?",
        "Different topic: who paid for it?",
        "Which studies show that danazol helps in ITP?",
        "What is thrombocytopenia?",
        "How is lymphoma treated?",
        "What is the second-line treatment of myeloma?",
        "When was the manuscript accepted?",
        "Who refereed the paper?",
        "Can our body make vitamin A or do we have to eat it?",
        "Which phase is the sirolimus trial, and who sponsors it?",
    ],
)
def test_a_question_that_can_be_understood_alone_does_not_lean(question: str) -> None:
    assert not leans_on_history(question)


def test_questions_of_the_shipped_set_lean_when_they_have_a_history_and_seldom_else() -> None:
    lines = [json.loads(line) for line in BUNDLED_SET.read_text(encoding="utf-8").splitlines()]
    dev = [line for line in lines if line["split"] == "dev"]
    alone = [line["question"] for line in dev if not line["history"]]
    following = [line["question"] for line in dev if line["history"]]
    assert len(alone) > 100
    assert sum(map(leans_on_history, alone)) / len(alone) <= 0.03
    assert sum(map(leans_on_history, following)) / len(following) >= 0.9


def test_a_question_that_leans_is_searched_with_the_one_before() -> None:
    assert standalone("Who sponsors it?", [FIRST]) == f"{FIRST} Who sponsors it?"


def test_a_chain_is_followed_to_its_beginning() -> None:
    history = [FIRST, "Who sponsors it?"]
    assert standalone("And at what dose?", history) == f"{FIRST} Who sponsors it? And at what dose?"


def test_what_was_asked_before_the_beginning_is_not_searched() -> None:
    history = ["What did Dai find in ITP?", FIRST]
    assert standalone("Who sponsors it?", history) == f"{FIRST} Who sponsors it?"


def test_a_question_that_stands_alone_is_searched_alone() -> None:
    question = "Which drugs are combined with ATRA in MDS?"
    assert standalone(question, [FIRST]) == question
    assert standalone("New topic: what of its dose?", [FIRST]) == "New topic: what of its dose?"


def test_the_first_question_has_nothing_to_lean_on() -> None:
    assert standalone("Who sponsors it?", []) == "Who sponsors it?"


@pytest.mark.parametrize("question", ["", "?", "()", "it" * 900, "that " * 400, "\n"])
def test_odd_text_is_no_error(question: str) -> None:
    assert standalone(question, [FIRST]).endswith(question)
