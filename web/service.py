"""The assistant behind a server: loaded in the background, asked a bounded number at a time."""

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from corpus.types import Document
from qa.types import Answer, SearchResult, UnknownDocumentError
from web.settings import WebSettings

T = TypeVar("T")


class Assistant(Protocol):
    """What the web layer asks of an assistant."""

    @property
    def documents(self) -> tuple[Document, ...]: ...

    @property
    def generation(self) -> str: ...

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        documents: Sequence[str] = (),
        limit: int = 5,
        as_typed: bool = False,
    ) -> Answer: ...

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] = ()) -> SearchResult: ...


class NotReadyError(Exception):
    """The index is still loading, or could not be loaded; the message says which and why.

    `retry` is false when waiting will not help.
    """

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.retry = retry


class BusyError(Exception):
    """All slots and the queue are taken, or an answer took too long: try again."""


class Service:
    """Holds one assistant and the threads that ask it. All methods belong to the event loop,
    except `wait`, which belongs to any other thread.

    `suggest` makes example questions once the assistant is there; `examples` holds them.
    """

    def __init__(
        self,
        load: Callable[[], Assistant],
        settings: WebSettings,
        suggest: Callable[[Assistant], tuple[str, ...]],
    ) -> None:
        self.examples = settings.examples
        self._load = load
        self._suggest = suggest
        self._loaded: Future[Assistant] = Future()
        slots = settings.slots or os.cpu_count() or 1
        self._limit = slots + settings.queue
        self._seconds = settings.answer_seconds
        self._pending = 0
        self._pool = ThreadPoolExecutor(slots, thread_name_prefix="answer")

    @property
    def assistant(self) -> Assistant:
        """The loaded assistant.

        Raises:
            NotReadyError: it is still loading or could not be loaded.
        """
        if not self._loaded.done():
            raise NotReadyError("The index is still being loaded.", retry=True)
        if error := self._loaded.exception():
            raise NotReadyError(f"The index could not be loaded: {error}", retry=False)
        return self._loaded.result()

    @property
    def loaded(self) -> Future[Assistant]:
        """Resolves to the assistant, or to the error that kept it from loading."""
        return self._loaded

    def start(self) -> None:
        """Load in a daemon thread, so that a server told to stop need not wait for it."""
        threading.Thread(target=self._run_load, name="load", daemon=True).start()

    def stop(self) -> None:
        """Drop questions that wait; those being answered finish."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def wait(self, timeout: float | None = None) -> None:
        """Block until loaded; raises what loading raised."""
        self._loaded.result(timeout)

    async def run(self, ask: Callable[[], T]) -> T:
        """Run one question in a worker thread.

        Raises:
            BusyError: no room in the queue, or no answer in time.
        """
        if self._pending >= self._limit:
            raise BusyError("Too many questions are waiting. Please try again in a moment.")
        self._pending += 1
        loop = asyncio.get_running_loop()
        future = self._pool.submit(ask)
        # The slot is freed when the thread is, not when the client stops waiting for it.
        future.add_done_callback(lambda _: _call_soon(loop, self._release))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise BusyError(f"No answer within {self._seconds:g} seconds.") from None

    def _release(self) -> None:
        self._pending -= 1

    def _run_load(self) -> None:
        try:
            assistant = self._load()
            self.examples = self.examples or self._suggest(assistant)
        except Exception as error:
            self._loaded.set_exception(error)
        else:
            self._loaded.set_result(assistant)


def _call_soon(loop: asyncio.AbstractEventLoop, callback: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop may have closed meanwhile
        loop.call_soon_threadsafe(callback)


def find_document(assistant: Assistant, document_id: str) -> Document:
    """The document of that id.

    Raises:
        UnknownDocumentError: there is none; the message lists those there are.
    """
    for document in assistant.documents:
        if document.id == document_id:
            return document
    known = ", ".join(document.id for document in assistant.documents)
    raise UnknownDocumentError(f"There is no such document. There are: {known}.")
