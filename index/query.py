"""A question as retrieval sees it: weighted terms, with the article's own synonyms and spelling.

Four things keep a reader's words from the article's: abbreviations, which the article defines
itself ("MI", "myocardial infarction"); slips of the keyboard, mended with the index's own words
(`index.correction`); everyday words for medical ones, which a small replaceable lexicon knows
(`index.lay_words`); and medical names for what the article calls otherwise, or speaks of only in
its kinds (`index.other_names`). All other wordings of a thing weigh together at most half of what
was typed for it: added at full length and weight, the long form of a short one drowns the question.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from corpus.types import Abbreviation
from index.correction import Corrector
from index.english import english_words, is_english
from index.headings import Headings, headings
from index.lay_words import LEXICONS, read_lay_words
from index.other_names import NamedInIndex
from index.tokens import Token, fold, is_function_word, terms, tokens
from index.vocabulary import Phrase, Vocabulary, bare, phrase

RewordingKind = Literal["spelling", "abbreviation", "synonym"]

ABBREVIATION_WEIGHT = 0.5
"""Of all other wordings together, against that of the words asked. With each added word at this
weight instead, evidence was complete within five for 0.872 of the development questions; shared,
for 0.880; without abbreviations, for 0.850. From 0.3 to 1 it varies by a hundredth."""

LAY_WEIGHT = 0.5
"""The same for everyday words: 0.887, and first 0.669 instead of 0.639; on COVID-QA nothing
changes by more than one question in 300."""

SELF_REFERENCE = re.compile(
    r"\b(?:this|the(?: present)?) (?:review|paper|article|work|manuscript|publication)\b(?!-)",
    re.IGNORECASE,
)
"""What names the article itself says nothing of what is looked for in it."""

_GAP = r"[^\w.,:;?!]+"


@dataclass(frozen=True, slots=True)
class Concept:
    """A content word as asked (folded, slips mended) and every index term that stands for it.

    No term of `known` is in the index when the index lacks the word in any form.
    """

    word: str
    terms: frozenset[str]
    known: bool


@dataclass(frozen=True, slots=True)
class Rewording:
    """Words as asked and the words of the index that were searched for them."""

    asked: str
    searched: tuple[str, ...]
    kind: RewordingKind


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is as asked, `mended` the same without its slips; `weights` are of index terms: 1 as
    asked, less as suggested.

    `concepts` are the distinct content words, in order; `rewordings` is what a reader should know
    was searched besides or, for a slip, instead. `wordings` leads from words as asked to the
    everyday or medical ones for them that the index has; `classes` are those of them that lead to
    kinds of the thing.
    """

    text: str
    mended: str
    weights: Mapping[str, float]
    concepts: tuple[Concept, ...]
    rewordings: tuple[Rewording, ...]
    wordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Expansion:
    """Another wording of words in the question, or a kind of what they say; `weight` is that of
    each of its terms.
    """

    asked: Sequence[Token]
    phrase: Phrase
    printed: str
    weight: float
    kind: RewordingKind
    is_kind: bool = False


class QueryAnalyser:
    """Knows the words of an index and the abbreviations of its documents."""

    def __init__(
        self,
        texts: Iterable[str],
        abbreviations: Iterable[Abbreviation],
        *,
        lay_words: Sequence[Path] = LEXICONS,
        names: Headings | None = None,
    ) -> None:
        """`lay_words` are files as `index.lay_words` describes; for their errors see there. `names`
        are those of diseases, substances, examinations and treatments; None for those that ship.
        """
        self._vocabulary = Vocabulary(texts)
        self._abbreviations: dict[Phrase, dict[Phrase, str]] = defaultdict(dict)
        self._short_forms: dict[Phrase, set[str]] = defaultdict(set)
        for abbreviation in abbreviations:
            short, long = phrase(abbreviation.short), phrase(abbreviation.long)
            if short and long and short != long:
                self._abbreviations[short].setdefault(long, abbreviation.long)
                self._abbreviations[long].setdefault(short, abbreviation.short)
                self._short_forms[short].add(bare(abbreviation.short))
        self._longest = max(map(len, self._abbreviations), default=0)
        self._lay_words = read_lay_words(*lay_words).among(self._vocabulary.counts)
        self._named = NamedInIndex(self._vocabulary, headings() if names is None else names)
        english_words()  # read now, or the first question waits for it
        self._corrector = Corrector(
            self._vocabulary,
            lambda word: self._lay_words.terms.issuperset(terms(word)) or is_english(word),
        )

    def analyse(self, text: str, *, as_typed: bool = False) -> Query:
        """What to search for; `as_typed` corrects nothing and adds nothing."""
        mended, slips = (text, []) if as_typed else self._corrector.mend(text)
        rewordings = [Rewording(slip.typed, (slip.meant,), "spelling") for slip in slips]
        asked = list(tokens(SELF_REFERENCE.sub(" ", mended))) or list(tokens(mended))
        words = [token for token in asked if token.word.isalnum()]
        weights = {token.term: 1.0 for token in asked}
        alternatives = {token.term: {token.term} for token in words}
        wordings: dict[str, dict[str, None]] = defaultdict(dict)
        classes: set[str] = set()
        names = {
            part
            for token in asked
            if not token.word.isalnum() and self._vocabulary.holds((token.term,))
            for part in token.word.split("-")
        }
        for expansion in () if as_typed else self._expansions(words, names):
            if expansion.kind == "synonym":
                wording = _as_written(expansion.asked, fold(mended))
                wordings[wording][expansion.printed] = None
                if expansion.is_kind:
                    classes.add(wording)
            if weights.keys() >= set(expansion.phrase):
                continue
            for term in expansion.phrase:
                weights.setdefault(term, expansion.weight)
            for token in expansion.asked:
                alternatives[token.term].update(expansion.phrase)
            if self._is_telling(expansion):
                wording = _as_written(expansion.asked, fold(mended))
                rewordings.append(Rewording(wording, (expansion.printed,), expansion.kind))
        for named in () if as_typed else self._named.classes_of_diseases(words):
            wording = _as_written(named.asked, fold(mended))
            wordings[wording].update(dict.fromkeys(named.kinds.values()))
            classes.add(wording)
        concepts = {
            token.term: Concept(
                token.word, frozenset(found), not found.isdisjoint(self._vocabulary.terms)
            )
            for token in words
            if (found := alternatives[token.term])
        }
        return Query(
            text,
            mended,
            weights,
            tuple(concepts.values()),
            _merged(rewordings),
            {wording: tuple(others) for wording, others in wordings.items()},
            frozenset(classes),
        )

    def _expansions(self, words: Sequence[Token], names: Collection[str]) -> Iterator[Expansion]:
        """Other wordings of each stretch of `words` that has any, the article's own first.

        What is a part of one of the `names` ("Mcl-1") is no abbreviation by itself.
        """
        folded = [token.term for token in words]
        for size in range(1, self._longest + 1):
            for start in range(len(words) - size + 1):
                span = words[start : start + size]
                wording = tuple(folded[start : start + size])
                short = self._short_forms.get(wording)
                if (
                    short
                    and size == 1
                    and (bare(span[0].word) not in short or span[0].word in names)
                ):
                    continue
                forms = self._abbreviations.get(wording, {})
                yield from _shared(ABBREVIATION_WEIGHT, span, forms, "abbreviation")
        for start, end, others in self._lay_words.find(folded):
            known = {other: text for other, text in others.items() if self._vocabulary.holds(other)}
            is_class = tuple(folded[start:end]) in self._lay_words.classes
            for expansion in _shared(LAY_WEIGHT, words[start:end], known, "synonym"):
                yield replace(expansion, is_kind=is_class)
        for found in self._named.to_search_by(words):
            for expansion in _shared(LAY_WEIGHT, found.asked, found.names | found.kinds, "synonym"):
                yield replace(expansion, is_kind=expansion.phrase not in found.names)

    def _is_telling(self, expansion: Expansion) -> bool:
        """Whether a reader should know: the index has the other wording and, of everyday words,
        lacks what was asked.
        """
        asked = tuple(token.term for token in expansion.asked)
        is_needed = expansion.kind == "abbreviation" or not self._vocabulary.holds(asked)
        return is_needed and self._vocabulary.holds(expansion.phrase)


def _shared(
    weight: float,
    asked: Sequence[Token],
    others: Mapping[Phrase, str],
    kind: RewordingKind,
) -> Iterator[Expansion]:
    """The other wordings with the weight of what was asked, in part, spread over their words."""
    for other, printed in others.items():
        share = weight * len(asked) / (len(other) * len(others))
        yield Expansion(asked, other, printed, share, kind)


def _as_written(words: Sequence[Token], text: str) -> str:
    """The stretch of `text` with the words, and with words of grammar in or before them."""
    written = rf"{_GAP}(?:\w+{_GAP}){{0,2}}?".join(re.escape(token.word) for token in words)
    found = re.search(rf"(?:\b(?P<before>\w+)-)?\b(?P<words>{written})\b", text, re.IGNORECASE)
    if not found:
        return " ".join(token.word for token in words)
    is_part = found["before"] and is_function_word(found["before"])
    return found[0] if is_part else found["words"]


def _merged(rewordings: Sequence[Rewording]) -> tuple[Rewording, ...]:
    """One rewording for each wording asked for and each kind, in order."""
    searched: dict[tuple[str, RewordingKind], dict[str, None]] = {}
    for rewording in rewordings:
        found = searched.setdefault((rewording.asked, rewording.kind), {})
        found.update(dict.fromkeys(rewording.searched))
    return tuple(Rewording(asked, tuple(found), kind) for (asked, kind), found in searched.items())
