"""Numerals in one notation: "phase III", "phase three" and "phase3" become "phase 3".

Only after a word that is counted so: elsewhere "I", "V" or "X" is a pronoun, a symbol or a letter.
"""

import re

_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_FIGURES = {
    word: str(number) for words in (_ROMAN, _WORDS) for number, word in enumerate(words, start=1)
}
_NUMERAL = rf"(?:{'|'.join(sorted(_FIGURES, key=len, reverse=True))})(?=[a-c]?\b)"
_COUNTED = (
    "(?:phases?|types?|grades?|stages?|class(?:es)?|levels?|factors?|categor(?:y|ies)|angiotensin)"
)
_COUNTED_NUMERALS = re.compile(
    rf"\b{_COUNTED}[ -]?(?:{_NUMERAL}[a-c]?|\d+[a-c]?)"
    rf"(?:(?: ?[-‐‑–/,] ?| and | or | to |, ){_NUMERAL}[a-c]?\b)*",
    re.IGNORECASE,
)
_ONE_NUMERAL = re.compile(rf"\b{_NUMERAL}", re.IGNORECASE)
_FUSED = re.compile(r"\b(phase|type|grade|stage)(?=\d)", re.IGNORECASE)


def in_figures(text: str) -> str:
    """The text with counted numerals in figures: "phase I/II" is "phase 1/2"."""
    return _COUNTED_NUMERALS.sub(
        lambda counted: _ONE_NUMERAL.sub(lambda one: _FIGURES[one[0].lower()], counted[0]),
        _FUSED.sub(r"\1 ", text),
    )
