"""A run scores every question, survives being broken off, and is saved whole."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.types import Document
from index.errors import IndexDamagedError
from qa.evaluation.errors import RunError
from qa.evaluation.provenance import code_digest
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.run import load_run, save_run
from qa.evaluation.score import citations
from qa.evaluation.sets.opening import open_question_set
from qa.evaluation.summary import summarise
from qa.evaluation.types import Place, Question, Response
from tests.evaluation_samples import (
    REFUSAL,
    LookUp,
    article,
    oracle,
    response,
    row_place,
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
    rows = None if listed is None else tuple((document.id, anchor) for anchor in listed)
    given = response(document, *(row_place(document, anchor) for anchor in cited), rows=rows)
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
        rows = tuple((document.id, anchor) for anchor in listed)
        given = response(document, row_place(document, "t1-r3"), rows=rows)
        assert scores_of(run(LookUp({"q": given}), questions), "q")["rows_exact"] == exact
        elsewhere = replace(given, rows=tuple(("another", anchor) for anchor in listed))
        scores = scores_of(run(LookUp({"q": elsewhere}), questions), "q")
        assert (scores["rows_exact"], scores["rows_f1"]) == (0.0, 0.0)


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
