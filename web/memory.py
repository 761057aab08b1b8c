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
"""Answers at most."""

KEPT_CITATIONS = 5_000
"""Citations in all of them, of which 20 take some 100 kB: together below 30 MB. A list of more is
answered anew."""


class Memory:
    """Remembers answers by all that they depend on: the index and what was asked. Any thread."""

    def __init__(self, kept: int = KEPT, citations: int = KEPT_CITATIONS) -> None:
        self._kept, self._citations = kept, citations
        self._held = 0
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
        if len(answer.citations) > self._citations:
            return answer
        with self._lock:
            self._held += len(answer.citations)
            if before := self._answers.pop(key, None):  # another thread has answered it, too
                self._held -= len(before.citations)
            self._answers[key] = answer
            while len(self._answers) > self._kept or self._held > self._citations:
                _, oldest = self._answers.popitem(last=False)
                self._held -= len(oldest.citations)
        return answer
