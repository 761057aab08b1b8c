"""Gather what the reranker learns from: `python -m qa.training.reranker_groups --data FOLDER FILE`.

A group is a question, a text that answers it and texts that search finds for it as well and that do
not: what they differ in is what there is to learn, so negatives are the hits of this project's own
search (hard negatives: Xiong et al., "Approximate Nearest Neighbor Negative Contrastive Learning
for Dense Text Retrieval", ICLR 2021). A text is what the reranker is given of a piece
(`index.units.excerpt`), here one to three units of it; of the answering piece the sentences that
hold the evidence. A question that its article does not answer has negatives alone.

FOLDER holds, beside the public sets (`qa/evaluation/public`), `fetaqa/fetaqa_test.jsonl` in the
layout of the development file, and any files in SQuAD's format in `squad/`. These were used; their
licences permit it with attribution:

- `squad/new-wiki.json`: 48 Wikipedia articles with questions in SQuAD's manner, of Miller et al.,
  "The Effect of Natural Distribution Shift on Question Answering Models" (ICML 2020); CC BY 4.0.
- `squad/squad2-train-part.json`: ten articles of SQuAD 2.0's training file; CC BY-SA 4.0.
- FeTaQA's test file, tables of pages that its development file has no table of; CC BY-SA 4.0.
- Evidence Inference 2.0, trials of its training split that no question on table rows is about; MIT,
  the articles those that say they are CC BY or in the public domain.
- SciFact's training claims, with the sentences of their evidence; CC BY 4.0, abstracts ODC-By.

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
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, Field, TypeAdapter

from corpus.types import Document
from index.build import build_index
from index.embedder import load_embedder
from index.model import find_model
from index.retrieval import Index, PreparedQuery
from index.tokens import terms
from index.types import Chunk, Embedder
from index.units import Unit, excerpt, units
from qa.evaluation.public import evidence_inference, fetaqa, squad2
from qa.evaluation.public.files import read_records
from qa.evaluation.public.scifact import FETCH as SCIFACT
from qa.evaluation.run import write_whole
from qa.evaluation.sets.plain import paragraph_anchor, paragraph_sections, plain_document
from qa.evaluation.sets.squad import read_squad
from qa.evaluation.types import Place, Question, Task

SEED = 5
NEGATIVES = 5
FOUND, LOOKED_AT = 30, 14
"""Hits that are searched for, and of which at most so many are negatives to choose from: the first
three, and two of the others."""

ALIKE = 0.6
"""Texts that share more of their terms (Jaccard) may say the same: they are no negatives."""

TABLES, TRIALS, ABSTRACTS = 550, 120, 900
"""Documents of a source at most: each takes time to index, and questions over one document are of
one kind."""

QUESTIONS = 75
"""Of a source for each of its documents, on average: Wikipedia's articles have hundreds."""

WIDTHS = (1, 2, 2, 3)
"""Units of a text, drawn anew for each: how long a text is says nothing of whether it answers."""

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_PERMISSIONS = re.compile(r"<permissions>.*?</permissions>", re.DOTALL)
_FREE = re.compile(r"creativecommons\.org/(?:licenses/by/|publicdomain/)")


@dataclass(frozen=True, slots=True)
class Group:
    """A question and the texts it is put to: the first answers it, or none of them where it is not
    `answered`; the others do not.
    """

    source: str
    question: str
    texts: tuple[str, ...]
    answered: bool = True


_GROUP = TypeAdapter(Group)


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
    articles = folder / "evidence_inference" / "nxml"
    rich = sorted(
        name
        for name, count in asked.items()
        if count >= 3 and name not in held_out and _is_free(articles / f"{name}.nxml")
    )
    trials = set(_seeded().sample(rich, min(TRIALS, len(rich))))
    documents = [one for one in questions.documents if one.id in trials]
    yield _source("evidence-inference", tasks, documents, incomplete=True)
    yield _claims(folder)


def _is_free(article: Path) -> bool:
    """Whether a JATS article states a licence that permits any use."""
    stated = _PERMISSIONS.search(article.read_text(encoding="utf-8", errors="replace"))
    return bool(stated and _FREE.search(stated[0]))


class _Abstract(BaseModel):
    id: str = Field(alias="_id")
    title: str
    sentences: list[str] = Field(min_length=1)


class _Claim(BaseModel):
    id: str = Field(alias="_id")
    text: str


class _Rationale(BaseModel):
    qid: str
    doc_id: str
    sentences: list[int]


def _claims(folder: Path) -> Source:
    """SciFact's training claims over the abstracts that hold evidence, and others."""
    base = folder / "scifact"
    abstracts = [one for _, one in read_records(base / "corpus.jsonl", _Abstract, SCIFACT)]
    claims = [one for _, one in read_records(base / "queries.jsonl", _Claim, SCIFACT)]
    found = [one for _, one in read_records(base / "evidence_train.jsonl", _Rationale, SCIFACT)]
    by_id = {one.id: one for one in abstracts}
    places: dict[str, list[Place]] = defaultdict(list)
    for one in found:
        for number in one.sentences:
            before = by_id[one.doc_id].sentences[:number]
            start = sum(len(sentence.strip()) + 1 for sentence in before)
            end = start + len(by_id[one.doc_id].sentences[number].strip())
            places[one.qid].append(Place(one.doc_id, paragraph_anchor(1), start, end))
    tasks = [
        Task(Question(one.id, "passage", one.text), (tuple(places[one.id]),))
        for one in claims
        if one.id in places
    ]
    judged = {one.doc_id for one in found}
    others = [one for one in abstracts if one.id not in judged]
    count = min(max(ABSTRACTS - len(judged), 0), len(others))
    kept = [one for one in abstracts if one.id in judged] + _seeded().sample(others, count)
    documents = [
        plain_document(
            one.id,
            one.title,
            paragraph_sections(one.title, [" ".join(s.strip() for s in one.sentences)]),
        )
        for one in kept
    ]
    return _source("scifact", tasks, documents)


def _seeded() -> random.Random:
    """Anew for every choice, so that a source's groups do not depend on the others."""
    return random.Random(SEED)  # noqa: S311 - no secret


def _source(
    name: str, tasks: Sequence[Task], documents: Sequence[Document], *, incomplete: bool = False
) -> Source:
    """The tasks that these documents hold all evidence of, or that they were asked in vain."""
    ids = {document.id for document in documents}
    kept = [
        task
        for task in tasks
        if all(place.document in ids for piece in task.gold for place in piece)
        and (task.gold or ids.issuperset(task.question.documents))
    ]
    return Source(name, kept, documents, incomplete)


def groups(source: Source, embedder: Embedder) -> Iterator[Group]:
    """A group for every question, in random order, of those with an answer as many as are enough
    (`QUESTIONS`); none for a question whose evidence is in no piece or for which too little else
    is found.
    """
    rng = _seeded()
    index = build_index(source.documents, embedder)
    at: dict[tuple[str, str], list[Chunk]] = defaultdict(list)
    for chunk in index.chunks:
        at[chunk.document, chunk.anchor].append(chunk)
    wanted = QUESTIONS * len(source.documents)
    for task in rng.sample(source.tasks, len(source.tasks)):
        gold = [place for piece in task.gold for place in piece]
        answering = [
            chunk
            for place in gold
            for chunk in at[place.document, place.anchor]
            if _overlaps(place, chunk)
        ]
        found = None
        if not gold:
            found = _unanswered(source, index, task, rng)
        elif answering and wanted > 0:
            found = _group(source, index, task, gold, rng.choice(answering), rng)
            wanted -= found is not None
        if found:
            yield found


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
    answer = excerpt(parts, scores, holding, rng.choice(WIDTHS))
    negatives = []
    for hit in index.search(asked, FOUND, task.question.documents):
        if any(_overlaps(place, hit.chunk) for place in gold):
            continue
        text = _read(index, asked, hit.chunk, rng)
        if not _same(answer, text, figures=source.incomplete):
            negatives.append(text)
        if len(negatives) == LOOKED_AT:
            break
    if len(negatives) < NEGATIVES:
        return None
    negatives = [*negatives[:3], *rng.sample(negatives[3:], NEGATIVES - 3)]
    beside = [i for i in range(len(parts)) if i not in holding]
    if beside and rng.random() < 0.5:  # a sentence near the answer, which search cannot tell apart
        negatives[-1] = excerpt(parts, scores, beside, width=1)
    return Group(source.name, task.question.question, (answer, *negatives))


def _unanswered(source: Source, index: Index, task: Task, rng: random.Random) -> Group | None:
    asked = index.prepare(task.question.question)
    hits = index.search(asked, NEGATIVES, task.question.documents)
    texts = tuple(_read(index, asked, hit.chunk, rng) for hit in hits)
    if len(texts) < NEGATIVES:
        return None
    return Group(source.name, task.question.question, texts, answered=False)


def _read(index: Index, asked: PreparedQuery, chunk: Chunk, rng: random.Random) -> str:
    """A text of a piece that does not answer."""
    parts = units(chunk)
    return excerpt(parts, _scores(index, asked, chunk, parts), width=rng.choice(WIDTHS))


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
        return [_GROUP.validate_json(line) for line in lines]


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
