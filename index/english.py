"""The words of general English, to tell a slip of the keyboard from a word the index lacks."""

from collections.abc import Set
from functools import lru_cache
from importlib.resources import files

from index.spelling import american


def is_english(word: str) -> bool:
    """Whether general English has the word (small letters), also as the plural of one it has."""
    plain = american(word)
    return any(form in english_words() for form in (plain, plain.removesuffix("s")))


@lru_cache(maxsize=1)
def english_words() -> Set[str]:
    """82,765 words in small letters and American spelling.

    The frequency list that symspellpy ships: the words of Google's book n-grams that SCOWL's
    spelling lists confirm. Only the file is used, not the package's code.
    """
    listed = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = listed.read_text(encoding="utf-8").splitlines()
    return frozenset(american(line.partition(" ")[0]) for line in lines)
