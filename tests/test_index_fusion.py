import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse
from index.types import FloatVector


def vector(*values: float) -> FloatVector:
    return np.array(values, dtype=np.float32)


def test_a_piece_that_leads_both_rankings_has_one() -> None:
    fused = fuse(vector(0.9, 0.3), vector(12.0, 6.0))
    assert fused[0] == pytest.approx(1)
    assert fused[1] == pytest.approx(0.5 / 3 + 0.25)


def test_each_ranking_counts_by_its_weight() -> None:
    similarities, lexical = vector(0.5, 0.0), vector(0.0, 7.0)
    assert fuse(similarities, lexical, dense_weight=0.3) == pytest.approx([0.3, 0.7])
    assert fuse(similarities, lexical, dense_weight=1.0) == pytest.approx([1, 0])
    assert fuse(similarities, lexical, dense_weight=0.0) == pytest.approx([0, 1])


def test_an_opposite_meaning_is_as_good_as_none() -> None:
    assert fuse(vector(-0.8, 0.0), vector(0.0, 0.0)).tolist() == [0, 0]


def test_nothing_found_by_one_ranking_leaves_the_other() -> None:
    assert fuse(vector(0.2, 0.4), vector(0.0, 0.0)) == pytest.approx([0.25, 0.5])


def test_no_pieces_have_no_scores() -> None:
    assert fuse(vector(), vector()).shape == (0,)


SCORES = st.tuples(st.floats(-1, 1, width=32), st.floats(0, 100, width=32, allow_subnormal=False))


@given(st.lists(SCORES, min_size=1, max_size=30), st.floats(0, 1))
def test_scores_are_bounded_and_follow_both_rankings(
    pairs: list[tuple[float, float]], weight: float
) -> None:
    similarities, lexical = vector(*(p[0] for p in pairs)), vector(*(p[1] for p in pairs))
    fused = fuse(similarities, lexical, dense_weight=weight)
    assert fused.dtype == np.float32
    assert np.all((fused >= 0) & (fused <= 1 + 1e-6))
    for i, one in enumerate(pairs):
        for j, other in enumerate(pairs):
            if one[0] >= other[0] and one[1] >= other[1]:
                assert fused[i] >= fused[j], "better in both is never worse together"


@given(st.lists(SCORES, min_size=1, max_size=30), st.floats(0.125, 8, width=32))
def test_the_unit_of_a_score_does_not_matter(
    pairs: list[tuple[float, float]], factor: float
) -> None:
    similarities, lexical = vector(*(p[0] for p in pairs)), vector(*(p[1] for p in pairs))
    scaled = fuse(similarities, (lexical * np.float32(factor)).astype(np.float32))
    assert scaled == pytest.approx(fuse(similarities, lexical), abs=1e-5)
