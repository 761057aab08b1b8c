"""Answers for a terminal: table rows as small tables, sources beneath; plain lines when piped."""

import textwrap
import unicodedata
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qa.types import Answer, Citation, Part, PassageLocation, RowLocation, SearchResult, Source

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
    if answer.standalone_question != answer.question:
        _line(console, f"Searched: {answer.standalone_question}", "dim")
    if answer.refusal is not None:
        _line(console, "No answer.", "bold yellow")
        _line(console, answer.refusal.reason)
        if answer.refusal.nearest:
            _line(console, "\nWhat came nearest (it does not answer the question):", "dim")
            _print_citations(console, answer.refusal.nearest, {})
        return
    if answer.missing_terms:
        missing = ", ".join(answer.missing_terms)
        _line(console, f"Never mentioned in the indexed articles: {printable(missing)}", "yellow")
    parts = {number: part for part in answer.parts for number in part.citations}
    _print_citations(console, answer.citations, parts)


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
        return f"{location.table}, row {row} · {location.caption}"
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
            part = parts.get(citation.number)
            _print_quote(console, citation.cited_text, part.text if part else "")
        for line in _sources(citation, parts.get(citation.number)):
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
            text = " / ".join(cell.splitlines()) or "–"
            _line(console, f"{column}{mark}: {text}", indent=_INDENT)
        return
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="italic", no_wrap=True)
    table.add_column()
    for column, cell, inherited in pairs:
        shown = Text(printable(" / ".join(cell.splitlines()) or "–"))
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
    line = f"← {source.key}: {authors} {source.title}. {source.container} {source.year}."
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
