"""What is measured: a figure for each of two programs, and the bound it should meet."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Unit = Literal["s", "ms", "questions/s", "bytes"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of one program: over all its rounds, and per round, both in the figure's unit."""

    value: float
    rounds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """The same measurement of both programs. A reading is None where it cannot be taken.

    `bound` is what ours should stay below, if anything was agreed.
    """

    key: str
    label: str
    unit: Unit
    ours: Reading | None
    baseline: Reading | None
    bound: float | None = None

    @property
    def meets_bound(self) -> bool | None:
        """None without a bound or a reading."""
        if self.bound is None or self.ours is None:
            return None
        return self.ours.value <= self.bound


def once(value: float | None) -> Reading | None:
    """A figure without rounds."""
    return None if value is None else Reading(float(value), ())


def median_of(rounds: Sequence[float]) -> Reading | None:
    """The median over rounds; None without any."""
    if not rounds:
        return None
    return Reading(statistics.median(rounds), tuple(rounds))


def percentile_of(rounds: Sequence[Sequence[float]], percent: float) -> Reading:
    """A percentile over the values of all rounds together, and each round's own."""
    together = [value for values in rounds for value in values]
    return Reading(
        percentile(together, percent), tuple(percentile(values, percent) for values in rounds)
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of `values` that at least `percent` % of them do not exceed (nearest rank).

    Always a value that was measured. Raises ValueError without values or outside of 0..100.
    """
    if not values or not 0 <= percent <= 100:
        raise ValueError(f"no {percent} % of {len(values)} values")
    rank = math.ceil(len(values) * percent / 100)
    return sorted(values)[max(rank, 1) - 1]


def written(value: float, unit: Unit) -> str:
    """A value with its unit, with as many digits as mean something."""
    match unit:
        case "s":
            return f"{value:.1f} s"
        case "ms":
            return f"{value:.1f} ms"
        case "questions/s":
            return f"{value:.1f}/s"
        case "bytes":
            return f"{value / 1e6:,.0f} MB" if value >= 10e6 else f"{value / 1e6:.2f} MB"
