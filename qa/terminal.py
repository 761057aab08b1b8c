"""Answers for a terminal: table rows as small tables, sources beneath; plain lines when piped."""

import textwrap
import unicodedata
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.types import CELL_SEPARATOR
from qa.types import (
    Answer,
    Citation,
    Disagreement,
    Part,
    PassageLocation,
    RowList,
    RowLocation,
    SearchResult,
    Source,
)

_INDENT = 4


def printable(text: str) -> str:
    """`text` without characters that steer a terminal (escape sequences, direction overrides).

    Spaces of other widths, which print well in an article, become plain ones.
    """
    return "".join(
        character if character in "\n\t" or character.isprintable() else " "
        for character in text
        if character in "\n\t" or character.isprintable() or unicodedata.category(character) == "Zs"
    )


def print_answer(console: Console, answer: Answer) -> None:
    """The whole answer: what was understood, then what was found and where, or why nothing was."""
    for line in understood(answer):
        _line(console, line, "dim")
    if answer.refusal is not None:
        _line(console, "No answer.", "bold yellow")
        _line(console, answer.refusal.reason)
        if answer.refusal.missing_terms:
            missing = ", ".join(answer.refusal.missing_terms)
            _line(console, f"Not found in the indexed articles: {missing}")
        if answer.refusal.nearest:
            _line(console, "\nWhat came nearest (it does not answer the question):", "dim")
            _print_citations(console, answer.refusal.nearest, {})
        return
    if answer.missing_terms:
        missing = ", ".join(answer.missing_terms)
        _line(console, f"Never mentioned in the indexed articles: {printable(missing)}", "yellow")
    rows = answer.rows
    listed = {row.citation for row in rows.rows} if rows else set()
    of_rows = [citation for citation in answer.citations if citation.number in listed]
    leads = 1 in listed
    if rows and leads:
        print_list(console, rows, of_rows)
    for disagreement in answer.disagreements:
        _line(console, f"\n{differing(disagreement, answer.citations)}", "yellow")
    parts = {number: part for part in answer.parts for number in part.citations}
    others = [citation for citation in answer.citations if citation.number not in listed]
    _print_citations(console, others, parts)
    if rows and not leads:
        print_list(console, rows, of_rows)


def understood(answer: Answer) -> list[str]:
    """What was searched besides the words as typed, and how to search those alone."""
    slips = [one for one in answer.rewordings if one.kind == "spelling"]
    others = [one for one in answer.rewordings if one.kind != "spelling"]
    lines = [f"Searched for “{', '.join(one.searched)}” instead of “{one.asked}”" for one in slips]
    if others:
        said = (f"“{', '.join(one.searched)}” for “{one.asked}”" for one in others)
        lines.append(f"Also searched: {'; '.join(said)}")
    if answer.carried:
        lines.append(f"Carried over: {', '.join(answer.carried)}")
    if not slips and not answer.carried and answer.standalone_question != answer.question:
        lines.append(f"Searched: {answer.standalone_question}")
    return [*lines, "(--as-typed searches exactly the words as typed)"] if lines else []


def differing(disagreement: Disagreement, citations: Sequence[Citation]) -> str:
    """Figures that do not agree, each with its citation, in a line."""
    places = {citation.number: citation for citation in citations}
    sides = [
        f"{side.value} [{side.citation}] {place(places[side.citation])}"
        for side in disagreement.sides
        if side.citation in places
    ]
    return f"Different figures for {disagreement.about}: {'; '.join(sides)}"


def print_list(console: Console, rows: RowList, citations: Sequence[Citation]) -> None:
    """Every matching row with the number of its citation, the filter and count above, the primary
    studies beneath.
    """
    count = f"{rows.total} of {rows.of}" if rows.of else str(rows.total)
    filters = "; ".join(map(str, rows.filters))
    caption = f"{count} rows of {rows.table}" + (f" where {filters}" if filters else "")
    if rows.certain and (rows.summary or rows.operation in ("minimum", "maximum")):
        caption = rows.explanation.removesuffix(".")
    _line(console, f"\n{caption}", "bold cyan")
    if not rows.certain:
        _line(console, f"How these rows were chosen: {rows.explanation}", "yellow")
    lines = [
        [f"[{row.citation}]", f"{row.group} › " * bool(row.group) + first, *others]
        for row in rows.rows
        for first, *others in [[*map(_cell, row.cells)]]
    ]
    if console.is_terminal:
        table = Table(padding=(0, 1, 0, 0), box=SIMPLE_HEAD)
        table.add_column("", no_wrap=True)
        for column in rows.columns:
            table.add_column(escape(printable(column)), overflow="fold")
        for line in lines:
            table.add_row(*(Text(printable(cell)) for cell in line))
        console.print(table)
    else:
        for line in [["", *rows.columns], *lines]:
            _line(console, CELL_SEPARATOR.join(line).removeprefix(CELL_SEPARATOR))
    studies: dict[str, list[int]] = {}
    for citation in citations:
        for source in citation.sources:
            studies.setdefault(_source(source), []).append(citation.number)
    for study, numbers in studies.items():
        _line(console, study + "  " + "".join(f"[{n}]" for n in numbers), "dim", indent=_INDENT)


def _cell(text: str) -> str:
    """A cell on one line; an empty one is visible."""
    return " / ".join(text.splitlines()) or "–"


def print_hits(console: Console, result: SearchResult) -> None:
    if not result.hits:
        _line(console, "Nothing shares anything with these words.", "bold yellow")
    _print_citations(console, result.hits, {})


def place(citation: Citation) -> str:
    """Where a citation stands, in words."""
    location = citation.location
    if isinstance(location, PassageLocation):
        return " › ".join(location.section)
    if isinstance(location, RowLocation):
        row = location.anchor.rpartition("-")[2]
        group = f" › {location.group}" if location.group else ""
        return f"{location.table}, row {row} · {location.caption}{group}"
    return f"Reference list · {location.key}"


def _print_citations(
    console: Console, citations: Sequence[Citation], parts: dict[int, Part]
) -> None:
    documents = {citation.document.id for citation in citations}
    for citation in citations:
        console.print()
        where = place(citation)
        if len(documents) > 1:
            where = f"{citation.document.title} · {where}"
        _line(console, f"[{citation.number}] {where}", "bold cyan")
        if isinstance(citation.location, RowLocation):
            _print_row(console, citation.location)
        else:
            told = parts.get(citation.number)
            _print_quote(console, citation.cited_text, told.text if told else "")
        part = parts.get(citation.number)
        own = part is not None and part.statement == "review"
        if own and isinstance(citation.location, PassageLocation):
            _line(console, "the review’s own statement", "dim", indent=_INDENT)
        for line in _sources(citation, part):
            _line(console, line, "dim", indent=_INDENT)
        for identifier in citation.identifiers:
            if identifier.type == "nct":
                line = f"↗ {identifier.value}  {identifier.url}"
                _line(console, line, "dim", indent=_INDENT)


def _print_quote(console: Console, text: str, told: str) -> None:
    """The quotation, the part that answers in bold."""
    shown = Text(printable(f"“{text}”"))
    if told and told != text:
        start = shown.plain.find(printable(told))
        shown.stylize("bold", start, start + len(printable(told)))
    _indented(console, shown)


def _print_row(console: Console, location: RowLocation) -> None:
    pairs = [
        (column, cell, position in location.inherited)
        for position, (column, cell) in enumerate(
            zip(location.columns, location.cells, strict=True)
        )
    ]
    if not console.is_terminal:
        for column, cell, inherited in pairs:
            mark = " (printed once above)" if inherited else ""
            label = f"{column}{mark}: " if column or mark else ""
            _line(console, f"{label}{_cell(cell)}", indent=_INDENT)
        return
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="italic", no_wrap=True)
    table.add_column()
    for column, cell, inherited in pairs:
        shown = Text(printable(_cell(cell)))
        if inherited:
            shown.append("  (printed once above)", style="dim")
        table.add_row(escape(printable(column)), shown)
    console.print(Padding(table, (0, 0, 0, _INDENT)))


def _sources(citation: Citation, part: Part | None) -> list[str]:
    """The studies of the piece that answers first, then the others of its passage."""
    if part is None:
        return [_source(source) for source in citation.sources]
    own = [source for source in citation.sources if source.key in part.sources]
    others = [source for source in citation.sources if source.key not in part.sources]
    lines = [_source(source) for source in own]
    return lines + [f"{_source(source)}  (cited elsewhere in this passage)" for source in others]


def _source(source: Source) -> str:
    authors = source.authors[0] if source.authors else ""
    if len(source.authors) > 1:
        authors += " et al."
    journal = " ".join(part for part in (source.container, str(source.year or "")) if part)
    told = " ".join(part for part in (authors, source.title and f"{source.title}.") if part)
    line = " ".join(part for part in (told, journal and f"{journal}.") if part)
    line = f"← {source.key}: {line}" if line else f"← {source.key}"
    if source.url:
        line += f" {source.url}"
    if source.match == "inexact":
        line += f"  (cited as “{source.cited_as}”; the reference list differs)"
    if source.inferred:
        line += "  (cited for this stretch, not in the quotation itself)"
    if source.match == "ambiguous":
        line += f"  (one of several that “{source.cited_as}” may mean)"
    return line


def _indented(console: Console, text: Text) -> None:
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, _INDENT)))
    else:
        _line(console, text.plain, indent=_INDENT)


def _line(console: Console, text: str, style: str = "", *, indent: int = 0) -> None:
    text = printable(text)
    if console.is_terminal and indent:
        console.print(Padding(Text(text, style=style), (0, 0, 0, indent)))
        return
    plain = textwrap.indent(text, " " * indent) if indent else text
    console.print(Text(plain, style=style), soft_wrap=not console.is_terminal)
