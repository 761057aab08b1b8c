"""A run: what one system gave back for every question of a set, and what is needed to repeat it."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from qa.evaluation.errors import RunError
from qa.evaluation.matching import Rule
from qa.evaluation.types import Response, Task


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a run comes from.

    `commit` is the commit of the checkout ("" when installed, "+" appended when files differ
    from it), `code` the SHA-256 of the packages' source files. `model` and `fingerprint` name the
    embedding model and its files ("" for a system without one); `recipe` is that of the index as
    `index.recipe.Recipe.to_json` states it (None for a system over anything but the assistant's
    own index).
    """

    version: str
    commit: str
    code: str
    model: str = ""
    fingerprint: str = ""
    recipe: Mapping[str, Any] | None = None

    @property
    def recipe_digest(self) -> str:
        """SHA-256 of the recipe; "" where there is none."""
        if self.recipe is None:
            return ""
        return hashlib.sha256(json.dumps(self.recipe, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Result:
    """One question: the response and how it scored.

    `deeper` is what the system gave back when it was asked for more citations, because the
    response lacks a required piece; None where it was not asked again. `ranks` gives per required
    piece the rank of the first citation that satisfies it; `relevant` says of each citation of the
    response whether it satisfies any. `scores` holds every measure that applies to the question,
    and the same ones whatever the system gave back. `error` is why there is no response; it counts
    as an unanswered question.
    """

    task: Task
    response: Response
    ranks: tuple[int | None, ...]
    relevant: tuple[bool, ...]
    scores: Mapping[str, float]
    error: str = ""
    deeper: Response | None = None

    @property
    def answered(self) -> bool:
        return not self.error and not self.response.refused


@dataclass(frozen=True, slots=True)
class Run:
    """All results of one system over one set, in the order of the set.

    `rule` says when a citation satisfied a required piece, `limit` how many citations were asked
    for at most.
    """

    system: str
    set_name: str
    set_digest: str
    rule: Rule
    limit: int
    provenance: Provenance
    results: tuple[Result, ...]
    format: Literal[2] = 2


_RUN = TypeAdapter(Run)
RESULT = TypeAdapter(Result)


def save_run(run: Run, path: Path) -> None:
    """Write the run as JSON, whole or not at all."""
    write_whole(path, _RUN.dump_json(run, indent=1).decode() + "\n")


def load_run(path: Path) -> Run:
    """Read a saved run; raises `RunError` if it cannot be read or is of another format."""
    try:
        return _RUN.validate_json(path.read_bytes())
    except OSError as error:
        raise RunError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RunError(f"{path}: not a saved run: {field}: {first['msg']}") from error


def write_whole(path: Path, text: str) -> None:
    """Replace the file's content at once: a reader sees the old or the new one, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(0o644)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
