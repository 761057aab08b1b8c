"""What a reader of one format hands over: the parts of an article, before they are joined."""

from dataclasses import dataclass, field

from corpus.types import SectionKind


@dataclass(slots=True)
class DraftSection:
    """`paragraphs` are whole (never cut by a page) but not yet cleaned.

    `anchor` is empty when the heading gives none; `figures` stand in this section.
    """

    path: tuple[str, ...]
    kind: SectionKind
    anchor: str = ""
    paragraphs: list[str] = field(default_factory=list)
    figures: list["DraftSection"] = field(default_factory=list)


@dataclass(slots=True)
class PrintedTable:
    """Header line and body lines as printed, cleaned; `boilerplate` is what a break repeats."""

    label: str
    caption: str
    section: DraftSection
    lines: list[list[str]] = field(default_factory=list)
    boilerplate: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Draft:
    """`entries` are `(printed number or "", raw text)` of the reference list."""

    sections: list[DraftSection]
    tables: list[PrintedTable]
    entries: list[tuple[str, str]]
    boilerplate: list[str]
