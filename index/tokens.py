"""Text to index terms: one analyser for passages, rows and questions.

What a reader holds to be the same word becomes the same term: case, accents, British and American
spelling, inflection (Snowball's English stemmer), plurals of short forms ("MDSCs"), Greek letters
and their names ("TGF-β1", "TGF-beta 1"), what print does to figures ("1,200", "58·1"), numerals
after words that count in them ("phase III", "phase 3"), and compounds with or without their hyphen
("IL-10", "IL10"; "RARγ", "RAR-gamma").
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple

import Stemmer

from index.numerals import in_figures
from index.spelling import american

ANALYSIS = "terms-4"
"""Version of the rules below; an index made by others must be rebuilt."""

FUNCTION_WORDS = frozenset(
    word
    for line in (
        "a about above after again against all also am an and any are as at be because been before",
        "being below between both but by can could did do does doing down during each either else",
        "ever for from further get gets give given gives go had has have having he her here hers",
        "him his how i if in into is it its itself just let may me might more most must my neither",
        "no nor not of off on once one ones only onto or other our ours out over own per please",
        "same shall she should so some such tell than that the their theirs them then there these",
        "they this those through to too under until up upon us very was we were what when where",
        "whether which while who whom whose why will with within without would you your yours",
    )
    for word in line.split()
)
"""Words that carry grammar rather than content; in capitals they are names (ALL, IT, US)."""

_GREEK_NAMES = (
    "alpha beta gamma delta epsilon epsilon zeta eta theta theta iota kappa lambda mu nu xi pi rho"
    " sigma sigma tau upsilon phi phi chi psi omega"
)
_GREEK = dict(zip("αβγδεϵζηθϑικλμνξπρσςτυφϕχψω", _GREEK_NAMES.split(), strict=True))
_GREEK_LETTER = re.compile(
    f"(?P<before>[^\\W_])?-?(?P<letter>[{''.join(_GREEK)}])(?P<after>(?=[^\\W_]))?", re.IGNORECASE
)
_MICRO = re.compile(r"[μµ](?=(?:[gl]|mol)\b|[mM]\b)", re.IGNORECASE)
"""A unit's prefix, not a name: "µg" is "ug", as it is typed."""

_GREEK_NAME_AND_NUMBER = re.compile(
    rf"\b({'|'.join(sorted(set(_GREEK_NAMES.split()) - {'mu', 'nu', 'xi', 'pi'}))})(?=\d)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens, zero-width spaces and joiners."""

_MINUS = re.compile(r"(?<=[^\W_])−(?=[^\W_])")
_DECIMAL_DOT = re.compile(r"(?<=\d)[·∙](?=\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,.]*\d)")
_EXPONENT = re.compile("(?<=\\d)(?=[⁰¹²³⁴⁵⁶⁷⁸⁹])")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_NEGATED = re.compile(r"\b[Nn]on[-‐‑– ](?=[^\W_])")
"""What is non-X is not X: both are one term, so that X does not find it."""

_COMPOUND = re.compile(r"[^\W_]+(?:[.,](?=\d)\d+|[-‐‑–'’+/]+(?=[^\W_])[^\W_]+)*")
_PART = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_MAX_KEPT_CHARS = 700
"""Longer texts are none of an index, whose pieces have at most 650 characters (bar long rows). A
kept one takes about 45 bytes a character: together at most 130 MB, in use about 10."""

_MAX_JOINED_CHARS = 24
_MAX_SHORT_PART_CHARS = 4
_PLURAL_OF_CAPITALS = re.compile(r"(?=(?:\d*[A-Z]){2})[A-Z\d]+(?=s$)")
_PLURAL_WITHOUT_VOWEL = re.compile(r"[^aeiouy]{3,}(?<!s)(?=s$)")
_UNITS = {"mcg": "ug", "microgram": "ug", "micrograms": "ug", "milligram": "mg", "milligrams": "mg"}


class Token(NamedTuple):
    """An index term and the word of the text that it stands for."""

    term: str
    word: str


def terms(text: str) -> list[str]:
    """The index terms of a text in order of appearance."""
    return [token.term for token in tokens(text)]


def tokens(text: str) -> Iterator[Token]:
    """Terms with their words; a compound gives each of its parts and itself in one piece."""
    return iter(_analysed(text) if len(text) <= _MAX_KEPT_CHARS else _analyse(text))


@lru_cache(maxsize=4_096)
def _analysed(text: str) -> tuple[Token, ...]:
    """Kept: answer after answer is made of the same sentences and rows."""
    return tuple(_analyse(text))


def negated_as_one(text: str) -> str:
    """A folded text in which "non-X" is one word."""
    return _NEGATED.sub("non", text)


def _analyse(text: str) -> Iterator[Token]:
    for compound in _COMPOUND.findall(negated_as_one(fold(text))):
        parts = _PART.findall(compound)
        for part in parts:
            if not is_function_word(part):
                yield Token(_stem(_singular(part).lower()), part)
        joined = "".join(parts).lower()
        if len(parts) > 1 and len(joined) <= _MAX_JOINED_CHARS and _is_one_name(parts):
            yield Token(_stem(joined), compound)


def fold(text: str) -> str:
    """The text without what tells equal words apart in print; case is kept."""
    if not text.isascii():
        text = _in_plain_letters(text)
    text = _GREEK_NAME_AND_NUMBER.sub(r"\1-", text)
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    text = in_figures(text)
    text = _POSSESSIVE.sub("", text)
    return text.lower() if text.isupper() and len(text.split()) > 2 else text


def _in_plain_letters(text: str) -> str:
    """What ASCII has no letters for: accents, Greek, and the signs of print."""
    text = _INVISIBLE.sub("", _EXPONENT.sub(" ", text))
    text = unicodedata.normalize("NFKC", text)
    decomposed = unicodedata.normalize("NFD", text)
    text = "".join(filterfalse(unicodedata.combining, decomposed))
    text = _GREEK_LETTER.sub(_spell_out, _MICRO.sub("u", text))
    return _MINUS.sub("-", _DECIMAL_DOT.sub(".", text))


def is_function_word(word: str) -> bool:
    if len(word) > 1 and word.isupper():
        return False
    return word.lower() in FUNCTION_WORDS


def _spell_out(match: re.Match[str]) -> str:
    name = _GREEK[match["letter"].lower()]
    before = f"{match['before']}-" if match["before"] else ""
    return f"{before}{name}-" if match["after"] is not None else before + name


def _is_one_name(parts: list[str]) -> bool:
    """Compounds that are also written in one piece have a short part or a number in them."""
    if not any(character.isalpha() for part in parts for character in part):
        return False
    return any(len(part) <= _MAX_SHORT_PART_CHARS or not part.isalpha() for part in parts)


def _singular(part: str) -> str:
    """A short form without its plural's s, which the stemmer takes for part of the name."""
    found = _PLURAL_OF_CAPITALS.match(part) or _PLURAL_WITHOUT_VOWEL.match(part)
    return found[0] if found else part


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if not word.isalpha() or len(word) < 3:
        return word
    if word in _UNITS:
        return _UNITS[word]
    return str(_stemmer().stemWord(american(word))) if len(word) > 3 else word


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
