"""`qa evaluate`: what it prints, writes and returns."""

import json
from pathlib import Path
from typing import NoReturn, cast

import pytest
import typer
from typer.testing import CliRunner, Result

from corpus.types import Document
from index.errors import IndexDamagedError, ModelError
from index.reranker import Reranker
from index.types import Embedder
from qa.evaluation import command
from qa.evaluation.run import load_run
from qa.evaluation.systems import SYSTEMS
from qa.evaluation.types import Factory, Question, Response, System
from tests import public_samples
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
    monkeypatch.setattr(command, "_embedder", lambda model: (HashingEmbedder(), model))
    monkeypatch.setenv("QA_RERANKER", "none")
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
    assert system["provenance"]["recipe"] is None


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
    assert "Latency p95" in done.stdout
    done = RUN.invoke(app, ["--compare", "bm25.json", "bm25.json", "--json"])
    measures = json.loads(done.stdout)["measures"]
    assert measures["mrr@10"]["p"] == 1
    assert measures["mrr@10"]["wins"] == []
    assert measures["refusal_auroc"]["p"] == 1
    assert measures["refusal_auroc"]["wins"] is None


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
        (("--public", "scifact"), "--public takes no SET"),
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


@pytest.mark.parametrize(("error", "code"), [(ModelError, 2), (IndexDamagedError, 3)])
def test_a_bad_model_is_code_2_and_a_damaged_index_3(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], code: int
) -> None:
    def altered(model: str) -> NoReturn:
        raise error(f"the weights of {model} were altered")

    monkeypatch.setattr(command, "_embedder", altered)
    done = evaluate("--report", "a.html")
    assert done.exit_code == code
    assert "the weights of all-MiniLM-L6-v2 were altered" in done.stderr
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


def test_another_model_is_asked_for_by_option_or_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stated(*arguments: str) -> tuple[str, bool]:
        found = json.loads(evaluate("--system", "ours", "--json", *arguments).stdout)
        origin = found["systems"][0]["provenance"]
        assert origin["recipe"]["model"] == origin["model"]
        return origin["model"], origin["fingerprint"] == HashingEmbedder().fingerprint

    assert stated() == ("all-MiniLM-L6-v2", True)
    assert stated("--model", "folder/other") == ("folder/other", True)
    monkeypatch.setenv("QA_MODEL", "from-the-environment")
    assert stated() == ("from-the-environment", True)


def break_off(monkeypatch: pytest.MonkeyPatch, system: str, after: int) -> None:
    """From now on the program is interrupted at that question of that system."""
    make = SYSTEMS[system]

    def interrupted(
        documents: tuple[Document, ...], embedder: Embedder, reranker: Reranker | None
    ) -> System:
        made = make(documents, embedder, reranker)

        class BreaksOff:
            name = made.name
            asked = 0

            def respond(self, question: Question, limit: int) -> Response:
                self.asked += 1
                if self.asked > after:
                    raise KeyboardInterrupt
                return made.respond(question, limit)

        return BreaksOff()

    monkeypatch.setitem(cast(dict[str, Factory], SYSTEMS), system, interrupted)


def test_an_interrupted_command_goes_on_from_every_system_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command_line = ("--system", "bm25", "--system", "dense", "--save", "r.json")
    with monkeypatch.context() as patched:
        break_off(patched, "dense", after=2)
        done = evaluate(*command_line)
    assert done.exit_code == 130
    assert "the same command goes on from here" in done.stderr
    assert files() == ["r-bm25.partial.jsonl", "r-dense.partial.jsonl", "set.jsonl"]
    kept = [len(Path(name).read_bytes().splitlines()) for name in files()[:2]]
    assert kept == [1 + 5, 1 + 2]
    with monkeypatch.context() as patched:
        break_off(patched, "bm25", after=0)  # it is not asked again
        done = evaluate(*command_line)
    assert done.exit_code == 0, done.output
    assert files() == ["r-bm25.json", "r-dense.json", "set.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "said", "promised"),
    [((), "Nothing is kept", False), (("--report", "a.html"), "the same command goes on", True)],
)
def test_an_interruption_promises_what_is_true(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str, promised: bool
) -> None:
    break_off(monkeypatch, "bm25", after=1)
    done = evaluate("--system", "bm25", *arguments)
    assert done.exit_code == 130
    assert said in done.stderr
    assert any("partial" in name for name in files()) == promised


PUBLIC = ("--public", "covid-qa", "--public", "squad2", "--data", "public")


@pytest.fixture
def public_sets() -> None:
    public_samples.write_all(Path("public"))


@pytest.mark.usefixtures("public_sets")
def test_runs_and_reports_of_public_sets_are_written_per_set_and_never_mixed() -> None:
    done = RUN.invoke(
        app,
        [
            *PUBLIC,
            "--system",
            "bm25",
            "--system",
            "dense",
            "--save",
            "r.json",
            "--report",
            "p.html",
        ],
    )
    assert done.exit_code == 0, done.output
    assert files() == [
        "p-covid-qa.html",
        "p-squad2.html",
        "public",
        "r-covid-qa-bm25.json",
        "r-covid-qa-dense.json",
        "r-squad2-bm25.json",
        "r-squad2-dense.json",
        "set.jsonl",
    ]
    saved = load_run(Path("r-covid-qa-dense.json"))
    assert (saved.system, saved.set_name, saved.rule) == ("dense", "covid-qa", "overlaps")
    assert (saved.provenance.fingerprint, saved.provenance.recipe) == ("hashing-256", None)
    page = Path("p-covid-qa.html").read_text()
    assert "over all 2 articles" in page
    assert "lake" not in page
    done = RUN.invoke(app, ["--compare", "r-squad2-bm25.json", "r-squad2-dense.json"])
    assert done.exit_code == 0, done.output


@pytest.mark.usefixtures("public_sets")
def test_one_public_set_and_system_is_written_where_it_is_asked_for() -> None:
    outputs = ("--save", "r.json", "--report", "a.html")
    one = ("--public", "scifact", "--data", "public", "--system", "bm25")
    done = RUN.invoke(app, [*one, *outputs])
    assert done.exit_code == 0, done.output
    assert files() == ["a.html", "public", "r.json", "set.jsonl"]
    assert load_run(Path("r.json")).rule == "document"


@pytest.mark.usefixtures("public_sets")
def test_public_sets_keep_bounds_and_go_on_after_an_interruption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command_line = [*PUBLIC, "--system", "bm25", "--save", "r.json"]
    with monkeypatch.context() as patched:
        break_off(patched, "bm25", after=1)
        assert RUN.invoke(app, command_line).exit_code == 130
    assert "r-covid-qa-bm25.partial.jsonl" in files()
    done = RUN.invoke(app, [*command_line, "--fail-under", "success@1=1.01"])
    assert done.exit_code == 1, done.output
    for name in ("covid-qa", "squad2"):
        assert f"{name}: success@1 is " in done.stderr
    assert files() == ["public", "r-covid-qa.json", "r-squad2.json", "set.jsonl"]


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
