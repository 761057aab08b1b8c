"""Is a confidence as high as it is right: Brier score, calibration error and the diagram."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.refusal import (
    BINS,
    Flags,
    Floats,
    bin_of,
    brier_score,
    calibration_error,
    reliability,
)

CASES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def arrays(cases: list[tuple[float, bool]]) -> tuple[Floats, Flags]:
    return np.array([c for c, _ in cases]), np.array([a for _, a in cases])


def once(count: int) -> Floats:
    return np.ones((1, count))


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    confidence, answerable = np.array([0.9, 0.2, 0.5]), np.array([True, False, True])
    expected = (0.1**2 + 0.2**2 + 0.5**2) / 3
    assert brier_score(once(3), confidence, answerable)[0] == pytest.approx(expected)


def test_the_calibration_error_weighs_each_bin_by_its_questions() -> None:
    confidence = np.array([0.15, 0.15, 0.15, 0.95])
    answerable = np.array([False, False, True, True])
    low, high = abs(0.15 - 1 / 3), abs(0.95 - 1)
    expected = (3 * low + high) / 4
    assert calibration_error(once(4), confidence, answerable)[0] == pytest.approx(expected)


@given(CASES)
def test_a_resample_is_as_if_its_questions_were_repeated(cases: list[tuple[float, bool]]) -> None:
    confidence, answerable = arrays(cases)
    drawn = np.random.default_rng(1).integers(0, 3, len(cases))
    drawn[0] = 1
    repeated = np.repeat(np.arange(len(cases)), drawn)
    for measure in (brier_score, calibration_error):
        weighed = measure(drawn[None, :].astype(float), confidence, answerable)
        plain = measure(once(len(repeated)), confidence[repeated], answerable[repeated])
        assert weighed == pytest.approx(plain)


@given(CASES)
def test_the_diagram_holds_every_question_once_and_gives_the_error(
    cases: list[tuple[float, bool]],
) -> None:
    confidence, answerable = arrays(cases)
    bins = reliability(confidence, answerable)
    assert sum(one.questions for one in bins) == len(cases)
    assert [one.confidence for one in bins] == sorted(one.confidence for one in bins)
    error = sum(one.questions * abs(one.confidence - one.answerable) for one in bins) / len(cases)
    assert error == pytest.approx(calibration_error(once(len(cases)), confidence, answerable)[0])


def test_the_bounds_are_in_the_first_and_the_last_bin() -> None:
    assert list(bin_of(np.array([0.0, 0.05, 0.1, 0.999, 1.0]))) == [0, 0, 1, BINS - 1, BINS - 1]


def test_a_perfect_forecast_has_no_error() -> None:
    answerable = np.array([True, False, True])
    assert brier_score(once(3), answerable.astype(float), answerable)[0] == 0
    assert calibration_error(once(3), answerable.astype(float), answerable)[0] == 0
