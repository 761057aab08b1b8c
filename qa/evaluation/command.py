"""`qa evaluate`: the bench from the command line. Results on stdout, progress on stderr."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar

import typer
from rich.console import Console

from corpus.library import load_bundled
from index.model import DEFAULT_MODEL
from index.types import Embedder
from qa.evaluation.assistant_system import NAME as ASSISTANT
from qa.evaluation.compare import compare_runs
from qa.evaluation.errors import QuestionSetError
from qa.evaluation.gate import Bound, parse_bounds
from qa.evaluation.measures import HEADLINE
from qa.evaluation.outputs import Outputs
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
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.run import Run, load_run
from qa.evaluation.runner import evaluate as run_questions
from qa.evaluation.sets.opening import BUNDLED_SET, open_question_set
from qa.evaluation.summary import Figure, summarise
from qa.evaluation.terminal import (
    BAD_INPUT,
    BELOW,
    BUSY,
    exit_codes,
    output,
    print_json,
    progress_bar,
)
from qa.evaluation.types import Told

T = TypeVar("T")

Models: TypeAlias = tuple[str, str | None]
"""The names of the embedding model and of the reranker, if another than what ships is wanted."""

MOST_COLUMNS = 3
"""Systems that fit side by side on a terminal of 80 columns, with their intervals."""

_RESUMES = "With the same --save or --report, the same command goes on from here."
_VECTORS = "Vectors computed so far are kept; with --save or --report, results would be too."
_STARTS_ANEW = "Nothing is kept; with --save or --report, the same command would go on from here."


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
        typer.Option(
            help='Also "fusion", "bm25", "tutorial" and others; the first is looked into.'
        ),
    ] = None,
    split: Annotated[str, typer.Option(help='Only this part of the set, as "dev" or "test".')] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many questions.")] = None,
    model: Annotated[
        str,
        typer.Option(
            envvar="QA_MODEL",
            help="A sentence-transformers model: a folder, or a name in the local cache.",
        ),
    ] = DEFAULT_MODEL,
    reranker: Annotated[
        str | None,
        typer.Option(
            envvar="QA_RERANKER",
            help="Another CrossEncoder to put the best hits in order: a folder, or a name in the"
            " local cache; none does without.",
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write a page to read, one per public set.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="Write the run as JSON, one file per set and system.")
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

    Exit codes: 0 ok, 1 below --fail-under, 2 bad input or model, 3 index damaged, 4 no room.
    """
    messages = Console(stderr=True)
    failures: list[str] = []
    with exit_codes(messages, kept=_kept(compare, public, report or save)):
        if compare is not None:
            _compare(*compare, as_json=as_json)
            return
        bounds = _checked(lambda: parse_bounds(fail_under or ()))
        outputs = _checked(
            lambda: Outputs(report, save, per_set=len(public or ()) > 1 or public == ["all"])
        )
        if public:
            if question_set is not None or split:
                raise typer.BadParameter("--public takes no SET and no --split")
            first_runs = _public(
                public,
                data,
                system or (),
                limit,
                (model, reranker),
                outputs,
                messages,
                as_json=as_json,
            )
            for run in first_runs if bounds else ():
                found = _failures(bounds, summarise(run.results))
                failures += [f"{run.set_name}: {failure}" for failure in found]
        else:
            _check_systems(system or ())
            path = question_set or BUNDLED_SET
            questions = open_question_set(path, load_bundled(), split=split, limit=limit)
            with progress_bar(messages) as told:
                runs = _run_all(questions, system or (ASSISTANT,), (model, reranker), outputs, told)
            summaries = [summarise(run.results) for run in runs]
            failures = _failures(bounds, summaries[0])
            outputs.write(runs, questions.documents)
            with output() as out:
                if as_json:
                    print_json(out, summary_json(runs, summaries))
                else:
                    wide = len(runs) > MOST_COLUMNS
                    out.print((systems_table if wide else summary_table)(runs, summaries))
                    out.print(type_table(runs[0]))
            _warn_of_errors(runs, messages)
        outputs.finish()
        for failure in failures:
            messages.print(failure, markup=False, highlight=False)
    if failures:
        raise typer.Exit(BELOW)


def _kept(compare: tuple[Path, Path] | None, public: list[str] | None, written: Path | None) -> str:
    """What an interruption leaves for the next attempt, in words that are true."""
    if compare is not None:
        return ""
    if written:
        return _RESUMES
    return _VECTORS if public else _STARTS_ANEW


def _run_all(
    questions: QuestionSet,
    systems: Sequence[str],
    models: Models,
    outputs: Outputs,
    told: Told,
) -> list[Run]:
    """Every system, each once, over the same questions."""
    from index.reranker import open_reranker
    from qa.evaluation.systems import make_system, system_provenance

    told("loading the model", 0, 1)
    model, reranker_name = models
    reranker = open_reranker(reranker_name)
    embedder, model_name = _embedder(model)
    runs: list[Run] = []
    for name in dict.fromkeys(systems):
        told(f"{name}: indexing", 0, len(questions.tasks))
        runs.append(
            run_questions(
                make_system(name, questions.documents, embedder, reranker),
                questions.tasks,
                documents=questions.documents,
                rule=questions.rule,
                set_name=questions.name,
                origin=system_provenance(name, questions.documents, embedder, model_name, reranker),
                partial=outputs.partial(questions.name, name),
                progress=_told_of(told, name),
            )
        )
    return runs


def _told_of(told: Told, name: str) -> Callable[[int, int], None]:
    return lambda done, total: told(name, done, total)


def _embedder(model: str) -> tuple[Embedder, str]:
    """The model's embedder, and its name or folder."""
    from index.embedder import load_embedder
    from index.model import find_model

    files = find_model(str(Path(model).resolve()) if Path(model).is_dir() else model)
    return load_embedder(files), files.name


def _public(
    names: Sequence[str],
    data: Path | None,
    systems: Sequence[str],
    limit: int | None,
    models: Models,
    outputs: Outputs,
    messages: Console,
    *,
    as_json: bool,
) -> list[Run]:
    """Every named set, printed, and written where asked for; the runs of the first system."""
    from index.reranker import open_reranker
    from qa.evaluation.public.cache import CacheError, cached, default_cache_folder
    from qa.evaluation.public.run import PUBLIC_NAMES, run_public

    if data is None:
        raise typer.BadParameter("--public needs --data FOLDER or QA_EVAL_DATA")
    wanted = PUBLIC_NAMES if "all" in names else tuple(dict.fromkeys(names))
    _check_names(wanted, PUBLIC_NAMES, "public set")
    _check_systems(systems)
    systems = tuple(dict.fromkeys(systems))
    tables = []
    first_runs: list[Run] = []
    with progress_bar(messages) as told:
        told("loading the model", 0, 1)
        model, reranker_name = models
        reranker = open_reranker(reranker_name)
        inner, model_name = _embedder(model)
        try:
            embedder = cached(
                inner, default_cache_folder(), lambda done, of: told("embedding", done, of)
            )
            for name in wanted:
                try:
                    table = run_public(
                        name,
                        data,
                        systems,
                        limit,
                        told,
                        embedder=embedder,
                        model=model_name,
                        reranker=reranker,
                        partial=outputs.partial,
                    )
                except QuestionSetError as error:
                    if "all" not in names:
                        raise
                    messages.print(f"left out: {error}", markup=False, highlight=False)
                    continue
                if table.runs:
                    headline = (*table.columns, "latency_p95")
                    outputs.write(table.runs, table.documents, headline=headline, about=table.about)
                    first_runs.append(table.runs[0])
                    _warn_of_errors(table.runs, messages)
                elif outputs.wanted:
                    messages.print(f"{name}: a table only, without runs to write", highlight=False)
                tables.append(public_json(table))
                if not as_json:
                    with output() as out:
                        out.print(public_table(table))
        except CacheError as error:
            messages.print(f"qa: {error}", markup=False, highlight=False, soft_wrap=True)
            raise typer.Exit(BUSY) from None
    if not tables:
        raise typer.Exit(BAD_INPUT)
    if as_json:
        with output() as out:
            print_json(out, tables)
    return first_runs


def _compare(first: Path, second: Path, *, as_json: bool) -> None:
    before, after = load_run(first), load_run(second)
    differences = compare_runs(before, after)
    with output() as out:
        if as_json:
            print_json(out, comparison_json(before, after, differences))
            return
        out.print(comparison_table(before, after, differences))
        for d in differences:
            if d.measure.key not in (*HEADLINE, "refusal_correct"):
                continue
            for heading, ids in (("wins", d.wins), ("losses", d.losses)):
                if ids is not None:
                    listed = ", ".join(ids) or "none"
                    out.print(f"{d.measure.label}, {heading}: {listed}", markup=False)


def _check_systems(names: Sequence[str]) -> None:
    from qa.evaluation.systems import SYSTEMS

    _check_names(names, tuple(SYSTEMS), "system")


def _check_names(names: Sequence[str], known: Sequence[str], what: str) -> None:
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"unknown {what} {name!r}; there are: {', '.join(known)}")


def _failures(bounds: Sequence[Bound], figures: dict[str, Figure]) -> list[str]:
    return _checked(lambda: [text for bound in bounds if (text := bound.failure(figures))])


def _checked(make: Callable[[], T]) -> T:
    """What is made of the command's arguments, whose ValueErrors are the user's to mend."""
    try:
        return make()
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _warn_of_errors(runs: Sequence[Run], messages: Console) -> None:
    for run in runs:
        errors = [result.error for result in run.results if result.error]
        if errors:
            text = f"{run.system} failed on {len(errors)} of {len(run.results)}: {errors[0]}"
            messages.print(text, markup=False, highlight=False)
