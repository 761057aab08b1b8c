"""What a cell says: its separate values, its quantities and its ordinals."""

import re
import unicodedata
from typing import NamedTuple

_MARK = r"\n|\s*[;|]\s*|,\s+(?!\d)|\s+[/+]\s+"
_WORD = r"\s+(?:and|or|plus|&)\s+"
MARKED = re.compile(_MARK)
WORDED = re.compile(_WORD, re.IGNORECASE)
"""Between two values a mark stands, or a word that may stand within one ("Women and Children")."""

_SEPARATOR = re.compile(f"{_MARK}|{_WORD}")
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?<![\w.])(?P<low>{_NUMBER})(?:\s*(?:-|–|—|to)\s*(?P<high>{_NUMBER}))?"
    r"\s*(?P<unit>%|[A-Za-zµμ][A-Za-zµμ/²]*)?"
)
_SHARE = re.compile(rf"(?<![\w.])(?P<number>{_NUMBER})\s?%")
_BRACKETED = re.compile(rf"[(\[]\s*(?P<number>{_NUMBER})\s*[)\]]")
YEARS = range(1900, 2100)
"""Whole numbers that may be a year."""

_LEADING = re.compile(
    r"^\W*(?:(?:n|total|about|approximately|approx\.?|ca\.?|median|mean|up to)\s*[=:]?\s*)?"
    r"[<>≤≥~=≈]?\s*(?=\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w.])(?:19|20)\d\d(?![\d.%])")
ORDINAL_LABELS = "phase stage grade class tier level category"
_LABEL = rf"(?:{'|'.join(ORDINAL_LABELS.split())})"
_NUMERAL = r"(?:iv|iii|ii|i|[0-5])[abc]?"
_ORDINAL_CELL = re.compile(
    rf"^(?:early )?{_LABEL}?\s*{_NUMERAL}(?:\s*[-/,&\n–]\s*(?:{_LABEL}\s*)?{_NUMERAL})*$",
    re.IGNORECASE,
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


class Quantity(NamedTuple):
    """A number or a range (`low` equals `high` for a number) with its unit, if it has one."""

    low: float
    high: float
    unit: str


def values(cell: str) -> tuple[str, ...]:
    """The separate values that a cell lists ("iron, zinc"; "Phase 1" over "Phase 2")."""
    return tuple(part for piece in _SEPARATOR.split(cell) if (part := piece.strip()))


def quantity(cell: str) -> Quantity | None:
    """The number or range that a cell is: "1,234", "n = 30", "20–40 mg/day", "49%".

    None for a cell that merely has a number somewhere in its words ("CD38", "Phase 2").
    """
    cell = unicodedata.normalize("NFKC", cell.strip())
    lead = _LEADING.match(cell)
    match = _QUANTITY.match(cell, lead.end()) if lead else None
    return _read(match) if match else None


def share(cell: str, *, of_head: bool) -> Quantity | None:
    """The percentage in a cell: "12 (45%)" and, where the head says that there is one, "12 (45)"
    or a number alone.
    """
    said = quantity(cell)
    if said and said.unit == "%":
        return said
    match = _SHARE.search(cell) or (_BRACKETED.search(cell) if of_head else None)
    if match is None:
        return said if of_head else None
    return Quantity(number(match["number"]), number(match["number"]), "%")


def year(cell: str) -> int | None:
    """The last year (1900-2099) that stands in a cell."""
    found = _YEAR.findall(cell)
    return int(found[-1]) if found else None


def ordinals(cell: str) -> frozenset[str] | None:
    """The steps of a labelled scale in a cell: "Phase I/IIb" is {1, 2}; None when it is no such."""
    cell = cell.strip()
    if not _ORDINAL_CELL.match(cell):
        return None
    return numerals(cell)


def numerals(text: str) -> frozenset[str]:
    """Roman and Arabic numerals of a labelled scale, as Arabic digits."""
    found = re.findall(rf"(?<![A-Za-z0-9]){_NUMERAL}(?![A-Za-z0-9])", text, re.IGNORECASE)
    plain = (numeral.lower().rstrip("abc") for numeral in found)
    return frozenset(_ROMAN.get(numeral, numeral) for numeral in plain)


def number(text: str) -> float:
    return float(text.replace(",", ""))


def _read(match: re.Match[str]) -> Quantity:
    low = number(match["low"])
    high = number(match["high"]) if match["high"] else low
    return Quantity(min(low, high), max(low, high), (match["unit"] or "").lower())
