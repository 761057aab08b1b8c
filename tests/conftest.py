"""What many tests share: the bundled article and an assistant over it, with an instant embedder."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from corpus.library import load_bundled
from corpus.types import Document
from index.build import build_index
from index.retrieval import Index
from qa.assistant import Assistant
from tests.embedders import HashingEmbedder
from tests.web_browser import Site, chromium, started, watched


@pytest.fixture(scope="session")
def article() -> Document:
    """The bundled review."""
    (document,) = load_bundled()
    return document


@pytest.fixture(scope="session")
def index(article: Document) -> Index:
    """The bundled review, indexed in memory with a hashing embedder: real, and instant."""
    return build_index([article], HashingEmbedder())


@pytest.fixture(scope="session")
def assistant(index: Index) -> Assistant:
    return Assistant(index)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a server with the small, honest assistant."""
    with started(Site()) as made:
        yield made.base


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page that must not write to the console nor ask any other host."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 800})
    with watched(context, site) as made:
        yield made
