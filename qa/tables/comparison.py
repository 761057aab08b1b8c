"""Comparisons with numbers, superlatives and "only": the words of a condition on values."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from qa.tables.values import ORDINAL_LABELS, Quantity, number, numerals
from qa.types import Relation

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SMALL = {
    "zero": 0,
    **{word: place for place, word in enumerate(ONES, start=1)},
    "twelve": 12,
    **_TENS,
}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_N = rf"(?:(?:{_DIGITS})(?![\w/-]*[A-Za-z])(?!\.?\d)|(?:a )?(?:{'|'.join(_SMALL)})\b)"
_OF_UNIT = r"[a-zµμ]+(?:/[a-zµμ0-9²]+)*"
LESS = r"(?:fewer|less|smaller|lower|younger|shorter)"
MORE = r"(?:more|greater|larger|higher|bigger|older|longer)"

_WORDINGS: tuple[tuple[str, tuple[Relation, ...]], ...] = (
    (rf"\bbetween ({_N}) (?:and|to) ({_N})", ("≥", "≤")),
    (rf"\bfrom ({_N}) (?:up )?to ({_N})", ("≥", "≤")),
    (rf"\b(?:at least|a minimum of|not? {LESS} than|{MORE} than or equal to) ({_N})", ("≥",)),
    (rf"\b(?:at most|a maximum of|up to|not? {MORE} than) ({_N})", ("≤",)),
    (rf"\b{LESS} than or equal to ({_N})", ("≤",)),
    (rf"(?:>=|≥|=>) ?({_N})", ("≥",)),
    (rf"(?:<=|≤|=<) ?({_N})", ("≤",)),
    (rf"\b({_N})(?: ?\+|%? (?:or {MORE}|(?:or|and) (?:above|over|up)|upwards?)\b)", ("≥",)),
    (rf"\b({_N})%? (?:(?:or|and) (?:{LESS}|below|under)|at (?:the )?most)\b", ("≤",)),
    (rf"\b({_N})%? {_OF_UNIT} or {MORE}\b", ("≥",)),
    (rf"\b({_N}) (?:(?:or|and) (?:later|newer|since|onwards?)|onwards?)\b", ("≥",)),
    (rf"\b({_N}) (?:or|and) (?:earlier|before)\b", ("≤",)),
    (rf"\bnot (?:under|below|before|prior to) ({_N})", ("≥",)),
    (rf"\bnot (?:over|above|exceeding|beyond|after) ({_N})", ("≤",)),
    (rf"\b({_N})%? {_OF_UNIT} or {LESS}\b", ("≤",)),
    (rf"\b(?:(?:{LESS}|earlier) than|under|below|before|prior to) ({_N})", ("<",)),
    (rf"< ?({_N})", ("<",)),
    (rf"\b(?:{MORE} than|over|above|exceed(?:s|ed|ing)?|beyond|after) ({_N})", (">",)),
    (rf"\blater than ({_N})", (">",)),
    (rf"> ?({_N})", (">",)),
    (rf"\bsince ({_N})", ("≥",)),
    (rf"(?:\bexactly|\bprecisely|\bequals?(?: to)?|=) ?({_N})", ("=",)),
)
"""Ways to say a comparison, the more specific before what they contain."""

_PATTERNS = tuple((re.compile(wording, re.IGNORECASE), sign) for wording, sign in _WORDINGS)
_BARE = re.compile(rf"(?<![\w.-])({_DIGITS}|zero)(?![\w.,/-]*\w)", re.IGNORECASE)

_SUPERLATIVE = re.compile(
    r"\b(?:(?P<count>two|three|four|five|six|[2-9]|1\d) )?(?:(?P<minimum>smallest|lowest|fewest"
    r"|least|minimum|minimal|earliest|oldest|shortest|youngest|slowest)|(?P<maximum>largest|biggest"
    r"|highest|most(?! of\b)(?: recent(?:ly)?)?|maximum|maximal|greatest|latest|newest|longest"
    r"|tallest|fastest))\b",
    re.IGNORECASE,
)
_COUNTED_FIRST = re.compile(
    r"(?:which|what|name|list|show)(?: are)?(?: the)? (?P<count>two|three|four|five|six|[2-9]|1\d)"
    r" (?=[^,;:?]*$)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?P<count>two|three|four|five|six|[2-9]|1\d) (?:[^\W\d_]+ ){1,3}"
    r"(?:with|that|which|who|whose|having|using)\b[^,;:?]*$",
    re.IGNORECASE,
)
"""Where an extreme is asked of more than one: "the three studies with the fewest people"."""

_OF_TIME = frozenset(("earliest", "latest", "newest", "most recent", "most recently"))
_OF_AGE = frozenset(("youngest", "oldest"))
_OF_LENGTH = frozenset(("shortest", "longest"))

_LABEL = rf"(?:{'|'.join(ORDINAL_LABELS.split())})"
_NUMERAL = r"(?:iv|iii|ii|i|[0-5])[abc]?(?![\w])"
_ORDINAL = re.compile(
    rf"\b(?P<label>{_LABEL})s?(?:[- ]?| ?(?P<sign>[<>≤≥]=?) ?)(?P<steps>{_NUMERAL}"
    rf"(?:(?P<link>\s*(?:/|-|–|,|\bor\b|\band\b|\bto\b)\s*(?:{_LABEL}\s*)?)(?:{_NUMERAL}))*)",
    re.IGNORECASE,
)
_SCALE = "012345"
_NEXT_AMOUNT = re.compile(r"\s+(?:than\b|\d)")
"""What follows "or more" where it begins another condition: "phase 2 or more than 50 people"."""

_NOT_STEPS = re.compile(rf"\bnot (?:{_LABEL} )?({_NUMERAL}(?:\s*/\s*{_NUMERAL})+)", re.IGNORECASE)


About = Literal["", "time", "duration", "age"]


class Comparison(NamedTuple):
    """A condition on a number; `start..end` is where the question says it."""

    relation: Relation
    number: float
    shown: str
    start: int
    end: int


class Superlative(NamedTuple):
    """`about` is what it can only be about ("time": newest; "duration": longest), or "".

    "Oldest" and "youngest" are about ages where a table has them, else about time.
    """

    operation: Literal["minimum", "maximum"]
    how_many: int
    about: About
    word: str
    start: int
    end: int


class Step(NamedTuple):
    """Steps of a labelled scale: `together` for "I/II" and "I and II", else any of them.

    In a comparison ("phase 2 or higher") they are all that meet it.
    """

    label: str
    steps: frozenset[str]
    together: bool
    shown: str
    start: int
    end: int
    relation: Relation = "contains"


def comparisons(text: str) -> Iterator[Comparison]:
    """Conditions on numbers, without overlap: the most specific wording wins."""
    taken: list[tuple[int, int]] = []
    for pattern, relations in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other[1] and other[0] < end for other in taken):
                continue
            taken.append((start, end))
            for relation, found in zip(relations, match.groups(), strict=True):
                yield Comparison(relation, _value(found), _shown(found), start, end)


def bare_numbers(text: str) -> Iterator[Comparison]:
    """Numbers in digits that stand alone ("in 2015", "80 participants", "zero") as equalities."""
    for match in _BARE.finditer(text):
        yield Comparison("=", _value(match[1]), _shown(match[1]), *match.span())


def superlatives(text: str) -> Iterator[Superlative]:
    for match in _SUPERLATIVE.finditer(text):
        word = (match["minimum"] or match["maximum"]).lower()
        operation: Literal["minimum", "maximum"] = "minimum" if match["minimum"] else "maximum"
        count = match["count"] or "1"
        many = int(count) if count.isdigit() else _SMALL[count.lower()]
        if not match["count"] and (span := counted_before(text, match.start())):
            many = int(_value(text[slice(*span)]))
        about: About = ""
        if word in _OF_AGE:
            about = "age"
        elif word in _OF_TIME:
            about = "time"
        elif word in _OF_LENGTH:
            about = "duration"
        yield Superlative(operation, many, about, word, *match.span())


def counted_before(text: str, place: int) -> tuple[int, int] | None:
    """Where it is said of how many rows the extreme at `place` is asked."""
    counted = _COUNTED.search(text[:place]) or _COUNTED_FIRST.match(text[:place])
    return counted.span("count") if counted else None


def steps(text: str) -> Iterator[Step]:
    """Steps of a scale with their label: "phase II", "grades 3-4", "phase I/II"."""
    for match in _ORDINAL.finditer(text):
        found = numerals(match["steps"])
        link = (match["link"] or "").lower()
        together = len(found) > 1 and not re.search(r"\bor\b|,", link)
        shown = f"{match['label']} {match['steps']}" if match["sign"] else match[0]
        step = Step(match["label"].lower(), found, together, shown, *match.span())
        yield _compared(text, step, match["sign"] or "") or step


def _compared(text: str, step: Step, sign: str) -> Step | None:
    """All steps that are meant, where a single one is the bound of a comparison."""
    if len(step.steps) != 1:
        return None
    (digit,) = step.steps
    plain = f"{text[: step.start]}{sign}{digit}{text[step.end :]}"
    for pattern, (relation, *more) in _PATTERNS:
        for match in pattern.finditer(plain):
            is_of_step = match.start() <= step.start + len(sign) < match.end() and not more
            if not is_of_step or relation == "=" or _NEXT_AMOUNT.match(plain, match.end()):
                continue
            asked = Comparison(relation, float(digit), digit, 0, 0)
            met = frozenset(n for n in _SCALE if meets(Quantity(float(n), float(n), ""), asked))
            end = match.end() - len(sign) - 1 + step.end - step.start
            return step._replace(steps=met, start=match.start(), end=end, relation=relation)
    return None


def excluded_steps(text: str) -> Iterator[Step]:
    """Combined steps that are not meant, without a label: "(not I/II)"."""
    for match in _NOT_STEPS.finditer(text):
        yield Step("", numerals(match[1]), True, match[1], *match.span())


def meets(quantity: Quantity, comparison: Comparison) -> bool:
    """Whether a number does, or every number of a range."""
    low, high, asked = quantity.low, quantity.high, comparison.number
    return {
        "<": high < asked,
        "≤": high <= asked,
        ">": low > asked,
        "≥": low >= asked,
        "=": low == high == asked,
        "≠": high < asked or low > asked,
        "contains": low <= asked <= high,
    }[comparison.relation]


def _value(found: str) -> float:
    word = found.lower().removeprefix("a ")
    return float(_SMALL[word]) if word in _SMALL else number(found)


def _shown(found: str) -> str:
    value = _value(found)
    return found if found[0].isdigit() else f"{value:g}"
