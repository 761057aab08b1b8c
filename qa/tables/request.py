"""What a question asks of rows: a list, a count or an extreme, under which conditions.

A question asks for rows when it opens as one ("which trials", "list all", "how many studies",
"any …") and the thing it asks for is a row or a column of a table, in the plural, or when it asks
for an extreme. "The trial in children: which phase?" asks for one fact of one row and is none.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.query import SELF_REFERENCE
from index.tokens import terms
from qa.tables.arrangement import arranged
from qa.tables.column import parts
from qa.tables.comparison import (
    Comparison,
    Step,
    Superlative,
    bare_numbers,
    comparisons,
    counted_before,
    excluded_steps,
    steps,
    superlatives,
)
from qa.tables.types import Alternatives
from qa.tables.words import Form, Lexicon, Word, folded

Opening = Literal["list", "count", "who", "phrase", "what"]

_POLITE = (
    r"(?:(?:please|ok(?:ay)?|and|so|also|then|now|but|can you|could you|would you|kindly"
    r"|(?:i|we) (?:want|need|would like)(?: to (?:see|know|have))?"
    r"|(?:i am|i'm|we are|we're) (?:looking for|interested in|after)"
    r"|i'd like(?: to (?:see|know|have))?"
    r"|what about|how about|do you (?:know|have)"
    r"|(?:in|from|of|according to) (?:the )?(?:tables?|tab\.) (?:s?\d+|[ivx]+)"
    r"|(?:in|from|of|according to) (?:the|this) (?:review|article|paper|table|text)"
    r"|(?:of|among|amongst) (?:them|those|these))\b[\s,:]*)*"
)
_PREPOSITION = r"(?:(?:for|in|from|by|at|on|with|of|to|under|across|among|against)\s+)?"
_OPENING_WORDS: tuple[tuple[Opening, str], ...] = (
    ("count", rf"{_PREPOSITION}(?:how many|what number of|(?:what is )?the number of|count)\b"),
    (
        "list",
        r"what (?:has|have|had) (?:already |so far |ever )?been"
        r"(?= (?:added|combined|given|paired|studied|tested|tried|used)\b)",
    ),
    ("what", r"(?:what|which) (?:is|was|does|did|do|has|have|can|could)\b"),
    ("list", rf"{_PREPOSITION}(?:what|which)(?: (?:are|were))?\b"),
    (
        "list",
        r"(?:list|show|name|give|find|enumerate|display|tell|get|print|look up|pull (?:up|out))\b"
        r"(?: (?:me|us|out)\b)?"
        r"(?: (?:a|the) (?:full |complete |short )?(?:list|overview|table|summary|names?) of\b)?",
    ),
    (
        "list",
        r"(?:(?:a|the) )?(?:full |complete |whole |exhaustive |short )*(?:list|overview) of\b",
    ),
    ("list", r"(?:are there|is there|were there|was there)\b"),
    ("list", r"(?:everything|anything|all|every|each|any)\b"),
    ("who", r"(?:who|whose|where|when)\b"),
)
_OPENINGS = tuple(
    (name, re.compile(rf"^{_POLITE}{words}", re.IGNORECASE)) for name, words in _OPENING_WORDS
)
_OPENERS = frozenset(terms("pull print look count want need like know show please kindly"))
_NOT_OVER_ROWS = re.compile(
    rf"^{_POLITE}(?:why|how|is|are|was|were|do|does|did|can|could|should|has|have|will|would)\b"
    r"(?! (?:there|many|you (?:please )?(?:list|show|name|give|find|tell|get|know|have))\b)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\b(?:tables?|tab\.)\s+(?P<number>(?:s\s?)?\d+|[ivx]+)\b", re.IGNORECASE)
_ONE_ROW = re.compile(
    r"\b(?:the|this|that|its|their)\s+(?!(?:other|following)\b)"
    r"(?:(?!(?:is|are|was|were|has|have|had|does|did|that|which|who)\s)[^\s,;:?]+\s+){0,7}?"
    r"(?:trial|study|row|protocol|paper|entry|line|record|experiment)\b(?! (?:table|list|data))"
    r"|\b(?:row|entry|line)\s*[:?]",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|without|except(?:ing)?(?: for)?|exclud(?:e|es|ed|ing)|other than"
    r"|apart from|besides|neither|nor|lack(?:s|ing)?|omit(?:s|ting)?|rather than|free of|never"
    r"|(?:do|does|did|is|are|was|were)n['’]?t)\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\s*(?:is|are|was|were)\s*(?:not\b|n['’]?t\b)", re.IGNORECASE)
_AMONG = re.compile(
    r"\s*(?:among|amongst|in|part|one of|included|contained|used|given|added|present|there"
    r"|involved|listed|mentioned|reported|tested)\b",
    re.IGNORECASE,
)
_END_OF_SCOPE = re.compile(r"[,;:?)]|\b(?:but|with|and which|and that)\b")
_ONLY = re.compile(
    r"\b(?:purely|only|solely|exclusively|just|alone|pure|strictly|nothing but|nothing else"
    r"|(?:on|in) (?:its|their) own|by (?:itself|themselves)"
    r"|(?:as )?(?:a |the )?(?:sole |single|mono)[- ]?(?:agents?|drugs?|therap(?:y|ies)))(?!\w)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s*(?:including|even|also|together with|as well as)"
    r" (?:those|the ones|ones|trials|studies|if)\b"
    r"[^,;:?.]*"
    r"|,\s*counting [^,;:?.]*"
    r"|,\s*[^,;:?.]{2,40} (?:included|as well|too)(?=[\s?.!]*$)",
    re.IGNORECASE,
)
"""What only adds that some are meant as well narrows nothing."""

_IN_TABLE = re.compile(
    r",?\s*\b(?:(?:that|which) (?:is|are) )?"
    r"(?:(?:summari[sz]ed|listed|shown|given|tabulated|presented|reported|included|found) )?"
    r"(?:in|from|of|by|as per|per|according to) (?:the|this|that) (?P<described>(?:[\w-]+ ){0,3}?)"
    r"tables?\b(?! ?(?:s ?)?(?:\d|[ivx]+\b))",
    re.IGNORECASE,
)
"""Where the rows stand, without a number: "in the efficacy table" says at most which table."""

_REMARK = re.compile(r"(?<=\?)\s+(?!(?:please )?(?:list|name|show|give)\b)[^?]{3,}$", re.IGNORECASE)
_NOW = re.compile(
    r",?\s*\b(?:right now|at (?:the moment|present)|at this (?:time|moment)|these days|so far"
    r"|to date|as of (?:now|today)|up to now|(?<=going )on)\b",
    re.IGNORECASE,
)
"""The table is as of its day anyway."""

_MAX_WORDS = 60
"""Words of a question for rows: the longest of 170 has 30. Of longer ones every reading takes time
that grows with the square of the words."""

_THINGS = re.compile(r"\b(?:all (?:of )?(?:the )?)?things\b", re.IGNORECASE)

_ALL = frozenset(("all", "every", "each", "any", "no", "everything", "anything"))
_PASSED = _ALL | {"the", "of", "these", "those", "them", "other", "only", "our", "its", "and", "or"}

FRAME = frozenset(
    terms(
        "list show name find display enumerate tell want see know include included including"
        " involve involved using used use test tested testing run running pair paired pairing"
        " combine combined combining contain contained containing mention mentioned report"
        " reported describe described appear stand standing present presented give given get got"
        " gave took take taken taking let receive received plan planned planning open share shared"
        " set aim aimed concern"
        " concerning concerned cover covered covering deal evaluate evaluated evaluating examine"
        " examined explore explored investigate investigated investigating study studied studying"
        " assess assessed look looking treat treated treating enrol recruit recruiting conduct"
        " conducted carry carried sponsor sponsored belong relate related come came go came start"
        " started make made feature featured featuring do done say said read think ask asking add"
        " added adding offer need based call called apply applied administer administered happen"
        " try tried last lasted play achieve hold held compare compared fall equal omit omitting"
        " number count total many much different various several complete full entire whole"
        " overall currently current exist existing available following altogether there also"
        " table column cell row entry record one kind type sort form part section group value"
        " thing something everything anything information detail please thanks listed where every"
        " each apart else together purely only solely exclusively just alone pure strictly except"
        " excluding exclude without lack lacking besides exactly precisely plus cite cited"
        " still going gone giving way label some though although among amongst according"
        " tabulated recorded hit account"
    )
)
"""Words that frame a question about rows and choose none of them."""

CLASSIFIERS = frozenset(
    terms(
        "product agent drug therapy treatment disease disorder patient condition medicine compound"
        " people person population case adult setting indication company hospital clinical drugs"
        " data result medication substance combination cell antibody ingredient component"
    )
)
"""Words that say what kind of thing a value is ("iron therapy"): they need not be in it."""

NARROW = frozenset(terms("antibody cell company hospital adult"))
"""Of these, the ones that leave rows out where they stand by themselves ("with an antibody")."""


@dataclass(frozen=True)
class Request:
    """A question read for conditions. Places are characters of `text`, the folded question.

    `classes` leads from the wording of a class to the members that are known; `remark` is what is
    said behind the question, and not understood. `verb` is that of "which trials span ...".
    """

    text: str
    words: tuple[Word, ...]
    opening: Opening
    subject: tuple[Word, ...]
    takes_singular: bool
    table: str
    described: frozenset[str]
    comparisons: tuple[Comparison, ...]
    bare: tuple[Comparison, ...]
    superlatives: tuple[Superlative, ...]
    steps: tuple[Step, ...]
    excluded: tuple[Step, ...]
    negations: tuple[tuple[int, int], ...]
    only: tuple[tuple[int, int], ...]
    classes: Mapping[Form, Sequence[str]]
    about_one_row: bool
    remark: str
    verb: Word | None

    @property
    def _figures(self) -> list[int]:
        return [step.start for step in self.steps] + [one.start for one in self.comparisons]

    def limit_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Where it is said that what stands there is all of a cell ("purely X", "X alone")."""
        for begun, stop in self.only:
            gap = self.text[stop:start] if stop <= start else self.text[end:begun]
            between = [word for word in gap.lower().split() if word != "at"]
            if len(between) <= 1 and not re.search(r"[,;:?]", gap):
                return begun, stop
        return None

    def negation_of(
        self, start: int, end: int, choosing: Sequence[Word], spent: Collection[int]
    ) -> int | None:
        """Where a negation begins that has what stands at `start` in its scope ("not in X", "where
        X is not among the drugs").

        Its scope ends at a pause, at "but" or "with", and at the first other condition, of words
        that choose rows or of numbers, unless "or" goes on ("without X or Y"). Negations that
        begin at a place in `spent` are accounted for.
        """
        for begin, stop in self.negations:
            if begin not in spent and end <= begin and self._denies_before(stop, end):
                return begin
            gap = self.text[stop:start]
            if begin in spent or stop > start or _END_OF_SCOPE.search(gap):
                continue
            between = any(
                stop <= word.start < start and word.forms and word.term not in FRAME
                for word in choosing
            ) or any(stop <= begun < start for begun in self._figures)
            if not between or re.search(r"\b(?:or|nor)\b", gap):
                return begin
        return None

    def _denies_before(self, stop: int, end: int) -> bool:
        """Whether a negation is said of what ends at `end`: "X is not among them"."""
        return bool(_IS.fullmatch(self.text[end:stop]) and _AMONG.match(self.text[stop:]))


def read_request(
    question: str, lexicon: Lexicon, alternatives: Alternatives, *, whole: bool = False
) -> Request | None:
    """The question as a request for rows; None when its opening shows that it is none.

    `whole` as for `Lexicon.read`.
    """
    text, remark = _without_remark(folded(question.strip()))
    text = arranged(text)
    text = _NOW.sub(" ", _ASIDE.sub(" ", SELF_REFERENCE.sub(" ", text)))
    if _NOT_OVER_ROWS.match(text):
        return None
    described = frozenset(
        term for match in _IN_TABLE.finditer(text) for term in terms(match["described"])
    )
    text = _THINGS.sub("everything", _IN_TABLE.sub(" ", text))
    opening: Opening = "phrase"
    begin = 0
    for name, pattern in _OPENINGS:
        if match := pattern.match(text):
            opening, begin = name, match.end()
            first_word = match[0].split()[-1].lower() if match[0].split() else ""
            break
    else:
        first_word = ""
        if polite := re.match(_POLITE, text, re.IGNORECASE):
            begin = polite.end()
    if opening == "phrase" and ":" in text[begin:]:
        return None
    if len(text.split(None, _MAX_WORDS)) > _MAX_WORDS:
        return None
    named = _TABLE.search(text)
    scale = tuple(steps(text))
    excluded = tuple(excluded_steps(text))
    taken = [(step.start, step.end) for step in (*scale, *excluded)]
    if named:
        taken.append(named.span())

    def free(start: int, end: int) -> bool:
        return not any(start < stop and begun < end for begun, stop in taken)

    plain = text  # "phase 2 or more than 50 people" has no "2 or more"
    for start, end in taken:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    compared = tuple(one for one in comparisons(plain) if free(one.start, one.end))
    taken.extend((one.start, one.end) for one in compared)
    extremes = tuple(one for one in superlatives(text) if free(one.start, one.end))
    taken.extend((one.start, one.end) for one in extremes)
    bare = tuple(one for one in bare_numbers(text) if free(one.start, one.end))
    negations = tuple(match.span() for match in _NEGATION.finditer(text) if free(*match.span()))
    counts = [count for one in extremes if (count := counted_before(text, one.start))]
    contracted = [span for span in negations if re.search(r"n['’]?t$", text[slice(*span)])]
    words = tuple(
        word
        for word in lexicon.read(text, alternatives, whole=whole)
        if free(word.start, word.end)
        and not (word.start < begin and word.term in _OPENERS)
        and not any(start <= word.start < end for start, end in contracted)
        and not any(start <= word.start < end for start, end in counts)
    )
    subject = _subject(words, text, begin, [one.start for one in compared])
    return Request(
        text=text,
        words=words,
        opening=opening,
        subject=subject,
        takes_singular=first_word in (*_ALL, "been")
        or any(w.text.lower() in _ALL for w in _lead(words, begin)),
        table=re.sub(r"\s", "", named["number"]).lower() if named else "",
        described=described,
        comparisons=compared,
        bare=bare,
        superlatives=extremes,
        steps=scale,
        excluded=excluded,
        negations=negations,
        only=tuple(match.span() for match in _ONLY.finditer(text) if free(*match.span())),
        classes={
            tuple(parts(wording)): alternatives.wordings[wording]
            for wording in alternatives.classes
        },
        about_one_row=bool(_ONE_ROW.search(text)),
        remark=remark,
        verb=_verb(subject, text) if opening in ("list", "count") else None,
    )


def _without_remark(text: str) -> tuple[str, str]:
    """The question without a sentence behind it that asks nothing, and that sentence."""
    found = _REMARK.search(text)
    return (text[: found.start()], found[0].strip()) if found else (text, "")


def _lead(words: tuple[Word, ...], begin: int) -> tuple[Word, ...]:
    return tuple(word for word in words if word.start >= begin)[:2]


def _verb(subject: Sequence[Word], text: str) -> Word | None:
    """The word behind the plural that is asked for, with which what is said of it begins ("which
    trials span ...").
    """
    for noun, word in pairwise(subject):
        beside = text[noun.end : word.start].isspace()
        if noun.is_plural and beside and word.text.islower() and not word.is_plural:
            return word
    return None


def _subject(
    words: tuple[Word, ...], text: str, begin: int, figures: Sequence[int]
) -> tuple[Word, ...]:
    """The words of the noun phrase that follows the opening: what is asked for."""
    found: list[Word] = []
    before = begin
    for word in words:
        if word.start < begin:
            continue
        if re.search(r"[,:;?()]", text[before : word.start]):
            break
        if any(before <= figure < word.start for figure in figures):
            break
        before = word.end
        within = text[word.start - 1 : word.start] == "-"
        if not word.forms and not within and word.text.lower() not in _PASSED:
            break
        if word.forms:
            found.append(word)
    return tuple(found)
