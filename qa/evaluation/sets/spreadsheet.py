"""CSV as a spreadsheet saves it: a column `question` and a column `expected`.

`expected` is a verbatim string of the article; an empty cell says that the article does not
answer. It is often short, so every place where it stands is acceptable. Optional columns: `id`
(else the line number), `type`, `split`, `documents` (ids, separated by blanks).
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from corpus.types import Document
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.question_set import QUESTION_TYPES, Line, QuestionSet, locate_lines
from qa.evaluation.sets.lines import read_text
from qa.evaluation.types import Question

_REQUIRED = ("question", "expected")
_COLUMNS = (*_REQUIRED, "id", "type", "split", "documents")


def read_spreadsheet(path: Path, documents: Sequence[Document]) -> QuestionSet:
    """The questions of a CSV file, located in `documents`; raises `QuestionSetError`."""
    # Not `splitlines`: a cell may hold U+2028 and the like, which end no line of CSV.
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    lines: list[Line] = []
    problems: list[Problem] = []
    try:
        columns = [name.strip().casefold() for name in next(reader, [])]
        problems += [Problem(path, 1, message) for message in _header_problems(columns)]
        if problems:
            raise QuestionSetError(problems)
        before = reader.line_num
        for cells in reader:
            number, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                message = f"{len(cells)} cells, but the header names {len(columns)}"
                problems.append(Problem(path, number, message))
                continue
            row = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
            message = _row_problem(row)
            if message:
                problems.append(Problem(path, number, message))
            else:
                lines.append(_line(number, row))
    except csv.Error as error:
        problems.append(Problem(path, reader.line_num, f"not CSV: {error}"))
    if problems:
        raise QuestionSetError(problems)
    return locate_lines(path, lines, documents)


def _header_problems(columns: Sequence[str]) -> list[str]:
    wrong = [f"the header lacks the column {name!r}" for name in _REQUIRED if name not in columns]
    wrong += [
        f"unknown column {name!r}; known: {', '.join(_COLUMNS)}"
        for name in columns
        if name not in _COLUMNS
    ]
    if len(set(columns)) < len(columns):
        wrong.append("the header names a column twice")
    return wrong


def _row_problem(row: dict[str, str]) -> str:
    if not row["question"]:
        return "the question is empty"
    kind = row.get("type", "")
    if kind and kind not in QUESTION_TYPES:
        return f"unknown type {kind!r}; known: {', '.join(QUESTION_TYPES)}"
    if kind == "unanswerable" and row["expected"]:
        return "an unanswerable question expects nothing"
    return ""


def _line(number: int, row: dict[str, str]) -> Line:
    expected = row["expected"]
    pieces = ((expected,),) if expected else ()
    question = Question(
        id=row.get("id") or str(number),
        type=row.get("type") or ("passage" if expected else "unanswerable"),
        question=row["question"],
        evidence=pieces,
        answers=pieces,
        documents=tuple(row.get("documents", "").split()),
        split=row.get("split", ""),
    )
    return Line(number, question, anywhere=True)
