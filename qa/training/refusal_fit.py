"""Logistic regression, small enough to be read: Newton's method with a ridge, and its bounds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RIDGE = 10.0
"""On standardised signs, per 1,000 cases. From 1 to 100 the held-out AUROC of no public set moves
by more than 0.007, that of the made questions for a kind of thing by 0.024."""

_STEPS = 50
_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class Fit:
    """`probability = 1 / (1 + exp(-(bias + signs @ weights)))`."""

    weights: Floats
    bias: float

    def scores(self, signs: Floats) -> Floats:
        """`(n,)` log odds of `(n, signs)`."""
        return np.asarray(signs @ self.weights + self.bias, dtype=np.float64)


def fit(signs: Floats, answerable: Flags, importance: Floats, *, ridge: float = RIDGE) -> Fit:
    """Weighted logistic regression of `(n, signs)`; the bias is not shrunk.

    Signs are standardised for the fit, so that the ridge is fair to all, and the weights given back
    are those of the signs as they are. A sign that never varies gets no weight. Hastie, Tibshirani
    and Friedman, "The Elements of Statistical Learning" (2009), 4.4.
    """
    importance = importance * (len(importance) / importance.sum())
    mean = np.average(signs, axis=0, weights=importance)
    spread = np.sqrt(np.average((signs - mean) ** 2, axis=0, weights=importance))
    scale = np.where(spread > 0, spread, np.inf)
    design = np.column_stack([(signs - mean) / scale, np.ones(len(signs))])
    penalty = np.full(design.shape[1], ridge * len(signs) / 1000)
    penalty[-1] = 1e-9
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-(design @ found)))
        slope = design.T @ (importance * (answerable - probability)) - penalty * found
        curve = (design.T * (importance * probability * (1 - probability))) @ design
        step = np.linalg.solve(curve + np.diag(penalty), slope)
        found = found + step
        if np.abs(step).max() < _TOLERANCE:
            break
    weights = found[:-1] / scale
    return Fit(weights, float(found[-1] - weights @ mean))


def balanced(sources: npt.NDArray[np.str_], answerable: Flags) -> Floats:
    """Weights by which every source, and in it either kind of question, counts the same."""
    importance = np.zeros(len(sources))
    for source in np.unique(sources):
        for kind in (True, False):
            of_kind = (sources == source) & (answerable == kind)
            if of_kind.any():
                importance[of_kind] = 1 / of_kind.sum()
    return importance
