"""A list answer for a spreadsheet or a text: CSV (RFC 4180) and Markdown."""

import csv
import io
import re
from collections.abc import Sequence

from qa.types import Citation, RowList
from web.sources import place_name

PLACE = "Place"
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s–-]*%?$)")
"""What a spreadsheet would take for a formula: anything but a signed number or a lone dash."""
MARKED = re.compile(r"([\\`*_\[\]<|])")


def table_cells(rows: RowList, citations: Sequence[Citation]) -> list[list[str]]:
    """Header and rows of a list, each row with the place it stands at in the article."""
    places = {citation.number: place_name(citation.location) for citation in citations}
    lines = [[*row.cells, places.get(row.citation, "")] for row in rows.rows]
    return [[*rows.columns, PLACE], *lines]


def csv_text(lines: Sequence[Sequence[str]]) -> str:
    """Lines of cells as CSV. A cell that a spreadsheet would run gets an apostrophe in front,
    which shows it as the text it is (OWASP, CSV injection).
    """
    out = io.StringIO()
    csv.writer(out).writerows([[guarded(cell) for cell in line] for line in lines])
    return out.getvalue()


def guarded(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def markdown_table(lines: Sequence[Sequence[str]]) -> str:
    """Lines of cells, the first being the header, as a Markdown table."""
    header, *rows = [[markdown(cell).replace("\n", "<br>") for cell in line] for line in lines]
    ruled = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in ruled) + "\n"


def markdown(text: str) -> str:
    """Text as Markdown shows it literally."""
    return MARKED.sub(r"\\\1", text)
