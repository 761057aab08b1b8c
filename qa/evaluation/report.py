"""A run as a page to read: one HTML file with everything in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
import numpy as np
from markupsafe import Markup

from corpus.types import Document
from qa.evaluation import charts
from qa.evaluation.measures import HEADLINE, MEASURES, Measure, written
from qa.evaluation.misses import ABOUT, misses
from qa.evaluation.refusal import reliability, threshold_curve
from qa.evaluation.run import Result, Run
from qa.evaluation.score import answer_key, is_row_list
from qa.evaluation.summary import (
    Figure,
    by_place,
    by_type,
    latencies,
    recall_curve,
    refusal_arrays,
    summarise,
)

_TEMPLATES = Path(__file__).parent / "templates"
_BY_TYPE = (
    "evidence_complete@5",
    "success@1",
    "recall@5",
    "mrr@10",
    "answer_recall",
    "source_accuracy",
    "rows_f1",
    "refusal_correct",
)
_GROUP_RESAMPLES = 1000
_MOST_MISSES = 500  # more than anyone reads; a saved run has them all
_SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart with the same data as a table, for whoever cannot see or use the drawing."""

    title: str
    about: str
    svg: Markup
    names: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the questions with the figures that are defined on it."""

    name: str
    questions: int
    figures: dict[str, Figure]


def render_report(
    runs: Sequence[Run],
    documents: Sequence[Document],
    *,
    headline: Sequence[str] = HEADLINE,
    about: str = "",
) -> str:
    """The page for one or more runs of the same set; the first is the one that is looked into.

    Without `documents`, places are named by their anchors and tables are not told from text.
    `headline` are the measures shown first, `about` what the set is. Raises ValueError for runs of
    different sets.
    """
    first = runs[0]
    if any(run.set_digest != first.set_digest for run in runs):
        raise ValueError("a report is of one question set")
    rows = answer_key((), documents).rows
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["written"] = _written
    figures = [summarise(run.results) for run in runs]
    found = list(misses(first, documents))
    listed = found[:_MOST_MISSES]
    return environment.get_template("report.html.jinja").render(
        runs=runs,
        first=first,
        documents=documents,
        figures=figures,
        about=about,
        headline=[figures[0][key] for key in headline if key in figures[0]],
        measures=[m for m in MEASURES.values() if any(m.key in f for f in figures)],
        headline_measures=[MEASURES[k] for k in headline if any(k in f for f in figures)],
        best=_best(figures),
        interval_bar=lambda f: Markup(charts.interval_bar(f.value, f.low, f.high)),  # noqa: S704 - our own markup, numbers only
        columns=[MEASURES[key] for key in _BY_TYPE if key in figures[0]],
        types=[_group(name, results) for name, results in by_type(first.results).items()],
        places=[
            _group(name, results)
            for name, results in by_place(
                first.results, lambda result: is_row_list(result.task, rows)
            ).items()
            if results and rows
        ],
        plots=[
            plot
            for plot in (
                recall_plot(runs),
                refusal_plot(first),
                reliability_plot(first),
                latency_plot(runs),
            )
            if plot
        ],
        misses=listed,
        all_misses=len(found),
        kinds={kind: text for kind, text in ABOUT.items() if any(m.kind == kind for m in listed)},
        miss_types=list(dict.fromkeys(miss.result.task.question.type for miss in listed)),
    )


def recall_plot(runs: Sequence[Run]) -> Plot | None:
    """Recall against k, one line per run."""
    curves = [(run.system, recall_curve(run.results)) for run in runs]
    if not curves[0][1]:
        return None
    title = "Recall against the number of citations"
    about = "Share of the required pieces among the first k citations, over answerable questions."
    ranks = tuple(float(k) for k, _ in curves[0][1])
    svg = charts.line_chart(
        title,
        about,
        [charts.Series(name, tuple((float(k), r) for k, r in curve)) for name, curve in curves],
        charts.Axis("k", ranks),
        charts.Axis("recall", _SHARES),
    )
    rows = tuple(
        (str(curves[0][1][i][0]), *(f"{curve[i][1]:.3f}" for _, curve in curves))
        for i in range(len(ranks))
    )
    names = tuple(name for name, _ in curves)
    return Plot(title, about, Markup(svg), names, ("k", *names), rows)  # noqa: S704 - escaped there


def refusal_plot(run: Run) -> Plot | None:
    """Refusal precision and recall against the confidence below which questions are refused."""
    confidence, _, unanswerable = refusal_arrays(run.results)
    if not unanswerable.any() or unanswerable.all():
        return None
    curve = threshold_curve(confidence, unanswerable)
    title = "Refusals against the threshold"
    about = (
        f"If {run.system} refused every question below a confidence: the share of refusals that "
        "are right (precision) and of questions without an answer that are refused (recall)."
    )
    precision = tuple((t, p) for t, p, _ in curve if p is not None)
    recall = tuple((t, r) for t, _, r in curve if r is not None)
    names = ("precision", "recall")
    svg = charts.line_chart(
        title,
        about,
        [
            charts.Series(names[0], precision, stepped=True),
            charts.Series(names[1], recall, stepped=True),
        ],
        charts.Axis("confidence threshold", charts.round_ticks(float(confidence.max()))),
        charts.Axis("share", _SHARES),
    )
    sampled = curve[:: max(1, len(curve) // 20)]
    rows = tuple(
        (f"{t:.3f}", *("–" if v is None else f"{v:.3f}" for v in (p, r))) for t, p, r in sampled
    )
    return Plot(title, about, Markup(svg), names, ("threshold", *names), rows)  # noqa: S704 - escaped there


def reliability_plot(run: Run) -> Plot | None:
    """The share of questions with an answer against the confidence in one."""
    confidence, _, unanswerable = refusal_arrays(run.results)
    if not unanswerable.any() or unanswerable.all():
        return None
    bins = reliability(confidence, ~unanswerable)
    title = "Reliability of the confidence"
    about = (
        f"How many of the questions to which {run.system} gives about the same confidence have an "
        "answer. On the diagonal, confidence is the probability of an answer."
    )
    names = ("questions", "perfect")
    svg = charts.line_chart(
        title,
        about,
        [
            charts.Series(names[0], tuple((b.confidence, b.answerable) for b in bins)),
            charts.Series(names[1], ((0.0, 0.0), (1.0, 1.0))),
        ],
        charts.Axis("confidence", _SHARES),
        charts.Axis("share with an answer", _SHARES),
    )
    rows = tuple((f"{b.confidence:.3f}", f"{b.answerable:.3f}", str(b.questions)) for b in bins)
    columns = ("confidence", "share with an answer", "questions")
    return Plot(title, about, Markup(svg), names, columns, rows)  # noqa: S704 - escaped there


def latency_plot(runs: Sequence[Run]) -> Plot | None:
    """The share of questions answered within a time, one line per run."""
    times = [(run.system, np.sort(latencies(run.results))) for run in runs]
    times = [(name, values) for name, values in times if len(values)]
    if not times:
        return None
    title = "Latency"
    about = "Share of the questions answered within a time."
    # One slow question must not flatten all others: the axis ends at the slowest 99th percentile.
    longest = max(float(np.percentile(v, 99, method="inverted_cdf")) for _, v in times)
    svg = charts.line_chart(
        title,
        about,
        [
            charts.Series(
                name,
                ((0.0, 0.0), *((float(t), (i + 1) / len(v)) for i, t in enumerate(v))),
                stepped=True,
            )
            for name, v in times
        ],
        charts.Axis("milliseconds", charts.round_ticks(longest)),
        charts.Axis("share of questions", _SHARES),
    )
    milliseconds = MEASURES["latency_p50"]
    rows = tuple(
        (
            f"{percent} %",
            *(
                written(float(np.percentile(v, percent, method="inverted_cdf")), milliseconds)
                for _, v in times
            ),
        )
        for percent in (10, 25, 50, 75, 90, 95, 99, 100)
    )
    names = tuple(name for name, _ in times)
    return Plot(title, about, Markup(svg), names, ("questions", *names), rows)  # noqa: S704 - escaped there


def _group(name: str, results: Sequence[Result]) -> Group:
    return Group(name, len(results), summarise(results, resamples=_GROUP_RESAMPLES))


def _best(figures: Sequence[dict[str, Figure]]) -> dict[str, float]:
    """Per measure on which the runs differ, the best value."""
    best: dict[str, float] = {}
    for key, measure in MEASURES.items():
        values = [f[key].value for f in figures if key in f]
        if len(set(values)) > 1:
            best[key] = max(values) if measure.higher_is_better else min(values)
    return best


def _written(value: float | None, measure: Measure) -> str:
    return written(value, measure)
