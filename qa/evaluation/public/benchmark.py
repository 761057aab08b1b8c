"""A public set in the shape that every system can be put to: documents and located questions."""

import random
from dataclasses import dataclass, replace

from qa.evaluation.question_set import QuestionSet

SAMPLE_SEED = 13


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A public set, ready to run.

    `about` says in a line what is searched and what counts. `measures` are the columns of its
    table, first the one that the set is known by, last the characters shown where the size of
    what a system returns decides what it hits; `anchors` names the systems that its published
    figures belong to. `left_out` counts the source's questions whose
    evidence has no place in the documents as read; `total` those kept before any sampling.
    """

    about: str
    questions: QuestionSet
    measures: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    left_out: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        if not self.total:
            object.__setattr__(self, "total", len(self.questions.tasks))

    @property
    def name(self) -> str:
        return self.questions.name

    def sample(self, limit: int, seed: int = SAMPLE_SEED) -> "Benchmark":
        """At most `limit` questions (at least 1), drawn with a fixed seed, in their order.

        Documents that no drawn question can reach are dropped: where every question names the
        documents to search, the others could never be returned and only cost time.
        """
        if limit < 1:
            raise ValueError(f"a sample needs at least one question, not {limit}")
        tasks = self.questions.tasks
        if limit < len(tasks):
            drawn = random.Random(seed).sample(range(len(tasks)), limit)  # noqa: S311 - no secret
            tasks = tuple(tasks[i] for i in sorted(drawn))
        documents = self.questions.documents
        if all(task.question.documents for task in tasks):
            named = {name for task in tasks for name in task.question.documents}
            documents = tuple(document for document in documents if document.id in named)
        questions = replace(self.questions, tasks=tasks, documents=documents)
        return replace(self, questions=questions)
