"""The project's questions to learn from, each in its article; see `questions/README.md`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.library import load_bundled
from corpus.types import Document
from qa.evaluation.public.jats import read_article
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.sets.opening import BUNDLED_SET, SECOND_SET, open_question_set
from qa.evaluation.sets.project import read_project_set

QUESTIONS = Path(__file__).parent / "questions"
ON_REVIEWS = ("reviews-a", "reviews-b", "reviews-c")
MORE = "chen-2024-atra-more"
DEVELOPMENT = "development"
SECOND = "second"
ON_BUNDLED = (MORE, DEVELOPMENT, SECOND)

_SUFFIXES = (".nxml", ".xml")


class MissingArticleError(Exception):
    """An article that questions are about is in none of the folders; the message says which."""


def read_training_sets(folders: Sequence[Path]) -> Iterator[tuple[str, QuestionSet]]:
    """Every set with its name: those on other reviews, whose articles are looked for in `folders`,
    then those on the bundled one. Raises `MissingArticleError`, and `QuestionSetError` where a set
    and its article do not fit together.
    """
    for name in ON_REVIEWS:
        path = QUESTIONS / f"{name}.jsonl"
        articles = [read_article(find_article(id, folders), id) for id in article_ids(path)]
        yield name, read_project_set(path, articles)
    yield from read_bundled_sets(load_bundled())


def read_bundled_sets(documents: Sequence[Document]) -> Iterator[tuple[str, QuestionSet]]:
    """The questions on the bundled review: more of them, and two development splits."""
    yield MORE, read_project_set(QUESTIONS / f"{MORE}.jsonl", documents)
    yield DEVELOPMENT, open_question_set(BUNDLED_SET, documents, split="dev")
    yield SECOND, open_question_set(SECOND_SET, documents, split="dev")


def article_ids(path: Path) -> list[str]:
    """The articles that a set's questions name, each once, in the order of the file."""
    with path.open(encoding="utf-8") as lines:
        return list(dict.fromkeys(id for line in lines for id in json.loads(line)["documents"]))


def find_article(id: str, folders: Sequence[Path]) -> Path:
    """The JATS file named `id` in one of `folders` or below it; raises `MissingArticleError`."""
    for folder in folders:
        for suffix in _SUFFIXES:
            for path in sorted(folder.rglob(f"{id}{suffix}")):
                return path
    searched = ", ".join(map(str, folders)) or "no folder"
    raise MissingArticleError(
        f"no {id}.nxml or {id}.xml in {searched}: the training questions are about this article;"
        f" {QUESTIONS / 'README.md'} says where it is published"
    )
