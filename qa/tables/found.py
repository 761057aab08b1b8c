"""What a table was found to hold for a question: the rows and, in words, how they were chosen."""

from dataclasses import dataclass

from qa.tables.request import Request
from qa.tables.types import FoundRows
from qa.tables.view import Condition, Reading, TableView
from qa.types import RowFilter, RowGroup

_OF_AMOUNTS = {"fewest": "lowest", "least": "lowest", "most": "highest"}
"""Of what is counted these are said, of its number the others."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading of one table; `score` says how much of the question it accounts for."""

    view: TableView
    request: Request
    reading: Reading
    rows: tuple[int, ...]
    certain: bool
    score: float


def to_rows(found: Found) -> FoundRows:
    view, reading = found.view, found.reading
    table = view.table
    filters = [_filter(view, condition) for condition in reading.conditions]
    if reading.extreme and found.rows:
        cells = list(
            dict.fromkeys(
                " ".join(view.columns[reading.extreme_column].cells[row].split())
                for row in found.rows
            )
        )
        if len(cells) == 1:
            filters.append(RowFilter(view.head(reading.extreme_column), cells[0]))
    shown, of, summary = found.rows, len(view.all_rows), reading.summary
    if view.turned:
        table = view.document.table_by_anchor[table.anchor]
        shown = tuple(view.printed[column - 1] for column in tells_apart(reading))
        of, summary = len(view.printed), reading.summary or _studies(found)
    return FoundRows(
        document=view.document.id,
        table=table.anchor,
        rows=tuple(table.rows[row].anchor for row in shown),
        filters=tuple(filters),
        operation=reading.operation,
        certain=found.certain,
        understood=is_understood(reading),
        explanation=_explain(found),
        of=of,
        summary=summary,
        groups=tuple(RowGroup(*one) for one in reading.groups),
    )


def tells_apart(reading: Reading) -> tuple[int, ...]:
    """The columns of a turned table that conditions, an extreme or a summary are about."""
    columns = {
        one.column
        for condition in reading.conditions
        for one in (condition, *condition.alternatives)
    }
    return tuple(sorted({*columns, reading.extreme_column, reading.summed_column} - {-1, 0}))


def _studies(found: Found) -> str:
    """How many studies of a turned table are found, and each with what is asked for."""
    columns = [found.view.columns[place] for place in tells_apart(found.reading)]
    told = []
    for row in found.rows:
        cells = (f"{one.head}: {' '.join(one.cells[row].split())}" for one in columns)
        told.append(f"{found.view.columns[0].cells[row]} ({'; '.join(cells)})")
    count = f"{len(told)} of {len(found.view.all_rows)}: " if len(told) > 1 else ""
    return count + ", ".join(told)


def _filter(view: TableView, condition: Condition) -> RowFilter:
    others = tuple(_filter(view, one) for one in condition.alternatives)
    return RowFilter(view.head(condition.column), condition.value, condition.relation, others)


def _explain(found: Found) -> str:
    view, reading = found.view, found.reading
    total = len(view.all_rows)
    which = " and ".join(_in_words(view, condition) for condition in reading.conditions)
    noun = "columns" if view.turned else "rows"
    rows = f"{len(found.rows)} of {total} {noun} of {view.table.label}"
    text = f"{rows} where {which}" if which else f"all {total} {noun} of {view.table.label}"
    if reading.extreme:
        head = view.head(reading.extreme_column)
        among = f" among rows where {which}" if which else ""
        extreme = _OF_AMOUNTS.get(reading.extreme, reading.extreme)
        text = f"{rows} with the {extreme} {head}{among}"
    if reading.summary:
        text += f"; {reading.summary}"
    doubts = [doubt for doubt in reading.doubts if doubt] + reading.reservations
    if reading.left_over:
        words = ", ".join(f"“{word}”" for word in reading.left_over)
        doubts.append(f"the table does not explain {words}")
    text = text[0].upper() + text[1:]
    return f"{text}; not certain: {'; '.join(doubts)}." if doubts else f"{text}."


def explain_none(found: Found) -> str:
    which = " and ".join(_quoted(found.view, condition) for condition in found.reading.conditions)
    together = " together" if len(found.reading.conditions) > 1 else ""
    noun = "column" if found.view.turned else "row"
    return f"No {noun} of {found.view.table.label} has {which}{together}."


def _quoted(view: TableView, condition: Condition) -> str:
    if condition.relation not in ("contains", "=") or condition.alternatives:
        return _in_words(view, condition)
    return f"{' '.join(view.head(condition.column).split())} “{condition.value}”"


def _in_words(view: TableView, condition: Condition) -> str:
    return str(_filter(view, condition))


def is_understood(reading: Reading) -> bool:
    return not (reading.left_over or reading.doubts)
