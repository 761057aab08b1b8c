"""The assistant as a system under evaluation: its citations as places."""

import time
from collections.abc import Sequence
from typing import Protocol

from qa.evaluation.types import Place, Question, Response
from qa.types import Answer, Citation, PassageLocation, ReferenceLocation, RowLocation

NAME = "ours"


class Answering(Protocol):
    """What is put to the test: `qa.assistant.Assistant`, or anything that answers like it."""

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        documents: Sequence[str] = (),
        limit: int = 5,
        as_typed: bool = False,
    ) -> Answer: ...


class AssistantSystem:
    """Asks the assistant what a person would ask, and notes where its quotations stand."""

    def __init__(
        self,
        assistant: Answering,
        *,
        name: str = NAME,
        follow_ups: bool = True,
        as_typed: bool = False,
    ) -> None:
        """Without `follow_ups`, the assistant is not told what was asked before; a question taken
        `as_typed` is answered without that and without any rewording.
        """
        self._assistant = assistant
        self._name = name
        self._as_typed = as_typed
        self._follow_ups = follow_ups

    @property
    def name(self) -> str:
        return self._name

    def respond(self, question: Question, limit: int) -> Response:
        """The answer's citations in their order; a refusal shows none."""
        history = question.history if self._follow_ups else ()
        started = time.perf_counter()
        answer = self._assistant.answer(
            question.question,
            history,
            documents=question.documents,
            limit=limit,
            as_typed=self._as_typed,
        )
        elapsed_ms = (time.perf_counter() - started) * 1000.0
        return to_response(answer, elapsed_ms)


def to_response(answer: Answer, elapsed_ms: float) -> Response:
    """An answer in the words of the evaluation."""
    refused = answer.status == "refused"
    cited = () if refused else answer.citations
    return Response(
        places=tuple(place_of(citation) for citation in cited),
        texts=tuple(citation.cited_text for citation in cited),
        refused=refused,
        confidence=answer.confidence,
        elapsed_ms=elapsed_ms,
        rows=None if refused else _listed_rows(answer),
        sources=tuple(source_keys(citation) for citation in cited),
        standalone=answer.standalone_question,
        parts=() if refused else tuple(part.text for part in answer.parts),
    )


def place_of(citation: Citation) -> Place:
    """Where a citation stands; rows and references are cited whole."""
    location = citation.location
    if isinstance(location, PassageLocation):
        return Place(citation.document.id, location.anchor, location.start, location.end)
    return Place(citation.document.id, location.anchor, 0, len(citation.cited_text))


def source_keys(citation: Citation) -> tuple[str, ...]:
    """The keys of the primary studies given; a cited entry of the reference list is one itself."""
    keys = [source.key for source in citation.sources]
    if isinstance(citation.location, ReferenceLocation):
        keys.insert(0, citation.location.key)
    return tuple(dict.fromkeys(keys))


def _listed_rows(answer: Answer) -> tuple[tuple[str, str], ...] | None:
    """The listed rows (document, anchor), in table order, or None when no list was given."""
    if answer.rows is None:
        return None
    by_number = {citation.number: citation for citation in answer.citations}
    cited = [by_number[row.citation] for row in answer.rows.rows]
    return tuple(
        (one.document.id, one.location.anchor)
        for one in cited
        if isinstance(one.location, RowLocation)
    )
