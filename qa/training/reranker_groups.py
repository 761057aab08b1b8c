"""Gather what the reranker learns from: `python -m qa.training.reranker_groups --data FOLDER FILE`.

A group is a question, a text that answers it and texts that search finds for it as well and that do
not: what they differ in is what there is to learn, so negatives are the hits of this project's own
search (hard negatives: Xiong et al., "Approximate Nearest Neighbor Negative Contrastive Learning
for Dense Text Retrieval", ICLR 2021). A text is what the reranker is given of a piece
(`index.units.excerpt`), of the answering piece the sentences that hold the evidence.

FOLDER holds, beside the public sets (`qa/evaluation/public`), `fetaqa/fetaqa_test.jsonl` in the
layout of the development file, and any files in SQuAD's format in `squad/`. What ships was made
from these sources, all licences permitting it with attribution:

- `squad/new-wiki.json`: 48 Wikipedia articles with questions in SQuAD's manner, of Miller et al.,
  "The Effect of Natural Distribution Shift on Question Answering Models" (ICML 2020); CC BY 4.0.
- `squad/squad2-train-part.json`: ten articles of SQuAD 2.0's training file; CC BY-SA 4.0.
- FeTaQA's test file, tables of pages that its development file has no table of; CC BY-SA 4.0.
- Evidence Inference 2.0, trials of its training split that no question on table rows is about; MIT,
  the articles open access.

COVID-QA, CAsT, SQuAD 2.0's development file, FeTaQA's development file, the questions of this
project and their articles are no part of it: they measure what was learned.
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.types import Document
from index.build import build_index
from index.embedder import load_embedder
from index.model import find_model
from index.retrieval import Index, PreparedQuery
from index.tokens import terms
from index.types import Chunk, Embedder
from index.units import Unit, excerpt, units
from qa.evaluation.public import evidence_inference, fetaqa, squad2
from qa.evaluation.run import write_whole
from qa.evaluation.sets.squad import read_squad
from qa.evaluation.types import Place, Task

SEED = 5
NEGATIVES = 5
FOUND = 30
"""Hits that negatives are taken from: the first three and two of the next eleven."""

ALIKE = 0.6
"""Texts that share more of their terms (Jaccard) may say the same: they are no negatives."""

TABLES, TRIALS = 550, 70
"""Documents of a source at most: each takes time to index, and questions over one document are of
one kind."""

QUESTIONS = 75
"""Of a source for each of its documents, on average: Wikipedia's articles have hundreds."""

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Group:
    """A question and the texts it is put to: the first answers it, the others do not."""

    source: str
    question: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Located questions over documents. In an `incomplete` one, passages that were not marked may
    answer as well; those that share a figure with the answer are no negatives there.
    """

    name: str
    tasks: Sequence[Task]
    documents: Sequence[Document]
    incomplete: bool = False


def sources(folder: Path) -> Iterator[Source]:
    """Everything that is learned from; raises `QuestionSetError` where a file is missing or bad."""
    known = {document.title for document in squad2.load(folder).questions.documents}
    for path in sorted((folder / "squad").glob("*.json")):
        questions = read_squad(path)
        documents = [one for one in questions.documents if one.title not in known]
        yield _source(path.stem, questions.tasks, documents)
    pages = {document.title for document in fetaqa.load(folder).questions.documents}
    questions = fetaqa.load(folder, "fetaqa_test.jsonl").questions
    documents = [one for one in questions.documents if one.title not in pages]
    yield _source("fetaqa", questions.tasks, documents[:TABLES])
    held_out = {one.id for one in evidence_inference.load_rows(folder).questions.documents}
    questions = evidence_inference.load(folder).questions
    tasks = [task for task in questions.tasks if task.question.split == "train"]
    asked = Counter(task.question.documents[0] for task in tasks)
    rich = sorted(name for name, count in asked.items() if count >= 3 and name not in held_out)
    trials = set(_seeded().sample(rich, min(TRIALS, len(rich))))
    documents = [one for one in questions.documents if one.id in trials]
    yield _source("evidence-inference", tasks, documents, incomplete=True)


def _seeded() -> random.Random:
    """Anew for every choice, so that a source's groups do not depend on the others."""
    return random.Random(SEED)  # noqa: S311 - no secret


def _source(
    name: str, tasks: Sequence[Task], documents: Sequence[Document], *, incomplete: bool = False
) -> Source:
    """The answerable tasks that these documents hold all evidence of."""
    ids = {document.id for document in documents}
    kept = [
        task
        for task in tasks
        if task.gold and all(place.document in ids for piece in task.gold for place in piece)
    ]
    return Source(name, kept, documents, incomplete)


def groups(source: Source, embedder: Embedder) -> Iterator[Group]:
    """A group for every question, in random order, until there are enough (`QUESTIONS`); none for a
    question whose evidence is in no piece or for which too little else is found.
    """
    rng = _seeded()
    index = build_index(source.documents, embedder)
    at: dict[tuple[str, str], list[Chunk]] = defaultdict(list)
    for chunk in index.chunks:
        at[chunk.document, chunk.anchor].append(chunk)
    made = 0
    for task in rng.sample(source.tasks, len(source.tasks)):
        gold = [place for piece in task.gold for place in piece]
        answering = [
            chunk
            for place in gold
            for chunk in at[place.document, place.anchor]
            if place.start < chunk.span[1] and chunk.span[0] < place.end
        ]
        if answering and (found := _group(source, index, task, gold, rng.choice(answering), rng)):
            yield found
            made += 1
            if made == QUESTIONS * len(source.documents):
                return


def _group(
    source: Source,
    index: Index,
    task: Task,
    gold: Sequence[Place],
    answering: Chunk,
    rng: random.Random,
) -> Group | None:
    asked = index.prepare(task.question.question)
    parts = units(answering)
    shift = answering.span[0] - len(parts[0].heading)
    holding = [
        i
        for i, part in enumerate(parts)
        if len(parts) == 1
        or any(
            (place.document, place.anchor) == (answering.document, answering.anchor)
            and place.start < part.span[1] + shift
            and part.span[0] + shift < place.end
            for place in gold
        )
    ]
    if not holding:
        return None
    scores = _scores(index, asked, answering, parts)
    answer = excerpt(parts, scores, holding)
    negatives = []
    for hit in index.search(asked, FOUND, task.question.documents):
        chunk = hit.chunk
        if any(_overlaps(place, chunk) for place in gold):
            continue
        others = units(chunk)
        text = excerpt(others, _scores(index, asked, chunk, others))
        if not _same(answer, text, figures=source.incomplete):
            negatives.append(text)
        if len(negatives) == 14:
            break
    if len(negatives) < NEGATIVES:
        return None
    negatives = [*negatives[:3], *rng.sample(negatives[3:], NEGATIVES - 3)]
    beside = [i for i in range(len(parts)) if i not in holding]
    if beside and rng.random() < 0.5:  # a sentence near the answer, which search cannot tell apart
        best = max(beside, key=lambda i: scores[i])
        negatives[-1] = " ".join((parts[best].heading + parts[best].text).split())
    return Group(source.name, task.question.question, (answer, *negatives))


def _scores(index: Index, asked: PreparedQuery, chunk: Chunk, parts: Sequence[Unit]) -> list[float]:
    if asked.late is None or len(parts) == 1:
        return [0.0] * len(parts)
    return [asked.late.score(index.matches(asked, chunk, part.span)) for part in parts]


def _overlaps(place: Place, chunk: Chunk) -> bool:
    return (
        (place.document, place.anchor) == (chunk.document, chunk.anchor)
        and place.start < chunk.span[1]
        and chunk.span[0] < place.end
    )


def _same(answer: str, text: str, *, figures: bool) -> bool:
    """Whether `text` may say what `answer` says: `ALIKE`, or with a figure in common."""
    one, other = set(terms(answer)), set(terms(text))
    if len(one & other) > ALIKE * max(len(one | other), 1):
        return True
    return figures and not _figures(answer).isdisjoint(_figures(text))


def _figures(text: str) -> set[str]:
    return {figure for figure in _FIGURE.findall(text) if len(figure) > 2}


def write_groups(found: Iterable[Group], path: Path) -> None:
    """A JSON line for each group."""
    lines = (json.dumps(asdict(group), ensure_ascii=False) for group in found)
    write_whole(path, "".join(f"{line}\n" for line in lines))


def read_groups(path: Path) -> list[Group]:
    """What `write_groups` wrote; raises ValueError for anything else."""
    with path.open(encoding="utf-8") as lines:
        read = [Group(**json.loads(line)) for line in lines]
    return [replace(group, texts=tuple(group.texts)) for group in read]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m qa.training.reranker_groups", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("file", type=Path, help="where the groups go")
    given = parser.parse_args()
    embedder = load_embedder(find_model())
    found: list[Group] = []
    for source in sources(given.data):
        started, before = time.perf_counter(), len(found)
        found += groups(source, embedder)
        took = time.perf_counter() - started
        print(f"{source.name}: {len(found) - before} groups, {took:.0f} s", file=sys.stderr)
    write_groups(found, given.file)
    print(f"written: {given.file}, {len(found)} groups")


if __name__ == "__main__":
    main()
