import io
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense import FlatVectors, VectorStore
from index.errors import IndexDamagedError
from index.types import FloatMatrix


def unit_rows(count: int, dimension: int, seed: int = 0) -> FloatMatrix:
    rows = np.random.default_rng(seed).normal(size=(count, dimension))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32)


def test_the_similarity_is_the_cosine() -> None:
    rows = unit_rows(200, 48)
    store: VectorStore = FlatVectors(rows)
    query = unit_rows(1, 48, seed=1)[0]
    wanted = rows.astype(np.float64) @ query.astype(np.float64)
    similarities = store.similarities(query)
    assert similarities.dtype == np.float32
    np.testing.assert_allclose(similarities, wanted, atol=1e-6)
    assert (len(store), store.dimension) == (200, 48)


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 40),
    k=st.integers(0, 45),
    seed=st.integers(0, 10),
    data=st.data(),
)
def test_search_is_a_sort_of_all_similarities(
    count: int, k: int, seed: int, data: st.DataObject
) -> None:
    """With ties: every row stands there several times."""
    rows = unit_rows(1 + count // 3, 8, seed)[np.arange(count) % (1 + count // 3)]
    store = FlatVectors(rows)
    query = unit_rows(1, 8, seed + 100)[0]
    subset = data.draw(st.none() | st.lists(st.integers(0, count - 1)))
    scores = store.similarities(query)
    positions = range(count) if subset is None else sorted(set(subset))
    wanted = sorted(positions, key=lambda position: (-scores[position], position))[:k]
    assert store.search(query, k, subset) == [(p, float(scores[p])) for p in wanted]


def test_a_score_does_not_depend_on_where_the_row_stands() -> None:
    rows = unit_rows(1003, 384)
    query = unit_rows(1, 384, seed=1)[0]
    order = np.random.default_rng(2).permutation(len(rows))
    here = FlatVectors(rows).similarities(query)
    there = FlatVectors(rows[order]).similarities(query)
    assert np.array_equal(there, here[order])
    few = FlatVectors(rows[order[:5]]).similarities(query)
    assert np.array_equal(few, here[order[:5]])


def test_vectors_are_the_same_after_saving(tmp_path: Path) -> None:
    store = FlatVectors(unit_rows(77, 16))
    store.save(tmp_path / "vectors.npy")
    again = FlatVectors.load(tmp_path / "vectors.npy", dimension=16, count=77)
    query = unit_rows(1, 16, seed=1)[0]
    assert again.search(query, 77) == store.search(query, 77)
    again.save(tmp_path / "again.npy")
    assert (tmp_path / "again.npy").read_bytes() == (tmp_path / "vectors.npy").read_bytes()


def test_the_file_is_not_needed_any_more_once_loaded(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npy"
    FlatVectors(unit_rows(5, 4)).save(path)
    store = FlatVectors.load(path, dimension=4, count=5)
    query = unit_rows(1, 4, seed=1)[0]
    before = store.search(query, 5)
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
    assert store.search(query, 5) == before


def test_an_empty_store(tmp_path: Path) -> None:
    store = FlatVectors(np.empty((0, 4), dtype=np.float32))
    store.save(tmp_path / "vectors.npy")
    again = FlatVectors.load(tmp_path / "vectors.npy", dimension=4, count=0)
    assert again.search(unit_rows(1, 4)[0], 3) == []
    assert (len(again), again.dimension) == (0, 4)


@pytest.mark.parametrize(
    "rows",
    [
        np.ones((2, 3), dtype=np.float32),
        np.zeros((2, 3), dtype=np.float32),
        np.full((2, 3), np.nan, dtype=np.float32),
        np.eye(3, dtype=np.float64),
        np.ones(1, dtype=np.float32),
    ],
)
def test_only_unit_rows_are_taken(rows: Any) -> None:
    with pytest.raises(ValueError, match=r"unit length|float32"):
        FlatVectors(rows)


def test_a_wrong_question_is_refused() -> None:
    store = FlatVectors(unit_rows(3, 4))
    with pytest.raises(ValueError, match="the vectors have 4"):
        store.search(unit_rows(1, 5)[0], 1)
    with pytest.raises(ValueError, match="-1"):
        store.search(unit_rows(1, 4)[0], -1)
    for position in (-1, 3):
        with pytest.raises(IndexError):
            store.search(unit_rows(1, 4)[0], 1, [0, position])


@pytest.mark.parametrize(("dimension", "count"), [(5, 3), (4, 2), (3, 4)])
def test_vectors_of_another_shape_are_refused(tmp_path: Path, dimension: int, count: int) -> None:
    path = tmp_path / "vectors.npy"
    FlatVectors(unit_rows(3, 4)).save(path)
    with pytest.raises(IndexDamagedError, match=r"vectors\.npy: the shape is .* qa index"):
        FlatVectors.load(path, dimension=dimension, count=count)


class Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def test_no_code_runs_from_a_crafted_file(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npy"
    bomb = Bomb(tmp_path / "exploded")
    objects = io.BytesIO()
    np.save(objects, np.array([bomb], dtype=object), allow_pickle=True)
    for content in (objects.getvalue(), pickle.dumps(bomb)):
        path.write_bytes(content)
        with pytest.raises(IndexDamagedError, match=r"vectors\.npy"):
            FlatVectors.load(path, dimension=4, count=1)
    assert not (tmp_path / "exploded").exists()


def test_a_mutated_file_loads_or_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npy"
    FlatVectors(unit_rows(3, 4)).save(path)
    good = path.read_bytes()
    rng = np.random.default_rng(3)
    refusals = 0
    for _ in range(300):
        bad = bytearray(good)
        for position in rng.integers(len(good), size=rng.integers(1, 4)):
            bad[position] = rng.integers(256)
        path.write_bytes(bytes(bad)[: rng.integers(1, 2 * len(good))])
        try:
            store = FlatVectors.load(path, dimension=4, count=3)
            assert len(store.search(unit_rows(1, 4)[0], 3)) == 3
        except IndexDamagedError:
            refusals += 1
    assert refusals > 100
