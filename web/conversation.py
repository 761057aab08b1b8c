"""One turn of a conversation as a page shows it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus.types import CELL_SEPARATOR, Document
from qa.types import Answer, Citation, Part, RowFilter, RowLocation
from web.reader import RowView, TableView
from web.sources import SourceCard, place_name, plain_cells, source_card

PERMALINK_HISTORY = 10


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """A cell under its header, on one line. `inherited` is true if it is printed once, above."""

    label: str
    text: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """`cells` are those of the table row that the part is, if it is one. `place` says where it
    stands in the article titled `article`, `cards` pairs the number and the id of each card that
    it cites.
    """

    text: str
    cells: list[LabelledCell]
    place: str
    article: str
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
    parts = [part_view(part, turn_id, by_number) for part in answer.parts]
    if answer.rows:  # a row need not be said again beside the list it is in
        parts = [part for part in parts if not part.cells]
    return TurnView(
        turn_id,
        url,
        answer,
        parts,
        rows_view(answer, turn_id, by_number),
        [
            source_card(c, card_id(turn_id, c.number), answer.parts, articles)
            for c in answer.citations
        ],
        [source_card(c, f"{turn_id}-near-{c.number}", (), articles) for c in nearest],
    )


def part_view(part: Part, turn_id: str, by_number: Mapping[int, Citation]) -> PartView:
    cited = [by_number[number] for number in part.citations if number in by_number]
    return PartView(
        part.text,
        labelled_cells(part.text, cited),
        place_name(cited[0].location) if cited else "",
        cited[0].document.title if cited else "",
        [(citation.number, card_id(turn_id, citation.number)) for citation in cited],
    )


def card_id(turn_id: str, number: int) -> str:
    return f"{turn_id}-source-{number}"


def rows_view(answer: Answer, turn_id: str, by_number: Mapping[int, Citation]) -> RowsView | None:
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
    table = TableView("", answer.rows.table, [], answer.rows.columns, rows)
    return RowsView(table, answer.rows.filters, answer.rows.total)


def labelled_cells(text: str, citations: Sequence[Citation]) -> list[LabelledCell]:
    """The cells that hold something, if `text` is a whole row of one of the citations."""
    for citation in citations:
        location = citation.location
        if isinstance(location, RowLocation) and text == CELL_SEPARATOR.join(location.cells):
            return [
                LabelledCell(column, " / ".join(cell.split("\n")), number in location.inherited)
                for number, (column, cell) in enumerate(
                    zip(location.columns, location.cells, strict=False)
                )
                if cell
            ]
    return []
