"""What may be asked: a question is trimmed and bounded before anything is done with it."""

import unicodedata

from qa.types import QuestionError

MAX_QUESTION_CHARS = 2_000
MAX_LIMIT = 20
"""Citations that may be asked for: more are a list to scroll, not an answer to read."""

MAX_HISTORY = 20
"""Earlier questions that are looked at; a conversation may be longer."""


def check_question(text: str) -> str:
    """The question without surrounding white space.

    Raises `QuestionError` when it is empty, too long, or holds characters that are no text.
    """
    trimmed = text.strip()
    if len(trimmed) > MAX_QUESTION_CHARS:
        raise QuestionError(
            f"the question has {len(trimmed):,} characters; at most {MAX_QUESTION_CHARS:,} are read"
        )
    for character in trimmed:
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character not in "\n\r\t"):
            raise QuestionError(
                f"the question holds a character that is not text (U+{ord(character):04X})"
            )
    if not any(character.isalnum() for character in trimmed):
        raise QuestionError("the question is empty: it holds no word")
    return trimmed
