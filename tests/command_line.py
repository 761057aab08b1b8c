"""The program `qa` run as a process, as its users run it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
QA = (sys.executable, "-c", "from qa.cli import main; main()")

Done = subprocess.CompletedProcess[str]


def environment(**changed: str) -> dict[str, str]:
    """This process's, without the program's own settings, and with Python's usual warnings."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("QA_", "PYTHON"))
    }
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "80"} | changed


def qa(
    *arguments: str | Path,
    text: str | bytes = b"",
    env: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    cwd: Path | None = None,
) -> Done:
    """Run `qa` with its output piped; what it reads from stdin is `text`."""
    done = subprocess.run(
        [*QA, *map(str, arguments)],
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        env=environment(**(env or {})),
        check=False,
        preexec_fn=before,
        cwd=cwd or ROOT,
        timeout=240,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err, err
    return Done(done.args, done.returncode, out, err)


def failed(done: Done, code: int) -> str:
    """The one line on stderr of a run that failed as documented, without its newline."""
    assert (done.returncode, done.stdout) == (code, ""), done
    (line,) = done.stderr.splitlines()
    assert line.startswith("qa: ")
    return line
