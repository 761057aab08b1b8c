"""Who may ask, and what the browser is told, on every route and every error."""

import base64
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.fake_assistant import FakeAssistant
from tests.web_client import client
from web.security import SECURITY_HEADERS, host_name
from web.settings import WebSettings, WebSettingsError

KEY = "k" * 16 + "0123456789abcdef"
QUESTION = {"question": "What regulates iron export?"}


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


@pytest.fixture(scope="module")
def guarded() -> Iterator[TestClient]:
    settings = WebSettings(host="0.0.0.0", api_key=KEY, hosts=("reviews.example",))  # noqa: S104
    with client(settings=settings) as made:
        yield made


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {}),
        ("GET", "/?q=iron", {}),
        ("GET", "/?q=%00", {}),
        ("GET", "/articles/iron-2024", {}),
        ("GET", "/articles/none", {"accept": "text/html"}),
        ("GET", "/static/page.css", {}),
        ("GET", "/export/answer.md?q=iron", {}),
        ("GET", "/export/rows.csv?q=iron", {}),
        ("GET", "/static/none", {}),
        ("GET", "/api/documents", {}),
        ("GET", "/api/documents/iron-2024/references.bib", {}),
        ("GET", "/api/ask", {}),
        ("POST", "/api/ask", {}),
        ("GET", "/healthz", {}),
        ("GET", "/readyz", {}),
        ("GET", "/openapi.json", {}),
        ("GET", "/nothing", {}),
        ("GET", "/", {"host": "evil.example"}),
        ("GET", "/api/documents", {"origin": "https://evil.example"}),
    ],
)
def test_every_response_carries_the_headers(
    http: TestClient, method: str, path: str, headers: dict[str, str]
) -> None:
    response = http.request(method, path, headers=headers)
    for name, value in SECURITY_HEADERS.items():
        assert response.headers.get_list(name) == [value]
    assert "access-control-allow-origin" not in response.headers
    assert "server" not in response.headers


def test_the_policy_allows_no_inline_code_and_nothing_from_elsewhere() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:9", "[::1]", "[::1]:8000"]
)
def test_loopback_names_pass(http: TestClient, host: str) -> None:
    assert http.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "evil.example@127.0.0.1",
        "127.0.0.1@evil.example",
        "127.0.0.1/evil",
        "127.0.0.1:8000:1",
        "127.0.0.1:port",
        "localhost:999999",
        "[::1",
        "[::1].evil.example",
        "0.0.0.0",  # noqa: S104
        "10.0.0.1",
        "2130706433",
        "",
    ],
)
def test_other_hosts_are_refused(http: TestClient, host: str) -> None:
    response = http.get("/api/documents", headers={"host": host})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_two_host_headers_are_refused(http: TestClient) -> None:
    headers = [("host", "127.0.0.1"), ("host", "evil.example")]
    assert http.get("/healthz", headers=headers).status_code == 400


def test_host_name_reads_names_only() -> None:
    assert host_name("LocalHost:80") == "localhost"
    assert host_name("[::1]:80") == "::1"
    assert host_name("a@b") is None
    assert host_name("a/b") is None


CROSS_SITE = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "http://localhost:8000"},
    {"origin": "http://127.0.0.1:8000.evil.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    {"sec-fetch-site": "nonsense"},
]


@pytest.mark.parametrize("headers", CROSS_SITE)
@pytest.mark.parametrize("path", ["/api/ask", "/api/search?q=iron", "/?q=iron", "/api/documents"])
def test_other_sites_are_refused(http: TestClient, headers: dict[str, str], path: str) -> None:
    if path == "/api/ask":
        response = http.post(path, json=QUESTION, headers=headers)
    else:
        response = http.get(path, headers=headers)
    assert response.status_code == 403


def test_a_form_of_another_site_cannot_pose_as_json(http: TestClient) -> None:
    response = http.post(
        "/api/ask", content=b'{"question": "iron"}', headers={"content-type": "text/plain"}
    )
    assert response.status_code == 415


def test_a_preflight_gets_no_permission(http: TestClient) -> None:
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    response = http.options("/api/ask", headers=headers)
    assert response.status_code == 403
    assert not any(name.startswith("access-control") for name in response.headers)


def test_own_pages_and_links_from_elsewhere_pass(http: TestClient) -> None:
    own = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
    assert http.post("/api/ask", json=QUESTION, headers=own).status_code == 200
    link = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    assert http.get("/?q=iron", headers=link).status_code == 200
    assert http.get("/api/search?q=iron", headers=link).status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "reviews.example", "8.8.8.8"])  # noqa: S104
@pytest.mark.parametrize("key", ["", "short", "k" * 31])
def test_an_open_address_needs_a_long_key(host: str, key: str) -> None:
    with pytest.raises(WebSettingsError, match="at least 32"):
        WebSettings(host=host, api_key=key)
    assert not WebSettings(host=host, api_key=KEY).loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
def test_a_loopback_address_needs_no_key(host: str) -> None:
    assert WebSettings(host=host).loopback


@pytest.mark.parametrize(
    "bad", [{"port": 65536}, {"port": -1}, {"host": ""}, {"host": "a b"}, {"api_key": "ключ"}]
)
def test_impossible_settings_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(WebSettingsError):
        WebSettings(**bad)  # type: ignore[arg-type]


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(WebSettings(api_key=KEY))


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        KEY,
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        "Bearer ключ".encode(),
        f"Digest {KEY}",
        basic(KEY, ""),
        "Basic !!!",
        "Basic",
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/documents", "/readyz", "/static/page.css", "/nothing"])
def test_without_the_key_nothing_is_shown(
    guarded: TestClient, authorization: str | bytes | None, path: str
) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    response = guarded.get(path, headers=headers)  # type: ignore[arg-type]
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Basic")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("authorization", [f"Bearer {KEY}", f"bearer {KEY}", basic("me", KEY)])
def test_with_the_key_everything_is(guarded: TestClient, authorization: str) -> None:
    headers = {"authorization": authorization, "host": "reviews.example"}
    assert guarded.get("/", headers=headers).status_code == 200
    assert guarded.post("/api/ask", json=QUESTION, headers=headers).status_code == 200


def test_health_needs_no_key(guarded: TestClient) -> None:
    assert guarded.get("/healthz").status_code == 200


def test_the_contract_is_shown_to_those_with_the_key(guarded: TestClient) -> None:
    headers = {"authorization": f"Bearer {KEY}"}
    assert guarded.get("/openapi.json", headers=headers).status_code == 200
    assert guarded.get("/openapi.json").status_code == 401


def test_a_key_on_loopback_is_checked_too() -> None:
    with client(FakeAssistant, WebSettings(api_key="short but set")) as http:
        assert http.get("/").status_code == 401
        assert http.get("/", headers={"authorization": "Bearer short but set"}).status_code == 200
