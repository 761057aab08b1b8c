"""Where a question names a study by its authors: "O'Brien's JAMA paper", "what did Wu report".

A surname alone proves little: many are ordinary words (Young, Brown, Best) or the names of
diseases and methods (Hodgkin, Kaplan–Meier). What makes it the name of a study is a *cue* beside
it: a year, "et al.", a second author, a word for a publication or for publishing ("paper",
"reported"), or the author's initials. The cues are those of author-year styles and of plain
English; which surname is an author's comes from the reference lists of the articles.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.citations import surname_key
from index.tokens import FUNCTION_WORDS

Cue = Literal["citation", "wording", "beside", "none"]
"""What marks a surname as a study's, best first: a printed citation ("et al.", a second author or
a year behind it); wording in which only authors stand ("what did … report", "…'s paper"); a
publication, a year or initials beside it; or nothing but its capital."""

_PAPER = (
    r"(?:papers?|stud(?:y|ies)|trials?|articles?|reports?|series|publications?|groups?|teams?"
    r"|labs?|references?|citations?|manuscript)"
)
_POSSESSED = (
    rf"(?:{_PAPER}|works?|cohorts?|findings?|results?|data|entry|rows?|experiments?|regimens?"
    r"|protocols?|patients|meta-analysis|reviews?|co-?authors?)"
)
_FINDING = (
    r"(?:report|show|find|demonstrate|observe|describe|publish|treat|use|test|study|investigate"
    r"|compare|conclude|randomi[sz]e|enroll?|recruit|measure|discover|identify|say|write|give|claim"
    r"|propose|suggest|achieve|see|do|conduct|perform|look|examine|evaluate|assess|reported|shown"
    r"|found|published|treated|described|observed|used|studied|tested)"
)
_FOUND = (
    r"(?:reported|reports|showed|shows|found|finds|demonstrated|observed|described|published"
    r"|concluded|randomi[sz]ed|treated|discovered|identified|enrolled|recruited|investigated"
    r"|studied|proposed|suggested)"
)
_YEAR = r"(?P<year>(?:18|19|20)\d\d)(?P<suffix>[a-j])?\b"
_INITIALS = r"(?:,?\s(?P<given>(?:[A-Z]\.?[\s-]?){1,3})(?![\w'’]))?"
_OTHERS = r",?\s(?:et\.?\sal\b\.?|and\s(?:colleagues|co-?workers|others|associates)\b)(?:['’]s?)?"
_SECOND = r",?\s(?:and|&)\s(?P<second>[A-Z][\w'’-]+)"
_CITED = re.compile(
    rf"{_INITIALS}(?:(?P<others>{_OTHERS})|{_SECOND})?(?:['’]s)?[,\s]*[(\[]?{_YEAR}"
)
_AUTHORED = re.compile(rf"{_INITIALS}(?:(?P<others>{_OTHERS})|{_SECOND})")
_OWNS_PAPER = re.compile(rf"['’]s?(?:\s[\w+/'’.-]+){{0,3}}?\s{_POSSESSED}\b", re.IGNORECASE)
_THEN_PAPER = re.compile(rf"(?:\s[\w.-]+)?\s{_PAPER}\b", re.IGNORECASE)
_THEN_FINDS = re.compile(rf"\s(?:first\s|also\s)?{_FINDING}\b")
_THEN_FOUND = re.compile(rf"\s{_FOUND}\b(?!\s(?:with|to|by)\b)")
_DID_BEFORE = re.compile(r"\b(?:did|does|do|has|have|had|was|were)\s(?:Dr\.?\s)?$", re.IGNORECASE)
_BY_BEFORE = re.compile(
    rf"\b(?:by|according to|cit(?:es?|ed|ing)|{_PAPER}\s(?:of|from|by)"
    r"|(?:listed|given|reported|tabulated|printed)\s(?:for|of|from)"
    r"|(?:reference|ref|DOI|PMID|pages|volume|journal)\s(?:of|for|to))\s(?:Dr\.?\s)?$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"\b(?P<year>(?:18|19|20)\d\d)\s$")
_CAPITAL_BEFORE = re.compile(r"\b(?!(?:Dr|Prof)\b)[A-Z][\w.'’-]*\s$")
_CAPITAL = re.compile(r"\s[A-Z][a-z]")
_GIVEN = re.compile(r"\s([A-Z]{1,3})(?![\w'’-])")
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_POSSESSIVE_END = re.compile(r"['’]s?$")
OF_PUBLISHING = re.compile(rf"{_PAPER}|{_FINDING}|{_FOUND}|since", re.IGNORECASE)
MONTHS = frozenset(["april", "august", "january", "june", "july", "march", "may"])
"""Months that are surnames too: "May 2022" is a date unless "et al." or the like says otherwise."""

ALSO_WORDS = frozenset(
    word
    for line in (
        "baker ball banks bell best bird bishop black bloom bond bone brown burns bush case",
        "church cook cross day early east fast field fields fine fish ford fox freed frost gold",
        "good grant gray green grey hall hand hands hart hill hope house key king knight lake",
        "lamb lancet land lane law lean light little long lord love low major man mann marsh",
        "mills moon moore moss new noble north olds page park parks peak pike pool poor pope",
        "post power price ray reed rice rich rivers root rose sharp sharpe short silver simple",
        "small snow speed spring steel stone strong summer summers sun sweet swift tall tan",
        "temple walls ward waters weeks wells west white wild winter wise wolf wood woods worth",
        "young",
    )
    for word in line.split()
)
"""Surnames that are everyday English words; an article need not use the word for a reader to."""

_LOOK_BACK_CHARS = 40
_LONGEST_NAME_WORDS = 3
_MIN_UNCUED_CHARS = 4
_MIN_MISSPELT_CHARS = 5
_LONG_NAME_CHARS = 8


@dataclass(frozen=True, slots=True)
class StudyName:
    """A surname in a question, folded by `surname_key`; `year` is 0 where none stands beside it.

    `spelt` is how the reference list or a citation spells it: not `asked` when a slip was mended.
    It stands at `question[start:end]`.
    """

    asked: str
    spelt: str
    cue: Cue
    year: int = 0
    suffix: str = ""
    second: str = ""
    given: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def study_names(
    question: str,
    surnames: Collection[str],
    ordinary: Collection[str],
    leading: Collection[str] = (),
) -> Iterator[StudyName]:
    """The studies that a question names, in order.

    `surnames` are the folded names of authors, `ordinary` the folded words that the articles use
    otherwise too: those and everyday words are a study's only in a citation or in wording in
    which nothing but an author can stand. A slip is mended only to one of the `leading` surnames,
    those that studies are cited by.
    """
    words = list(_WORD.finditer(question))
    shouted = question.isupper()
    position = 0
    while position < len(words):
        for size in range(min(_LONGEST_NAME_WORDS, len(words) - position), 0, -1):
            start, end = words[position].start(), words[position + size - 1].end()
            end = start + len(_POSSESSIVE_END.sub("", question[start:end]))
            if size > 1 and surname_key(question[start:end]) not in surnames:
                continue
            found = _named(question, start, end, surnames, ordinary, leading, shouted)
            if found:
                yield found
                position += size
                break
        else:
            position += 1


def _named(
    question: str,
    start: int,
    end: int,
    surnames: Collection[str],
    ordinary: Collection[str],
    leading: Collection[str],
    shouted: bool,
) -> StudyName | None:
    printed = question[start:end]
    asked = surname_key(printed)
    is_word = asked in ordinary or asked in ALSO_WORDS
    if asked not in surnames and (is_word or len(asked) < _MIN_MISSPELT_CHARS):
        return None
    capital = any(c.isupper() for c in printed) and (shouted or not printed.isupper())
    mark = _mark(question, start, end, surnames)
    if asked in MONTHS and not (mark.second or mark.others):
        return None
    if asked in surnames:
        in_name = bool(
            _CAPITAL_BEFORE.search(question, max(0, start - _LOOK_BACK_CHARS), start)
            or _CAPITAL.match(question, end)
        )
        if not _is_enough(mark, asked, capital=capital, alone=start > 0 and not in_name,
                          is_word=is_word):  # fmt: skip
            return None
        spelt = asked
    else:
        if not mark.strict or OF_PUBLISHING.fullmatch(printed):
            return None
        spelt = _mended(asked, leading) if capital or mark.cue == "citation" else ""
    if not spelt:
        return None
    return StudyName(
        asked, spelt, mark.cue, mark.year, mark.suffix, mark.second, mark.given, start, end
    )


class _Mark(NamedTuple):
    """What stands around a word: its cue, and the rest of the citation."""

    cue: Cue
    strict: bool = False
    year: int = 0
    suffix: str = ""
    second: str = ""
    given: str = ""
    others: bool = False


def _is_enough(mark: _Mark, asked: str, *, capital: bool, alone: bool, is_word: bool) -> bool:
    """Whether a known surname is meant as one.

    Without a capital only a citation shows it, or a paper of that name. Anything less must stand
    `alone`: not at the start, and not in a longer name ("Edward Said", "Norman England").
    """
    if mark.cue == "citation":
        return capital or mark.others or asked not in FUNCTION_WORDS
    if is_word:
        return capital and mark.strict
    if not capital:
        return mark.strict and len(asked) >= _MIN_UNCUED_CHARS
    if mark.cue == "wording":
        return True
    return alone and (mark.cue == "beside" or len(asked) >= _MIN_UNCUED_CHARS)


def _mark(question: str, start: int, end: int, surnames: Collection[str]) -> _Mark:
    before = question[max(0, start - _LOOK_BACK_CHARS) : start]
    if cited := _CITED.match(question, end):
        return _Mark(
            "citation",
            True,
            int(cited["year"]),
            cited["suffix"] or "",
            surname_key(cited["second"] or ""),
            _letters(cited["given"]),
            bool(cited["others"]),
        )
    year = int(found["year"]) if (found := _YEAR_BEFORE.search(before)) else 0
    authored = _AUTHORED.match(question, end)
    second = surname_key(authored["second"] or "") if authored else ""
    if authored and (authored["others"] or second in surnames):
        given = _letters(authored["given"])
        return _Mark("citation", True, year, "", second, given, bool(authored["others"]))
    asks = bool(_DID_BEFORE.search(before)) and bool(_THEN_FINDS.match(question, end))
    if asks or _OWNS_PAPER.match(question, end):
        return _Mark("wording", True, year)
    if _BY_BEFORE.search(before) or (start and _THEN_FOUND.match(question, end)):
        return _Mark("wording", False, year)
    given = _letters(found[1]) if (found := _GIVEN.match(question, end)) else ""
    in_brackets = before.endswith("(") and question.startswith(")", end)
    if year or given or in_brackets or _THEN_PAPER.match(question, end):
        return _Mark("beside", False, year, given=given)
    return _Mark("none")


def _letters(initials: str | None) -> str:
    return re.sub(r"\W", "", initials or "")


def _mended(asked: str, surnames: Collection[str]) -> str:
    """The one surname that is a slip away, two in a long one; "" when there is none or several."""
    slips = 2 if len(asked) >= _LONG_NAME_CHARS else 1
    found = process.extract(asked, surnames, scorer=OSA.distance, score_cutoff=slips, limit=None)
    nearest = min((distance for _, distance, _ in found), default=0)
    names = [name for name, distance, _ in found if distance == nearest]
    return str(names[0]) if len(names) == 1 else ""
