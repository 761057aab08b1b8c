"""Questions that go on from the one before: "and in children?", "what about X?", "only phase 3".

They are the question before with one part of it changed: a phrase with the same preposition, or
what was in focus.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.conversation import words
from qa.conversation.phrases import Phrase, phrases
from qa.conversation.references import COMPARES, behind
from qa.conversation.tagging import parse, singular
from qa.conversation.thread import Entity, Thread, entities_of

_GOES_ON = re.compile(
    r"^(?:(?P<also>and|or|but|so|also|then),? (?:(?:what|how) (?:about|of) )?"
    r"|(?:what|how) (?:about|of) )(?P<rest>.+?)[\s?.!]*$",
    re.IGNORECASE,
)
_NARROWS = re.compile(r"^(?:and )?(?:only|just)\b", re.IGNORECASE)
_ASKS_FOR_MORE = re.compile(
    r"^(?:and )?(?:why(?: not)?|how so|how come|what else|who else|anything else|any others?"
    r"|any more|more|others?)[\s?.!]*$",
    re.IGNORECASE,
)
_WHY_SO = re.compile(
    r"^(?:and |but )?why (?:(?:was|is|were|are) (?:it|that|this|they) )?so(?: \w+)?[\s?.!]*$",
    re.IGNORECASE,
)
"""Why something is as it is ("why was it so poor?"): "it" is all of the question before."""

_TIMED = re.compile(r"[^\W_]+[-‐‑–](?:year|month|week|day|hour)", re.IGNORECASE)
_PLACES = frozenset(("in", "on", "among", "within"))
_CLAUSE_KINDS = ("verb", "auxiliary", "question")


@dataclass(frozen=True, slots=True)
class Continuation:
    """The question made whole; `kept` is what it is still about, None when it names another."""

    text: str
    kept: Entity | None


def asks_why_so(question: str, thread: Thread) -> Continuation | None:
    """The question before with the one for its reason behind it."""
    if thread.focus is None or not thread.last or not _WHY_SO.match(question):
        return None
    return Continuation(f"{thread.last.rstrip()} {question}", thread.focus)


def continuation(question: str, thread: Thread) -> Continuation | None:
    """The question before with the part that this one puts in place of it."""
    focus, last = thread.focus, thread.last.rstrip(" ?.!")
    if focus is None or not last:
        return None
    if _NARROWS.match(question):
        return Continuation(f"{last}, {question}", focus)
    if _ASKS_FOR_MORE.match(question):
        return Continuation(f"{thread.last.rstrip()} {question}", focus)
    match = _GOES_ON.match(question)
    if not match:
        return None
    rest = match["rest"]
    tokens, found = parse(rest), phrases(rest)
    if not found or any(token.kind in _CLAUSE_KINDS for token in tokens):
        return None
    if tokens[0].kind == "preposition":
        return Continuation(_placed(rest, tokens[0].lower, found[0], last), focus)
    if all(phrase.is_open for phrase in found) or COMPARES.search(last):
        return None
    other = _parallel(found[0], last) if match["also"] else None
    name, article = (other.text, other.determiner) if other else (focus.name, focus.article)
    if match["also"] and (timed := _at_another_time(found, last)):
        return timed
    if found[0].is_relational and singular(name.split()[-1].lower()) != singular(found[0].head):
        return _beside(question, last)
    at = last.lower().rfind(name.lower())
    if at < 0:
        return None
    end = at + len(name)
    if article and last[:at].lower().endswith(f" {article} "):
        at -= len(article) + 1
    return Continuation(f"{last[:at]}{rest}{last[end:]}?", None)


def _at_another_time(found: Sequence[Phrase], last: str) -> Continuation | None:
    """ "And the 2-year rate?" after "the one-year survival": the survival at the other time, as a
    rate says not of what it is.
    """
    new, *others = found
    when, *measure = new.words
    if others or not _TIMED.fullmatch(when) or not set(measure) <= words.MEASURES:
        return None
    for phrase in phrases(last):
        asked, *rest = phrase.words
        if _TIMED.fullmatch(asked) and rest:
            whole = " ".join((when, *rest, *(word for word in measure if word not in rest)))
            return Continuation(f"{last[: phrase.start]}{whole}{last[phrase.end :]}?", None)
    return None


def _beside(question: str, last: str) -> Continuation | None:
    """The question with what the one before was about behind it: a property ("and the 2-year
    rate?") takes the place of its like only, and of nothing else in that question.
    """
    names = [entity.text for entity in entities_of(last, 0) if not entity.is_described]
    return Continuation(behind(question, names), None) if names else None


def _parallel(new: Phrase, last: str) -> Phrase | None:
    """What "and X?" takes the place of: the last thing of `last` written like it, as news comes
    last in a sentence, a name in the same kind of letters if there is one ("SP+AQ", not "Basse",
    for "SP+PQ"); a property the last one of its noun.
    """
    alike = [
        phrase
        for phrase in phrases(last)
        if phrase.is_name == new.is_name and not phrase.is_generic and not phrase.is_open
    ]
    if new.is_relational:
        alike = [phrase for phrase in alike if singular(phrase.head) == singular(new.head)]
    if new.is_name:
        same = [phrase for phrase in alike if _letters(phrase.text) == _letters(new.text)]
        alike = same or alike
    return alike[-1] if alike else None


def _letters(name: str) -> str:
    """The kinds of characters of a name, runs as one: "SP+AQ" is "A+A", "Basse" "Aa"."""
    kinds = re.sub(r"[^\W\d_]", lambda letter: "A" if letter[0].isupper() else "a", name)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"\d", "0", kinds))


def _placed(rest: str, preposition: str, new: Phrase, last: str) -> str:
    """`last` with `rest` in place of its phrase with such a preposition, else behind it."""
    for phrase in reversed(phrases(last)):
        is_place = {phrase.preposition, preposition} <= _PLACES and phrase.is_name == new.is_name
        if phrase.preposition == preposition or is_place:
            start = last.lower().rindex(phrase.preposition, 0, phrase.start)
            whole = re.sub(r"\bthose\b", phrase.words[-1], rest)
            return f"{last[:start]}{whole}{last[phrase.end :]}?"
    return f"{last} {rest}?"
