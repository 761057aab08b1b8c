"""A question set by its path: the name of the file says which format it is."""

from collections.abc import Sequence
from pathlib import Path

from corpus.types import Document
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.sets.beir import read_beir
from qa.evaluation.sets.project import read_project_set
from qa.evaluation.sets.spreadsheet import read_spreadsheet
from qa.evaluation.sets.squad import read_squad

BUNDLED_SET = Path(__file__).parents[1] / "questions" / "chen-2024-atra.jsonl"
SECOND_SET = BUNDLED_SET.with_name("chen-2024-atra-second.jsonl")
"""Written by another hand, without a look at the first set or at what the program answers."""


def open_question_set(
    path: Path, documents: Sequence[Document], *, split: str = "", limit: int | None = None
) -> QuestionSet:
    """A folder is BEIR, `.jsonl` the project's format, `.json` SQuAD-style, `.csv` a spreadsheet.

    `documents` are what the set is located in, unless it brings its own. Raises
    `QuestionSetError`, also when the split is unknown or empty.
    """
    if path.is_dir():
        return read_beir(path, split).part(limit=limit)
    match path.suffix.casefold():
        case ".jsonl":
            read = read_project_set(path, documents)
        case ".csv":
            read = read_spreadsheet(path, documents)
        case ".json":
            read = read_squad(path)
        case _:
            message = "not a question set: a BEIR folder, or a .jsonl, .json or .csv file"
            raise QuestionSetError([Problem(path, 0, message)])
    part = read.part(split=split, limit=limit)
    if not part.tasks:
        known = sorted({task.question.split or "(none)" for task in read.tasks})
        message = f"no question has the split {split!r}; there are: {', '.join(known)}"
        raise QuestionSetError([Problem(path, 0, message)])
    return part
