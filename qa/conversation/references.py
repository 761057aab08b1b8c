"""Words of a question that point back to earlier ones, and what they are replaced by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.query import SELF_REFERENCE
from qa.conversation import words
from qa.conversation.phrases import phrases
from qa.conversation.tagging import Token, parse, singular
from qa.conversation.thread import Entity, Thread

_IDLE = re.compile(
    r"\b(?:(?:is it|it is|was it|it was|it['’]s)(?: \w+)? (?:true|known|said|possible|likely"
    r"|clear|safe|good|bad|better|best|worth|important|necessary|easy|easier|hard|harder|ok|okay"
    r"|wise|legal|common|normal|recommended|useful|enough|time) (?:that|to|if|for \w+ to)"
    r"|(?:does|did) it (?:cost|take)(?=.* to )|(?:does|did) it (?:matter|mean)"
    r"|(?:say|show|shown|find|found|think|know|evidence|suggest|suggested|proof|believe|argue"
    r"|trials?|stud(?:y|ies)|drugs?|patients?|cells?|those|ones?|fact|true|known|said|possible"
    r"|likely|clear|so|all|everything|something|things?) that|(?:is|are|was|were|will) there"
    r"|there (?:is|are|was|were|will|has|have|any)|those (?:who|that|with|at|in|of|on|under|over)"
    r"|(?:is|are|was|were) it called|makes? it(?= (?:more|less|\w+ (?:to|that|for)))|those \w+ed"
    r"|do it|(?:at|in) one|one (?:of|day|year|week|month|time|hour)|no one)\b",
    re.IGNORECASE,
)
"""Where such a word points to nothing earlier: "is it true that", "studies that", "are there"."""

COMPARES = re.compile(
    r"\b(?:differ\w*|between|compare\w*|similar\w*|both|relat\w+ to each)\b", re.IGNORECASE
)
"""Words that set two things beside each other."""

_SINGULAR = frozenset(("it", "its", "it's"))
_PLURAL = frozenset(("they", "them", "their", "theirs"))
_PERSON = frozenset(("he", "him", "his", "she", "her", "hers"))
_POSSESSIVE = frozenset(("its", "their", "his"))
_WHETHER = re.compile(r"(?:do|does|did)\s", re.IGNORECASE)
_SEVERAL_SENTENCES = re.compile(r"[;:?!].*\w")
_RELATIVE = re.compile(r" (?:that |which |whom )?")
_MAX_EDITS = 4  # one question seldom has more; it bounds the work on a text of nothing else
_MAX_DEMONSTRATIVE_CHARS = 40  # between "these" and its noun


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text`, which names `entity`, in place of `question[start:end]`.

    `told` is what it takes over where that is more than the entity's name. A text that leaves the
    question as it is stands for an entity to be named behind it.
    """

    start: int
    end: int
    text: str
    entity: Entity
    is_pronoun: bool = False
    told: str = ""


def apply(question: str, edits: Sequence[Edit]) -> str:
    """The question with every edit made; they do not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        question = question[: edit.start] + edit.text + question[edit.end :]
    return question


def behind(question: str, names: Sequence[str]) -> str:
    """The question followed by names in brackets, ahead of the mark that ends it."""
    end = len(question.rstrip(" ?.!"))
    return f"{question[:end]} ({', '.join(names)}){question[end:]}" if names else question


def references(question: str, thread: Thread) -> list[Edit]:
    """Edits that replace each word pointing back, none when nothing does.

    A pronoun is replaced once: what repeats it means the same. Two different pronouns mean
    different things.
    """
    idle = [match.span() for match in _IDLE.finditer(question)]
    idle += [match.span() for match in SELF_REFERENCE.finditer(question)]
    tokens = parse(question)
    edits: list[Edit] = []
    settled: set[str] = set()
    for index, token in enumerate(tokens):
        if len(edits) == _MAX_EDITS:
            break
        if any(start <= token.start < end for start, end in idle):
            continue
        low = token.lower.replace("’", "'")
        edit: Edit | None = None
        if group := _group(low):
            if group not in settled:
                settled.add(group)
                edit = _pronoun(question, tokens, index, thread, edits)
        elif low in ("this", "that", "these", "those"):
            edit = _statement(tokens, index, thread) or _demonstrative(
                question, tokens, index, thread
            )
        elif low in ("one", "ones"):
            edit = _one(question, tokens, index, thread)
        elif low == "there" and thread.focus and _kind_at(tokens, index + 1) != "auxiliary":
            edit = Edit(token.start, token.end, f"in {thread.focus.text}", thread.focus)
        if edit and edit.entity.name.lower() not in question.lower():
            edits.append(edit)
    return edits


def whole_names(question: str, thread: Thread) -> list[Edit]:
    """Edits that give a thing its whole name again ("the experiment", "Anne")."""
    edits: list[Edit] = []
    found = phrases(question)
    has_name = any(phrase.is_name for phrase in found)
    for phrase in found:
        is_definite = phrase.determiner == "the" and (phrase.is_name or not has_name)
        is_part = phrase.is_name and phrase.text.isalpha() and not phrase.determiner
        if len(phrase.words) > 1 or phrase.owned or not (is_definite or is_part):
            continue
        if question.startswith(" of ", phrase.end):
            continue
        for entity in thread.entities:
            is_same = (is_definite and entity.head == phrase.head) or (
                is_part and entity.may_be_person and phrase.text in entity.name.split()
            )
            if is_same and " " in entity.name and entity.name.lower() not in question.lower():
                edits.append(Edit(phrase.start, phrase.end, entity.name, entity))
                break
    return edits[:_MAX_EDITS]


def _group(low: str) -> str:
    return next(
        (
            name
            for name, members in (("it", _SINGULAR), ("they", _PLURAL), ("person", _PERSON))
            if low in members
        ),
        "",
    )


def _kind_at(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].kind if index < len(tokens) else ""


def _pronoun(
    question: str, tokens: Sequence[Token], index: int, thread: Thread, edits: Sequence[Edit]
) -> Edit | None:
    token = tokens[index]
    low = token.lower.replace("’", "'")
    before_noun = _kind_at(tokens, index + 1) in ("noun", "adverb")
    is_possessive = low in _POSSESSIVE or (low in ("it's", "her") and before_noun)
    if _is_inside(question, tokens, index, is_possessive=is_possessive):
        return None
    if low in _SINGULAR:
        entity = thread.singular()
    elif low in _PERSON:
        entity = thread.person()
    else:
        entity = thread.pair() if COMPARES.search(question) else thread.plural()
    if entity and any(entity == edit.entity for edit in edits):
        taken = {edit.entity.name for edit in edits}
        others = (*((thread.focus,) if thread.focus else ()), *thread.entities)
        entity = next((other for other in others if other.name not in taken), None)
    if entity is None:
        return None
    if entity.is_described:
        return _described(question, token, entity, thread, is_possessive=is_possessive)
    text = entity.possessive if is_possessive else entity.text
    if low == "it's" and not is_possessive:
        text = f"{entity.text} is"
    return Edit(token.start, token.end, text, entity, is_pronoun=True)


def _described(
    question: str, token: Token, entity: Entity, thread: Thread, *, is_possessive: bool
) -> Edit:
    """A pronoun for what the last question asked for: "the trial that tests X".

    Who tests X is asked for because of X: then "its phase" may be that of X or of the test, and X
    is named behind the question instead. "A trial of it" is of X, not of the trial. And "its
    phase" is "the phase of the trial that tests X": an ending at X would make it X's.
    """
    found = phrases(question)
    clause = entity.name[len(entity.noun) :]
    within = next((one for one in thread.entities if one.name in clause), None)
    if within and is_possessive and entity.head in words.AGENTS:
        return Edit(token.start, token.end, token.text, within, is_pronoun=True)
    if within and any(singular(phrase.head) == entity.head for phrase in found):
        text = within.possessive if is_possessive else within.text
        return Edit(token.start, token.end, text, within, is_pronoun=True)
    owned = next((one for one in found if one.owned and one.start >= token.end), None)
    if is_possessive and owned:
        text = f"the {owned.text} of {entity.text}"
        return Edit(token.start, owned.end, text, entity, is_pronoun=True)
    text = entity.possessive if is_possessive else entity.text
    if token.lower.replace("’", "'") == "it's" and not is_possessive:
        text = f"{entity.text} is"
    return Edit(token.start, token.end, text, entity, is_pronoun=True)


def _statement(tokens: Sequence[Token], index: int, thread: Thread) -> Edit | None:
    """ "Who showed that?": what the last question asked about, told as a statement where it asked
    whether it is so ("does X help?"), else as it was asked.
    """
    token, focus = tokens[index], thread.focus
    before = tokens[index - 1].lower if index else ""
    if focus is None or before not in words.TELLING:
        return None
    if _kind_at(tokens, index + 1) not in ("", "mark") or _SEVERAL_SENTENCES.search(thread.last):
        return None
    last = thread.last.rstrip(" ?.!")
    if asked := _WHETHER.match(last):
        said = last[asked.end() :]
        return Edit(token.start, token.end, f"that {said}", focus, told=said)
    return Edit(token.end, token.end, f" ({last})", focus, told=last)


def _is_inside(question: str, tokens: Sequence[Token], index: int, *, is_possessive: bool) -> bool:
    """Whether the question itself names what the pronoun stands for.

    A pronoun never stands for the subject of its own clause (Chomsky's principle B, "Lectures on
    Government and Binding", 1981), nor for the noun that its clause describes; a possessive may
    stand for the subject, and any pronoun for a noun of an earlier clause.
    """
    token = tokens[index]
    group = _group(token.lower.replace("’", "'"))
    clause_start = max(
        (
            other.end
            for other in tokens[1:index]
            if other.lower in words.CLAUSE_STARTS or other.kind == "mark"
        ),
        default=0,
    )
    before = _kind_at(tokens, index - 1) if index else ""
    if before == "verb" and _kind_at(tokens, index + 1) in ("verb", "auxiliary"):
        clause_start = token.start  # the subject of what was said or felt
    has_name = any(phrase.is_name for phrase in phrases(question))
    for phrase in phrases(question):
        if phrase.end > token.start:
            break
        if _RELATIVE.fullmatch(question, phrase.end, token.start):
            continue
        if (group == "they") != phrase.is_plural and not (group == "they" and phrase.is_name):
            continue
        is_property = phrase.is_relational and phrase.is_bare and not has_name
        if group != "they" and (phrase.is_generic or is_property):
            continue
        if phrase.head in words.UNIQUE and phrase.end > clause_start:
            continue
        if is_possessive or phrase.end <= clause_start:
            return True
    return False


def _demonstrative(
    question: str, tokens: Sequence[Token], index: int, thread: Thread
) -> Edit | None:
    """ "Those drugs" by the drugs that were named, else by what is in focus."""
    token, focus = tokens[index], thread.focus
    if focus is None:
        return None
    nearby = range(token.end, token.end + _MAX_DEMONSTRATIVE_CHARS)
    for phrase in phrases(question):
        if phrase.determiner == token.lower and phrase.start in nearby:
            if phrase.is_name:
                return None
            if known := thread.with_head(phrase.head):
                return Edit(token.start, phrase.end, known.text, known)
            text = f" of {focus.text}" if phrase.is_relational else f" ({focus.text})"
            return Edit(phrase.end, phrase.end, text, focus)
    if token.kind == "conjunction" and _kind_at(tokens, index + 1) not in ("", "mark"):
        return None
    entity = thread.plural() if token.lower in ("these", "those") else thread.singular()
    return Edit(token.start, token.end, entity.text, entity) if entity else None


def _one(question: str, tokens: Sequence[Token], index: int, thread: Thread) -> Edit | None:
    """ "Another one" by the noun of what is in focus, unless the question names its own."""
    token, entity = tokens[index], thread.focus
    if entity is None or _kind_at(tokens, index + 1) in ("noun", "adjective", "verb"):
        return None
    if any(phrase.end <= token.start and not phrase.is_open for phrase in phrases(question)):
        return None
    *before, last = entity.noun.split()
    noun = singular(last) if token.lower == "one" and entity.plural else last
    return Edit(token.start, token.end, " ".join((*before, noun)), entity)
