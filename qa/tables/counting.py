"""Rows counted by what they have in common: "sponsors of at least two trials", "which sponsor runs
the most trials?".
"""

import re

from qa.tables.column import Column
from qa.tables.comparison import Comparison, meets
from qa.tables.heads import is_row_noun
from qa.tables.values import Quantity
from qa.tables.view import Condition, Reading

_FREQUENT = re.compile(r"\s+(?:common|frequent|often|usual)(?:ly)?\b", re.IGNORECASE)


def counts_rows(reading: Reading, comparison: Comparison) -> bool:
    """Whether rows are counted, not what a column says: "more than one trial"."""
    after = reading.following(comparison.end)
    return (
        bool(after)
        and is_row_noun(after[0].term)
        and reading.request.text[comparison.end : after[0].start].isspace()
    )


def take_groups(reading: Reading, comparison: Comparison) -> None:
    """Adds a condition on how many rows have the same cell: "sponsors of at least two trials"."""
    request = reading.request
    column = _named_before(reading, comparison.start)
    if column is None:
        reading.left_over.append(request.text[comparison.start : comparison.end])
        return
    groups = _groups(column, reading.view.all_rows)
    rows = frozenset[int]().union(
        *(
            found
            for found in groups.values()
            if meets(Quantity(len(found), len(found), ""), comparison)
        )
    )
    shown = f"{comparison.shown} rows with the same cell"
    span = (comparison.start, comparison.end)
    reading.add(Condition(column.place, comparison.relation, shown, rows, span=span))


def _named_before(reading: Reading, place: int) -> Column | None:
    """The column of names or steps that the question names first, before a place."""
    for word in reading.request.words:
        if word.start >= place:
            break
        for column in reading.view.heads(word):
            if column.kind in ("name", "ordinal") and not is_row_noun(word.term):
                reading.used.add(word.start)
                return column
    return None


def _named_behind(reading: Reading, place: int) -> Column | None:
    """The column of names or steps that the next word names."""
    for word in reading.following(place)[:1]:
        for column in reading.view.heads(word):
            if column.kind in ("name", "ordinal") and not is_row_noun(word.term):
                reading.used.add(word.start)
                return column
    return None


def _groups(column: Column, rows: frozenset[int]) -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for row in rows:
        groups.setdefault(" ".join(column.cells[row].split()), set()).add(row)
    return {cell: frozenset(found) for cell, found in groups.items()}


def grouped_column(reading: Reading) -> Column | None:
    """The column whose values are to be counted: "which sponsor runs the most trials?", "which
    disease has the most combinations?", "the most common phase among the trials".
    """
    request = reading.request
    for superlative in request.superlatives:
        if superlative.word != "most":
            continue
        after = reading.following(superlative.end)
        if frequent := _FREQUENT.match(request.text, superlative.end):
            rows = [word for word in request.words if is_row_noun(word.term)]
            if any(word.is_plural and word.term in reading.view.context for word in rows):
                place = superlative.start, frequent.end()
                reading.used.update(
                    w.start for w in request.words if place[0] <= w.start < place[1]
                )
                return _named_before(reading, place[0]) or _named_behind(reading, place[1])
        elif after and is_row_noun(after[0].term):
            return _named_before(reading, superlative.start)
        elif after and after[0].is_plural and (counted := reading.view.heads(after[0])):
            column = _named_before(reading, superlative.start)
            return (
                column if column and counted[0].kind == "name" and column not in counted else None
            )
    return None


def take_largest_group(reading: Reading, column: Column, rows: frozenset[int]) -> frozenset[int]:
    """The rows with the cell that most of `rows` have; all such cells' when several do."""
    groups = _groups(column, rows)
    most = max(map(len, groups.values()), default=0)
    reading.set_extreme("maximum", "most frequent", column)
    if len(groups) > 1 and all(len(found) == most for found in groups.values()):
        head = " ".join(column.head.split())
        reading.doubts.append(f"no whole cell of {head} stands in more rows than another")
    return frozenset(row for found in groups.values() if len(found) == most for row in found)
