"""Usage of the command line: what it refuses before anything is opened, and what it explains."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from qa.cli import app
from tests.command_line import ROOT, failed, qa

# Bad input: exit code 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "x", "--limit", "21"),
        ("search", "x", "-k", "0"),
        ("nonsense",),
        ("evaluate", "nowhere.jsonl"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = qa(*arguments, env={"QA_HOME": str(tmp_path)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", ""), "the question is empty"),
        (("search", "x" * 2001), "has 2,001 characters; at most 2,000"),
        (("ask", "x", "-H", "\x1b[31mred"), "a character that is not text (U+001B)"),
        (("ask", "\udcff"), "a character that is not text (U+DCFF)"),
    ],
)
def test_a_question_that_is_none_is_refused_before_an_index_is_looked_for(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    assert said in failed(qa(*arguments, "--home", tmp_path), 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"x" * 3_000_000, "at most 2,000"), (b"a\0b", "(U+0000)")],
)
def test_a_question_from_stdin_is_checked_too(text: bytes, said: str, tmp_path: Path) -> None:
    assert said in failed(qa("ask", "-", "--home", tmp_path, text=text), 2)


# Help and README


def commands() -> list[str]:
    return sorted(getattr(get_command(app), "commands"))  # noqa: B009


def test_help_explains_every_command() -> None:
    told = qa("--help")
    assert told.returncode == 0
    for name in commands():
        assert re.search(rf"^\W+{name} +\w", told.stdout, re.MULTILINE), name


@pytest.mark.parametrize("name", commands())
def test_the_readme_shows_every_command(name: str) -> None:
    assert f"qa {name}" in (ROOT / "README.md").read_text(encoding="utf-8")
