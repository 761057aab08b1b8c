"""Text cut into pieces that are marked, linked, both or neither; joined again they are the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from corpus.types import Mention, Row
from web.glossary import Glossary, Term

PARAGRAPH_BREAK = "\n\n"
Span = tuple[int, int]
NO_TERMS = Glossary()


@dataclass(frozen=True, slots=True)
class Piece:
    """`references` are anchors that the piece, a citation in the text, points to; `opens` is true
    for the first piece of such a citation, `id` the name it has on a page. `first` is true for the
    first marked piece of a text. `long` is what the piece, an abbreviation, is short for. `url` is
    where the piece, a registration or other identifier, leads to on the web.
    """

    text: str
    marked: bool = False
    first: bool = False
    references: tuple[str, ...] = ()
    exact: bool = True
    opens: bool = False
    id: str = ""
    long: str = ""
    url: str = ""


def cut(
    text: str,
    marks: Sequence[Span] = (),
    mentions: Sequence[Mention] = (),
    terms: Sequence[Term] = (),
) -> list[Piece]:
    """Cut `text` at the ends of marks, mentions and terms (all in characters of `text`)."""
    edges = {0, len(text)}
    cited = [(mention.start, mention.end) for mention in mentions]
    for start, end in [*marks, *cited, *((term.start, term.end) for term in terms)]:
        edges |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
    ordered = sorted(edges)
    pieces = []
    seen = False
    for start, end in pairwise(ordered):
        marked = any(left <= start and end <= right for left, right in marks)
        mention = next((m for m in mentions if m.start <= start and end <= m.end), None)
        term = next((t for t in terms if t.start <= start and end <= t.end), None)
        pieces.append(
            Piece(
                text[start:end],
                marked,
                marked and not seen,
                mention.references if mention else (),
                mention.exact if mention else True,
                bool(mention and mention.references and mention.start == start),
                long=term.long if term else "",
            )
        )
        seen = seen or marked
    return pieces


def paragraphs(
    text: str,
    mark: Span | None = None,
    mentions: Sequence[Mention] = (),
    glossary: Glossary = NO_TERMS,
) -> list[list[Piece]]:
    """The pieces of each paragraph; the breaks between paragraphs are left out."""
    result: list[list[Piece]] = []
    start = 0
    seen = False
    for paragraph in text.split(PARAGRAPH_BREAK):
        end = start + len(paragraph)
        marks = [(mark[0] - start, mark[1] - start)] if mark else []
        own = shifted(mentions, start, end)
        pieces = cut(paragraph, marks, own, glossary.terms(paragraph))
        if seen:
            pieces = [replace(piece, first=False) for piece in pieces]
        seen = seen or any(piece.marked for piece in pieces)
        if pieces:
            result.append(pieces)
        start = end + len(PARAGRAPH_BREAK)
    return result


def shifted(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions within `start..end`, counted from `start`."""
    return [
        replace(mention, start=mention.start - start, end=mention.end - start)
        for mention in mentions
        if start <= mention.start and mention.end <= end
    ]


def cell_pieces(
    row: Row, column: int, *, marked: bool, glossary: Glossary = NO_TERMS
) -> list[Piece]:
    """The pieces of one cell, its mentions moved from the row's text to the cell's."""
    start, end = row.cell_span(column)
    mentions = shifted(row.mentions, start, end)
    text = row.cells[column]
    marks = [(0, len(text))] if marked and text else []
    return cut(text, marks, mentions, glossary.terms(text))


class Link(Protocol):
    """What a text prints and where that leads to on the web."""

    @property
    def value(self) -> str: ...
    @property
    def url(self) -> str: ...


def linked(pieces: Iterable[Piece], links: Sequence[Link]) -> list[Piece]:
    """The pieces, each of the `links` that one of them prints leading to where it leads."""
    found = list(pieces)
    for link in links:
        found = [one for piece in found for one in cut_out(piece, link)]
    return found


def cut_out(piece: Piece, link: Link) -> list[Piece]:
    """The piece in three, if it prints the link and is none yet: before it, itself, after it."""
    before, printed, after = piece.text.partition(link.value)
    if not printed or piece.url or piece.references:
        return [piece]
    cuts = [(before, ""), (printed, link.url), (after, "")]
    kept = [replace(piece, text=text, url=url) for text, url in cuts if text]
    return [kept[0], *(replace(one, first=False) for one in kept[1:])]


def find_all(text: str, quotes: Iterable[str]) -> list[Span]:
    """Where each quote stands in `text` for the first time."""
    starts = ((text.find(quote), len(quote)) for quote in quotes if quote)
    return [(start, start + length) for start, length in starts if start >= 0]


def surroundings(text: str, span: Span, margin: int = 240) -> Span:
    """The span and up to `margin` characters on either side, of the same paragraph and of whole
    words.
    """
    start, end = span
    paragraph = text.rfind(PARAGRAPH_BREAK, 0, start)
    left = paragraph + len(PARAGRAPH_BREAK) if paragraph >= 0 else 0
    if start - left > margin:
        left = text.find(" ", start - margin, start) + 1 or start
    paragraph = text.find(PARAGRAPH_BREAK, end)
    right = paragraph if paragraph >= 0 else len(text)
    if right - end > margin:
        right = max(text.rfind(" ", end, end + margin), end)
    return left, right
