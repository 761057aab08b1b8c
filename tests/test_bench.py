"""The benchmark's own arithmetic: its figures are only worth what these are."""

import json
import os
import random
import statistics
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Document
from qa.evaluation.tutorial import CHUNK_CHARS, OVERLAP_CHARS, flatten, recursive_split
from tests.bench.figures import Figure, Reading, median_of, percentile, percentile_of, written
from tests.bench.load import latencies, throughput
from tests.bench.programs import ProgramError, timed
from tests.bench.questions import SHIPPED_SET, Asked, read_questions, varied_questions
from tests.bench.retrieval import is_complete, judge
from tests.bench.server import serving
from tests.bench.table import text_table

times = st.lists(st.floats(0, 1e6), min_size=1)


@given(times, st.floats(0, 100))
def test_a_percentile_is_a_measured_value_that_so_many_do_not_exceed(
    values: list[float], percent: float
) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * percent / 100 - 1e-9
    below = [value for value in values if value < found]
    assert not below or len(below) < len(values) * percent / 100


@given(times)
def test_percentiles_rise_from_the_least_to_the_most(values: list[float]) -> None:
    found = [percentile(values, percent) for percent in range(0, 101, 5)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (min(values), max(values))
    assert percentile(values, 50) == statistics.median_low(values)


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], -1), ([1.0], 101)])
def test_a_percentile_of_nothing_is_an_error(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError, match="of"):
        percentile(values, percent)


def test_rounds_are_pooled_for_a_percentile_and_kept_beside_it() -> None:
    found = percentile_of([[1, 2, 3], [10, 20, 30], [4, 5, 6]], 50)
    assert found == Reading(5, (2, 20, 5))
    assert median_of([3, 1, 2]) == Reading(2, (3, 1, 2))
    assert median_of([]) is None


def test_a_bound_is_met_missed_or_not_measured() -> None:
    def figure(ours: Reading | None, bound: float | None) -> Figure:
        return Figure("key", "label", "ms", ours, None, bound)

    assert figure(Reading(60.0, ()), 60.0).meets_bound is True
    assert figure(Reading(60.1, ()), 60.0).meets_bound is False
    assert figure(None, 60.0).meets_bound is None
    assert figure(Reading(1.0, ()), None).meets_bound is None


def test_values_are_written_with_their_unit() -> None:
    assert written(12.34, "s") == "12.3 s"
    assert written(1.5e9, "bytes") == "1,500 MB"
    assert written(290_000, "bytes") == "0.29 MB"


cells = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6))
def test_a_table_keeps_every_cell_in_its_column(rows: list[tuple[str, str, str]]) -> None:
    header, rule, *lines = text_table(("a", "b", "c"), rows)
    assert header.split() == ["a", "b", "c"]
    assert [tuple(line.split()) for line in lines] == rows
    assert {len(line) for line in (header, *lines)} == {len(rule)}


def test_a_row_that_does_not_fit_its_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 cells in a table of 2 columns"):
        text_table(("a", "b"), [("only one",)])


def test_the_tutorial_pipeline_cuts_the_article_by_its_rule(article: Document) -> None:
    text = flatten(article).text
    spans = recursive_split(text, CHUNK_CHARS, OVERLAP_CHARS)
    assert all(0 < end - start <= CHUNK_CHARS for start, end in spans)
    assert all(
        first[0] < second[0] and first[1] < second[1] and first[1] - second[0] <= OVERLAP_CHARS
        for first, second in pairwise(spans)
    )
    kept = set().union(*(range(start, end) for start, end in spans))
    assert all(text[at].isspace() for at in set(range(len(text))) - kept)


def test_evidence_needs_every_piece_in_one_of_its_forms() -> None:
    asked = Asked("?", evidence=(("one  <i>thing</i>", "another"), ("B2",)))
    assert is_complete(asked, ["this is one\nthing", "and B 2"])
    assert is_complete(asked, ["another B2"])
    assert not is_complete(asked, ["one thing and another"])
    assert not is_complete(asked, ["one", "thing", "B2"])
    assert not is_complete(asked, [])


def test_only_the_first_five_of_answerable_questions_are_judged() -> None:
    sixth = ["-", "-", "-", "-", "-", "here"]
    shown = {"first": ["here"], "late": sixth, "silent": [], "none": ["here"]}
    questions = [Asked(name, evidence=(("here",),)) for name in ("first", "late", "silent")]
    found = judge("system", [*questions, Asked("none")], lambda asked: shown[asked.question])
    assert (found.answerable, found.complete, found.silent) == (3, 1, 1)
    assert found.characters == (4 + 5 + 0) / 3
    assert found.share == 1 / 3


def test_questions_are_many_different_and_in_an_order_of_their_own(article: Document) -> None:
    own = read_questions(SHIPPED_SET, split="dev")
    varied = varied_questions(own, [article])
    assert len(varied) >= 300
    assert len({(asked.question, asked.history) for asked in varied}) == len(varied)
    assert {asked.question for asked in own} <= {asked.question for asked in varied}
    shuffled = random.Random(7).sample(own, len(own))  # noqa: S311
    again = [asked.question for asked in varied_questions(shuffled, [article])]
    assert again == [asked.question for asked in varied]


def test_a_question_file_is_read_with_its_history_and_its_split(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(
        '{"question": "a", "history": [{"question": "b"}, "c"], "evidence": [["d", "e"], ["f"]]}\n'
        "\n"
        '{"question": "g", "split": "test"}\n',
        "utf-8",
    )
    first = Asked("a", ("b", "c"), (("d", "e"), ("f",)))
    assert read_questions(path) == [first, Asked("g")]
    assert read_questions(path, split="test") == [Asked("g")]
    assert first.body == {"question": "a", "history": [{"question": "b"}, {"question": "c"}]}


@pytest.mark.parametrize("content", ['{"question": "a"}\n{"no": 1}\n', '{"question": "a"}\n{\n'])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_questions(path)


@contextmanager
def answering(status: int = 200) -> Iterator[tuple[str, Counter[str]]]:
    """The address of a server that answers every question alike, and how often it was asked."""
    asked: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked[body["question"]] += 1
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_every_question_is_asked_and_timed_once_beside_those_that_open_connections() -> None:
    questions = [Asked(str(number)) for number in range(20)]
    once = Counter(asked.question for asked in questions)
    with answering() as (url, asked):
        assert len(latencies(url, questions)) == 20
        assert asked - once == Counter({"19": 1})
    with answering() as (url, asked):
        done = throughput(url, questions, clients=3)
        assert len(done.latencies) == 20
        assert asked - once == Counter({"19": 3})
        assert done.questions_per_second > 0


def test_an_answer_that_is_none_ends_the_measurement() -> None:
    with answering(status=503) as (url, _):
        with pytest.raises(httpx.HTTPStatusError):
            latencies(url, [Asked("a")])
        with pytest.raises(httpx.HTTPStatusError):
            throughput(url, [Asked("a")], clients=2)


READY = "import time; print('ready at http://127.0.0.1:9', flush=True); time.sleep(60)"


def test_a_server_is_stopped_also_when_the_measurement_fails(tmp_path: Path) -> None:
    pids = []

    def use_and_fail() -> None:
        with serving([sys.executable, "-c", READY], tmp_path / "log") as server:
            pids.append(server.pid)
            assert server.url == "http://127.0.0.1:9"
            if sys.platform == "linux":
                assert (server.peak_memory() or 0) > 1_000_000
                assert server.processor_seconds() is not None
            raise InterruptedError

    with pytest.raises(InterruptedError):
        use_and_fail()
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


def test_a_program_that_fails_says_so_in_its_own_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('out of luck')"]
    with pytest.raises(ProgramError, match=r"exit code 1:\nout of luck"):
        timed(command)
    with (
        pytest.raises(ProgramError, match=r"exit code 1:\nout of luck"),
        serving(command, tmp_path / "log"),
    ):
        pass
