"""Questions with and without an answer in what is searched, from public sets.

SQuAD 2.0 brings its own unanswerable questions. From the other sets they are made: the document or
the table row that answers is left out of the index (the rest still speaks of the same things), an
outcome or an intervention is exchanged for one of a neighbouring trial that this one never
mentions, or a kind of thing is asked for that the trial does not give. COVID-QA is read as well,
for a test on a set that nothing was fitted to.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.types import Document
from index.build import build_index
from index.chunking import chunk_document
from index.retrieval import Index
from index.tokens import terms
from index.types import Chunk, Embedder
from qa.evaluation.public import PUBLIC
from qa.evaluation.sets.plain import paragraph_sections, plain_document
from qa.evaluation.types import Place, Task
from qa.refusal_kinds import KINDS
from qa.refusal_kinds import gives as gives_kind

PAIRS = (
    *((name, name) for name in ("squad2", "scifact", "pubmedqa", "fetaqa")),
    *((name, name) for name in ("evidence-inference", "kinds")),
    ("covid-qa", "covid-qa-removed"),
    ("covid-qa", "covid-qa-other"),
)
"""(source of answerable cases, source of unanswerable ones) to be told apart."""

_SEED = 13
_NEIGHBOURS = 30


@dataclass(frozen=True, slots=True)
class Case:
    """A question put to an index. `group` is the article it is about."""

    source: str
    group: str
    question: str
    answerable: bool
    index: Index = field(repr=False)


def read_cases(folder: Path, embedder: Embedder) -> Iterator[Case]:
    """All cases, always the same and in the same order. `folder` has one sub-folder per set."""
    yield from _squad(folder, embedder)
    yield from _scifact(folder, embedder)
    yield from _pubmedqa(folder, embedder)
    yield from _fetaqa(folder, embedder)
    yield from _trials(folder, embedder)
    yield from _covid(folder, embedder)


def _sample(items: Sequence[Any], count: int) -> list[Any]:
    return random.Random(_SEED).sample(list(items), min(count, len(items)))  # noqa: S311


def _squad(folder: Path, embedder: Embedder) -> Iterator[Case]:
    questions = PUBLIC["squad2"](folder).questions
    for document in questions.documents:
        index = build_index([document], embedder)
        own = [task for task in questions.tasks if task.question.documents == (document.id,)]
        for task in _sample(own, 250):
            yield Case("squad2", document.id, task.question.question, task.answerable, index)


def _scifact(folder: Path, embedder: Embedder) -> Iterator[Case]:
    """Claims among abstracts of their subject. A refuted claim is answerable: what contradicts a
    false premise is its answer.
    """
    base = folder / "scifact"
    abstracts = {
        record["_id"]: plain_document(
            record["_id"], record["title"], paragraph_sections(record["title"], [record["text"]])
        )
        for record in _records(base / "corpus.jsonl")
    }
    claims = {record["_id"]: record["text"] for record in _records(base / "queries.jsonl")}
    cited: dict[str, set[str]] = {}
    for record in _records(base / "evidence_train.jsonl"):
        cited.setdefault(str(record["qid"]), set()).add(str(record["doc_id"]))
    pairs = [(claims[claim], min(found)) for claim, found in cited.items() if len(found) == 1]
    yield from _with_and_without("scifact", abstracts, _sample(pairs, 150), embedder)


def _pubmedqa(folder: Path, embedder: Embedder) -> Iterator[Case]:
    records = list(_records(folder / "pubmedqa" / "pubmedqa_l.jsonl"))
    abstracts = {
        record["pmid"]: plain_document(
            record["pmid"], "", paragraph_sections("", record["contexts"])
        )
        for record in records
    }
    pairs = [(record["question"], record["pmid"]) for record in records]
    yield from _with_and_without("pubmedqa", abstracts, _sample(pairs, 150), embedder)


def _with_and_without(
    source: str,
    documents: dict[str, Document],
    questions: Sequence[tuple[str, str]],
    embedder: Embedder,
) -> Iterator[Case]:
    """Each question among the abstracts nearest to the one that answers it, with and without it."""
    names = [name for name, document in documents.items() if chunk_document(document)]
    nearest = _nearest([documents[name] for name in names], embedder)
    number = {name: position for position, name in enumerate(names)}
    for question, gold in questions:
        near = [names[position] for position in nearest(number[gold], _NEIGHBOURS + 1)]
        for answerable in (True, False):
            kept = near[:-1] if answerable else [name for name in near if name != gold]
            index = build_index([documents[name] for name in kept], embedder)
            yield Case(source, gold, question, answerable, index)


def _fetaqa(folder: Path, embedder: Embedder) -> Iterator[Case]:
    """Table questions among similar tables, with and without the rows that answer."""
    questions = PUBLIC["fetaqa"](folder).questions
    documents = [document for document in questions.documents if document.tables[0].rows]
    nearest = _nearest(documents, embedder)
    number = {document.id: position for position, document in enumerate(documents)}
    for task in _sample(questions.tasks, 300):
        places = [place for piece in task.gold for place in piece]
        near = [documents[i] for i in nearest(number[places[0].document], 15)]
        for answerable in (True, False):
            without: list[Place] = [] if answerable else places
            index = build_index(near, embedder, chunk=_chunks_without(without))
            yield Case("fetaqa", places[0].document, task.question.question, answerable, index)


def _trials(folder: Path, embedder: Embedder) -> Iterator[Case]:
    """Doctors' prompts to their own trial, as they are and with a part exchanged; and questions
    for a p-value and the like, where the marked evidence gives one and where the trial has none.
    """
    questions = PUBLIC["evidence-inference"](folder).questions
    prompts = {
        record["prompt_id"]: record
        for record in _records(folder / "evidence_inference" / "questions.jsonl")
    }
    by_trial: dict[str, list[Task]] = {}
    for task in questions.tasks:
        by_trial.setdefault(task.question.documents[0], []).append(task)
    known = {document.id: document for document in questions.documents}
    trials = _sample(sorted(by_trial), 150)
    chosen = random.Random(_SEED)  # noqa: S311 - no secret
    subjects = np.stack(
        [embedder.embed_query(by_trial[trial][0].question.question) for trial in trials]
    )
    for position, trial in enumerate(trials):
        index = build_index([known[trial]], embedder)
        held = [frozenset(terms(chunk.embed_text)) for chunk in index.chunks]
        giving = _giving(index)
        near = np.argsort(-(subjects @ subjects[position]), kind="stable")[1:8]
        for task in by_trial[trial][:3]:
            yield Case("evidence-inference", trial, task.question.question, True, index)
            prompt = prompts[task.question.id]
            neighbour = by_trial[trials[int(chosen.choice(list(near)))]]
            other = prompts[chosen.choice(neighbour).question.id]
            for part in ("outcome", "intervention"):
                strange = frozenset(terms(other[part]))
                if strange and not any(strange <= present for present in held):
                    asked = {**prompt, part: other[part]}
                    text = (
                        f"What was the effect of {asked['intervention']} compared with"
                        f" {asked['comparator']} on {asked['outcome']}?"
                    )
                    yield Case("evidence-inference", trial, text, False, index)
            yield from _kind_cases(trial, prompt, giving, index)


_ASKING = {
    "a p-value": "What was the p-value for {outcome} with {intervention} against {comparator}?",
    "a hazard ratio, odds ratio or relative risk": (
        "Which odds ratio or hazard ratio was found for {outcome} with {intervention}?"
    ),
    "a confidence interval": "What is the confidence interval of {outcome} under {intervention}?",
    "an investigator": "Who was the principal investigator of the trial of {intervention}?",
    "a start or completion date": "When was the trial of {intervention} completed?",
    "the number of dropouts": "How many of the patients on {intervention} dropped out?",
    "data on use in pregnancy or breast-feeding": "Is {intervention} safe in pregnancy?",
    "advice on taking it with food": "Should {intervention} be taken with a meal?",
    "a half-life or other pharmacokinetics": "What is the half-life of {intervention}?",
    "a price or cost": "What is the price of {intervention}?",
    "an approval": "Has {intervention} been approved?",
    "a percentage or share": "What percentage of patients on {intervention} had {outcome}?",
    "a dose or concentration": "At what dose was {intervention} given?",
    "a country": "In which countries was {intervention} tested?",
}


def _kind_cases(
    trial: str,
    prompt: dict[str, Any],
    giving: Mapping[str, Sequence[frozenset[str]]],
    index: Index,
) -> Iterator[Case]:
    """Answerable when the marked evidence (or, for what is not about an outcome, a piece that names
    the intervention) gives the kind; unanswerable when the whole trial never does. `giving` has the
    terms of the pieces that give each kind.
    """
    subject = frozenset(terms(prompt["intervention"]))
    evidence = " ".join(span["text"] for span in prompt["evidence"])
    for kind in KINDS:
        if kind.name not in _ASKING:
            continue
        if "{outcome}" in _ASKING[kind.name]:
            gives = gives_kind(kind, evidence)
        else:
            gives = any(subject <= present for present in giving[kind.name])
        if gives or not giving[kind.name]:
            yield Case("kinds", trial, _ASKING[kind.name].format(**prompt), gives, index)


def _giving(index: Index) -> dict[str, list[frozenset[str]]]:
    """By name of the kind, the terms of each piece that gives it."""
    present = [(chunk.quote, frozenset(terms(chunk.quote))) for chunk in index.chunks]
    return {kind.name: [held for text, held in present if gives_kind(kind, text)] for kind in KINDS}


def _covid(folder: Path, embedder: Embedder) -> Iterator[Case]:
    """Intact, with the passage that answers left out, and put to a similar article."""
    questions = PUBLIC["covid-qa-within"](folder).questions
    nearest = _nearest(questions.documents, embedder)
    number = {document.id: i for i, document in enumerate(questions.documents)}
    indexes = [build_index([document], embedder) for document in questions.documents]
    for task in _sample(questions.tasks, 400):
        name = task.question.documents[0]
        own = number[name]
        text = task.question.question
        yield Case("covid-qa", name, text, True, indexes[own])
        without = _chunks_without([place for piece in task.gold for place in piece])
        document = questions.documents[own]
        if without(document):
            index = build_index([document], embedder, chunk=without)
            yield Case("covid-qa-removed", name, text, False, index)
        yield Case("covid-qa-other", name, text, False, indexes[nearest(own, 2)[1]])


def _chunks_without(places: Sequence[Place]) -> Callable[[Document], list[Chunk]]:
    """Pieces that overlap none of `places`."""

    def chunk(document: Document) -> list[Chunk]:
        return [
            piece
            for piece in chunk_document(document)
            if not any(
                place.document == document.id
                and place.anchor == piece.anchor
                and place.start < piece.span[1]
                and piece.span[0] < place.end
                for place in places
            )
        ]

    return chunk


def _nearest(
    documents: Sequence[Document], embedder: Embedder
) -> Callable[[int, int], npt.NDArray[np.int64]]:
    """Positions of the documents nearest to one (itself first), by their mean vectors."""
    pieces = [[chunk.embed_text for chunk in chunk_document(document)] for document in documents]
    means = np.stack([embedder.embed_passages(texts).mean(axis=0) for texts in pieces])
    means /= np.linalg.norm(means, axis=1, keepdims=True)

    def nearest(position: int, count: int) -> npt.NDArray[np.int64]:
        return np.argsort(-(means @ means[position]), kind="stable")[:count]

    return nearest


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
