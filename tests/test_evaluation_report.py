"""The report: one file with everything in it, nothing composed, nothing unescaped."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from corpus.types import Document
from qa.evaluation.charts import Axis, Series, line_chart, round_ticks
from qa.evaluation.misses import miss_kind, misses
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.report import reliability_plot, render_report
from qa.evaluation.run import Provenance, Run
from qa.evaluation.runner import evaluate
from qa.evaluation.score import judges_refusal
from qa.evaluation.sets.opening import open_question_set
from qa.evaluation.types import Place, Response, System
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

VOID = {"meta", "link", "br", "input"}


class Outline(HTMLParser):
    """Checks that elements are closed in order, and notes ids, links and loaded files."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))
        for name in ("src", "href"):
            if tag != "a" and given.get(name):
                self.loaded.append(str(given[name]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.text.append(data)


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


@pytest.fixture
def document() -> Document:
    return article()


@pytest.fixture
def questions(tmp_path: Path, document: Document) -> QuestionSet:
    return open_question_set(write_lines(tmp_path / "set.jsonl"), [document])


def run(system: System, questions: QuestionSet) -> Run:
    return evaluate(
        system,
        questions.tasks,
        documents=questions.documents,
        set_name=questions.name,
        origin=Provenance("1", "0123456789abcdef+", "code"),
    )


def mixed(document: Document, questions: QuestionSet) -> LookUp:
    """Right about q3 and q5; a wrong citation, other rows, and an answer to what has none."""
    system = oracle(document, questions.tasks, "mixed")
    wrong = section_place(document, "s2", "Sleep improved")
    rows = tuple(row_place(document, f"t1-r{n}") for n in (1, 2, 3))
    system.known = {
        **system.known,
        "q1": response(document, wrong, confidence=0.4),
        "q2": response(document, *rows),
        "q4": response(document, wrong, confidence=0.2),
    }
    return system


def test_the_page_is_whole_and_loads_nothing(document: Document, questions: QuestionSet) -> None:
    system = mixed(document, questions)
    page = render_report([run(system, questions), run(LookUp({}), questions)], [document])
    found = outline(page)
    assert found.loaded == ["data:,"]
    assert not re.search(r"https?://|@import|url\(", page)
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)


def test_every_miss_is_shown_with_what_was_required_and_what_was_cited(
    document: Document, questions: QuestionSet
) -> None:
    found = run(mixed(document, questions), questions)
    assert [miss_kind(result) for result in found.results] == [
        "not cited",
        "other rows",
        None,
        "answered",
        None,
    ]
    page = render_report([found], [document])
    text = " ".join(" ".join(outline(page).text).split())
    assert page.count('<article class="miss"') == 3
    for shown in (
        "What goes with restless legs?",
        "Low ferritin goes with restless legs",
        "1 Introduction · not cited",
        "Sleep improved",
        "Table 1, row 3",
        "A refusal: the documents do not answer.",
        "0123456789ab+",
        questions.digest[:16],
    ):
        assert shown in text


def test_a_piece_that_comes_after_the_shown_citations_is_still_lacking(
    document: Document, questions: QuestionSet
) -> None:
    gold = questions.tasks[0].gold[0][0]
    before = [
        section_place(document, "s2", word) for word in ("Sleep", "improved", "42%", "adults")
    ]
    places = (*before, row_place(document, "t1-r1"), gold)
    found = run(LookUp({"q1": response(document, *places)}), questions)
    (miss,) = misses(replace(found, results=found.results[:1]), [document])
    assert (miss.expected[0].rank, miss.expected[0].met) == (6, False)
    assert [shown.relevant for shown in miss.shown] == [False] * 5


def test_the_misses_of_document_retrieval_mark_the_documents_ranked(tmp_path: Path) -> None:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    texts = [{"_id": f"d{n}", "text": f"One of {n}. Two of {n}."} for n in range(1, 8)]
    write_lines(folder / "corpus.jsonl", texts)
    write_lines(folder / "queries.jsonl", [{"_id": "q", "text": "Seven?"}])
    (folder / "qrels" / "test.tsv").write_text("q\td2\t1\nq\td7\t1\n")
    questions = open_question_set(folder, ())
    places = tuple(
        Place(f"d{n}", "p1", start, start + 8) for n in (1, 2, 3, 4, 5, 6) for start in (0, 10)
    )
    given = Response(places, tuple(map(str, places)), False, 1.0, 1.0)
    found = evaluate(
        LookUp({"q": given}), questions.tasks, rule=questions.rule, origin=Provenance("", "", "")
    )
    (miss,) = misses(found, questions.documents)
    assert [shown.text for shown in miss.shown] == [str(place) for place in places[:10:2]]
    assert [shown.relevant for shown in miss.shown] == [False, True, False, False, False]
    assert [piece.rank for piece in miss.expected] == [2, None]


def test_a_report_is_of_one_set(document: Document, questions: QuestionSet) -> None:
    runs = [run(LookUp({}), part) for part in (questions, questions.part(limit=2))]
    with pytest.raises(ValueError, match="one question set"):
        render_report(runs, [document])


def test_of_very_many_misses_the_first_are_shown(
    document: Document, questions: QuestionSet
) -> None:
    found = run(LookUp({}), questions.part(limit=1))
    many = replace(found, results=found.results * 501)
    page = render_report([many], [document])
    assert page.count('<article class="miss"') == 500
    assert "The first 500 of 501" in page


def test_a_run_without_misses_says_so(document: Document, questions: QuestionSet) -> None:
    page = render_report([run(oracle(document, questions.tasks), questions)], [document])
    assert "Nothing is wrong with any of them" in page
    assert '<article class="miss"' not in page


def test_a_run_of_failures_and_one_of_refusals_can_be_shown(questions: QuestionSet) -> None:
    class Failing(LookUp):
        def respond(self, question: object, limit: int) -> object:  # type: ignore[override]
            raise ValueError(f"<b>{question}</b> {limit}")

    for system in (Failing({}), LookUp({"q4": REFUSAL})):
        outline(render_report([run(system, questions)], ()))


def test_markup_of_sets_and_articles_is_text_on_the_page(
    tmp_path: Path, document: Document
) -> None:
    trap = '<script>alert("x")</script>'
    section = replace(document.sections[1], path=(trap,))
    document = replace(document, sections=(document.sections[0], section))
    lines = [
        {
            "id": trap,
            "type": "passage",
            "question": trap,
            "evidence": [["Sleep improved"]],
            "note": trap,
        }
    ]
    questions = open_question_set(write_lines(tmp_path / "set.jsonl", lines), [document])
    page = render_report([run(LookUp({}, trap), questions)], [document])
    assert page.count("<script>") == 1
    assert trap in "".join(outline(page).text)


def test_a_chart_stays_inside_its_frame_and_names_itself() -> None:
    axis = Axis("x", (0.0, 1.0))
    points = ((-1.0, -1.0), (0.5, 0.5), (9.0, 9.0))
    svg = line_chart("A <title>", "about", [Series("a & b", points)], axis, axis)
    assert 'role="img" aria-label="A &lt;title&gt;"' in svg
    assert "a &amp; b" in svg
    for across, down in re.findall(r"(\d+\.\d),(\d+\.\d)", svg):
        assert 0 <= float(across) <= 560
        assert 0 <= float(down) <= 300


@pytest.mark.parametrize("highest", [0.0, 0.003, 0.04, 0.7, 1.0, 3.3, 31.0, 99.0, 4_321.0])
def test_ticks_reach_the_highest_value_in_few_round_steps(highest: float) -> None:
    ticks = round_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 8


def test_reliability_is_drawn_with_its_bins_where_both_kinds_of_question_are(
    document: Document, questions: QuestionSet
) -> None:
    plot = reliability_plot(run(mixed(document, questions), questions))
    assert plot is not None
    assert plot.columns == ("confidence", "share with an answer", "questions")
    judged = [task for task in questions.tasks if judges_refusal(task)]
    assert sum(int(row[2]) for row in plot.rows) == len(judged)
    assert plot.title in render_report([run(mixed(document, questions), questions)], [document])
    answerable = replace(questions, tasks=tuple(t for t in questions.tasks if t.answerable))
    assert reliability_plot(run(mixed(document, answerable), answerable)) is None
