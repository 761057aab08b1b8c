"""A citation as a page shows it: where it stands, its surroundings, and on whose evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.types import Document
from qa.citation import place_url
from qa.types import Citation, Identifier, Location, Part, PassageLocation, RowLocation, Source
from web.cells import LabelledCell, labelled_cells
from web.citing import NOWHERE, CitedIn, cited_elsewhere
from web.marking import PARAGRAPH_BREAK, Piece, cut, find_all, linked, surroundings
from web.reader import CellView

ROW_NUMBER = re.compile(r"-row-(\d+)$")


@dataclass(frozen=True, slots=True)
class Study:
    """`inferred` is true if no quoted piece prints the study: it is cited beside it. `elsewhere` is
    where else the article cites it.
    """

    source: Source
    inferred: bool
    elsewhere: CitedIn = NOWHERE


@dataclass(frozen=True, slots=True)
class Studies:
    """`primary` are the studies that the answer's pieces rest on, `also` the others cited in the
    passage. `quoted` is true if the answer quotes the passage.
    """

    primary: tuple[Study, ...]
    also: tuple[Study, ...]
    quoted: bool


@dataclass(frozen=True, slots=True)
class SourceCard:
    """`id` is unique on the page. `pieces` show a passage marked within its paragraph; `cut_before`
    and `cut_after` say whether the paragraph goes on. A row has its cells instead. `url` leads to
    what the answer quotes of the citation.
    """

    id: str
    citation: Citation
    url: str
    studies: Studies
    pieces: list[Piece]
    cells: tuple[LabelledCell, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


def source_card(
    citation: Citation, card: str, parts: Sequence[Part], articles: Sequence[Document]
) -> SourceCard:
    """The card of a citation that some of the answer's `parts` may quote."""
    location = citation.location
    parts = [part for part in parts if citation.number in part.citations]
    studies = studies_of(citation, parts, articles)
    if isinstance(location, RowLocation):
        cells = labelled_cells(location, citation.identifiers)
        return SourceCard(card, citation, citation.url, studies, [], tuple(cells))
    quoted = citation.cited_text
    spans = find_all(quoted, [part.text for part in parts]) or [(0, len(quoted))]
    text, offset = quoted, 0
    if isinstance(location, PassageLocation):
        whole = text_at(articles, citation.document.id, location.anchor)
        if whole[location.start : location.end] == quoted:
            text, offset = whole, location.start
    left, right = surroundings(text, (offset, offset + len(quoted)))
    marks = [(start + offset - left, end + offset - left) for start, end in spans]
    if marks == [(0, right - left)]:  # marking everything would show nothing
        marks = []
    return SourceCard(
        card,
        citation,
        url_of(citation, spans),
        studies,
        cut(text[left:right], marks),
        cut_before=left > 0 and not text[:left].endswith(PARAGRAPH_BREAK),
        cut_after=right < len(text) and not text[right:].startswith(PARAGRAPH_BREAK),
    )


def url_of(citation: Citation, spans: Sequence[tuple[int, int]]) -> str:
    """The address of what is quoted of a citation, from the first of the spans (in characters of
    the cited text) to the last.
    """
    location = citation.location
    if not isinstance(location, PassageLocation):
        return citation.url
    start = location.start + min(start for start, _ in spans)
    end = location.start + max(end for _, end in spans)
    return place_url(citation.document.id, location.anchor, (start, end))


def text_at(articles: Sequence[Document], document: str, anchor: str) -> str:
    """The text that offsets at `anchor` refer to; empty if there is no such place."""
    for article in articles:
        if article.id == document:
            try:
                return article.text_of(anchor)
            except KeyError:
                return ""
    return ""


def studies_of(
    citation: Citation, parts: Sequence[Part], articles: Sequence[Document] = ()
) -> Studies:
    """The studies of a citation that `parts` quote (none: it only came near)."""
    whole = not isinstance(citation.location, PassageLocation)
    keys = {key for part in parts for key in part.sources}
    primary: list[Study] = []
    also: list[Study] = []
    for source in citation.sources:
        printed = whole or not parts or any(source.cited_as in part.text for part in parts)
        study = Study(source, source.inferred or (not printed and source.key in keys))
        if whole or source.key in keys:
            elsewhere = cited_elsewhere(citation, source.key, articles)
            primary.append(replace(study, elsewhere=elsewhere))
        else:
            also.append(study)
    return Studies(tuple(primary), tuple(also), bool(parts))


def place_name(location: Location) -> str:
    """Where something stands, in a few words: the last heading, or a table's row."""
    if isinstance(location, RowLocation):
        group = f", under “{location.group}”" if location.group else ""
        return f"{row_name(location)}{group}"
    if isinstance(location, PassageLocation):
        return location.section[-1] if location.section else ""
    return "Reference list"


def row_name(location: RowLocation) -> str:
    """ "Table 1, row 13"."""
    number = ROW_NUMBER.search(location.anchor)
    return f"{location.table}, row {number[1]}" if number else location.table


def study_name(source: Source) -> str:
    """A study in a few words: its key in the list, or in a numbered list first author and year."""
    if not source.key.isdigit() or not source.authors:
        return source.key
    others = " et al." if len(source.authors) > 1 else ""
    return f"{source.authors[0].partition(',')[0]}{others}, {source.year or 'n.d.'}"


def plain_cells(
    columns: Sequence[str],
    cells: Sequence[str],
    inherited: Sequence[int] = (),
    identifiers: Sequence[Identifier] = (),
) -> list[CellView]:
    """The cells of a row; what they print of the `identifiers` is a link."""
    return [
        CellView(column, linked([Piece(cell)], identifiers), number in inherited)
        for number, (column, cell) in enumerate(zip(columns, cells, strict=False))
    ]
