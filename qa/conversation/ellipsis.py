"""Questions that go on from the one before: "and in children?", "what about X?", "only phase 3".

They are the question before with one part of it changed: a phrase with the same preposition, or
what was in focus.
"""

import re
from dataclasses import dataclass

from qa.conversation.phrases import Phrase, phrases
from qa.conversation.references import COMPARES
from qa.conversation.tagging import parse
from qa.conversation.thread import Entity, Thread

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
_PLACES = frozenset(("in", "on", "among", "within"))
_CLAUSE_KINDS = ("verb", "auxiliary", "question")


@dataclass(frozen=True, slots=True)
class Continuation:
    """The question made whole; `kept` is what it is still about, None when it names another."""

    text: str
    kept: Entity | None


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
    at = last.lower().rfind(name.lower())
    if at < 0:
        return None
    end = at + len(name)
    if article and last[:at].lower().endswith(f" {article} "):
        at -= len(article) + 1
    return Continuation(f"{last[:at]}{rest}{last[end:]}?", None)


def _parallel(new: Phrase, last: str) -> Phrase | None:
    """What "and X?" takes the place of: the last thing of `last` written like it, as news comes
    last in a sentence.
    """
    alike = [
        phrase
        for phrase in phrases(last)
        if phrase.is_name == new.is_name and not phrase.is_generic and not phrase.is_open
    ]
    return alike[-1] if alike else None


def _placed(rest: str, preposition: str, new: Phrase, last: str) -> str:
    """`last` with `rest` in place of its phrase with such a preposition, else behind it."""
    for phrase in reversed(phrases(last)):
        is_place = {phrase.preposition, preposition} <= _PLACES and phrase.is_name == new.is_name
        if phrase.preposition == preposition or is_place:
            start = last.lower().rindex(phrase.preposition, 0, phrase.start)
            whole = re.sub(r"\bthose\b", phrase.words[-1], rest)
            return f"{last[:start]}{whole}{last[phrase.end :]}?"
    return f"{last} {rest}?"
