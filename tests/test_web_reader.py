"""The reader shows the whole article once, with one place marked."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.fake_assistant import INTRODUCTION, article
from tests.web_client import Page, client
from web.reader import Place, article_view, find_place, parse_place


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def read(http: TestClient, at: str | None = None) -> Page:
    response = http.get("/articles/iron-2024", params={"at": at} if at is not None else {})
    assert response.status_code == 200
    return Page(response.text)


def test_everything_is_there_once_in_order(http: TestClient) -> None:
    shown = read(http)
    document = article()
    for section in document.sections:
        assert section.anchor in shown.by_id
        for paragraph in section.text.split("\n\n"):
            assert "".join(paragraph.split()) in "".join(shown.text.split())
    for table in document.tables:
        assert table.caption in shown.text
        for row in table.rows:
            for cell in row.cells:
                assert cell in shown.by_id[row.anchor]
    for entry in document.references:
        assert entry.text in shown.by_id[entry.anchor]
    anchors = [name for name in shown.by_id if name in document.section_by_anchor]
    assert anchors == [section.anchor for section in document.sections]
    assert document.credit in shown.text
    assert not shown.marked


def test_citations_in_the_text_lead_to_the_entries(http: TestClient) -> None:
    shown = read(http)
    mentions = [a for tag, a in shown.elements if "mention" in a.get("class", "").split()]
    assert [mention["href"] for mention in mentions] == ["#ref-1", "#ref-2", "#ref-4", "#ref-4"]
    assert [("unsure" in mention["class"]) for mention in mentions] == [True, True, False, False]
    assert "#ref-3" in shown.links()
    for link in shown.links():
        if link.startswith("#"):
            assert link[1:] in shown.by_id


def test_a_quoted_passage_is_marked_where_the_link_lands(http: TestClient) -> None:
    start = INTRODUCTION.index("Ferritin falls")
    end = INTRODUCTION.index(" It rises")
    shown = read(http, f"introduction:{start}-{end}")
    assert "".join(shown.marked) == INTRODUCTION[start:end].replace("\n\n", "")
    assert shown.by_id["quote"] == INTRODUCTION[start : INTRODUCTION.index("\n\n")]


def test_a_quoted_row_and_a_quoted_reference_are_marked(http: TestClient) -> None:
    shown = read(http, "table-1-row-2")
    assert "quote" in shown.by_id
    (row,) = [found for tag, found in shown.elements if found.get("class") == "quoted"]
    assert row["id"] == "table-1-row-2"
    assert shown.marked == [cell for cell in article().tables[0].rows[1].cells if cell]
    shown = read(http, "ref-2")
    assert shown.by_id["quote"] == article().references[1].text


@pytest.mark.parametrize(
    ("at", "marked"),
    [("table-1", "Trials of iron in anaemia."), ("table-1:10-14", "iron")],
)
def test_a_quoted_caption_is_marked(http: TestClient, at: str, marked: str) -> None:
    shown = read(http, at)
    assert shown.marked == [marked]
    assert shown.by_id["quote"] == marked


def test_inherited_cells_are_explained_once_below_the_table(http: TestClient) -> None:
    shown = read(http)
    assert shown.text.count("printed once above, for several rows") == 1
    assert not shown.all("small", class_="once")
    assert len(shown.all("td", class_="inherited")) == 2


def test_a_quoted_section_is_landed_on(http: TestClient) -> None:
    assert "quote" in read(http, "funding").by_id


def test_a_quotation_in_the_folded_front_matter_is_unfolded(http: TestClient) -> None:
    folded = [a for tag, a in read(http).elements if tag == "details"]
    unfolded = [a for tag, a in read(http, "front:0-8").elements if tag == "details"]
    assert sum("open" in details for details in unfolded) == 1 + sum(
        "open" in details for details in folded
    )


@pytest.mark.parametrize(
    "at",
    [
        "nowhere",
        "introduction:5-5",
        "introduction:9-5",
        "introduction:0-99999",
        "table-1:0-27",
        "introduction:0-99999999999999999999",
        "introduction:a-b",
        "introduction:1-2:3",
        ":1-2",
        "<script>",
        "x" * 5000,
        "\0",
    ],
)
def test_a_place_that_is_not_there_is_said_and_nothing_is_marked(http: TestClient, at: str) -> None:
    shown = read(http, at)
    assert not shown.marked
    assert "quote" not in shown.by_id
    assert "not in the article" in shown.text


def test_an_empty_place_is_no_place(http: TestClient) -> None:
    assert "not in the article" not in read(http, "").text


@given(st.text(max_size=30))
def test_any_text_is_a_place_or_none(at: str) -> None:
    place = find_place(article(), at)
    assert place is None or place.anchor in at
    article_view(article(), at)


def test_places_are_read() -> None:
    assert parse_place("a.b-c:3-7") == Place("a.b-c", (3, 7))
    assert parse_place("a") == Place("a")


def test_headings_are_nested_and_not_repeated(http: TestClient) -> None:
    levels = [tag for tag, _ in read(http).elements if re.fullmatch(r"h\d", tag)]
    assert levels == ["h1", "h2", "h2", "h2", "h3", "h2", "h2"]


def test_the_entries_can_be_taken_along(http: TestClient) -> None:
    exports = [link for link in read(http).links() if "references." in link]
    assert len(exports) == 3
    for link in exports:
        assert http.get(link).status_code == 200
