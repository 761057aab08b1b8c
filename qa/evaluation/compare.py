"""Two runs of one set: is the difference more than chance, and which questions made it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.bootstrap import Statistic
from qa.evaluation.errors import RunError
from qa.evaluation.measures import MEASURES, PER_QUESTION, Measure
from qa.evaluation.refusal import Floats
from qa.evaluation.resampling import SEED, batches
from qa.evaluation.run import Result, Run
from qa.evaluation.summary import Statistics, latency_statistics, refusal_statistics

PERMUTATIONS = 10_000
_FEWEST_PERMUTATIONS = 1_000
_MOST_CELLS = 50_000_000  # permutations times questions: seconds per statistic

Pair = tuple[Result, Result]


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in both runs. `wins` are ids of questions on which the second run is better.

    A measure that is no mean over questions, as a percentile or an AUROC, has neither wins nor
    losses nor `ties`: they are None.
    """

    measure: Measure
    first: float
    second: float
    p: float
    wins: tuple[str, ...] | None = None
    losses: tuple[str, ...] | None = None
    ties: int | None = None


def compare_runs(first: Run, second: Run) -> list[Difference]:
    """Every measure that is defined in both runs, in the order of `MEASURES`; raises `RunError`
    unless both ran the same set by the same rule.

    The p values are not corrected for the number of measures: name yours before you look.
    """
    _check(first, second)
    pairs = list(zip(first.results, second.results, strict=True))
    return [*_per_question(pairs), *_over_all(pairs)]


def _per_question(pairs: Sequence[Pair]) -> Iterator[Difference]:
    for measure in PER_QUESTION:
        scored = [
            (a.task.question.id, a.scores[measure.key], b.scores[measure.key])
            for a, b in pairs
            if measure.key in a.scores and measure.key in b.scores
        ]
        if not scored:
            continue
        ids, before, after = zip(*scored, strict=True)
        gain = np.array(after, dtype=np.float64) - np.array(before, dtype=np.float64)
        better = gain if measure.higher_is_better else -gain
        yield Difference(
            measure=measure,
            first=float(np.mean(before)),
            second=float(np.mean(after)),
            p=randomisation_p(gain),
            wins=tuple(name for name, g in zip(ids, better, strict=True) if g > 0),
            losses=tuple(name for name, g in zip(ids, better, strict=True) if g < 0),
            ties=int((gain == 0).sum()),
        )


def _over_all(pairs: Sequence[Pair]) -> Iterator[Difference]:
    timed = [(a, b) for a, b in pairs if not a.error and not b.error]
    statistics: Statistics = {
        **refusal_statistics([a for a, _ in pairs] + [b for _, b in pairs]),
        **latency_statistics([a for a, _ in timed] + [b for _, b in timed]),
    }
    for key, (statistic, both) in statistics.items():
        questions = both // 2
        if not questions:
            continue
        ones, none = np.ones((1, questions)), np.zeros((1, questions))
        before = float(statistic(np.hstack([ones, none]))[0])
        after = float(statistic(np.hstack([none, ones]))[0])
        if np.isnan(before) or np.isnan(after):
            continue
        yield Difference(MEASURES[key], before, after, swapping_p(statistic, questions))


def randomisation_p(
    differences: Floats, *, permutations: int = PERMUTATIONS, seed: int = SEED
) -> float:
    """Two-sided p value of a paired randomisation test.

    `differences` holds one value per question, second minus first. If the two systems were one,
    every sign would be as likely as the other; p is the share of random signs whose mean is at
    least as far from 0, the observed signs counted among them.
    Fisher (1935); Smucker, Allan and Carterette, "A comparison of statistical significance tests
    for information retrieval evaluation" (CIKM 2007).
    """
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    observed = abs(moved.sum())
    random = np.random.default_rng(seed)
    extreme = 0
    for count in batches(permutations, len(moved)):
        signs = random.choice([-1.0, 1.0], size=(count, len(moved)))
        extreme += int((np.abs(signs @ moved) >= observed - 1e-9).sum())
    return (extreme + 1) / (permutations + 1)


def swapping_p(statistic: Statistic, questions: int, *, seed: int = SEED) -> float:
    """Two-sided p value of a paired randomisation test of any statistic.

    `statistic` takes weights of `2 * questions` results, the first system's before the second's.
    If the two systems were one, their results for a question could be swapped: p is the share of
    random swappings whose two values are at least as far apart as the observed ones, these counted
    among them. A swapping that leaves the statistic undefined counts as one, so p is never too
    small. For the literature see `randomisation_p`, which is the same for a mean, and quicker.
    """

    def apart(swapped: Floats) -> Floats:
        kept = 1.0 - swapped
        distance: Floats = np.abs(
            statistic(np.hstack([kept, swapped])) - statistic(np.hstack([swapped, kept]))
        )
        return distance

    observed = apart(np.zeros((1, questions)))[0]
    permutations = max(_FEWEST_PERMUTATIONS, min(PERMUTATIONS, _MOST_CELLS // questions))
    random = np.random.default_rng(seed)
    extreme = 0
    for count in batches(permutations, 4 * questions):
        swapped = random.integers(0, 2, size=(count, questions)).astype(np.float64)
        extreme += int((~(apart(swapped) < observed - 1e-9)).sum())
    return (extreme + 1) / (permutations + 1)


def _check(first: Run, second: Run) -> None:
    def ids(run: Run) -> Sequence[str]:
        return [result.task.question.id for result in run.results]

    if first.set_digest != second.set_digest or ids(first) != ids(second):
        raise RunError(
            "the runs are of different question sets and cannot be compared: "
            f"{first.set_name} ({len(first.results)} questions, {first.set_digest[:12]}) and "
            f"{second.set_name} ({len(second.results)} questions, {second.set_digest[:12]})"
        )
    if first.rule != second.rule:
        raise RunError(
            f"the runs were judged by the rules {first.rule!r} and {second.rule!r} and cannot be "
            "compared"
        )
    if first.limit != second.limit:
        raise RunError(
            f"the runs asked for {first.limit} and {second.limit} citations and cannot be compared"
        )
