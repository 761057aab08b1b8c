"""Search over an opened index: a question in, the best pieces out."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.types import Document
from index.dense import VectorStore
from index.fusion import DENSE_WEIGHT, fuse
from index.headings import Headings, headings
from index.late import LateQuery, TokenStore, late_query
from index.lexical import LexicalIndex
from index.query import Query, QueryAnalyser
from index.reranker import Reranker
from index.rewording import in_words_of, reworded
from index.tokens import terms
from index.types import Chunk, Embedder, FloatVector, Hit, TokenEmbedder
from index.units import excerpt, units

RERANKED = 100
"""Pieces whose order is refined: the most that can be asked for, so that how many are asked for
does not change their order."""

LATE_WEIGHT = 2.0
"""Of late interaction beside the fused score, both in 0..1. The mean share with the right piece
first is 0.802 at 1, 0.813 at 2 and 0.805 at 3, with all evidence within five 0.905, 0.921 and
0.913, without late interaction 0.751 and 0.842 (`python -m qa.training.ordering`)."""

POINTER_WEIGHT = 0.75
"""For pieces that name a subject but say little of it: table captions, and reference entries
unless the question is about the literature itself. Text and rows win over them."""

FRAME_WEIGHT = 0.5
"""For front and back matter that shares no word with the question: dates, addresses and notices
are near to many short questions in meaning and answer none of them."""

OTHER_TABLE_WEIGHT = 0.75
"""For the rows of other tables, when the question names one ("Table 1")."""

BESIDE_TABLES_WEIGHT = 0.85
"""For all but rows, when the question speaks of a table, its rows or what it lists."""

_NAMED_TABLE = re.compile(r"\btables? (?P<number>\w+)", re.IGNORECASE)
_TABULAR = frozenset(terms("table tables tabulated row rows column columns listed lists"))
_LITERATURE = frozenset(
    terms(
        "doi pmid pubmed paper papers journal published publication publications reference"
        " references bibliography citation citations cited cites author authors"
    )
)


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A question with its terms, its vector and, where the embedder gives them, its tokens;
    `as_typed` when nothing was corrected or added.
    """

    query: Query
    vector: FloatVector
    late: LateQuery | None
    as_typed: bool = False


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
        tokens: TokenStore | None = None,
        generation: str,
        dense_weight: float = DENSE_WEIGHT,
        late_weight: float = LATE_WEIGHT,
        reranker: Reranker | None = None,
        names: Headings | None = None,
    ) -> None:
        """`names` are those of `index.headings`, None for those that ship. `tokens` are of the
        same chunks in the same order; without them, or with an embedder that gives none for a
        query, there is no late interaction.
        """
        self.documents = tuple(documents)
        self.chunks = tuple(chunks)
        self.generation = generation
        self.document_by_id = {document.id: document for document in documents}
        self._vectors = vectors
        self._lexicon = lexicon
        self._embedder = embedder
        self._tokens = tokens
        self._dense_weight = dense_weight
        self._late_weight = late_weight
        self._reranker = reranker
        self.names = headings() if names is None else names
        self._analyser = QueryAnalyser(
            (chunk.embed_text for chunk in chunks),
            (short for document in documents for short in document.abbreviations),
            names=self.names,
        )
        self._terms = [frozenset(terms(chunk.embed_text)) for chunk in chunks]
        self._is_reference = np.array([chunk.kind == "reference" for chunk in chunks], dtype=bool)
        self._table = np.array([self._label(chunk) for chunk in chunks])
        self._is_row = np.array([chunk.kind == "row" for chunk in chunks], dtype=bool)
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
        self._positions: dict[tuple[str, str], list[int]] = defaultdict(list)
        for position, chunk in enumerate(chunks):
            self._positions[chunk.document, chunk.anchor].append(position)
        self._document_of = np.array([chunk.document for chunk in chunks])

    def prepare(self, text: str, *, as_typed: bool = False) -> PreparedQuery:
        """A question made ready to be searched for, once; `as_typed` corrects and adds nothing."""
        query = self._analyser.analyse(text, as_typed=as_typed)
        if self._tokens is None or not isinstance(self._embedder, TokenEmbedder):
            return PreparedQuery(query, self._embedder.embed_query(query.mended), None, as_typed)
        vector = self._embedder.embed_query(query.mended)
        tokens = self._embedder.query_tokens(query.mended)
        late = late_query(query.mended, tokens, self._rarity)
        other = reworded(query)
        if other.places and len(late.weights):
            others = self._embedder.query_tokens(other.text)
            late = late.or_reworded(tokens, others, other.places)
        return PreparedQuery(query, vector, late if len(late.weights) else None, as_typed)

    def analyse(self, text: str) -> Query:
        return self._analyser.analyse(text)

    def search(
        self,
        query: str | PreparedQuery,
        k: int,
        documents: Collection[str] = (),
        *,
        read_again: bool = True,
    ) -> list[Hit]:
        """The `k` best pieces, best first; only of `documents` if any are named.

        Pieces that share nothing with the query (neither a term nor a positive cosine) are left
        out. Equal scores are in reading order. Raises ValueError if `k` is negative.

        A reranker puts the first ones in order, unless they are not to be read again. They take
        each other's scores by it, so how far they lie apart stays comparable.
        """
        if k < 0:
            raise ValueError(f"cannot find {k} pieces")
        asked = self.prepare(query) if isinstance(query, str) else query
        among = np.arange(len(self.chunks))
        if documents:
            among = np.flatnonzero(np.isin(self._document_of, list(documents)))
        similarities = self._vectors.similarities(asked.vector)[among]
        lexical = self._lexicon.scores(asked.query.weights)[among]
        trust = self._trust(asked.query, among, lexical)
        scores = fuse(similarities, lexical, dense_weight=self._dense_weight) * trust
        found = np.argsort(-scores, kind="stable")[: max(k, RERANKED)]
        found = found[scores[found] > 0]
        late = self._late(asked, among[found[:RERANKED]])
        refined = scores[found]
        if self._late_weight > 0 and late.any() and np.ptp(late) > 0:
            late = np.pad(late, (0, len(found) - len(late)), constant_values=late.min())
            spread = (late - late.min()) / np.ptp(late) * trust[found]
            refined = (refined + self._late_weight * spread) / (1 + self._late_weight)
        order = np.argsort(-refined, kind="stable")
        ranked = refined[order]
        if read_again and self._reranker is not None:
            first = order[: self._reranker.pieces]
            first = first[refined[first] >= refined[first[:1]] - np.float32(self._reranker.reach)]
            if len(first) > 1:
                read = self._read_again(self._reranker, asked, among[found[first]], refined[first])
                order[: len(first)] = first[np.argsort(-read, kind="stable")]
        words = self._words(asked.query)
        return [
            Hit(
                self.chunks[among[found[i]]],
                float(score),
                float(similarities[found[i]]),
                _covered(words, self._terms[among[found[i]]]),
                float(late[i]) if i < len(late) else float(late.min()),
            )
            for i, score in zip(order[:k], ranked, strict=False)
        ]

    def nearness(
        self, asked: PreparedQuery, document: str, anchor: str, span: tuple[int, int]
    ) -> float:
        """How near the words of `span` at `anchor` come to those asked for (-1..1), see
        `index.late`: the best over the pieces that hold it. 0 without word vectors.
        """
        if self._tokens is None or asked.late is None:
            return 0.0
        best = 0.0
        for position in self._positions.get((document, anchor), ()):
            chunk = self.chunks[position]
            start, end = max(span[0], chunk.span[0]), min(span[1], chunk.span[1])
            if start < end and chunk.embed_text.endswith(chunk.quote):
                shift = len(chunk.embed_text) - len(chunk.quote) - chunk.span[0]
                within = (start + shift, end + shift)
                matches = self._tokens.matches(asked.late.vectors, position, within)
                best = max(best, asked.late.score(matches))
        return best

    def matches(
        self, asked: PreparedQuery, chunk: Chunk, within: tuple[int, int] | None = None
    ) -> FloatVector:
        """`(tokens of the question,)`: the best cosine of each with a token of a piece, see
        `index.late`, or of the characters `within` its searched text; empty without word vectors.
        """
        if self._tokens is not None and asked.late is not None:
            for position in self._positions.get((chunk.document, chunk.anchor), ()):
                if self.chunks[position].id == chunk.id:
                    return self._tokens.matches(asked.late.vectors, position, within)
        return np.zeros(0, dtype=np.float32)

    def _trust(
        self, analysed: Query, among: npt.NDArray[np.int64], lexical: FloatVector
    ) -> FloatVector:
        """`(len(among),)`: what each piece's scores are multiplied by."""
        trust = np.ones(len(among), dtype=np.float32)
        pointers = self._is_caption[among]
        asked_for = {term for concept in analysed.concepts for term in concept.terms}
        if _LITERATURE.isdisjoint(asked_for):
            pointers = pointers | self._is_reference[among]
        trust[pointers] *= np.float32(POINTER_WEIGHT)
        if not _TABULAR.isdisjoint(asked_for):
            trust[~self._is_row[among]] *= np.float32(BESIDE_TABLES_WEIGHT)
        if named := _NAMED_TABLE.search(analysed.mended):
            labels = self._table[among]
            others = (labels != "") & (labels != f"table {named['number'].lower()}")
            if not others[labels != ""].all():
                trust[others] *= np.float32(OTHER_TABLE_WEIGHT)
        trust[self._is_frame[among] & (lexical <= 0)] *= np.float32(FRAME_WEIGHT)
        return trust

    def _late(self, asked: PreparedQuery, positions: npt.NDArray[np.int64]) -> FloatVector:
        """`(len(positions),)`: the late interaction of the query with each of these pieces."""
        late = np.zeros(len(positions), dtype=np.float32)
        if self._tokens is not None and asked.late is not None:
            for i, position in enumerate(map(int, positions)):
                late[i] = asked.late.score(self._tokens.matches(asked.late.vectors, position))
        return late

    def _read_again(
        self,
        reranker: Reranker,
        asked: PreparedQuery,
        positions: npt.NDArray[np.int64],
        scores: FloatVector,
    ) -> FloatVector:
        """`(len(positions),)`: what these pieces, which have these scores, are put in order by.

        Each is read with the question in its own words.
        """
        texts = [self._excerpt(asked, position) for position in map(int, positions)]
        questions = [in_words_of(asked.query, text) for text in texts]
        read = np.zeros(len(texts), dtype=np.float32)
        for question in dict.fromkeys(questions):
            alike = [i for i, one in enumerate(questions) if one == question]
            read[alike] = reranker.scores(question, [texts[i] for i in alike])
        return read if reranker.weight is None else scores + np.float32(reranker.weight) * read

    def _excerpt(self, asked: PreparedQuery, position: int) -> str:
        """What is read again of a piece."""
        parts = units(self.chunks[position])
        scores = [0.0] * len(parts)
        if len(parts) > 1 and self._tokens is not None and asked.late is not None:
            for i, part in enumerate(parts):
                matches = self._tokens.matches(asked.late.vectors, position, part.span)
                scores[i] = asked.late.score(matches)
        return excerpt(parts, scores)

    def _label(self, chunk: Chunk) -> str:
        """Of the table that a row stands in, in lower case; empty for other pieces."""
        document = self.document_by_id[chunk.document]
        return document.row_by_anchor[chunk.anchor][0].label.lower() if chunk.kind == "row" else ""

    def _rarity(self, found: Collection[str]) -> float:
        return min(self._lexicon.idf(term) for term in found)

    def coverage(self, query: Query, text: str) -> float:
        """Share (0..1) of the query's content words, weighed by rarity, that `text` covers."""
        return _covered(self._words(query), frozenset(terms(text)))

    def _words(self, query: Query) -> list[tuple[float, Collection[str]]]:
        """The query's content words: the rarity of each, and the terms that cover it."""
        return [(self._rarity(concept.terms), concept.terms) for concept in query.concepts]


def _covered(words: Sequence[tuple[float, Collection[str]]], present: frozenset[str]) -> float:
    """Share (0..1) of the words, weighed by rarity, that one of the terms `present` covers."""
    total = covered = 0.0
    for weight, found in words:
        total += weight
        covered += weight if not present.isdisjoint(found) else 0.0
    return covered / total if total else 0.0
