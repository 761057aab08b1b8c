"""Everyday words and the medical ones for them, from a file that can be replaced.

Each line of the file holds two or more wordings, separated by tabs, and how they are related:

    heart attack = myocardial infarction ; cardiac infarction
    blood thinner > anticoagulant ; heparin ; warfarin

With "=" every wording leads to all others; with ">" the first leads to the rest but they do not
lead back, for these are kinds of the thing. A line that begins with "#" is a comment.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from index.vocabulary import Phrase, phrase

LAY_WORDS = Path(__file__).parent / "lay_words.tsv"
"""Written for this project from general medical knowledge, across the specialties."""


class LayWordsError(ValueError):
    """A line that cannot be read; the message names the file, the line and what is wrong."""


@dataclass(frozen=True)
class LayWords:
    """`wordings` leads from a phrase to the others for it, each with the words as written;
    `terms` are all their words.
    """

    wordings: Mapping[Phrase, Mapping[Phrase, str]]
    terms: frozenset[str]
    longest: int

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, Mapping[Phrase, str]]]:
        """Where a phrase of the lexicon stands in `words` (start, end) and what else it is called;
        of phrases that overlap, the first and longest.
        """
        start = 0
        while start < len(words):
            for size in range(min(self.longest, len(words) - start), 0, -1):
                others = self.wordings.get(tuple(words[start : start + size]))
                if others:
                    yield start, start + size, others
                    start += size - 1
                    break
            start += 1


@cache
def read_lay_words(path: Path) -> LayWords:
    """The lexicon in a file. Raises `LayWordsError` for a malformed line, OSError for no file."""
    wordings: dict[Phrase, dict[Phrase, str]] = defaultdict(dict)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        first, relation, rest = _fields(line, f"{path}, line {number}")
        group = [(phrase(wording), wording) for wording in (first, *rest)]
        for asked, _ in group if relation == "=" else group[:1]:
            for other, written in group:
                if asked != other:
                    wordings[asked].setdefault(other, written)
    known = frozenset(chain.from_iterable(chain(wordings, *wordings.values())))
    return LayWords(wordings, known, max(map(len, wordings), default=0))


def _fields(line: str, where: str) -> tuple[str, str, list[str]]:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) != 3 or fields[1] not in ("=", ">"):
        raise LayWordsError(f"{where}: not “wording, tab, = or >, tab, wordings”")
    rest = [wording.strip() for wording in fields[2].split(";")]
    for wording in (fields[0], *rest):
        if not phrase(wording):
            raise LayWordsError(f"{where}: “{wording}” holds no word to look for")
    return fields[0], fields[1], rest
