"""The figures of a run: every measure with its 95 % interval, whole and by type of question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation import refusal
from qa.evaluation.bootstrap import (
    RESAMPLES,
    Statistic,
    estimates,
    weighted_mean,
    weighted_percentile,
)
from qa.evaluation.measures import MEASURES, PER_QUESTION, Measure
from qa.evaluation.refusal import Flags, Floats
from qa.evaluation.run import Result
from qa.evaluation.score import CUTOFFS, judges_refusal

PLOTTED_RANKS = range(1, max(CUTOFFS) + 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % bootstrap interval over `questions` questions."""

    measure: Measure
    value: float
    low: float
    high: float
    questions: int


def summarise(results: Sequence[Result], *, resamples: int = RESAMPLES) -> dict[str, Figure]:
    """Every measure that is defined on these results, in the order of `MEASURES`."""
    found = _statistics(results)
    by_count: dict[int, dict[str, Statistic]] = {}
    for key, (statistic, questions) in found.items():
        by_count.setdefault(questions, {})[key] = statistic
    known = {
        key: estimate
        for questions, statistics in by_count.items()
        for key, estimate in estimates(statistics, questions, resamples=resamples).items()
    }
    return {
        key: Figure(MEASURES[key], *known[key], questions)
        for key, (_, questions) in found.items()
        if key in known
    }


def by_type(results: Sequence[Result]) -> dict[str, list[Result]]:
    """The results by type of question, types in the order in which the set has them."""
    grouped: dict[str, list[Result]] = {}
    for result in results:
        grouped.setdefault(result.task.question.type, []).append(result)
    return grouped


def by_place(
    results: Sequence[Result], is_row: Callable[[Result], bool]
) -> dict[str, list[Result]]:
    """Answerable questions by where their evidence stands: all in rows, or not."""
    grouped: dict[str, list[Result]] = {"text": [], "table": []}
    for result in results:
        if result.task.answerable:
            grouped["table" if is_row(result) else "text"].append(result)
    return grouped


def recall_curve(results: Sequence[Result]) -> list[tuple[int, float]]:
    """(k, mean recall@k) for k = 1..10, over the answerable questions."""
    ranks = [result.ranks for result in results if result.task.answerable]
    if not ranks:
        return []
    return [
        (k, float(np.mean([np.mean([r is not None and r <= k for r in rs]) for rs in ranks])))
        for k in PLOTTED_RANKS
    ]


def refusal_arrays(results: Sequence[Result]) -> tuple[Floats, Flags, Flags]:
    """(confidence, refused, unanswerable) of the questions where refusing is right or wrong."""
    judged = [result for result in results if judges_refusal(result.task)]
    confidence = np.array([result.response.confidence for result in judged], dtype=np.float64)
    refused = np.array([result.response.refused for result in judged], dtype=np.bool_)
    unanswerable = np.array([not r.task.answerable for r in judged], dtype=np.bool_)
    return confidence, refused, unanswerable


def latencies(results: Sequence[Result]) -> Floats:
    """Milliseconds per question that got a response, refusals included."""
    return np.array([r.response.elapsed_ms for r in results if not r.error], dtype=np.float64)


Statistics = dict[str, tuple[Statistic, int]]
"""Per measure, its statistic and over how many questions it is."""


def refusal_statistics(results: Sequence[Result]) -> Statistics:
    """Over the questions where refusing is right or wrong; where there is only one kind of
    question nothing is told apart.
    """
    confidence, refused, unanswerable = refusal_arrays(results)
    if not unanswerable.any():
        return {}
    found: dict[str, Statistic] = {
        "refusal_recall": lambda w: refusal.refusal_recall(w, refused, unanswerable)
    }
    if not unanswerable.all():
        found = {
            "refusal_precision": lambda w: refusal.refusal_precision(w, refused, unanswerable),
            **found,
            "refusal_auroc": lambda w: refusal.auroc(w, confidence, ~unanswerable),
            "refusal_brier": lambda w: refusal.brier_score(w, confidence, ~unanswerable),
            "refusal_ece": lambda w: refusal.calibration_error(w, confidence, ~unanswerable),
        }
    return {key: (statistic, len(confidence)) for key, statistic in found.items()}


def latency_statistics(results: Sequence[Result]) -> Statistics:
    """Over the questions that got a response."""
    times = latencies(results)
    return {
        f"latency_p{percent}": (weighted_percentile(times, percent), len(times))
        for percent in (50, 95, 99)
    }


def _statistics(results: Sequence[Result]) -> Statistics:
    found: Statistics = {}
    for measure in PER_QUESTION:
        scores = [r.scores[measure.key] for r in results if measure.key in r.scores]
        found[measure.key] = weighted_mean(np.array(scores, dtype=np.float64)), len(scores)
    return found | refusal_statistics(results) | latency_statistics(results)
