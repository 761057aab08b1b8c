"""Refusals: was it right to answer, and does confidence tell the two kinds of question apart?

Every function takes a weight per question (how often a bootstrap resample drew it; 1 each for the
sample itself) as `(resamples, questions)` and gives one value per resample, NaN where undefined.
"""

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
