"""Columns that say the same of several groups: "above 80 % in both arms" is asked of each."""

import re

from qa.tables.column import UNIT, Column
from qa.tables.view import Reading

_ALL = re.compile(
    r"\b(?:both|all|every|each)(?: (?:of|the|two|three|four|treatment|study))* "
    r"(?:groups?|arms?|cohorts?)\b",
    re.IGNORECASE,
)
_P_VALUE = re.compile(r"\W*p(?:[- ]?values?)?\W*", re.IGNORECASE)


def all_arms(reading: Reading) -> str:
    """The words by which a condition is put on all groups; "" where there are none."""
    said = _ALL.search(reading.request.text)
    if not said:
        return ""
    reading.used.update(
        word.start for word in reading.request.words if said.start() <= word.start < said.end()
    )
    return said[0]


def arms_of(reading: Reading, column: Column) -> list[Column]:
    """The columns that say of other groups what `column` says of one, itself among them.

    They stand under the same head, or under none, and share a word or a unit of their own heads
    ("Infusion group, n (%)", "Bolus group, n (%)"); p-values belong to no group.
    """
    above, own = _parted(reading, column)
    return [
        other
        for other in reading.view.columns
        if other is column
        or (
            other.is_number
            and _parted(reading, other)[0] == above
            and _words(own) & _words(_parted(reading, other)[1])
            and not _is_p_value(reading, other)
        )
    ]


def an_arm(reading: Reading) -> Column | None:
    """The first column of numbers that says of one group what others say of others."""
    numbers = (column for column in reading.view.columns if column.is_number)
    return next((column for column in numbers if len(arms_of(reading, column)) > 1), None)


def _parted(reading: Reading, column: Column) -> tuple[str, str]:
    """What stands above several columns, and the head of this one alone."""
    own = reading.view.own_heads[column.place]
    head = " ".join(column.head.split())
    return head.removesuffix(own).strip(), own


def _words(head: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d]+|%", head.lower()))


def _is_p_value(reading: Reading, column: Column) -> bool:
    return bool(_P_VALUE.fullmatch(UNIT.sub(" ", reading.view.own_heads[column.place])))
