"""How sure a figure is: percentile bootstrap over questions.

Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13; for retrieval
measures see Sakai, "Evaluating evaluation metrics based on the bootstrap" (SIGIR 2006).
"""

from collections.abc import Callable, Iterator

import numpy as np

from qa.evaluation.refusal import Floats, ratio

RESAMPLES = 2000
SEED = 20240614
_LEVEL = 95.0
_BATCH_CELLS = 4_000_000  # weights held at once: 32 MB

Statistic = Callable[[Floats], Floats]
"""From weights `(resamples, questions)` to one value per resample."""


def estimate(
    statistic: Statistic, questions: int, *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float, float] | None:
    """The statistic of the sample and its 95 % interval; None where it is undefined."""
    if not questions:
        return None
    value = float(statistic(np.ones((1, questions)))[0])
    if np.isnan(value):
        return None
    drawn = np.concatenate([statistic(w) for w in _weights(questions, resamples, seed)])
    tail = (100.0 - _LEVEL) / 2
    low, high = np.nanpercentile(drawn, [tail, 100.0 - tail])
    return value, float(low), float(high)


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


def _weights(questions: int, resamples: int, seed: int) -> Iterator[Floats]:
    """How often each question is drawn, in batches of resamples."""
    random = np.random.default_rng(seed)
    share = np.full(questions, 1.0 / questions)
    batch = max(1, _BATCH_CELLS // questions)
    for start in range(0, resamples, batch):
        count = min(batch, resamples - start)
        yield random.multinomial(questions, share, size=count).astype(np.float64)
