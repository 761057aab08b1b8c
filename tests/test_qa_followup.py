import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import terms
from qa.evaluation.sets.opening import BUNDLED_SET
from qa.followup import Standalone, resolve, standalone
from qa.question import MAX_QUESTION_CHARS

FIRST = "Which trial gives eltrombopag with ATRA?"
DESCRIBED = "the trial that gives eltrombopag with ATRA"
TURNS = (
    FIRST,
    "Who sponsors it?",
    "and in children?",
    "What are penguins?",
    "How long do they live?",
    "New question: what is mitosis?",
    "How does warfarin compare with apixaban?",
    "Which is safer?",
    "only phase 3",
    "why?",
)


# Questions of the shipped set


def test_dev_questions_without_a_history_do_not_inherit() -> None:
    alone = [line["question"] for line in _dev_lines() if not line["history"]]
    assert len(alone) > 100
    changed = [
        question
        for before, question in pairwise(alone)
        if standalone(question, [before]) != question
    ]
    assert len(changed) / len(alone) <= 0.03


def test_dev_questions_with_a_history_carry_something_unless_they_start_anew() -> None:
    following = [line for line in _dev_lines() if line["history"]]
    carried = [
        resolve(line["question"], [turn["question"] for turn in line["history"]]).carried
        for line in following
    ]
    assert len(following) > 8
    anew = [line["question"].startswith("New question") for line in following]
    assert [not words for words in carried] == anew


# Laws


@pytest.mark.parametrize("question", TURNS)
def test_the_first_question_has_nothing_to_lean_on(question: str) -> None:
    assert resolve(question, []) == Standalone(question, ())


@pytest.mark.parametrize(
    "question",
    [
        "Which drugs are combined with ATRA in MDS?",
        "What is  known about CD38 in multiple myeloma ?",
        "Is it true that ATRA raises CD38?",
        "Is there a trial of Sirolimus?",
        "Is it known that ATRA reverses drug resistance in marrow cells of mice?",
        "Are there studies that combine ATRA and danazol in ITP?",
        "What did Dai find in 2016?",
        "New question: what of its dose in APL?",
        "Different topic: who paid for it?",
        "A new topic: why is that so?",
        "Which studies show that danazol helps in ITP?",
        "What is thrombocytopenia?",
        "How is lymphoma treated?",
        "When was the manuscript accepted?",
        "Who refereed the paper?",
        "Can our body make vitamin A or do we have to eat it?",
        "Which phase is the sirolimus trial, and who sponsors it?",
        "Tell me about penguins and their chicks.",
        "How do wolves protect their young?",
        "What is dialysis and how does it work?",
    ],
)
def test_a_question_that_can_be_understood_alone_is_unchanged(question: str) -> None:
    assert resolve(question, [FIRST, "Who sponsors it?"]) == Standalone(question, ())


@pytest.mark.parametrize("count", range(1, len(TURNS)))
def test_what_stands_alone_leans_on_nothing_more(count: int) -> None:
    history, question = TURNS[:count], TURNS[count]
    once = standalone(question, history)
    assert standalone(once, history) == once


def test_what_was_carried_is_in_the_text_and_in_earlier_questions() -> None:
    for count in range(1, len(TURNS)):
        found = resolve(TURNS[count], TURNS[:count])
        earlier = " ".join(TURNS[:count])
        for words in found.carried:
            assert words in found.text or words.replace(" that ", " ") in earlier
            assert set(words.split()) <= {*earlier.replace("?", "").split(), "that"}


EARLIER = (
    "Which company is testing TAS1440 with ATRA?",
    "Which ongoing trials are in APL?",
    "What was the one-year survival with decitabine and ATRA in myeloid neoplasms?",
    "Does removing sialic acid help NK cells kill myeloma cells?",
    "Which trial tests eltrombopag?",
    "What did Abaza find with gemtuzumab in APL?",
    "What is the response rate of EPO in MDS?",
    "What are penguins?",
    "How many people did Smith treat with warfarin and ATRA?",
    "How is asthma treated in adults?",
)
LEANING = (
    *("and its identifier?", "Which of them is the largest?", "and the 2-year rate?"),
    *("who showed that?", "is there a phase 3 trial of it?", "How many relapsed?"),
    *("what about in children?", "and COPD?", "What are its main adverse effects?"),
    *("Which trials of these drugs are of phase 3?", "only those in women", "Doses?"),
    *("how does the new regimen compare?", "What about that disease in older people?"),
    *("Are there cheaper ones?", "and the cost?", "Which is safer?", "who else found this?"),
    *("Which of these rare trials is open?", "Does that new drug help?"),
    *("and of those how many are blinded?", "Was their follow-up longer than its half-life?"),
)


@pytest.mark.parametrize("earlier", EARLIER)
@pytest.mark.parametrize("question", LEANING)
def test_every_content_word_of_the_question_is_kept(earlier: str, question: str) -> None:
    pronouns = set(terms("it its they them their that this those these one ones"))
    for history in ([earlier], [earlier, "How many relapsed?"], [LEANING[0], earlier]):
        kept = set(terms(standalone(question, history)))
        assert set(terms(question)) - pronouns <= kept


def test_what_the_question_names_itself_is_not_put_in() -> None:
    question = "What is the relationship between inflation and unemployment?"
    assert resolve(question, ["What is inflation?"]) == Standalone(question)
    assert resolve("What is the relationship?", ["What is inflation?"]).carried == ("inflation",)


@pytest.mark.parametrize("earlier", EARLIER)
@pytest.mark.parametrize("question", LEANING)
def test_no_word_comes_twice_in_a_row(earlier: str, question: str) -> None:
    words = standalone(question, [earlier]).split()
    assert all(one != other for one, other in pairwise(words))


def test_a_question_is_never_made_longer_than_a_question_may_be() -> None:
    long = "What is known of " + "methylprednisolone " * 100 + "acid?"
    assert len(long) < MAX_QUESTION_CHARS < len(long) * 2
    for question in ("only phase 3", "What about its dose?", "Compare it with that, her and them"):
        assert len(standalone(question, [long])) <= MAX_QUESTION_CHARS
    narrowed = [f"only those in group {number} of {'x' * 100}" for number in range(20)]
    assert len(standalone("only phase 3", [FIRST, *narrowed])) <= MAX_QUESTION_CHARS


@pytest.mark.parametrize(
    "question",
    [
        *("", "?", "()", "it " * 600, "that " * 390, "\n", "'s", "’", "the", "how many"),
        *("which is", "and in", "what about", "a" * 1_900, "X's " * 480, "(((((it", "🧬?"),
        "\u202eits dose\u0000",
    ],
)
def test_odd_text_is_no_error_before_or_after(question: str) -> None:
    assert isinstance(standalone(question, [FIRST, question]), str)
    assert isinstance(standalone("What about its dose?", [question]), str)


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=60))
def test_any_text_is_resolved_the_same_twice(history: list[str], question: str) -> None:
    found = resolve(question, history)
    assert found == resolve(question, history)
    assert bool(found.carried) == (found.text != question)


@given(
    st.lists(
        st.sampled_from(
            ["what about", "its", "dose", "and", "in", "them", "the", "those", "which", "one", "X"]
        ),
        max_size=12,
    )
)
def test_any_words_give_a_bounded_text(words: list[str]) -> None:
    assert len(standalone(" ".join(words), TURNS)) <= MAX_QUESTION_CHARS


def test_only_the_latest_questions_are_looked_at() -> None:
    history = ["What are penguins?", *["why?"] * 30]
    assert resolve("How long do they live?", history).carried == ()


def _dev_lines() -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in BUNDLED_SET.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["split"] == "dev"]
