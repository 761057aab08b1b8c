"""What two runs' difference is worth: the randomisation tests by themselves."""

import numpy as np
import pytest

from qa.evaluation.bootstrap import weighted_mean, weighted_percentile
from qa.evaluation.compare import randomisation_p, swapping_p
from qa.evaluation.refusal import Floats, refusal_precision


@pytest.mark.parametrize("count", [5, 9])
def test_swapping_agrees_with_the_test_of_signs_on_a_mean(count: int) -> None:
    before, after = np.random.default_rng(count).random((2, count))
    found = swapping_p(weighted_mean(np.concatenate([before, after])), count)
    assert found == pytest.approx(exact_p(list(after - before)), abs=0.02)


def test_swapping_tells_a_slower_system_from_chance() -> None:
    quick = np.linspace(1, 2, 40)
    for slower, least, most in ((quick * 3, 0, 0.001), (quick[::-1].copy(), 0.5, 1)):
        p = swapping_p(weighted_percentile(np.concatenate([quick, slower]), 50), 40)
        assert least <= p <= most


def test_swappings_without_a_value_never_lower_p() -> None:
    refused = np.array([True, False])

    def precision(weights: Floats) -> Floats:
        return refusal_precision(weights, refused, np.array([True, True]))

    # One question, refused by the first run only: swapped or not, one side is undefined.
    assert swapping_p(precision, 1) == 1


def exact_p(differences: list[float]) -> float:
    """The p value over all sign assignments."""
    signs = np.array(np.meshgrid(*[[-1, 1]] * len(differences))).reshape(len(differences), -1)
    sums = np.abs(np.array(differences) @ signs)
    return float((sums >= abs(sum(differences)) - 1e-9).mean())


@pytest.mark.parametrize(
    "differences",
    [[1.0] * 8, [1.0, 1, 1, -1, 1, 1, 1, 1, 1], [0.5, -0.5, 0.25, 1.0, -0.1], [0.0, 0.0], [1.0]],
)
def test_the_randomisation_test_nears_the_exact_one(differences: list[float]) -> None:
    found = randomisation_p(np.array(differences))
    assert found == pytest.approx(exact_p(differences), abs=0.02)
    assert found == randomisation_p(np.array(differences))
