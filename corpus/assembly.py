"""From the parts that a reader found to a `Document`: cleaned, anchored and cross-linked."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from corpus.abbreviations import find_abbreviations
from corpus.citations import Bibliography, cites_in_brackets, find_mentions
from corpus.draft import Draft, DraftSection, PrintedTable
from corpus.metadata import Metadata
from corpus.references import parse_references
from corpus.tables import join_rows
from corpus.types import CorpusError, Document, Row, Section, Table
from corpus.typesetting import clean

_MAX_SLUG_CHARS = 80
_RESERVED = re.compile(r"(?:table|ref)-\d|s\d")  # what tables, references and numbered headings use
_CITING_KINDS = ("abstract", "body", "figure")


def assemble(name: str, metadata: Metadata, draft: Draft, digest: str, added_by: str) -> Document:
    """The whole article. Raises `CorpusError` when no running text was found."""
    references = parse_references(draft.entries)
    bibliography = Bibliography(references)
    raised = _cites_by_raised_numbers(draft, bibliography)
    anchors = _Anchors()
    sections: list[Section] = []
    anchor_of: dict[int, str] = {}
    for part in _with_figures(draft.sections):
        anchor_of[id(part)] = anchor = anchors.unique(part.anchor or _slug(part.path[-1]))
        text = "\n\n".join(filter(None, map(clean, part.paragraphs)))
        mentions = (
            find_mentions(text, bibliography, raised=raised) if part.kind in _CITING_KINDS else ()
        )
        sections.append(Section(anchor, part.path, part.kind, text, mentions))
    if not any(section.text for section in sections if section.kind != "front"):
        raise CorpusError("no running text was found; is this an article?")
    tables = tuple(
        _table(number, printed, anchor_of[id(printed.section)], bibliography, raised)
        for number, printed in enumerate((t for t in draft.tables if t.lines), start=1)
    )
    boilerplate = [*draft.boilerplate, *(line for t in draft.tables for line in t.boilerplate)]
    return Document(
        id=name,
        title=metadata.title,
        authors=metadata.authors,
        journal=metadata.journal,
        year=metadata.year,
        doi=metadata.doi,
        licence=metadata.licence,
        licence_url=metadata.licence_url,
        credit=metadata.credit,
        sections=tuple(sections),
        tables=tables,
        references=references,
        abbreviations=tuple(find_abbreviations(_defining_text(sections, tables))),
        boilerplate=tuple(filter(None, boilerplate)),
        digest=digest,
        added_by=added_by,
    )


def _with_figures(parts: Iterable[DraftSection]) -> Iterator[DraftSection]:
    for part in parts:
        yield part
        yield from part.figures


def _cites_by_raised_numbers(draft: Draft, bibliography: Bibliography) -> bool:
    """A numbered list that nothing cites in brackets can only be cited by raised numbers."""
    texts = (text for part in _with_figures(draft.sections) for text in part.paragraphs)
    cells = (cell for table in draft.tables for line in table.lines for cell in line)
    return bibliography.is_numbered and not any(
        cites_in_brackets(text, bibliography) for text in (*map(clean, texts), *cells)
    )


def _table(
    number: int, printed: PrintedTable, section: str, bibliography: Bibliography, raised: bool
) -> Table:
    try:
        columns, joined = join_rows(printed.lines)
    except CorpusError as error:
        raise CorpusError(f"{printed.label or 'unnumbered table'}: {error}") from error
    anchor = f"table-{number}"
    # Where the notes of a table are numbered, raised numbers in its cells point to them.
    notes = tuple(clean(note) for note in printed.notes)
    raised = raised and not any(note[:1] in "¹²³⁴⁵⁶⁷⁸⁹" for note in notes)
    rows = []
    for position, row in enumerate(joined, start=1):
        plain = Row(f"{anchor}-row-{position}", row.cells, row.inherited)
        mentions = find_mentions(plain.text, bibliography, raised=raised)
        rows.append(Row(plain.anchor, row.cells, row.inherited, mentions))
    label = printed.label or f"Table (unnumbered, {number})"
    return Table(anchor, label, printed.caption, columns, tuple(rows), section, notes)


def _defining_text(sections: Iterable[Section], tables: Iterable[Table]) -> str:
    """Where an article defines its abbreviations; one definition never runs into the next."""
    texts = [section.text for section in sections if section.kind in _CITING_KINDS]
    for table in tables:
        texts += [table.caption, *table.notes, *_printed_cells(table)]
    return "\n\n".join(texts)


def _printed_cells(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield from (cell for c, cell in enumerate(row.cells) if c not in row.inherited)


class _Anchors:
    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._times: Counter[str] = Counter()

    def unique(self, wanted: str) -> str:
        anchor = wanted
        while anchor in self._taken:
            self._times[wanted] += 1
            anchor = f"{wanted}-{self._times[wanted] + 1}"
        self._taken.add(anchor)
        return anchor


def _slug(heading: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only[:_MAX_SLUG_CHARS]).strip("-")
    return f"section-{slug}".strip("-") if not slug or _RESERVED.match(slug) else slug
