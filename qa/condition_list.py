"""The names of diseases that ICD-10-CM lists.

The tabular list (United States National Center for Health Statistics; in the public domain),
chapters 1 to 18, comes as a file of the package `simple-icd-10-cm`; its code is never imported.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from lxml import etree

from index.spelling import WORD, folded

_DISTRIBUTION = "simple-icd-10-cm"
_DATA = "simple_icd_10_cm/data"
_LAST_CHAPTER = 18
"""Diseases, symptoms and malformations; the chapters behind them are injuries, causes, contacts."""
_NAMING = {"diag": "desc", "inclusionTerm": "note", "includes": "note"}
"""The elements that have names, and the elements that these stand in."""

_ASIDE = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|\b(?:NOS|NEC|unspecified|other|specified|not elsewhere classified)\b",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"[,;:]|\b(?:without|with|in|due|following|of|not|and|or|by|as|to|for|from|on|at)\b"
)
"""Behind these a title of the list says more than the name."""

LONGEST = 5


@cache
def names() -> frozenset[tuple[str, ...]]:
    """Every name in the list, its words folded; read once, in a third of a second."""
    return frozenset(_read_names(_titles(_tabular_list())))


@cache
def name_words() -> frozenset[str]:
    """Every word of a name in the list, folded."""
    return frozenset(word for words in names() for word in words)


def _tabular_list() -> Path:
    folder = Path(str(metadata.distribution(_DISTRIBUTION).locate_file(_DATA)))
    return max(folder.glob("icd10c*-tabular-*.xml"))


def _titles(file: Path) -> Iterator[str]:
    for _, chapter in etree.iterparse(file, tag="chapter"):
        if int(chapter.findtext("name") or 0) <= _LAST_CHAPTER:
            for owner, title in _NAMING.items():
                for found in chapter.iter(owner):
                    yield from (one.text or "" for one in found.iterfind(title))
        chapter.clear()  # the whole list takes sixty megabytes


def _read_names(titles: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for title in titles:
        name = _NARROWED.split(_ASIDE.sub(" ", title), maxsplit=1)[0]
        words = tuple(map(folded, WORD.findall(name)))
        if 1 <= len(words) <= LONGEST:
            yield words
