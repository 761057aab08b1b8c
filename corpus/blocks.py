"""Source lines of a plain-text article, grouped into blocks: the first step of reading one.

A block is what stands between blank lines. Tables are the exception: their rows are
tab-separated and one table may span blank lines, page breaks and "(Continued)" marks. Which lines
are page furniture only their surroundings tell: see `corpus.furniture`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["text", "item", "caption", "rows", "figure", "note", "boilerplate"]

# "Table 1 shows …" opens a sentence, "Table 1 Trials of …" and "Table 1. trials" a caption.
_TABLE_LABEL = re.compile(
    r"^(?:TABLE\s+(?:S?\d+|[IVX]+)\b(?=[.:|]?\s+\S|[.:|]?$)"
    r"|Table\s+(?:S?\d+|[IVX]+)\b(?=\s*[.:|]\s+\S|\s+[^\Wa-z]|\s+\(?[Cc]ont|\s*[.:|]?$))"
)
_FIGURE_LABEL = re.compile(
    r"^(?:FIGURE\s+S?\d+\b|(?:Figure|Fig\.?)\s+S?\d+(?:\s*[.:|](?:\s|$)|\s+[A-Z]|$))"
)
_CONTINUED_NOTE = re.compile(
    r"^\(?\s*(?:table\s+)?cont(?:inued|['’]?d|\.)(?:\s+(?:on|from)\s+(?:the\s+)?\w+(?:\s+page)?)?\s*\)?\.?$",
    re.I,
)
_ITEM = re.compile(r"^\s*(?:[-•*]\s+|\[\d+\]\s*|\d{1,3}[.)]\s+)(?=\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """`lines` are as in the source, without line ends; `first` is the 1-based line number."""

    kind: BlockKind
    lines: tuple[str, ...]
    first: int


def read_blocks(text: str) -> list[Block]:
    """Every line of `text` that is not blank, in exactly one block, in source order."""
    return [
        Block(kind, tuple(lines[start:stop]), first + start)
        for first, lines in _paragraphs(text)
        for kind, start, stop in _runs(lines)
    ]


def _paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    gathered: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip("\ufeff\u200b \u00a0\t\r\f\v"):
            gathered.append(line)
        elif gathered:
            yield number - len(gathered), gathered
            gathered = []


def _runs(lines: list[str]) -> Iterator[tuple[BlockKind, int, int]]:
    """Neighbouring lines of one kind; a line that is like none before it continues its block."""
    start, kind = 0, _line_kind(lines[0])
    for position in range(1, len(lines)):
        found = _line_kind(lines[position])
        starts_anew = found != "text" and (found != kind or found == "item")
        leaves_rows = kind == "rows" and found == "text"
        if starts_anew or leaves_rows:
            yield kind, start, position
            start, kind = position, found
    yield kind, start, len(lines)


def _line_kind(line: str) -> BlockKind:
    if "\t" in line.rstrip("\n"):
        return "rows"
    if _TABLE_LABEL.match(line.strip()):
        return "caption"
    if _FIGURE_LABEL.match(line.strip()):
        return "figure"
    if _CONTINUED_NOTE.match(line.strip()):
        return "boilerplate"
    return "item" if _ITEM.match(line) else "text"


def without_bullet(line: str) -> tuple[str, str]:
    """An item's mark ("- ", "[3] ", "3. ") and the rest of its line."""
    match = _ITEM.match(line)
    return (match[0].strip(), line[match.end() :]) if match else ("", line)
