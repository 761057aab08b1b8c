"""The words of general English, to tell a slip of the keyboard from a word the index lacks, and a
name from an everyday word.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from math import log

from index.spelling import american


def is_english(word: str) -> bool:
    """Whether general English has the word (small letters), also as the plural of one it has."""
    plain = american(word)
    return any(form in english_words() for form in (plain, plain.removesuffix("s")))


def strangeness(word: str) -> float:
    """How rare a word is in general English: from 0, its commonest word, by the logarithm of its
    rank (Zipf, 1949) to 1, a word that general English lacks.
    """
    ranks, plain = english_words(), american(word.lower())
    rank = ranks.get(plain, ranks.get(plain.removesuffix("s"), len(ranks)))
    return log(1 + rank) / log(1 + len(ranks))


@lru_cache(maxsize=1)
def english_words() -> Mapping[str, int]:
    """82,765 words in small letters and American spelling with their rank (from 0) by frequency.

    The frequency list that symspellpy ships: the words of Google's book n-grams that SCOWL's
    spelling lists confirm. Only the file is used, not the package's code.
    """
    listed = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = listed.read_text(encoding="utf-8-sig").splitlines()
    words = dict.fromkeys(american(line.partition(" ")[0]) for line in lines)
    return {word: rank for rank, word in enumerate(words)}
