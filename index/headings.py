"""Names of diseases, substances, examinations and treatments: the Medical Subject Headings.

MeSH (United States National Library of Medicine, edition of 2024) lists under each heading what
else it is called, and orders headings in trees: below "Vitamins" stands "Folic Acid". The branches
that ship name things which an article either speaks of or not; `qa.training.headings` says which
and makes the file, each line of which has the tree numbers of a heading, a tab, and its names with
"|" between them.
"""

import lzma
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.english import strangeness
from index.spelling import WORD, folded

HEADINGS = "headings.tsv.xz"
LONGEST = 6
"""Words of a name, at most."""

RARE = 0.75
"""How rare in general English (`index.english`) a name in one word is at least, to be taken for
one: "sugar" and "death" say little of what a question is about. With 0.85 instead fewer of the
questions that no article answers are refused (0.70 instead of 0.74 on nine articles), with
0.65 as many and more of the others."""

_DISEASES = re.compile(r"(?:C(?!23)|F03)")
"""Branches; C23 has what is common to diseases, and "Disease" itself."""

_GENERAL = 300
"""A heading above more than so many others ("enzyme") names no one thing. With 100 or 1,000 nothing
changes by more than a question."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A name in a text: its first word, the word behind its last, and the headings it names."""

    start: int
    end: int
    headings: tuple[int, ...]


class Headings:
    """The names of every heading, and the headings below it in the trees."""

    def __init__(self, lines: Sequence[str]) -> None:
        """`lines` are those of the file."""
        self._names: list[str] = []
        self._trees: list[str] = []
        self._by_name: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
        for number, line in enumerate(lines):
            trees, _, names = line.partition("\t")
            self._trees.append(trees)
            self._names.append(names)
            for name in names.split("|"):
                self._by_name[tuple(map(folded, WORD.findall(name)))][number] = None
        places = sorted((tree, n) for n, trees in enumerate(self._trees) for tree in trees.split())
        self._tree_numbers = [tree for tree, _ in places]
        self._in_order = [number for _, number in places]

    def find(self, words: Sequence[str], *, common: bool = False) -> Iterator[Naming]:
        """The names among words in their order, of those that overlap the first and longest; of
        one word also `common` ones.
        """
        keys = [folded(word) for word in words]
        start = 0
        while start < len(words):
            for size in range(min(len(words) - start, LONGEST), 0, -1):
                named = self._by_name.get(tuple(keys[start : start + size]))
                if named and (common or size > 1 or strangeness(words[start]) >= RARE):
                    yield Naming(start, start + size, tuple(named))
                    start += size - 1
                    break
            start += 1

    def names(self, heading: int) -> list[str]:
        """What a heading is called, as MeSH writes it."""
        return self._names[heading].split("|")

    def is_general(self, heading: int) -> bool:
        """Whether it names no one thing."""
        return sum(len(found) for found in self._below(heading)) > _GENERAL

    def names_below(self, heading: int) -> Iterator[str]:
        """What the headings below it are called."""
        for number in dict.fromkeys(number for found in self._below(heading) for number in found):
            yield from self.names(number)

    def is_disease(self, heading: int) -> bool:
        """Whether it names one, or a class of them."""
        return any(map(_DISEASES.match, self._trees[heading].split()))

    def _below(self, heading: int) -> Iterator[Sequence[int]]:
        """What stands below each of its places in the trees."""
        for tree in self._trees[heading].split():
            start = bisect_left(self._tree_numbers, f"{tree}.")
            end = bisect_left(self._tree_numbers, f"{tree}/", start)  # "/" comes next after "."
            yield self._in_order[start:end]


@cache
def headings() -> Headings:
    """Those that ship; read once, in a third of a second."""
    return Headings(lzma.decompress((files("index") / HEADINGS).read_bytes()).decode().splitlines())
