"""Refusals: was it right to answer, does confidence tell the two kinds of question apart, and is it
as high as it is right?

Every function takes a weight per question (how often a bootstrap resample drew it; 1 each for the
sample itself) as `(resamples, questions)` and gives one value per resample, NaN where undefined.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def refusal_precision(weights: Floats, refused: Flags, unanswerable: Flags) -> Floats:
    """The share of refusals whose question has no answer in the documents.

    Refusal measures as in Rajpurkar et al., "Know What You Don't Know" (ACL 2018).
    """
    return ratio(weights @ (refused & unanswerable), weights @ refused)


def refusal_recall(weights: Floats, refused: Flags, unanswerable: Flags) -> Floats:
    """The share of questions without an answer that are refused."""
    return ratio(weights @ (refused & unanswerable), weights @ unanswerable)


def auroc(weights: Floats, confidence: Floats, answerable: Flags) -> Floats:
    """The chance that an answerable question gets more confidence than an unanswerable one.

    A tie counts one half. Hanley and McNeil, "The meaning and use of the area under a receiver
    operating characteristic (ROC) curve" (Radiology 1982).
    """
    order = np.argsort(confidence, kind="stable")
    ordered = confidence[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] > ordered[:-1]])
    positive = np.add.reduceat(weights[:, order] * answerable[order], starts, axis=1)
    negative = np.add.reduceat(weights[:, order] * ~answerable[order], starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative
    wins = (positive * (below + negative / 2)).sum(axis=1)
    return ratio(wins, positive.sum(axis=1) * negative.sum(axis=1))


def brier_score(weights: Floats, confidence: Floats, answerable: Flags) -> Floats:
    """The mean squared difference between confidence and what is true (1 answerable, 0 not).

    Brier, "Verification of forecasts expressed in terms of probability" (Monthly Weather Review
    1950). 0 is perfect; a confidence of one half throughout has 0.25.
    """
    return ratio(weights @ (confidence - answerable) ** 2, weights.sum(axis=1))


def calibration_error(weights: Floats, confidence: Floats, answerable: Flags) -> Floats:
    """How far confidence is from the share of answerable questions, in the mean over bins.

    Expected calibration error of Guo et al., "On Calibration of Modern Neural Networks" (ICML
    2017), with `BINS` bins of equal width.
    """
    member = np.arange(BINS)[:, None] == bin_of(confidence)
    gaps = (weights * (confidence - answerable)) @ member.T
    return ratio(np.abs(gaps).sum(axis=1), weights.sum(axis=1))


BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about the same confidence: their mean, and the share that has an answer."""

    questions: int
    confidence: float
    answerable: float


def bin_of(confidence: Floats) -> npt.NDArray[np.int64]:
    """The bin (0 to `BINS` - 1) of each confidence; what is outside of 0..1 is in the nearest."""
    return np.clip((confidence * BINS).astype(np.int64), 0, BINS - 1)


def reliability(confidence: Floats, answerable: Flags) -> list[Bin]:
    """The bins that hold any question, from the lowest confidence up: a reliability diagram.

    DeGroot and Fienberg, "The Comparison and Evaluation of Forecasters" (The Statistician 1983).
    """
    number = bin_of(confidence)
    return [
        Bin(
            int((number == one).sum()),
            float(confidence[number == one].mean()),
            float(answerable[number == one].mean()),
        )
        for one in np.unique(number)
    ]


def threshold_curve(
    confidence: Floats, unanswerable: Flags
) -> list[tuple[float, float | None, float | None]]:
    """(threshold, refusal precision, refusal recall) if questions below the threshold are refused.

    One point per distinct confidence and one above them all. None where undefined.
    """
    above = np.nextafter(confidence.max(), np.inf) if len(confidence) else 0.0
    points: list[tuple[float, float | None, float | None]] = []
    for threshold in (*np.unique(confidence), above):
        refused = confidence < threshold
        right = int((refused & unanswerable).sum())
        precision = right / int(refused.sum()) if refused.any() else None
        recall = right / int(unanswerable.sum()) if unanswerable.any() else None
        points.append((float(threshold), precision, recall))
    return points


def ratio(part: Floats, whole: Floats) -> Floats:
    """`part / whole`, NaN where `whole` is 0."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
