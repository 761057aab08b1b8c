"""Which of the places found are shown: few, together short enough to read, and none twice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.tokens import terms
from index.types import Hit
from qa.citation import Evidence

BUDGET_CHARS = 4_000
"""All snippets of an answer together: about a page and a half."""

MERGED_CHARS = 900
"""Neighbouring passages become one snippet up to this length."""

SHARE_OF_BEST = 0.6
"""Places scored below this share of the best are not shown: one good citation beats five. Of 449
questions of four development sets none loses a required piece by 0.6 that it has by 0.5, and a
tenth less is shown; 0.7 loses one in fifty. COVID-QA within an article goes from 0.910 to 0.907."""

NEAR_DUPLICATE = 0.8
"""Share of common terms (Jaccard) from which two passages say the same in the same words."""


def place_of(hit: Hit) -> Evidence:
    """The place of a piece that was found."""
    chunk = hit.chunk
    return Evidence(chunk.document, chunk.anchor, chunk.kind, *chunk.span, hit.score)


def select_evidence(
    places: Iterable[Evidence],
    limit: int,
    text_of: Callable[[str, str], str],
    *,
    budget_chars: int = BUDGET_CHARS,
) -> list[Evidence]:
    """At most `limit` places, best first. `text_of(document, anchor)` is the text at a place.

    A passage that overlaps chosen ones is merged with them into the best of them while the whole
    stays short; otherwise only what is new of it is taken. The best place is taken whatever its
    length.
    """
    chosen: list[Evidence] = []
    best = 0.0
    for place in places:
        best = max(best, place.score)
        if len(chosen) == limit or place.score < SHARE_OF_BEST * best:
            break
        text = text_of(place.document, place.anchor)
        touched = [other for other in chosen if _overlap(place, other)]
        if touched:
            whole = _union(place, touched)
            grown = whole.end - whole.start - _used(touched)
            if whole.end - whole.start <= MERGED_CHARS and _used(chosen) + grown <= budget_chars:
                chosen = [other for other in chosen if other not in touched[1:]]
                chosen[chosen.index(touched[0])] = whole
                continue
        for other in chosen:
            place = _without(place, other, text)
        if place.start >= place.end:
            continue
        if chosen and _used(chosen) + place.end - place.start > budget_chars:
            continue
        if not any(_same_words(text, place, other, text_of) for other in chosen):
            chosen.append(place)
    return chosen


def _used(chosen: Iterable[Evidence]) -> int:
    return sum(place.end - place.start for place in chosen)


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.document == other.document and one.anchor == other.anchor
    return same and one.start < other.end and other.start < one.end


def _union(place: Evidence, touched: Sequence[Evidence]) -> Evidence:
    """All of it in one, with the score of the best: the first of `touched`."""
    return replace(
        touched[0],
        start=min(place.start, *(other.start for other in touched)),
        end=max(place.end, *(other.end for other in touched)),
    )


def _without(place: Evidence, other: Evidence, text: str) -> Evidence:
    """What `other` does not already show of `place`; empty when it shows all or its middle."""
    if not _overlap(place, other):
        return place
    if other.start <= place.start:
        start = min(other.end, place.end)
        blank = len(text[start : place.end]) - len(text[start : place.end].lstrip())
        return replace(place, start=start + blank)
    if other.end >= place.end:
        return replace(place, end=place.start + len(text[place.start : other.start].rstrip()))
    return replace(place, end=place.start)


def _same_words(
    text: str, place: Evidence, other: Evidence, text_of: Callable[[str, str], str]
) -> bool:
    if place.kind != other.kind or place.kind == "row":
        return False
    mine = set(terms(text[place.start : place.end]))
    theirs = set(terms(text_of(other.document, other.anchor)[other.start : other.end]))
    union = mine | theirs
    return bool(union) and len(mine & theirs) / len(union) >= NEAR_DUPLICATE
