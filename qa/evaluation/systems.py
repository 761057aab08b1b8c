"""The assistant and what it is compared with: its search alone and with a part left out, and
baselines.

A baseline is a way to cut documents into pieces and a way to score the pieces for a question. Only
the assistant refuses, and a baseline looks for the question as it was typed, without what was said
before. Confidence is what a threshold could be drawn over: the score of the best piece, or for the
fused search, whose best score is always near 1, its cosine.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from corpus.types import Document
from index.build import build_index, recipe
from index.chunking import chunk_document
from index.dense import FlatVectors
from index.fusion import fuse
from index.headings import Headings
from index.lexical import LexicalIndex
from index.reranker import Reranker
from index.tokens import terms
from index.types import Embedder, FloatVector
from qa.assistant import Assistant
from qa.evaluation.assistant_system import NAME as ASSISTANT
from qa.evaluation.assistant_system import AssistantSystem
from qa.evaluation.provenance import provenance
from qa.evaluation.run import Provenance
from qa.evaluation.search_system import (
    SearchSystem,
    place_of_chunk,
    without_captions,
    without_headings,
    without_rows,
)
from qa.evaluation.tutorial import tutorial_chunks
from qa.evaluation.types import Factory, Place, Question, Response, System

_AS_IT_IS: Mapping[str, Any] = {}

Scorer: TypeAlias = Callable[[str], FloatVector]
"""From a question to one score per piece, higher is better."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a baseline returns whole: the text it searches, the text it shows, the places shown."""

    document: str
    searched: str
    shown: str
    places: tuple[Place, ...]


class RankingSystem:
    """A baseline: the best-scoring pieces, of which those with a score of 0 are no result."""

    def __init__(self, name: str, pieces: Sequence[Piece], scorer: Scorer) -> None:
        """`scorer` gives one score per piece, in their order."""
        self._name = name
        self._pieces = pieces
        self._scorer = scorer
        positions: dict[str, list[int]] = {}
        for position, piece in enumerate(pieces):
            positions.setdefault(piece.document, []).append(position)
        self._positions = {name: np.array(found) for name, found in positions.items()}
        self._everywhere = np.arange(len(pieces))

    @property
    def name(self) -> str:
        return self._name

    def respond(self, question: Question, limit: int) -> Response:
        """The places of the `limit` best pieces; `texts` repeats a piece's text for its places."""
        started = time.perf_counter()
        among = self._everywhere
        if question.documents:
            named = [self._positions[d] for d in question.documents if d in self._positions]
            among = np.concatenate(named) if named else among[:0]
        scores = self._scorer(question.question)[among]
        best = [i for i in np.argsort(-scores, kind="stable")[:limit] if scores[i] > 0]
        shown = [self._pieces[among[i]] for i in best]
        return Response(
            places=tuple(place for piece in shown for place in piece.places),
            texts=tuple(piece.shown for piece in shown for _ in piece.places),
            refused=False,
            confidence=float(scores[best[0]]) if best else 0.0,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            standalone=question.question,
        )


def chunk_pieces(documents: Iterable[Document]) -> list[Piece]:
    """The assistant's own chunks."""
    return [
        Piece(chunk.document, chunk.embed_text, chunk.quote, (place_of_chunk(chunk),))
        for document in documents
        for chunk in chunk_document(document)
    ]


def tutorial_pieces(documents: Iterable[Document]) -> list[Piece]:
    """1,000 characters of the flattened article, 200 of them shared."""
    return [
        Piece(chunk.document, chunk.text, chunk.text, chunk.places)
        for document in documents
        for chunk in tutorial_chunks(document)
    ]


def whole_documents(documents: Iterable[Document]) -> list[Piece]:
    """Title and running text as one field: the unit of document retrieval benchmarks."""
    pieces = []
    for document in documents:
        text = " ".join((document.title, *(section.text for section in document.sections)))
        places = (Place(document.id, s.anchor, 0, len(s.text)) for s in document.sections)
        pieces.append(Piece(document.id, text, text, tuple(places)))
    return pieces


def lexical_scorer(pieces: Sequence[Piece]) -> Scorer:
    """BM25 over the assistant's own terms."""
    index = LexicalIndex([terms(piece.searched) for piece in pieces])
    return lambda question: index.scores(terms(question))


def anserini_scorer(pieces: Sequence[Piece]) -> Scorer:
    """BM25 with the parameters and the plain analysis (English stop words, Snowball stems) of the
    published BEIR figures, made with Anserini (Lin et al., 2016).
    """
    analyse = _plain_analysis()
    index = LexicalIndex(analyse([piece.searched for piece in pieces]), k1=0.9, b=0.4)
    return lambda question: index.scores(analyse([question])[0])


def _plain_analysis() -> Callable[[list[str]], list[list[str]]]:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def analyse(texts: list[str]) -> list[list[str]]:
        found: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False
        )
        return found

    return analyse


def dense_scorer(pieces: Sequence[Piece], embedder: Embedder) -> Scorer:
    """Cosine of the question's vector and each piece's, computed by FAISS."""
    vectors = FlatVectors(embedder.embed_passages([piece.searched for piece in pieces]))
    return lambda question: vectors.similarities(embedder.embed_query(question))


def _bm25(documents: tuple[Document, ...], _: Embedder, __: Reranker | None) -> System:
    pieces = chunk_pieces(documents)
    return RankingSystem("bm25", pieces, lexical_scorer(pieces))


def _dense(documents: tuple[Document, ...], embedder: Embedder, _: Reranker | None) -> System:
    pieces = chunk_pieces(documents)
    return RankingSystem("dense", pieces, dense_scorer(pieces, embedder))


def _fusion(documents: tuple[Document, ...], embedder: Embedder, _: Reranker | None) -> System:
    pieces = chunk_pieces(documents)
    by_words, by_meaning = lexical_scorer(pieces), dense_scorer(pieces, embedder)
    return RankingSystem("fusion", pieces, lambda asked: fuse(by_meaning(asked), by_words(asked)))


def _tutorial(documents: tuple[Document, ...], embedder: Embedder, _: Reranker | None) -> System:
    pieces = tutorial_pieces(documents)
    return RankingSystem("tutorial", pieces, dense_scorer(pieces, embedder))


def _bm25_flat(documents: tuple[Document, ...], _: Embedder, __: Reranker | None) -> System:
    pieces = whole_documents(documents)
    return RankingSystem("bm25-flat", pieces, anserini_scorer(pieces))


def _dense_flat(documents: tuple[Document, ...], embedder: Embedder, _: Reranker | None) -> System:
    pieces = whole_documents(documents)
    return RankingSystem("dense-flat", pieces, dense_scorer(pieces, embedder))


def _assistant(
    name: str,
    *,
    asked: Mapping[str, Any] = _AS_IT_IS,
    answering: Mapping[str, Any] = _AS_IT_IS,
    **options: Any,
) -> Factory:
    """The assistant; `asked` are options of `AssistantSystem`, `answering` those of `Assistant`,
    `options` those of `build_index`.
    """

    def make(
        documents: tuple[Document, ...], embedder: Embedder, reranker: Reranker | None
    ) -> System:
        built = build_index(documents, embedder, **{"reranker": reranker, **options})
        assistant = Assistant(built, **answering)
        return AssistantSystem(assistant, name=name, **asked)

    return make


def _search(name: str, **options: Any) -> Factory:
    """The assistant's search; `options` are those of `build_index`."""

    def make(
        documents: tuple[Document, ...], embedder: Embedder, reranker: Reranker | None
    ) -> System:
        built = build_index(documents, embedder, **{"reranker": reranker, **options})
        return SearchSystem(name, built)

    return make


_WITHOUT: Mapping[str, Mapping[str, Any]] = {
    "no-bm25": {"dense_weight": 1.0},
    "no-dense": {"dense_weight": 0.0},
    "no-late": {"late_weight": 0.0},
    "no-reranker": {"reranker": None},
    "no-headings": {"chunk": without_headings},
    "no-rows": {"chunk": without_rows},
    "no-captions": {"chunk": without_captions},
    "no-names": {"names": Headings(())},
}
"""Options of `build_index` that leave a part out."""

_ANSWERS_WITHOUT: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "no-followups": {"asked": {"follow_ups": False}},
    "no-rewording": {"asked": {"as_typed": True}},
    "no-lists": {"answering": {"lists": False}},
    "no-clauses": {"answering": {"clauses": False}},
    "no-studies": {"answering": {"studies": False}},
}
"""Options of the assistant, over its own index, that leave a part out."""

SYSTEMS: Mapping[str, Factory] = {
    ASSISTANT: _assistant(ASSISTANT),
    "search": _search("search"),
    "bm25": _bm25,
    "dense": _dense,
    "fusion": _fusion,
    "tutorial": _tutorial,
    "bm25-flat": _bm25_flat,
    "dense-flat": _dense_flat,
    **{
        name: _assistant(name, **options)
        for part, options in _WITHOUT.items()
        if (name := f"{ASSISTANT}-{part}")
    },
    **{
        name: _assistant(name, **options)
        for part, options in _ANSWERS_WITHOUT.items()
        if (name := f"{ASSISTANT}-{part}")
    },
    **{
        name: _search(name, **options)
        for part, options in _WITHOUT.items()
        if (name := f"search-{part}")
    },
}
"""By name: the assistant; its search; its chunks by words alone, by meaning alone and by both; the
tutorial pipeline; whole documents by words and by meaning (the systems of published document
retrieval figures); and the assistant and its search with a part left out, all else, its threshold
too, as it is."""


def make_system(
    name: str,
    documents: tuple[Document, ...],
    embedder: Embedder,
    reranker: Reranker | None = None,
) -> System:
    """The system of that name over these documents. A `reranker` serves the assistant and its
    search, with or without other parts; baselines stay what they are. Raises KeyError for an
    unknown name.
    """
    return SYSTEMS[name](documents, embedder, reranker)


def _is_read_again(name: str) -> bool:
    """Whether a reranker serves the system."""
    whole, _, part = name.partition("-")
    return whole in (ASSISTANT, "search") and part != "no-reranker"


_WITHOUT_MODEL = frozenset({"bm25", "bm25-flat"})
_ASSISTANTS_INDEX = frozenset(
    {ASSISTANT, "search"}
    | {f"{ASSISTANT}-{part}" for part in _ANSWERS_WITHOUT}
    | {
        f"{whole}-{part}"
        for whole in (ASSISTANT, "search")
        for part in ("no-bm25", "no-dense", "no-late", "no-reranker")
    }
)


def system_provenance(
    name: str,
    documents: Iterable[Document],
    embedder: Embedder,
    model: str,
    reranker: Reranker | None = None,
) -> Provenance:
    """Where a run of the named system over these documents comes from.

    The model is stated for systems that embed anything, the recipe for those over the very index
    that the assistant makes. A reranker is stated with the model, where it serves.
    """
    if name in _WITHOUT_MODEL:
        return provenance()
    if name not in _ASSISTANTS_INDEX:
        return provenance(model=model, fingerprint=embedder.fingerprint)
    stated = recipe(
        {document.id: document.digest for document in documents},
        model,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
    )
    if reranker is not None and _is_read_again(name):
        model = f"{model}, read again by {reranker.name} ({reranker.fingerprint[:12]})"
    return provenance(model=model, fingerprint=embedder.fingerprint, recipe=stated.to_json())
