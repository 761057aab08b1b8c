"""Where an article's own abbreviations stand in a text, and what they are short for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Abbreviation

NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation in a text and its long form; both, joined, if the article has two."""

    start: int
    end: int
    long: str


class Glossary:
    """The abbreviations that an article defines. The long forms stand as first printed."""

    def __init__(self, abbreviations: Sequence[Abbreviation] = ()) -> None:
        longs: dict[str, dict[str, None]] = {}
        for entry in abbreviations:
            longs.setdefault(entry.short, {})[entry.long] = None
        self.entries = {short: " or ".join(found) for short, found in longs.items()}
        longest_first = sorted(self.entries, key=len, reverse=True)
        either = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if either else NOTHING

    def terms(self, text: str) -> list[Term]:
        """Every whole word of `text` that is an abbreviation, letter case as defined."""
        return [
            Term(found.start(), found.end(), self.entries[found[0]])
            for found in self._pattern.finditer(text)
        ]
