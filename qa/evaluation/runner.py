"""Putting every question of a set to a system, in order; what was broken off can be resumed.

A question is asked as a reader asks it, for as many citations as an answer shows by default (or
for as many as the question requires): an assistant that merges neighbouring finds may well show
others among its first five when it is asked for ten. Only where a required piece is lacking is it
asked again, as deep as the measures look; the time measured is that of the first asking.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.types import Document
from index.errors import IndexBusyError, IndexDamagedError, ModelError
from qa.evaluation.matching import Rule
from qa.evaluation.provenance import provenance
from qa.evaluation.question_set import set_digest
from qa.evaluation.run import RESULT, Provenance, Result, Run
from qa.evaluation.score import NO_RESPONSE, Key, answer_key, score
from qa.evaluation.shown import shown_count
from qa.evaluation.types import Progress, System, Task

LIMIT = 10
"""Citations asked for at most: as deep as any measure looks."""

DOCUMENT_LIMIT = 100
"""The same where a document ranks as its best citation: ten of them may stand in three documents,
so here it is also what is asked for at once."""


def evaluate(
    system: System,
    tasks: Sequence[Task],
    *,
    documents: Sequence[Document] = (),
    rule: Rule = "covers",
    set_name: str = "",
    limit: int | None = None,
    origin: Provenance | None = None,
    partial: Path | None = None,
    progress: Progress | None = None,
) -> Run:
    """The run of `system` over `tasks`.

    `limit` (default: that of the rule) is how many citations are asked for at most; questions that
    require more are asked for as many. With `partial`, every result is written there as it comes;
    a call with the same tasks, system, code and limit goes on where it was broken off. The caller
    removes the file once the run is kept elsewhere. A question whose system fails is a result with
    an error; only a damaged index or model ends the run.
    """
    limit = limit or (DOCUMENT_LIMIT if rule == "document" else LIMIT)
    origin = origin or provenance()
    key = answer_key(tasks, documents, rule)
    digest = set_digest(tasks)
    header = _header(system.name, digest, limit, origin)
    results = _resume(partial, header, tasks, limit, key) if partial else []
    if progress:
        progress(len(results), len(tasks))
    for task in tasks[len(results) :]:
        result = _ask(system, task, limit, key)
        if partial:
            with partial.open("ab") as file:
                file.write(RESULT.dump_json(result) + b"\n")
        results.append(result)
        if progress:
            progress(len(results), len(tasks))
    return Run(system.name, set_name, digest, rule, limit, origin, tuple(results))


def _ask(system: System, task: Task, limit: int, key: Key) -> Result:
    try:
        response = system.respond(task.question, _asked_for(task, limit, key.rule))
        result = score(task, response, key)
        if not _is_lacking(result, limit, key.rule):
            return result
        deeper = system.respond(task.question, limit)
    except (IndexDamagedError, IndexBusyError, ModelError):
        raise
    except Exception as error:
        # Whatever goes wrong with one question is a wrong answer to it, not the end of the run.
        return score(task, NO_RESPONSE, key, error=f"{type(error).__name__}: {error}")
    return score(task, response, key, deeper=deeper)


def _asked_for(task: Task, limit: int, rule: Rule) -> int:
    """How many citations are asked for at first."""
    read = shown_count(len(task.gold))
    return max(limit, read) if rule == "document" else read


def _is_lacking(result: Result, limit: int, rule: Rule) -> bool:
    """Whether a required piece might yet come if more citations were asked for."""
    return result.answered and None in result.ranks and _asked_for(result.task, limit, rule) < limit


def _header(system: str, digest: str, limit: int, origin: Provenance) -> str:
    parts = (system, digest, limit, origin.code, origin.fingerprint, origin.recipe_digest)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _resume(
    partial: Path, header: str, tasks: Sequence[Task], limit: int, key: Key
) -> list[Result]:
    """The results of an interrupted run of the very same kind; anything else starts afresh.

    They are scored again: the places of the evidence are those of today.
    """
    results: list[Result] = []
    if partial.exists():
        # Bytes: the last line may end within a character, and only a line feed ends one.
        first, *lines = partial.read_bytes().split(b"\n")
        if first == header.encode():
            for line, task in zip(lines, tasks, strict=False):
                try:
                    read = RESULT.validate_json(line)
                except ValidationError:
                    break  # the line that was being written when the run was broken off
                result = score(task, read.response, key, error=read.error)
                if _is_lacking(result, limit, key.rule):
                    if read.deeper is None:
                        break  # by the places of then nothing was lacking
                    result = score(task, read.response, key, deeper=read.deeper)
                results.append(result)
    lines = [header.encode(), *map(RESULT.dump_json, results)]
    partial.write_bytes(b"".join(line + b"\n" for line in lines))
    return results
