"""BEIR folders: `corpus.jsonl`, `queries.jsonl` and judgements in `qrels/<split>.tsv`.

Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval
Models" (NeurIPS 2021 Datasets and Benchmarks). Judgements are of whole documents: each document
judged above 0 is one required piece, and any citation within it counts.
"""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.sets.lines import Record, read_text, records
from qa.evaluation.sets.plain import paragraph_anchor, paragraph_sections, plain_document
from qa.evaluation.types import Place, Question, Task

_STRICT = ConfigDict(strict=True, extra="ignore")  # `metadata` and the like are free to stand there
_HEADER = ("query-id", "corpus-id", "score")


class _Text(BaseModel):
    model_config = _STRICT
    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str


class _Query(BaseModel):
    model_config = _STRICT
    id: str = Field(alias="_id", min_length=1)
    text: str = Field(pattern=r"\S")


def read_beir(folder: Path, split: str = "") -> QuestionSet:
    """The judged queries of one split (none named: the only one, else "test")."""
    texts = _unique(folder / "corpus.jsonl", _Text)
    queries = _unique(folder / "queries.jsonl", _Query)
    path = _qrels(folder, split)
    judged = _judgements(path, {text.id for text in texts}, {query.id for query in queries})
    documents = tuple(
        plain_document(text.id, text.title, paragraph_sections(text.title, [text.text]))
        for text in texts
    )
    titles = {text.id: text.title or text.text for text in texts}
    tasks = tuple(_task(query, judged[query.id], titles) for query in queries if query.id in judged)
    if not tasks:
        raise QuestionSetError([Problem(path, 0, "no query is judged relevant to any document")])
    return QuestionSet(folder.name, tasks, documents, brings_documents=True, rule="document")


def _unique(path: Path, model: type[Record]) -> list[Record]:
    read, problems = records(path, model)
    first: dict[str, int] = {}
    for number, record in read:
        name = str(getattr(record, "id"))  # noqa: B009 - the type variable has no `id`
        earlier = first.setdefault(name, number)
        if earlier != number:
            message = f"_id {name!r} is already used in line {earlier}"
            problems.append(Problem(path, number, message))
    if not read and not problems:
        problems.append(Problem(path, 0, "the file is empty"))
    if problems:
        raise QuestionSetError(problems)
    return [record for _, record in read]


def _qrels(folder: Path, split: str) -> Path:
    splits = sorted(path.stem for path in (folder / "qrels").glob("*.tsv"))
    wanted = split or ("test" if len(splits) != 1 else splits[0])
    if wanted not in splits:
        known = ", ".join(splits) or "none"
        message = f"no judgements for the split {wanted!r}; there are: {known}"
        raise QuestionSetError([Problem(folder / "qrels", 0, message)])
    return folder / "qrels" / f"{wanted}.tsv"


def _judgements(path: Path, corpus: set[str], queries: set[str]) -> dict[str, list[str]]:
    """Per query, the documents judged above 0, in the order of the file."""
    judged: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not line.strip() or (number == 1 and cells == _HEADER):
            continue
        wrong = _wrong(cells, corpus, queries)
        if wrong:
            problems.append(Problem(path, number, wrong))
        elif int(cells[2]) > 0:
            if cells[1] in judged.setdefault(cells[0], []):
                problems.append(Problem(path, number, f"{cells[:2]} is judged twice"))
            judged[cells[0]].append(cells[1])
    if problems:
        raise QuestionSetError(problems)
    return judged


def _wrong(cells: Sequence[str], corpus: set[str], queries: set[str]) -> str:
    if len(cells) != len(_HEADER):
        return f"{len(cells)} columns instead of {', '.join(_HEADER)}"
    if cells[0] not in queries:
        return f"unknown query {cells[0]!r}"
    if cells[1] not in corpus:
        return f"unknown document {cells[1]!r}"
    if not cells[2].lstrip("-").isdigit():
        return f"the score {cells[2]!r} is not a whole number"
    return ""


def _task(query: _Query, relevant: Sequence[str], titles: dict[str, str]) -> Task:
    question = Question(
        id=query.id,
        type="passage",
        question=query.text.strip(),
        evidence=tuple((titles[name],) for name in relevant),
    )
    return Task(question, tuple((Place(name, paragraph_anchor(1), 0, 0),) for name in relevant))
