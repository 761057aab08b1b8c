"""What the constants of search are worth: `python -m qa.training.ordering --articles FOLDER`.

One after the other is set to other values while the rest stays as it ships, and the assistant
answers the project's questions to learn from, on other reviews and on the bundled one. Printed are
the shares of the answerable ones with the right piece first and with all evidence within five, and
how many pieces are read again for a question, which is what an answer costs.

The figures beside the constants are of the version before the article's own wording counted as well
(`index.rewording`), which raised what ships by 0.015 and 0.003.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from index.build import build_index
from index.embedder import load_embedder
from index.headings import Headings
from index.model import find_model, find_packaged_cross_encoder
from index.reranker import Reranker
from index.retrieval import LATE_WEIGHT
from index.trained_reranker import TOKENS, TrainedReranker, softened
from index.types import Embedder, FloatVector
from qa.assistant import Assistant
from qa.evaluation.assistant_system import AssistantSystem
from qa.evaluation.public.cache import cached, default_cache_folder
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.runner import evaluate
from qa.training.reviews import ON_REVIEWS, read_training_sets

MEASURES = ("success@1", "evidence_complete@5")
GROUPS = ("other reviews", "bundled review")


@dataclass(frozen=True, slots=True)
class Setting:
    """Values of the constants; `reranker` holds those of the reranker's that are others."""

    late_weight: float = LATE_WEIGHT
    tokens: int = TOKENS
    reranker: Mapping[str, Any] = field(default_factory=dict)
    read_again: bool = True
    names: Headings | None = None


def settings() -> Iterator[tuple[str, Setting]]:
    """As it ships first, then one constant after the other."""
    yield "as it ships", Setting()
    yield "nothing read again", Setting(read_again=False)
    yield "without other names", Setting(names=Headings(()))
    for late in (0.0, 1.0, 1.5, 3.0, 5.0):
        yield f"late interaction {late:g}", Setting(late_weight=late)
    others: dict[str, tuple[float | None, ...]] = {
        "weight": (0.4, 0.8, 1.2, 2.0, 3.0, None),
        "softening": (1.0, 2.0, 4.0, 6.0),
        "reach": (0.1, 0.15, 0.3, 0.5),
        "pieces": (3, 5, 8, 20),
    }
    for name, values in others.items():
        for value in values:
            yield f"{name} {value}", Setting(reranker={name: value})
    for tokens in (96, 128, 256):
        yield f"tokens {tokens}", Setting(tokens=tokens)


class Recalling:
    """A reranker that remembers what it read, and counts. An index.reranker.Reranker."""

    name = "recalling"
    fingerprint = ""
    pieces: int
    reach: float
    weight: float | None
    softening: float

    def __init__(self, inner: TrainedReranker) -> None:
        self._inner = inner
        self._odds: dict[tuple[str, str], float] = {}
        self.read = 0
        self.take({})

    def take(self, values: Mapping[str, Any]) -> None:
        """These values of constants, and for the others those that ship; counts from 0."""
        for name in ("pieces", "reach", "weight", "softening"):
            setattr(self, name, values.get(name, getattr(TrainedReranker, name)))
        self.read = 0

    def scores(self, question: str, texts: Sequence[str]) -> FloatVector:
        self.read += len(texts)
        for text in texts:
            if (question, text) not in self._odds:
                self._odds[question, text] = self._inner.odds(question, text)
        return softened([self._odds[question, text] for text in texts], self.softening)


def shares(
    sets: Sequence[tuple[str, QuestionSet]],
    embedder: Embedder,
    late_weight: float,
    reranker: Reranker | None,
    names: Headings | None = None,
) -> dict[str, tuple[int, list[float]]]:
    """By group, how many answerable questions it has and the mean of each of `MEASURES`."""
    values: dict[str, list[list[float]]] = {group: [] for group in GROUPS}
    for name, questions in sets:
        index = build_index(
            questions.documents,
            embedder,
            late_weight=late_weight,
            reranker=reranker,
            names=names,
        )
        run = evaluate(AssistantSystem(Assistant(index)), questions.tasks)
        values[GROUPS[name not in ON_REVIEWS]] += [
            [result.scores[measure] for measure in MEASURES]
            for result in run.results
            if result.task.answerable and all(measure in result.scores for measure in MEASURES)
        ]
    return {
        group: (len(found), [float(mean) for mean in np.mean(found, axis=0)])
        for group, found in values.items()
        if found
    }


def line(name: str, found: Mapping[str, tuple[int, list[float]]], read: float) -> str:
    """One setting: both measures of each group, their means over the groups, and what is read."""
    means = np.mean([each for _, each in found.values()], axis=0)
    cells = [value for _, each in found.values() for value in each] + [float(m) for m in means]
    figures = "  ".join(f"{value:.3f}" for value in cells)
    return f"{name:24}{figures}  {read:5.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.training.ordering", description=__doc__)
    parser.add_argument(
        "--articles",
        type=Path,
        action="append",
        required=True,
        help="a folder with the JATS files of the other reviews; may be given again",
    )
    given = parser.parse_args(arguments)
    embedder = cached(load_embedder(find_model()), default_cache_folder())
    sets = [*read_training_sets(given.articles)]
    asked = sum(len(questions.tasks) for _, questions in sets)
    files = find_packaged_cross_encoder()
    readers: dict[int, Recalling] = {}
    try:
        print(f"{'':24}" + "".join(f"{group:14}" for group in (*GROUPS, "both")) + "  read")
        for name, setting in settings():
            if setting.tokens not in readers:
                inner = TrainedReranker(files, tokens=setting.tokens)
                readers[setting.tokens] = Recalling(inner)
            reader = readers[setting.tokens]
            reader.take(setting.reranker)
            reranker = reader if setting.read_again else None
            found = shares(sets, embedder, setting.late_weight, reranker, setting.names)
            print(line(name, found, reader.read / asked), flush=True)
    finally:
        embedder.close()


if __name__ == "__main__":
    main()
