"""Two runs of one set: is the difference more than chance, and which questions made it?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.errors import RunError
from qa.evaluation.measures import PER_QUESTION, Measure
from qa.evaluation.refusal import Floats
from qa.evaluation.run import Run

PERMUTATIONS = 10_000
SEED = 20240614
_BATCH_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in both runs. `wins` are ids of questions on which the second run is better."""

    measure: Measure
    first: float
    second: float
    p: float
    wins: tuple[str, ...]
    losses: tuple[str, ...]
    ties: int


def compare_runs(first: Run, second: Run) -> list[Difference]:
    """Every measure that applies to the set; raises `RunError` unless both ran the same set.

    The p values are not corrected for the number of measures: name yours before you look.
    """
    _check(first, second)
    differences: list[Difference] = []
    for measure in PER_QUESTION:
        pairs = [
            (a.task.question.id, a.scores[measure.key], b.scores[measure.key])
            for a, b in zip(first.results, second.results, strict=True)
            if measure.key in a.scores and measure.key in b.scores
        ]
        if not pairs:
            continue
        ids, before, after = zip(*pairs, strict=True)
        gain = np.array(after, dtype=np.float64) - np.array(before, dtype=np.float64)
        better = gain if measure.higher_is_better else -gain
        differences.append(
            Difference(
                measure=measure,
                first=float(np.mean(before)),
                second=float(np.mean(after)),
                p=randomisation_p(gain),
                wins=tuple(name for name, g in zip(ids, better, strict=True) if g > 0),
                losses=tuple(name for name, g in zip(ids, better, strict=True) if g < 0),
                ties=int((gain == 0).sum()),
            )
        )
    return differences


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
    batch = max(1, _BATCH_CELLS // len(moved))
    extreme = 0
    for start in range(0, permutations, batch):
        count = min(batch, permutations - start)
        signs = random.choice([-1.0, 1.0], size=(count, len(moved)))
        extreme += int((np.abs(signs @ moved) >= observed - 1e-9).sum())
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
    if first.limit != second.limit:
        raise RunError(
            f"the runs asked for {first.limit} and {second.limit} citations and cannot be compared"
        )
