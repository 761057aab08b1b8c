"""The figures of a table row with the unit that its header or its label gives.

"Dose (mg): 20" gives a dose and "%: 25.9" a percentage, though the cell is a bare number.
"""

import re

_UNIT = re.compile(
    r"(?P<sign>%)|[(\[,]\s?(?:in\s)?(?P<unit>(?:years?|yrs?|y|months?|mos?|weeks?|wks?|days?|hours?"
    r"|h|min|kg|[mµμn]?g|mcg|IU|m?l|[mµμn]?mol|[µμn]M)(?:[/ ·⋅][\w²^.-]+)*)\s?[)\]]?\s*$",
)
_SPREAD = re.compile(r"\s?[(\[](?:SD|SEM?|IQR|range|CI|95% CI|n|Q1[-–]Q3)[)\]]\s*$", re.IGNORECASE)
"""What may stand behind the unit: "Mean age, y (SD)"."""

_FIGURE = re.compile(r"\d+(?:[.,·]\d+)*(?!\d)")


def with_units(searched: str) -> str:
    """The searched text of a row ("caption\\nheader: cell; header: cell") and behind it each figure
    whose header has a unit, else the row's label, with that unit; a label goes along.
    """
    pairs = [pair.rpartition(": ") for pair in searched.rpartition("\n")[2].split("; ")]
    label = pairs[0][2] if pairs else ""
    figures = []
    for position, (header, _, cell) in enumerate(pairs):
        if not (figure := _FIGURE.search(cell)):
            continue
        if unit := _unit(header):
            figures.append(f"{figure[0]} {unit}")
        elif position and (unit := _unit(label)):
            figures.append(f"{label} {figure[0]} {unit}")
    return "\n".join((searched, *figures))


def _unit(header: str) -> str:
    found = _UNIT.search(_SPREAD.sub("", header.strip()))
    return (found["sign"] or found["unit"]) if found else ""
