"""How the bench speaks on a terminal: progress and messages on stderr, and its exit codes."""

import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from corpus.types import CorpusError
from index.errors import IndexBusyError, IndexDamagedError, ModelError
from qa.evaluation.errors import QuestionSetError, RunError

BELOW, BAD_INPUT, DAMAGED, BUSY, INTERRUPTED = 1, 2, 3, 4, 130

Told = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is."""


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
def exit_codes(messages: Console) -> Iterator[None]:
    """One line on stderr and the exit code for everything that a user can mend."""

    def leave(error: BaseException, code: int) -> typer.Exit:
        messages.print(f"qa: {error}", markup=False, highlight=False, soft_wrap=True)
        return typer.Exit(code)

    if threading.current_thread() is threading.main_thread():
        # An interrupted evaluation has a note of its own, whatever the program's handler does.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except (QuestionSetError, RunError, CorpusError) as error:
        raise leave(error, BAD_INPUT) from None
    except (IndexDamagedError, ModelError) as error:
        raise leave(error, DAMAGED) from None
    except (IndexBusyError, OSError) as error:
        raise leave(error, BUSY) from None
    except KeyboardInterrupt:
        note = (
            "qa: interrupted. With the same --save or --report, the same command goes on from here."
        )
        messages.print(note)
        raise typer.Exit(INTERRUPTED) from None
