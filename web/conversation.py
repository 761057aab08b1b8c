"""One turn of a conversation as a page shows it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.types import Document
from qa.types import (
    Answer,
    Citation,
    DocumentCard,
    Part,
    ReferenceLocation,
    Rewording,
    RowLocation,
    Source,
)
from web.asking import Asked
from web.cells import LabelledCell, cells_of
from web.disagreeing import DisagreementView, disagreement_view
from web.listing import RowsView, rows_view
from web.sources import SourceCard, place_name, source_card


@dataclass(frozen=True, slots=True)
class PartView:
    """`cells` are those of the table row that the part is, if it is one. `place` says where it
    stands in the article titled `article`, `cites` pairs the number and the address of each
    citation. `speaker` says in words who says it; if the review reports it, from `studies`.
    """

    text: str
    cells: list[LabelledCell]
    place: str
    article: str
    cites: list[tuple[int, str]]
    speaker: str
    studies: list[Source]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was searched besides the words as typed: slips corrected, other words for the same,
    words carried over; `searched` is the whole question, if it says more than these do.
    """

    corrected: list[Rewording]
    besides: list[Rewording]
    carried: tuple[str, ...]
    searched: str

    @property
    def anything(self) -> bool:
        return bool(self.corrected or self.besides or self.carried or self.searched)


@dataclass(frozen=True, slots=True)
class TurnView:
    """`id` derives from the address, so that the same turn has the same one."""

    id: str
    asked: Asked
    answer: Answer
    understood: Understood
    parts: list[PartView]
    rows: RowsView | None
    disagreements: list[DisagreementView]
    cards: list[SourceCard]
    nearest: list[SourceCard]


def turn_view(asked: Asked, answer: Answer, articles: Sequence[Document] = ()) -> TurnView:
    """The answer to what was asked; `articles` give each quotation its surroundings."""
    turn_id = "t" + hashlib.sha256(asked.url.encode()).hexdigest()[:8]
    listed = {row.citation for row in answer.rows.rows} if answer.rows else set()
    links = {
        citation.number: citation.url
        if citation.number in listed
        else f"#{card_id(turn_id, citation.number)}"
        for citation in answer.citations
    }
    by_number = {citation.number: citation for citation in answer.citations}
    return TurnView(
        turn_id,
        asked,
        answer,
        understood(answer),
        [
            part_view(part, links, by_number)
            for part in answer.parts
            if not set(part.citations) <= listed  # need not be said again beside the list
        ],
        rows_view(answer.rows, by_number) if answer.rows else None,
        [disagreement_view(one, links, by_number) for one in answer.disagreements],
        [
            source_card(c, card_id(turn_id, c.number), answer.parts, articles)
            for c in answer.citations
            if c.number not in listed
        ],
        [source_card(c, f"{turn_id}-near-{c.number}", (), articles) for c in near(answer)],
    )


def articles_of(turns: Sequence[TurnView]) -> list[DocumentCard]:
    """The articles that the turns quote, each once."""
    shown = (c for turn in turns for c in (*turn.answer.citations, *near(turn.answer)))
    return list({citation.document.id: citation.document for citation in shown}.values())


def near(answer: Answer) -> tuple[Citation, ...]:
    return answer.refusal.nearest if answer.refusal else ()


def understood(answer: Answer) -> Understood:
    corrected = [one for one in answer.rewordings if one.kind == "spelling"]
    told = corrected or answer.carried or answer.standalone_question == answer.question
    return Understood(
        corrected,
        [one for one in answer.rewordings if one.kind != "spelling"],
        answer.carried,
        "" if told else answer.standalone_question,
    )


def part_view(part: Part, links: Mapping[int, str], by_number: Mapping[int, Citation]) -> PartView:
    cited = [by_number[number] for number in part.citations if number in by_number]
    sources = {source.key: source for citation in cited for source in citation.sources}
    return PartView(
        part.text,
        cells_of(part.text, cited),
        place_name(cited[0].location) if cited else "",
        cited[0].document.title if cited else "",
        [(citation.number, links[citation.number]) for citation in cited],
        speaker(part, cited),
        [sources[key] for key in part.sources if key in sources and part.statement == "study"],
    )


def speaker(part: Part, cited: Sequence[Citation]) -> str:
    """Who says a part. An entry of the reference list speaks for itself."""
    locations = [citation.location for citation in cited]
    if any(isinstance(location, ReferenceLocation) for location in locations):
        return ""
    if part.statement == "study":
        return "reported from" if part.sources else "reported from a study"
    if any(isinstance(location, RowLocation) for location in locations):
        return "listed by the review"
    return "the review’s own statement"


def card_id(turn_id: str, number: int) -> str:
    return f"{turn_id}-source-{number}"
