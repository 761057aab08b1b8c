"""Conditions that one column of numbers is to exceed another: "higher in X than in Y"."""

import re
from collections.abc import Sequence

from qa.tables.column import Column
from qa.tables.comparison import LESS, MORE
from qa.tables.values import Quantity
from qa.tables.view import Condition, Reading
from qa.tables.words import Word
from qa.types import Relation

_THAN = re.compile(
    rf"\b(?:(?P<more>{MORE})|{LESS})\b(?P<first>[^,;:?]*?)\bthan\b(?P<second>[^,;:?]*)",
    re.IGNORECASE,
)


def take_contrast(reading: Reading) -> None:
    """Adds a condition for two columns of numbers that the question holds against each other."""
    request = reading.request
    for match in _THAN.finditer(request.text):
        if any(
            match.start() < one.end and one.start < match.start("second")
            for one in request.comparisons
        ):
            continue  # with a number, not with another column
        between = _within(reading, match.start("first"), match.end("first"))
        before = _within(reading, 0, match.start())
        after = _within(reading, match.start("second"), match.end("second"))
        one = _column(reading, [*reversed(between), *reversed(before)])
        other = _column(reading, after)
        if one is None or other is None or one[0].place == other[0].place:
            continue
        relation: Relation = ">" if match["more"] else "<"
        rows = frozenset(
            row
            for row in reading.view.all_rows
            if _exceeds(one[0].quantities[row], other[0].quantities[row], relation)
        )
        reading.used.update((match.start(), one[1].start, other[1].start))
        shown = " ".join(other[0].head.split())
        span = (one[1].start, match.end())
        reading.add(Condition(one[0].place, relation, shown, rows, span=span), 2)


def _within(reading: Reading, start: int, end: int) -> list[Word]:
    return [word for word in reading.request.words if word.forms and start <= word.start < end]


def _column(reading: Reading, words: Sequence[Word]) -> tuple[Column, Word] | None:
    """The first column of numbers that a word names as no other column is named."""
    for word in words:
        named = [
            column
            for column in reading.view.columns
            if column.is_number
            and any(reading.view.own_head_terms[column.place].issuperset(f) for f in word.forms)
        ]
        if len(named) == 1:
            return named[0], word
    return None


def _exceeds(one: Quantity | None, other: Quantity | None, relation: Relation) -> bool:
    if one is None or other is None:
        return False
    return one.low > other.high if relation == ">" else one.high < other.low
