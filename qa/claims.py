"""What a sentence or a row says in figures: a value, what it measures, of whom and when.

Read are the figures that reviews compare: percentages, durations, exact p-values and numbers of
patients, each with the outcome that it belongs to ("the 2-year event-free survival rate was 97 %";
"a 5 % overall response rate"), and doses with their medicine (`qa.doses`). Ranges, limits ("at
least 40 %"), confidence intervals and figures without an outcome are left alone: of those nobody
could say whether another figure contradicts them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from index.tokens import is_function_word, terms
from qa.claim import Claim, Measure, value_of
from qa.doses import doses

_NUMBER = r"(?<![\w.,/–−-])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.,/–−-])\d+(?:[.·]\d+)?"
_FIGURE = re.compile(
    rf"(?P<number>{_NUMBER})(?!\s?%?(?:[–−-]|\s(?:to|–|−)\s)\d)"
    r"(?:\s?(?P<percent>%|percent\b|per cent\b)"
    r"|\s(?P<time>years?|months?|weeks?|days?)\b"
    r"|\s(?:[a-zA-Z-]+\s){0,2}?(?P<people>patients|participants|subjects|children|individuals"
    r"|adults|women|men)\b)"
)
_P_VALUE = re.compile(
    r"\b[Pp]\s?(?:[-–]?\s?values?\s?)?(?:=|of|was)\s?(?P<number>0?[.·]\d+)(?!\s?[–-]\s?\d)"
)
_LIMITED = re.compile(
    r"(?:<|>|≤|≥|±|~|=|\b(?:by|up to|at least|at most|more than|less than|fewer than|over|under"
    r"|about|around|approximately|nearly|almost|between|from|to|only up to))\s?$",
    re.IGNORECASE,
)
_NO_OUTCOME = re.compile(
    r"\b(?:every|for|within|after|at|aged?|total of|\d (?:and|or))\s?$", re.IGNORECASE
)
_INTERVAL = re.compile(r"\s?(?:CI\b|confidence|credible|prediction)")
_OUTCOME = (
    r"(?:survival|responses?|responders?|remissions?|relapses?|recurrences?|mortality|deaths?"
    r"|prevalence|incidence|sensitivity|specificity|accuracy|follow-up|stabili[sz]ation|cure"
    r"|eradication|success|adherence|toxicity|improvement|healing|clearance)"
)
_HEAD = re.compile(
    rf"\b(?:(?P<outcome>{_OUTCOME})|(?P<rated>[a-z-]{{4,}}) rates?|(?P<short>OS|EFS|DFS|PFS|RFS|CR"
    r"|ORR))\b",
    re.IGNORECASE,
)
_SHORT = {
    "os": "overall survival",
    "efs": "event-free survival",
    "dfs": "disease-free survival",
    "pfs": "progression-free survival",
    "rfs": "relapse-free survival",
    "cr": "complete remission",
    "orr": "overall response",
}
"""Outcomes that the field writes short, whether or not an article explains them."""

_IN_TURN = re.compile(r"\s*,?\s*respectively\b")
_GROUPS_IN_TURN = re.compile(r"(?:[^.;|]|[.;|]\S){0,120}?\brespectively\b")
"""A figure that is told in turn of something else than its outcome: of several groups."""
_LISTED = re.compile(r"\s*,?\s*(?:and\s*)?")
_NARROWER = re.compile(r"(?:\s?,)?(?:\s(?:and|rates?|the|[\w–-]+)){0,5}\s", re.IGNORECASE)
"""What may stand between two outcomes that one verb is said of: "event-free and overall"."""
_WORD = re.compile(r"[\w–-]+|[^\w\s]")
_MODIFIERS = 4
_CLAUSE_END = re.compile(r"[.,;|]\s|\band\b")
_GOES_ON = re.compile(r",\s(?:with|having|who|which|where)\b|[.;|]\s")
"""What begins another statement between two figures."""
_NEUTRAL = frozenset(
    terms("rate rates significant significantly total estimated probability achieved showed had a")
)
"""Words that do not change what is measured."""

_TIME_POINT = re.compile(
    r"\b(?P<number>\d+|one|two|three|four|five|six)[\s-](?P<unit>year|month|week|day)s?\b",
    re.IGNORECASE,
)
_SPELT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_AT = re.compile(r"\b(?:at|after|by|of follow-up at)\s$", re.IGNORECASE)
_INCLUDED = re.compile(
    r"\b(?:enrol\w*|includ\w*|recruit\w*|randomi[sz]\w*|treated|studied|analy[sz]ed|comprised)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\b(?:to|should|would|plan\w*|aim\w*|at least)\b", re.IGNORECASE)
_INCLUSION_CHARS = 40
"""How far from a number of patients "enrolled" or the like may stand."""

_CONTRASTS = frozenset(
    terms(
        "high low higher lower intermediate standard poor good favorable favourable adverse"
        " mild moderate severe alone monotherapy control controls placebo untreated pretreated"
        " previously newly relapsed refractory resistant naive elderly older younger old young"
        " adult adults children pediatric paediatric male female men women boys girls infants"
        " early late initial final first second third fourth baseline induction consolidation"
        " maintenance salvage mutated wild positive negative responders nonresponders"
        " survivors single double never without not no only others other another stage grade"
        " worst best urban rural vaccinated unvaccinated exposed unexposed respectively"
    )
)
"""Words that set a group or a time apart: figures with and without one may well differ."""
_COMPARED = frozenset(
    terms("high low higher lower alone monotherapy control controls placebo without not no only")
)
"""A p-value is of both groups and of the difference: these words do not set it apart."""
_RESPECTIVELY = frozenset(terms("respectively"))


def claims(text: str) -> list[Claim]:
    """The figures of a sentence or a row with what each measures, in order."""
    found = [*_claims(text), *_p_values(text), *doses(text)]
    return sorted(found, key=lambda claim: claim.start)


def _claims(text: str) -> Iterator[Claim]:
    figures = [m for m in _FIGURE.finditer(text) if not _is_loose(text, m)]
    heads = list(_HEAD.finditer(text))
    begins: dict[str, int] = {}
    taken: dict[int, int] = {}
    in_turn = _in_turn(text, figures, heads)
    for figure in figures:
        unit = _unit(figure)
        behind = next(
            (f.start() for f in figures if f.start() >= figure.end() and _unit(f) == unit),
            len(text),
        )
        closing = _CLAUSE_END.search(text, figure.end(), behind)
        end = closing.start() if closing else behind
        before = text[begins.get(unit, 0) : figure.start()].rpartition(" | ")[2]
        around = before + text[figure.end() : end]
        begins[unit] = end
        if measured := _measure(text, figure, heads, taken, in_turn):
            phrase, measure = measured
            value, places = value_of(figure["number"])
            contrasts = frozenset(terms(around.replace("-", " "))) & _CONTRASTS - measure.modifiers
            if figure.start() in in_turn:
                contrasts -= _RESPECTIVELY
            elif _GROUPS_IN_TURN.match(text, figure.end()):
                contrasts |= _RESPECTIVELY
            yield Claim(figure.start(), figure.end(), value, places, measure, contrasts, phrase)


def _p_values(text: str) -> Iterator[Claim]:
    """The exact p-values, each of the last outcome before it in its statement."""
    heads = list(_HEAD.finditer(text))
    for found in _P_VALUE.finditer(text):
        before = [head for head in heads if head.end() <= found.start()]
        if before and not _GOES_ON.search(text, before[-1].end(), found.start()):
            measured = _of_head(text, before[-1], "p", frozenset())
            if measured:
                phrase, measure = measured
                around = text[before[-1].start() : found.start()].replace("-", " ")
                contrasts = frozenset(terms(around)) & _CONTRASTS - _COMPARED - measure.modifiers
                yield Claim(*found.span(), *value_of(found["number"]), measure, contrasts, phrase)


def _in_turn(
    text: str, figures: Sequence[re.Match[str]], heads: Sequence[re.Match[str]]
) -> dict[int, re.Match[str]]:
    """The outcomes of figures that are told in turn, by where the figure starts: "event-free and
    overall survival were 98% and 96%, respectively". As many outcomes as figures, or none.
    """
    found: dict[int, re.Match[str]] = {}
    for position, last in enumerate(figures):
        if not _IN_TURN.match(text, last.end()):
            continue
        first = position
        while first and _LISTED.fullmatch(text, figures[first - 1].end(), figures[first].start()):
            first -= 1
        told = figures[first : position + 1]
        before = [head for head in heads if head.end() <= told[0].start()][-len(told) :]
        if len(before) == len(told) > 1 and all(
            _NARROWER.fullmatch(text, one.end(), other.start()) for one, other in pairwise(before)
        ):
            found |= {figure.start(): head for figure, head in zip(told, before, strict=True)}
    return found


def _is_loose(text: str, figure: re.Match[str]) -> bool:
    """Whether a figure is a limit, a change or a time rather than the value of an outcome."""
    before = text[: figure.start()]
    return bool(
        _LIMITED.search(before)
        or (figure["time"] and _NO_OUTCOME.search(before))
        or _INTERVAL.match(text, figure.end())
    )


def _measure(
    text: str,
    figure: re.Match[str],
    heads: list[re.Match[str]],
    taken: dict[int, int],
    in_turn: Mapping[int, re.Match[str]],
) -> tuple[str, Measure] | None:
    if figure["people"]:
        return _people(text, figure)
    head = in_turn.get(figure.start()) or _head(text, figure, heads, taken)
    if head is None:
        return None
    taken[head.start()] = figure.end()
    at = frozenset(
        _time(found)
        for found in _TIME_POINT.finditer(text, figure.end())
        if _AT.search(text[: found.start()])
    )
    return _of_head(text, head, _unit(figure), at)


def _of_head(
    text: str, head: re.Match[str], unit: str, times: frozenset[str]
) -> tuple[str, Measure] | None:
    """The measure that an outcome names with the words before it, and these words."""
    words = _noun_phrase(text, head)
    phrase = text[words[0][0] if words else head.start() : head.end()]
    written = " ".join(word for _, word in words)
    if head["short"]:
        *narrowing, outcome = _SHORT[head["short"].lower()].split()
        written = " ".join([written, *narrowing])
    else:
        outcome = head["outcome"] or head["rated"]
    times |= {_time(found) for found in _TIME_POINT.finditer(phrase)}
    narrowed = frozenset(terms(_TIME_POINT.sub(" ", written).replace("-", " "))) - _NEUTRAL
    if outcome.lower() == "survival":
        narrowed -= {"overal"}  # survival alone is overall survival
    stem = terms(outcome)
    return (phrase, Measure(stem[0], narrowed, times, unit)) if stem else None


def _people(text: str, figure: re.Match[str]) -> tuple[str, Measure] | None:
    """How many were enrolled, treated, …: of numbers without such a verb nothing is compared."""
    before = text[max(0, figure.start() - _INCLUSION_CHARS) : figure.start()]
    behind = text[figure.end() : figure.end() + _INCLUSION_CHARS]
    verbs = _INCLUDED.findall(before)[-1:] or _INCLUDED.findall(behind)[:1]
    if not verbs or _PLANNED.search(before):
        return None
    return figure["people"], Measure(
        "patients", frozenset(terms(verbs[0])), frozenset(), "patients"
    )


def _unit(figure: re.Match[str]) -> str:
    if figure["percent"]:
        return "%"
    return "patients" if figure["people"] else figure["time"].rstrip("s").lower()


def _head(
    text: str, figure: re.Match[str], heads: list[re.Match[str]], taken: dict[int, int]
) -> re.Match[str] | None:
    """The outcome that a figure belongs to: right behind it ("a 5 % response rate"), else the
    last one before it, else the first one behind it. An outcome that has its figure takes another
    only in one breath: "62 % compared with 25 %".
    """
    behind = next((head for head in heads if head.start() >= figure.end()), None)
    between = text[figure.end() : behind.start()] if behind else ""
    names_it = len(between.split()) < _MODIFIERS and re.fullmatch(r"[\s\w-]*", between)
    if behind and names_it and not any(map(is_function_word, between.split())):
        return behind
    before = [head for head in heads if head.end() <= figure.start()]
    if not before:
        return None if figure["time"] else behind
    since = text[taken.get(before[-1].start(), figure.start()) : figure.start()]
    return None if _GOES_ON.search(since) else before[-1]


def _noun_phrase(text: str, head: re.Match[str]) -> list[tuple[int, str]]:
    """The words right before an outcome that narrow it down, with their places."""
    words = list(_WORD.finditer(text, max(0, head.start() - 60), head.start()))
    found: list[tuple[int, str]] = []
    for word in reversed(words[-_MODIFIERS:]):
        if is_function_word(word[0]) or not re.match(r"[^\W_]", word[0]) or word[0].isdigit():
            break
        found.append((word.start(), word[0]))
    return found[::-1]


def _time(found: re.Match[str]) -> str:
    number = found["number"].lower()
    return f"{_SPELT.get(number, number)} {found['unit'].lower()}"
