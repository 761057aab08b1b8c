"""Names of medicines, told by their stems.

The World Health Organization gives medicines names whose endings say what they are: "-mab" for
antibodies, "-tinib" for kinase inhibitors ("The use of stems in the selection of International
Nonproprietary Names (INN) for pharmaceutical substances"). A question about a medicine that an
article never names is not answered by what it says of others.
"""

import re
from functools import cache
from itertools import chain

from index.lay_words import MEDICINES, MIN_BEFORE_ENDING, read_lay_words
from index.vocabulary import Phrase, phrase

_MIN_CHARS = 5
"""Shorter members are abbreviations, which stand for many things."""

_OF_SEVERAL_CLASSES = ("statin", "mycin", "micin")
"""Stems whose medicines are no one class: bleomycin is no antibiotic."""


def is_drug_name(word: str) -> bool:
    """Whether a word is built like the name of a medicine."""
    return bool(_name().fullmatch(word))


def is_medicine(word: str) -> bool:
    """Whether a word is built so, or is listed in `index/medicines.tsv` as one of a class."""
    return is_drug_name(word) or phrase(word) in _listed()


@cache
def _listed() -> frozenset[Phrase]:
    known = read_lay_words(MEDICINES)
    members = chain.from_iterable(known.wordings.values())
    return (
        frozenset(one for one in members if len(one) == 1 and len(one[0]) >= _MIN_CHARS)
        - known.classes
    )


@cache
def _name() -> re.Pattern[str]:
    stems = sorted(chain(_OF_SEVERAL_CLASSES, *read_lay_words(MEDICINES).endings.values()))
    return re.compile(rf"[a-z]{{{MIN_BEFORE_ENDING},}}(?:{'|'.join(stems)})", re.IGNORECASE)
