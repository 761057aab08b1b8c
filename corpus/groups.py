"""Rows of a table that only name the rows below them."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # which asks this module for the groups of a document
    from corpus.types import Row, Table

_AGAINST = re.compile(r"(?:versus|vs\b\.?|compared (?:with|to)|against)\s", re.IGNORECASE)
_MIN_COLUMNS = 3
"""In a table of two columns, a row with one cell may just lack the other."""


def group_heads(table: "Table") -> frozenset[int]:
    """Places of the rows of which nothing but the first cell is filled.

    Where most rows are such, they are the data of a table with gaps.
    """
    if len(table.columns) < _MIN_COLUMNS:
        return frozenset()
    found = frozenset(place for place, row in enumerate(table.rows) if _is_alone(row))
    return found if 2 * len(found) <= len(table.rows) else frozenset()


def groups(table: "Table") -> tuple[str, ...]:
    """Per row, on one line, what the row says that names its group; "" for rows of none and for
    those that name one. Of names one below the other each is told. "Versus zinc" stands under the
    row above that it compares.
    """
    heads = group_heads(table)
    found: list[str] = []
    group: list[str] = []
    compared = ""
    for place, row in enumerate(table.rows):
        label = " ".join(row.cells[0].split()) if row.cells else ""
        if place in heads:
            group = [*group, label] if place - 1 in heads else [label]
            compared = ""
            found.append("")
            continue
        against = bool(_AGAINST.match(label))
        if not against:
            compared = label
        found.append(" › ".join(filter(None, [*group, compared if against else ""])))
    return tuple(found)


def _is_alone(row: "Row") -> bool:
    first, *others = row.cells
    return bool(first.strip()) and not any(cell.strip() for cell in others)
