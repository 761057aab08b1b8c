"""Every failure is a problem with a status that says who can act, and never a traceback."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.errors import IndexDamagedError
from qa.types import Answer
from tests.fake_assistant import FakeAssistant
from tests.web_client import BASE, Page, client
from web.app import create_app
from web.service import BusyError, Service
from web.settings import WebSettings


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def check_problem(response: Any, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail"}
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in response.text
    return str(body["detail"])


BODIES = {
    "not JSON": (b"{question", 400),
    "not UTF-8": (b'{"question": "\xff"}', 400),
    "deep": (b"[" * 60_000, 400),
    "huge number": (b'{"question": "iron", "limit": ' + b"9" * 5000 + b"}", 400),
    "empty body": (b"", 422),
    "a list": (b"[]", 422),
    "no question": (b"{}", 422),
    "a number": (b'{"question": 5}', 422),
    "null": (b'{"question": null}', 422),
    "empty": (b'{"question": ""}', 422),
    "blank": (b'{"question": " \\n\\t "}', 422),
    "NUL": (b'{"question": "iron\\u0000"}', 422),
    "escape": (b'{"question": "\\u001b[31miron"}', 422),
    "lone surrogate": (b'{"question": "iron \\ud800"}', 422),
    "too long": (b'{"question": "' + b"a" * 2001 + b'"}', 422),
    "unknown field": (b'{"question": "iron", "colour": 1}', 422),
    "history of strings": (b'{"question": "iron", "history": ["x"]}', 422),
    "limit as text": (b'{"question": "iron", "limit": "5"}', 422),
    "limit 0": (b'{"question": "iron", "limit": 0}', 422),
    "not a number": (b'{"question": "iron", "limit": NaN}', 422),
    "unknown document": (b'{"question": "iron", "documents": ["none"]}', 404),
    "path as document": (b'{"question": "iron", "documents": ["../../etc/passwd"]}', 404),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_bad_body_is_the_clients_error(http: TestClient, body: bytes, status: int) -> None:
    response = http.post(
        "/api/ask", content=body, headers={"content-type": "application/json; charset=utf-8"}
    )
    check_problem(response, status)


def test_a_wrong_field_is_named_and_its_value_is_not_repeated(http: TestClient) -> None:
    body = {"question": "iron", "history": [{"question": 7}], "s3cret<b>": "s3cret"}
    detail = check_problem(http.post("/api/ask", json=body), 422)
    assert "history[0].question" in detail
    assert "s3cret" not in detail


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP TABLE chunks; --",
        "{{7*7}}",
        "${7*7}",
        "<script>alert(1)</script>",
        "שלום עולם",
        "🧬 iron",
    ],
)
def test_odd_text_is_only_text(http: TestClient, question: str) -> None:
    response = http.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json()["question"] == question


@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data", "text/json"])
def test_only_json_is_taken(http: TestClient, content_type: str) -> None:
    response = http.post(
        "/api/ask", content=b'{"question": "iron"}', headers={"content-type": content_type}
    )
    check_problem(response, 415)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/..%2fapp.py", 404),
        ("GET", "/docs", 404),
        ("GET", "/redoc", 404),
        ("GET", "/api/documents/none", 404),
        ("GET", "/api/documents/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/api/documents/none/references.bib", 404),
        ("GET", "/api/documents/iron-2024/references.exe", 422),
        ("GET", "/articles/none", 404),
        ("GET", "/api/ask", 405),
        ("DELETE", "/api/documents", 405),
        ("GET", "/api/search", 422),
        ("GET", "/api/search?q=", 422),
        ("GET", "/api/search?q=%00", 422),
        ("GET", "/api/search?q=iron&k=0", 422),
        ("GET", "/api/search?q=iron&k=101", 422),
        ("GET", "/api/search?q=iron&documents=none", 404),
    ],
)
def test_a_bad_address_or_parameter_is_a_problem(
    http: TestClient, method: str, path: str, status: int
) -> None:
    check_problem(http.request(method, path), status)


def test_a_refused_method_names_those_allowed(http: TestClient) -> None:
    assert http.get("/api/ask").headers["allow"] == "POST"


def test_an_unknown_document_is_answered_with_the_known_ones(http: TestClient) -> None:
    assert "iron-2024" in check_problem(http.get("/api/documents/none"), 404)


@pytest.mark.parametrize("earlier", ["?", "", "  ", "iron\0"])
def test_an_earlier_question_that_cannot_be_asked_is_named(http: TestClient, earlier: str) -> None:
    history = [{"question": "What is iron?"}, {"question": earlier}]
    body = {"question": "What regulates iron export?", "history": history}
    detail = check_problem(http.post("/api/ask", json=body), 422)
    assert detail.startswith("history[1].question: the question ")


@pytest.mark.parametrize("earlier", ["?", " ", "iron\0", "a" * 2001])
def test_the_page_passes_over_an_earlier_question_that_cannot_be_asked(
    http: TestClient, earlier: str
) -> None:
    query = {"h": [earlier, "What is iron?"], "q": "What regulates iron export?"}
    response = http.get("/", params=query)
    assert response.status_code == 200
    carried = [field["value"] for field in Page(response.text).all("input", name="h")]
    assert carried == ["What is iron?", "What regulates iron export?"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/articles/iron-2024"])
def test_head_is_answered_like_get(http: TestClient, path: str) -> None:
    head, get = http.head(path), http.get(path)
    assert (head.status_code, get.status_code) == (200, 200)
    assert head.headers["content-type"] == get.headers["content-type"]


def test_a_browser_gets_the_error_as_a_page(http: TestClient) -> None:
    response = http.get("/articles/none", headers={"accept": "text/html,*/*"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "Not Found" in Page(response.text).text


@pytest.mark.parametrize("question", ["iron\0", "a" * 2001])
def test_the_page_explains_a_question_that_cannot_be_asked(http: TestClient, question: str) -> None:
    response = http.get("/", params={"q": question})
    assert response.status_code == 422
    shown = Page(response.text)
    assert "could not be asked" in shown.text
    assert "at most 2,000 are read." in shown.text or "U+0000" in shown.text
    assert "maxlength" not in shown.all("textarea")[0]


def test_the_page_explains_an_unknown_document(http: TestClient) -> None:
    response = http.get("/", params={"q": "iron", "documents": "none"})
    assert response.status_code == 404
    assert "iron-2024" in Page(response.text).text


class Failing(FakeAssistant):
    def answer(self, *_: Any, **__: Any) -> Answer:
        raise RuntimeError("secret detail")


def test_an_unforeseen_error_is_a_plain_500(caplog: pytest.LogCaptureFixture) -> None:
    with client(Failing, WebSettings(examples=("x",))) as http:
        response = http.post("/api/ask", json={"question": "What is my secret question?"})
        assert "secret" not in check_problem(response, 500)
        assert response.headers["x-content-type-options"] == "nosniff"
    assert "secret detail" in caplog.text
    assert "my secret question" not in caplog.text


def test_until_loaded_only_health_answers() -> None:
    go_on = threading.Event()

    def load() -> FakeAssistant:
        go_on.wait(10)
        return FakeAssistant()

    with client(load, loaded=False) as http:
        assert http.get("/healthz").status_code == 200
        assert http.get("/api/version").json()["index"] is None
        for path in ("/readyz", "/api/documents", "/api/search?q=iron"):
            response = http.get(path)
            assert "loaded" in check_problem(response, 503)
            assert int(response.headers["retry-after"]) > 0
        page = http.get("/", headers={"accept": "text/html"})
        assert page.status_code == 503
        assert page.headers["refresh"]
        go_on.set()
        http.app.state.service.wait(10)  # type: ignore[attr-defined]
        assert http.get("/readyz").status_code == 200


def test_an_index_that_cannot_be_loaded_says_why() -> None:
    def load() -> FakeAssistant:
        raise IndexDamagedError("vectors.bin is damaged: run `qa index`")

    with client(load, loaded=False) as http:
        with pytest.raises(IndexDamagedError):
            http.app.state.service.wait(10)  # type: ignore[attr-defined]
        assert http.get("/healthz").status_code == 200
        for path in ("/readyz", "/api/documents"):
            response = http.get(path)
            assert "run `qa index`" in check_problem(response, 503)
            assert "retry-after" not in response.headers
        page = http.get("/")
        assert page.status_code == 503
        assert "refresh" not in page.headers
        assert "run `qa index`" in Page(page.text).text


class Slow(FakeAssistant):
    """Answers when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.started = threading.Semaphore(0)
        self.go_on = threading.Event()

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        documents: Sequence[str] = (),
        limit: int = 5,
        as_typed: bool = False,
    ) -> Answer:
        self.started.release()
        self.go_on.wait(10)
        return super().answer(
            question, history, documents=documents, limit=limit, as_typed=as_typed
        )


def test_when_slots_are_full_the_next_is_told_to_come_back() -> None:
    slow = Slow()
    settings = WebSettings(slots=1, queue=0, examples=("x",))
    with client(lambda: slow, settings) as http:
        statuses: list[int] = []

        def ask() -> None:
            statuses.append(http.post("/api/ask", json={"question": "iron"}).status_code)

        first = threading.Thread(target=ask)
        first.start()
        assert slow.started.acquire(timeout=10)
        for response in (
            http.post("/api/ask", json={"question": "iron"}),
            http.get("/api/search", params={"q": "iron"}),
        ):
            check_problem(response, 503)
            assert int(response.headers["retry-after"]) > 0
        page = http.get("/", params={"q": "iron"})
        assert page.status_code == 503
        assert "try again" in Page(page.text).text
        slow.go_on.set()
        first.join(10)
        assert statuses == [200]
        assert http.post("/api/ask", json={"question": "iron"}).status_code == 200


def test_questions_wait_while_the_queue_has_room() -> None:
    go_on = threading.Event()
    service = Service(FakeAssistant, WebSettings(slots=1, queue=1), lambda _: ())

    async def ask_three() -> None:
        waiting = [asyncio.create_task(service.run(lambda: go_on.wait(10))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await service.run(go_on.is_set)
        go_on.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await service.run(go_on.is_set)

    asyncio.run(ask_three())
    service.stop()


def test_an_answer_that_takes_too_long_is_given_up() -> None:
    slow = Slow()
    with client(lambda: slow, WebSettings(answer_seconds=0.05, examples=("x",))) as http:
        check_problem(http.post("/api/ask", json={"question": "iron"}), 503)
        slow.go_on.set()


def test_two_applications_share_nothing() -> None:
    first = create_app(FakeAssistant, WebSettings())
    second = create_app(FakeAssistant, WebSettings())
    assert first.state.service is not second.state.service
    with TestClient(first, base_url=BASE) as http:
        first.state.service.wait(10)
        assert http.get("/readyz").status_code == 200
        assert not second.state.service.loaded.done()
