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


WIDTH = 2
"""Units that are read of a piece: what answers may need the sentence beside it to be understood."""


def excerpt(
    units: Sequence[Unit],
    scores: Sequence[float],
    among: Collection[int] = (),
    width: int = WIDTH,
) -> str:
    """What is read of a piece: its heading, the unit with the best score and the better ones of its
    neighbours, `width` in all. `among` are the units that may be the best one; all, if none is
    named.

    ValueError if there are no units.
    """
    best = max(among or range(len(units)), key=lambda i: scores[i])
    first = last = best
    while last - first + 1 < min(width, len(units)):
        before, behind = first - 1, last + 1
        if behind == len(units) or (before >= 0 and scores[before] >= scores[behind]):
            first = before
        else:
            last = behind
    text = " ".join(unit.text for unit in units[first : last + 1])
    return " ".join((units[best].heading + text).split())
