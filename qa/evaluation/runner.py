"""Putting every question of a set to a system, in order; what was broken off can be resumed."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.types import Document
from index.errors import IndexBusyError, IndexDamagedError, ModelError
from qa.evaluation.matching import Rule
from qa.evaluation.provenance import provenance
from qa.evaluation.question_set import set_digest
from qa.evaluation.run import RESULT, Provenance, Result, Run
from qa.evaluation.score import NO_RESPONSE, Key, answer_key, score
from qa.evaluation.types import System, Task

Progress = Callable[[int, int], None]
"""Called with (questions done, questions in all)."""

LIMIT = 10
"""Citations asked for: as deep as any measure looks."""

DOCUMENT_LIMIT = 100
"""The same where documents are ranked by their best citation: ten may be of one document."""


def evaluate(
    system: System,
    tasks: Sequence[Task],
    *,
    documents: Sequence[Document] = (),
    rule: Rule = "covers",
    set_name: str = "",
    limit: int = LIMIT,
    origin: Provenance | None = None,
    partial: Path | None = None,
    progress: Progress | None = None,
) -> Run:
    """The run of `system` over `tasks`.

    With `partial`, every result is written there as it comes; a call with the same tasks, system,
    code and limit goes on where it was broken off, and the file is removed at the end. A question
    whose system fails is a result with an error; only a damaged index or model ends the run.
    """
    origin = origin or provenance()
    key = answer_key(tasks, documents, rule)
    digest = set_digest(tasks)
    header = _header(system.name, digest, limit, origin)
    results = _resume(partial, header, tasks, key) if partial else []
    if progress:
        progress(len(results), len(tasks))
    for task in tasks[len(results) :]:
        result = _ask(system, task, limit, key)
        if partial:
            with partial.open("a", encoding="utf-8") as file:
                file.write(RESULT.dump_json(result).decode() + "\n")
        results.append(result)
        if progress:
            progress(len(results), len(tasks))
    if partial:
        partial.unlink(missing_ok=True)
    return Run(system.name, set_name, digest, limit, origin, tuple(results))


def _ask(system: System, task: Task, limit: int, key: Key) -> Result:
    try:
        response = system.respond(task.question, limit)
    except (IndexDamagedError, IndexBusyError, ModelError):
        raise
    except Exception as error:
        # Whatever goes wrong with one question is a wrong answer to it, not the end of the run.
        return score(task, NO_RESPONSE, key, error=f"{type(error).__name__}: {error}")
    return score(task, response, key)


def _header(system: str, digest: str, limit: int, origin: Provenance) -> str:
    parts = (system, digest, limit, origin.code, origin.recipe, origin.generation)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _resume(partial: Path, header: str, tasks: Sequence[Task], key: Key) -> list[Result]:
    """The results of an interrupted run of the very same kind; anything else starts afresh.

    They are scored again: the places of the evidence are those of today.
    """
    results: list[Result] = []
    if partial.exists():
        first, *lines = partial.read_text(encoding="utf-8").splitlines() or [""]
        if first == header:
            for line, task in zip(lines, tasks, strict=False):
                try:
                    read = RESULT.validate_json(line)
                except ValidationError:
                    break  # the line that was being written when the run was broken off
                results.append(score(task, read.response, key, error=read.error))
    text = "".join(RESULT.dump_json(result).decode() + "\n" for result in results)
    partial.write_text(f"{header}\n{text}", encoding="utf-8")
    return results
