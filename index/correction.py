"""Slips of the keyboard, mended with the words of the index.

A word is only looked at when neither the index nor general English has it, so that a real word
that the article lacks ("headache") stays as it is. The nearest word of the index is then taken:
by slips (optimal string alignment: a letter added, lost, changed, or two swapped), up to one, or
two in a long word; or by ear, when both have the same consonants once those that sound alike are
made equal. Among equally near words the more frequent one wins, for it is the likelier to be
meant (Kernighan, Church and Gale, "A Spelling Correction Program Based on a Noisy Channel Model",
COLING 1990).
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.tokens import FUNCTION_WORDS, fold, is_function_word, terms
from index.vocabulary import Vocabulary, phrase

_MIN_CHARS = 4
_LONG_WORD_CHARS = 8
_MIN_HEARD_CHARS = 6
_MIN_SPLIT_CHARS = 3
_GRAMMAR = 0.5
_BY_EAR = 1.5
"""Distances of what is no count of slips: a word of grammar is nearer than a rarer word one slip
away, a word that sounds the same comes between one slip and two."""

_OPPOSED = ("hyper", "hypo"), ("inter", "intra"), ("macro", "micro"), ("post", "pre")
"""Prefixes a slip or two apart that make another word, and often the opposite one."""

_ALIKE = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("^(?:ps|ts)", "s"),
        ("^(?:pn|kn|gn|mn)", "n"),
        ("rh|wr", "r"),
        ("ch|ck|qu|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("x", "ks"),
        ("z", "s"),
        ("(?<=[^aeiouy])h|h(?=[^aeiouy])", ""),
        (r"(.)\1", r"\1"),
        ("(?<=.)[aeiouyh]", ""),
        (r"(.)\1", r"\1"),
    )
)


_WORD = re.compile(r"(?<![\w'’])(?:[^\W\d_]{4,}(?![\w'’])|[^\W\d_]{3}(?![\w'’-]))")
"""A word that may be a slip; before a hyphen, three letters are a prefix ("pre-")."""

_BROKEN_WORD = re.compile(r"(?<![\w'’-])(?P<one>[^\W\d_]{2,}) (?P<other>[^\W\d_]+)(?![\w'’-])")


_ENDS = ".?!:;"


class Slip(NamedTuple):
    """Words as typed and the words of the index that were meant."""

    typed: str
    meant: str


class Corrector:
    """Knows the words of an index; `is_word` says which others must not be corrected."""

    def __init__(self, vocabulary: Vocabulary, is_word: Callable[[str], bool]) -> None:
        self._vocabulary = vocabulary
        self._counts = vocabulary.counts
        self._is_foreign_word = is_word
        self._words = [word for word in self._counts if len(word) >= _MIN_CHARS - 1]
        self._grammar = sorted(word for word in FUNCTION_WORDS if len(word) >= _MIN_CHARS - 1)
        self._by_sound: dict[str, list[str]] = {}
        for word in self._words:
            self._by_sound.setdefault(sound(word), []).append(word)

    def mend(self, text: str) -> tuple[str, list[Slip]]:
        """The text without slips, and those of them that hid a word of the index."""
        slips: list[Slip] = []
        text = self._joined(text, slips)
        is_shouted = text.isupper()

        def corrected(match: re.Match[str]) -> str:
            typed = fold(match[0])
            begins = _begins_a_sentence(text, match.start())
            is_plain = is_shouted or (begins and typed.istitle())
            meant = self.correct(typed.lower() if is_plain else typed)
            if not meant or meant == (typed.lower(),):
                return match[0]
            if not all(map(is_function_word, meant)):
                slips.append(Slip(match[0], " ".join(meant)))
            return " ".join(meant)

        return _WORD.sub(corrected, text), slips

    def _joined(self, text: str, slips: list[Slip]) -> str:
        """The text with words of the index in one piece where a space has slipped into them."""
        start = 0
        while match := _BROKEN_WORD.search(text, start):
            whole = (match["one"] + match["other"]).lower()
            is_broken = whole in self._counts and not self._may_stand(match["one"], match["other"])
            if is_broken:
                slips.append(Slip(match[0], whole))
                text = text[: match.start()] + whole + text[match.end() :]
            start = match.start() + len(whole) if is_broken else match.end("one")
        return text

    def correct(self, typed: str) -> tuple[str, ...]:
        """What was meant by a word: itself, a word or two words of the index, a word of grammar;
        empty when nothing is near enough. Short forms ("COPD") are never taken for slips, and
        names only by one.
        """
        word = typed.lower()
        if self._is_word(word):
            return (word,)
        if not word.isalpha() or not typed[1:].islower():
            return ()
        if len(word) < _MIN_CHARS:
            return tuple(other for other in self._grammar if _is_swapped(word, other))[:1]
        if split := self._split(word):
            return split
        found = self._nearest(word, is_name=typed[0].isupper())
        if not found or OSA.distance(word, found) > 1:
            found = next(filter(self._is_foreign_word, _swapped(word)), found)
        return (found,) if found else ()

    def _nearest(self, word: str, *, is_name: bool) -> str:
        is_long = len(word) >= _LONG_WORD_CHARS
        found = process.extract(
            word,
            self._words,
            scorer=OSA.distance,
            score_cutoff=2 if is_long and not is_name else 1,
            limit=None,
        )
        near: list[tuple[float, int, str]] = [
            (distance, -self._counts[candidate], candidate)
            for candidate, distance, _ in found
            if _may_be(word, candidate, int(distance))
        ]
        if not is_name:
            near += [
                (_BY_EAR, -self._counts[candidate], candidate)
                for candidate in self._by_sound.get(sound(word), ())
                if len(word) >= _MIN_HEARD_CHARS
                and OSA.distance(word, candidate) <= (3 if is_long else 2)
            ]
            near += [
                (_GRAMMAR, 0, candidate)
                for candidate in self._grammar
                if _is_swapped(word, candidate)
                or (
                    len(word) != len(candidate) > _MIN_CHARS - 1
                    and candidate[0] == word[0]
                    and OSA.distance(word, candidate) == 1
                )
            ]
        return min(near)[2] if near else ""

    def _may_stand(self, one: str, other: str) -> bool:
        """Whether two words side by side are what they seem; a lone capital is a name."""
        if (len(other) == 1 and other.isupper()) or self._vocabulary.holds(
            phrase(f"{one} {other}")
        ):
            return True
        return self._is_word(one.lower()) and self._is_word(other.lower())

    def _is_word(self, word: str) -> bool:
        if len(word) == 1:
            return is_function_word(word)
        known = self._vocabulary.terms.issuperset(terms(word))
        return known or self._is_foreign_word(word)

    def _split(self, word: str) -> tuple[str, ...]:
        """The word in two, where the texts have these two words side by side."""
        for cut in range(_MIN_SPLIT_CHARS, len(word) - _MIN_SPLIT_CHARS + 1):
            one, other = word[:cut], word[cut:]
            holds_both = {one, other} <= self._counts.keys()
            if holds_both and self._vocabulary.holds(phrase(f"{one} {other}")):
                return one, other
        return ()


def _swapped(word: str) -> Iterator[str]:
    """What may have been meant where two letters next to each other have changed places."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _begins_a_sentence(text: str, place: int) -> bool:
    """Whether a word at a place does, where a capital says nothing of it: nothing stands before it
    but what is no word, if not the end of another sentence.
    """
    while place and not (text[place - 1].isalnum() or text[place - 1] == "_"):
        place -= 1
        if text[place] in _ENDS:
            return True
    return place == 0


def _may_be(word: str, candidate: str, distance: int) -> bool:
    """In a short word, and where there are two slips, the first letter must be right: it rarely
    slips (Pollock and Zamora, "Automatic Spelling Correction in Scientific and Scholarly Text",
    CACM 27, 1984). Words of four letters have so many neighbours that only a swap counts.
    """
    if len(word) == _MIN_CHARS and not _is_swapped(word, candidate):
        return False
    may_begin_otherwise = _is_swapped(word, candidate) or (
        distance == 1 and len(word) >= _LONG_WORD_CHARS
    )
    if word[0] != candidate[0] and not may_begin_otherwise:
        return False
    return not any(
        {_prefix(word, pair), _prefix(candidate, pair)} == set(pair) for pair in _OPPOSED
    )


def _is_swapped(word: str, candidate: str) -> bool:
    """Whether two neighbouring letters stand in the other order."""
    return sorted(word) == sorted(candidate) and OSA.distance(word, candidate) == 1


def _prefix(word: str, prefixes: tuple[str, str]) -> str:
    return next((prefix for prefix in prefixes if word.startswith(prefix)), "")


def sound(word: str) -> str:
    """The word's first sound and its consonants, those that sound alike made equal."""
    for pattern, alike in _ALIKE:
        word = pattern.sub(alike, word)
    return word
