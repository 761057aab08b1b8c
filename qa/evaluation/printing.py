"""Figures, comparisons and public tables on a terminal, and the same as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.table import Table

from qa.evaluation.compare import Difference
from qa.evaluation.measures import HEADLINE, MEASURES, PRIMARY, Measure, written
from qa.evaluation.misses import miss_kind
from qa.evaluation.run import Run
from qa.evaluation.summary import Figure, by_type, summarise

if TYPE_CHECKING:  # at run time it would load the index's libraries for a mere `--help`
    from qa.evaluation.public.run import PublicTable

Figures = dict[str, Figure]

_SYSTEM_COLUMNS = (
    "evidence_complete@5",
    "success@1",
    "mrr@10",
    "answer_recall",
    "rows_f1",
    "refusal_auroc",
    "characters_shown",
)
_TYPE_COLUMNS = (PRIMARY, "success@1", "mrr@10", "answer_recall", "refusal_correct")
_TYPE_RESAMPLES = 1  # only the values are printed


def summary_table(runs: Sequence[Run], figures: Sequence[Figures]) -> Table:
    """The headline figures with their intervals, one column per system."""
    table = Table(title=f"{runs[0].set_name}: {len(runs[0].results)} questions", title_style="bold")
    table.add_column("measure")
    for run in runs:
        table.add_column(run.system, justify="right")
    for key in HEADLINE:
        if any(key in found for found in figures):
            measure = MEASURES[key]
            cells = [_with_interval(found.get(key), measure) for found in figures]
            table.add_row(measure.label, *cells)
    return table


def systems_table(runs: Sequence[Run], figures: Sequence[Figures]) -> Table:
    """Many systems: one line each, without the intervals, which the report and the JSON have."""
    table = Table(title=f"{runs[0].set_name}: {len(runs[0].results)} questions", title_style="bold")
    table.add_column("system", no_wrap=True)
    keys = [key for key in _SYSTEM_COLUMNS if any(key in found for found in figures)]
    for key in keys:
        table.add_column(MEASURES[key].label, justify="right", overflow="fold")
    for run, found in zip(runs, figures, strict=True):
        values = (found[key].value if key in found else None for key in keys)
        cells = [written(v, MEASURES[k]) for k, v in zip(keys, values, strict=True)]
        table.add_row(run.system, *cells)
    return table


def type_table(run: Run) -> Table:
    """The first system by type of question."""
    table = Table(title=f"{run.system} by type of question", title_style="bold")
    table.add_column("type", no_wrap=True)
    table.add_column("n", justify="right")
    for key in _TYPE_COLUMNS:
        table.add_column(MEASURES[key].label, justify="right", overflow="fold")
    for name, results in by_type(run.results).items():
        found = summarise(results, resamples=_TYPE_RESAMPLES)
        values = (found[k].value if k in found else None for k in _TYPE_COLUMNS)
        cells = [written(v, MEASURES[k]) for k, v in zip(_TYPE_COLUMNS, values, strict=True)]
        table.add_row(name.replace("_", " "), str(len(results)), *cells)
    return table


def comparison_table(first: Run, second: Run, differences: Sequence[Difference]) -> Table:
    """Every measure in both runs, with the p value of the paired randomisation test."""
    table = Table(title=f"{first.set_name}: {len(first.results)} questions", title_style="bold")
    table.add_column("measure")
    for heading in (f"1: {first.system}", f"2: {second.system}", "2 - 1", "p", "wins", "losses"):
        table.add_column(heading, justify="right")
    for d in differences:
        gain = d.second - d.first
        change = f"{gain:+.3f}" if d.measure.unit == "share" else f"{gain:+,.0f}"
        table.add_row(
            d.measure.label,
            written(d.first, d.measure),
            written(d.second, d.measure),
            change,
            f"{d.p:.4f}",
            *("–" if ids is None else str(len(ids)) for ids in (d.wins, d.losses)),
        )
    return table


def summary_json(runs: Sequence[Run], figures: Sequence[Figures]) -> dict[str, Any]:
    """Everything that the tables say, per system, with the misses by id."""
    return {
        "set": {
            "name": runs[0].set_name,
            "digest": runs[0].set_digest,
            "questions": len(runs[0].results),
        },
        "limit": runs[0].limit,
        "systems": [
            {
                "name": run.system,
                "provenance": asdict(run.provenance),
                "figures": figures_json(found),
                "types": {
                    name: {
                        "questions": len(results),
                        "figures": {
                            key: figure.value
                            for key, figure in summarise(results, resamples=_TYPE_RESAMPLES).items()
                        },
                    }
                    for name, results in by_type(run.results).items()
                },
                "misses": [
                    {"id": result.task.question.id, "kind": kind}
                    for result in run.results
                    if (kind := miss_kind(result))
                ],
            }
            for run, found in zip(runs, figures, strict=True)
        ],
    }


def figures_json(figures: Figures) -> dict[str, Any]:
    return {
        key: {"value": f.value, "low": f.low, "high": f.high, "questions": f.questions}
        for key, f in figures.items()
    }


def comparison_json(first: Run, second: Run, differences: Sequence[Difference]) -> dict[str, Any]:
    """The comparison with the ids of the questions won and lost per measure that has them."""
    return {
        "set": {"name": first.set_name, "digest": first.set_digest},
        "systems": [first.system, second.system],
        "measures": {
            d.measure.key: {
                "first": d.first,
                "second": d.second,
                "p": d.p,
                "wins": d.wins,
                "losses": d.losses,
                "ties": d.ties,
            }
            for d in differences
        },
    }


def public_table(table: "PublicTable") -> Table:
    """One public set: a line per system, each figure with half the width of its interval."""
    printed = Table(title=f"{table.name}: {table.about}", title_style="bold")
    printed.add_column("system")
    for column in table.columns:
        printed.add_column(column, justify="right")
    for name, estimates in table.rows:
        printed.add_row(name, *("–" if e is None else str(e) for e in estimates))
    return printed


def public_json(table: "PublicTable") -> dict[str, Any]:
    """The same figures by system and measure."""
    return {
        "name": table.name,
        "about": table.about,
        "systems": {
            name: {
                column: None if e is None else {"value": e.value, "margin": e.margin}
                for column, e in zip(table.columns, estimates, strict=True)
            }
            for name, estimates in table.rows
        },
    }


def _with_interval(figure: Figure | None, measure: Measure) -> str:
    if figure is None:
        return "–"
    low, high = written(figure.low, measure), written(figure.high, measure)
    return f"{written(figure.value, measure)} [dim]({low}–{high})[/dim]"
