"""What a request may cost: size and time of its body, and an answer even if the code fails."""

import asyncio
import logging
import time
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import problem_response
from web.settings import WebSettings

logger = logging.getLogger(__name__)
CLOSE = {"Connection": "close"}


class BodyLimit:
    """Reads the whole body first: 413 if it is too large, 408 if it is too slow, 415 if a POST is
    not JSON. Bodies are small, so holding one costs less than a half-read one.
    """

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "0")
        limit = self.settings.body_bytes
        if declared.isdecimal() and int(declared[:20]) > limit:
            await self.refuse_size(scope, receive, send)
            return
        if scope["method"] == "POST" and not is_json(headers.get("content-type", "")):
            refusal = problem_response(415, "Send JSON, as application/json.", CLOSE)
            await refusal(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self.settings.request_seconds):
                body = await read_body(receive, limit)
        except TimeoutError:
            await problem_response(408, "The request took too long.", CLOSE)(scope, receive, send)
            return
        if body is None:
            await self.refuse_size(scope, receive, send)
            return
        await self.app(scope, replay(body, receive), send)

    async def refuse_size(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = f"A request may hold {self.settings.body_bytes:,} bytes."
        await problem_response(413, detail, CLOSE)(scope, receive, send)


async def read_body(receive: Receive, limit: int) -> bytes | None:
    """The body, or None if it exceeds `limit` bytes."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(chunks)
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > limit:
            return None
        if not message.get("more_body", False):
            return b"".join(chunks)


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that yields `body` once and then what the server says."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again


def is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"


class LastResort:
    """Turns an unforeseen error into a plain 500; its traceback goes to the log only. Logs each
    request without its query, because that holds the question.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        began = time.perf_counter()

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        line = f"{scope['method']} {quote(scope['path'])}"
        try:
            await self.app(scope, receive, send_noting_status)
        except Exception:
            logger.exception("%s failed", line)
            if status:
                raise
            detail = "Something went wrong here; the server's log says what."
            await problem_response(500, detail)(scope, receive, send_noting_status)
        logger.info("%s %d %.0f ms", line, status, (time.perf_counter() - began) * 1000)
