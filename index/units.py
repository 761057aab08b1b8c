"""The sentences, rows and entries that a piece is made of, each under what it stands under."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from index.types import Chunk, ChunkKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a passage, or a row or an entry whole, and what it stands under; `span` is
    where it stands in the searched text of its piece.
    """

    text: str
    heading: str
    kind: ChunkKind
    span: tuple[int, int]


def units(chunk: Chunk) -> list[Unit]:
    """The sentences of a passage under their heading; a row with its headers, an entry whole."""
    if chunk.kind != "passage" or not chunk.embed_text.endswith(chunk.quote):
        return [Unit(chunk.embed_text, "", chunk.kind, (0, len(chunk.embed_text)))]
    heading = chunk.embed_text.removesuffix(chunk.quote)
    spans = sentence_spans(chunk.quote)
    return [
        Unit(
            chunk.quote[start:end],
            heading,
            chunk.kind,
            (len(heading) + start, len(heading) + end),
        )
        for start, end in spans
    ]


def excerpt(units: Sequence[Unit], scores: Sequence[float], among: Collection[int] = ()) -> str:
    """What is read of a piece: its heading, the unit with the best score and the better of its two
    neighbours. `among` are the units that may be the best one; all, if none is named.

    ValueError if there are no units.
    """
    best = max(among or range(len(units)), key=lambda i: scores[i])
    beside = [i for i in (best - 1, best + 1) if 0 <= i < len(units)]
    read = sorted({best, *sorted(beside, key=lambda i: -scores[i])[:1]})
    return " ".join((units[best].heading + " ".join(units[i].text for i in read)).split())
