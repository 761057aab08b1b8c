"""The cells of a table's row as a page shows them outside the table: each under its header."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import CELL_SEPARATOR
from qa.types import Citation, Identifier, RowLocation
from web.marking import Piece, linked


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """A cell under its header, on one line, and the same with what it names linked. `inherited` is
    true if it is printed once, above.
    """

    label: str
    text: str
    pieces: list[Piece]
    inherited: bool


def cells_of(text: str, citations: Sequence[Citation]) -> list[LabelledCell]:
    """The cells of the row that `text` is, if it is a whole row of one of the citations."""
    for citation in citations:
        location = citation.location
        if isinstance(location, RowLocation) and text == CELL_SEPARATOR.join(location.cells):
            return labelled_cells(location, citation.identifiers)
    return []


def labelled_cells(location: RowLocation, identifiers: Sequence[Identifier]) -> list[LabelledCell]:
    """The cells of a row that hold something."""
    cells = zip(location.columns, location.cells, strict=False)
    return [
        labelled_cell(column, cell, number in location.inherited, identifiers)
        for number, (column, cell) in enumerate(cells)
        if cell
    ]


def labelled_cell(
    label: str, cell: str, inherited: bool, identifiers: Sequence[Identifier]
) -> LabelledCell:
    text = " / ".join(cell.split("\n"))
    return LabelledCell(label, text, linked([Piece(text)], identifiers), inherited)
