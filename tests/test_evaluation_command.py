"""`qa evaluate`: what it prints, writes and returns."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from index.errors import ModelError
from qa.evaluation import command
from tests.embedders import HashingEmbedder
from tests.evaluation_samples import article, write_lines

app = typer.Typer()
app.command("evaluate")(command.evaluate)
RUN = CliRunner()


@pytest.fixture(autouse=True)
def small(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A small article and an instant embedder; the working folder holds a sound set."""
    monkeypatch.setattr(command, "load_bundled", lambda: (article(),))
    monkeypatch.setattr(command, "_embedder", HashingEmbedder)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("QA_EVAL_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.chdir(tmp_path)
    return write_lines(tmp_path / "set.jsonl")


def evaluate(*arguments: str) -> Result:
    return RUN.invoke(app, ["set.jsonl", *arguments])


def files() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_the_summary_has_the_headline_figures_of_every_system() -> None:
    done = evaluate("--system", "ours", "--system", "bm25")
    assert done.exit_code == 0, done.output
    for shown in ("set: 5 questions", "ours", "bm25", "Evidence complete@5", "Refusal AUROC"):
        assert shown in done.stdout
    assert files() == ["set.jsonl"]


def test_many_systems_are_a_line_each_and_fit_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    names = ["bm25", "bm25-flat", "search-no-dense", "search-no-rows"]
    done = evaluate("--limit", "6", *(word for name in names for word in ("--system", name)))
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    for name in names:
        assert sum(name in line.split() for line in lines) >= 1
    assert "…" not in done.stdout


def test_json_holds_figures_types_and_misses() -> None:
    done = evaluate("--system", "bm25", "--json")
    found = json.loads(done.stdout)
    assert found["set"]["questions"] == 5
    (system,) = found["systems"]
    figure = system["figures"]["evidence_complete@5"]
    assert figure["low"] <= figure["value"] <= figure["high"]
    assert system["types"]["list"]["questions"] == 1
    assert {"id": "q4", "kind": "answered"} in system["misses"]
    assert system["provenance"]["recipe"]


def test_the_same_command_gives_the_same_figures() -> None:
    def figures() -> object:
        found = json.loads(evaluate("--system", "dense", "--json").stdout)["systems"][0]
        return {k: v for k, v in found["figures"].items() if not k.startswith("latency")}

    assert figures() == figures()


def test_a_report_and_a_run_per_system_are_written() -> None:
    done = evaluate(
        "--system", "ours", "--system", "bm25", "--report", "a.html", "--save", "r.json"
    )
    assert done.exit_code == 0, done.output
    assert files() == ["a.html", "r-bm25.json", "r-ours.json", "set.jsonl"]
    assert Path("a.html").read_text().startswith("<!doctype html>")


def test_two_saved_runs_are_compared() -> None:
    for system in ("bm25", "dense"):
        assert evaluate("--system", system, "--save", f"{system}.json").exit_code == 0
    done = RUN.invoke(app, ["--compare", "bm25.json", "dense.json"])
    assert done.exit_code == 0, done.output
    assert "Evidence complete@5, wins:" in done.stdout
    done = RUN.invoke(app, ["--compare", "bm25.json", "bm25.json", "--json"])
    measures = json.loads(done.stdout)["measures"]
    assert measures["mrr@10"]["p"] == 1
    assert measures["mrr@10"]["wins"] == []


def test_runs_of_different_sets_are_not_compared() -> None:
    evaluate("--system", "bm25", "--save", "whole.json")
    evaluate("--system", "bm25", "--save", "part.json", "--split", "dev")
    done = RUN.invoke(app, ["--compare", "whole.json", "part.json"])
    assert done.exit_code == 2
    assert "different question sets" in done.stderr


@pytest.mark.parametrize(
    ("bound", "code"),
    [
        ("success@10=0.01", 0),
        ("success@10=1.01", 1),
        ("characters_shown=100000", 0),
        ("characters_shown=1", 1),
    ],
)
def test_a_bound_that_is_broken_fails_after_everything_is_written(bound: str, code: int) -> None:
    done = evaluate("--system", "bm25", "--fail-under", bound, "--report", "a.html")
    assert done.exit_code == code, done.output
    assert (bound.partition("=")[0] in done.stderr) == bool(code)
    assert "a.html" in files()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fail-under", "success@10"), "MEASURE=VALUE"),
        (("--fail-under", "sucess@10=1"), "evidence_complete@5"),
        (("--fail-under", "success@10=nan"), "not a number"),
        (("--system", "bm52"), "unknown system 'bm52'"),
        (("--split", "train"), "no question has the split"),
        (("--report", "none/a.html"), "there is no folder none"),
        (("--save", "."), "is a folder"),
        (("--compare", "none.json", "none.json"), "none.json: cannot be read"),
        (("--public", "scifact"), "--public takes"),
        (("--split", "dev", "--fail-under", "refusal_auroc=0.5"), "is not defined on these"),
    ],
)
def test_bad_input_is_said_in_words_and_leaves_nothing(
    arguments: tuple[str, ...], said: str
) -> None:
    done = evaluate("--system", "bm25", *arguments)
    assert done.exit_code == 2, done.output
    plain = " ".join(done.stderr.replace("│", " ").split())
    assert said in plain
    assert "Traceback" not in done.output
    assert files() == ["set.jsonl"]


def test_a_wrong_line_of_the_set_is_named_and_no_report_is_begun(small: Path) -> None:
    with small.open("a") as file:
        file.write('{"id": "q6", "type": "passage", "question": "?", "evidence": [["zinc"]]}\n')
    done = evaluate("--report", "a.html", "--save", "run.json")
    assert done.exit_code == 2
    assert "set.jsonl:6: evidence is not in the documents: 'zinc'" in done.stderr
    assert done.stdout == ""
    assert files() == ["set.jsonl"]


def test_a_damaged_model_is_code_3(monkeypatch: pytest.MonkeyPatch) -> None:
    def altered() -> HashingEmbedder:
        raise ModelError("the weights were altered")

    monkeypatch.setattr(command, "_embedder", altered)
    done = evaluate("--report", "a.html")
    assert done.exit_code == 3
    assert "the weights were altered" in done.stderr
    assert files() == ["set.jsonl"]


def test_a_set_that_brings_its_articles_is_asked_of_them() -> None:
    context = "Zinc is blue. Copper turns green in the rain."
    entry = {
        "id": "a",
        "question": "What colour does copper turn?",
        "answers": [{"text": "green", "answer_start": context.index("green")}],
    }
    data = {"data": [{"title": "Metals", "paragraphs": [{"context": context, "qas": [entry]}]}]}
    Path("squad.json").write_text(json.dumps(data))
    done = RUN.invoke(app, ["squad.json", "--system", "bm25", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["systems"][0]["figures"]["success@1"]["value"] == 1


def test_public_sets_need_their_folder() -> None:
    done = RUN.invoke(app, ["--public", "scifact"])
    assert done.exit_code == 2
    done = RUN.invoke(app, ["--public", "scifact", "--data", "."])
    assert done.exit_code == 2
    assert "scifact" in done.stderr


def test_all_public_sets_of_an_empty_folder_are_none() -> None:
    done = RUN.invoke(app, ["--public", "all", "--data", ".", "--system", "bm25"])
    assert done.exit_code == 2
    assert done.stderr.count("left out: ") > 5
    assert done.stdout == ""
