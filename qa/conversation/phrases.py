"""The noun phrases of a question: what it speaks of, and whether they say enough by themselves.

A phrase is a longest run of words that are neither function words nor verbs, as in RAKE (Rose et
al., "Automatic Keyword Extraction from Individual Documents", 2010); phrases joined by "and" or
"or" are one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.conversation import words
from qa.conversation.tagging import POSSESSIVE, Token, is_plural, looks_like_name, parse, singular

_JOINED = re.compile(r"(?:, |,? (?:and|or|vs\.?|versus) )(?:(?:the|a|an) )?")
_ADJECTIVE_ENDINGS = ("al", "ary", "ed", "ern", "ful", "ic", "ing", "ive", "less", "ous", "able")
_PARTS = re.compile(r" (?:and|or) ")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: `text` is `question[start:end]`, without determiner and possessive ending.

    `determiner` and `preposition` are the words before it, in lower case, "" when there are none;
    `owned` when it belongs to another ("X's", "its"), `after_verb` when a verb stands before it.
    """

    text: str
    start: int
    end: int
    determiner: str = ""
    preposition: str = ""
    owned: bool = False
    after_verb: bool = False

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def head(self) -> str:
        """The last word, in lower case."""
        return self.words[-1].lower()

    @property
    def is_plural(self) -> bool:
        return is_plural(self.text)

    @property
    def is_name(self) -> bool:
        """Whether a word is written like a name; the capital that begins a question is none."""
        first, *others = self.words
        begins = self.start == 0 and first[1:].islower()
        return (looks_like_name(first) and not begins) or any(map(looks_like_name, others))

    @property
    def is_relational(self) -> bool:
        """Whether it is something *of* something: "symptoms", "pros and cons"."""
        heads = [part.split()[-1] for part in _PARTS.split(self.text)]
        if self.is_name and looks_like_name(heads[-1]):
            return False
        return all(singular(head.lower()) in words.RELATIONAL for head in heads)

    @property
    def is_generic(self) -> bool:
        """Whether it is too wide to be what a conversation is about."""
        if self.head in words.EMPTY:
            return not self.is_name
        return all(
            word in words.GENERIC or singular(word) in words.GENERIC or _only_chooses(word)
            for word in map(str.lower, self.words)
        )

    @property
    def is_bare(self) -> bool:
        """Whether nothing describes the head but adjectives that choose among its kind."""
        if singular(self.head) in words.ASPECTS and not self.is_name:
            return True
        is_list = bool(_PARTS.search(self.text))
        return all(
            _only_chooses(word)
            or (is_list and (word in ("and", "or") or singular(word) in words.RELATIONAL))
            for word in map(str.lower, self.words[:-1])
        )

    @property
    def is_open(self) -> bool:
        """Whether it leaves to the conversation what it is about."""
        if self.is_generic:
            return True
        if self.is_name or self.owned:
            return False
        if self.is_relational:
            is_chosen = self.determiner in ("the", "some", "any", "other")
            return self.is_bare or (is_chosen and all(map(_is_adjective, self.words[:-1])))
        if self.determiner == "the" and self.is_bare:
            return self.head not in words.UNIQUE
        if self.determiner == "other" and self.is_bare:
            return True
        return not self.determiner and self.words[0].lower() in words.RANKING


def _is_adjective(word: str) -> bool:
    """Whether a word before a noun is an adjective by its form: a noun there ("the X trial") says
    what it is about, an adjective ("the late complications") does not.
    """
    return word.lower().endswith(_ADJECTIVE_ENDINGS) or _only_chooses(word.lower())


def _only_chooses(word: str) -> bool:
    return word in words.SINGLING_OUT or word in words.ADVERBS


@lru_cache(maxsize=256)
def phrases(question: str) -> tuple[Phrase, ...]:
    """The noun phrases in order; an owner ("X's") is a phrase of its own."""
    tokens = parse(question)
    found: list[Phrase] = []
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and tokens[end].kind == "noun":
            if end > start and _is_said_of(tokens, start, end):
                break
            end += 1
            if POSSESSIVE.search(tokens[end - 1].text):
                break
        if end == start:
            start += 1
            continue
        phrase = _phrase(question, tokens, start, end)
        before = found[-1] if found else None
        if before and not phrase.owned and _JOINED.fullmatch(question[before.end : phrase.start]):
            phrase = replace(before, text=question[before.start : phrase.end], end=phrase.end)
            found.pop()
        found.append(phrase)
        start = end
    return tuple(found)


def _is_said_of(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a noun says something of the nouns before it: "Is X | part of …?"."""
    behind = tokens[end + 1].lower if end + 1 < len(tokens) else ""
    before = start - 1
    while before > 0 and tokens[before].kind in ("determiner", "adverb"):
        before -= 1
    is_asked = before == 0 and tokens[before].lower in words.BE
    return is_asked and behind == "of" and singular(tokens[end].lower) in words.ASPECTS


def _phrase(question: str, tokens: Sequence[Token], start: int, end: int) -> Phrase:
    first, last = tokens[start], tokens[end - 1]
    ending = POSSESSIVE.search(last.text)
    finish = last.end - len(ending[0]) if ending else last.end
    before = start - 1
    while before >= 0 and tokens[before].kind == "adverb":
        before -= 1
    owned = start > 0 and tokens[start - 1].owns
    determiner = preposition = ""
    if before >= 0 and tokens[before].kind == "determiner":
        determiner = tokens[before].lower
        before -= 1
    if before > 0 and tokens[before].kind == "verb" and tokens[before].lower.endswith("ing"):
        before -= 1  # "for treating X" is for X
    if before >= 0 and tokens[before].kind == "preposition":
        preposition = tokens[before].lower
    return Phrase(
        question[first.start : finish],
        first.start,
        finish,
        determiner,
        preposition,
        owned,
        after_verb=any(token.kind == "verb" for token in tokens[:start]),
    )
