"""SQuAD-style JSON, versions 1 and 2: every article brings its paragraphs and their questions.

Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text" (EMNLP 2016);
"Know What You Don't Know: Unanswerable Questions for SQuAD" (ACL 2018). A question is put to the
article of its paragraph; `is_impossible` makes it unanswerable.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.types import Document
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.question_set import Line, QuestionSet, check_ids
from qa.evaluation.sets.lines import load_json, read_text, reasons
from qa.evaluation.sets.plain import paragraph_anchor, paragraph_sections, plain_document
from qa.evaluation.types import Place, Question, Task

_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.)*"|\d+)')

_STRICT = ConfigDict(strict=True, extra="ignore")  # tools add fields of their own to this format


class _Answer(BaseModel):
    model_config = _STRICT
    text: str
    answer_start: int


class _Entry(BaseModel):
    model_config = _STRICT
    id: str | int
    question: str
    answers: list[_Answer] = []
    is_impossible: bool = False


class _Paragraph(BaseModel):
    model_config = _STRICT
    context: str
    qas: list[_Entry]


class _Article(BaseModel):
    model_config = _STRICT
    title: str = ""
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    model_config = _STRICT
    data: list[_Article]


def read_squad(path: Path) -> QuestionSet:
    """The questions and articles of the file; raises `QuestionSetError`."""
    text = read_text(path)
    try:
        file = _File.model_validate(load_json(text))
    except ValidationError as error:
        raise QuestionSetError([Problem(path, 0, reason) for reason in reasons(error)]) from error
    except json.JSONDecodeError as error:
        raise QuestionSetError([Problem(path, error.lineno, f"not JSON: {error.msg}")]) from error
    except ValueError as error:
        raise QuestionSetError([Problem(path, 0, f"not JSON: {error}")]) from error
    documents = [
        plain_document(
            name,
            article.title,
            paragraph_sections(
                article.title, [paragraph.context for paragraph in article.paragraphs]
            ),
        )
        for name, article in zip(_names(file), file.data, strict=True)
    ]
    lines: list[Line] = []
    tasks: list[Task] = []
    problems: list[Problem] = []
    written = _lines_of_ids(text)
    for document, anchor, paragraph, entry in _entries(file, documents):
        line = next(written.get(entry.id, iter(())), 0)
        wrong = _problem(entry, paragraph.context)
        if wrong:
            problems.append(Problem(path, line, f"question {entry.id!r}: {wrong}"))
            continue
        task = _task(document, anchor, entry)
        lines.append(Line(line, task.question))
        tasks.append(task)
    problems += check_ids(path, lines)
    if problems:
        raise QuestionSetError(problems)
    return QuestionSet(path.stem, tuple(tasks), tuple(documents), brings_documents=True)


def _names(file: _File) -> Iterator[str]:
    """An id per article: its title, numbered where titles are missing or repeated."""
    seen: set[str] = set()
    for number, article in enumerate(file.data, start=1):
        slug = re.sub(r"\W+", "-", article.title).strip("-").casefold() or f"article-{number}"
        name = slug if slug not in seen else f"{slug}-{number}"
        seen.add(name)
        yield name


def _entries(
    file: _File, documents: list[Document]
) -> Iterator[tuple[Document, str, _Paragraph, _Entry]]:
    for document, article in zip(documents, file.data, strict=True):
        for number, paragraph in enumerate(article.paragraphs, start=1):
            for entry in paragraph.qas:
                yield document, paragraph_anchor(number), paragraph, entry


def _problem(entry: _Entry, context: str) -> str:
    if not entry.question.strip():
        return "the question is empty"
    if not entry.is_impossible and not entry.answers:
        return "neither answers nor is_impossible"
    for answer in () if entry.is_impossible else entry.answers:
        stands = answer.answer_start >= 0 and context.startswith(answer.text, answer.answer_start)
        if not answer.text or not stands:
            return f"{answer.text!r} does not stand at character {answer.answer_start}"
    return ""


def _task(document: Document, anchor: str, entry: _Entry) -> Task:
    answers = [] if entry.is_impossible else entry.answers
    texts = tuple(dict.fromkeys(answer.text for answer in answers))
    places = tuple(
        dict.fromkeys(
            Place(document.id, anchor, a.answer_start, a.answer_start + len(a.text))
            for a in answers
        )
    )
    question = Question(
        id=str(entry.id),
        type="passage" if answers else "unanswerable",
        question=entry.question.strip(),
        evidence=(texts,) if texts else (),
        answers=(texts,) if texts else (),
        documents=(document.id,),
    )
    return Task(question, (places,) if places else ())


def _lines_of_ids(text: str) -> dict[str | int, Iterator[int]]:
    """Per id, the lines in which it is written, in order."""
    lines: dict[str | int, list[int]] = {}
    number, at = 1, 0
    for match in _ID.finditer(text):
        number += text.count("\n", at, match.start())
        at = match.start()
        lines.setdefault(json.loads(match[1]), []).append(number)
    return {name: iter(numbers) for name, numbers in lines.items()}
