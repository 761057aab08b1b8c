"""A real browser and a real server, for tests of what a person sees."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.fake_assistant import FakeAssistant
from web.app import create_app
from web.serve import listen
from web.service import Assistant
from web.settings import WebSettings

IN_A_BROWSER = [
    pytest.mark.browser,
    # The driver's own event loop is not closed before the interpreter ends.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
"""The marks of a file of such tests."""

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The installed Chromium, else the driver's own. Without either a test is skipped, except in
    the checks that every change must pass.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        try:
            made = driver.chromium.launch(executable_path=found, args=SWITCHES)
        except Error as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"no Chromium to drive: {error.message.splitlines()[0]}")
        yield made
        made.close()


class Site(threading.Thread):
    """A server on a free port, in a thread, that can be told to stop."""

    def __init__(self, load: Callable[[], Assistant] = FakeAssistant) -> None:
        super().__init__(daemon=True)
        settings = WebSettings(port=0)
        self.listener = listen(settings)
        self.app = create_app(load, settings)
        self.server = uvicorn.Server(
            uvicorn.Config(self.app, log_config=None, ws="none", timeout_graceful_shutdown=1)
        )
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        self.server.run(sockets=[self.listener])

    def stop(self) -> None:
        self.server.should_exit = True
        self.join(10)


@contextmanager
def started(site: Site) -> Iterator[Site]:
    site.start()
    site.app.state.service.wait(30)
    try:
        yield site
    finally:
        site.stop()


@contextmanager
def watched(context: BrowserContext, site: str) -> Iterator[Page]:
    """A page that must not write to the console nor ask any other host."""
    made = context.new_page()
    complaints: list[str] = []
    made.on("console", lambda message: complaints.append(message.text))
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("request", lambda r: None if r.url.startswith(site) else complaints.append(r.url))
    yield made
    context.close()
    assert complaints == []


@contextmanager
def opened(browser: Browser, site: str, size: tuple[int, int], path: str = "/") -> Iterator[Page]:
    """A watched page in a window of that size (width, height)."""
    width, height = size
    context = browser.new_context(base_url=site, viewport={"width": width, "height": height})
    with watched(context, site) as page:
        page.goto(path)
        yield page
