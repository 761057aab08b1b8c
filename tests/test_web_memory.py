"""Answers are remembered within bounds, of their number and of all that they cite."""

import re
from dataclasses import replace
from typing import Any

from qa.types import Answer
from tests.fake_assistant import Counting
from web.asking import Asked
from web.memory import Memory


class Citing(Counting):
    """Cites as many pieces as the number in the question says."""

    def answer(self, question: str, *args: Any, **options: Any) -> Answer:
        number = int(question)
        answer = super().answer(f"Does iron help {number} people?", *args, **options)
        return replace(answer, citations=answer.citations[:1] * number)


def ask(memory: Memory, assistant: Citing, *numbers: int) -> list[str]:
    """Asks in turn; returns the numbers that the assistant was asked for."""
    assistant.asked.clear()
    for number in numbers:
        (answer,) = memory.answers(assistant, [Asked(str(number))])
        assert len(answer.citations) == number
    return re.findall(r"\d+", " ".join(assistant.asked))


def test_an_answer_is_remembered() -> None:
    memory, assistant = Memory(), Citing()
    assert ask(memory, assistant, 2, 3, 2, 3) == ["2", "3"]


def test_the_oldest_answers_go_first() -> None:
    memory, assistant = Memory(kept=2), Citing()
    ask(memory, assistant, 1, 2, 1, 3)
    assert ask(memory, assistant, 1, 3) == []
    assert ask(memory, assistant, 2) == ["2"]


def test_citations_are_bounded_together() -> None:
    memory, assistant = Memory(citations=10), Citing()
    ask(memory, assistant, 4, 5)
    assert ask(memory, assistant, 4, 5) == []
    ask(memory, assistant, 6)  # 5 + 6 are too many
    assert ask(memory, assistant, 6) == []
    assert ask(memory, assistant, 4, 5) == ["4", "5"]


def test_a_list_of_more_is_answered_anew_and_the_others_stay() -> None:
    memory, assistant = Memory(citations=10), Citing()
    ask(memory, assistant, 4, 5)
    assert ask(memory, assistant, 11, 11) == ["11", "11"]
    assert ask(memory, assistant, 4, 5) == []
