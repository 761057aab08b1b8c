"""Vectors kept between benchmark runs."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.types import Embedder, FloatMatrix, FloatVector
from qa.evaluation.public.cache import CachedEmbedder, CacheError
from tests.embedders import HashingEmbedder


class Counting(HashingEmbedder):
    """Notes the texts that it is really asked to embed."""

    def __init__(self, dimension: int = 16) -> None:
        super().__init__(dimension)
        self.passages: list[str] = []
        self.queries: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        self.passages.extend(texts)
        rows = [HashingEmbedder.embed_query(self, text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def embed_query(self, text: str) -> FloatVector:
        self.queries.append(text)
        return super().embed_query(text)


@contextmanager
def cached(
    inner: Embedder, folder: Path, progress: Callable[[int, int], None] | None = None
) -> Iterator[CachedEmbedder]:
    embedder = CachedEmbedder(inner, folder, progress)
    try:
        yield embedder
    finally:
        embedder.close()


TEXTS = ["one bat", "two bats", "one bat", "Schrödinger's cat", ""]


def test_cached_vectors_are_those_of_the_model(tmp_path: Path) -> None:
    plain, first, second = HashingEmbedder(16), Counting(), Counting()
    expected = plain.embed_passages(TEXTS)
    folder = tmp_path / "new" / "folder"
    with cached(first, folder) as embedder:
        assert np.array_equal(embedder.embed_passages(TEXTS), expected)
        assert first.passages == list(dict.fromkeys(TEXTS))
        assert np.array_equal(embedder.embed_query("one bat"), plain.embed_query("one bat"))
    with cached(second, folder) as later:
        assert np.array_equal(later.embed_passages(TEXTS[::-1]), expected[::-1])
        assert np.array_equal(later.embed_query("one bat"), plain.embed_query("one bat"))
        assert later.embed_passages([]).shape == (0, 16)
    assert (second.passages, second.queries) == ([], [])


def test_queries_and_models_do_not_share_vectors(tmp_path: Path) -> None:
    query, other = Counting(), Counting(dimension=8)
    with cached(Counting(), tmp_path) as embedder:
        embedder.embed_passages(["bat"])
    with cached(query, tmp_path) as embedder:
        embedder.embed_query("bat")
    assert query.queries == ["bat"], "a passage's vector need not be a query's"
    with cached(other, tmp_path) as embedder:
        assert embedder.embed_passages(["bat"]).shape == (1, 8)
    assert other.passages == ["bat"]


def test_cache_progress_counts_missing_texts(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with cached(Counting(), tmp_path, lambda *counts: told.append(counts)) as embedder:
        embedder.embed_passages([f"text {number}" for number in range(300)])
        assert told == [(256, 300), (300, 300)]
        embedder.embed_passages(["text 7"])
    assert len(told) == 2


def test_a_damaged_cache_says_so(tmp_path: Path) -> None:
    (tmp_path / "vectors.sqlite").write_bytes(b"this is no database at all, whatever its name is")
    with pytest.raises(CacheError, match=r"vectors\.sqlite.*delete the file"):
        CachedEmbedder(Counting(), tmp_path)


def test_a_shortened_vector_is_not_used(tmp_path: Path) -> None:
    with cached(Counting(), tmp_path) as embedder:
        embedder.embed_query("bat")
    store = sqlite3.connect(tmp_path / "vectors.sqlite")
    with store:
        store.execute("UPDATE vectors SET vector = x'00000000'")
    store.close()
    with (
        cached(Counting(), tmp_path) as embedder,
        pytest.raises(CacheError, match="wrong length"),
    ):
        embedder.embed_query("bat")
