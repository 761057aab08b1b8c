"""Listening: the port, the ready line, stalled clients, and an orderly end."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import IndexDamagedError
from tests.fake_assistant import FakeAssistant
from web.serve import AddressError, base_url, listen, serve
from web.settings import WebSettings

ROOT = Path(__file__).parent.parent
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.fake_assistant import FakeAssistant
from web.serve import serve
from web.settings import WebSettings
serve(FakeAssistant, WebSettings(port=0, request_seconds=float(sys.argv[2]), connections=20),
      announce=lambda line: print(line, flush=True))
print("ended", flush=True)
"""


@contextmanager
def running(seconds: float) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server process that said it is ready, and its port; it waits `seconds` for a request."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(ROOT), str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        try:
            prefix = "review-qa is ready at http://127.0.0.1:"
            assert line.startswith(prefix), process.stderr and process.stderr.read()
            yield process, int(line.removeprefix(prefix))
        finally:
            process.kill()


def ask(port: int) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/ask",
        json.dumps({"question": "What regulates iron export?"}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
        return int(response.status)


def read_to_end(connection: socket.socket) -> bytes:
    connection.settimeout(10)
    received = b""
    try:
        while chunk := connection.recv(4096):
            received += chunk
    except ConnectionResetError:
        pass
    return received


def test_the_server_lives_through_stalled_clients_and_ends_in_order() -> None:
    with running(0.3) as (process, port):
        assert ask(port) == 200

        stalled = socket.create_connection(("127.0.0.1", port))
        stalled.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ")
        silent = socket.create_connection(("127.0.0.1", port))
        slow = socket.create_connection(("127.0.0.1", port))
        slow.sendall(
            b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b"Content-Length: 100\r\n\r\n{"
        )
        assert read_to_end(stalled) == b""
        assert read_to_end(silent) == b""
        assert read_to_end(slow).startswith(b"HTTP/1.1 408 ")

        garbage = socket.create_connection(("127.0.0.1", port))
        garbage.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        answer = read_to_end(garbage)
        assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert b"content-security-policy: default-src 'none'" in answer.lower()
        assert b"application/problem+json" in answer

        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
        assert process.stdout
        assert process.stderr
        assert process.stdout.read() == "ended\n"
        assert "Traceback" not in process.stderr.read()
        for one in [stalled, silent, slow, garbage]:
            one.close()


def test_a_crowd_that_never_asks_makes_room_for_one_who_does() -> None:
    with running(60) as (_, port), contextlib.ExitStack() as stack:
        crowd = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(60)
        ]
        for one in crowd:
            with contextlib.suppress(ConnectionError):
                one.sendall(b"GET / HT")
        assert ask(port) == 200
        dropped: set[socket.socket] = set()
        while len(dropped) < 40:
            ended, _, _ = select.select(set(crowd) - dropped, [], [], 10)
            assert ended, f"only {len(dropped)} of 60 connections were closed"
            dropped |= set(ended)


def test_a_port_in_use_is_an_error_that_says_so() -> None:
    loads: list[int] = []

    def load() -> FakeAssistant:
        loads.append(1)
        return FakeAssistant()

    with listen(WebSettings(port=0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=f"port {port} on 127.0.0.1 is in use"):
            serve(load, WebSettings(port=port))
    assert not loads


def test_an_address_of_another_machine_is_an_error() -> None:
    settings = WebSettings(host="203.0.113.7", port=0, api_key="k" * 32)
    with pytest.raises(AddressError, match=r"203\.0\.113\.7"):
        listen(settings)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("[::1]", "http://[::1]:80"),
        ("localhost", "http://localhost:80"),
    ],
)
def test_the_address_is_one_to_click_on(host: str, url: str) -> None:
    assert base_url(host, 80) == url


def failing() -> FakeAssistant:
    raise IndexDamagedError("vectors.bin is damaged: run `qa index`")


def test_an_index_that_cannot_be_loaded_ends_the_server_with_its_error() -> None:
    said: list[str] = []
    load: Callable[[], FakeAssistant] = failing
    with pytest.raises(IndexDamagedError, match="run `qa index`"):
        serve(load, WebSettings(port=0), announce=said.append)
    assert not said
