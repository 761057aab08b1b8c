"""Vectors kept between benchmark runs."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index, save_index
from index.types import Embedder, FloatMatrix, FloatVector, TokenEmbedder, TokenVectors
from qa.evaluation.public.cache import (
    CachedEmbedder,
    CachedTokenEmbedder,
    CacheError,
)
from qa.evaluation.public.cache import cached as over
from tests.articles import FRONT, read
from tests.embedders import HashingEmbedder, HashingTokenEmbedder


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


# Tokens


class CountingTokens(HashingTokenEmbedder):
    """Notes what it is really asked to compute, and how."""

    def __init__(self) -> None:
        super().__init__(16)
        self.plain: list[str] = []
        self.with_tokens: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        self.plain.extend(texts)
        return super().embed_passages(texts)

    def embed_passages_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[TokenVectors]]:
        self.with_tokens.extend(texts)
        vectors = HashingTokenEmbedder.embed_passages(HashingTokenEmbedder(16), texts)
        return vectors, [self._tokens(text) for text in texts]


@contextmanager
def cached_tokens(inner: TokenEmbedder, folder: Path) -> Iterator[CachedTokenEmbedder]:
    embedder = over(inner, folder)
    assert isinstance(embedder, CachedTokenEmbedder)
    try:
        yield embedder
    finally:
        embedder.close()


def test_a_cache_has_tokens_if_its_model_has(tmp_path: Path) -> None:
    for inner in (HashingEmbedder(16), HashingTokenEmbedder(16)):
        embedder = over(inner, tmp_path)
        assert isinstance(embedder, TokenEmbedder) == isinstance(inner, TokenEmbedder)
        embedder.close()


def test_kept_tokens_are_those_computed_anew(tmp_path: Path) -> None:
    first, second = CountingTokens(), CountingTokens()
    with cached_tokens(first, tmp_path) as embedder:
        vectors, tokens = embedder.embed_passages_with_tokens(TEXTS)
    assert (first.with_tokens, first.plain) == (list(dict.fromkeys(TEXTS)), [])
    with cached_tokens(second, tmp_path) as later:
        again, kept = later.embed_passages_with_tokens(TEXTS[::-1])
        assert np.array_equal(later.embed_passages(TEXTS), vectors)
    assert (second.with_tokens, second.plain) == ([], [])
    assert np.array_equal(again, vectors[::-1])
    expected, exact = HashingTokenEmbedder(16).embed_passages_with_tokens(TEXTS)
    assert np.array_equal(vectors, expected)
    for new, old, true in zip(tokens, kept[::-1], exact, strict=True):
        assert new.spans == old.spans == true.spans
        assert np.array_equal(new.vectors, old.vectors)
        np.testing.assert_allclose(new.vectors, true.vectors, atol=0.5 / 127 + 1e-6)


def test_vectors_of_an_older_cache_stay_and_only_tokens_are_added(tmp_path: Path) -> None:
    with cached(HashingEmbedder(16), tmp_path) as embedder:
        embedder.embed_passages(TEXTS[:2])
    inner = CountingTokens()
    with cached_tokens(inner, tmp_path) as later:
        later.embed_passages(TEXTS[:2])
        assert (inner.plain, inner.with_tokens) == ([], [])
        later.embed_passages_with_tokens(TEXTS[:2])
        assert (inner.plain, inner.with_tokens) == ([], TEXTS[:2])


def test_an_index_of_kept_tokens_has_the_bytes_of_a_new_one(tmp_path: Path) -> None:
    document = read(FRONT + "1 Iron\n\nIron deficiency disturbs sleep. Bats sleep by day.\n")
    folders = []
    for name in ("new", "kept", "plain"):
        home = tmp_path / name
        if name == "plain":
            save_index(home, [document], HashingTokenEmbedder(16), "hashing")
        else:
            with cached_tokens(HashingTokenEmbedder(16), tmp_path / "cache") as embedder:
                save_index(home, [document], embedder, "hashing")
        (generation,) = (home / "generations").iterdir()
        folders.append(generation / "tokens")
    for file in folders[0].iterdir():
        for other in folders[1:]:
            assert (other / file.name).read_bytes() == file.read_bytes()


def test_what_needs_no_tokens_computes_none(tmp_path: Path) -> None:
    document = read(FRONT + "1 Iron\n\nIron deficiency disturbs sleep.\n")
    inner = CountingTokens()
    with cached_tokens(inner, tmp_path) as embedder:
        build_index([document], embedder, late_weight=0).search("iron", 5)
        assert inner.plain
        assert not inner.with_tokens
        build_index([document], embedder).search("iron", 5)
        assert inner.with_tokens


def test_a_shortened_token_is_not_used(tmp_path: Path) -> None:
    with cached_tokens(HashingTokenEmbedder(16), tmp_path) as embedder:
        embedder.embed_passages_with_tokens(["bat"])
    store = sqlite3.connect(tmp_path / "vectors.sqlite")
    with store:
        store.execute("UPDATE tokens SET vectors = x'0000'")
    store.close()
    with (
        cached_tokens(HashingTokenEmbedder(16), tmp_path) as embedder,
        pytest.raises(CacheError, match="wrong length"),
    ):
        embedder.embed_passages_with_tokens(["bat"])
