"""One turn of a conversation as a page shows it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus.types import CELL_SEPARATOR, Document, Section
from qa.types import Answer, Citation, PassageLocation, RowFilter, RowLocation
from web.marking import PARAGRAPH_BREAK, Piece, cut, find_all, surroundings
from web.reader import CellView, RowView, TableView

PERMALINK_HISTORY = 10


@dataclass(frozen=True, slots=True)
class SourceCard:
    """`id` is unique on the page. `pieces` show a passage marked within its paragraph; `cut_before`
    and `cut_after` say whether the paragraph goes on. A row has its table instead.
    """

    id: str
    citation: Citation
    pieces: list[Piece]
    table: TableView | None = None
    cut_before: bool = False
    cut_after: bool = False


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


def turn_view(
    answer: Answer,
    history: Sequence[str],
    documents: Sequence[str] = (),
    *,
    articles: Sequence[Document] = (),
) -> TurnView:
    """The answer to a question asked after `history` and restricted to `documents`; `articles`
    give each quotation its surroundings.
    """
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
        [source_card(c, card_id(turn_id, c.number), answer, articles) for c in answer.citations],
        [source_card(c, f"{turn_id}-near-{c.number}", answer, articles) for c in nearest],
    )


def card_id(turn_id: str, number: int) -> str:
    return f"{turn_id}-source-{number}"


def source_card(
    citation: Citation, card: str, answer: Answer, articles: Sequence[Document]
) -> SourceCard:
    location = citation.location
    if isinstance(location, RowLocation):
        row = RowView("", plain_cells(location.columns, location.cells, location.inherited))
        table = TableView("", location.table, location.caption, location.columns, [row])
        return SourceCard(card, citation, [], table)
    quoted = citation.cited_text
    taken = find_all(quoted, [p.text for p in answer.parts if citation.number in p.citations])
    spans = taken or [(0, len(quoted))]
    text, offset = quoted, 0
    if isinstance(location, PassageLocation):
        section = find_section(articles, citation.document.id, location.anchor)
        if section and section.text[location.start : location.end] == quoted:
            text, offset = section.text, location.start
    left, right = surroundings(text, (offset, offset + len(quoted)))
    marks = [(start + offset - left, end + offset - left) for start, end in spans]
    if marks == [(0, right - left)]:  # marking everything would show nothing
        marks = []
    return SourceCard(
        card,
        citation,
        cut(text[left:right], marks),
        cut_before=left > 0 and not text[:left].endswith(PARAGRAPH_BREAK),
        cut_after=right < len(text) and not text[right:].startswith(PARAGRAPH_BREAK),
    )


def find_section(articles: Sequence[Document], document: str, anchor: str) -> Section | None:
    for article in articles:
        if article.id == document:
            return article.section_by_anchor.get(anchor)
    return None


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
