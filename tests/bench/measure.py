"""The whole run: each measurement of one program, then of the other, and again.

What the machine does meanwhile so falls on both. While one program's server is measured, the
other's is up, but idle.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import httpx

from corpus.library import load_bundled
from index.model import find_model
from tests.bench.figures import Figure, Reading, Unit, median_of, once, percentile_of
from tests.bench.load import TIMEOUT, latencies, throughput
from tests.bench.programs import Program, folder_size, ours, timed, tutorial
from tests.bench.questions import SHIPPED_SET, Asked, read_questions, varied_questions
from tests.bench.retrieval import Retrieval, judge, over_http, words_only
from tests.bench.server import Server, serving

CLIENTS = 8
_WARM_UP = 20

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Effort:
    """Rounds of each measurement, and questions per round."""

    builds: int = 2
    cold: int = 5
    hot_rounds: int = 3
    hot_questions: int = 150
    parallel_rounds: int = 2
    parallel_questions: int = 200


FULL = Effort()
QUICK = Effort(
    builds=1, cold=2, hot_rounds=1, hot_questions=100, parallel_rounds=1, parallel_questions=80
)


@dataclass(slots=True)
class Record:
    """What was measured of one program, round by round.

    Times are seconds of a process, milliseconds of an answer; those named `processor` count what
    the processor worked, on all cores, and so hardly depend on what else the machine does.
    `home` is the last index.
    """

    program: Program
    home: Path = Path()
    build: list[float] = field(default_factory=list)
    build_processor: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    cold_processor: list[float] = field(default_factory=list)
    hot: list[list[float]] = field(default_factory=list)
    hot_processor: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    waits: list[list[float]] = field(default_factory=list)
    memory: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """`distinct` counts the different questions that times were measured with."""

    figures: tuple[Figure, ...]
    retrieval: tuple[Retrieval, ...]
    distinct: int


def measure(work: Path, judged: Sequence[Asked], effort: Effort, tell: Tell) -> Measured:
    """Build, ask, serve and judge, with all files below `work`.

    `judged` is the question set for retrieval. Raises ProgramError, and httpx.HTTPError when a
    server fails to answer.
    """
    records = (Record(ours()), Record(tutorial(find_model().folder)))
    documents = load_bundled()
    varied = varied_questions(read_questions(SHIPPED_SET, split="dev"), documents)

    tell("index build")
    for number in range(effort.builds):
        for record in records:
            _build(record, work / f"{record.program.name}-{number}")
    tell("cold answers")
    for asked in varied[: effort.cold]:
        for record in records:
            _ask_cold(record, asked)
    with ExitStack() as stack:
        tell("starting the servers")
        served = [(record, stack.enter_context(_serving(record, work))) for record in records]
        tell("answers over HTTP, one after the other")
        for _, server in served:
            latencies(server.url, varied[-_WARM_UP:])
        for questions in _shares(varied, effort.hot_rounds, effort.hot_questions):
            for record, server in served:
                _ask_hot(record, server, questions)
        tell(f"answers over HTTP, {CLIENTS} clients")
        for questions in _shares(varied, effort.parallel_rounds, effort.parallel_questions):
            for record, server in served:
                done = throughput(server.url, questions, CLIENTS)
                record.rates.append(done.questions_per_second)
                record.waits.append(done.latencies)
        tell("retrieval")
        retrieval = []
        for record, server in served:
            with httpx.Client(base_url=server.url, timeout=TIMEOUT, trust_env=False) as client:
                retrieval.append(judge(record.program.name, judged, over_http(client)))
            record.memory = server.peak_memory()
    retrieval.append(judge("BM25 only", judged, words_only(documents)))
    return Measured(_figures(*records), tuple(retrieval), len(varied))


def _build(record: Record, home: Path) -> None:
    run = timed(record.program.index(home))
    record.home = home
    record.build.append(run.seconds)
    record.build_processor.append(run.processor_seconds)


def _ask_cold(record: Record, asked: Asked) -> None:
    run = timed(record.program.ask(record.home, asked.question))
    record.cold.append(run.seconds)
    record.cold_processor.append(run.processor_seconds)


def _ask_hot(record: Record, server: Server, questions: Sequence[Asked]) -> None:
    before = server.processor_seconds()
    record.hot.append(latencies(server.url, questions))
    after = server.processor_seconds()
    if before is not None and after is not None:
        record.hot_processor.append((after - before) * 1000 / (len(questions) + 1))


def _serving(record: Record, work: Path) -> AbstractContextManager[Server]:
    return serving(record.program.serve(record.home), work / f"{record.program.name}.log")


def _shares(varied: Sequence[Asked], rounds: int, size: int) -> Iterator[list[Asked]]:
    """`rounds` lists of `size` questions, each going on where the last one ended."""
    endless = cycle(varied)
    for _ in range(rounds):
        yield list(islice(endless, size))


def _figures(ours: Record, baseline: Record) -> tuple[Figure, ...]:
    def figure(
        key: str,
        label: str,
        unit: Unit,
        read: Callable[[Record], Reading | None],
        bound: float | None = None,
    ) -> Figure:
        return Figure(key, label, unit, read(ours), read(baseline), bound)

    return (
        figure(
            "build_s", "Index build, process start to end", "s", lambda r: median_of(r.build), 30
        ),
        figure(
            "build_processor_s", "  processor time", "s", lambda r: median_of(r.build_processor)
        ),
        figure("cold_s", "Cold answer, process start to end", "s", lambda r: median_of(r.cold)),
        figure("cold_processor_s", "  processor time", "s", lambda r: median_of(r.cold_processor)),
        figure("hot_p50_ms", "Hot answer, p50", "ms", lambda r: percentile_of(r.hot, 50), 120),
        figure("hot_p99_ms", "Hot answer, p99", "ms", lambda r: percentile_of(r.hot, 99)),
        figure(
            "hot_processor_ms",
            "  processor time of the server",
            "ms",
            lambda r: median_of(r.hot_processor),
        ),
        figure(
            "parallel_per_s",
            f"Throughput, {CLIENTS} clients",
            "questions/s",
            lambda r: median_of(r.rates),
        ),
        figure(
            "parallel_p99_ms",
            f"Answer with {CLIENTS} clients, p99",
            "ms",
            lambda r: percentile_of(r.waits, 99),
        ),
        figure(
            "memory_bytes", "Peak memory of the server", "bytes", lambda r: once(r.memory), 1.5e9
        ),
        figure("index_bytes", "Index on disk", "bytes", lambda r: once(folder_size(r.home))),
    )
