"""A list answer as a page shows it: every matching row of a table, with its filter and count."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.types import Citation, RowFilter, RowList, RowLocation, Source
from web.marking import cut
from web.reader import RowView, TableView
from web.sources import place_name, plain_cells


@dataclass(frozen=True, slots=True)
class ListedStudy:
    """A primary study and the (number, address) of each listed row that cites it."""

    source: Source
    rows: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class RowsView:
    """`count` says how many rows of how many, in words; `summary` what they come to, `explanation`
    how they were chosen, as far as the others and the filters do not say it. `leads` is true where
    the rows are the first citations.
    """

    table: TableView
    count: str
    filters: tuple[RowFilter, ...]
    leads: bool
    summary: str
    explanation: str
    studies: list[ListedStudy]


def rows_view(rows: RowList, by_number: Mapping[int, Citation]) -> RowsView:
    """The list as a table. A row's number leads to the row in the article."""
    shown = []
    caption = ""
    for row in rows.rows:
        citation = by_number.get(row.citation)
        inherited: tuple[int, ...] = ()
        identifiers = citation.identifiers if citation else ()
        if citation and isinstance(citation.location, RowLocation):
            inherited, caption = citation.location.inherited, citation.location.caption
        number, href = (citation.number, citation.url) if citation else (0, "")
        cells = plain_cells(rows.columns, row.cells, inherited, identifiers)
        place = place_name(citation.location) if citation else ""
        shown.append(RowView("", cells, number=number, href=href, place=place, group=row.group))
    return RowsView(
        TableView("", rows.table, cut(caption), rows.columns, shown),
        count(rows),
        rows.filters,
        bool(shown) and shown[0].number == 1,
        f"{rows.summary}." if rows.summary and rows.certain else "",
        unsaid(rows),
        listed_studies(rows, by_number),
    )


def count(rows: RowList) -> str:
    """ "7 of 18 rows of Table 2"; how many are shown, if not all."""
    shown = f", the first {len(rows.rows)} shown" if len(rows.rows) < rows.total else ""
    return f"{matched(rows)}{shown}"


def matched(rows: RowList) -> str:
    told = f"{rows.total} of {rows.of}" if rows.of else str(rows.total)
    noun = "row" if (rows.of or rows.total) == 1 else "rows"
    return f"{told} {noun} of {rows.table}"


def unsaid(rows: RowList) -> str:
    """The explanation without the count, the filters and the summary it begins with: they stand
    above the rows already.
    """
    rest = rows.explanation
    where = f"where {' and '.join(map(str, rows.filters))}"
    summary = rows.summary if rows.certain else ""
    for said in (matched(rows), f"All {rows.of} rows of {rows.table}", where, summary):
        rest = rest.removeprefix(said).lstrip(" ;")
    if rest == ".":
        return ""
    told = rest[:1].upper() + rest[1:]
    return told if rows.certain else f"How these rows were chosen: {told}"


def listed_studies(rows: RowList, by_number: Mapping[int, Citation]) -> list[ListedStudy]:
    """Each study that a listed row cites, once, in order of first citation."""
    found: dict[str, ListedStudy] = {}
    for row in rows.rows:
        if citation := by_number.get(row.citation):
            for source in citation.sources:
                study = found.setdefault(source.key, ListedStudy(source, []))
                study.rows.append((citation.number, citation.url))
    return list(found.values())
