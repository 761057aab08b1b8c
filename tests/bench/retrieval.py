"""Is the evidence among the first five citations? Strings compared with strings.

Places in the article play no part here, so that a pipeline which knows none is judged alike.
"""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import httpx

from corpus.types import Document
from qa.evaluation.fold import folded
from qa.evaluation.systems import RankingSystem, chunk_pieces, lexical_scorer
from qa.evaluation.types import Question
from tests.bench.load import ask
from tests.bench.questions import Asked

CITATIONS = 5

Shown = Callable[[Asked], list[str]]
"""From a question to the texts that a system shows for it, best first; none: a refusal."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """`complete` counts the questions whose pieces are all shown, `silent` those that nothing
    was shown for, both of `answerable`; `characters` is the mean length of what is shown for one.
    """

    name: str
    answerable: int
    complete: int
    silent: int
    characters: float

    @property
    def share(self) -> float:
        return self.complete / self.answerable


def judge(name: str, questions: Sequence[Asked], shown: Shown) -> Retrieval:
    """Ask every question that has evidence. Raises ValueError when none has."""
    answerable = [asked for asked in questions if asked.evidence]
    if not answerable:
        raise ValueError("no question of the set has evidence")
    texts = [shown(asked)[:CITATIONS] for asked in answerable]
    return Retrieval(
        name,
        len(answerable),
        sum(is_complete(asked, cited) for asked, cited in zip(answerable, texts, strict=True)),
        sum(not cited for cited in texts),
        statistics.mean(sum(map(len, cited)) for cited in texts),
    )


def is_complete(asked: Asked, texts: Sequence[str]) -> bool:
    """Whether each required piece, in one of its alternatives, is in one of the texts.

    White space and the remains of typesetting do not count.
    """
    found = [_folded(text) for text in texts]
    return all(
        any(_folded(alternative) in text for alternative in piece for text in found)
        for piece in asked.evidence
    )


def over_http(client: httpx.Client) -> Shown:
    """What a server's answer cites; a refusal cites nothing."""
    return lambda asked: [str(cited["cited_text"]) for cited in ask(client, asked)["citations"]]


def words_only(documents: Sequence[Document]) -> Shown:
    """BM25 alone over the assistant's own pieces and terms."""
    pieces = chunk_pieces(documents)
    system = RankingSystem("bm25", pieces, lexical_scorer(pieces))
    return lambda asked: list(
        system.respond(Question("", "", asked.question, asked.history), CITATIONS).texts
    )


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    return folded(text)
