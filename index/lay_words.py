"""Everyday words and the medical ones for them, classes and their members, from files that can
be replaced.

Each line of a file holds two or more wordings, separated by tabs, and how they are related:

    heart attack = myocardial infarction ; cardiac infarction
    blood thinner > anticoagulant ; heparin ; warfarin
    kinase inhibitor ; kinase blocker > -tinib ; -rafenib

With "=" every wording leads to all others; with ">" those before it lead to one another and to the
rest, but these do not lead back, for they are kinds of the thing. A kind that begins with "-" is
the ending of words. A line that begins with "#" is a comment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from index.vocabulary import Phrase, phrase

LAY_WORDS = Path(__file__).parent / "lay_words.tsv"
MEDICINES = Path(__file__).parent / "medicines.tsv"
"""Both written for this project from general medical knowledge, across the specialties."""

LEXICONS = (LAY_WORDS, MEDICINES)

MIN_BEFORE_ENDING = 2
"""Letters of a name before the ending that says its class: "April" is no "-pril"."""


class LayWordsError(ValueError):
    """A line that cannot be read; the message names the file, the line and what is wrong."""


@dataclass(frozen=True)
class LayWords:
    """`wordings` leads from a phrase to the others for it, each with the words as written;
    `endings` to the endings of words that are its kinds; `terms` are all their words, `classes`
    the phrases that lead to kinds.
    """

    wordings: Mapping[Phrase, Mapping[Phrase, str]]
    endings: Mapping[Phrase, tuple[str, ...]]
    terms: frozenset[str]
    classes: frozenset[Phrase]
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

    def among(self, words: Iterable[str]) -> "LayWords":
        """The same with the words (in small letters) that have an ending in place of the ending."""
        known = sorted({ending for endings in self.endings.values() for ending in endings})
        have: dict[str, list[str]] = {ending: [] for ending in known}
        for word in words:
            if word.endswith(tuple(known)):
                for ending in known:
                    if word.endswith(ending) and len(word) >= len(ending) + MIN_BEFORE_ENDING:
                        have[ending].append(word)
        wordings = {asked: dict(others) for asked, others in self.wordings.items()}
        for asked, endings in self.endings.items():
            for word in (word for ending in endings for word in have[ending]):
                wordings[asked].setdefault(phrase(word), word)
        return LayWords(wordings, {}, self.terms, self.classes, self.longest)


@cache
def read_lay_words(*paths: Path) -> LayWords:
    """The lexicon in some files. Raises `LayWordsError` for a malformed line and OSError."""
    wordings: dict[Phrase, dict[Phrase, str]] = defaultdict(dict)
    endings: dict[Phrase, dict[str, None]] = defaultdict(dict)
    classes: set[Phrase] = set()
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip() and not line.startswith("#"):
                first, relation, rest = _fields(line, f"{path}, line {number}")
                _add(first, relation, rest, wordings, endings)
                classes.update(phrase(wording) for wording in first if relation == ">")
    known = frozenset(chain.from_iterable(chain(wordings, *wordings.values())))
    longest = max(map(len, wordings), default=0)
    kinds = {asked: tuple(found) for asked, found in endings.items()}
    return LayWords(wordings, kinds, known, frozenset(classes), longest)


def _add(
    first: Sequence[str],
    relation: str,
    rest: Sequence[str],
    wordings: dict[Phrase, dict[Phrase, str]],
    endings: dict[Phrase, dict[str, None]],
) -> None:
    leading = [phrase(wording) for wording in first]
    leads_to = [*first, *(wording for wording in rest if not wording.startswith("-"))]
    if relation == "=":
        leading += [phrase(wording) for wording in rest]
    for asked in leading:
        for wording in leads_to:
            if asked != phrase(wording):
                wordings[asked].setdefault(phrase(wording), wording)
        for ending in rest:
            if ending.startswith("-"):
                wordings.setdefault(asked, {})
                endings[asked][ending[1:].lower()] = None


def _fields(line: str, where: str) -> tuple[list[str], str, list[str]]:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) != 3 or fields[1] not in ("=", ">"):
        raise LayWordsError(f"{where}: not “wordings, tab, = or >, tab, wordings”")
    first, rest = ([one.strip() for one in field.split(";")] for field in (fields[0], fields[2]))
    for wording in (*first, *rest):
        if not phrase(wording):
            raise LayWordsError(f"{where}: “{wording}” holds no word to look for")
        if wording.startswith("-") and (wording in first or fields[1] == "="):
            raise LayWordsError(f"{where}: the ending “{wording}” is no kind of anything")
    return first, fields[1], rest
