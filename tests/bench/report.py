"""A run as it is read: tables for a person, JSON for a program."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict

from tests.bench.figures import Figure, Reading, Unit, written
from tests.bench.machine import Machine
from tests.bench.measure import Effort, Measured
from tests.bench.retrieval import CITATIONS, Retrieval
from tests.bench.table import text_table

_WIDTH = 100


def as_text(machine: Machine, measured: Measured, effort: Effort, questions: str) -> str:
    """The report; `questions` names the set that retrieval was judged with."""
    lines = [
        "review-qa beside the usual tutorial pipeline",
        "",
        *_header(machine),
        "",
        *text_table(
            ("Speed and size", "ours", "tutorial", "ours / tutorial", "bound on ours"),
            [_speed_row(figure) for figure in measured.figures],
        ),
        "",
        *_retrieval_table(measured.retrieval, questions),
        "",
        *_notes(measured, effort),
    ]
    return "\n".join(lines)


def as_json(machine: Machine, measured: Measured, effort: Effort, questions: str) -> str:
    """Seconds, milliseconds and bytes, as the keys say."""
    return json.dumps(
        {
            "machine": asdict(machine),
            "effort": asdict(effort),
            "figures": {
                figure.key: {**asdict(figure), "meets_bound": figure.meets_bound}
                for figure in measured.figures
            },
            "retrieval": {
                "questions": questions,
                "systems": [{**asdict(r), "share": r.share} for r in measured.retrieval],
            },
            "distinct_questions": measured.distinct,
        },
        ensure_ascii=False,
        indent=2,
    )


def _header(machine: Machine) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    memory = f", {machine.memory / 1e9:.1f} GB" if machine.memory else ""
    changed = " (tracked files differ)" if machine.commit.endswith("+") else ""
    facts = {
        "Machine": f"{machine.processor}, {machine.cores} cores{memory}; {machine.system}",
        "Load": f"{machine.load:.2f} in the minute before",
        "Python": machine.python,
        "Packages": versions,
        "Commit": f"{machine.commit.rstrip('+') or 'unknown'}{changed}",
    }
    return [
        line
        for name, fact in facts.items()
        for line in textwrap.wrap(
            fact, _WIDTH, initial_indent=f"{name:10}", subsequent_indent=" " * 10
        )
    ]


def _speed_row(figure: Figure) -> tuple[str, ...]:
    ratio = "–"
    if figure.ours and figure.baseline and figure.baseline.value:
        ratio = f"{figure.ours.value / figure.baseline.value:.2f}"
    return (
        figure.label,
        _reading(figure.ours, figure.unit),
        _reading(figure.baseline, figure.unit),
        ratio,
        _bound(figure),
    )


def _reading(reading: Reading | None, unit: Unit) -> str:
    if reading is None:
        return "–"
    value = written(reading.value, unit)
    if len(reading.rounds) < 2:
        return value
    return f"{value} ({min(reading.rounds):.1f}–{max(reading.rounds):.1f})"


def _bound(figure: Figure) -> str:
    if figure.bound is None:
        return ""
    verdict = {True: "met", False: "MISSED", None: "not measured"}[figure.meets_bound]
    return f"≤ {written(figure.bound, figure.unit)}: {verdict}"


def _retrieval_table(retrieval: Sequence[Retrieval], questions: str) -> list[str]:
    answerable = retrieval[0].answerable
    rows = [
        (
            f"All evidence within {CITATIONS} citations",
            *(f"{r.share:.3f} ({r.complete})" for r in retrieval),
        ),
        ("Nothing shown", *(str(r.silent) for r in retrieval)),
        ("Characters shown, mean", *(f"{r.characters:,.0f}" for r in retrieval)),
    ]
    header = (f"Retrieval, {answerable} answerable questions", *(r.name for r in retrieval))
    return [*text_table(header, rows), f"Set: {questions}"]


def _notes(measured: Measured, effort: Effort) -> list[str]:
    hot = effort.hot_rounds * effort.hot_questions
    parallel = effort.parallel_rounds * effort.parallel_questions
    notes = (
        "In brackets: lowest and highest round.",
        "Measured in turn (ours, tutorial, ours, ...), each program as a process of its own, on"
        " the processor, with its files in the page cache. Per program:"
        f" builds {effort.builds}, cold answers {effort.cold}, hot answers {hot} over HTTP with"
        f" keep-alive, parallel answers {parallel}; questions drawn from {measured.distinct}"
        " different ones.",
        "Tutorial: chunks of 1,000 characters with 200 overlap, all-MiniLM-L6-v2, FAISS"
        " IndexFlatIP, five nearest, plain FastAPI endpoint, libraries with their defaults"
        " (torch: a thread per core); it does not use earlier questions. BM25 only: our pieces"
        " and terms, the question as typed.",
        "Evidence is shown when its text is within one citation, white space and remains of"
        " typesetting aside.",
        "Memory: peak resident size, shared file pages included. Bounds are stated, not enforced.",
    )
    return [line for note in notes for line in textwrap.wrap(note, _WIDTH)]
