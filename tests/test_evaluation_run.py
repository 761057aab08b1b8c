"""A run scores every question, survives being broken off, and is saved whole."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.types import Document
from index.errors import IndexDamagedError
from qa.evaluation.compare import compare_runs
from qa.evaluation.errors import RunError
from qa.evaluation.measures import MEASURES
from qa.evaluation.provenance import code_digest
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.run import Provenance, Run, load_run, save_run
from qa.evaluation.runner import evaluate
from qa.evaluation.score import citations
from qa.evaluation.sets.opening import open_question_set
from qa.evaluation.summary import summarise
from qa.evaluation.types import Place, Question, Response, System
from tests.evaluation_samples import (
    REFUSAL,
    LookUp,
    article,
    oracle,
    response,
    row_place,
    section_place,
    write_lines,
)

ORIGIN = Provenance(version="1", commit="abc", code="def")


@pytest.fixture
def document() -> Document:
    return article()


@pytest.fixture
def questions(tmp_path: Path, document: Document) -> QuestionSet:
    return open_question_set(write_lines(tmp_path / "set.jsonl"), [document])


def run(system: System, questions: QuestionSet, **options: object) -> Run:
    return evaluate(
        system,
        questions.tasks,
        documents=questions.documents,
        set_name=questions.name,
        origin=ORIGIN,
        **options,  # type: ignore[arg-type]
    )


def scores_of(found: Run, name: str) -> dict[str, float]:
    (result,) = (r for r in found.results if r.task.question.id == name)
    return dict(result.scores)


def test_the_oracle_is_right_about_everything(document: Document, questions: QuestionSet) -> None:
    system = oracle(document, questions.tasks)
    known = {"q1": ("Smith, 2019",)}
    system.known = {
        name: replace(r, sources=tuple(known.get(name, ()) for _ in r.places))
        for name, r in system.known.items()
    }
    figures = summarise(run(system, questions).results)
    wrong = {
        key: figure.value
        for key, figure in figures.items()
        if figure.measure.unit == "share" and figure.value != 1
    }
    # What is over: two pieces cannot both be first, and its confidence is 0.5 or 0.1, which tells
    # the two kinds of question apart but is not the probability, 1 or 0.
    assert wrong.keys() == {"recall@1", "refusal_brier", "refusal_ece"}
    assert 0.1**2 < wrong["refusal_brier"] < 0.5**2
    assert 0.1 < wrong["refusal_ece"] < 0.5


def test_silence_counts_as_zero_never_as_missing(
    document: Document, questions: QuestionSet
) -> None:
    answered = run(oracle(document, questions.tasks), questions)
    silent = run(LookUp({}), questions)
    for a, b in zip(answered.results, silent.results, strict=True):
        assert a.scores.keys() == b.scores.keys()
    figures = summarise(silent.results)
    for key in ("evidence_complete@5", "mrr@10", "answer_recall", "source_accuracy", "rows_f1"):
        assert figures[key].value == 0
    assert figures["refusal_recall"].value == 1
    assert figures["premise_handled"].value == 1


def test_a_failing_system_is_a_wrong_answer_and_no_refusal(questions: QuestionSet) -> None:
    class Failing:
        name = "failing"

        def respond(self, question: Question, limit: int) -> Response:
            raise RuntimeError(f"no answer to {question.id} within {limit}")

    found = run(Failing(), questions)
    assert found.results[0].error == "RuntimeError: no answer to q1 within 5"
    for result in found.results:
        assert set(result.scores.values()) == {0.0}
    assert summarise(found.results)["refusal_recall"].value == 0


def test_the_parts_are_measured_beside_what_is_cited(
    document: Document, questions: QuestionSet
) -> None:
    place = questions.tasks[0].gold[0][0]
    whole = response(document, place)
    string = questions.tasks[0].question.answers[0][0]
    expected = {
        None: (1.0, float(len(whole.texts[0]))),
        (): (0.0, 0.0),
        ("nothing",): (0.0, 7.0),
        ("nothing", string): (1.0, 7.0 + len(string)),
        ("a", "b", "c", "d", "e", string): (0.0, 5.0),
    }
    for parts, measured in expected.items():
        scores = scores_of(run(LookUp({"q1": replace(whole, parts=parts)}), questions), "q1")
        assert (scores["part_recall"], scores["part_characters"]) == measured
        assert scores["answer_recall"] == 1


def test_a_damaged_index_ends_the_run(questions: QuestionSet) -> None:
    class Damaged:
        name = "damaged"

        def respond(self, question: Question, limit: int) -> Response:
            raise IndexDamagedError(f"damaged at {question.id}, {limit}")

    with pytest.raises(IndexDamagedError):
        run(Damaged(), questions)


def test_what_a_refusal_cites_does_not_count(document: Document, questions: QuestionSet) -> None:
    place = questions.tasks[0].gold[0][0]
    refused = response(document, place, refused=True)
    assert scores_of(run(LookUp({"q1": refused}), questions), "q1")["success@1"] == 0


@pytest.mark.parametrize(
    ("listed", "cited", "exact", "f1"),
    [
        (("t1-r1", "t1-r2"), ("t1-r3",), 1.0, 1.0),
        (("t1-r1",), ("t1-r1", "t1-r2"), 0.0, 2 / 3),
        ((), ("t1-r1", "t1-r2"), 0.0, 0.0),
        (None, ("t1-r2", "t1-r1"), 1.0, 1.0),
        (None, ("t1-r1", "t1-r2", "t1-r3"), 0.0, 0.8),
    ],
)
def test_a_list_is_the_rows_listed_or_else_those_cited(
    document: Document,
    questions: QuestionSet,
    listed: tuple[str, ...] | None,
    cited: tuple[str, ...],
    exact: float,
    f1: float,
) -> None:
    given = response(document, *(row_place(document, anchor) for anchor in cited), rows=listed)
    scores = scores_of(run(LookUp({"q2": given}), questions), "q2")
    assert scores["rows_exact"] == exact
    assert scores["rows_f1"] == pytest.approx(f1)


def test_a_row_that_is_an_alternative_counts_as_the_required_one(
    tmp_path: Path, document: Document
) -> None:
    line = {
        "id": "q",
        "type": "list",
        "question": "Which trials?",
        "evidence": [["NCT00000001", "NCT00000002"], ["NCT00000003"]],
    }
    questions = open_question_set(write_lines(tmp_path / "list.jsonl", [line]), [document])
    for listed, exact in ((("t1-r2", "t1-r3"), 1.0), (("t1-r1", "t1-r3"), 1.0), (("t1-r3",), 0.0)):
        given = response(document, row_place(document, "t1-r3"), rows=listed)
        assert scores_of(run(LookUp({"q": given}), questions), "q")["rows_exact"] == exact


def test_a_citation_too_short_for_the_piece_does_not_count(
    document: Document, questions: QuestionSet
) -> None:
    short = response(document, section_place(document, "s1", "ferritin goes with"))
    wide = response(document, section_place(document, "s1", "Low ferritin goes with restless legs"))
    assert scores_of(run(LookUp({"q1": short}), questions), "q1")["success@1"] == 0
    assert scores_of(run(LookUp({"q1": wide}), questions), "q1")["success@1"] == 1


def test_places_of_one_quotation_are_one_citation() -> None:
    places = tuple(Place("iron", f"t1-r{n}", 0, 9) for n in (1, 2, 3))
    given = Response(places, ("both", "both", "last"), refused=False, confidence=1, elapsed_ms=1)
    assert [citation.places for citation in citations(given)] == [places[:2], places[2:]]


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


class Deepens(LookUp):
    """Asked for more than five, it gives back other places, as one that merges neighbours may."""

    def __init__(self, shown: Response, deeper: Response) -> None:
        super().__init__({})
        self.answers = {5: shown, 10: deeper}

    def respond(self, question: Question, limit: int) -> Response:
        self.asked.append(question.id)
        return self.answers[limit]


def test_a_question_is_asked_as_it_is_read_and_deeper_only_for_what_is_lacking(
    document: Document, questions: QuestionSet
) -> None:
    only = questions.part(limit=1)
    gold = only.tasks[0].gold[0][0]
    words = ("Sleep", "improved", "42%", "adults", "Iron")
    others = [section_place(document, "s2", word) for word in words]
    with_gold = response(document, gold, *others)
    without = response(document, *others)
    found = Deepens(with_gold, without)
    result = run(found, only).results[0]
    assert (result.ranks, result.deeper, found.asked) == ((1,), None, ["q1"])
    lacking = Deepens(without, with_gold)
    result = run(lacking, only).results[0]
    # Asked again it comes first, but the five before were read first.
    assert (result.ranks, lacking.asked) == ((6,), ["q1", "q1"])
    assert result.response == without
    assert (result.scores["success@5"], result.scores["success@10"]) == (0, 1)
    assert result.scores["mrr@10"] == pytest.approx(1 / 6)
    refusing = Deepens(REFUSAL, with_gold)
    assert run(refusing, only).results[0].ranks == (None,)
    assert refusing.asked == ["q1"]


def test_documents_are_ranked_from_one_deep_asking(questions: QuestionSet) -> None:
    class Counts(LookUp):
        def respond(self, question: Question, limit: int) -> Response:
            assert limit == 100
            return super().respond(question, limit)

    system = Counts({})
    found = run(system, questions, rule="document")
    assert not any(result.error for result in found.results)
    assert (found.rule, found.limit) == ("document", 100)


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


def test_a_saved_run_is_read_back_the_same(
    tmp_path: Path, document: Document, questions: QuestionSet
) -> None:
    found = run(oracle(document, questions.tasks), questions)
    path = tmp_path / "run.json"
    save_run(found, path)
    assert load_run(path) == found
    assert json.loads(path.read_text())["provenance"]["commit"] == "abc"


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}', '{"format": 2, "results": []}'])
def test_what_is_no_run_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(RunError, match=r"run\.json"):
        load_run(path)


def test_the_code_digest_changes_with_any_source_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "qa").mkdir()
    (tmp_path / "qa" / "a.py").write_text("a = 1\n")
    digest = code_digest(tmp_path)
    (tmp_path / "qa" / "note.txt").write_text("not code")
    assert code_digest(tmp_path) == digest
    (tmp_path / "qa" / "a.py").write_text("a = 2\n")
    assert code_digest(tmp_path) != digest


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
