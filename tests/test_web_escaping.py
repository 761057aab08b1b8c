"""Whatever an article or a question holds, a page shows it and never obeys it."""

from dataclasses import replace

import pytest

from corpus.types import Document, Mention, Section
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from tests.web_client import Page, client

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "\"><iframe src='https://evil.example'>",
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<style>@import 'https://evil.example'</style>",
    "<base href=https://evil.example>",
    "<math><mtext><script>alert(1)</script>",
    "{{7*7}}",
    "{% for x in range(9) %}x{% endfor %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202egnp.exe\u2066",
]


SCRIPTS = {"/static/page.js"}


def hostile(payload: str) -> Document:
    """The article with the payload wherever an article may hold text."""
    base = article()
    text = f"Iron export {payload} (Adams et al., 2019)."
    cited = Mention(len(text) - 20, len(text) - 2, "Adams et al., 2019", ("ref-1",))
    table = base.tables[0]
    row = replace(
        table.rows[0],
        cells=(payload, f"{payload} sucrose", payload, payload, payload),
        mentions=(),
    )
    entry = replace(
        base.references[0],
        key=payload,
        authors=(payload,),
        title=payload,
        container=payload,
        text=payload,
        doi=payload,
    )
    return replace(
        base,
        title=payload,
        authors=(payload,),
        journal=payload,
        doi=payload,
        licence=payload,
        licence_url=payload,
        credit=payload,
        added_by=payload,
        sections=(
            Section("front", (payload,), "front", payload),
            Section("introduction", (payload,), "body", text, (cited,)),
        ),
        tables=(
            replace(
                table,
                label=payload,
                caption=payload,
                columns=(payload,) * 5,
                rows=(row,),
                notes=(payload,),
                section="introduction",
            ),
        ),
        references=(entry, *base.references[1:]),
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_shown_as_text_everywhere(payload: str) -> None:
    tags = [
        "/",
        "/?q=iron+export",
        "/?q=sucrose",
        "/?q=zebra+zebra+iron",
        "/articles/iron-2024",
        "/articles/iron-2024?at=introduction:0-11",
    ]
    with client() as plain, client(lambda: FakeAssistant(hostile(payload))) as http:
        known = {tag for path in tags for tag, _ in Page(plain.get(path).text).elements}
        for path in tags:
            shown = Page(http.get(path).text)
            assert payload in shown.text
            check_inert(shown, known)
        shown = Page(http.get("/", params={"q": payload, "h": [payload]}).text)
        assert payload in shown.text
        check_inert(shown, known)


def check_inert(shown: Page, known: set[str]) -> None:
    assert {tag for tag, _ in shown.elements} <= known
    assert {script["src"].partition("?")[0] for script in shown.all("script")} <= SCRIPTS
    for _, attributes in shown.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert not {"style", "srcdoc", "formaction"} & set(attributes)
        for name in ("href", "src", "action"):
            if name in attributes:
                assert attributes[name].startswith(("/", "#", "https://"))
                assert not attributes[name].startswith("//")
                assert "evil.example" not in attributes[name].partition("?")[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_an_address_is_inert(payload: str) -> None:
    with client() as http:
        known = {tag for tag, _ in Page(http.get("/articles/iron-2024").text).elements}
        for path, query in [
            ("/articles/iron-2024", {"at": payload}),
            ("/", {"q": "iron", "documents": payload}),
            ("/", {"q": payload + "a" * 2000}),
            ("/articles/" + payload.replace("/", "%2F").replace("#", "%23"), {}),
        ]:
            response = http.get(path, params=query, headers={"accept": "text/html"})
            assert response.status_code < 500
            check_inert(
                Page(response.text),
                known
                | {"textarea", "form", "button", "kbd"}
                | {
                    "article",
                    "input",
                    "label",
                    "script",
                    "div",
                    "details",
                    "summary",
                    "small",
                    "ul",
                },
            )


def test_links_out_do_not_tell_where_they_come_from() -> None:
    with client() as http:
        answered = http.get("/?q=What+regulates+iron+export%3F")
        assert answered.headers["referrer-policy"] == "no-referrer"
        outward = [a for a in Page(answered.text).all("a") if a["href"].startswith("http")]
        assert outward
        for link in outward:
            assert link["target"] == "_blank", "which implies noopener"
            assert "opener" not in link.get("rel", "").split()
            assert "referrerpolicy" not in link
