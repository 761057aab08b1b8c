"""British and American spelling of one word made equal.

The spelling that the rules give is only compared, never shown, so a rule may change words that it
was not made for ("aerobic", "flour") as long as no two different words become one.
"""

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?<!['’]s)")
"""A word; the s of a possessive is none."""

_MIN_CHARS = 5
"""In shorter words the letters are part of the root ("does", "four", "rise")."""

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # Latin and Greek: leukaemia, oedema, manoeuvre, sulphate, leucocyte, haemopoiesis
        ("ae|oe", "e"),
        ("sulph", "sulf"),
        ("^leuc(?=o|emi)", "leuk"),
        ("^hemopoie", "hematopoie"),
        # tumour, coloured, behavioural, neighbourhood, tumourigenesis
        (r"(?<=[a-z]{2})our(?=(?:s|ed|ing|al|ally|able|ful|less|hood|ation|igen.*)?$)", "or"),
        # centre, fibres, manoeuvre
        (r"(?<=[a-z])([btv])re(?=s?$)", r"\1er"),
        # analogue, catalogues
        (r"(?<=[a-z])logue(?=s?$)", "log"),
        # programme, grammes
        (r"gramme(?=s?$)", "gram"),
        # defence, licence, offence
        (r"(?<=^def|^lic|^off)ence(?=s?$)", "ense"),
        # judgement, acknowledgements
        (r"dgement(?=s?$)", "dgment"),
        # plurals of Greek nouns: diagnoses of diagnosis, metastases of metastasis
        (r"(?<=[a-z]{3}[aeiouy])sis$", "se"),
        # randomised, analyse, characterisation, stabilisers
        (r"(?<=[a-z]{3})([iy])s(?=(?:e|ed|es|ing|er|ers|able|ation|ations|ational)$)", r"\1z"),
        # words of their own
        ("^alumini(?=um$)", "alumin"),
        ("^ageing$", "aging"),
        ("^artefact", "artifact"),
        ("^sceptic", "skeptic"),
        ("^mould", "mold"),
        ("^disk(?=s?$)", "disc"),
        ("^practiz", "practic"),
    )
)

_MAY_CHANGE = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _RULES))
"""Any of them, to leave most words alone at once."""


def american(word: str) -> str:
    """The word (small letters) in the one spelling that both varieties are compared in."""
    if len(word) < _MIN_CHARS or not _MAY_CHANGE.search(word):
        return word
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word in one case, spelling and number."""
    word = american(word.lower())
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural else word
