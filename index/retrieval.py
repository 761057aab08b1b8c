"""Search over an opened index: a question in, the best pieces out."""

from collections.abc import Collection, Sequence

import numpy as np

from corpus.types import Document
from index.dense import VectorStore
from index.fusion import DENSE_WEIGHT, fuse
from index.lexical import LexicalIndex
from index.query import Query, QueryAnalyser
from index.tokens import terms
from index.types import Chunk, Embedder, Hit

POINTER_WEIGHT = 0.75
"""For pieces that name a subject but say little of it: table captions, and reference entries
unless the question is about the literature itself. Text and rows win over them."""

FRAME_WEIGHT = 0.5
"""For front and back matter that shares no word with the question: dates, addresses and notices
are near to many short questions in meaning and answer none of them."""

_LITERATURE = frozenset(
    terms(
        "doi pmid pubmed paper papers journal published publication publications reference"
        " references bibliography citation citations cited cites author authors"
    )
)


class Index:
    """Documents, their pieces and the two ways to find them. Immutable after construction.

    `chunks`, the rows of `vectors` and the texts of `lexicon` are in the same order.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        chunks: Sequence[Chunk],
        vectors: VectorStore,
        lexicon: LexicalIndex,
        embedder: Embedder,
        *,
        generation: str,
        dense_weight: float = DENSE_WEIGHT,
    ) -> None:
        self.documents = tuple(documents)
        self.chunks = tuple(chunks)
        self.generation = generation
        self.document_by_id = {document.id: document for document in documents}
        self._vectors = vectors
        self._lexicon = lexicon
        self._embedder = embedder
        self._dense_weight = dense_weight
        self._analyser = QueryAnalyser(
            (chunk.embed_text for chunk in chunks),
            (short for document in documents for short in document.abbreviations),
        )
        self._terms = [frozenset(terms(chunk.embed_text)) for chunk in chunks]
        self._is_reference = np.array([chunk.kind == "reference" for chunk in chunks], dtype=bool)
        self._is_caption = np.array(
            [
                chunk.anchor in self.document_by_id[chunk.document].table_by_anchor
                for chunk in chunks
            ],
            dtype=bool,
        )
        self._is_frame = np.array(
            [
                (section := self.document_by_id[chunk.document].section_by_anchor.get(chunk.anchor))
                is not None
                and section.kind in ("front", "back")
                for chunk in chunks
            ],
            dtype=bool,
        )
        self._document_of = np.array([chunk.document for chunk in chunks])

    def analyse(self, text: str) -> Query:
        return self._analyser.analyse(text)

    def search(self, query: str, k: int, documents: Collection[str] = ()) -> list[Hit]:
        """The `k` best pieces, best first; only of `documents` if any are named.

        Pieces that share nothing with the query (neither a term nor a positive cosine) are left
        out. Equal scores are in reading order. Raises ValueError if `k` is negative.
        """
        if k < 0:
            raise ValueError(f"cannot find {k} pieces")
        analysed = self.analyse(query)
        among = np.arange(len(self.chunks))
        if documents:
            among = np.flatnonzero(np.isin(self._document_of, list(documents)))
        similarities = self._vectors.similarities(self._embedder.embed_query(query))[among]
        lexical = self._lexicon.scores(analysed.weights)[among]
        scores = fuse(similarities, lexical, dense_weight=self._dense_weight)
        pointers = self._is_caption[among]
        if _LITERATURE.isdisjoint(term for concept in analysed.concepts for term in concept.terms):
            pointers = pointers | self._is_reference[among]
        scores = np.where(pointers, scores * np.float32(POINTER_WEIGHT), scores)
        unasked = self._is_frame[among] & (lexical <= 0)
        scores = np.where(unasked, scores * np.float32(FRAME_WEIGHT), scores)
        best = [i for i in np.argsort(-scores, kind="stable")[:k] if scores[i] > 0]
        return [
            Hit(
                self.chunks[among[i]],
                float(scores[i]),
                float(similarities[i]),
                self._covered(analysed, self._terms[among[i]]),
            )
            for i in best
        ]

    def coverage(self, query: Query, text: str) -> float:
        """Share (0..1) of the query's content words, weighed by rarity, that `text` covers."""
        return self._covered(query, frozenset(terms(text)))

    def unfamiliarity(self, query: Query) -> float:
        """Share (0..1) of the query's content words, weighed by rarity, that the index lacks."""
        weights = [
            (min(self._lexicon.idf(term) for term in concept.terms), concept.known)
            for concept in query.concepts
        ]
        total = sum(weight for weight, _ in weights)
        return sum(weight for weight, known in weights if not known) / total if total else 0.0

    def _covered(self, query: Query, present: frozenset[str]) -> float:
        total = covered = 0.0
        for concept in query.concepts:
            weight = min(self._lexicon.idf(term) for term in concept.terms)
            total += weight
            covered += weight if not present.isdisjoint(concept.terms) else 0.0
        return covered / total if total else 0.0
