"""The vocabulary of an article: what a reader sees, and where it stands.

Offsets are in characters of the *cleaned* text (`Section.text`, `Row.text`, `Reference.text`),
which is what a reader is shown: `text[start:end]` is always the quotation.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from corpus.groups import groups

SectionKind = Literal["front", "abstract", "body", "figure", "back"]

CELL_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation as printed ("Wu et al., 2022"; "[12]") and the references it points to.

    `references` holds anchors of `Reference`s: one when resolved, all of a range of numbers,
    several when a name and a year fit several entries, none when they fit none. `exact` is false
    when the only fitting entry differs in year or spelling from what is printed.
    """

    start: int
    end: int
    text: str
    references: tuple[str, ...]
    exact: bool = True

    @property
    def is_ambiguous(self) -> bool:
        """Whether one of several entries is meant; numbers mean every one of theirs."""
        return len(self.references) > 1 and any(map(str.isalpha, self.text))


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of running text under one heading; paragraphs are separated by a blank line."""

    anchor: str
    path: tuple[str, ...]
    kind: SectionKind
    text: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One table row, whole: inherited cells are filled in, and `inherited` says which they are.

    A cell printed over several lines keeps its line breaks. `mentions` index into `text`.
    """

    anchor: str
    cells: tuple[str, ...]
    inherited: tuple[int, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def text(self) -> str:
        """The row as it is quoted: its cells, inherited ones included, joined by `" | "`."""
        return CELL_SEPARATOR.join(self.cells)

    def cell_span(self, column: int) -> tuple[int, int]:
        """Start and end of one cell in `text`."""
        start = sum(len(cell) + len(CELL_SEPARATOR) for cell in self.cells[:column])
        return start, start + len(self.cells[column])


@dataclass(frozen=True, slots=True)
class Table:
    """A table with every row exactly once; `section` is the anchor of the section it stands in."""

    anchor: str
    label: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    section: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the reference list. `text` is the entry as printed (cleaned).

    `key` is unique in its document: "Wang et al., 2022d", or "12" in a numbered list.
    Fields that the entry does not state are empty; `year` is 0 when none is stated.
    """

    anchor: str
    key: str
    authors: tuple[str, ...]
    year: int
    title: str
    container: str
    text: str
    year_suffix: str = ""
    et_al: bool = False
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the article itself defines, with the long form as first printed."""

    short: str
    long: str


@dataclass(frozen=True)
class Document:
    """A whole article. `boilerplate` lists what a reader is not shown (running heads and the
    like), so that nothing of the source is lost silently. `digest` is the SHA-256 of the source
    files, `added_by` is "bundled" or "you".
    """

    id: str
    title: str
    authors: tuple[str, ...]
    journal: str
    year: int
    doi: str
    licence: str
    licence_url: str
    credit: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    references: tuple[Reference, ...]
    abbreviations: tuple[Abbreviation, ...]
    boilerplate: tuple[str, ...]
    digest: str
    added_by: str = "bundled"

    @cached_property
    def section_by_anchor(self) -> dict[str, Section]:
        return {section.anchor: section for section in self.sections}

    @cached_property
    def table_by_anchor(self) -> dict[str, Table]:
        return {table.anchor: table for table in self.tables}

    @cached_property
    def row_by_anchor(self) -> dict[str, tuple[Table, Row]]:
        return {row.anchor: (table, row) for table in self.tables for row in table.rows}

    @cached_property
    def group_by_anchor(self) -> dict[str, str]:
        """Of every row what the row above says that names its group (`corpus.groups`)."""
        return {
            row.anchor: group
            for table in self.tables
            for row, group in zip(table.rows, groups(table), strict=True)
        }

    def text_of(self, anchor: str) -> str:
        """The text that offsets at `anchor` refer to: of a section, a row, a reference or, at a
        table's own anchor, its caption. Raises KeyError for an unknown anchor.
        """
        if anchor in self.section_by_anchor:
            return self.section_by_anchor[anchor].text
        if anchor in self.row_by_anchor:
            return self.row_by_anchor[anchor][1].text
        if anchor in self.table_by_anchor:
            return self.table_by_anchor[anchor].caption
        return self.reference_by_anchor[anchor].text

    @cached_property
    def reference_by_anchor(self) -> dict[str, Reference]:
        return {reference.anchor: reference for reference in self.references}


class CorpusError(Exception):
    """An article that cannot be read; the message names the file, the place and the remedy."""
