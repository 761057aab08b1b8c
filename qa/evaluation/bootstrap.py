"""How sure a figure is: percentile bootstrap over questions.

Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13; for retrieval
measures see Sakai, "Evaluating evaluation metrics based on the bootstrap" (SIGIR 2006).
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from qa.evaluation.refusal import Floats, ratio
from qa.evaluation.resampling import SEED, batches

RESAMPLES = 2000
_LEVEL = 95.0

Statistic = Callable[[Floats], Floats]
"""From weights `(resamples, questions)` to one value per resample."""


Estimate = tuple[float, float, float]
"""A value and the bounds of its 95 % interval."""


def estimates(
    statistics: Mapping[str, Statistic], questions: int, *, resamples: int = RESAMPLES
) -> dict[str, Estimate]:
    """Every defined statistic of the same questions, over the same resamples, which are costly."""
    once = np.ones((1, questions))
    values = {name: float(of(once)[0]) for name, of in statistics.items()} if questions else {}
    defined = {name: value for name, value in values.items() if not np.isnan(value)}
    if not defined:
        return {}
    drawn: dict[str, list[Floats]] = {name: [] for name in defined}
    for weights in _weights(questions, resamples):
        for name, found in drawn.items():
            found.append(statistics[name](weights))
    tail = (100.0 - _LEVEL) / 2
    bounds = {
        name: np.nanpercentile(np.concatenate(found), [tail, 100.0 - tail])
        for name, found in drawn.items()
    }
    return {name: (defined[name], float(low), float(high)) for name, (low, high) in bounds.items()}


def weighted_mean(values: Floats) -> Statistic:
    """The mean of one value per question."""
    return lambda weights: ratio(weights @ values, weights.sum(axis=1))


def weighted_percentile(values: Floats, percent: float) -> Statistic:
    """The smallest observed value that `percent` of the questions do not exceed (nearest rank)."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]

    def statistic(weights: Floats) -> Floats:
        reached = np.cumsum(weights[:, order], axis=1)
        needed = reached[:, -1:] * percent / 100.0
        picked: Floats = ordered[np.argmax(reached >= needed - 1e-9, axis=1)]
        return picked

    return statistic


def _weights(questions: int, resamples: int) -> Iterator[Floats]:
    """How often each question is drawn, in batches of resamples."""
    random = np.random.default_rng(SEED)
    share = np.full(questions, 1.0 / questions)
    for count in batches(resamples, questions):
        yield random.multinomial(questions, share, size=count).astype(np.float64)
