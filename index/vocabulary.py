"""The words that the texts of an index hold."""

import zlib
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from index.tokens import tokens

Phrase: TypeAlias = tuple[str, ...]
"""Index terms in order, compounds in their parts only."""


def phrase(text: str) -> Phrase:
    """The index terms of a wording, without those that hold a compound in one piece."""
    return tuple(token.term for token in tokens(text) if token.word.isalnum())


def bare(short_form: str) -> str:
    """The letters of a short form, small and without a plural's s: "aiming" is no "AIM", though
    both have one index term.
    """
    letters = "".join(token.word for token in tokens(short_form) if token.word.isalnum())
    return letters.lower().removesuffix("s")


class Vocabulary:
    """Terms, words in small letters with the number of their occurrences, and which terms stand
    side by side. A pair of terms is kept as its CRC-32, four bytes, for there are millions in a
    large index; with a million pairs, one that is not there is taken for one of them 0.02 % of the
    time.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        terms: set[str] = set()
        pairs: set[int] = set()
        for text in texts:
            found = list(tokens(text))
            terms.update(token.term for token in found)
            counts.update(token.word.lower() for token in found if token.word.isalpha())
            parts = [token.term for token in found if token.word.isalnum()]
            pairs.update(_key(one, other) for one, other in pairwise(parts))
        self.counts = dict(sorted(counts.items()))
        self.terms = frozenset(terms)
        self._pairs = np.array(sorted(pairs), dtype=np.uint32)

    def holds(self, wording: Phrase) -> bool:
        """Whether every term is in the index, each beside the next somewhere."""
        return self.terms.issuperset(wording) and all(
            self._stand_together(one, other) for one, other in pairwise(wording)
        )

    def _stand_together(self, one: str, other: str) -> bool:
        key = np.uint32(_key(one, other))
        place = int(np.searchsorted(self._pairs, key))
        return place < len(self._pairs) and bool(self._pairs[place] == key)


def _key(one: str, other: str) -> int:
    return zlib.crc32(f"{one} {other}".encode())
