"""A question set as it is evaluated: questions whose evidence was located, and their articles."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.types import Document
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.locate import Locator
from qa.evaluation.matching import Rule
from qa.evaluation.studies import resolve_sources
from qa.evaluation.types import Question, Task

QUESTION_TYPES = (
    "passage",
    "table",
    "list",
    "multi",
    "compare",
    "lay",
    "typo",
    "keyword",
    "source",
    "followup",
    "unanswerable",
    "false_premise",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A question as read: where it stands in the file, and whether its evidence may recur."""

    number: int
    question: Question
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Tasks over `documents`; `brings_documents` when the format carries its own corpus.

    `rule` says when a citation satisfies a required piece.
    """

    name: str
    tasks: tuple[Task, ...]
    documents: tuple[Document, ...]
    brings_documents: bool = False
    rule: Rule = "covers"

    @property
    def digest(self) -> str:
        return set_digest(self.tasks)

    def part(self, *, split: str = "", limit: int | None = None) -> "QuestionSet":
        """The questions of one split (empty: of all), at most `limit` of them, in order."""
        tasks = [task for task in self.tasks if not split or task.question.split == split]
        return replace(self, tasks=tuple(tasks[:limit]))


def set_digest(tasks: Iterable[Task]) -> str:
    """SHA-256 of what is asked and required: the questions, and the documents of their places.

    Offsets are left out, so that a run stays comparable when only the article's reader changed.
    """
    stated = [
        {
            **asdict(task.question),
            "note": "",
            "gold": [sorted({place.document for place in piece}) for piece in task.gold],
        }
        for task in tasks
    ]
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()


def check_ids(path: Path, lines: Sequence[Line]) -> list[Problem]:
    """An empty set, or an id used twice."""
    if not lines:
        return [Problem(path, 0, "the set holds no question")]
    first: dict[str, Line] = {}
    return [
        Problem(path, line.number, f"id {line.question.id!r} is already used in line {seen.number}")
        for line in lines
        if (seen := first.setdefault(line.question.id, line)) is not line
    ]


def check_questions(path: Path, lines: Sequence[Line]) -> list[Problem]:
    """A question asked twice in the same conversation."""
    first: dict[tuple[object, ...], Line] = {}
    problems: list[Problem] = []
    for line in lines:
        asked = (line.question.question, line.question.history, line.question.documents)
        seen = first.setdefault(asked, line)
        if seen is not line:
            message = f"the same question is asked in line {seen.number}"
            problems.append(Problem(path, line.number, message))
    return problems


def locate_lines(path: Path, lines: Sequence[Line], documents: Sequence[Document]) -> QuestionSet:
    """The set with every piece of evidence located; raises `QuestionSetError` with all problems."""
    problems = check_ids(path, lines) + check_questions(path, lines)
    locator = Locator(documents)
    tasks: list[Task] = []
    for line in lines:
        task, wrong = locator.task(line.question, anywhere=line.anywhere)
        if not wrong:
            wrong = resolve_sources(task, documents)[1]
        problems += [Problem(path, line.number, message) for message in wrong]
        tasks.append(task)
    if problems:
        asking = [task for task in tasks if task.question.evidence]
        if asking and not any(any(task.gold) for task in asking):
            known = ", ".join(locator.documents) or "none"
            hint = (
                f"no evidence at all was found: is the set made for other documents than {known}?"
            )
            problems.insert(0, Problem(path, 0, hint))
        raise QuestionSetError(problems)
    return QuestionSet(path.stem, tuple(tasks), tuple(documents))


def gold_studies(
    tasks: Iterable[Task], documents: Sequence[Document]
) -> Mapping[str, tuple[frozenset[str], ...]]:
    """Per question id with required sources, the keys each of them may have."""
    return {
        task.question.id: resolve_sources(task, documents)[0]
        for task in tasks
        if task.question.sources
    }
