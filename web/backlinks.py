"""From an entry of the reference list back to each place in the article that cites it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from web.marking import Piece


@dataclass(frozen=True, slots=True)
class Backlink:
    """The id of a citation in the text, and in a few words where that is."""

    id: str
    place: str


def with_ids(pieces: Sequence[Piece], place: str, before: int = 0) -> list[Piece]:
    """The pieces, each citation among them with an id. `place` is unique on the page, `before`
    counts the citations of the place that came before.
    """
    named = []
    for piece in pieces:
        if piece.opens:
            before += 1
            piece = replace(piece, id=f"cite-{place}-{before}")
        named.append(piece)
    return named


def count(pieces: Iterable[Piece]) -> int:
    """The citations among the pieces."""
    return sum(piece.opens for piece in pieces)


def collect(placed: Iterable[tuple[str, Iterable[Piece]]]) -> dict[str, list[Backlink]]:
    """For each reference's anchor the citations of it, in order; `placed` pairs the name of a place
    with its pieces. A place's second and later citations of the same entry are numbered.
    """
    found: dict[str, list[Backlink]] = {}
    seen: dict[tuple[str, str], int] = {}
    for place, pieces in placed:
        for piece in pieces:
            for anchor in piece.references if piece.id else ():
                times = seen[anchor, place] = seen.get((anchor, place), 0) + 1
                name = place if times == 1 else str(times)
                found.setdefault(anchor, []).append(Backlink(piece.id, name))
    return found
