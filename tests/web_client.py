"""A client of an application whose assistant is loaded, and a reader of the pages it gets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from starlette.testclient import TestClient

from tests.fake_assistant import FakeAssistant
from web.app import create_app
from web.service import Assistant
from web.settings import WebSettings

BASE = "http://127.0.0.1:8000"
VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})


@contextmanager
def client(
    load: Callable[[], Assistant] = FakeAssistant,
    settings: WebSettings | None = None,
    *,
    loaded: bool = True,
) -> Iterator[TestClient]:
    """A client that sees a 500 as a client would, not as an exception."""
    app = create_app(load, settings or WebSettings())
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as made:
        if loaded:
            app.state.service.wait(10)
        yield made


class Page(HTMLParser):
    """The elements of a page as (tag, attributes), its text, and the text of each element that has
    an id.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.by_id: dict[str, str] = {}
        self.marked: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if name := attributes.get("id"):
            assert name not in self.by_id, f"id {name} occurs twice"
            self.by_id[name] = ""
        if tag == "mark":
            self.marked.append("")
        if tag not in VOID:
            self._open.append((tag, attributes.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag in {"path", "rect"}:
            return
        opened, _ = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, name in self._open:
            if name:
                self.by_id[name] += data
        if any(tag == "mark" for tag, _ in self._open):
            self.marked[-1] += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """The attributes of every such element."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(key) == value for key, value in wanted.items())
        ]

    def permalinks(self) -> list[str]:
        """The address of each turn of a conversation."""
        return [link["href"] for link in self.all("a", title="Link to this answer")]

    def questions(self) -> list[str]:
        return [parse_qs(urlsplit(link).query)["q"][0] for link in self.permalinks()]

    def links(self) -> list[str]:
        return [element["href"] for element in self.all("a") if "href" in element]


def weight(http: TestClient, html: str) -> int:
    """Bytes of a page and of what it loads, uncompressed."""
    shown = Page(html)
    files = [a["src"] for a in shown.all("script")] + [a["href"] for a in shown.all("link")]
    assert all("?v=" in name for name in files), "named by their content"
    return len(html.encode()) + sum(len(http.get(name).content) for name in files)


def page(http: TestClient, **query: str | list[str]) -> Page:
    """The conversation's page for a query."""
    response = http.get("/", params=query)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    return Page(response.text)


def said(shown: Page) -> str:
    """The text of a page on one line."""
    return " ".join(shown.text.split())
