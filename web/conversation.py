"""One turn of a conversation as a page shows it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus.types import CELL_SEPARATOR
from qa.types import Answer, Citation, RowFilter, RowLocation
from web.marking import Piece, cut, find_all
from web.reader import CellView, RowView, TableView

PERMALINK_HISTORY = 10


@dataclass(frozen=True, slots=True)
class SourceCard:
    """`id` is unique on the page. `pieces` mark what the answer took from a longer passage; a row
    has its table instead.
    """

    id: str
    citation: Citation
    pieces: list[Piece]
    table: TableView | None


@dataclass(frozen=True, slots=True)
class PartView:
    """`cells` pairs header and cell if the part is a table row, else it is empty.
    `cards` pairs the number and the id of each card that the part cites.
    """

    text: str
    cells: list[tuple[str, str]]
    cards: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class RowsView:
    table: TableView
    filters: tuple[RowFilter, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    question: str
    url: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """`id` derives from the conversation, so that the same turn has the same address."""

    id: str
    url: str
    answer: Answer
    parts: list[PartView]
    rows: RowsView | None
    cards: list[SourceCard]
    nearest: list[SourceCard]


def permalink(question: str, history: Sequence[str], documents: Sequence[str] = ()) -> str:
    """The address of a turn: its question and the latest of the questions before it."""
    recent = history[-PERMALINK_HISTORY:]
    fields = [("h", text) for text in recent] + [("documents", name) for name in documents]
    return "/?" + urlencode([*fields, ("q", question)])


def earlier_turns(history: Sequence[str], documents: Sequence[str] = ()) -> list[EarlierTurn]:
    """The questions before this one, each with the address at which it was asked."""
    return [
        EarlierTurn(question, permalink(question, history[:number], documents))
        for number, question in enumerate(history)
    ]


def turn_view(answer: Answer, history: Sequence[str], documents: Sequence[str] = ()) -> TurnView:
    url = permalink(answer.question, history, documents)
    turn_id = "t" + hashlib.sha256(url.encode()).hexdigest()[:8]
    by_number = {citation.number: citation for citation in answer.citations}
    nearest = answer.refusal.nearest if answer.refusal else ()
    parts = [
        PartView(
            part.text,
            labelled_cells(part.text, [by_number[n] for n in part.citations if n in by_number]),
            [(n, card_id(turn_id, n)) for n in part.citations if n in by_number],
        )
        for part in answer.parts
    ]
    if answer.rows:  # a row need not be said again beside the list it is in
        parts = [part for part in parts if not part.cells]
    return TurnView(
        turn_id,
        url,
        answer,
        parts,
        rows_view(answer, turn_id, by_number),
        [
            source_card(citation, card_id(turn_id, citation.number), answer)
            for citation in answer.citations
        ],
        [
            source_card(citation, f"{turn_id}-near-{citation.number}", answer)
            for citation in nearest
        ],
    )


def card_id(turn_id: str, number: int) -> str:
    return f"{turn_id}-source-{number}"


def source_card(citation: Citation, card: str, answer: Answer) -> SourceCard:
    location = citation.location
    if isinstance(location, RowLocation):
        row = RowView("", plain_cells(location.columns, location.cells, location.inherited))
        table = TableView("", location.table, location.caption, location.columns, [row])
        return SourceCard(card, citation, [], table)
    quotes = [part.text for part in answer.parts if citation.number in part.citations]
    return SourceCard(
        card, citation, cut(citation.cited_text, find_all(citation.cited_text, quotes)), None
    )


def rows_view(answer: Answer, turn_id: str, by_number: dict[int, Citation]) -> RowsView | None:
    if answer.rows is None:
        return None
    rows = []
    for row in answer.rows.rows:
        citation = by_number.get(row.citation)
        inherited = (
            citation.location.inherited
            if citation and isinstance(citation.location, RowLocation)
            else ()
        )
        cells = plain_cells(answer.rows.columns, row.cells, inherited)
        number = row.citation if citation else 0
        card = card_id(turn_id, number) if citation else ""
        rows.append(RowView("", cells, number=number, card=card))
    table = TableView("", answer.rows.table, "", answer.rows.columns, rows)
    return RowsView(table, answer.rows.filters, answer.rows.total)


def plain_cells(
    columns: Sequence[str], cells: Sequence[str], inherited: Sequence[int] = ()
) -> list[CellView]:
    return [
        CellView(column, cut(cell), number in inherited)
        for number, (column, cell) in enumerate(zip(columns, cells, strict=False))
    ]


def labelled_cells(text: str, citations: Sequence[Citation]) -> list[tuple[str, str]]:
    """Header and cell of each cell, if `text` is a whole row of one of the citations."""
    for citation in citations:
        location = citation.location
        if isinstance(location, RowLocation) and text == CELL_SEPARATOR.join(location.cells):
            return [
                (column, cell)
                for column, cell in zip(location.columns, location.cells, strict=False)
                if cell
            ]
    return []
