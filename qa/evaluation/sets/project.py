"""The project's own format: one JSON object per line; see `questions/README.md`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from corpus.types import Document
from qa.evaluation.errors import QuestionSetError
from qa.evaluation.question_set import QUESTION_TYPES, Line, QuestionSet, locate_lines
from qa.evaluation.sets.lines import records
from qa.evaluation.types import Question

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Alternatives = Annotated[list[Text], "one of these strings is enough"]

_STRICT = ConfigDict(extra="forbid", strict=True)


class _Turn(BaseModel):
    model_config = _STRICT
    question: Text


class _QuestionLine(BaseModel):
    model_config = _STRICT
    id: Text
    type: Text
    question: Text
    history: list[_Turn] = []
    evidence: list[Alternatives] = []
    answers: list[Alternatives] = []
    sources: list[Text] = []
    documents: list[Text] = []
    split: str = ""
    note: str = ""
    anywhere: bool = False

    @model_validator(mode="after")
    def _agrees(self) -> "_QuestionLine":
        if self.type not in QUESTION_TYPES:
            raise ValueError(f"unknown type {self.type!r}; known: {', '.join(QUESTION_TYPES)}")
        if self.type == "unanswerable" and (self.evidence or self.answers or self.sources):
            raise ValueError("an unanswerable question has no evidence, answers or sources")
        if self.type not in ("unanswerable", "false_premise") and not self.evidence:
            raise ValueError(f"a question of type {self.type!r} needs evidence")
        if self.type == "followup" and not self.history:
            raise ValueError("a followup question needs the history it follows")
        if not all(self.evidence) or not all(self.answers):
            raise ValueError("a required piece needs at least one string")
        return self

    def read(self) -> Question:
        return Question(
            id=self.id,
            type=self.type,
            question=self.question,
            history=tuple(turn.question for turn in self.history),
            evidence=tuple(map(tuple, self.evidence)),
            answers=tuple(map(tuple, self.answers)),
            sources=tuple(self.sources),
            documents=tuple(self.documents),
            split=self.split,
            note=self.note,
        )


def read_project_set(path: Path, documents: Sequence[Document]) -> QuestionSet:
    """The questions of a JSONL file, located in `documents`; raises `QuestionSetError`."""
    read, problems = records(path, _QuestionLine)
    if problems:
        raise QuestionSetError(problems)
    lines = [Line(number, record.read(), record.anywhere) for number, record in read]
    return locate_lines(path, lines, documents)
