"""The command line as its users run it: real processes, real files, real models."""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus.types import Document
from index.embedder import load_model
from index.lock import writer_lock
from index.model import find_model
from index.storage import open_generation, write_generation
from qa.composition import Indexing
from qa.resolution import Resolution
from qa.types import Answer, SearchResult
from tests.command_line import QA, ROOT, Done, environment, failed, qa
from tests.io_faults import contents
from tests.json_shape import check_shape
from tests.tiny_model import write_tiny_model

QUESTION = "How well does danazol with ATRA work for thrombocytopenia?"
FOLLOW_UP = "And how many patients were treated?"


@dataclass(frozen=True)
class Runs:
    """What the real program did with its own model."""

    home: Path
    indexed: Done
    asked: Done
    piped: Done
    searched: Done


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Each run loads the model libraries, which takes seconds: as few as possible, two at once."""
    home = tmp_path_factory.mktemp("cli") / "new" / "home"
    indexed = qa("index", "--home", home)
    said = "What did Dai do in ITP?"
    with ThreadPoolExecutor(2) as two:
        asked = two.submit(qa, "ask", QUESTION, "--json", "--home", home)
        piped = two.submit(qa, "ask", "-", "-H", said, "--home", home, text=FOLLOW_UP)
        searched = two.submit(
            qa, "search", "danazol", "-k", "3", "--json", env={"QA_HOME": str(home)}
        )
        return Runs(home, indexed, asked.result(), piped.result(), searched.result())


@pytest.fixture
def home(runs: Runs, tmp_path: Path) -> Path:
    """A copy of the index, to be harmed."""
    assert runs.indexed.returncode == 0, runs.indexed
    return shutil.copytree(runs.home, tmp_path / "home")


# The promise: index, ask in your own words, get the right row and the right sentence


def test_a_treatment_question_in_own_words_gets_the_right_row_and_the_right_sentence(
    runs: Runs,
) -> None:
    assert runs.indexed.returncode == runs.asked.returncode == 0, runs
    answer = json.loads(runs.asked.stdout)
    assert answer["status"] == "answered"
    row = next(c for c in answer["citations"] if c["location"]["type"] == "table_row")
    assert row["location"]["cells"][:3] == [
        "Immune thrombocytopenia",
        "danazol",
        "Sustained response rate of 62%",
    ]
    assert row["location"]["inherited"] == [0]
    sentence = (
        "28 patients (62%) treated with ATRA + danazol achieved a sustained response compared with"
        " 12 patients (25%) in the danazol monotherapy group,"
    )
    (part,) = (part for part in answer["parts"] if part["text"].startswith(sentence))
    passage = answer["citations"][part["citations"][0] - 1]
    for citation in (row, passage):
        dois = [source["doi"] for source in citation["sources"]]
        assert dois == ["10.1016/S2352-3026(17)30170-9"]


def test_the_answer_as_json_is_the_api_field_for_field(runs: Runs, article: Document) -> None:
    answer = json.loads(runs.asked.stdout)
    assert answer.pop("elapsed_ms") > 0
    check_shape(answer, Answer)
    assert answer["index"]["generation"] == open_generation(runs.home).name
    assert answer["question"] == answer["standalone_question"] == QUESTION
    for citation in answer["citations"]:
        assert citation["cited_text"] in article.text_of(citation["location"]["anchor"])
    assert runs.asked.stderr == ""


@pytest.mark.slow
def test_an_index_with_a_model_named_by_a_relative_path_as_json(
    article: Document, tmp_path: Path
) -> None:
    """Slow, for it makes an index of its own."""
    home, model = tmp_path / "home", write_tiny_model(tmp_path / "model", article)
    indexed = qa("index", "--json", "--home", home, "--model", "model", cwd=tmp_path)
    done = json.loads(indexed.stdout)
    assert done.pop("home") == str(home)
    check_shape(done, Indexing)
    assert (done["built"], done["reason"], done["documents"]) == (True, "there was none", 1)
    assert open_generation(home).name == done["generation"]
    assert open_generation(home).recipe.model == str(model)
    assert indexed.stderr == "", "progress is for terminals"
    assert qa("search", "danazol", "--home", home).returncode == 0, "found from elsewhere"


def test_search_as_json_is_the_api_field_for_field(runs: Runs) -> None:
    result = json.loads(runs.searched.stdout)
    assert result.pop("elapsed_ms") > 0
    check_shape(result, SearchResult)
    assert result["query"] == "danazol"
    assert [hit["number"] for hit in result["hits"]] == [1, 2, 3]
    assert "danazol" in result["hits"][0]["cited_text"].lower()
    assert (runs.searched.returncode, runs.searched.stderr) == (0, "")


# In plain words, piped


def test_indexing_says_what_was_done_and_where(runs: Runs) -> None:
    assert (runs.indexed.returncode, runs.indexed.stderr) == (0, "")
    assert runs.indexed.stdout == f"Indexed 1 article(s) in {runs.home} (there was none).\n"


def test_a_piped_answer_is_plain_lines_with_sources(runs: Runs, article: Document) -> None:
    assert (runs.piped.returncode, runs.piped.stderr) == (0, "")
    assert "\x1b" not in runs.piped.stdout
    lines = runs.piped.stdout.splitlines()
    understood = lines[: lines.index("")]
    assert any(line.startswith(("Searched: ", "Carried over: ")) for line in understood)
    assert any("Dai" in line for line in understood)
    quotes = [line.strip()[1:-1] for line in lines if line.startswith("    “")]
    assert quotes
    printed = "\n".join(section.text for section in article.sections)
    printed += "\n".join(reference.text for reference in article.references)
    assert all(quote in printed for quote in quotes)
    assert any(line.startswith("    ← Dai et al., 2016: ") for line in lines)


def test_nothing_changed_is_nothing_done(home: Path) -> None:
    before = contents(home)
    done = qa("index", "--home", home, "--model", "all-MiniLM-L6-v2")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Nothing to do: the index in {home} is up to date.\n"
    assert contents(home) == before
    told = json.loads(qa("index", "--json", "--home", home).stdout)
    check_shape({key: value for key, value in told.items() if key != "home"}, Indexing)
    assert (told["built"], told["reason"]) == (False, "nothing changed")


def test_list_tells_the_documents_and_their_citations(home: Path, article: Document) -> None:
    done = qa("list", "--citations", "--home", home)
    assert (done.returncode, done.stderr) == (0, "")
    first, *rest = done.stdout.splitlines()
    assert first == f"{article.id}  {article.title} ({article.year})"
    assert all(line.startswith("    ") for line in rest)
    assert "    Table 1, row 8: “Kutny et al. (2022)” is listed as Kutny et al., 2021" in rest


def test_list_as_json(home: Path, article: Document) -> None:
    (told,) = json.loads(qa("list", "--json", "--home", home).stdout)
    check_shape(told.pop("citations"), Resolution)
    assert told == {
        "id": article.id,
        "title": article.title,
        "authors": list(article.authors),
        "year": 2024,
        "doi": article.doi,
        "licence": "CC BY 4.0",
        "added_by": "bundled",
        "sections": len(article.sections),
        "tables": 2,
        "references": len(article.references),
    }


# Where the output goes


def sent_to(command: str, home: Path, **env: str) -> tuple[list[int], str]:
    """The exit codes of a shell pipeline and all it says; "QA" stands for the program."""
    script = command.replace("QA", f'{sys.executable} -c "{QA[2]}"') + '; echo "${PIPESTATUS[*]}"'
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        env=environment(QA_HOME=str(home), **env),
        check=True,
        cwd=ROOT,
    )
    *said, codes = (done.stderr + done.stdout).splitlines()
    return [int(code) for code in codes.split()], "\n".join(said)


@pytest.mark.parametrize("command", ["list --citations", "list --json"])
def test_a_reader_that_leaves_is_no_error(home: Path, command: str) -> None:
    codes, said = sent_to(f"QA {command} | true", home)
    assert (codes, said) == ([0, 0], "")


def test_a_full_disk_for_the_output_is_said(home: Path) -> None:
    codes, said = sent_to("QA list --json > /dev/full", home)
    assert (codes, said) == ([4], "qa: cannot write the result: No space left on device")


def test_a_terminal_with_few_letters_still_gets_everything(home: Path, article: Document) -> None:
    codes, said = sent_to("QA list", home, PYTHONIOENCODING="ascii")
    assert codes == [0]
    assert "CC BY 4.0 \\xb7 doi:" in said
    codes, said = sent_to("QA list --json", home, PYTHONIOENCODING="latin-1")
    assert codes == [0]
    assert json.loads(said)[0]["title"] == article.title
    assert said.isascii()


# Bad input: exit code 2


def test_an_unknown_model_is_bad_input(home: Path) -> None:
    before = contents(home)
    line = failed(qa("index", "--home", home, "--model", "no/where"), 2)
    assert "there is no model 'no/where'" in line
    assert contents(home) == before


def test_another_address_needs_a_key(home: Path) -> None:
    line = failed(qa("serve", "--host", "0.0.0.0", "--home", home), 2)  # noqa: S104
    assert "API key" in line


# No index, a damaged one, another one: exit code 3


@pytest.mark.parametrize("command", [("ask", "x"), ("search", "x"), ("list",), ("serve",)])
def test_a_missing_index_is_said_with_the_command_that_makes_one(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    port = ("--port", "0") if command == ("serve",) else ()
    line = failed(qa(*command, *port, "--home", tmp_path / "none"), 3)
    path = tmp_path / "none" / "CURRENT"
    mend = f"qa index --home {tmp_path / 'none'}"
    assert line == f"qa: there is no index: {path} is missing; make one with: {mend}"
    assert not (tmp_path / "none").exists(), "asking writes nothing"


@pytest.mark.parametrize(
    ("part", "damage"),
    [("vectors.npy", "flipped"), ("documents.json", "truncated"), ("chunks.json", "missing")],
)
def test_damage_is_named_with_the_command_that_mends_it(home: Path, part: str, damage: str) -> None:
    path = open_generation(home).path / part
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(content if damage == "flipped" else content[:-1])
    line = failed(qa("ask", "danazol", "--home", home), 3)
    assert str(path) in line
    assert line.endswith(f"rebuild it with: qa index --home {home}")


def test_in_the_usual_home_the_command_is_short(tmp_path: Path) -> None:
    line = failed(qa("list", env={"QA_HOME": str(tmp_path / "none")}), 3)
    assert line.endswith("make one with: qa index")


def test_a_home_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert str(tmp_path / "file") in failed(qa("list", "--home", tmp_path / "file"), 3)


def test_a_model_that_changed_or_went_after_indexing_is_said(
    home: Path, tmp_path: Path, article: Document
) -> None:
    model = write_tiny_model(tmp_path / "model", article)
    line = failed(qa("ask", "danazol", "--home", reindexed(home, model)), 3)
    assert "another model" not in line
    assert f"the files of the model {model} changed" in line
    shutil.rmtree(model)
    line = failed(qa("search", "danazol", "--home", home), 3)
    assert f"there is no model '{model}'" in line
    assert line.endswith(f"rebuild it with: qa index --home {home} --model all-MiniLM-L6-v2")


def reindexed(home: Path, model: Path) -> Path:
    """The index as if made with the model in `model`, which then changed in one word's vector."""
    made, embedder = open_generation(home), load_model(find_model(str(model)))

    def copy(folder: Path) -> None:
        shutil.copytree(
            made.path, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.json")
        )

    recipe = replace(
        made.recipe,
        model=str(model),
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
    )
    write_generation(home, recipe, copy)
    weights = model / "0_StaticEmbedding" / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    return home


# Busy, no space: exit code 4. Whatever happens, the index before still answers.


@pytest.mark.slow
def test_no_room_leaves_the_index_as_it_was(home: Path, runs: Runs) -> None:
    """Slow, for the whole index is made before there is no room; what a full disk does to the files
    themselves is tested in test_index_storage_faults.py.
    """
    too_large = qa(
        *("index", "--force", "--home", home),
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    line = failed(too_large, 4)
    assert f"cannot write the index in {home}: File too large; nothing was harmed" in line
    assert contents(home) == contents(runs.home) | {"LOCK": (home / "LOCK").read_bytes()}


def test_while_another_process_writes_the_loser_is_told_at_once(home: Path) -> None:
    with writer_lock(home):
        line = failed(qa("index", "--force", "--home", home), 4)
        assert f"another process (process {os.getpid()}) is writing the index in {home}" in line
        assert qa("list", "--home", home).returncode == 0


@contextmanager
def indexing(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that is in the middle of building an index of `home` anew."""
    with subprocess.Popen(
        [*QA, "index", "--home", str(home), "--force"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=ROOT,
    ) as process:
        try:
            while not (home / "generations" / ".new" / "chunks.json").exists():
                assert process.poll() is None, process.communicate()
                time.sleep(0.01)
            yield process
        finally:
            process.kill()


def test_control_c_while_indexing_leaves_the_index_before(home: Path) -> None:
    before = contents(home)
    with indexing(home) as process:
        other = qa("index", "--home", home, "--force")
        assert f"another process (process {process.pid}) is writing" in failed(other, 4)
        assert qa("list", "--home", home).returncode == 0, "readers go on meanwhile"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err == "qa: interrupted; what was indexed before still stands\n"
    assert contents(home) == before | {"LOCK": (home / "LOCK").read_bytes()}
    assert qa("list", "--home", home).returncode == 0


def test_a_port_in_use_is_said(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = failed(qa("serve", "--port", str(port), "--home", home), 4)
    assert str(port) in line
