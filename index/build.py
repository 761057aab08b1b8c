"""Making an index from documents, keeping it on disk and opening it again."""

from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.library import READING
from corpus.types import Document
from index.chunking import CHUNKING, chunk_document
from index.colbert import TOKENS
from index.dense import FlatVectors
from index.errors import IndexDamagedError
from index.fusion import DENSE_WEIGHT
from index.headings import Headings
from index.late import TokenCollector, TokenStore
from index.lexical import LexicalIndex
from index.manifest import REMEDY
from index.recipe import Recipe
from index.reranker import Reranker
from index.retrieval import LATE_WEIGHT, Index
from index.storage import Generation, open_generation, write_generation
from index.tokens import ANALYSIS, terms
from index.types import Chunk, Embedder, FloatMatrix, TokenEmbedder

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Told how many pieces are embedded, and of how many."""

_DOCUMENTS = "documents.json"
_CHUNKS = "chunks.json"
_VECTORS = "vectors.npy"
_READINGS = "tokens"
_LEXICON = "lexicon"
_BATCH = 16

_LIBRARIES = ("bm25s", "onnxruntime", "PyStemmer", "sentence-transformers", "torch")
"""Libraries whose version can change a term, a vector or a file."""


def recipe(documents: Mapping[str, str], model: str, *, fingerprint: str, dimension: int) -> Recipe:
    """What an index of `documents` (id → source digest) made by this program would state."""
    code = {"reading": READING, "analysis": ANALYSIS, "late": TOKENS}
    code |= {name: metadata.version(name) for name in _LIBRARIES}
    return Recipe(CHUNKING, model, fingerprint, dimension, documents, code)


def build_index(
    documents: Sequence[Document],
    embedder: Embedder,
    *,
    progress: Progress | None = None,
    dense_weight: float = DENSE_WEIGHT,
    late_weight: float = LATE_WEIGHT,
    chunk: Callable[[Document], list[Chunk]] = chunk_document,
    reranker: Reranker | None = None,
    names: Headings | None = None,
) -> Index:
    """An index in memory. The order of `documents` does not matter.

    Without a `late_weight`, no tokens are computed; `names` are as for `Index`. Raises ValueError
    when they hold no piece at all or two of them have one id.
    """
    ordered = _ordered(documents)
    chunks = [piece for document in ordered for piece in chunk(document)]
    vectors, tokens = _embed(chunks, embedder, progress, with_tokens=late_weight > 0)
    lexicon = LexicalIndex([terms(piece.embed_text) for piece in chunks])
    return Index(
        ordered,
        chunks,
        FlatVectors(vectors),
        lexicon,
        embedder,
        tokens=tokens,
        generation="memory",
        dense_weight=dense_weight,
        late_weight=late_weight,
        reranker=reranker,
        names=names,
    )


def save_index(
    home: Path,
    documents: Sequence[Document],
    embedder: Embedder,
    model: str,
    *,
    progress: Progress | None = None,
) -> str:
    """Build an index and make it the current generation in `home`; returns its name.

    Raises as `build_index` and `index.storage.write_generation`; a failure leaves the previous
    index in place.
    """
    ordered = _ordered(documents)
    wanted = recipe(
        {document.id: document.digest for document in ordered},
        model,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
    )

    def write(folder: Path) -> None:
        chunks = [piece for document in ordered for piece in chunk_document(document)]
        (folder / _DOCUMENTS).write_bytes(
            TypeAdapter(tuple[Document, ...]).dump_json(tuple(ordered))
        )
        (folder / _CHUNKS).write_bytes(TypeAdapter(tuple[Chunk, ...]).dump_json(tuple(chunks)))
        vectors, tokens = _embed(chunks, embedder, progress)
        FlatVectors(vectors).save(folder / _VECTORS)
        if tokens is not None:
            tokens.save(folder / _READINGS)
        LexicalIndex([terms(piece.embed_text) for piece in chunks]).save(folder / _LEXICON)

    return write_generation(home, wanted, write)


def _ordered(documents: Sequence[Document]) -> list[Document]:
    ordered = sorted(documents, key=lambda document: document.id)
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise ValueError(f"two documents have the id {one.id}")
    return ordered


def load_index(home: Path, embedder: Embedder, model: str) -> Index:
    """The current index of `home`, every byte verified, ready for questions.

    Raises `IndexDamagedError` when it is missing, damaged or made with another recipe.
    """
    return read_index(open_generation(home), embedder, model)


def read_index(
    generation: Generation, embedder: Embedder, model: str, reranker: Reranker | None = None
) -> Index:
    """The index that a verified generation holds; for the errors see `load_index`."""
    check_recipe(generation, model, fingerprint=embedder.fingerprint, dimension=embedder.dimension)
    documents = read_documents(generation)
    chunks = _read(generation, _CHUNKS, TypeAdapter(tuple[Chunk, ...]))
    vectors = FlatVectors.load(
        generation.path / _VECTORS, dimension=embedder.dimension, count=len(chunks)
    )
    lexicon = LexicalIndex.load(generation.path / _LEXICON, count=len(chunks))
    tokens = None
    if isinstance(embedder, TokenEmbedder):
        tokens = TokenStore.load(
            generation.path / _READINGS, dimension=embedder.token_dimension, count=len(chunks)
        )
    return Index(
        documents,
        chunks,
        vectors,
        lexicon,
        embedder,
        tokens=tokens,
        generation=generation.name,
        reranker=reranker,
    )


def check_recipe(generation: Generation, model: str, *, fingerprint: str, dimension: int) -> None:
    """Raise `IndexDamagedError` if this program, with this model, would make another index."""
    made = generation.recipe
    wanted = recipe(made.documents, model, fingerprint=fingerprint, dimension=dimension)
    if difference := made.difference(wanted):
        raise IndexDamagedError(
            f"the index in {generation.path} does not fit: {difference}; {REMEDY}"
        )


def read_documents(generation: Generation) -> tuple[Document, ...]:
    """The documents that a verified generation holds. Raises `IndexDamagedError`."""
    return _read(generation, _DOCUMENTS, TypeAdapter(tuple[Document, ...]))


def _read(generation: Generation, name: str, kind: TypeAdapter[T]) -> T:
    path = generation.path / name
    try:
        return kind.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        line = str(error).partition("\n")[0]
        raise IndexDamagedError(f"unusable index: {path}: {line}; {REMEDY}") from error


def _embed(
    chunks: Sequence[Chunk],
    embedder: Embedder,
    progress: Progress | None,
    *,
    with_tokens: bool = True,
) -> tuple[FloatMatrix, TokenStore | None]:
    import numpy as np

    vectors = np.empty((len(chunks), embedder.dimension), dtype=np.float32)
    reader = embedder if with_tokens and isinstance(embedder, TokenEmbedder) else None
    tokens = None if reader is None else TokenCollector(reader.token_dimension)
    for start in range(0, len(chunks), _BATCH):
        texts = [piece.embed_text for piece in chunks[start : start + _BATCH]]
        places = slice(start, start + len(texts))
        if reader is not None and tokens is not None:
            vectors[places], found = reader.embed_passages_with_tokens(texts)
            tokens.add(found)
        else:
            vectors[places] = embedder.embed_passages(texts)
        if progress:
            progress(start + len(texts), len(chunks))
    return vectors, None if tokens is None else tokens.store()
