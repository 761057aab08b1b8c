"""FeTaQA: questions over one table each, with the cells that support the answer.

Nan et al., "FeTaQA: Free-form Table Question Answering" (TACL 2022). The tables are Wikipedia's,
not biomedical. A gold row is one with a highlighted cell; two benchmarks, over the pooled rows of
all tables and within the given table.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from corpus.types import Document, Row, Section, Table
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.public.benchmark import Benchmark
from qa.evaluation.public.files import read_records
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.sets.plain import plain_document
from qa.evaluation.types import Place, Question, Task

FETCH = (
    "Needed: the folder 'fetaqa' with fetaqa_dev.jsonl (qid, question, page, section, table as "
    "rows of cells with the header first, gold_rows), made from the development file of "
    "github.com/Yale-LILY/FeTaQA."
)
SECTION = "s1"
DEVELOPMENT = "fetaqa_dev.jsonl"


class _Entry(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")
    qid: str
    question: str
    page: str
    section: str
    table: list[list[str]] = Field(min_length=2)
    gold_rows: list[int]


def load(folder: Path, file: str = DEVELOPMENT) -> Benchmark:
    """Every question of `file` over the rows of all tables."""
    return _benchmark(folder / "fetaqa" / file, "fetaqa", within=False)


def load_within(folder: Path) -> Benchmark:
    """Every question over the rows of its own table."""
    return _benchmark(folder / "fetaqa" / DEVELOPMENT, "fetaqa-within", within=True)


def _benchmark(path: Path, name: str, *, within: bool) -> Benchmark:
    entries = read_records(path, _Entry, FETCH)
    problems = [
        Problem(path, line, f"gold row {row} is not in the table of {len(entry.table)} rows")
        for line, entry in entries
        for row in entry.gold_rows
        if not 0 <= row < len(entry.table)
    ]
    if problems:
        raise QuestionSetError(problems)
    documents: dict[str, Document] = {}
    tasks: list[Task] = []
    for _, entry in entries:
        # Some tables are asked about twice; pooled, the same row must not stand there twice.
        key = entry.model_dump_json(include={"page", "section", "table"})
        document = documents.setdefault(key, _document(f"table-{len(documents) + 1}", entry))
        task = _task(entry, document, within=within)
        if task.gold:
            tasks.append(task)
    scope = "over the given table" if within else f"over the rows of all {len(documents)} tables"
    questions = QuestionSet(
        name, tuple(tasks), tuple(documents.values()), brings_documents=True, rule="overlaps"
    )
    return Benchmark(
        about=f"table questions {scope}; a row with a highlighted cell",
        questions=questions,
        measures=("success@1", "success@5", "recall@10", "mrr@10", "characters_shown"),
        left_out=len(entries) - len(tasks),
    )


def _document(name: str, entry: _Entry) -> Document:
    path = tuple(part for part in (entry.page, entry.section) if part)
    width = max(len(row) for row in entry.table)
    header, *rows = (tuple(row) + ("",) * (width - len(row)) for row in entry.table)
    table = Table(
        anchor="t1",
        label=entry.page,
        caption=entry.section or entry.page,
        columns=header,
        rows=tuple(Row(f"t1-r{number}", cells) for number, cells in enumerate(rows, start=1)),
        section=SECTION,
    )
    return plain_document(name, entry.page, [Section(SECTION, path, "body", "")], [table])


def _task(entry: _Entry, document: Document, *, within: bool) -> Task:
    # Row 0 is the header: a highlighted column name is no row.
    gold = [document.tables[0].rows[number - 1] for number in entry.gold_rows if number]
    question = Question(
        id=entry.qid,
        type="table",
        question=entry.question.strip(),
        evidence=tuple((row.text,) for row in gold),
        documents=(document.id,) if within else (),
    )
    places = tuple((Place(document.id, row.anchor, 0, len(row.text)),) for row in gold)
    return Task(question, places)
