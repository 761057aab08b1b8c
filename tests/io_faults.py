"""A file system that fails on command: every call is counted, made for real, or made to fail."""

import builtins
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

Step = Callable[[int, str], None]
"""Called before each call with its number (from 1) and its name; it may raise or kill."""

COUNTED = (
    *("open", "mkdir", "scandir", "listdir", "chmod", "utime", "ftruncate", "pwrite", "fsync"),
    *("rename", "replace", "unlink", "rmdir"),
)


def nothing(_number: int, _name: str) -> None:
    """Let every call happen."""


def failing(code: int, at: int, *, sticky: bool) -> Step:
    """The call number `at` fails with the error `code`, and all after it if `sticky`."""

    def step(number: int, _name: str) -> None:
        if number == at or (sticky and number > at):
            raise OSError(code, os.strerror(code))

    return step


def killed(at: int) -> Step:
    """The process dies, as by a loss of power to it alone, instead of its call number `at`."""

    def step(number: int, _name: str) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


@contextmanager
def counted_calls(step: Step) -> Iterator[list[str]]:
    """Ask `step` before each call of this process to the file system; yields the calls made."""
    made: list[str] = []

    def count(name: str) -> None:
        made.append(name)
        step(len(made), name)

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **options: Any) -> Any:
            count(name)
            return call(*arguments, **options)

        return wrapper

    class CountedFile(io.FileIO):
        def write(self, data: Any) -> int:
            count("write")
            return super().write(data)

    real_open = io.open

    def counted_open(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if not isinstance(file, int):
            count("open")
        if "b" in mode and "w" in mode:
            return io.BufferedWriter(CountedFile(file, "w"))
        return real_open(file, mode, *arguments, **options)

    with contextmanager(_patches)(counted, counted_open):
        yield made


def _patches(counted: Callable[..., Any], opened: Callable[..., Any]) -> Iterator[None]:
    calls = {name: counted(name, getattr(os, name)) for name in COUNTED}
    with (
        mock.patch.multiple(os, **calls),
        mock.patch.object(io, "open", opened),
        mock.patch.object(builtins, "open", opened),
    ):
        yield


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
