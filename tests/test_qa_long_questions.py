"""A question of the length that is read, however it is made, takes no longer than people wait."""

from time import perf_counter

import pytest

from qa.assistant import Assistant
from qa.question import MAX_QUESTION_CHARS

_SECONDS = 8
"""Of these, one takes half a second on two cores; where time grew with a power of the words, one
took from five seconds to days."""

_LETTERS = "abcdefghij"


def _made_up(ending: str) -> str:
    return " ".join(f"qwer{a}{b}x{ending}" for a in _LETTERS for b in _LETTERS)


QUESTIONS = {
    "forms of words": "Which trials report " + "arm site " * 200,
    "values": "Which trials have " + "hospital university " * 100,
    "values, as many as are read": "Which trials have " + "hospital university " * 28,
    "short forms": "ATRA ITP AML MDS APL " * 100,
    "one value": "ATRA " * 400,
    "everyday words": "blood thinner " * 140,
    "inflammations": _made_up("itis"),
    "conditions": _made_up("emia"),
    "letters": " ".join(f"vitamin Q{number}" for number in range(200)),
    "points": "a" + "." * 1000 + " abcd" * 200,
    "steps": "Which trials are " + "phase 1 or " * 200,
    "denials": "Which trials are not " + "phase 1 not " * 170,
    "comparisons": "Which trials enrol " + "more than 10 or " * 120,
    "questions": "What is ATRA? " * 150,
}


@pytest.mark.parametrize("made", QUESTIONS)
def test_a_long_question_is_answered_in_time(assistant: Assistant, made: str) -> None:
    begun = perf_counter()
    assistant.answer(QUESTIONS[made][:MAX_QUESTION_CHARS])
    assert perf_counter() - begun < _SECONDS
