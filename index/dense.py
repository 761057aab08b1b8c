"""Search by meaning: unit vectors, compared by their inner product, which is the cosine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamagedError
from index.types import FloatMatrix, FloatVector

UNIT_TOLERANCE = 1e-3
"""How far a row's length may be from 1: float32 rounding stays below 1e-6, half floats at 1e-3."""


class VectorStore(Protocol):
    """Unit vectors that are found by the position they were given in."""

    @property
    def dimension(self) -> int: ...

    def __len__(self) -> int: ...

    def similarities(self, query: FloatVector) -> FloatVector:
        """`(len,)` float32: the cosine of `query`, `(dimension,)` and of unit length, with each."""
        ...

    def search(
        self, query: FloatVector, k: int, subset: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The `k` nearest positions with their cosine, best first; of `subset` if one is given."""
        ...


class FlatVectors:
    """Every vector compared with the query: exact, also on a subset of the positions.

    FAISS computes the products: unlike a BLAS matrix product, its result for a row does not
    depend on where the row stands, so documents in another order get the same scores to the last
    bit. It runs on the calling thread alone, which is faster at this size and steadier under load.
    Equal scores are ordered by position.

    The vectors are stored as a plain `.npy` file and not in FAISS's own format, whose reader has
    no checksum and trusts the lengths it reads.
    """

    def __init__(self, vectors: FloatMatrix) -> None:
        """`vectors` is `(n, dimension)` float32, unit rows. Raises ValueError on others."""
        import faiss

        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise ValueError(f"need a float32 matrix, not {vectors.dtype} {vectors.shape}")
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.all(np.abs(lengths - 1) <= UNIT_TOLERANCE):  # also true of NaN
            raise ValueError("the rows are not of unit length")
        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def similarities(self, query: FloatVector) -> FloatVector:
        """`(len,)` float32: the cosine of `query` with every vector, by position."""
        return self._products(query, np.arange(len(self), dtype=np.int64))

    def search(
        self, query: FloatVector, k: int, subset: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The `k` nearest positions (fewer if there are fewer) with their cosine, best first.

        With `subset`, exactly those of it, at the cost of its size only. Raises ValueError if `k`
        is negative or the query has another dimension, IndexError for a position out of range.
        """
        if k < 0:
            raise ValueError(f"cannot find {k} vectors")
        if subset is None:
            positions = np.arange(len(self), dtype=np.int64)
        else:
            positions = np.unique(np.asarray(subset, dtype=np.int64))
            if positions.size and not 0 <= positions[0] <= positions[-1] < len(self):
                raise IndexError(f"a position is outside of the {len(self)} vectors")
        scores = self._products(query, positions)
        best = _largest(scores, k)
        return [(int(positions[i]), float(scores[i])) for i in best]

    def save(self, path: Path) -> None:
        """Write the vectors as one `.npy` file."""
        import faiss

        matrix = np.empty((0, self.dimension), dtype=np.float32)
        if len(self):
            matrix = faiss.rev_swig_ptr(self._index.get_xb(), len(self) * self.dimension)
        with path.open("wb") as file:
            np.save(file, matrix.reshape(len(self), self.dimension), allow_pickle=False)

    @classmethod
    def load(cls, path: Path, *, dimension: int, count: int) -> "FlatVectors":
        """Read vectors back from a file whose digest was verified.

        Raises IndexDamagedError if they are not `count` unit vectors of `dimension` numbers.
        """
        try:
            vectors = np.load(path, allow_pickle=False, mmap_mode="r" if count else None)
            if vectors.shape != (count, dimension):
                raise ValueError(f"the shape is {vectors.shape}, not {(count, dimension)}")
            return cls(np.asarray(vectors))
        except Exception as error:  # numpy's reader raises all kinds for a crafted file
            raise IndexDamagedError(
                f"unusable index: {path}: {error}; rebuild it with: qa index"
            ) from error

    def _products(self, query: FloatVector, positions: npt.NDArray[np.int64]) -> FloatVector:
        import faiss

        if query.shape != (self.dimension,):
            raise ValueError(f"the query is {query.shape}, the vectors have {self.dimension}")
        query = np.ascontiguousarray(query, dtype=np.float32)
        products = np.empty(len(positions), dtype=np.float32)
        if not positions.size:
            return products
        faiss.omp_set_num_threads(1)  # OpenMP keeps this setting per calling thread
        self._index.compute_distance_subset(
            1,
            faiss.swig_ptr(query),
            len(positions),
            faiss.swig_ptr(products),
            faiss.swig_ptr(positions),
        )
        return products


def _largest(scores: FloatVector, k: int) -> npt.NDArray[np.int64]:
    """Indices of the `k` largest scores, best first, equal ones in their order."""
    candidates = np.arange(len(scores))
    if k == 0:
        return candidates[:0]
    if k < len(scores):
        threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
        candidates = np.flatnonzero(scores >= threshold)
    return candidates[np.argsort(-scores[candidates], kind="stable")][:k]
