"""The vocabulary of an answer over rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.types import Operation, RowFilter

Alternatives = Mapping[str, Sequence[str]]
"""A word as typed and other words (or phrases) that may stand for it: a corrected slip of the
keyboard, the article's word for a lay one."""


@dataclass(frozen=True, slots=True)
class FoundRows:
    """Every row of one table that meets all `filters`, in table order.

    `table` and `rows` are anchors in `document`. For an extreme, `rows` are the rows that hold
    it (all of them, when several do). `certain` is false when the question's words fit several
    columns or tables equally, or only in part; `explanation` says how the rows were chosen.
    """

    document: str
    table: str
    rows: tuple[str, ...]
    filters: tuple[RowFilter, ...]
    operation: Operation
    certain: bool
    explanation: str
