"""Plain text tables: they read the same in a terminal, a file and a log."""

from collections.abc import Sequence

_GAP = "   "


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table: the first column to the left, the others to the right, a rule below
    the header. Raises ValueError for a row that does not fit the header.
    """
    lines = [tuple(header), *map(tuple, rows)]
    for line in lines:
        if len(line) != len(header):
            raise ValueError(f"{len(line)} cells in a table of {len(header)} columns: {line}")
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    set_lines = [
        _GAP.join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    rule = _GAP.join("─" * width for width in widths)
    return [set_lines[0], rule, *set_lines[1:]]
