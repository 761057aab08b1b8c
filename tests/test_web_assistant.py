"""The pages and the API over the real assistant and the bundled review."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from corpus.types import CELL_SEPARATOR, Document
from index.retrieval import Index
from qa.assistant import Assistant
from qa.citation import Evidence, cite
from tests.web_client import Page, client
from web.pages import create_environment
from web.reader import article_view

QUESTIONS = [
    "What was the overall response rate of low-dose rituximab in immune thrombocytopenia?",
    "Which trial studies a realgar-indigo naturalis formula?",
    "How does the treatment affect autophagy?",
    "Who funded this work?",
]


@pytest.fixture(scope="module")
def http(assistant: Assistant) -> Iterator[TestClient]:
    with client(lambda: assistant) as made:
        yield made


def ask(http: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = http.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200
    body: dict[str, Any] = response.json()
    return body


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_stands_at_its_place_and_its_link_marks_it(
    http: TestClient, article: Document, question: str
) -> None:
    body = ask(http, question)
    assert body["status"] == "answered"
    assert body["citations"]
    for citation in body["citations"]:
        place, text = citation["location"], citation["cited_text"]
        if place["type"] == "passage":
            section = article.section_by_anchor[place["anchor"]]
            assert section.text[place["start"] : place["end"]] == text
            marked = text
        elif place["type"] == "table_row":
            assert text == article.row_by_anchor[place["anchor"]][1].text
            marked = "".join(place["cells"])
        else:
            assert text in article.reference_by_anchor[place["anchor"]].text
            marked = article.reference_by_anchor[place["anchor"]].text
        path, _, fragment = citation["url"].partition("#")
        shown = Page(http.get(path).text)
        assert fragment == "quote"
        assert fragment in shown.by_id
        assert plain("".join(shown.marked)) == plain(marked)


@pytest.mark.parametrize("stride", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_every_piece_of_the_index_can_be_landed_on(
    article: Document, index: Index, stride: int
) -> None:
    """Passages, rows, captions and entries, as the reader would mark them: each takes the whole
    page, so all of them are for the slow tests.
    """
    environment = create_environment()
    kinds = set()
    for number, chunk in enumerate(index.chunks):
        if number % stride and chunk.anchor not in article.table_by_anchor:
            continue
        place = Evidence(chunk.document, chunk.anchor, chunk.kind, *chunk.span, 1.0)
        citation = cite(article, place, 1)
        path, _, fragment = citation.url.partition("#")
        (at,) = parse_qs(urlsplit(path).query)["at"]
        view = article_view(article, at)
        assert not view.lost, at
        html = environment.get_template("article.html").render(
            view=view, document=article, found=None, ask="/"
        )
        assert html.count(f'id="{fragment}"') == 1, at
        shown = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL))
        marked = unescape(re.sub(r"<[^>]+>", "", shown))
        text = citation.cited_text.replace(CELL_SEPARATOR, "")
        assert plain(marked) == plain(text), at
        kinds.add("caption" if chunk.anchor in article.table_by_anchor else chunk.kind)
    assert kinds == {"passage", "row", "reference", "caption"}


def test_the_reader_shows_every_word_of_the_article(http: TestClient, article: Document) -> None:
    shown = Page(http.get(f"/articles/{article.id}").text)
    text = plain(shown.text)
    for section in article.sections:
        for paragraph in section.text.split("\n\n"):
            assert plain(paragraph) in text
    for table in article.tables:
        for row in table.rows:
            for cell in row.cells:
                assert plain(cell) in plain(shown.by_id[row.anchor])
    for entry in article.references:
        assert plain(entry.text) in plain(shown.by_id[entry.anchor])
    assert article.credit in shown.text
    for link in shown.links():
        if link.startswith("#"):
            assert link[1:] in shown.by_id


def test_the_page_and_the_api_give_the_same_answer(http: TestClient) -> None:
    for question in QUESTIONS:
        shown = Page(http.get("/", params={"q": question}).text)
        for part in ask(http, question)["parts"]:
            for cell in part["text"].split(" | "):
                assert plain(cell) in plain(shown.text)


def test_what_no_article_says_is_refused(http: TestClient) -> None:
    body = ask(http, "What is the price of gold in Paris?")
    assert body["status"] == "refused"
    assert body["refusal"]["reason"]
    assert "gold" in body["refusal"]["missing_terms"]
    shown = Page(http.get("/", params={"q": "What is the price of gold in Paris?"}).text)
    assert body["refusal"]["reason"] in shown.text


def test_the_examples_are_answered(http: TestClient) -> None:
    shown = Page(http.get("/").text)
    examples = [link for link in shown.links() if link.startswith("/?q=")]
    assert len(examples) >= 3
    for example in examples:
        assert "No answer found" not in http.get(example).text


def test_the_whole_reference_list_is_exported(http: TestClient, article: Document) -> None:
    base = f"/api/documents/{article.id}/references"
    count = len(article.references)
    assert len(http.get(f"{base}.json").json()) == count
    keys = re.findall(r"^@\w+\{([a-z0-9-]+),$", http.get(f"{base}.bib").text, re.MULTILINE)
    assert len(set(keys)) == len(keys) == count
    assert http.get(f"{base}.ris").text.count("\r\nER  - \r\n") == count


def test_the_document_is_described(http: TestClient, article: Document) -> None:
    body = http.get(f"/api/documents/{article.id}").json()
    assert len(body["references"]) == len(article.references)
    assert [len(table["rows"]) for table in body["tables"]] == [len(t.rows) for t in article.tables]
