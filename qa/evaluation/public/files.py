"""Reading the files of a public set: what is missing or malformed is said by file and line."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.sets.lines import records

Record = TypeVar("Record", bound=BaseModel)


def need(path: Path, fetch: str) -> Path:
    """`path`, which is a file; else `QuestionSetError` naming it and what to fetch."""
    if not path.is_file():
        raise QuestionSetError([Problem(path, 0, f"missing. {fetch}")])
    return path


def read_records(path: Path, model: type[Record], fetch: str) -> list[tuple[int, Record]]:
    """Every line of a JSON-lines file, with its number; raises `QuestionSetError`. Never empty."""
    read, problems = records(need(path, fetch), model)
    if not read and not problems:
        problems = [Problem(path, 0, f"the file is empty. {fetch}")]
    if problems:
        raise QuestionSetError(problems)
    return read
