"""Two runs side by side: which questions they differ in, and what may be compared."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.types import Document
from qa.evaluation.compare import compare_runs
from qa.evaluation.errors import RunError
from qa.evaluation.measures import MEASURES
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.sets.opening import open_question_set
from tests.evaluation_samples import (
    REFUSAL,
    LookUp,
    article,
    oracle,
    response,
    run,
    section_place,
    write_lines,
)


@pytest.fixture
def document() -> Document:
    return article()


@pytest.fixture
def questions(tmp_path: Path, document: Document) -> QuestionSet:
    return open_question_set(write_lines(tmp_path / "set.jsonl"), [document])


def test_two_runs_differ_by_the_questions_one_of_them_missed(
    document: Document, questions: QuestionSet
) -> None:
    known = oracle(document, questions.tasks).known
    better = run(LookUp(known), questions)
    worse = run(LookUp({**known, "q1": REFUSAL}), questions)
    found = {d.measure.key: d for d in compare_runs(worse, better)}
    assert found["success@1"].wins == ("q1",)
    assert found["success@1"].losses == ()
    assert found["success@1"].ties == 3
    # Fewer characters are better: the run that answers loses there.
    assert found["characters_shown"].losses == ("q1",)
    back = {d.measure.key: d for d in compare_runs(better, worse)}
    assert back["success@1"].losses == ("q1",)
    assert back["success@1"].p == found["success@1"].p == 1


def test_runs_of_different_sets_or_limits_are_not_compared(
    document: Document, questions: QuestionSet
) -> None:
    system = oracle(document, questions.tasks)
    whole = run(system, questions)
    with pytest.raises(RunError, match="different question sets"):
        compare_runs(whole, run(system, questions.part(split="dev")))
    asked = replace(questions.tasks[0].question, question="What else goes with them?")
    other = (replace(questions.tasks[0], question=asked), *questions.tasks[1:])
    with pytest.raises(RunError, match="different question sets"):
        compare_runs(whole, run(system, replace(questions, tasks=other)))
    with pytest.raises(RunError, match="rules 'covers' and 'overlaps'"):
        compare_runs(whole, run(system, questions, rule="overlaps"))
    with pytest.raises(RunError, match="10 and 5 citations"):
        compare_runs(whole, run(system, questions, limit=5))


def test_a_whole_figure_is_tested_by_swapping_the_runs(
    document: Document, questions: QuestionSet
) -> None:
    known = oracle(document, questions.tasks).known
    refuses_rightly = run(LookUp(known), questions)
    sure_of_q4 = response(document, section_place(document, "s2", "Sleep"), confidence=0.9)
    answers_all = run(LookUp({**known, "q4": sure_of_q4}), questions)
    found = {d.measure.key: d for d in compare_runs(answers_all, refuses_rightly)}
    assert (found["refusal_auroc"].first, found["refusal_auroc"].second) == (0, 1)
    assert (found["refusal_recall"].first, found["refusal_recall"].second) == (0, 1)
    assert "refusal_precision" not in found, "it is undefined for a run that refuses nothing"
    assert found["refusal_auroc"].wins is None
    # One question differs: of two swappings, both are as extreme.
    assert found["refusal_auroc"].p == 1
    assert found["latency_p50"].p == 1, "every answer took a millisecond"
    assert list(found) == [key for key in MEASURES if key in found]
