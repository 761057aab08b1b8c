"""A run that was broken off goes on from what was kept, and only from what is its own."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.types import Document
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.runner import evaluate
from qa.evaluation.sets.opening import open_question_set
from qa.evaluation.types import Question, Response
from tests.evaluation_samples import (
    ORIGIN,
    LookUp,
    article,
    oracle,
    response,
    run,
    scores_of,
    section_place,
    write_lines,
)


@pytest.fixture
def document() -> Document:
    return article()


@pytest.fixture
def questions(tmp_path: Path, document: Document) -> QuestionSet:
    return open_question_set(write_lines(tmp_path / "set.jsonl"), [document])


@pytest.mark.parametrize("tail", [b"", "γ".encode()[:1], b"\n{}\n"])
def test_a_run_broken_off_goes_on_where_it_was(
    tmp_path: Path, document: Document, questions: QuestionSet, tail: bytes
) -> None:
    class BreaksOff(LookUp):
        def respond(self, question: Question, limit: int) -> Response:
            if len(self.asked) == 3:
                raise KeyboardInterrupt
            return super().respond(question, limit)

    known = oracle(document, questions.tasks).known
    partial = tmp_path / "run.partial.jsonl"
    whole = run(LookUp(known), questions)
    with pytest.raises(KeyboardInterrupt):
        run(BreaksOff(known), questions, partial=partial)
    with partial.open("ab") as file:
        file.write(b'{"task": half a line' + tail)
    second = LookUp(known)
    told: list[tuple[int, int]] = []
    resumed = run(
        second, questions, partial=partial, progress=lambda done, of: told.append((done, of))
    )
    assert second.asked == ["q4", "q5"]
    assert told == [(3, 5), (4, 5), (5, 5)]
    assert resumed == whole
    # What is kept is now the whole run: asked again, the system is not.
    assert run(LookUp({}), questions, partial=partial) == whole


def test_a_resumed_run_is_scored_by_the_places_and_rule_of_today(
    tmp_path: Path, document: Document, questions: QuestionSet
) -> None:
    class BreaksOff(LookUp):
        def respond(self, question: Question, limit: int) -> Response:
            if question.id == "q2":
                raise KeyboardInterrupt
            return super().respond(question, limit)

    known = {"q1": response(document, section_place(document, "s1", "ferritin"))}
    partial = tmp_path / "run.partial.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(BreaksOff(known), questions, partial=partial)
    resumed = run(LookUp(known), questions, partial=partial, rule="overlaps")
    assert resumed == run(LookUp(known), questions, rule="overlaps")
    assert scores_of(resumed, "q1")["success@1"] == 1


def test_a_partial_with_a_line_separator_in_a_text_is_continued(
    tmp_path: Path, document: Document, questions: QuestionSet
) -> None:
    odd = response(document, section_place(document, "s1", "ferritin"), texts=("a\u2028b\u0085c",))
    partial = tmp_path / "run.partial.jsonl"
    whole = run(LookUp({"q1": odd}), questions, partial=partial)
    lines = partial.read_bytes().split(b"\n")
    partial.write_bytes(b"\n".join(lines[:3]) + b"\n")
    second = LookUp({"q1": odd})
    assert run(second, questions, partial=partial) == whole
    assert second.asked == ["q3", "q4", "q5"]


@pytest.mark.parametrize("change", ["system", "limit", "code", "questions"])
def test_a_partial_of_another_kind_is_not_continued(
    tmp_path: Path, document: Document, questions: QuestionSet, change: str
) -> None:
    known = oracle(document, questions.tasks).known
    partial = tmp_path / "run.partial.jsonl"

    class BreaksOff(LookUp):
        def respond(self, question: Question, limit: int) -> Response:
            if question.id == "q3":
                raise KeyboardInterrupt
            return super().respond(question, limit)

    with pytest.raises(KeyboardInterrupt):
        run(BreaksOff(known), questions, partial=partial)
    second = LookUp(known, "other" if change == "system" else "look-up")
    tasks = questions.tasks[:4] if change == "questions" else questions.tasks
    evaluate(
        second,
        tasks,
        documents=questions.documents,
        limit=5 if change == "limit" else 10,
        origin=replace(ORIGIN, code="changed") if change == "code" else ORIGIN,
        partial=partial,
    )
    assert second.asked == [task.question.id for task in tasks]
