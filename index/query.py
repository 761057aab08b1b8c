"""A question as retrieval sees it: weighted terms, with the article's own synonyms and spelling.

Two things keep a reader's words from the article's: abbreviations, which the article defines
itself ("MI", "myocardial infarction"), and slips of the keyboard. Both are mended from the
indexed text alone, no outside lexicon is used, and what was typed always counts most.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.types import Abbreviation
from index.tokens import terms, tokens

SYNONYM_WEIGHT = 0.5
SPELLING_WEIGHT = 0.8
SELF_REFERENCE = re.compile(
    r"\b(?:this|the(?: present)?) (?:review|paper|article|work|manuscript|publication)\b(?!-)",
    re.IGNORECASE,
)
"""What names the article itself says nothing of what is looked for in it."""

_MIN_MISSPELT_CHARS = 5
_LONG_WORD_CHARS = 8
_MAX_SUGGESTIONS = 2


@dataclass(frozen=True, slots=True)
class Concept:
    """A content word as asked (folded) and every index term that stands for it.

    No term of `known` is in the index when the index lacks the word in any form.
    """

    word: str
    terms: frozenset[str]
    known: bool


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is as asked; `weights` are of index terms: 1 as asked, less as suggested.

    `concepts` are the distinct content words, in order; `corrections` are words that the index
    lacks with the words of the index that were searched beside them.
    """

    text: str
    weights: Mapping[str, float]
    concepts: tuple[Concept, ...]
    corrections: Mapping[str, tuple[str, ...]]


class QueryAnalyser:
    """Knows the words of an index and the abbreviations of its documents."""

    def __init__(self, texts: Iterable[str], abbreviations: Iterable[Abbreviation]) -> None:
        terms_of_word: dict[str, set[str]] = defaultdict(set)
        self._known: set[str] = set()
        for text in texts:
            for token in tokens(text):
                self._known.add(token.term)
                if token.word.isalpha():
                    terms_of_word[token.word.lower()].add(token.term)
        self._terms_of_word = {word: sorted(terms_of_word[word]) for word in sorted(terms_of_word)}
        self._words = list(self._terms_of_word)
        self._synonyms: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        for abbreviation in abbreviations:
            short, long = tuple(terms(abbreviation.short)), tuple(terms(abbreviation.long))
            if short and long and short != long:
                self._synonyms[short].add(long)
                self._synonyms[long].add(short)
        self._longest = max(map(len, self._synonyms), default=0)

    def analyse(self, text: str) -> Query:
        asked = list(tokens(SELF_REFERENCE.sub(" ", text))) or list(tokens(text))
        weights = {token.term: 1.0 for token in asked}
        corrections = {
            token.word: suggested
            for token in asked
            if token.term not in self._known and (suggested := self._suggest(token.word.lower()))
        }
        alternatives: dict[str, set[str]] = {token.term: {token.term} for token in asked}
        for token in asked:
            for word in corrections.get(token.word, ()):
                for term in self._terms_of_word[word]:
                    weights.setdefault(term, SPELLING_WEIGHT)
                    alternatives[token.term].add(term)
        for span, others in self._abbreviated([token.term for token in asked]):
            for term in others:
                weights.setdefault(term, SYNONYM_WEIGHT)
            for own in span:
                alternatives[own].update(others)
        concepts = {
            token.term: Concept(token.word, frozenset(found), not found.isdisjoint(self._known))
            for token in asked
            if token.word.isalnum() and (found := alternatives[token.term])
        }
        return Query(text, weights, tuple(concepts.values()), corrections)

    def _suggest(self, word: str) -> tuple[str, ...]:
        """Words of the index one slip away (two in a long word), nearest first.

        In shorter words the first letter must be right: it rarely slips (Pollock and Zamora,
        1984), and so short words have too many neighbours.
        """
        if len(word) < _MIN_MISSPELT_CHARS or not word.isalpha():
            return ()
        is_long = len(word) >= _LONG_WORD_CHARS
        slips = 2 if is_long else 1
        found = process.extract(
            word, self._words, scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        near = sorted(
            (distance, candidate)
            for candidate, distance, _ in found
            if is_long or candidate[0] == word[0]
        )
        best = [candidate for distance, candidate in near if distance == near[0][0]]
        return tuple(best[:_MAX_SUGGESTIONS])

    def _abbreviated(self, asked: list[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Each abbreviation, short or long, that stands in `asked`, with its other forms."""
        for size in range(1, self._longest + 1):
            for start in range(len(asked) - size + 1):
                span = tuple(asked[start : start + size])
                for other in sorted(self._synonyms.get(span, ())):
                    yield span, other
