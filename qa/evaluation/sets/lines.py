"""JSON read strictly, one value per line, each wrong line by its number."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from qa.evaluation.errors import Problem, QuestionSetError

Record = TypeVar("Record", bound=BaseModel)


def read_text(path: Path) -> str:
    """The file as UTF-8 text; a byte order mark is skipped."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise QuestionSetError([Problem(path, line, "the file is not UTF-8 text")]) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise QuestionSetError([Problem(path, 0, f"cannot be read: {reason}")]) from error


def load_json(text: str) -> Any:
    """`json.loads`, but a name used twice in one object is an error instead of the last winning."""
    return json.loads(text, object_pairs_hook=_unique)


def json_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, with its number. JSON strings may hold U+2028 and the like,
    so only a line feed ends a line.
    """
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield number, line


def records(path: Path, model: type[Record]) -> tuple[list[tuple[int, Record]], list[Problem]]:
    """Every line as a `model`, and every line that is none with the reason."""
    read: list[tuple[int, Record]] = []
    problems: list[Problem] = []
    for number, line in json_lines(path):
        try:
            read.append((number, model.model_validate(load_json(line))))
        except ValidationError as error:
            problems += [Problem(path, number, reason) for reason in reasons(error)]
        except ValueError as error:
            problems.append(Problem(path, number, f"not JSON: {error}"))
    return read, problems


def reasons(error: ValidationError) -> list[str]:
    """What a validation found, one short sentence per field."""
    found = []
    for detail in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in detail["loc"])
        message = detail["msg"].removeprefix("Value error, ")
        found.append(f"{field}: {message}" if field else message)
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice!r} is used twice")
    return read
