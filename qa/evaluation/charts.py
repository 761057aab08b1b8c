"""Small line charts as SVG text: no library, no script, colours from the page's style sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 560, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 12, 44
SERIES_STYLES = 6
"""Classes `s0`.. that the style sheet knows; further series start again."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """A named line. `stepped` holds each value until the next point."""

    name: str
    points: tuple[Point, ...]
    stepped: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """`ticks` are drawn and labelled by `written`; the first and last bound the axis."""

    label: str
    ticks: tuple[float, ...]
    written: Callable[[float], str] = lambda value: f"{value:g}"

    def share(self, value: float) -> float:
        """Where a value stands between the first tick (0) and the last (1)."""
        first, last = self.ticks[0], self.ticks[-1]
        return min(1.0, max(0.0, (value - first) / (last - first)))


def line_chart(title: str, about: str, series: Sequence[Series], x: Axis, y: Axis) -> str:
    """An `<svg>` with both axes, light grid lines and one line per series."""

    def at(point: Point) -> str:
        return f"{_across(x.share(point[0])):.1f},{_down(y.share(point[1])):.1f}"

    drawn = []
    for number, line in enumerate(series):
        points = _steps(line.points) if line.stepped else line.points
        style = f"s{number % SERIES_STYLES}"
        drawn.append(f'<polyline class="line {style}" points="{" ".join(map(at, points))}"/>')
        if not line.stepped:
            drawn += [
                f'<circle class="dot {style}" cx="{at(p).split(",")[0]}" '
                f'cy="{at(p).split(",")[1]}" r="3.5"><title>{escape(line.name)}: '
                f"{escape(x.written(p[0]))}, {p[1]:.3f}</title></circle>"
                for p in points
            ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(about)}</desc>"
        f"{_grid(x, y)}{''.join(drawn)}</svg>"
    )


def interval_bar(value: float, low: float, high: float) -> str:
    """A value with its interval on a line from 0 to 1; decoration beside the printed figures."""
    width = 160

    def across(share: float) -> float:
        return 4 + (width - 8) * min(1.0, max(0.0, share))

    return (
        f'<svg class="interval" viewBox="0 0 {width} 12" aria-hidden="true">'
        f'<line class="track" x1="4" x2="{width - 4}" y1="6" y2="6"/>'
        f'<line class="range" x1="{across(low):.1f}" x2="{across(high):.1f}" y1="6" y2="6"/>'
        f'<circle class="value" cx="{across(value):.1f}" cy="6" r="4"/></svg>'
    )


def round_ticks(highest: float, steps: int = 5) -> tuple[float, ...]:
    """Ticks from 0 to at least `highest` at a distance of 1, 2, 2.5 or 5 times a power of ten."""
    if highest <= 0:
        return (0.0, 1.0)
    rough = highest / steps
    power = 10.0 ** (len(f"{rough:.0f}") - 1)
    while power > rough:
        power /= 10.0
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    count = int(-(-highest // step))
    return tuple(step * number for number in range(count + 1))


def _across(share: float) -> float:
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _down(share: float) -> float:
    return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)


def _steps(points: Sequence[Point]) -> list[Point]:
    stepped: list[Point] = []
    for point in points:
        if stepped:
            stepped.append((point[0], stepped[-1][1]))
        stepped.append(point)
    return stepped


def _grid(x: Axis, y: Axis) -> str:
    parts = []
    for tick in y.ticks:
        down = _down(y.share(tick))
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" '
            f'y1="{down:.1f}" y2="{down:.1f}"/>'
            f'<text class="tick" x="{_LEFT - 8}" y="{down + 4:.1f}" text-anchor="end">'
            f"{escape(y.written(tick))}</text>"
        )
    for tick in x.ticks:
        parts.append(
            f'<text class="tick" x="{_across(x.share(tick)):.1f}" y="{HEIGHT - _BOTTOM + 18}" '
            f'text-anchor="middle">{escape(x.written(tick))}</text>'
        )
    parts.append(
        f'<text class="axis" x="{_across(0.5):.1f}" y="{HEIGHT - 6}" text-anchor="middle">'
        f"{escape(x.label)}</text>"
        f'<text class="axis" transform="translate(13 {_down(0.5):.1f}) rotate(-90)" '
        f'text-anchor="middle">{escape(y.label)}</text>'
    )
    return "".join(parts)
