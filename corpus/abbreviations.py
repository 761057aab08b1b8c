"""Abbreviations that a text defines itself: "immune thrombocytopenia (ITP)".

The algorithm of Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation
definitions in biomedical text", Pac. Symp. Biocomput. 8, 451-462: a short form in brackets is
matched right to left against the words before it; its first character must begin a word.

Lists of abbreviations, as the notes of tables have them, are read as well: "AF, atrial
fibrillation; MI, myocardial infarction".
"""

import re
from collections.abc import Iterator
from itertools import chain

from corpus.types import Abbreviation

_BRACKETED = (re.compile(r"\(([^()]{2,60})\)"), re.compile(r"\[([^\[\]]{2,60})\]"))
_LISTED = re.compile(
    r"(?:^|(?<=[;.\n])|(?<=:))\s*(?P<short>[^\W_][^\s,;:=()]{0,9})"
    r"(?:\s*[,:=]\s*|\s+(?:indicates?|denotes?|stands for|is|[=–—-])\s+)"
    r"(?P<long>[^\W_][^;.:=\n]{2,80}?)\s*(?=[;.\n]|$)"
)
_BY_COMMAS = re.compile(
    r"(?:^|(?<=[;.\n,]))\s*(?P<short>[^\W_][^\s,;:=()]{0,9})\s*[:=]\s*"
    r"(?P<long>[^\W_][^;,.:=\n]{2,80}?)\s*(?=[;.\n,]|$)"
)
"""The same with commas between the items: "AQ: amodiaquine, AS: artesunate"."""

_NEXT = re.compile(r",\s*[A-Z]{2,}\b")
"""A list with commas between its items runs on in what looks like a long form."""

_MIN_LISTED = 2
"""One alone may be an author with initials, or any name in front of a comma."""

_MIN_BEHIND_A_COMMA = 3
"""Letters of a short form within the brackets of its long form: "(person years at risk, PYAR)"."""

_MAX_SHORT_CHARS = 10
_REACH_CHARS = 400
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+")
_LINKING_WORDS = frozenset(
    ["a", "an", "and", "by", "de", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)
_LITTLE_WORDS = _LINKING_WORDS | {"all", "any", "no", "not", "none", "one", "two", "yes"}
_STATISTIC = re.compile(r"[<>=≤≥%±]|^\d+(?:\.\d+)?\s|^[\d.,\s]+[A-Z]?$|\s\d{3,}$|\d% ")


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Distinct (short, long) pairs in order of first definition, those of lists last.

    One short form may be defined twice with different long forms; both are returned.
    """
    found: dict[tuple[str, str], Abbreviation] = {}
    for one in chain(_in_brackets(text), _in_lists(_LISTED, text), _in_lists(_BY_COMMAS, text)):
        found.setdefault((one.short, one.long.lower()), one)
    return list(found.values())


def _in_lists(items: re.Pattern[str], text: str) -> Iterator[Abbreviation]:
    """Definitions one after the other: at least two that each fit from the first letter on."""
    run: list[Abbreviation] = []
    end = -1
    for match in items.finditer(text):
        short, long = match["short"], match["long"].strip(" '\"“”‘’")
        if match.start() > end + 1:
            if len(run) >= _MIN_LISTED:
                yield from run
            run = []
        if _is_short_form(short) and _spells(short, long):
            run.append(Abbreviation(short, long))
        end = match.end()
    if len(run) >= _MIN_LISTED:
        yield from run


def _spells(short: str, long: str) -> bool:
    """Whether a long form, from its first letter, fits a short form."""
    if len(long) <= len(short) or short in _WORD.findall(long) or not _is_balanced(long):
        return False
    if _NEXT.search(long):
        return False
    start = _initials_start(short, long)
    if (_best_start(short, long) if start is None else start) == 0:
        return True
    letters = iter(long.lower())
    is_within = all(letter in letters for letter in short.lower() if letter.isalpha())
    return is_within and long[0].lower() == short[0].lower()


def _in_brackets(text: str) -> Iterator[Abbreviation]:
    brackets = chain.from_iterable(pattern.finditer(text) for pattern in _BRACKETED)
    for match in sorted(brackets, key=lambda match: match.start()):
        before = _same_sentence(text[max(0, match.start() - _REACH_CHARS) : match.start()])
        content = match[1]
        inside = re.split(r"[,;]\s|\sor\s", content, maxsplit=1)[0].strip(" '\"“”‘’")
        pair = None
        if _is_short_form(inside):
            pair = _define(inside, before)
        if pair is None and (last := before.split()[-1:]):
            candidate = last[0].strip("'\"“”‘’,;")
            if _is_short_form(candidate) and len(content.split()) > 1:
                pair = _define(candidate, content.strip())
        if pair is None:
            long, _, short = content.rpartition(", ")
            is_short = _is_short_form(short) and len(short) >= _MIN_BEHIND_A_COMMA
            if is_short and _spells(short, long):
                pair = Abbreviation(short, long)
        if pair is not None:
            yield pair


def _same_sentence(before: str) -> str:
    sentence = re.split(r"[.!?;:]\s+(?=[A-Z])|\n\s*\n", before)[-1].rstrip()
    while (opened := sentence.rfind("(")) > sentence.rfind(")"):
        sentence = sentence[opened + 1 :]
    return sentence


def _is_short_form(text: str) -> bool:
    """2 to 10 characters, at most two words, with a capital; neither a statistic nor a quantity."""
    return (
        2 <= len(text) <= _MAX_SHORT_CHARS
        and len(text.split()) <= 2
        and text[0].isalnum()
        and (any(map(str.isupper, text)) or bool(re.fullmatch(r"[a-z]+\d+|\d+[a-z]+", text)))
        and not _STATISTIC.search(text)
        and not (text.istitle() and text.lower() in _LITTLE_WORDS)
    )


def _define(short: str, before: str) -> Abbreviation | None:
    words = list(_TOKEN.finditer(before))
    reach = min(len(short) + 5, len(short) * 2)
    if not words:
        return None
    window = before[words[max(0, len(words) - reach)].start() :]
    start = _initials_start(short, window)
    if start is None:
        start = _best_start(short, window)
    if start is None:
        return None
    long = window[start:].strip(" '\"“”‘’")
    unusable = long[:1] in "([" or not _is_balanced(long) or short in _WORD.findall(long)
    if len(long) <= len(short) or unusable:
        return None
    return Abbreviation(short, long) if len(_TOKEN.findall(long)) <= reach else None


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def _initials_start(short: str, long: str) -> int | None:
    """Where the long form begins when its last words' initials spell the short form.

    Tried first: the original algorithm takes "Index of Erectile Function" for IIEF, since it is
    content with any letter inside a word.
    """
    letters = [c for c in short.removesuffix("s").lower() if c.isalnum()]
    for word in reversed(list(_WORD.finditer(long))):
        if not letters:
            break
        if word[0][0].lower() == letters[-1]:
            letters.pop()
            start = word.start()
        elif word[0].lower() not in _LINKING_WORDS:
            return None
    return None if letters else start


def _best_start(short: str, long: str) -> int | None:
    """Where the long form begins in `long`, or None when `short` does not fit it."""
    position = len(long)
    for index in range(len(short) - 1, -1, -1):
        character = short[index].lower()
        if not character.isalnum():
            continue
        position -= 1
        while position >= 0 and (
            long[position].lower() != character
            or (index == 0 and position > 0 and long[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    return max(long.rfind(mark, 0, position) for mark in " +/") + 1
