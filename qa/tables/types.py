"""The vocabulary of an answer over rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa.types import Operation, RowFilter, RowGroup


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Words as typed, each with other words that may stand for them: a corrected slip of the
    keyboard, the article's word for a lay one, the members of a class. `classes` are those that
    are classes: that all their members are known is never certain.
    """

    wordings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FoundRows:
    """Every row of one table that meets all `filters`, in table order.

    `table` and `rows` are anchors in `document`. For an extreme, `rows` are the rows that hold
    it (all of them, when several do). `certain` is false when the question's words fit several
    columns or tables equally, or only in part, or a class whose members may not all be known;
    `understood` is true in this last case too. `explanation` says how the rows were chosen.
    `of` counts the rows of the table that hold data, `summary` and `groups` are as in
    `qa.types.RowList`.
    """

    document: str
    table: str
    rows: tuple[str, ...]
    filters: tuple[RowFilter, ...]
    operation: Operation
    certain: bool
    understood: bool
    explanation: str
    of: int
    summary: str = ""
    groups: tuple[RowGroup, ...] = ()
