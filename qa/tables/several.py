"""How many values a cell lists: "trials in two phases", "with more than one drug"."""

import re

from index.tokens import terms
from qa.tables.column import Column, is_empty
from qa.tables.comparison import ONES, Comparison, meets
from qa.tables.values import MARKED, WORDED, Quantity
from qa.tables.view import Condition, Reading
from qa.types import Relation

_MOST = 9
"""Of more values than this a cell is no list that a question counts."""

_SAID = re.compile(
    rf"\b(?:(?P<one>(?:only|just) one|(?:only |just )?a single|one single)"
    rf"|(?P<some>several|multiple|numerous|various)|(?P<number>{'|'.join(ONES[1:])}|[2-{_MOST}]))"
    r"\s+(?:different |distinct |separate )?(?=[^\W\d_])",
    re.IGNORECASE,
)
_NOT_COUNTED = frozenset(terms("arm combination combinations regimen partner population patients"))
"""Words that may name a column of drugs or diseases, of which a cell does not list several."""

_WORTH = 0.5
"""Of a number of values, beside 1 for a word: it fits any table, so that what else is said tells
which is meant ("which trials test more than one drug?" the table of trials, not of drugs).
"""


def take_several(reading: Reading) -> None:
    """Adds a condition for every number of values that the question names without comparing."""
    request = reading.request
    for said in _SAID.finditer(request.text):
        count = 1 if said["one"] else 2
        if number := said["number"]:
            count = int(number) if number.isdigit() else ONES.index(number.lower()) + 1
        relation: Relation = "≥" if said["some"] else "="
        is_taken = any(
            one.start < said.end() and said.start() < one.end for one in request.comparisons
        )
        if not is_taken and not _is_asked_for(reading, said.start()):
            take_count(reading, Comparison(relation, count, str(count), said.start(), said.end()))


def take_count(reading: Reading, comparison: Comparison) -> bool:
    """Whether a comparison is with the number of values in a cell; adds the condition then."""
    following = reading.following(comparison.end)[:2]
    counted = next((word for word in following if word.term not in _NOT_COUNTED), None)
    if counted is None or comparison.number > _MOST:
        return False
    between = reading.request.text[comparison.end : counted.start]
    if len(between.split()) > (counted is not following[0]) or "," in between:
        return False
    named = reading.view.heads(counted)
    column = next((column for column in named if _lists_values(column)), None)
    if column is None or any(one.is_number for one in named):
        return False
    counts = {row: _count(column, row) for row in reading.view.all_rows}
    rows = frozenset(
        row
        for row, count in counts.items()
        if count and meets(Quantity(count, count, ""), comparison)
    )
    shown = f"{comparison.shown} value{'' if comparison.number == 1 else 's'}"
    reading.used.update(
        word.start
        for word in reading.request.words
        if comparison.start <= word.start <= counted.start
    )
    span = (comparison.start, comparison.end)
    reading.conditions.append(Condition(column.place, comparison.relation, shown, rows, span=span))
    reading.explained += _WORTH
    reading.chosen += 1 - len(rows) / len(reading.view.all_rows)
    if column.kind != "ordinal" and any(map(WORDED.search, column.cells)):
        head = " ".join(column.head.split())
        reading.reservations.append(f"what counts as one value of {head} is not certain")
    return True


def _is_asked_for(reading: Reading, place: int) -> bool:
    """Whether a number says how many are to be named ("which two trials")."""
    subject = reading.request.subject
    return bool(subject) and place < subject[0].start


def _lists_values(column: Column) -> bool:
    if column.kind not in ("name", "ordinal"):
        return False
    return any(_count(column, row) > 1 for row in range(len(column.cells)))


def _count(column: Column, row: int) -> int:
    if column.kind == "ordinal":
        return len(column.ordinals[row])
    cell = column.cells[row]
    if is_empty(cell):
        return 0
    separator = MARKED if any(map(MARKED.search, column.cells)) else WORDED
    return sum(bool(part.strip()) for part in separator.split(cell))
