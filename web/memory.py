"""The answers of the questions last shown, so that a page shows a conversation again at once."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from qa.types import Answer
from web.asking import Asked

if TYPE_CHECKING:
    from web.service import Assistant

KEPT = 256
"""Answers; one of 20 citations takes some 100 kB, so that all of them stay below 30 MB."""


class Memory:
    """Remembers answers by all that they depend on: the index and what was asked. Any thread."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._answers: OrderedDict[tuple[str, Asked], Answer] = OrderedDict()
        self._lock = Lock()

    def answers(self, assistant: "Assistant", asked: Sequence[Asked]) -> list[Answer]:
        """The answer to each; raises what the assistant raises."""
        return [self._answer(assistant, one) for one in asked]

    def _answer(self, assistant: "Assistant", asked: Asked) -> Answer:
        key = (assistant.generation, asked)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = assistant.answer(
            asked.question,
            [earlier.question for earlier in asked.history],
            documents=asked.documents,
            as_typed=asked.as_typed,
        )
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._kept:
                self._answers.popitem(last=False)
        return answer
