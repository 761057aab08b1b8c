"""Tables as printed, put together again: halves joined, overflow re-attached, cells inherited.

Three things happen to a table on its way to a page, and each is undone once, here:

* it breaks over a page: "TABLE 1 (Continued) …" with its header row printed again;
* a cell that spans several rows is printed once, the rows below begin with empty cells;
* a cell too long for its column runs over: a line on its own that fills only that column.

The last two look alike. A line is an *overflow* when it fills fewer than half of its columns and
starts with an empty one; else it is a *row*, and its leading empty cells are inherited. An empty
cell behind a filled one is not inherited: it is empty.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import CorpusError
from corpus.typesetting import clean

_LABEL = re.compile(r"^(table)\s+(S?\d+|[IVX]+)\b\s*[.:|]?\s*", re.IGNORECASE)
_MAX_CELLS = 1_000_000
_MAX_CHARS = 10_000_000
_CONTINUED = re.compile(r"^\(?\s*cont(?:inued\b|['’]?d\b|\.)\s*\)?[.:]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class JoinedRow:
    cells: tuple[str, ...]
    inherited: tuple[int, ...]


def parse_caption(text: str) -> tuple[str, str, bool]:
    """Label ("Table 1"), caption and whether this is a "(Continued)" half."""
    text = clean(text)
    match = _LABEL.match(text)
    if not match:
        return "", text, False
    rest = text[match.end() :]
    continued = _CONTINUED.match(rest)
    caption = rest[continued.end() :] if continued else rest
    return f"Table {match[2].upper()}", caption, bool(continued)


def split_cells(line: str) -> list[str]:
    """The cells of one tab-separated source line, cleaned."""
    return [clean(cell) if cell else "" for cell in line.split("\t")]


def join_rows(lines: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], list[JoinedRow]]:
    """Columns and whole rows of a table from its lines, the header line first.

    Lines are padded to the widest one. Every non-empty cell of `lines[1:]` is in exactly one row,
    as a cell or as a line of one. An overflow line before any row becomes a row of its own.
    Raises `CorpusError` for a table that no page can hold.
    """
    width = max(len(line) for line in lines)
    if width * len(lines) > _MAX_CELLS:
        raise CorpusError(f"a table of {len(lines):,} lines and {width:,} columns is too large")
    header, *body = [[*line, *[""] * (width - len(line))] for line in lines]
    rows: list[list[list[str]]] = []
    inherited: list[tuple[int, ...]] = []
    for cells in body:
        if not any(cells):
            continue
        if rows and _is_overflow(cells):
            for printed, cell in zip(rows[-1], cells, strict=True):
                printed += filter(None, [cell])
            continue
        leading = next(column for column, cell in enumerate(cells) if cell)
        from_above = tuple(c for c in range(leading) if rows and rows[-1][c])
        # An inherited cell is the very list above, so that an overflow line completes all of them.
        row = [list(filter(None, [cell])) for cell in cells]
        for column in from_above:
            row[column] = rows[-1][column]
        rows.append(row)
        inherited.append(from_above)
    return tuple(header), list(map(JoinedRow, _joined(rows), inherited))


def _joined(rows: Sequence[Sequence[list[str]]]) -> list[tuple[str, ...]]:
    text = {id(cell): "\n".join(cell) for row in rows for cell in row if cell}
    cells = [tuple(text.get(id(cell), "") for cell in row) for row in rows]
    if (size := sum(len(cell) for row in cells for cell in row)) > _MAX_CHARS:
        raise CorpusError(f"a table of {size:,} characters, inherited cells included, is too large")
    return cells


def _is_overflow(cells: Sequence[str]) -> bool:
    filled = sum(1 for cell in cells if cell)
    return not cells[0] and 2 * filled < len(cells)
