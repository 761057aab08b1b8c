"""The two programs that are measured, as their users start them: a process each."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LAST_LINES = 15


class ProgramError(Exception):
    """A measured program failed; the message holds its command and its last words."""


@dataclass(frozen=True, slots=True)
class Program:
    """A command line with the sub-commands `index`, `ask` and `serve`, each with `--home`."""

    name: str
    start: tuple[str, ...]

    def index(self, home: Path) -> tuple[str, ...]:
        return (*self.start, "index", "--home", str(home))

    def ask(self, home: Path, question: str) -> tuple[str, ...]:
        return (*self.start, "ask", "--home", str(home), question)

    def serve(self, home: Path) -> tuple[str, ...]:
        return (*self.start, "serve", "--home", str(home), "--port", "0")


def ours() -> Program:
    """Without the console script, which exists only where the project is installed."""
    return Program("ours", (sys.executable, "-c", "from qa.cli import main; main()"))


def tutorial(model: Path) -> Program:
    """The baseline, with the folder of the same embedding model."""
    return Program(
        "tutorial", (sys.executable, "-m", "tests.bench.baseline", "--model", str(model))
    )


@dataclass(frozen=True, slots=True)
class Run:
    """How long a process took by the clock, and how long the processor worked for it."""

    seconds: float
    processor_seconds: float


def timed(command: Sequence[str]) -> Run:
    """Run a process from start to end. Raises ProgramError when it fails."""
    before = os.times()
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - started
    after = os.times()
    if done.returncode:
        raise ProgramError(failure(command, done.returncode, done.stderr))
    worked = after.children_user + after.children_system
    return Run(seconds, worked - before.children_user - before.children_system)


def environment() -> Mapping[str, str]:
    """This process's environment without what would configure one of the programs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    return {**kept, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "PYTHONUNBUFFERED": "1"}


def failure(command: Sequence[str], code: int | None, output: str) -> str:
    ended = "did not get ready" if code is None else f"ended with exit code {code}"
    last = "\n".join(output.splitlines()[-_LAST_LINES:])
    return f"{' '.join(command)}\n{ended}:\n{last}"


def folder_size(folder: Path) -> int:
    """Bytes of all files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
