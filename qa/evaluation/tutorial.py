"""The usual tutorial pipeline's idea of an article: one long text, cut every 1,000 characters.

Here to be compared with. Each chunk knows which places of the article it shows, so that it is
judged by the same evidence as everything else: a chunk with the whole text of a row covers it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import CELL_SEPARATOR, Document, Table
from qa.evaluation.types import Place

CHUNK_CHARS = 1000
OVERLAP_CHARS = 200
SEPARATORS = ("\n\n", "\n", " ", "")
"""Paragraphs, lines, words, characters: the usual order for running text."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TutorialChunk:
    """A stretch of the flattened article; `places` lists what it shows, in reading order.

    A stretch of headings and captions only shows no place.
    """

    document: str
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class FlatText:
    """An article as one text. Per citable piece, `starts` says where it begins in `text` and
    `wholes` which piece it is.
    """

    text: str
    starts: tuple[int, ...]
    wholes: tuple[Place, ...]

    def places(self, start: int, end: int) -> Iterator[Place]:
        """What `text[start:end]` shows of the citable pieces."""
        for number in range(max(0, bisect_right(self.starts, start) - 1), len(self.starts)):
            begin, whole = self.starts[number], self.wholes[number]
            if begin >= end:
                return
            first, last = max(start - begin, 0), min(end - begin, whole.end)
            if first < last:
                yield Place(whole.document, whole.anchor, first, last)


def tutorial_chunks(
    document: Document, *, chunk_chars: int = CHUNK_CHARS, overlap_chars: int = OVERLAP_CHARS
) -> list[TutorialChunk]:
    """The document flattened and cut."""
    flat = flatten(document)
    return [
        TutorialChunk(document.id, flat.text[start:end], tuple(flat.places(start, end)))
        for start, end in recursive_split(flat.text, chunk_chars, overlap_chars)
    ]


def flatten(document: Document) -> FlatText:
    """Title, headings, paragraphs, tables as lines where they stand, then the references."""
    parts: list[str] = []
    starts: list[int] = []
    wholes: list[Place] = []
    length = 0

    def add(text: str, end: str, anchor: str = "") -> None:
        nonlocal length
        if anchor:
            starts.append(length)
            wholes.append(Place(document.id, anchor, 0, len(text)))
        if text:
            parts.append(text + end)
            length += len(parts[-1])

    def add_table(table: Table) -> None:
        add(table.label, " ")
        add(table.caption, "\n", table.anchor)
        add(CELL_SEPARATOR.join(table.columns), "\n")
        for row in table.rows:
            add(row.text, "\n", row.anchor)
        add("\n".join(table.notes), "\n")
        add("\n", "")

    add(document.title, "\n\n")
    printed: tuple[str, ...] = (document.title,)
    for section in document.sections:
        if section.path != printed:
            add("\n".join(section.path[-1:]), "\n")
            printed = section.path
        add(section.text, "\n\n", section.anchor)
        for table in document.tables:
            if table.section == section.anchor:
                add_table(table)
    for table in document.tables:
        if table.section not in document.section_by_anchor:
            add_table(table)
    for reference in document.references:
        add(reference.text, "\n", reference.anchor)
    return FlatText("".join(parts), tuple(starts), tuple(wholes))


def recursive_split(
    text: str, chunk_chars: int, overlap_chars: int, separators: Sequence[str] = SEPARATORS
) -> list[Span]:
    """Spans of at most `chunk_chars`, cut at the coarsest separator that suffices.

    The rule of the recursive character splitter: cut at the first separator that occurs (it stays
    with what follows), cut pieces that are still too long by the next one, and join neighbours up
    to the limit; a chunk begins again with the last pieces, up to `overlap_chars`, of the one
    before. White space at either end is left out.
    """
    if not 0 <= overlap_chars < chunk_chars:
        raise ValueError(f"an overlap of {overlap_chars} does not fit into {chunk_chars}")
    spans = (
        _stripped(text, span)
        for span in _split((0, len(text)), text, chunk_chars, overlap_chars, separators)
    )
    return [(start, end) for start, end in spans if start < end]


def _split(
    span: Span, text: str, limit: int, overlap: int, separators: Sequence[str]
) -> Iterator[Span]:
    used = next(
        number
        for number, separator in enumerate(separators)
        if not separator or text.find(separator, *span) >= 0 or number == len(separators) - 1
    )
    short: list[Span] = []
    for piece in _pieces(span, text, separators[used]):
        if piece[1] - piece[0] < limit:
            short.append(piece)
            continue
        yield from _joined(short, limit, overlap)
        short = []
        if used + 1 < len(separators):
            yield from _split(piece, text, limit, overlap, separators[used + 1 :])
        else:
            yield piece
    yield from _joined(short, limit, overlap)


def _pieces(span: Span, text: str, separator: str) -> Iterator[Span]:
    """The span cut before every separator, or into characters when that is empty."""
    start, end = span
    if not separator:
        yield from ((at, at + 1) for at in range(start, end))
        return
    while start < end:
        cut = text.find(separator, start, end)
        if cut == start:  # the separator that this piece begins with
            cut = text.find(separator, start + len(separator), end)
        yield start, end if cut < 0 else cut
        start = end if cut < 0 else cut


def _joined(pieces: Sequence[Span], limit: int, overlap: int) -> Iterator[Span]:
    """Neighbouring pieces joined up to `limit`, each chunk starting within the one before."""
    first = 0
    for number, (start, end) in enumerate(pieces):
        if first < number and end - pieces[first][0] > limit:
            yield pieces[first][0], start
            while first < number and (
                start - pieces[first][0] > overlap or end - pieces[first][0] > limit
            ):
                first += 1
    if pieces:
        yield pieces[first][0], pieces[-1][1]


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
