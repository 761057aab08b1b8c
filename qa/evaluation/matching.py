"""When a citation counts: a returned place against the places that satisfy a required piece."""

from collections.abc import Sequence
from typing import Literal

from qa.evaluation.types import Place

Rule = Literal["covers", "overlaps", "document"]
"""`covers`: the piece lies wholly inside the citation (evidence strings chosen to be covered).
`overlaps`: they share a character (annotated spans, as long as their annotator liked).
`document`: they stand in the same document (document retrieval)."""


def satisfies(found: Place, gold: Place, rule: Rule) -> bool:
    """Whether citing `found` satisfies `gold`."""
    if rule == "covers":
        return found.covers(gold)
    if found.document != gold.document:
        return False
    if rule == "document":
        return True
    return found.anchor == gold.anchor and max(found.start, gold.start) < min(found.end, gold.end)


def ranked_units(places: Sequence[Place], rule: Rule) -> list[Place]:
    """What is ranked: citations, or documents each at the rank of its best citation.

    Ranking a document by its best passage is MaxP (Dai and Callan, SIGIR 2019).
    """
    if rule != "document":
        return list(places)
    best: dict[str, Place] = {}
    for place in places:
        best.setdefault(place.document, place)
    return list(best.values())


def piece_ranks(
    gold: Sequence[Sequence[Place]], places: Sequence[Place], rule: Rule
) -> tuple[int | None, ...]:
    """Per required piece, the rank (from 1) of the first citation that satisfies it, or None."""
    return tuple(
        next(
            (
                rank
                for rank, place in enumerate(places, start=1)
                if any(satisfies(place, alternative, rule) for alternative in piece)
            ),
            None,
        )
        for piece in gold
    )


def relevant_places(
    gold: Sequence[Sequence[Place]], places: Sequence[Place], rule: Rule
) -> tuple[bool, ...]:
    """Per citation, whether it satisfies any required piece."""
    return tuple(
        any(satisfies(place, alternative, rule) for piece in gold for alternative in piece)
        for place in places
    )
