"""Vectors kept between runs, so that a repeated benchmark takes seconds."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import platformdirs

from index.colbert import TOKENS
from index.late import restored, rounded
from index.types import Embedder, FloatMatrix, FloatVector, TokenEmbedder, TokenVectors

_BATCH = 256  # texts between two commits: what an interrupted run loses at most
_PARAMETERS = 500  # SQLite accepts 999 in every build
_PATIENCE_SECONDS = 60  # with another run that is writing
_VECTOR_TYPE = "<f4"
_SPAN_TYPE = "<i4"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS tokens"
    " (key BLOB PRIMARY KEY, vectors BLOB NOT NULL, spans BLOB NOT NULL)",
)


def default_cache_folder() -> Path:
    """The platform's cache folder for this program; may be deleted at any time."""
    return Path(platformdirs.user_cache_dir("review-qa", appauthor=False)) / "evaluation"


class CacheError(Exception):
    """The cache cannot be used; the message names the file and the remedy."""


def cached(
    inner: Embedder, folder: Path, progress: Callable[[int, int], None] | None = None
) -> "CachedEmbedder":
    """A `CachedEmbedder` over `inner`, one with tokens if `inner` has them; errors as there."""
    if isinstance(inner, TokenEmbedder):
        return CachedTokenEmbedder(inner, folder, progress)
    return CachedEmbedder(inner, folder, progress)


class CachedEmbedder:
    """An `Embedder` that asks another one only for texts it has not seen.

    A vector is kept under the SHA-256 of the model's fingerprint, the role (passage or query) and
    the text, as little-endian float32 in one SQLite file: unlike a bare file of floats it survives
    an interrupted write, and two runs may share it. `progress` is told (done, wanted) while texts
    are embedded.
    """

    def __init__(
        self, inner: Embedder, folder: Path, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Make `folder` if need be. Raises CacheError when it cannot hold a cache."""
        self._inner = inner
        self._progress = progress
        self._path = folder / "vectors.sqlite"
        with self._mishaps():
            folder.mkdir(parents=True, exist_ok=True)
            self._store = sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)
        try:
            with self._mishaps():
                for table in _TABLES:
                    self._store.execute(table)
        except CacheError:
            self.close()
            raise

    @property
    def fingerprint(self) -> str:
        return self._inner.fingerprint

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """`(len(texts), dimension)` float32, unit rows."""
        keys = [self._key("passage", text) for text in texts]
        known = self._read(list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        wanted = list(missing.items())
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            vectors = self._inner.embed_passages([text for _, text in batch])
            added = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
            self._write(added)
            known |= added
            if self._progress is not None:
                self._progress(start + len(batch), len(wanted))
        matrix = np.empty((len(texts), self.dimension), dtype=np.float32)
        for position, key in enumerate(keys):
            matrix[position] = known[key]
        return matrix

    def embed_query(self, text: str) -> FloatVector:
        """`(dimension,)` float32, unit length."""
        key = self._key("query", text)
        known = self._read([key])
        if key not in known:
            known[key] = self._inner.embed_query(text)
            self._write(known)
        return known[key]

    def close(self) -> None:
        """Close the file; everything is already on disk."""
        self._store.close()

    def _key(self, role: str, text: str) -> bytes:
        return hashlib.sha256("\0".join((self.fingerprint, role, text)).encode()).digest()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, FloatVector]:
        found: dict[bytes, FloatVector] = {}
        for key, stored in self._rows("key, vector FROM vectors", keys):
            vector = np.frombuffer(stored, dtype=_VECTOR_TYPE).astype(np.float32)
            if vector.shape != (self.dimension,):
                raise CacheError(f"{self._path}: a vector has the wrong length; delete it")
            found[key] = vector
        return found

    def _rows(self, columns: str, keys: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
        """What is stored under these keys; `columns` is "… FROM table"."""
        for start in range(0, len(keys), _PARAMETERS):
            part = keys[start : start + _PARAMETERS]
            marks = ",".join("?" * len(part))
            query = f"SELECT {columns} WHERE key IN ({marks})"
            with self._mishaps():
                yield from self._store.execute(query, part).fetchall()

    def _write(self, vectors: Mapping[bytes, FloatVector]) -> None:
        rows = [(key, vector.astype(_VECTOR_TYPE).tobytes()) for key, vector in vectors.items()]
        with self._mishaps(), self._store:
            self._store.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    @contextmanager
    def _mishaps(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise CacheError(
                f"{self._path}: {error}; see to the folder's room and rights, or delete the file, "
                "which only saves time"
            ) from error


class CachedTokenEmbedder(CachedEmbedder):
    """A `CachedEmbedder` that keeps the tokens of passages, too: a `TokenEmbedder`.

    Tokens are kept as an index stores them, a signed byte per component, so that an index made of
    kept tokens has the bytes of one made of new ones. The tokens of a question, which no index
    rounds, are computed anew each time.
    """

    def __init__(
        self,
        inner: TokenEmbedder,
        folder: Path,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        super().__init__(inner, folder, progress)
        self._token_embedder = inner

    @property
    def token_dimension(self) -> int:
        return self._token_embedder.token_dimension

    def embed_passages_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[TokenVectors]]:
        """As `embed_passages`, and the tokens of each text, rounded as they are stored."""
        keys = [self._key(TOKENS, text) for text in texts]
        known = self._read_tokens(list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        wanted = list(missing.items())
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            vectors, tokens = self._token_embedder.embed_passages_with_tokens(
                [text for _, text in batch]
            )
            for (key, _), found in zip(batch, tokens, strict=True):
                known[key] = TokenVectors(restored(rounded(found.vectors)), found.spans)
            whole = [self._key("passage", text) for _, text in batch]
            self._write(dict(zip(whole, vectors, strict=True)))
            self._write_tokens({key: known[key] for key, _ in batch})
            if self._progress is not None:
                self._progress(start + len(batch), len(wanted))
        return self.embed_passages(texts), [known[key] for key in keys]

    def query_tokens(self, text: str) -> TokenVectors:
        """The tokens of a question."""
        return self._token_embedder.query_tokens(text)

    def _read_tokens(self, keys: Sequence[bytes]) -> dict[bytes, TokenVectors]:
        found: dict[bytes, TokenVectors] = {}
        for key, stored, places in self._rows("key, vectors, spans FROM tokens", keys):
            spans = np.frombuffer(places, dtype=_SPAN_TYPE).reshape(-1, 2)
            if len(stored) != len(spans) * self.token_dimension:
                raise CacheError(f"{self._path}: a token has the wrong length; delete the file")
            vectors = np.frombuffer(stored, dtype=np.int8).reshape(len(spans), self.token_dimension)
            found[key] = TokenVectors(restored(vectors), tuple(map(tuple, spans.tolist())))
        return found

    def _write_tokens(self, tokens: Mapping[bytes, TokenVectors]) -> None:
        rows = [
            (
                key,
                rounded(found.vectors).tobytes(),
                np.array(found.spans, dtype=_SPAN_TYPE).tobytes(),
            )
            for key, found in tokens.items()
        ]
        with self._mishaps(), self._store:
            self._store.executemany("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)", rows)
