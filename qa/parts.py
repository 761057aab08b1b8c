"""The piece of a citation that answers: a few sentences of a passage, a row or an entry whole.

A sentence that points back ("But …", "These …") misleads when quoted alone, so the one before it
comes along; one that opens a report ("Li et al. treated 40 adults with …") tells what was done, and
what was found stands behind it, up to the citation that closes the report. Of the development
questions whose answer is cited, this shows two more of a hundred, for 2 % more text. A question for
a number prefers sentences that have one; sentences about the text itself ("the previous paragraph",
"Figure 2") say nothing of the subject.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from corpus.sentences import sentence_spans

MAX_SENTENCES = 3

NEARLY_AS_GOOD = 0.85
"""Share of the best sentence's fit from which its neighbour is quoted with it. Of the strings that
answer the development questions, 0.931 stand in the parts (0.912 with the best sentence alone),
which grow by 70 characters an answer; at 0.7, 0.939 and another 70."""

_POINTS_BACK = re.compile(
    r"(?:but|however|moreover|furthermore|therefore|thus|hence|in contrast|by contrast|conversely"
    r"|also|in addition|additionally|mechanistically|similarly|likewise|instead|nevertheless"
    r"|nonetheless|this|these|those|it|its|they|their|he|she|his|her|the (?:former|latter|same)"
    r"|both|such|of (?:these|those|them)|among (?:these|those|them))\b",
    re.IGNORECASE,
)
_ABOUT_THE_TEXT = re.compile(
    r"\b(?:(?:previous|preceding|following|next) (?:paragraph|section)|(?:as )?mentioned (?:above|"
    r"before|earlier)|below,? we|next,? we|we (?:summari[sz]e|look at|review|focus)|this (?:review|"
    r"article|paper) (?:focus|provides|summari)|organization of this (?:paper|article|review)"
    r"|shown in (?:figure|table))",
    re.IGNORECASE,
)
_ASKS_FOR_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|often|well|effective)|what (?:percentage|proportion|share|rate|"
    r"dose|number|fraction)|rates?|percentage|doses?|survival|when|which year)\b",
    re.IGNORECASE,
)
_OPENS_A_REPORT = re.compile(
    r"(?:[A-Z][\w’'-]+(?: [A-Z]{1,3})?(?: et al\.|['’]s (?:study|trial)\b| (?:used|treated|studied"
    r"|reported|found|showed|compared|investigated)\b)"
    r"|(?:An?|One|Another|The) (?:[\w-]+ )?(?:study|trial) (?:by|of|from)\b)"
)
_CLOSES_WITH_A_CITATION = re.compile(r"(?:\([^()]*\b(?:19|20)\d{2}[a-z]?\)|\[\d[\d\s,;–-]*\])\W*$")
_CITED_YEARS = re.compile(r"\([^()]*\b(?:19|20)\d{2}[a-z]?[^()]*\)")
_NUMBER_BONUS = 0.15
_ABOUT_THE_TEXT_COST = 0.3


def answering_span(question: str, text: str, fit: Callable[[int, int], float]) -> tuple[int, int]:
    """`(start, end)` of the one to three sentences of `text` that answer best: the best one, those
    it does not stand without (the one it points back to, or the rest of the report that it opens)
    and neighbours that fit nearly as well.

    `fit` gives how well the stretch `text[start:end]` fits the question; higher is better.
    """
    spans = sentence_spans(text)
    wants_number = bool(_ASKS_FOR_NUMBER.search(question))
    scores = [fit(*span) + _adjusted(text[slice(*span)], wants_number) for span in spans]
    first = last = best = scores.index(max(scores))
    if best > 0 and _POINTS_BACK.match(text[slice(*spans[best])]):
        first -= 1
    elif _OPENS_A_REPORT.match(text[slice(*spans[best])]):
        last += _sentences_of_report(text, spans[best : best + MAX_SENTENCES]) - 1
    while last - first + 1 < MAX_SENTENCES:
        beside = [i for i in (first - 1, last + 1) if 0 <= i < len(spans)]
        near = [
            i
            for i in beside
            if scores[i] >= NEARLY_AS_GOOD * scores[best]
            and not _ABOUT_THE_TEXT.search(text[slice(*spans[i])])
        ]
        if not near:
            break
        added = max(near, key=lambda i: scores[i])
        first, last = min(first, added), max(last, added)
    return spans[first][0], spans[last][1]


def _sentences_of_report(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """How many of the sentences tell the report that the first of them opens."""
    count = 1
    for (a, b), (start, behind) in pairwise(spans):
        if _CLOSES_WITH_A_CITATION.search(text[a:b]) or _OPENS_A_REPORT.match(text[start:behind]):
            break
        count += 1
    return count


def _adjusted(sentence: str, wants_number: bool) -> float:
    bonus = 0.0
    if wants_number and re.search(r"(?<![\w-])\d", _CITED_YEARS.sub("", sentence)):
        bonus += _NUMBER_BONUS
    if _ABOUT_THE_TEXT.search(sentence):
        bonus -= _ABOUT_THE_TEXT_COST
    return bonus
