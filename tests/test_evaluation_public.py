"""Public sets as benchmarks, on made-up samples of their formats."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from qa.evaluation.errors import QuestionSetError
from qa.evaluation.public import PUBLIC
from qa.evaluation.public.benchmark import Benchmark
from qa.evaluation.public.rewriting import FLOORS, PARTS, rewriting, token_f1
from qa.evaluation.public.run import REWRITING, Estimate, run_public
from qa.evaluation.public.trec_cast import Turn, read_turns
from qa.evaluation.types import Place, Task
from tests import public_samples
from tests.embedders import HashingEmbedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    public_samples.write_all(tmp_path)
    return tmp_path


def quoted(benchmark: Benchmark, place: Place) -> str:
    document = next(d for d in benchmark.questions.documents if d.id == place.document)
    return document.text_of(place.anchor)[place.start : place.end]


def golds(benchmark: Benchmark) -> dict[str, list[list[str]]]:
    return {
        task.question.id: [[quoted(benchmark, place) for place in piece] for piece in task.gold]
        for task in benchmark.questions.tasks
    }


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@pytest.mark.parametrize("name", PUBLIC)
def test_gold_stands_in_documents_that_may_be_searched(name: str, folder: Path) -> None:
    benchmark = PUBLIC[name](folder)
    assert benchmark.name == name
    assert benchmark.questions.tasks
    known = {document.id for document in benchmark.questions.documents}
    assert len(known) == len(benchmark.questions.documents)
    for task in benchmark.questions.tasks:
        assert set(task.question.documents) <= known
        for place in (place for piece in task.gold for place in piece):
            assert place.document in (task.question.documents or known)
            document = next(d for d in benchmark.questions.documents if d.id == place.document)
            assert 0 <= place.start <= place.end <= len(document.text_of(place.anchor))


@pytest.mark.parametrize("name", [*PUBLIC, REWRITING])
def test_missing_data_names_the_file_and_what_to_fetch(name: str, tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError) as raised:
        run_public(name, tmp_path, ["bm25"], None, silent, embedder=HashingEmbedder())
    assert str(tmp_path) in str(raised.value)
    assert "missing. Needed: the folder '" in str(raised.value)


def test_covid_qa_gold_is_the_answer(folder: Path) -> None:
    benchmark = PUBLIC["covid-qa"](folder)
    assert golds(benchmark) == {"q1": [["812 animals"]], "q2": [["7"]]}
    assert benchmark.left_out == 1
    assert all(not task.question.documents for task in benchmark.questions.tasks)
    within = PUBLIC["covid-qa-within"](folder)
    assert [task.question.documents for task in within.questions.tasks] == [("a1",), ("a2",)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"answers": [{"text": "7", "start": 0, "end": 1}]}, "'7' does not stand at 0-1"),
        ({"answers": [{"text": "", "start": 3, "end": 3}]}, "'' does not stand at 3-3"),
        ({"answers": [{"text": "7"}]}, "answers.0.start: Field required"),
        ({"article_id": "a9"}, "unknown article 'a9'"),
        ({"question": 7}, "question: Input should be a valid string"),
    ],
)
def test_covid_qa_says_which_line_is_wrong(
    change: dict[str, object], message: str, folder: Path
) -> None:
    path = folder / "covid_qa" / "questions.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | change)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(QuestionSetError) as raised:
        PUBLIC["covid-qa"](folder)
    assert f"{path}:2: {message}" in str(raised.value)


def test_an_empty_file_is_an_error(folder: Path) -> None:
    (folder / "fetaqa" / "fetaqa_dev.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(QuestionSetError, match=r"the file is empty\. Needed"):
        PUBLIC["fetaqa"](folder)


def test_scifact_judges_documents(folder: Path) -> None:
    benchmark = PUBLIC["scifact"](folder)
    assert benchmark.questions.rule == "document"
    gold = {t.question.id: [p[0].document for p in t.gold] for t in benchmark.questions.tasks}
    assert gold == {"10": ["1"], "11": ["3"]}


def test_squad2_keeps_what_cannot_be_answered(folder: Path) -> None:
    assert golds(PUBLIC["squad2"](folder)) == {"s1": [["1901"]], "s2": []}


def test_fetaqa_rows(folder: Path) -> None:
    benchmark = PUBLIC["fetaqa"](folder)
    assert golds(benchmark) == {
        "t1": [["Long Bridge | 1901 | "]],
        "t2": [["Long Bridge | 1901 | "], ["Short Bridge | 1950 | closed"]],
        "t3": [["East Tower | 60 m"]],
    }
    assert benchmark.left_out == 1, "a question about the header only"
    assert len(benchmark.questions.documents) == 2, "a table asked about twice stands there once"
    assert benchmark.questions.documents[0].tables[0].columns == ("Bridge", "Year", "")
    within = PUBLIC["fetaqa-within"](folder)
    assert within.questions.tasks[2].question.documents == (within.questions.documents[1].id,)


def test_fetaqa_row_beyond_the_table(folder: Path) -> None:
    path = folder / "fetaqa" / "fetaqa_dev.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("[2]}", "[3]}"), encoding="utf-8")
    with pytest.raises(QuestionSetError, match=":3: gold row 3 is not in the table of 3 rows"):
        PUBLIC["fetaqa"](folder)


def test_evidence_is_found_whatever_its_white_space(folder: Path) -> None:
    benchmark = PUBLIC["evidence-inference"](folder)
    assert golds(benchmark)["e1"] == [["slept 30 minutes more1."]]


def test_evidence_rows_count_header_rows(folder: Path) -> None:
    benchmark = PUBLIC["evidence-inference-rows"](folder)
    assert golds(benchmark) == {"r1": [["Night | 8 h | 7 h"]], "r2": [["Night | 7.5 h | 7 h"]]}
    assert benchmark.left_out == 1, "only a header row was marked"
    assert not any(s.text for d in benchmark.questions.documents for s in d.sections)
    in_trial = PUBLIC["evidence-inference-rows-in-trial"](folder)
    assert golds(in_trial) == golds(benchmark)
    assert any(s.text for d in in_trial.questions.documents for s in d.sections)


def test_cast_wordings(folder: Path) -> None:
    asked = {
        name: [
            (t.question.question, t.question.history) for t in PUBLIC[name](folder).questions.tasks
        ]
        for name in ("trec-cast", "trec-cast-raw", "trec-cast-human")
    }
    first = ("What is throat cancer?",)
    assert asked["trec-cast"][0] == ("Is it treatable?", first)
    assert asked["trec-cast-raw"][0] == ("Is it treatable?", ())
    assert asked["trec-cast-human"][0] == ("Is throat cancer treatable?", ())
    assert {len(questions) for questions in asked.values()} == {2}, "turns with a passage"


def test_cast_without_passages_cannot_be_searched(folder: Path) -> None:
    path = folder / "trec_cast" / "turns.jsonl"
    lines = [json.loads(line) | {"passage": None} for line in path.read_text().splitlines()]
    public_samples.write_lines(path, lines)
    with pytest.raises(QuestionSetError, match="no turn has its passage"):
        PUBLIC["trec-cast"](folder)
    assert read_turns(folder)


def test_rewriting_measures(folder: Path) -> None:
    turns = read_turns(folder)
    human = {turn.raw: turn.human for turn in turns}
    embed = HashingEmbedder().embed_query
    perfect = rewriting(turns, lambda question, _: human[question], embed)
    assert perfect.closed_terms == 1
    assert perfect.closed_meaning == pytest.approx(1)
    assert (perfect.exact, perfect.token_f1, perfect.recovered, perfect.noise) == (1, 1, 1, 0)
    raw = rewriting(turns, FLOORS["raw turn"], embed)
    assert (raw.exact, raw.recovered, raw.noise) == (0.5, 0, 0)
    assert (raw.closed_terms, raw.closed_meaning) == (0, 0)
    joined = rewriting(turns, FLOORS["all turns"], embed)
    assert joined.recovered == 1
    # To the turn on lung cancer, "throat" and "treatable" are added without need.
    assert joined.noise == pytest.approx((0 + 1) / 2)
    assert rewriting(turns, FLOORS["previous + turn"], embed).recovered == 1
    with pytest.raises(ValueError, match="no turn has a history"):
        rewriting(turns[:1], FLOORS["raw turn"], embed)


@pytest.mark.parametrize(
    ("found", "expected", "f1"),
    [("a b", "a b", 1.0), ("a", "b", 0.0), ("a a b", "a c", 0.4), ("", "a", 0.0), ("", "", 1.0)],
)
def test_token_f1(found: str, expected: str, f1: float) -> None:
    assert token_f1(found.split(), expected.split()) == pytest.approx(f1)


def numbered(benchmark: Benchmark, count: int) -> Benchmark:
    """The benchmark with its first question asked `count` times."""
    first = benchmark.questions.tasks[0]
    tasks = tuple(
        Task(replace(first.question, id=f"{number:03d}"), first.gold) for number in range(count)
    )
    return Benchmark(benchmark.about, replace(benchmark.questions, tasks=tasks), benchmark.measures)


def test_a_sample_is_fixed_and_in_order(folder: Path) -> None:
    benchmark = numbered(PUBLIC["covid-qa"](folder), 100)
    drawn = [task.question.id for task in benchmark.sample(10).questions.tasks]
    assert len(set(drawn)) == 10
    assert drawn == sorted(drawn)
    assert drawn == [task.question.id for task in benchmark.sample(10).questions.tasks]
    assert drawn != [task.question.id for task in benchmark.sample(10, seed=1).questions.tasks]
    assert drawn != [f"{number:03d}" for number in range(10)], "not merely the first"
    assert benchmark.sample(10).total == 100
    assert benchmark.sample(500).questions.tasks == benchmark.questions.tasks
    with pytest.raises(ValueError, match="at least one"):
        benchmark.sample(0)


def test_a_sample_drops_only_what_no_question_can_reach(folder: Path) -> None:
    within = PUBLIC["covid-qa-within"](folder).sample(1)
    named = within.questions.tasks[0].question.documents
    assert tuple(document.id for document in within.questions.documents) == named
    assert len(PUBLIC["covid-qa"](folder).sample(1).questions.documents) == 2


@pytest.mark.parametrize("name", PUBLIC)
def test_every_set_runs(name: str, folder: Path) -> None:
    table = run_public(name, folder, ["bm25", "tutorial"], None, silent, embedder=HashingEmbedder())
    assert [system for system, _ in table.rows] == ["bm25", "tutorial"]
    assert table.columns == PUBLIC[name](folder).measures
    for _, estimates in table.rows:
        for column, estimate in zip(table.columns, estimates, strict=True):
            assert estimate is not None
            assert 0 <= estimate.value <= (1 if column != "characters_shown" else 10_000)


def test_published_systems_run_beside_ours(folder: Path) -> None:
    table = run_public("scifact", folder, (), None, silent, embedder=HashingEmbedder())
    assert [system for system, _ in table.rows] == [
        "ours", "search", "bm25", "dense", "fusion", "tutorial", "bm25-flat", "dense-flat",
    ]  # fmt: skip
    figures = dict(table.rows)
    # Each claim shares a rare word with its abstract only.
    assert figures["bm25-flat"][0] is not None
    assert figures["bm25-flat"][0].value == 1.0


@pytest.mark.parametrize(
    ("estimate", "written"),
    [
        (Estimate(0.5), "0.500"),
        (Estimate(1.0, 0.0404), "1.000 ±0.040"),
        (Estimate(2345.6, 78.9), "2,346 ±79"),
    ],
)
def test_an_estimate_is_written_in_its_unit(estimate: Estimate, written: str) -> None:
    assert str(estimate) == written


def test_the_same_run_twice(folder: Path) -> None:
    tables = [
        run_public("covid-qa", folder, ["search"], None, silent, embedder=HashingEmbedder())
        for _ in range(2)
    ]
    assert tables[0].rows == tables[1].rows
    assert tables[0].about == tables[1].about


def test_a_table_says_what_was_drawn_and_left_out(folder: Path) -> None:
    table = run_public("covid-qa", folder, ["bm25"], 1, silent, embedder=HashingEmbedder())
    assert "1 questions of 2 (drawn with seed 13); 1 left out" in table.about


def test_progress_reaches_the_end(folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    run_public(
        "covid-qa",
        folder,
        ["bm25"],
        None,
        lambda *state: told.append(state),
        embedder=HashingEmbedder(),
    )
    assert told[-1] == ("covid-qa: bm25", 2, 2)


def test_rewriting_table(folder: Path) -> None:
    table = run_public(REWRITING, folder, (), None, silent, embedder=HashingEmbedder())
    assert [name for name, _ in table.rows] == ["ours", *FLOORS], "the sample is of 2021"
    assert table.columns[:4] == ("exact", "token_f1", "recovered", "noise")
    assert table.columns[4:] == ("closed_terms", "closed_meaning")


def test_parts_of_the_rewriting_table() -> None:
    turns = [
        Turn(f"{year}-{topic}_2", ("What is gout?",), "Is it painful?", "Is gout painful?", "")
        for year in (2019, 2020)
        for topic in (31, 32, 34)
    ]
    found = {part: [turn.id for turn in turns if belongs(turn)] for part, belongs in PARTS.items()}
    assert found == {
        "2019": ["2019-31_2", "2019-32_2", "2019-34_2"],
        "2019, held out": ["2019-34_2"],
        "2020": ["2020-31_2", "2020-32_2", "2020-34_2"],
        "2020, held out": ["2020-34_2"],
    }


def test_needless_words_add_distance() -> None:
    left_alone = Turn("2019-1_2", ("What is gout?",), "What is a pulsar?", "What is a pulsar?", "")
    resolved = Turn("2019-1_3", ("What is gout?",), "Is it painful?", "Is gout painful?", "")
    embed = HashingEmbedder().embed_query
    figures = [
        rewriting([left_alone, resolved], FLOORS[name], embed) for name in ("raw turn", "all turns")
    ]
    assert figures[0].closed_terms == 0
    # "Gout" is put in twice: once needed (distance 1/3 gone), once not (1/3 added).
    assert figures[1].closed_terms == pytest.approx(0)
    assert figures[1].closed_meaning < 1


DATA = os.environ.get("QA_EVAL_DATA", "")


@pytest.mark.slow
@pytest.mark.skipif(not DATA, reason="QA_EVAL_DATA does not name the folder of public sets")
def test_published_anchors() -> None:
    embedder = HashingEmbedder()
    table = run_public("scifact", Path(DATA), ["bm25-flat"], None, silent, embedder=embedder)
    ((_, (ndcg, *_)),) = table.rows
    assert ndcg is not None
    assert ndcg.value == pytest.approx(0.679, abs=0.005)
