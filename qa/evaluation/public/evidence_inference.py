"""Evidence Inference 2.0: doctors' questions with evidence spans in full-text trials.

DeYoung et al., "Evidence Inference 2.0: More Data, Better Models" (BioNLP 2020). A question is a
template over the doctor's outcome, intervention and comparator. Always within the given article:
the questions do not say which trial they mean. Three benchmarks: evidence passages, and the
questions whose evidence is a table row, put to the trial's tables alone and to all of it.
Annotation is incomplete: an unmarked passage may answer as well, so figures are lower bounds, most
of all for rows in the whole trial, where the running text often says the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from corpus.types import Document
from qa.evaluation.locate import Locator
from qa.evaluation.public.benchmark import Benchmark
from qa.evaluation.public.files import need, read_records
from qa.evaluation.public.jats import read_article, row_anchor
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.types import Place, Question, Task

FETCH = (
    "Needed: the folder 'evidence_inference' with nxml/PMC....nxml, questions.jsonl (prompt_id, "
    "pmcid, question, evidence with text) and table_row_questions.jsonl (prompt_id, pmcid, "
    "question, table_wrap_id, row_indices), made from github.com/jayded/evidence-inference."
)

_STRICT = ConfigDict(strict=True, extra="ignore")


class _Span(BaseModel):
    model_config = _STRICT
    text: str


class _Prompt(BaseModel):
    model_config = _STRICT
    prompt_id: str
    pmcid: str = Field(pattern=r"^PMC\d+$")
    question: str
    split: str = ""


class _Passages(_Prompt):
    evidence: list[_Span]


class _Rows(_Prompt):
    table_wrap_id: str | None
    row_indices: list[int]


Kind = TypeVar("Kind", bound=_Prompt)


def load(folder: Path) -> Benchmark:
    """Evidence passages: any marked span, found in its article by its folded text.

    A span that is nowhere is left out; these are mostly table rows, see `load_rows`.
    """
    path = folder / "evidence_inference" / "questions.jsonl"
    prompts = [prompt for _, prompt in read_records(path, _Passages, FETCH)]
    documents = _articles(path.parent, prompts)
    locator = Locator(documents)

    def places(prompt: _Passages) -> Iterator[Place]:
        for span in prompt.evidence:
            yield from locator.find(span.text, (prompt.pmcid,))

    about = "doctors' prompts within the given trial; any marked evidence overlapped"
    return _benchmark("evidence-inference", about, documents, prompts, places)


def load_rows(folder: Path) -> Benchmark:
    """Evidence rows among the rows of the trial's tables: any of the run that was marked."""
    return _rows_benchmark(folder, "evidence-inference-rows", tables_only=True)


def load_rows_in_trial(folder: Path) -> Benchmark:
    """The same rows, with all of the trial to search."""
    return _rows_benchmark(folder, "evidence-inference-rows-in-trial", tables_only=False)


def _rows_benchmark(folder: Path, name: str, *, tables_only: bool) -> Benchmark:
    path = folder / "evidence_inference" / "table_row_questions.jsonl"
    prompts = [prompt for _, prompt in read_records(path, _Rows, FETCH)]
    documents = _articles(path.parent, prompts)
    if tables_only:
        documents = tuple(map(_tables_only, documents))
    by_id = {document.id: document for document in documents}

    def places(prompt: _Rows) -> Iterator[Place]:
        document = by_id[prompt.pmcid]
        for index in prompt.row_indices:
            found = document.row_by_anchor.get(row_anchor(prompt.table_wrap_id or "", index))
            if found:  # a header row among the marked ones is none of the document's rows
                row = found[1]
                yield Place(document.id, row.anchor, 0, len(row.text))

    scope = "the tables of the given trial" if tables_only else "the given trial"
    about = f"doctors' prompts within {scope}; any marked table row"
    return _benchmark(name, about, documents, prompts, places)


def _benchmark(
    name: str,
    about: str,
    documents: tuple[Document, ...],
    prompts: Sequence[Kind],
    places: Callable[[Kind], Iterable[Place]],
) -> Benchmark:
    by_id = {document.id: document for document in documents}
    tasks = []
    for prompt in prompts:
        gold = tuple(dict.fromkeys(places(prompt)))
        if gold:
            question = Question(
                id=prompt.prompt_id,
                type="table" if isinstance(prompt, _Rows) else "passage",
                question=prompt.question,
                evidence=(tuple(dict.fromkeys(_quoted(by_id, place) for place in gold)),),
                documents=(prompt.pmcid,),
                split=prompt.split,
            )
            tasks.append(Task(question, (gold,)))
    return Benchmark(
        about=about,
        questions=QuestionSet(
            name, tuple(tasks), documents, brings_documents=True, rule="overlaps"
        ),
        measures=("success@1", "success@5", "success@10", "mrr@10", "characters_shown"),
        left_out=len(prompts) - len(tasks),
    )


def _quoted(documents: Mapping[str, Document], place: Place) -> str:
    return documents[place.document].text_of(place.anchor)[place.start : place.end]


def _articles(base: Path, prompts: Iterable[_Prompt]) -> tuple[Document, ...]:
    names = sorted({prompt.pmcid for prompt in prompts})
    return tuple(read_article(need(base / "nxml" / f"{name}.nxml", FETCH), name) for name in names)


def _tables_only(document: Document) -> Document:
    """The document without its running text; headings stay, since tables stand under them."""
    return replace(document, sections=tuple(replace(s, text="") for s in document.sections))
