"""Doses in a text: how much of which medicine, and how often.

A dose is that of the medicine right before it ("MTX (15 mg weekly)") or right behind it ("100 mg of
metformin"). What is a medicine is told by its looks: a short form in capitals, or a word that is
rare in general English; of "received 10 mg" nobody could say of what. Ranges and doses told in turn
are left alone.
"""

import re
from collections.abc import Iterator

from index.english import strangeness
from index.tokens import terms
from qa.claim import Claim, Measure, value_of

_AMOUNT = (
    r"(?<![\w.,–−-])(?P<number>\d+(?:[.·]\d+)?)(?!\s?(?:[–−-]|to\b|and\b|or\b|/)\s?\d)\s?"
    r"(?P<unit>(?:[mµμ]?g|mcg|IU|U)(?:/(?:kg|m2|m²|m\^2|day|d))*(?![\w/]))"
)
_OFTEN = (
    r"(?:,?\s?(?P<often>[bt]id|b\.i\.d\.?|t\.i\.d\.?|q[dwo]d?|q\d[dwh]"
    r"|(?:once |twice |three times )?(?:daily|weekly|(?:per|a|every|each) (?:day|week)))\b)?"
)
_NAME = r"(?P<name>[A-Za-z][\w-]+)"
_BEFORE = re.compile(rf"\b{_NAME}\s?[(\[]?\s?(?:at )?{_AMOUNT}{_OFTEN}")
_BEHIND = re.compile(rf"{_AMOUNT}{_OFTEN}\s(?:of )?(?:oral )?{_NAME}")
_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
_STRANGE = 0.75
"""How rare in general English (`index.english`) the name of a medicine is at least."""

_UNIT = {"µg": "ug", "μg": "ug", "mcg": "ug", "IU": "u", "U": "u"}


def doses(text: str) -> Iterator[Claim]:
    """The doses in a sentence or a row, in order, each once."""
    seen: set[int] = set()
    for pattern in (_BEFORE, _BEHIND):
        for found in pattern.finditer(text):
            if found.start("number") not in seen and is_medicine_like(found["name"]):
                seen.add(found.start("number"))
                yield _dose(found)


def is_medicine_like(word: str) -> bool:
    """Whether a word looks like the name or the short form of a medicine."""
    if _CAPITALS.search(word):
        return True
    return len(word) > 3 and word.isalpha() and strangeness(word) >= _STRANGE


def _dose(found: re.Match[str]) -> Claim:
    value, places = value_of(found["number"])
    unit, *per = found["unit"].replace("m²", "m2").replace("m^2", "m2").split("/")
    often = frozenset(terms(found["often"] or ""))
    measure = Measure(
        "dose",
        frozenset(terms(found["name"])) | often,
        frozenset(),
        "/".join((_UNIT.get(unit, unit), *per)),
    )
    end = found.end("often") if found["often"] else found.end("unit")
    return Claim(
        found.start("number"), end, value, places, measure, frozenset(), f"dose of {found['name']}"
    )
