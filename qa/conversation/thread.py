"""What a conversation has spoken of so far, and which of it a reference means.

Centering theory (Grosz, Joshi and Weinstein, "Centering", Computational Linguistics 21, 1995): of
the things a question speaks of, one is in focus, and the next question most likely stays with it.
What a question takes over from the one before stays in focus; a question with a subject of its
own sets a new focus: its first thing that is not merely a property of another ("the symptoms of
X" is about X), or what it asks for ("which trial tests X?" is about the trial that tests X).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.conversation import words
from qa.conversation.phrases import Phrase, phrases
from qa.conversation.tagging import Token, is_plural, looks_like_name, parse, singular

_MAX_ENTITIES = 12  # a conversation is of at most 20 questions; older things are seldom meant
_MAX_AGE = 3
"""Turns that a thing out of focus is remembered by "it" and "she"; 1 to 20 are within 0.013 of each
other in the share of the distance closed on CAsT's topics that are not held out."""

_THAT = " that "
_SEVERAL_SENTENCES = re.compile(r"[;:?!].*\w")


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that was spoken of: `name` without its `article`, `turn` of its last mention."""

    name: str
    article: str
    plural: bool
    turn: int

    @property
    def text(self) -> str:
        return f"{self.article} {self.name}" if self.article else self.name

    @property
    def possessive(self) -> str:
        return f"{self.text}’" if self.plural and self.text.endswith("s") else f"{self.text}’s"

    @property
    def noun(self) -> str:
        """The name without a describing clause."""
        return self.name.split(_THAT)[0]

    @property
    def is_described(self) -> bool:
        return _THAT in self.name

    @property
    def head(self) -> str:
        return singular(self.noun.split()[-1].lower())

    @property
    def is_property(self) -> bool:
        """Whether it is something *of* something else."""
        return self.head in words.RELATIONAL and not self.is_described and not self.is_name

    @property
    def is_name(self) -> bool:
        return any(map(looks_like_name, self.name.split()))

    @property
    def may_be_person(self) -> bool:
        return all(looks_like_name(word) and word.isalpha() for word in self.name.split())


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation as far as it has gone.

    `focus` is what the last question was about and `continued` whether it took that over; `foci`
    are all that were in focus and `entities` all that was spoken of, latest first. `arguments` is
    what took part in the event that the last question with a subject of its own asked about.
    `last` is the last question, standing alone.
    """

    focus: Entity | None = None
    entities: tuple[Entity, ...] = ()
    foci: tuple[Entity, ...] = ()
    arguments: tuple[Entity, ...] = ()
    last: str = ""
    turn: int = 0
    continued: bool = False

    def after(self, question: str, kept: Entity | None, *, is_fresh: bool) -> "Thread":
        """The thread once `question` (standing alone) has been asked.

        `kept` is what it took over and stays with; `is_fresh` when it took over nothing.
        """
        turn = self.turn + 1
        found = entities_of(question, turn)
        focus = replace(kept, turn=turn) if kept else next(iter(found), self.focus)
        names = {entity.name.lower() for entity in found}
        older = [entity for entity in self.entities if entity.name.lower() not in names]
        foci = self.foci
        if focus and focus.name.lower() not in {entity.name.lower() for entity in foci}:
            foci = (focus, *foci)[:_MAX_ENTITIES]
        return Thread(
            focus,
            (*found, *older)[:_MAX_ENTITIES],
            foci,
            _arguments(found) if is_fresh else self.arguments,
            question,
            turn,
            kept is not None,
        )

    def singular(self) -> Entity | None:
        """What "it" means: the focus, unless a new one is plural and a single thing is at hand."""
        if self.focus is None or not self.focus.plural or self.continued:
            return self.focus
        things = (entity for entity in self._recent() if not entity.plural)
        return next((entity for entity in things if not entity.may_be_person), self.focus)

    def plural(self) -> Entity | None:
        """What "they" means: what is plural in focus, else in the last question, else what was in
        focus before; one thing only when it stands for its kind ("a wolf").
        """
        if self.focus is None or self.focus.plural:
            return self.focus
        recent = [entity for entity in self.entities if entity.turn == self.turn]
        older = self.foci if self.focus.article not in ("a", "an") else ()
        return next((entity for entity in (*recent, *older) if entity.plural), self.focus)

    def person(self) -> Entity | None:
        """Whom "she" means: preferably one with a full name."""
        people = [entity for entity in self._recent() if entity.may_be_person]
        full = (entity for entity in people if " " in entity.name)
        return next(full, next(iter(people), self.focus))

    def pair(self) -> Entity | None:
        """The thing in focus and the other that the last question set beside it, as one."""
        focus = self.focus
        if focus is None or (focus.plural and " and " in focus.name):
            return focus
        others = [
            entity
            for entity in self.entities
            if entity.turn == self.turn and entity.name.lower() != focus.name.lower()
        ]
        if not others:
            return focus
        return Entity(f"{focus.name} and {others[0].text}", focus.article, True, self.turn)

    def bearer(self) -> Entity | None:
        """What properties are of: the focus, or what that is a property of itself ("the response
        rate of X" is followed by "the dose" of X).
        """
        focus = self.focus
        if focus is None or not focus.is_property or self.continued:
            return focus
        others = (entity for entity in self.entities if entity.turn == self.turn)
        return next((other for other in others if not other.is_property), focus)

    def latest_name(self) -> Entity | None:
        """The latest focus that is written like a name, else the focus: what a class noun means."""
        return next((entity for entity in self.foci if entity.is_name), self.focus)

    def with_head(self, head: str) -> Entity | None:
        """The latest thing with such a noun in its name ("trial": "the XYZ trial")."""
        wanted = singular(head)
        return next(
            (
                entity
                for entity in self.entities
                if entity.head == wanted or wanted in entity.name.lower().split()
            ),
            None,
        )

    def _recent(self) -> Iterator[Entity]:
        if self.focus:
            yield self.focus
        yield from (entity for entity in self.entities if entity.turn > self.turn - _MAX_AGE)


def entities_of(question: str, turn: int) -> tuple[Entity, ...]:
    """The things a question speaks of, the likeliest focus first."""
    found: list[Entity] = []
    if described := _asked_for(question, turn):
        found.append(described)
    owner: Phrase | None = None
    for phrase in phrases(question):
        if phrase.is_generic or (phrase.is_relational and phrase.is_bare):
            owner = None
            continue
        if phrase.owned and owner is not None and not phrase.is_relational:
            phrase = replace(owner, text=question[owner.start : phrase.end], end=phrase.end)
            found.pop()
        owner = phrase if re.match(r"[’']s? ", question[phrase.end :]) else None
        article = phrase.determiner if phrase.determiner in ("the", "a", "an") else ""
        found.append(Entity(phrase.text, article, phrase.is_plural, turn))
    if not found:  # nothing but properties: better one of them than nothing
        found = [Entity(phrase.text, "", phrase.is_plural, turn) for phrase in phrases(question)]
    return tuple(found[:_MAX_ENTITIES])


def _asked_for(question: str, turn: int) -> Entity | None:
    """The thing that a question asks for, by what it says of it."""
    tokens = parse(question)
    if not tokens or tokens[0].lower not in ("which", "what"):
        return None
    end = 1
    while end < len(tokens) and tokens[end].kind == "noun":
        end += 1
    if end == 1 or not _is_predicate(tokens, end):
        return None
    if _SEVERAL_SENTENCES.search(question):
        return None
    noun = question[tokens[1].start : tokens[end - 1].end]
    clause = question[tokens[end].start :].rstrip(" ?.!")
    return Entity(f"{noun}{_THAT}{clause}", "the", is_plural(noun), turn)


def _is_predicate(tokens: Sequence[Token], at: int) -> bool:
    """Whether a statement about what is asked for begins: "tests X", "are in X", "is used for"."""
    kinds = [token.kind for token in tokens[at : at + 2]]
    if kinds[:1] == ["verb"]:
        return True
    is_form = at < len(tokens) and tokens[at].lower in words.BE | words.HAVE
    return is_form and kinds[1:] in (["verb"], ["preposition"])


def _arguments(found: Sequence[Entity]) -> tuple[Entity, ...]:
    """What took part in the event that a question asked about; none when it was about one thing.

    "How many people did X treat with Y and Z?" is followed by "how many relapsed?", which needs
    all of them.
    """
    plain = tuple(entity for entity in found if not entity.is_described)
    names = sum(entity.is_name for entity in plain)
    if names > 1 or (names and len(plain) < len(found)):
        asked_for = {entity.noun for entity in found if entity.is_described}
        return tuple(one for one in plain if not (one.is_property or one.name in asked_for))
    return ()
