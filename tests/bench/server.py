"""A program's server as a child process: started on a free port, always stopped."""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.programs import ROOT, ProgramError, environment, failure

_READY = re.compile(r"ready at (?P<url>http://127\.0\.0\.1:\d+)\s")
_START_SECONDS = 120
_STOP_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    pid: int

    def peak_memory(self) -> int | None:
        """The most bytes of memory that the process ever held, shared file pages included
        (`VmHWM`); None where the system has no /proc.
        """
        peak = re.search(r"^VmHWM:\s*(\d+) kB", self._proc("status"), re.MULTILINE)
        return int(peak[1]) * 1024 if peak else None

    def processor_seconds(self) -> float | None:
        """What the processor has worked for the process, on all cores; None without /proc."""
        fields = self._proc("stat").rpartition(")")[2].split()
        if not fields:
            return None
        # Fields 14 and 15 of proc(5), counted from the third, which follows the name.
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _proc(self, name: str) -> str:
        try:
            return Path(f"/proc/{self.pid}/{name}").read_text("utf-8")
        except OSError:
            return ""


@contextmanager
def serving(command: Sequence[str], log: Path) -> Iterator[Server]:
    """Run `command` until the block ends; it announces its address once it can answer.

    `log` takes what it prints. Raises ProgramError when it does not get ready.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield Server(_announced(process, command, log), process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _announced(process: "subprocess.Popen[bytes]", command: Sequence[str], log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        ended = process.poll()
        printed = log.read_text("utf-8", "replace")
        if ended is not None:
            raise ProgramError(failure(command, ended, printed))
        if ready := _READY.search(printed):
            return ready["url"]
        time.sleep(0.1)
    raise ProgramError(failure(command, None, log.read_text("utf-8", "replace")))
