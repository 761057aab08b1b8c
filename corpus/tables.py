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

from corpus.typesetting import clean

_LABEL = re.compile(r"^(table)\s+(S?\d+|[IVX]+)\b[.:|]?\s*", re.IGNORECASE)
_CONTINUED = re.compile(r"^\(?\s*continued\s*\)?[.:]?\s*", re.IGNORECASE)


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
    return [clean(cell) for cell in line.split("\t")]


def join_rows(lines: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], list[JoinedRow]]:
    """Columns and whole rows of a table from its lines, the header line first.

    Lines are padded to the widest one. Every non-empty cell of `lines[1:]` is in exactly one row,
    as a cell or as a line of one. An overflow line before any row becomes a row of its own.
    """
    width = max(len(line) for line in lines)
    header, *body = [[*line, *[""] * (width - len(line))] for line in lines]
    rows: list[list[str]] = []
    inherited: list[list[int]] = []
    for cells in body:
        if not any(cells):
            continue
        if rows and _is_overflow(cells):
            for column, cell in enumerate(cells):
                if cell:
                    rows[-1][column] = f"{rows[-1][column]}\n{cell}".lstrip("\n")
            continue
        leading = next(column for column, cell in enumerate(cells) if cell)
        from_above = [c for c in range(leading) if rows and rows[-1][c]]
        rows.append([rows[-1][c] if c in from_above else cell for c, cell in enumerate(cells)])
        inherited.append(from_above)
    joined = [
        JoinedRow(tuple(cells), tuple(columns))
        for cells, columns in zip(rows, inherited, strict=True)
    ]
    return tuple(header), joined


def _is_overflow(cells: Sequence[str]) -> bool:
    filled = sum(1 for cell in cells if cell)
    return not cells[0] and 2 * filled < len(cells)
