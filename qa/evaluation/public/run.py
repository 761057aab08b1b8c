"""Putting systems to a public set: every system over the same questions, in one run."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from corpus.types import Document
from index.reranker import Reranker
from index.types import Embedder
from qa.evaluation.assistant_system import NAME as ASSISTANT
from qa.evaluation.public import PUBLIC
from qa.evaluation.public.benchmark import SAMPLE_SEED, Benchmark
from qa.evaluation.public.rewriting import FLOORS, PARTS, Rewriting, rewriting
from qa.evaluation.public.trec_cast import read_turns
from qa.evaluation.run import Run
from qa.evaluation.runner import evaluate
from qa.evaluation.summary import summarise
from qa.evaluation.systems import make_system, system_provenance
from qa.evaluation.types import Told
from qa.followup import standalone

REWRITING = "trec-cast-rewriting"
"""The one public set that is no retrieval: rewrites beside the human's."""

PUBLIC_NAMES = (*PUBLIC, REWRITING)

DEFAULT_SYSTEMS = (ASSISTANT, "search", "bm25", "dense", "fusion", "tutorial")

PartialPath: TypeAlias = Callable[[str, str], Path | None]
"""From a set and a system to the file that an interrupted run goes on from, if any."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over the questions, in the measure's unit, and half the width of its 95 % bootstrap
    interval (0 where none is drawn).
    """

    value: float
    margin: float = 0.0

    def __str__(self) -> str:
        places = 3 if self.value <= 1 else 0  # a share, or characters
        margin = f" ±{self.margin:,.{places}f}" if self.margin else ""
        return f"{self.value:,.{places}f}{margin}"


@dataclass(frozen=True, slots=True)
class PublicTable:
    """The figures of one set, per system in the order of `columns`, and the runs behind them with
    the documents they are over; what is no retrieval has none.

    A measure that is not defined on the drawn questions is None.
    """

    name: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Estimate | None, ...]], ...]
    runs: tuple[Run, ...] = ()
    documents: tuple[Document, ...] = ()


def run_public(
    name: str,
    folder: Path,
    systems: Sequence[str],
    limit: int | None,
    progress: Told,
    *,
    embedder: Embedder,
    model: str = "",
    reranker: Reranker | None = None,
    partial: PartialPath = lambda _set, _system: None,
) -> PublicTable:
    """The table of one public set under `folder`.

    `systems` are names of `SYSTEMS`; none: the usual ones and those of the set's published
    figures. `limit` draws that many questions with a fixed seed, which the table's `about` says.
    `model` is the embedder's name, `reranker` serves the assistant and its search, `partial` is
    where an interrupted run is kept to go on from.
    Raises KeyError for an unknown set or system, `QuestionSetError` for missing or malformed data.
    """
    if name == REWRITING:
        return _rewriting_table(folder, embedder)
    benchmark = PUBLIC[name](folder)
    if limit is not None:
        benchmark = benchmark.sample(limit)
    runs = tuple(
        _run(benchmark, system, embedder, model, reranker, progress, partial(name, system))
        for system in systems or (*DEFAULT_SYSTEMS, *benchmark.anchors)
    )
    rows = tuple((run.system, _estimates(run, benchmark.measures)) for run in runs)
    return PublicTable(
        name, _about(benchmark), benchmark.measures, rows, runs, benchmark.questions.documents
    )


def _run(
    benchmark: Benchmark,
    name: str,
    embedder: Embedder,
    model: str,
    reranker: Reranker | None,
    progress: Told,
    partial: Path | None,
) -> Run:
    questions = benchmark.questions
    progress(f"{questions.name}: building {name}", 0, len(questions.tasks))
    return evaluate(
        make_system(name, questions.documents, embedder, reranker),
        questions.tasks,
        documents=questions.documents,
        rule=questions.rule,
        set_name=questions.name,
        origin=system_provenance(name, questions.documents, embedder, model, reranker),
        partial=partial,
        progress=lambda done, total: progress(f"{questions.name}: {name}", done, total),
    )


def _estimates(run: Run, measures: Sequence[str]) -> tuple[Estimate | None, ...]:
    figures = summarise(run.results)
    return tuple(
        Estimate(found.value, (found.high - found.low) / 2) if (found := figures.get(key)) else None
        for key in measures
    )


def _about(benchmark: Benchmark) -> str:
    count = len(benchmark.questions.tasks)
    about = f"{benchmark.about}; {count} questions"
    if count < benchmark.total:
        about += f" of {benchmark.total} (drawn with seed {SAMPLE_SEED})"
    if benchmark.left_out:
        about += f"; {benchmark.left_out} left out: their evidence has no place in the articles"
    return about


def _rewriting_table(folder: Path, embedder: Embedder) -> PublicTable:
    turns = [turn for turn in read_turns(folder) if turn.history]
    embed = lru_cache(maxsize=None)(embedder.embed_query)
    rewriters = {ASSISTANT: standalone, **FLOORS}
    figures = {name: rewriting(turns, rewriter, embed) for name, rewriter in rewriters.items()}
    for part, belongs in PARTS.items():
        if members := [turn for turn in turns if belongs(turn)]:
            figures[f"{ASSISTANT}, {part}"] = rewriting(members, standalone, embed)
    return PublicTable(
        name=REWRITING,
        about=f"{len(turns)} follow-up turns; rewrites beside the human's (noise: lower is better)",
        columns=tuple(field.name for field in fields(Rewriting)),
        rows=tuple((name, tuple(map(Estimate, astuple(found)))) for name, found in figures.items()),
    )
