"""The extremes among the rows that are left: "the smallest trial", "the three latest"."""

import re
from collections.abc import Sequence

from qa.tables.column import Column
from qa.tables.comparison import Superlative
from qa.tables.heads import is_row_noun
from qa.tables.values import Quantity
from qa.tables.view import REGISTRY_IDENTIFIER, Reading


def take_extremes(
    reading: Reading, superlatives: Sequence[Superlative], rows: frozenset[int]
) -> frozenset[int]:
    """The rows of one extreme or, of one column, of both ("the smallest and the largest trial")."""
    first, *others = superlatives
    found = _take_extreme(reading, first, rows)
    known = reading.extreme_column, reading.extreme, reading.operation
    for other in others:
        if other.word == first.word:
            continue
        more = _take_extreme(reading, other, rows)
        if not more or reading.extreme_column != known[0]:
            reading.extreme_column, reading.extreme, reading.operation = known
            reading.doubts.append(f"“{other.word}” is not taken into account")
            continue
        found |= more
        known = known[0], f"{known[1]} and the {other.word}", "list"
        reading.extreme_column, reading.extreme, reading.operation = known
    return found


def _take_extreme(
    reading: Reading, superlative: Superlative, rows: frozenset[int]
) -> frozenset[int]:
    """The rows that hold the extreme (ties included), or the so many most extreme ones."""
    column, sure = _extreme_column(reading, superlative)
    if column is None:
        reading.left_over.append(superlative.word)
        return frozenset()
    by_time = not column.is_number or (_is_of_time(superlative) and "age" not in column.roles)
    found: dict[int, float] = {}
    for row in rows:
        if by_time and column.has_years:
            amount = column.year_of(row)
        elif by_time:
            digits = re.search(r"\d+", column.cells[row])
            amount = Quantity(float(digits[0]), float(digits[0]), "") if digits else None
        else:
            amount = column.quantities[row]
        if amount:
            found[row] = amount.low if superlative.operation == "minimum" else amount.high
    if not sure:
        reading.doubts.append(f"“{superlative.word}” is taken to be about {column.head}")
    reading.set_extreme(superlative.operation, superlative.word, column)
    ranked = sorted(found.values(), reverse=superlative.operation == "maximum")
    kept = set(ranked[: superlative.how_many])
    return frozenset(row for row, amount in found.items() if amount in kept)


def _extreme_column(reading: Reading, superlative: Superlative) -> tuple[Column | None, bool]:
    view = reading.view
    after = reading.following(superlative.end)
    if superlative.about == "age":
        ages = [one for one in view.columns if one.is_number and "age" in one.roles]
        if ages:
            return ages[0], True
    if _is_of_time(superlative):
        years = [column for column in view.columns if column.has_years]
        registered = [column for column in view.columns if _is_register(column)]
        return next(
            ((one, True) for one in years),
            next(((one, False) for one in registered), (None, False)),
        )
    for word in (*after, *reading.preceding(superlative.start)):
        for column in view.heads(word):
            if column.is_number and not (column.tells_years and is_row_noun(word.term)):
                reading.used.add(word.start)
                return column, True
    wanted = superlative.about or "size"
    meant = [
        column
        for column in view.columns
        if column.is_number and not column.has_years and wanted in column.roles
    ]
    says_no_other = not after or any(is_row_noun(one.term) for one in after) or superlative.about
    return (meant[0], True) if meant and says_no_other else (None, False)


def _is_of_time(superlative: Superlative) -> bool:
    return superlative.about in ("time", "age")


def _is_register(column: Column) -> bool:
    return column.kind == "identifier" and all(map(REGISTRY_IDENTIFIER.match, column.cells))
