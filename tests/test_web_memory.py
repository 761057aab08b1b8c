"""Answers are remembered within bounds, of their number and of all that they cite."""

from dataclasses import replace

from qa.types import Answer
from tests.fake_assistant import FakeAssistant
from web.asking import Asked
from web.memory import Memory


class Counting(FakeAssistant):
    """Counts what it is asked, and cites as many pieces as the number in the question says."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        self.asked.append(question)
        answer = super().answer("Does iron help?")
        return replace(answer, citations=answer.citations[:1] * int(question))


def ask(memory: Memory, assistant: Counting, *numbers: int) -> list[str]:
    """Asks in turn; returns what the assistant was asked."""
    assistant.asked.clear()
    for number in numbers:
        (answer,) = memory.answers(assistant, [Asked(str(number))])
        assert len(answer.citations) == number
    return list(assistant.asked)


def test_an_answer_is_remembered() -> None:
    memory, assistant = Memory(), Counting()
    assert ask(memory, assistant, 2, 3, 2, 3) == ["2", "3"]


def test_the_oldest_answers_go_first() -> None:
    memory, assistant = Memory(kept=2), Counting()
    ask(memory, assistant, 1, 2, 1, 3)
    assert ask(memory, assistant, 1, 3) == []
    assert ask(memory, assistant, 2) == ["2"]


def test_citations_are_bounded_together() -> None:
    memory, assistant = Memory(citations=10), Counting()
    ask(memory, assistant, 4, 5)
    assert ask(memory, assistant, 4, 5) == []
    ask(memory, assistant, 6)  # 5 + 6 are too many
    assert ask(memory, assistant, 6) == []
    assert ask(memory, assistant, 4, 5) == ["4", "5"]


def test_a_list_of_more_is_answered_anew_and_the_others_stay() -> None:
    memory, assistant = Memory(citations=10), Counting()
    ask(memory, assistant, 4, 5)
    assert ask(memory, assistant, 11, 11) == ["11", "11"]
    assert ask(memory, assistant, 4, 5) == []
