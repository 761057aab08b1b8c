"""Follow-up questions: which lean on the conversation, and what is then searched.

A question leans on earlier ones when it points back ("its dose", "those trials"), goes on from the
one before ("and in children?") or leaves out what it is about ("what are the side effects?"). It
is made to stand alone by putting in what it leans on, in its place, and no more: earlier questions
in front of it would drown it. Where nothing may take the place of a word, as "its" may mean a drug
or the trial of it, what was spoken of is named behind the question, in brackets. Every content
word of the question stays. A question that names its own subject stays as it is, byte for byte.

Measured on TREC CAsT (`qa evaluate --public trec-cast-rewriting`), to which no rule or list was
fitted by a program, but some of whose topics were read when the rules were made: see
`qa.evaluation.public.rewriting` for which are held out.

Only the reader's own questions are used, no answers, and no learned weights: rules of English
grammar, each explained where it stands in `qa.conversation`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.tokens import terms
from qa.conversation import words
from qa.conversation.ellipsis import asks_why_so, continuation
from qa.conversation.omissions import omission
from qa.conversation.references import Edit, apply, behind, references, whole_names
from qa.conversation.thread import Entity, Thread, entities_of
from qa.question import MAX_HISTORY, MAX_QUESTION_CHARS

_STARTS_ANEW = re.compile(
    r"^(?:(?:a )?(?:new|different|another) (?:question|topic|subject)|something else"
    r"|changing (?:the )?(?:subject|topic))\b",
    re.IGNORECASE,
)

_TWICE = re.compile(r"\b(\w{3,}(?: \w+)?) \1\b")
"""What a word taken over may leave: "the most important important elements"."""


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question as it is searched; `carried` are words of earlier questions that were put in."""

    text: str
    carried: tuple[str, ...] = ()


def resolve(question: str, history: Sequence[str]) -> Standalone:
    """The question made to stand alone by what of `history` (oldest first) it leans on.

    The question itself when it leans on nothing, or would become longer than a question may be.
    """
    thread = Thread()
    for earlier in history[-MAX_HISTORY:]:
        if anew := _STARTS_ANEW.match(earlier):
            thread = Thread().after(earlier[anew.end() :], None, is_fresh=True)
            continue
        whole, kept = _resolve(earlier, thread)
        thread = thread.after(whole.text, kept, is_fresh=not whole.carried)
    return _resolve(question, thread)[0]


def standalone(question: str, history: Sequence[str]) -> str:
    """The text of `resolve`."""
    return resolve(question, history).text


def _resolve(question: str, thread: Thread) -> tuple[Standalone, Entity | None]:
    """The question standing alone, and what it took over and is still about."""
    whole, kept = _leaning(question, thread) or (Standalone(question), None)
    if whole.carried and not _TWICE.search(question):
        whole = Standalone(_TWICE.sub(r"\1", whole.text), whole.carried)
    if _lost(question, whole.text):
        whole = Standalone(behind(question, whole.carried), whole.carried)
    if len(whole.text) > MAX_QUESTION_CHARS:
        return Standalone(question), None
    return whole, kept


def _lost(question: str, text: str) -> set[str]:
    """The content words of a question that are not in the text made of it."""
    return set(terms(question)) - set(terms(text)) - words.POINTING


def _leaning(question: str, thread: Thread) -> tuple[Standalone, Entity | None] | None:
    if thread.focus is None or _STARTS_ANEW.match(question):
        return None
    going_on = asks_why_so(question, thread)
    edits = [] if going_on else references(question, thread) or whole_names(question, thread)
    if edits:
        stays = any(edit.entity == thread.focus for edit in edits)
        return _put_in(question, edits, thread), thread.focus if stays else edits[0].entity
    if going_on := going_on or continuation(question, thread):
        return Standalone(
            going_on.text, _shared(thread.last, going_on.text, question)
        ), going_on.kept
    if left_out := omission(question, thread):
        whole = _put_in(question, [left_out.edit], thread)
        return whole, left_out.edit.entity if left_out.stays else None
    return None


def _put_in(question: str, edits: Sequence[Edit], thread: Thread) -> Standalone:
    """The question with the edits made, and with what else took part in the event asked about."""
    text = apply(question, edits)
    is_next = not thread.continued or not all(edit.is_pronoun for edit in edits)
    others = {edit.entity.name: edit.entity for edit in edits}
    others |= {entity.name: entity for entity in thread.arguments if is_next}
    rest = [entity for name, entity in others.items() if name.lower() not in text.lower()]
    carried = [edit.told or edit.entity.name for edit in edits] + [entity.name for entity in rest]
    text = behind(text, [entity.text for entity in rest])
    return Standalone(text, tuple(dict.fromkeys(carried)))


def _shared(last: str, text: str, question: str) -> tuple[str, ...]:
    """The things of the last question that came into `text`; all of it when it names none."""
    names = [entity.name for entity in entities_of(last, 0) if not entity.is_described]
    came = [name for name in names if name in text and name not in question]
    return tuple(dict.fromkeys(came)) or (last,)
