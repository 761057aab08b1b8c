"""The words of a question with their part in the sentence, found without a lexicon of nouns.

A word that is in no closed class and is no usual verb counts as a noun (or as an adjective before
one, which is as good here). Grammar mends what that misses: a word that is noun and verb is a verb
where one is due ("how does X *work*"), a participle behind a noun begins a clause ("studies
*conducted* in X"), and an adjective said of a thing ends its phrase ("is X *safe*?").
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from qa.conversation import words

Kind: TypeAlias = Literal[
    "determiner",
    "preposition",
    "auxiliary",
    "question",
    "pronoun",
    "conjunction",
    "adverb",
    "adjective",
    "verb",
    "noun",
    "mark",
]

POSSESSIVE = re.compile(r"[’']s?$")
_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑–’'./+&][^\W_]+)*[’']?(?=s?\W|$)|[^\w\s]|[^\W_]+")
_CONTRACTED_QUESTION = re.compile(r"(?:what|who|where|how|when|why)[’']s")
_NEGATED_AUXILIARY = re.compile(r"[a-z]+n[’']t|cannot")
_NEGATED_MODAL = re.compile(r"(?:do|does|did|ca|could|would)n[’']t")
_CONTRACTED_PRONOUN = re.compile(r"it[’']s|(?:they|we|you|he|she)[’'].*")
_COUNTED = re.compile(r"\d+[-‐‑–][a-z]+")
_ADJECTIVE_ENDINGS = ("ful", "ous", "able", "ible", "less")
_NO_VERB_ENDINGS = ("s", "ing", "ion")
_POSSESSIVE_PRONOUNS = frozenset(
    ("his", "her", "its", "their", "our", "my", "your", "it's", "it’s")
)
_IRREGULAR_PLURALS = frozenset(
    ("people", "children", "men", "women", "mice", "feet", "teeth", "data", "media")
)
_SINGULAR_S = ("ss", "is", "us", "ics")
_OPENS_WITHIN = 4  # words before the auxiliary of a question: "how many days does ..."


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of a question: `text` is `question[start:end]`."""

    text: str
    start: int
    end: int
    kind: Kind

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def owns(self) -> bool:
        """Whether what follows belongs to it ("X's", "its")."""
        return bool(POSSESSIVE.search(self.text)) or self.lower in _POSSESSIVE_PRONOUNS


@dataclass(slots=True)
class _Clause:
    """What has been seen of the clause that is being read."""

    modal: bool = False
    auxiliary: bool = False
    asks_for_subject: bool = False
    noun: bool = False
    verb: bool = False

    def read(self, low: str, kind: Kind) -> None:
        if kind == "auxiliary":
            self.auxiliary, self.noun = True, False
            self.modal = self.modal or low in words.MODALS
        elif kind in ("noun", "pronoun"):
            self.noun = True
        elif kind == "verb" and not self._is_subject(low):
            self.verb = True
        if low in ("which", "what", "many", "who"):
            self.asks_for_subject = True

    def _is_subject(self, low: str) -> bool:
        """Whether an -ing form begins the subject of "does ..." ("does *removing* X help?")."""
        return self.modal and not self.noun and low.endswith("ing")

    def wants_verb(self, low: str, subject: str) -> bool:
        """Whether a verb is due: behind the subject of "does ...", or of "which ..." itself, with
        which it then agrees.
        """
        if not self.noun or self.verb:
            return False
        agrees = low.endswith("s") != is_plural(subject)
        return self.modal or (self.asks_for_subject and not self.auxiliary and agrees)


def looks_like_name(word: str) -> bool:
    """Whether a word is written like a name: with a digit or a capital, but no "2-year"."""
    if _COUNTED.fullmatch(word):
        return False
    return any(character.isdigit() or character.isupper() for character in word)


def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_SINGULAR_S):
        return word[:-1]
    return word


def is_plural(text: str) -> bool:
    """Whether a noun phrase speaks of several: by its last word, or several joined."""
    head = text.split()[-1]
    if re.search(r"\w (?:and|or) \w", text) or head.lower() in _IRREGULAR_PLURALS:
        return True
    is_short = len(head) < 3 or (len(head) == 3 and not head[:-1].isupper())
    return not is_short and head.endswith("s") and not head.endswith(_SINGULAR_S)


@lru_cache(maxsize=256)
def parse(question: str) -> tuple[Token, ...]:
    """The tokens of a question with their kinds."""
    tokens: list[Token] = []
    clause = _Clause()
    matches = list(_TOKEN.finditer(question))
    for position, match in enumerate(matches):
        text, low = match[0], match[0].lower()
        previous = tokens[-1] if tokens else None
        kind = _closed_kind(text, low, previous)
        if kind == "noun" and previous is not None and not text.isupper():
            following = matches[position + 1][0].lower() if position + 1 < len(matches) else ""
            is_due = clause.wants_verb(low, previous.text)
            if _joins_verbs(tokens, low) or _is_verb(low, previous, following, is_due=is_due):
                kind = "verb"
        if previous is not None and kind != "noun" and previous.kind == "noun":
            tokens[-1] = _last_of_phrase(tokens)
        tokens.append(Token(text, match.start(), match.end(), kind))
        if kind == "mark" or low in words.CLAUSE_STARTS:
            clause = _Clause()
        clause.read(low, kind)
    if tokens and tokens[-1].kind == "noun":
        tokens[-1] = _last_of_phrase(tokens)
    return tuple(_with_unlisted_verb(tokens))


def _closed_kind(text: str, low: str, previous: Token | None) -> Kind:
    """The kind of a word as its class and its letters tell it: "noun" when they do not."""
    if not text[0].isalnum():
        return "mark"
    if low in ("i", "i’m", "i'm"):
        return "pronoun"
    if _CONTRACTED_QUESTION.fullmatch(low):
        return "question"
    if _NEGATED_AUXILIARY.fullmatch(low):
        return "auxiliary"
    begins = previous is None or previous.kind == "mark"
    if (len(text) > 1 and text.isupper() and low != "ok") or (text[0].isupper() and not begins):
        return "noun"
    if low == "that" and previous is not None and previous.kind in ("noun", "verb"):
        return "conjunction"
    kinds: tuple[tuple[frozenset[str], Kind], ...] = (
        (words.QUESTION_WORDS, "question"),
        (words.PRONOUNS, "pronoun"),
        (words.DETERMINERS, "determiner"),
        (words.AUXILIARIES, "auxiliary"),
        (words.PREPOSITIONS, "preposition"),
        (words.CONJUNCTIONS, "conjunction"),
        (words.ADVERBS, "adverb"),
    )
    for members, kind in kinds:
        if low in members:
            return kind
    if _CONTRACTED_PRONOUN.fullmatch(low):
        return "pronoun"
    if previous is not None and previous.lower == "how":
        return "adjective"
    if low.endswith("ly") and len(low) > 4 and low != "family":
        return "adverb"
    return "verb" if begins and low in words.VERBS else "noun"


def _is_verb(low: str, previous: Token, following: str, *, is_due: bool) -> bool:
    """Whether a word of no closed class is a verb here."""
    before = previous.kind
    if low in words.VERBS and low.endswith("ing"):
        if before in ("preposition", "noun"):
            return _begins_object(following)
        return before in ("pronoun", "auxiliary", "verb", "adverb")
    if before == "determiner" or (previous.owns and before in ("noun", "pronoun")):
        return False
    if before == "preposition" and previous.lower != "to":
        return False
    if low in words.AMBIGUOUS:
        if before == "pronoun" or previous.lower in ("to", "who", "that", *words.MODALS):
            return True
        if following in words.BE or following in words.HAVE:
            return False  # what follows is the verb: "which new trials are ..."
        return low.endswith("s") if previous.lower == "what" else is_due
    if low in words.VERBS:
        return True
    is_participle = low.endswith("ed") and len(low) > 4
    return is_participle and (
        before in ("noun", "pronoun", "auxiliary") or previous.lower in ("who", "what", "that")
    )


def _joins_verbs(tokens: list[Token], low: str) -> bool:
    """Whether a verb follows a verb and "and" ("compare and *contrast* X")."""
    is_joined = len(tokens) > 1 and tokens[-1].lower in ("and", "or")
    return is_joined and tokens[-2].kind == "verb" and low in words.VERBS


def _begins_object(word: str) -> bool:
    """Whether a word that follows an -ing form is what it acts on."""
    if not word or not word[0].isalnum():
        return False
    if word in words.DETERMINERS or word in words.PRONOUNS:
        return True
    return word not in (
        words.VERBS | words.PREPOSITIONS | words.AUXILIARIES | words.CONJUNCTIONS | words.ADVERBS
    )


def _last_of_phrase(tokens: list[Token]) -> Token:
    """The last token, which ends a noun phrase: no noun when it is an adjective said of it."""
    last = tokens[-1]
    if len(tokens) < 2 or looks_like_name(last.text):
        return last
    low = last.lower
    is_adjective = low in words.PREDICATES or low.endswith(_ADJECTIVE_ENDINGS)
    if low.endswith("er") and not is_adjective:  # a comparative
        is_adjective = low[:-1] in words.PREDICATES or low[:-2] in words.PREDICATES
    said_of = ("noun", "pronoun", "auxiliary", "adverb", "verb")
    if is_adjective and tokens[-2].kind in said_of:
        return Token(last.text, last.start, last.end, "adjective")
    return last


def _with_unlisted_verb(tokens: list[Token]) -> list[Token]:
    """A verb that is in no list, found by its place: a question that opens with "do" or a modal
    has one, and without another it ends the first run of words after that.
    """
    opening = next(
        (
            index
            for index, token in enumerate(tokens[:_OPENS_WITHIN])
            if token.lower in words.MODALS or _NEGATED_MODAL.fullmatch(token.lower)
        ),
        None,
    )
    if opening is None:
        return tokens
    start = opening + 1
    while start < len(tokens) and tokens[start].kind in ("determiner", "adverb"):
        start += 1
    end = start
    while end < len(tokens) and tokens[end].kind == "noun":
        end += 1
    has_verb = any(token.kind in ("verb", "auxiliary") for token in tokens[end:])
    if end - start < 2 or has_verb:
        return tokens
    last = tokens[end - 1]
    if looks_like_name(last.text) or last.lower.endswith(_NO_VERB_ENDINGS):
        return tokens
    return [*tokens[: end - 1], Token(last.text, last.start, last.end, "verb"), *tokens[end:]]
