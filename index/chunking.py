"""From a document to the pieces that may answer.

Passages are whole sentences, a few at a time, and neighbours share one so that a statement and
its "it" stay together. A table row, a table caption and a reference entry are a piece each.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.groups import groups
from corpus.sentences import sentence_spans
from corpus.types import Document, Reference, Row, Section, Table
from index.frontmatter import readers_words
from index.types import Chunk, ChunkKind

CHUNKING = "sentences-6"
"""Version of the rules below; an index made by others must be rebuilt."""

TARGET_CHARS = 500
"""A passage is closed before it grows beyond this; a longer sentence stays whole."""

OVERLAP_SENTENCES = 1


def chunk_document(document: Document) -> list[Chunk]:
    """Every piece of `document`, in reading order; ids are unique."""
    chunks = [
        *(chunk for section in document.sections for chunk in _passages(document, section)),
        *(chunk for table in document.tables for chunk in _table(document, table)),
        *(_reference(document, reference) for reference in document.references),
    ]
    return list(_numbered_apart(chunks))


def _passages(document: Document, section: Section) -> Iterator[Chunk]:
    heading = " › ".join(section.path)
    is_frame = section.kind in ("front", "back")
    also = readers_words(section.path[-1]) if is_frame and section.path else ""
    for start, end in passage_spans(section.text):
        quote = section.text[start:end]
        searched = f"{also}\n{quote}" if also else ""
        yield _chunk(
            document, section.anchor, "passage", (start, end), quote, heading, searched=searched
        )


def passage_spans(text: str) -> list[tuple[int, int]]:
    """`(start, end)` of each passage: whole sentences within one paragraph.

    Neighbours share a sentence where there is room for it; none lies within another.
    """
    spans: list[tuple[int, int]] = []
    for paragraph in _paragraphs(text):
        first = 0
        while first < len(paragraph):
            last = first
            while (
                last + 1 < len(paragraph)
                and paragraph[last + 1][1] - paragraph[first][0] <= TARGET_CHARS
            ):
                last += 1
            # A shared sentence whose next one is too long for both is already in the one before.
            if first == 0 or paragraph[last][1] > spans[-1][1]:
                spans.append((paragraph[first][0], paragraph[last][1]))
            if last + 1 == len(paragraph):
                break
            first = max(first + 1, last + 1 - OVERLAP_SENTENCES)
    return spans


def _paragraphs(text: str) -> list[list[tuple[int, int]]]:
    """Sentences grouped by paragraph (a blank line ends one)."""
    paragraphs: list[list[tuple[int, int]]] = []
    previous_end = 0
    for start, end in sentence_spans(text):
        if not paragraphs or "\n\n" in text[previous_end:start]:
            paragraphs.append([])
        paragraphs[-1].append((start, end))
        previous_end = end
    return paragraphs


def _table(document: Document, table: Table) -> Iterator[Chunk]:
    if table.caption:
        yield _chunk(
            document, table.anchor, "passage", (0, len(table.caption)), table.caption, table.label
        )
    for row, group in zip(table.rows, groups(table), strict=True):
        yield _row(document, table, row, group)


def _row(document: Document, table: Table, row: Row, group: str) -> Chunk:
    heading = f"{table.label}: {table.caption}" + (f" › {group}" if group else "")
    labelled = "; ".join(
        f"{column}: {' / '.join(cell.splitlines())}" if column else cell
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell
    )
    span = (0, len(row.text))
    return _chunk(document, row.anchor, "row", span, row.text, heading, searched=labelled)


def _reference(document: Document, reference: Reference) -> Chunk:
    span = (0, len(reference.text))
    return _chunk(document, reference.anchor, "reference", span, reference.text, "Reference")


def _chunk(
    document: Document,
    anchor: str,
    kind: ChunkKind,
    span: tuple[int, int],
    quote: str,
    heading: str,
    *,
    searched: str = "",
) -> Chunk:
    embed_text = f"{heading}\n{searched or quote}" if heading else searched or quote
    digest = hashlib.sha256("\0".join((document.id, kind, heading, quote)).encode()).hexdigest()
    return Chunk(digest[:16], document.id, anchor, kind, span, quote, embed_text)


def _numbered_apart(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Pieces with the same content (a row printed twice) are told apart by their count."""
    seen: Counter[str] = Counter()
    for chunk in chunks:
        seen[chunk.id] += 1
        yield chunk if seen[chunk.id] == 1 else replace(chunk, id=f"{chunk.id}-{seen[chunk.id]}")
