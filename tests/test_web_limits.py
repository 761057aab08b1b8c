"""How much a request may send, and how slowly."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from tests.web_client import client
from web.limits import BodyLimit
from web.settings import WebSettings

JSON = {"content-type": "application/json"}


def padded(size: int) -> bytes:
    """A good question in exactly `size` bytes of JSON."""
    question = json.dumps({"question": "What regulates iron export?"}).encode()
    return question + b" " * (size - len(question))


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def test_the_largest_body_passes_and_one_byte_more_does_not(http: TestClient) -> None:
    limit = WebSettings().body_bytes
    assert http.post("/api/ask", content=padded(limit), headers=JSON).status_code == 200
    response = http.post("/api/ask", content=padded(limit + 1), headers=JSON)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_the_limit_holds_without_a_declared_length(http: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 10_000

    assert http.post("/api/ask", content=chunks(), headers=JSON).status_code == 413


def test_a_megabyte_of_question_is_refused(http: TestClient) -> None:
    response = http.post("/api/ask", json={"question": "a" * 1_000_000})
    assert response.status_code == 413


def test_the_longest_question_passes(http: TestClient) -> None:
    question = ("iron export " * 200)[:2000]
    assert len(question) == 2000
    assert http.post("/api/ask", json={"question": question}).status_code == 200
    assert http.post("/api/ask", json={"question": f"  {question}\n"}).status_code == 200
    assert http.get("/api/search", params={"q": f"  {question}\n"}).status_code == 200
    assert http.get("/", params={"q": f"  {question}\n"}).status_code == 200
    response = http.post("/api/ask", json={"question": f"{question}?"})
    assert response.status_code == 422
    assert "2000 characters" in response.json()["detail"]


async def unreached(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("the application must not see a body that never comes")


def test_a_body_that_never_comes_is_given_up() -> None:
    sent: list[Message] = []
    first: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}]

    async def receive() -> Message:
        if first:
            return first.pop()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "headers": [(b"content-type", b"application/json")],
    }
    asyncio.run(BodyLimit(unreached, WebSettings(request_seconds=0.01))(scope, receive, send))
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
