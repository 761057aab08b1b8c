"""Time as a client sees it: questions through real HTTP, one after the other or eight at once."""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.bench.questions import Asked

TIMEOUT = 60.0
"""Seconds until a client gives up: far beyond what any answer takes."""


@dataclass(frozen=True, slots=True)
class Throughput:
    """`latencies` are milliseconds per question, in no order."""

    questions_per_second: float
    latencies: list[float]


def ask(client: httpx.Client, asked: Asked) -> dict[str, Any]:
    """One answer. Raises httpx.HTTPError for any but a success."""
    response = client.post("/api/ask", json=asked.body)
    response.raise_for_status()
    answer: dict[str, Any] = response.json()
    return answer


def latencies(url: str, questions: Sequence[Asked]) -> list[float]:
    """Milliseconds from sending a question to having read its answer, over one connection.

    A first question, which opens the connection, is not counted.
    """
    with httpx.Client(base_url=url, timeout=TIMEOUT, trust_env=False) as client:
        ask(client, questions[-1])
        return [_timed(client, asked) for asked in questions]


def throughput(url: str, questions: Sequence[Asked], clients: int) -> Throughput:
    """All questions, asked by `clients` at the same time, each over its own connection."""
    waiting = deque(questions)
    measured: list[float] = []
    failures: list[Exception] = []
    start = threading.Barrier(clients + 1)

    def work() -> None:
        try:
            with httpx.Client(base_url=url, timeout=TIMEOUT, trust_env=False) as client:
                ask(client, questions[-1])
                start.wait(TIMEOUT)
                while not failures:
                    try:
                        asked = waiting.popleft()
                    except IndexError:
                        return
                    measured.append(_timed(client, asked))
        except Exception as error:
            failures.append(error)
            start.abort()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    with contextlib.suppress(threading.BrokenBarrierError):  # whoever broke it noted why
        start.wait(TIMEOUT)
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if failures:
        raise failures[0]
    return Throughput(len(questions) / seconds, measured)


def _timed(client: httpx.Client, asked: Asked) -> float:
    began = time.perf_counter()
    ask(client, asked)
    return (time.perf_counter() - began) * 1000
