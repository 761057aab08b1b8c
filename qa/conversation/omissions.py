"""Questions that leave out what they are about: nothing in them points back, yet they lean.

"What are the side effects?", "how many relapsed?", "which is safer?", "does it help?" lack what a
grammar wants of their words: relational nouns want what they are of, numerals and superlatives
their noun, verbs of comparison the other side. It is the thing in focus.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.query import SELF_REFERENCE
from qa.conversation import words
from qa.conversation.phrases import Phrase, phrases
from qa.conversation.references import COMPARES, Edit
from qa.conversation.tagging import parse, singular
from qa.conversation.thread import Entity, Thread

_SUPERLATIVE = re.compile(
    r"\bthe (?:(?:most|least) [\w-]+|[\w-]{2,}est|first|second|third|last|next|best|worst|others?"
    r"|former|latter|two|same|both)(?: two| three)?(?=\s*(?:[?.,;!]|$)| (?:and|or|in|on|at|of all"
    r"|to|for|by|after|before|ever|is|are|was|were)\b)",
    re.IGNORECASE,
)
_EXISTS = re.compile(r"^(?:is|are|was|were) there\b", re.IGNORECASE)
_ONE_SIDED = re.compile(
    r"\b(?P<word>compares?|differs?|different|similar|help)[\s?.!]*$", re.IGNORECASE
)
_OTHER_SIDE = {"c": "to", "d": "from", "s": "to", "h": "with"}
_DIFFERENCE = re.compile(r"\bdifferences? (?:with|from|to)\b", re.IGNORECASE)
_WHICH = re.compile(r"^which(?= (?:is|are|was|were|has|have|does|do) )", re.IGNORECASE)
_CLAUSE = re.compile(r" (?:that|who|which|when|where|to|of|\w+ed)\b")
_MAX_BESIDE_CLASS_NOUN = 2  # phrases; a longer question speaks for itself
_COMPLEMENTS = ("of", "between", "for", "in", "on", "with")


@dataclass(frozen=True, slots=True)
class Omission:
    """What to put in, and whether it remains what the conversation is about."""

    edit: Edit
    stays: bool


def omission(question: str, thread: Thread) -> Omission | None:
    """What the question leaves out, if it cannot be understood without."""
    entity = thread.bearer()
    if entity is None or re.search(rf"\b{re.escape(entity.name)}\b", question, re.IGNORECASE):
        return None
    if match := _SUPERLATIVE.search(question):
        return Omission(Edit(match.end(), match.end(), f" {entity.noun}", entity), True)
    found = phrases(question)
    if SELF_REFERENCE.search(question):
        return None
    if sided := _other_side(question, found, thread):
        return sided
    if any(phrase.is_name for phrase in found):
        return None
    counted = _end_of_bare_number(question)
    if counted is not None and all(phrase.is_open for phrase in found):
        if entity.plural:
            return _of(entity, counted, stays=True)
        return _behind(question, entity)
    return (
        _existence(question, found, entity)
        or _subject(question, found, entity)
        or _complement(question, found, thread)
    )


def _of(entity: Entity, at: int, *, stays: bool, preposition: str = "of") -> Omission:
    return Omission(Edit(at, at, f" {preposition} {entity.text}", entity), stays)


def _aside(entity: Entity, at: int, *, stays: bool) -> Omission:
    return Omission(Edit(at, at, f" ({entity.text})", entity), stays)


def _behind(question: str, entity: Entity) -> Omission:
    """The question as it is, to be followed by the entity's name."""
    return Omission(Edit(len(question), len(question), "", entity), True)


def _end_of_bare_number(question: str) -> int | None:
    """Where "how many" ends when a verb follows instead of what is counted."""
    tokens = parse(question)
    for index, token in enumerate(tokens[1:], start=1):
        if token.lower == "many" and tokens[index - 1].lower in ("how", "so", "too"):
            following = tokens[index + 1].kind if index + 1 < len(tokens) else "mark"
            return token.end if following in ("verb", "auxiliary", "mark") else None
    return None


def _other_side(question: str, found: Sequence[Phrase], thread: Thread) -> Omission | None:
    """Comparisons with one side only."""
    entity = thread.bearer()
    assert entity is not None  # noqa: S101 - the caller's condition
    if not found and (match := _WHICH.match(question)):
        several = thread.pair() if COMPARES.search(thread.last) else entity
        return _of(several or entity, match.end(), stays=True)
    is_sided = any(phrase.is_open or phrase.is_plural for phrase in found)
    match = _ONE_SIDED.search(question)
    if match and found and not is_sided:
        word = match["word"].lower()
        if word != "help" or len(found) == 1:
            side = _OTHER_SIDE[word[0]]
            return _of(entity, match.end("word"), stays=False, preposition=side)
    match = _DIFFERENCE.search(question)
    if match and any(not phrase.is_open for phrase in found):
        edit = Edit(match.end(), match.end(), f" {entity.text} and", entity)
        return Omission(edit, False)
    return None


def _existence(question: str, found: Sequence[Phrase], entity: Entity) -> Omission | None:
    """ "Are there any Xs?" and no word of where."""
    if len(found) != 1 or not _EXISTS.match(question):
        return None
    if found[0].is_name or found[0].is_relational:
        return None
    return _aside(entity, found[0].end, stays=True)


def _subject(question: str, found: Sequence[Phrase], entity: Entity) -> Omission | None:
    """A definite subject that was spoken of, whatever else the question names."""
    if len(found) < 2:
        return None
    subject, following = found[0], found[1]
    if subject.determiner != "the" or subject.after_verb or subject.preposition:
        return None
    if subject.head in words.UNIQUE or subject.is_name or not subject.is_bare:
        return None
    if following.preposition in _COMPLEMENTS or _CLAUSE.match(question, subject.end):
        return None
    return _of(entity, subject.end, stays=False)


def _complement(question: str, found: Sequence[Phrase], thread: Thread) -> Omission | None:
    """What the nouns of a question are of, when none of them says it."""
    entity = thread.bearer()
    assert entity is not None  # noqa: S101 - the caller's condition
    class_noun = _class_noun(found) if len(found) <= _MAX_BESIDE_CLASS_NOUN else None
    named = thread.latest_name() or entity
    if not all(phrase.is_open for phrase in found):
        if (two_placed := _two_placed(found)) is not None:
            at, preposition = two_placed
            return _of(entity, at, stays=True, preposition=preposition)
        return _aside(named, class_noun.end, stays=False) if class_noun else None
    asking = [phrase for phrase in found if not phrase.is_generic]
    if not asking:
        return _behind(question, entity)
    if asking[-1] is class_noun:
        return _aside(named, class_noun.end, stays=True)
    return _of(entity, asking[-1].end, stays=True)


def _class_noun(found: Sequence[Phrase]) -> Phrase | None:
    """A class noun with "the" at the end, which stands for what was named ("from the region")."""
    if not found:
        return None
    last = found[-1]
    is_class = last.determiner == "the" and last.preposition and len(last.words) == 1
    is_other = last.is_name or last.is_plural or last.is_generic or last.is_relational
    return last if is_class and not is_other and last.head not in words.UNIQUE else None


def _two_placed(found: Sequence[Phrase]) -> tuple[int, str] | None:
    """Where a relational noun's second complement is missing, and its preposition."""
    if len(found) != 2 or any(phrase.is_name for phrase in found):
        return None
    first, second = found
    preposition = words.TWO_PLACED.get(singular(first.head))
    if preposition is None or first.owned or second.preposition in ("", preposition):
        return None
    return second.end, preposition
