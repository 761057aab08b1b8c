"""The assistant's search as a system under evaluation, and pieces to build an index from that leave
a part out.
"""

import time
from dataclasses import replace

from corpus.types import Document
from index.chunking import chunk_document
from index.retrieval import Index
from index.types import Chunk
from qa.evaluation.types import Place, Question, Response
from qa.followup import standalone


class SearchSystem:
    """The assistant's search alone: no answer, no refusal."""

    def __init__(self, name: str, index: Index) -> None:
        self._name = name
        self._index = index

    @property
    def name(self) -> str:
        return self._name

    def respond(self, question: Question, limit: int) -> Response:
        """The `limit` best hits for the question, made to stand alone first."""
        started = time.perf_counter()
        asked = standalone(question.question, question.history)
        hits = self._index.search(asked, limit, question.documents)
        return Response(
            places=tuple(place_of_chunk(hit.chunk) for hit in hits),
            texts=tuple(hit.chunk.quote for hit in hits),
            refused=False,
            confidence=max((hit.similarity for hit in hits), default=0.0),
            elapsed_ms=(time.perf_counter() - started) * 1000,
            standalone=asked,
        )


def place_of_chunk(chunk: Chunk) -> Place:
    """Where a chunk's quote stands."""
    return Place(chunk.document, chunk.anchor, *chunk.span)


def without_headings(document: Document) -> list[Chunk]:
    """The assistant's chunks, searched by their quotes only: no headings, captions or headers."""
    return [replace(chunk, embed_text=chunk.quote) for chunk in chunk_document(document)]


def without_rows(document: Document) -> list[Chunk]:
    """The assistant's chunks but for the table rows."""
    return [chunk for chunk in chunk_document(document) if chunk.kind != "row"]


def without_captions(document: Document) -> list[Chunk]:
    """The assistant's chunks but for the captions of tables."""
    captioned = document.table_by_anchor
    return [chunk for chunk in chunk_document(document) if chunk.anchor not in captioned]
