"""The command line. Results on stdout, progress and messages on stderr.

Exit codes: 0 ok, 2 bad input or usage, 3 index missing or damaged, 4 busy or no space.
"""

import codecs
import contextlib
import io
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from corpus.types import CorpusError, Document
from index.errors import IndexBusyError, IndexDamagedError, ModelError
from qa.evaluation.command import evaluate
from qa.question import MAX_LIMIT, check_question
from qa.types import QuestionError, UnknownDocumentError

_MAX_STDIN_BYTES = 1_000_000

app = typer.Typer(
    help="Ask review articles a question; get verbatim passages and table rows, each with its"
    " place and its primary studies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of the index; else QA_HOME, else the user data folder."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Reranker = Annotated[
    str | None,
    typer.Option(
        "--reranker",
        envvar="QA_RERANKER",
        help="Another CrossEncoder to put the best hits in order: a folder, or a name in the local"
        " cache; none does without.",
    ),
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", "-d", help="Search this document only (may be repeated)."),
]


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; “-” reads it from stdin.")],
    home: Home = None,
    document: Documents = None,
    history: Annotated[
        list[str] | None,
        typer.Option("--history", "-H", help="An earlier question (repeat, oldest first)."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=MAX_LIMIT, help="Citations at most.")] = 5,
    as_typed: Annotated[
        bool,
        typer.Option(
            "--as-typed",
            help="Search exactly the words as typed: nothing corrected, added or carried over.",
        ),
    ] = False,
    reranker: Reranker = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question with verbatim, cited parts, or say why not."""
    from qa.terminal import print_answer

    asked, earlier = _read(question), [check_question(text) for text in history or ()]
    assistant = _open(home, reranker)
    started = time.perf_counter()
    answer = assistant.answer(
        asked, earlier, documents=document or (), limit=limit, as_typed=as_typed
    )
    with _output() as out:
        if as_json:
            _print_json({**asdict(answer), "elapsed_ms": _since(started)})
        else:
            print_answer(out, answer)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for; “-” reads it from stdin.")],
    home: Home = None,
    document: Documents = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Hits at most.")] = 10,
    reranker: Reranker = None,
    as_json: AsJson = False,
) -> None:
    """Retrieval alone: the best pieces, no answer and no refusal."""
    from qa.terminal import print_hits

    asked = _read(query)
    assistant = _open(home, reranker)
    started = time.perf_counter()
    result = assistant.search(asked, k=k, documents=document or ())
    with _output() as out:
        if as_json:
            _print_json({**asdict(result), "elapsed_ms": _since(started)})
        else:
            print_hits(out, result)


@app.command()
def index(
    home: Home = None,
    model: Annotated[
        str | None,
        typer.Option(
            envvar="QA_MODEL",
            help="A sentence-transformers model: a folder, or a name in the local cache."
            " Left out: that of the index, at first all-MiniLM-L6-v2.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing changed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build the index, or do nothing when nothing changed."""
    from qa.composition import ensure_index, home_folder

    folder = home_folder(home)
    with _progress("Embedding") as advance:
        done = ensure_index(folder, model, force=force, progress=advance)
    with _output() as out:
        if as_json:
            _print_json({**asdict(done), "home": str(folder)})
        elif done.built:
            _say(out, f"Indexed {done.documents} article(s) in {folder} ({done.reason}).")
        else:
            _say(out, f"Nothing to do: the index in {folder} is up to date.")


@app.command("list")
def list_documents(
    home: Home = None,
    citations: Annotated[
        bool, typer.Option("--citations", help="List citations that do not resolve exactly.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The indexed documents and how many of their citations resolve."""
    from qa.composition import home_folder, open_documents
    from qa.resolution import resolution

    documents = open_documents(home_folder(home))
    with _output() as out:
        if as_json:
            _print_json([{**_summary(d), "citations": asdict(resolution(d))} for d in documents])
            return
        _print_documents(out, documents, citations=citations)


@app.command()
def serve(
    home: Home = None,
    host: Annotated[
        str, typer.Option(envvar="QA_HOST", help="Address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="QA_PORT", min=0, max=65535)] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="A further name the server may be addressed by."),
    ] = None,
    reranker: Reranker = None,
) -> None:
    """Serve the chat page and the API until interrupted.

    Another address than this machine's own needs an API key of at least 32 characters in the
    environment variable QA_API_KEY.
    """
    from qa.composition import home_folder, open_assistant
    from web.serve import AddressError, PortInUseError
    from web.serve import serve as run_server
    from web.settings import WebSettings, WebSettingsError

    folder = home_folder(home)
    try:
        settings = WebSettings(
            host=host,
            port=port,
            api_key=os.environ.get("QA_API_KEY", ""),
            hosts=tuple(allow_host or ()),
        )
    except WebSettingsError as error:
        _fail(str(error), 2)
    try:
        run_server(
            lambda: open_assistant(folder, reranker=reranker),
            settings,
            announce=lambda line: print(line, flush=True),
        )
    except PortInUseError as error:
        _fail(str(error), 4)
    except AddressError as error:
        _fail(str(error), 2)


app.command("evaluate")(evaluate)


def main() -> None:
    """Entry point: every foreseen failure is one line on stderr and a documented exit code."""
    signal.signal(signal.SIGINT, _interrupt)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal knows every letter
    try:
        app(prog_name="qa")
    except (QuestionError, UnknownDocumentError, CorpusError, ModelError) as error:
        _fail(str(error), 2)
    except IndexDamagedError as error:
        _fail(str(error), 3)
    except IndexBusyError as error:
        _fail(str(error), 4)
    except OSError as error:
        _fail(str(error), 4)
    except _Interrupted:
        _fail("interrupted; what was indexed before still stands", 130)


class _Interrupted(BaseException):
    """Ctrl-C, by a name that the command-line library does not turn into its own message."""


def _interrupt(*_: object) -> NoReturn:
    raise _Interrupted


def _open(home: Path | None, reranker: str | None) -> Any:
    from qa.composition import home_folder, open_assistant

    return open_assistant(home_folder(home), reranker=reranker)


def _read(argument: str) -> str:
    """The question, checked before the model is loaded, which takes seconds."""
    if argument == "-":
        argument = sys.stdin.buffer.read(_MAX_STDIN_BYTES).decode("utf-8", "replace")
    return check_question(argument)


def _summary(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "authors": document.authors,
        "year": document.year,
        "doi": document.doi,
        "licence": document.licence,
        "added_by": document.added_by,
        "sections": len(document.sections),
        "tables": len(document.tables),
        "references": len(document.references),
    }


class _Out(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # the library's own way out is exit code 1


@contextlib.contextmanager
def _output() -> Iterator[Console]:
    """Stdout for a result. That it cannot be written is said; that nobody reads on is no error."""
    try:
        yield _Out(file=sys.stdout)
        sys.stdout.flush()
    except OSError as error:
        # What is still buffered goes nowhere, silently, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            _fail(f"cannot write the result: {error.strerror}", 4)


def _say(out: Console, line: str) -> None:
    out.print(line, soft_wrap=True, markup=False, highlight=False)


def _print_documents(out: Console, documents: Sequence[Document], *, citations: bool) -> None:
    from qa.resolution import resolution
    from qa.terminal import printable

    for document in documents:
        found = resolution(document)
        rows = sum(len(table.rows) for table in document.tables)
        lines = [
            f"{document.id}  {document.title} ({document.year})",
            f"    {document.licence} · doi:{document.doi}",
            f"    {len(document.sections)} sections, {len(document.tables)} tables with {rows}"
            f" rows, {len(document.references)} references",
            f"    {found.total} citations: {found.share:.1%} resolved, of these {found.inexact}"
            f" differ from the list in year or spelling; {found.ambiguous} ambiguous,"
            f" {found.unresolved} unresolved",
        ]
        if citations:
            lines += [f"    {line}" for line in found.remarks]
        for line in lines:
            _say(out, printable(line))


def _print_json(value: Any) -> None:
    """UTF-8, or plain ASCII where the output has another encoding."""
    is_utf8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
    print(json.dumps(value, ensure_ascii=not is_utf8, indent=2))


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)


@contextlib.contextmanager
def _progress(what: str) -> Iterator[Any]:
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    )  # fmt: skip
    console = Console(file=sys.stderr)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _fail(message: str, code: int) -> NoReturn:
    print(f"qa: {message}", file=sys.stderr)
    sys.exit(code)
