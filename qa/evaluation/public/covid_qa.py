"""COVID-QA: experts' questions with answer spans in full CORD-19 articles.

Möller et al., "COVID-QA: A Question Answering Dataset for COVID-19" (ACL Workshop on NLP for
COVID-19, 2020). Many questions mean something only within their article ("How many patients were
studied?"), so there are two benchmarks: over all articles, and within the given one.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.types import Section
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.public.benchmark import Benchmark
from qa.evaluation.public.files import read_records
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.sets.plain import plain_document
from qa.evaluation.types import Place, Question, Task

FETCH = (
    "Needed: the folder 'covid_qa' with articles.jsonl (article_id, first_line, text) and "
    "questions.jsonl (qid, question, article_id, answers of text, start and end in characters of "
    "the article's text), made from COVID-QA.json of github.com/deepset-ai/COVID-QA."
)
ANCHOR = "text"

_STRICT = ConfigDict(strict=True, extra="ignore")


class _Article(BaseModel):
    model_config = _STRICT
    article_id: str
    first_line: str
    text: str


class _Span(BaseModel):
    model_config = _STRICT
    text: str
    start: int
    end: int


class _Entry(BaseModel):
    model_config = _STRICT
    qid: str
    question: str
    article_id: str
    answers: list[_Span]


def load(folder: Path) -> Benchmark:
    """Every question over all articles at once."""
    return _benchmark(folder, "covid-qa", within=False)


def load_within(folder: Path) -> Benchmark:
    """Every question within the article that it was written for."""
    return _benchmark(folder, "covid-qa-within", within=True)


def _benchmark(folder: Path, name: str, *, within: bool) -> Benchmark:
    base = folder / "covid_qa"
    articles = {
        article.article_id: article
        for _, article in read_records(base / "articles.jsonl", _Article, FETCH)
    }
    path = base / "questions.jsonl"
    entries = read_records(path, _Entry, FETCH)
    problems = [
        Problem(path, line, problem)
        for line, entry in entries
        if (problem := _problem(entry, articles))
    ]
    if problems:
        raise QuestionSetError(problems)
    tasks = tuple(_task(entry, within=within) for _, entry in entries if entry.answers)
    documents = tuple(
        plain_document(
            article.article_id,
            article.first_line,
            [Section(ANCHOR, (article.first_line,), "body", article.text)],
        )
        for article in articles.values()
    )
    scope = "within the given article" if within else f"over all {len(documents)} articles"
    return Benchmark(
        about=f"experts' questions {scope}; the answer span overlapped",
        questions=QuestionSet(name, tasks, documents, brings_documents=True, rule="overlaps"),
        measures=("success@1", "success@5", "success@10", "mrr@10", "characters_shown"),
        left_out=len(entries) - len(tasks),
    )


def _problem(entry: _Entry, articles: dict[str, _Article]) -> str:
    if entry.article_id not in articles:
        return f"unknown article {entry.article_id!r}"
    text = articles[entry.article_id].text
    for span in entry.answers:
        if not span.text or text[max(span.start, 0) : span.end] != span.text:
            return f"{span.text!r} does not stand at {span.start}-{span.end} of the article"
    return ""


def _task(entry: _Entry, *, within: bool) -> Task:
    texts = tuple(dict.fromkeys(span.text for span in entry.answers))
    question = Question(
        id=entry.qid,
        type="passage",
        question=entry.question.strip(),
        evidence=(texts,),
        documents=(entry.article_id,) if within else (),
    )
    places = (Place(entry.article_id, ANCHOR, span.start, span.end) for span in entry.answers)
    return Task(question, (tuple(dict.fromkeys(places)),))
