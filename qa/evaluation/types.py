"""The vocabulary of an evaluation. Evidence is a place in a document, never a string."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from corpus.types import Document
from index.reranker import Reranker
from index.types import Embedder

Progress: TypeAlias = Callable[[int, int], None]
"""Told how much is done and how much there is."""

Told: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start..end` of the text of a section, row or reference (named by `anchor`)."""

    document: str
    anchor: str
    start: int
    end: int

    def covers(self, other: "Place") -> bool:
        """Whether `other` lies wholly inside this place."""
        return (
            self.document == other.document
            and self.anchor == other.anchor
            and self.start <= other.start
            and other.end <= self.end
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question set.

    `evidence` lists required pieces, each as a tuple of acceptable alternatives (verbatim
    strings); `answers` lists strings an answer must show, with alternatives in the same way;
    `sources` are citations as the article prints them. `documents` restricts the search
    (empty: all). An unanswerable question has no evidence.
    """

    id: str
    type: str
    question: str
    history: tuple[str, ...] = ()
    evidence: tuple[tuple[str, ...], ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    sources: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    split: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A question with its evidence located: per required piece, the places that satisfy it."""

    question: Question
    gold: tuple[tuple[Place, ...], ...]

    @property
    def answerable(self) -> bool:
        return bool(self.gold)


@dataclass(frozen=True, slots=True)
class Response:
    """What a system gave back, best first.

    `confidence` (higher: surer that the question is answerable) is what a refusal threshold is
    drawn over; `rows` are the rows listed (document, anchor), None for no list; `sources`
    are keys of the primary studies shown, per place. `parts` are the pieces of `texts` that are
    shown as the answer; None for a system that shows its texts whole.
    """

    places: tuple[Place, ...]
    texts: tuple[str, ...]
    refused: bool
    confidence: float
    elapsed_ms: float
    rows: tuple[tuple[str, str], ...] | None = None
    sources: tuple[tuple[str, ...], ...] = ()
    standalone: str = ""
    parts: tuple[str, ...] | None = None


class System(Protocol):
    """Anything that can be put the same questions: the assistant, an ablation, a baseline."""

    @property
    def name(self) -> str: ...

    def respond(self, question: Question, limit: int) -> Response: ...


Factory: TypeAlias = Callable[[tuple[Document, ...], Embedder, Reranker | None], System]
"""Makes a system over documents; embedder and reranker, which baselines do without, are shared."""
