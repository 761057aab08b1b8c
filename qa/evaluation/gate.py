"""`--fail-under`: bounds that a run must keep, for continuous integration."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.evaluation.measures import MEASURES, Measure, written
from qa.evaluation.summary import Figure


@dataclass(frozen=True, slots=True)
class Bound:
    """A least value, or a greatest one where lower is better (latency, characters)."""

    measure: Measure
    value: float

    def failure(self, figures: Mapping[str, Figure]) -> str:
        """Why the run breaks the bound; "" when it keeps it.

        Raises ValueError when the measure is not defined on the questions of the run.
        """
        figure = figures.get(self.measure.key)
        if figure is None:
            raise ValueError(f"{self.measure.key} is not defined on these questions")
        worse = (
            self.value - figure.value
            if self.measure.higher_is_better
            else figure.value - self.value
        )
        if worse <= 0:
            return ""
        side = "under" if self.measure.higher_is_better else "over"
        return (
            f"{self.measure.key} is {written(figure.value, self.measure)}, "
            f"{side} {written(self.value, self.measure)}"
        )


def parse_bounds(texts: Sequence[str]) -> list[Bound]:
    """Bounds from "measure=value"; raises ValueError naming what is wrong and what is known."""
    bounds: list[Bound] = []
    for text in texts:
        key, equals, number = text.partition("=")
        measure = MEASURES.get(key.strip())
        if not equals or measure is None:
            known = ", ".join(MEASURES)
            raise ValueError(f"--fail-under {text!r} is not MEASURE=VALUE; measures: {known}")
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ValueError(f"--fail-under {text!r}: {number!r} is not a number")
        bounds.append(Bound(measure, value))
    return bounds
