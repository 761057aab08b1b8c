"""`qa evaluate` as a process: what it refuses, and a reader that leaves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa.evaluation.public.run import run_public
from qa.evaluation.run import save_run
from tests import public_samples
from tests.embedders import HashingEmbedder


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from qa.cli import main; main()",
            "evaluate",
            *map(str, arguments),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"COLUMNS": "300", "PATH": ""},
        cwd=Path(__file__).parents[1],
    )


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    public_samples.write_all(tmp_path)
    saved = tmp_path / "run.json"
    table = run_public("squad2", tmp_path, ["bm25"], None, silent, embedder=HashingEmbedder())
    save_run(table.runs[0], saved)
    program = [sys.executable, "-c", "from qa.cli import main; main()", "evaluate"]
    for options in ([], ["--json"]):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [*program, "--compare", str(saved), str(saved), *options],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=Path(__file__).parents[1],
        )
        os.close(writer)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--public", "nothing"], "unknown public set 'nothing'; there are: scifact"),
        (
            ["--public", "scifact", "--system", "nothing"],
            "unknown system 'nothing'; there are: ours",
        ),
    ],
)
def test_command_refuses_unknown_names(arguments: list[str], message: str, tmp_path: Path) -> None:
    done = command("--data", tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
