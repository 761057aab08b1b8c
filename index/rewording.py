"""A question in the article's own words, where it says the same in the reader's.

Models that compare words by their vectors are strangers to the article: that MSC is short for
mesenchymal stem cell, or what a blood thinner is called in it, they may not know. What the question
has been reworded to (`index.query`) is put in the place of the words as asked.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.query import Query, Rewording
from index.vocabulary import Phrase, phrase

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reworded:
    """`text` is the question; `places` says of each wording where it stands in the question as
    mended, and where the one in its place stands in `text`, in order.
    """

    text: str
    places: tuple[tuple[Span, Span], ...]


def reworded(query: Query) -> Reworded:
    """The question with an abbreviation, its long form or a medical word in place of each wording
    that has such a one.
    """
    return _put(query, lambda rewording: rewording.searched[0])


def in_words_of(query: Query, text: str) -> str:
    """The question with those of its wordings replaced that `text` has the other one of, and not
    as they were asked.
    """
    if not query.rewordings:
        return query.mended
    said = phrase(text)

    def other(rewording: Rewording) -> str | None:
        if _has(said, phrase(rewording.asked)):
            return None
        return next((one for one in rewording.searched if _has(said, phrase(one))), None)

    return _put(query, other).text


def _put(query: Query, other: Callable[[Rewording], str | None]) -> Reworded:
    found: list[tuple[Span, str]] = []
    for rewording in query.rewordings:
        place = re.search(rf"\b{re.escape(rewording.asked)}\b", query.mended, re.IGNORECASE)
        if place is None:  # a slip, which is mended
            continue
        overlaps = any(place.start() < end and start < place.end() for (start, end), _ in found)
        if not overlaps and (wording := other(rewording)):
            found.append((place.span(), wording))
    text, places, done = "", [], 0
    for (start, end), wording in sorted(found):
        text += query.mended[done:start]
        places.append(((start, end), (len(text), len(text) + len(wording))))
        text += wording
        done = end
    return Reworded(text + query.mended[done:], tuple(places))


def _has(said: Phrase, wording: Phrase) -> bool:
    length = len(wording)
    return any(said[at : at + length] == wording for at in range(len(said) - length + 1))
