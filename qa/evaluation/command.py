"""`qa evaluate`: the bench from the command line. Results on stdout, progress on stderr."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from corpus.library import load_bundled
from corpus.types import Document
from index.types import Embedder
from qa.evaluation.assistant_system import NAME as ASSISTANT
from qa.evaluation.compare import compare_runs
from qa.evaluation.errors import QuestionSetError
from qa.evaluation.gate import Bound, parse_bounds
from qa.evaluation.measures import PRIMARY
from qa.evaluation.printing import (
    comparison_json,
    comparison_table,
    public_json,
    public_table,
    summary_json,
    summary_table,
    systems_table,
    type_table,
)
from qa.evaluation.provenance import provenance
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.report import render_report
from qa.evaluation.run import Run, load_run, save_run, write_whole
from qa.evaluation.runner import DOCUMENT_LIMIT, LIMIT
from qa.evaluation.runner import evaluate as run_questions
from qa.evaluation.sets.opening import BUNDLED_SET, open_question_set
from qa.evaluation.summary import Figure, summarise
from qa.evaluation.terminal import (
    BAD_INPUT,
    BELOW,
    BUSY,
    Told,
    exit_codes,
    print_json,
    progress_bar,
)
from qa.evaluation.types import System

MOST_COLUMNS = 3
"""Systems that fit side by side on a terminal of 80 columns, with their intervals."""

Factory = Callable[[tuple[Document, ...], Embedder], System]


def evaluate(
    question_set: Annotated[
        Path | None,
        typer.Argument(
            metavar="SET",
            help="Questions: .jsonl, SQuAD-style .json, .csv or a BEIR folder. "
            "Left out: the project's own set on the bundled review.",
        ),
    ] = None,
    system: Annotated[
        list[str] | None,
        typer.Option(help='Also "bm25", "dense", "tutorial" and others; the first is looked into.'),
    ] = None,
    split: Annotated[str, typer.Option(help='Only this part of the set, as "dev" or "test".')] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many questions.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a page to read.")] = None,
    save: Annotated[
        Path | None, typer.Option(help="Write the run as JSON, one file per system.")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEASURE=VALUE",
            help="Exit with 1 if the first system is worse, as evidence_complete@5=0.80.",
        ),
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="A.json B.json", help="Compare two saved runs; evaluates nothing."),
    ] = None,
    public: Annotated[
        list[str] | None, typer.Option(help='Public sets from --data by name, or "all".')
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(envvar="QA_EVAL_DATA", help="Folder of the public sets, one folder each."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure answers against a question set, by the place of their evidence.

    Exit codes: 0 ok, 1 below --fail-under, 2 bad input, 3 index or model damaged, 4 no room.
    """
    out, messages = Console(), Console(stderr=True)
    failures: list[str] = []
    with exit_codes(messages):
        if compare is not None:
            _compare(*compare, out, as_json=as_json)
            return
        bounds = _bounds(fail_under or ())
        _check_folders(report, save)
        if public:
            if question_set is not None or split or bounds or report or save:
                raise typer.BadParameter("--public takes --data, --system, --limit and --json only")
            _public(public, data, system or (), limit, out, messages, as_json=as_json)
            return
        factories = _factories(system or ())
        documents = load_bundled()
        path = question_set or BUNDLED_SET
        questions = open_question_set(path, documents, split=split, limit=limit)
        with progress_bar(messages) as told:
            runs = _run_all(questions, factories, save or report, told)
        figures = [summarise(run.results) for run in runs]
        failures = _failures(bounds, figures[0])
        if save:
            for run in runs:
                save_run(run, save if len(runs) == 1 else _beside(save, run.system))
        if report:
            write_whole(report, render_report(runs, questions.documents))
        if as_json:
            print_json(out, summary_json(runs, figures))
        else:
            wide = len(runs) > MOST_COLUMNS
            out.print((systems_table if wide else summary_table)(runs, figures))
            out.print(type_table(runs[0]))
        _warn_of_errors(runs, messages)
        for failure in failures:
            messages.print(failure, markup=False, highlight=False)
    if failures:
        raise typer.Exit(BELOW)


def _run_all(
    questions: QuestionSet, factories: Mapping[str, Factory], output: Path | None, told: Told
) -> list[Run]:
    """Every system over the same questions; an interrupted run goes on beside its output."""
    told("loading the model", 0, 1)
    embedder = _embedder()
    origin = provenance(recipe=_recipe_digest(questions.documents, embedder))
    runs: list[Run] = []
    for name, make in factories.items():
        told(f"{name}: indexing", 0, len(questions.tasks))
        partial = _beside(output, name).with_suffix(".partial.jsonl") if output else None
        runs.append(
            run_questions(
                make(questions.documents, embedder),
                questions.tasks,
                documents=questions.documents,
                rule=questions.rule,
                set_name=questions.name,
                limit=DOCUMENT_LIMIT if questions.rule == "document" else LIMIT,
                origin=origin,
                partial=partial,
                progress=_told_of(told, name),
            )
        )
    return runs


def _told_of(told: Told, name: str) -> Callable[[int, int], None]:
    return lambda done, total: told(name, done, total)


def _factories(names: Sequence[str]) -> Mapping[str, Factory]:
    """The systems asked for, by name, each once; none named: the assistant."""
    from qa.evaluation.systems import SYSTEMS

    for name in names:
        if name not in SYSTEMS:
            raise typer.BadParameter(f"unknown system {name!r}; there are: {', '.join(SYSTEMS)}")
    return {name: SYSTEMS[name] for name in names or (ASSISTANT,)}


def _embedder() -> Embedder:
    from index.embedder import SentenceTransformerEmbedder
    from index.model import find_model

    return SentenceTransformerEmbedder(find_model())


def _recipe_digest(documents: Sequence[Document], embedder: Embedder) -> str:
    """SHA-256 of the recipe of an index of these documents."""
    from index.build import recipe
    from index.model import DEFAULT_MODEL

    digests = {document.id: document.digest for document in documents}
    stated = recipe(
        digests, DEFAULT_MODEL, fingerprint=embedder.fingerprint, dimension=embedder.dimension
    )
    text = json.dumps(stated.to_json(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _public(
    names: Sequence[str],
    data: Path | None,
    systems: Sequence[str],
    limit: int | None,
    out: Console,
    messages: Console,
    *,
    as_json: bool,
) -> None:
    from qa.evaluation.public.cache import CachedEmbedder, CacheError, default_cache_folder
    from qa.evaluation.public.run import PUBLIC_NAMES, run_public
    from qa.evaluation.systems import SYSTEMS

    if data is None:
        raise typer.BadParameter("--public needs --data FOLDER or QA_EVAL_DATA")
    wanted = PUBLIC_NAMES if "all" in names else names
    for given, known in ((wanted, PUBLIC_NAMES), (systems, tuple(SYSTEMS))):
        for name in given:
            if name not in known:
                raise typer.BadParameter(f"unknown: {name!r}; there are: {', '.join(known)}")
    tables = []
    with progress_bar(messages) as told:
        told("loading the model", 0, 1)
        try:
            embedder = CachedEmbedder(
                _embedder(), default_cache_folder(), lambda done, of: told("embedding", done, of)
            )
            for name in wanted:
                try:
                    table = run_public(name, data, systems, limit, told, embedder=embedder)
                except QuestionSetError as error:
                    if "all" not in names:
                        raise
                    messages.print(f"left out: {error}", markup=False, highlight=False)
                    continue
                tables.append(table)
                if not as_json:
                    out.print(public_table(table))
        except CacheError as error:
            messages.print(str(error), markup=False, highlight=False)
            raise typer.Exit(BUSY) from None
    if not tables:
        raise typer.Exit(BAD_INPUT)
    if as_json:
        print_json(out, [public_json(table) for table in tables])


def _compare(first: Path, second: Path, out: Console, *, as_json: bool) -> None:
    before, after = load_run(first), load_run(second)
    differences = compare_runs(before, after)
    if as_json:
        print_json(out, comparison_json(before, after, differences))
        return
    out.print(comparison_table(before, after, differences))
    for difference in differences:
        if difference.measure.key in (PRIMARY, "refusal_correct"):
            for heading, ids in (("wins", difference.wins), ("losses", difference.losses)):
                listed = ", ".join(ids) or "none"
                out.print(f"{difference.measure.label}, {heading}: {listed}", markup=False)


def _bounds(texts: Sequence[str]) -> list[Bound]:
    try:
        return parse_bounds(texts)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _failures(bounds: Sequence[Bound], figures: dict[str, Figure]) -> list[str]:
    try:
        return [failure for bound in bounds if (failure := bound.failure(figures))]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _check_folders(*outputs: Path | None) -> None:
    """Say before a long run that its output could not be written."""
    for path in outputs:
        if path and not path.parent.is_dir():
            raise typer.BadParameter(f"there is no folder {path.parent}")
        if path and path.is_dir():
            raise typer.BadParameter(f"{path} is a folder")


def _beside(path: Path, name: str) -> Path:
    """`run.json` for a system "bm25": `run-bm25.json`."""
    plain = re.sub(r"[^\w.-]+", "-", name)
    return path.with_name(f"{path.stem}-{plain}{path.suffix}")


def _warn_of_errors(runs: Sequence[Run], messages: Console) -> None:
    for run in runs:
        errors = [result.error for result in run.results if result.error]
        if errors:
            text = f"{run.system} failed on {len(errors)} of {len(run.results)}: {errors[0]}"
            messages.print(text, markup=False, highlight=False)
