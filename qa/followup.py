"""Follow-up questions: which lean on the conversation, and what is then searched.

A question leans on the one before when it points back ("it", "those", "the same"), goes on from
it ("and in children?", "what about 5 years?") or is short and names nothing ("at what dose?"). It
is then searched together with the questions it leans on, oldest first; a question that stands
alone starts anew.
"""

import re
from collections.abc import Sequence

from index.query import SELF_REFERENCE
from index.tokens import fold, tokens

_POINTS_BACK = re.compile(
    r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|those|these|this|that"
    r"|the (?:same|former|latter|others?)|ones?|another|there)\b"
    r"|\bthe (?:first|second|third|last|two|three)(?: ones?)?(?=\s*(?:[?.,;]|$))",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^(?:and|or|but|so|also|then|what about|how about|only|why|how so|what else|which ones?"
    r"|any others?|anything else|who else|more|same)\b",
    re.IGNORECASE,
)
_IDLE_THAT = re.compile(
    r"\b(?:(?:is it|it is) (?:true|known|said|possible|safe|clear)(?: that)?|does it matter"
    r"|(?:say|show|shown|find|found|think|know|evidence|suggest|proof|trials?|stud(?:y|ies)|drugs?"
    r"|patients?|cells?|those|one) (?:that|those)|that (?:is|are|was|were)|is there|are there"
    r"|was there|were there|there (?:is|are|was|were|any))\b",
    re.IGNORECASE,
)
_ASKS_FOR_A_DETAIL = re.compile(
    r"^(?:(?:and|but|so|at|in|for|by|with|to|of|on)\s+)*(?:(?:what|which)\s+(?!is\b|are\b|was\b|were\b"
    r"|does\b|do\b|did\b|about\b)\w+|how (?:many|much|long|often|old|large|big|high)|when|where|why"
    r"|who|whom)\b",
    re.IGNORECASE,
)
"""How questions begin that may leave their subject out ("at what dose?", "how many relapsed?")."""

_BARE_DEFINITE = re.compile(
    r"^(?:what|how) (?:is|are|was|were|do|does|did) (?:.* )?the [\w-]+(?: [\w-]+)?\s*[?.!]*$",
    re.IGNORECASE,
)
"""A thing that was spoken of, without saying of what ("what are the side effects?")."""

_STARTS_ANEW = re.compile(
    r"^(?:new (?:question|topic)|different (?:question|topic)|another (?:question|topic)"
    r"|something else|changing (?:the )?(?:subject|topic))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_MAX_ELLIPSIS_WORDS = 4
_MAX_DETAIL_WORDS = 3
_ANTECEDENT_WORDS = 3


def leans_on_history(question: str) -> bool:
    """Whether the question cannot be understood without the one before it."""
    if _STARTS_ANEW.match(question):
        return False
    plain = SELF_REFERENCE.sub(" ", question)
    content = [token.word for token in tokens(plain)]
    if len(content) <= _MAX_ELLIPSIS_WORDS and _GOES_ON.match(question):
        return True
    if _points_outside(_IDLE_THAT.sub(" ", plain)):
        return True
    names_its_subject = plain != question or _names_something(question, content)
    is_detail = len(content) <= _MAX_DETAIL_WORDS and bool(
        _ASKS_FOR_A_DETAIL.match(question) or _BARE_DEFINITE.search(question)
    )
    is_one_word = len(question.split()) == 1
    return not content or ((is_detail or is_one_word) and not names_its_subject)


def _points_outside(question: str) -> bool:
    """Whether the first word that points back has nothing in the question to point to."""
    pointer = _POINTS_BACK.search(question)
    if not pointer:
        return False
    before = [token.word for token in tokens(question[: pointer.start()])]
    return len(before) < _ANTECEDENT_WORDS and not _names_something(question, before)


def _names_something(question: str, words: Sequence[str]) -> bool:
    """Whether a word looks like a name: it has a digit, or a capital that begins no sentence."""
    first = next(iter(_WORD.findall(fold(question))), "")
    return any(
        any(character.isdigit() for character in word)
        or any(character.isupper() for character in word[1:])
        or (word[0].isupper() and (position > 0 or word != first))
        for position, word in enumerate(words)
    )


def standalone(question: str, history: Sequence[str]) -> str:
    """The question as it is searched: with the earlier ones it leans on, oldest first."""
    chain = [question]
    for earlier in reversed(history):
        if not leans_on_history(chain[-1]):
            break
        chain.append(earlier)
    return " ".join(reversed(chain))
