"""How the bench speaks on a terminal: progress and messages on stderr, and its exit codes."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from corpus.types import CorpusError
from index.errors import IndexBusyError, IndexDamagedError, ModelError
from qa.evaluation.errors import QuestionSetError, RunError
from qa.evaluation.types import Told

BELOW, BAD_INPUT, DAMAGED, BUSY, INTERRUPTED = 1, 2, 3, 4, 130


class _Out(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # the library's own way out is exit code 1


@contextmanager
def output() -> Iterator[Console]:
    """Stdout for a result. That nobody reads on is no error: the rest goes nowhere, silently."""
    try:
        yield _Out(file=sys.stdout)
        sys.stdout.flush()
    except OSError as error:
        # What is still buffered must not be tried again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def print_json(out: Console, value: Any) -> None:
    """The value as JSON on a console's stream."""
    # Not through rich, which would wrap long lines.
    out.file.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def progress_bar(messages: Console) -> Iterator[Told]:
    """A bar that is gone when the work is done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=messages, transient=True) as bar:
        task = bar.add_task("starting", total=1)

        def told(what: str, done: int, total: int) -> None:
            bar.update(task, description=escape(what), completed=done, total=total)

        yield told


@contextmanager
def exit_codes(messages: Console, *, kept: str = "") -> Iterator[None]:
    """One line on stderr and the exit code for everything that a user can mend, as for `qa`'s
    other commands. `kept` says what an interruption leaves for the next attempt.
    """

    def leave(error: BaseException, code: int) -> typer.Exit:
        messages.print(f"qa: {error}", markup=False, highlight=False, soft_wrap=True)
        return typer.Exit(code)

    if threading.current_thread() is threading.main_thread():
        # An interrupted evaluation has a note of its own, whatever the program's handler does.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except (QuestionSetError, RunError, CorpusError, ModelError) as error:
        raise leave(error, BAD_INPUT) from None
    except IndexDamagedError as error:
        raise leave(error, DAMAGED) from None
    except (IndexBusyError, OSError) as error:
        raise leave(error, BUSY) from None
    except KeyboardInterrupt:
        messages.print(f"qa: interrupted{kept and '. '}{kept}", highlight=False, soft_wrap=True)
        raise typer.Exit(INTERRUPTED) from None
