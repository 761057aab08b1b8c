"""What all token vectors have in common, and what is left of them without it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.colbert import ColbertReader
from index.common import common_of, load_common, save_common
from index.late import TokenCollector
from index.model import find_reader
from index.types import FloatMatrix, TokenVectors

SEEDS = st.integers(0, 2**32 - 1)


def units(random: np.random.Generator, count: int, dimension: int = 12) -> FloatMatrix:
    found = random.normal(size=(count, dimension)) + np.linspace(0, 2, dimension)
    rows: FloatMatrix = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    return rows


@given(SEEDS)
def test_what_is_left_has_unit_length_and_nothing_along_the_direction(seed: int) -> None:
    vectors = units(np.random.default_rng(seed), 40)
    common = common_of(vectors)
    rests = common.rests(vectors)
    np.testing.assert_allclose(np.linalg.norm(rests, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(rests @ common.direction, 0, atol=1e-5)


@given(SEEDS)
def test_cosines_are_those_of_the_vectors_and_of_their_rests(seed: int) -> None:
    random = np.random.default_rng(seed)
    common = common_of(units(random, 40))
    asked, piece = units(random, 3), units(random, 7)
    whole, apart = common.cosines(piece, common.asked(asked))
    np.testing.assert_allclose(whole, piece @ asked.T, atol=1e-5)
    np.testing.assert_allclose(apart, common.rests(piece) @ common.rests(asked).T, atol=1e-3)


@given(SEEDS)
def test_mean_and_direction_are_found(seed: int) -> None:
    random = np.random.default_rng(seed)
    mean, direction = random.normal(size=8), random.normal(size=8)
    direction /= np.linalg.norm(direction)
    along = np.concatenate([half := random.normal(scale=5, size=400), -half])
    noise = random.normal(scale=0.01, size=(800, 8))
    common = common_of((mean + np.outer(along, direction) + noise).astype(np.float32))
    np.testing.assert_allclose(common.mean, mean, atol=1e-2)
    assert abs(float(common.direction @ direction)) == pytest.approx(1, abs=1e-2)


def test_a_piece_is_matched_by_what_is_left_of_its_tokens() -> None:
    random = np.random.default_rng(5)
    asked, piece = units(random, 3), units(random, 7)
    common = common_of(units(random, 40))
    collector = TokenCollector(piece.shape[1])
    collector.add([TokenVectors(piece, tuple((i, i + 1) for i in range(len(piece))))])
    whole, apart = collector.store().matches_apart(common.asked(asked), 0, common)
    np.testing.assert_allclose(whole, collector.store().matches(asked, 0), atol=1e-6)
    expected = (common.rests(piece) @ common.rests(asked).T).max(axis=0)
    np.testing.assert_allclose(apart, expected, atol=0.05)
    assert (apart < whole).all()


def test_a_piece_without_tokens_matches_nothing() -> None:
    common = common_of(units(np.random.default_rng(5), 40))
    collector = TokenCollector(12)
    collector.add([TokenVectors(np.zeros((0, 12), dtype=np.float32), ())])
    asked = common.asked(units(np.random.default_rng(6), 3))
    for found in collector.store().matches_apart(asked, 0, common):
        assert np.array_equal(found, np.zeros(3))


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    common = common_of(units(np.random.default_rng(1), 40))
    save_common(common, path := tmp_path / "common.npy")
    again = load_common(path)
    assert np.array_equal(again.mean, common.mean)
    assert np.array_equal(again.direction, common.direction)


def test_what_ships_is_what_the_readers_tokens_have_in_common() -> None:
    """Any two tokens look alike; without what they have in common they do not."""
    reader = ColbertReader(find_reader())
    texts = ["Iron tablets raised ferritin in adults.", "The bridge was closed in winter."]
    one, other = (found.vectors for found in reader.read_passages(texts))
    common = reader.common
    assert common is not None
    assert (one @ other.T).mean() > 0.35
    assert abs((common.rests(one) @ common.rests(other).T).mean()) < 0.1
