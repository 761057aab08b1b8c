"""A whole article as a page shows it: sections in order, tables in place, one passage marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.identifiers import identifiers
from corpus.types import Document, Reference, Row, Section, Table
from web.backlinks import Backlink, collect, count, with_ids
from web.glossary import Glossary
from web.marking import NO_TERMS, Piece, Span, cell_pieces, cut, linked, paragraphs

PLACE = re.compile(r"(?P<anchor>[^:]{1,200})(?::(?P<start>\d{1,9})-(?P<end>\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """Something with an anchor, and a span of its text (None: all of it)."""

    anchor: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class CellView:
    """`inherited` is true if the cell is printed once, above; `landing` if a link to the quoted row
    lands here.
    """

    column: str
    pieces: list[Piece]
    inherited: bool = False
    landing: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """`quoted` is true for the row that a citation led to. In a list, `number` is that of the row's
    citation, `group` says what the row above it names, `href` leads to its `place` in the article.
    """

    anchor: str
    cells: list[CellView]
    quoted: bool = False
    number: int = 0
    href: str = ""
    place: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class TableView:
    anchor: str
    label: str
    caption: list[Piece]
    columns: tuple[str, ...]
    rows: list[RowView]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionView:
    """`headings` are those not yet shown by an earlier section, as (level from 2, text); the last
    carries the section's anchor, `place` is the innermost. `landing` is true if the whole section
    is the quoted place.
    """

    anchor: str
    kind: str
    headings: list[tuple[int, str]]
    paragraphs: list[list[Piece]]
    tables: list[TableView]
    quoted: bool
    landing: bool
    place: str


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """`cited` are the places that cite the entry."""

    entry: Reference
    pieces: list[Piece]
    quoted: bool
    cited: list[Backlink]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """`front` is what stands around the article: dates, editors, rights. `references_heading` and
    `references_anchor` are the article's own, if it has a heading for its list. `lost` is true if a
    place was asked for that the article does not have. `abbreviations` maps short to long.
    """

    front: list[SectionView]
    sections: list[SectionView]
    references: list[ReferenceView]
    references_heading: str
    references_anchor: str
    lost: bool
    abbreviations: dict[str, str]


def parse_place(text: str) -> Place | None:
    """`anchor` or `anchor:start-end`; None if it is neither."""
    match = PLACE.fullmatch(text)
    if not match:
        return None
    if match["start"] is None:
        return Place(match["anchor"])
    start, end = int(match["start"]), int(match["end"])
    return Place(match["anchor"], (start, end)) if start < end else None


def find_place(document: Document, at: str) -> Place | None:
    """The place that `at` names in this document; None if there is no such place."""
    place = parse_place(at)
    if place is None:
        return None
    if place.anchor in document.section_by_anchor or place.anchor in document.table_by_anchor:
        end = place.span[1] if place.span else 0
        return place if end <= len(document.text_of(place.anchor)) else None
    if place.anchor in document.row_by_anchor or place.anchor in document.reference_by_anchor:
        return Place(place.anchor)
    return None


def article_view(document: Document, at: str = "") -> ArticleView:
    """The article with the place `at` marked."""
    place = find_place(document, at) if at else None
    anchor = place.anchor if place else ""
    glossary = Glossary(document.abbreviations)
    sections = []
    above: tuple[str, ...] = ()
    for section in document.sections:
        tables = [
            table_view(table, place, glossary)
            for table in document.tables
            if table.section == section.anchor
        ]
        sections.append(section_view(section, above, tables, place, glossary))
        above = section.path
    known = document.section_by_anchor
    if strays := [table for table in document.tables if table.section not in known]:
        tables = [table_view(table, place, glossary) for table in strays]
        sections.append(SectionView("", "body", [], [], tables, False, False, ""))
    cited = collect(placed for section in sections for placed in citing_places(section))
    references = [
        ReferenceView(
            entry,
            cut(entry.text, [(0, len(entry.text))] if entry.anchor == anchor else []),
            entry.anchor == anchor,
            cited.get(entry.anchor, []),
        )
        for entry in document.references
    ]
    heading, own_anchor = "References", "page-references"
    last = sections[-1] if sections else None
    if last and references and last.headings and not last.paragraphs and not last.tables:
        heading, own_anchor = last.headings[-1][1], last.anchor
        sections.pop()
    return ArticleView(
        [section for section in sections if section.kind == "front"],
        [section for section in sections if section.kind != "front"],
        references,
        heading,
        own_anchor,
        bool(at) and place is None,
        glossary.entries,
    )


def citing_places(section: SectionView) -> Iterator[tuple[str, list[Piece]]]:
    """The texts of a section, its tables' rows among them, each with the name of its place."""
    for pieces in section.paragraphs:
        yield section.place, pieces
    for table in section.tables:
        for number, row in enumerate(table.rows, start=1):
            for cell in row.cells:
                yield f"{table.label}, row {number}", cell.pieces


def section_view(
    section: Section,
    above: tuple[str, ...],
    tables: list[TableView],
    place: Place | None,
    glossary: Glossary = NO_TERMS,
) -> SectionView:
    quoted = place is not None and place.anchor == section.anchor
    span = place.span if place and quoted else None
    common = 0
    while common < min(len(above), len(section.path)) and above[common] == section.path[common]:
        common += 1
    headings = [
        (min(level, 5), heading)
        for level, heading in enumerate(section.path[common:], start=common + 2)
    ]
    texts: list[list[Piece]] = []
    before = 0
    for pieces in paragraphs(section.text, span, section.mentions, glossary):
        texts.append(with_ids(pieces, section.anchor, before))
        before += count(pieces)
    return SectionView(
        section.anchor,
        section.kind,
        headings,
        texts,
        tables,
        quoted,
        quoted and span is None,
        section.path[-1] if section.path else "",
    )


def table_view(
    table: Table, place: Place | None = None, glossary: Glossary = NO_TERMS
) -> TableView:
    """The table with the caption's quoted span or the quoted row marked."""
    anchor = place.anchor if place else ""
    marks = []
    if place and anchor == table.anchor:
        marks = [place.span or (0, len(table.caption))]
    rows = [
        row_view(table.columns, row, quoted=row.anchor == anchor, glossary=glossary)
        for row in table.rows
    ]
    caption = cut(table.caption, marks, (), glossary.terms(table.caption))
    return TableView(table.anchor, table.label, caption, table.columns, rows, table.notes)


def row_view(
    columns: tuple[str, ...], row: Row, *, quoted: bool, glossary: Glossary = NO_TERMS
) -> RowView:
    landing = next((number for number, cell in enumerate(row.cells) if cell), 0) if quoted else None
    cells = [
        CellView(
            name,
            with_ids(
                linked(
                    cell_pieces(row, column, marked=quoted, glossary=glossary),
                    identifiers(row.cells[column]),
                ),
                f"{row.anchor}-{column}",
            ),
            column in row.inherited,
            column == landing,
        )
        for column, name in enumerate(columns[: len(row.cells)])
    ]
    return RowView(row.anchor, cells, quoted)
