"""A figure and what it measures, of whom and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures: the outcome, what narrows it down, time points and the unit."""

    outcome: str
    modifiers: frozenset[str]
    times: frozenset[str]
    unit: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of a text: `text[start:end]` as printed. `contrasts` are words around it that set
    it apart from others; `phrase` is the outcome in the text's own words.
    """

    start: int
    end: int
    value: float
    decimals: int
    measure: Measure
    contrasts: frozenset[str]
    phrase: str


def agree(one: Claim, other: Claim) -> bool:
    """Whether two values are the same at the precision of the rougher one."""
    places = min(one.decimals, other.decimals)
    return abs(one.value - other.value) <= 0.5 * 10.0**-places + 1e-9


def value_of(printed: str) -> tuple[float, int]:
    """A printed number ("1,200", "58·1") and how many decimals it has."""
    plain = printed.replace(",", "").replace("·", ".")
    return float(plain), len(plain.partition(".")[2])
