"""The reader shows the whole article once, with one place marked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from corpus.types import Abbreviation
from tests.fake_article import INTRODUCTION, article
from tests.fake_assistant import FakeAssistant
from tests.web_client import Page, client
from web.glossary import Glossary
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


def test_registrations_in_a_table_are_links(http: TestClient) -> None:
    for at in (None, "table-1-row-2"):
        shown = read(http, at)
        for number in ("NCT01234567", "NCT07654321"):
            assert f"https://clinicaltrials.gov/study/{number}" in shown.links()
    assert any("NCT01234567" in text for text in shown.marked)


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


# Back from the reference list


def test_an_entry_leads_back_to_every_place_that_cites_it(http: TestClient) -> None:
    shown = read(http)
    cited = {name: text for name, text in shown.by_id.items() if name.startswith("cite-")}
    assert cited == {
        "cite-introduction-1": "Adams et al., 2019",
        "cite-introduction-2": "Brown et al., 2020",
        "cite-infusion-1": "Clark and Dale, 2021",
        "cite-table-1-row-1-4-1": "Clark and Dale (2021)",
    }
    back = [link for link in shown.links() if link.startswith("#cite-")]
    assert back == [
        "#cite-introduction-1",
        "#cite-introduction-2",
        "#cite-introduction-2",
        "#cite-infusion-1",
        "#cite-table-1-row-1-4-1",
    ]
    entry = " ".join(shown.by_id["ref-4"].split())
    assert entry.endswith("Cited in 2.1 Infusion and tablets, Table 1, row 1")


def test_a_citation_cut_by_a_mark_is_led_back_to_once(http: TestClient) -> None:
    inside = INTRODUCTION.index("et al., 2019")
    shown = read(http, f"introduction:{inside}-{inside + 20}")
    mentions = [a for tag, a in shown.elements if a.get("href") == "#ref-1"]
    assert [mention.get("id", "") for mention in mentions] == ["cite-introduction-1", ""]


# Abbreviations


def test_abbreviations_are_explained_where_they_stand_and_in_a_list() -> None:
    known = replace(
        article(),
        abbreviations=(
            Abbreviation("TSAT", "transferrin saturation"),
            Abbreviation("Ferritin", "an iron store"),
        ),
    )
    with client(lambda: FakeAssistant(known)) as http:
        shown = read(http)
        marked = read(http, "introduction:70-90")
    assert [found["title"] for found in shown.all("abbr")] == ["an iron store"]
    assert "TSAT" in shown.text
    assert marked.all("abbr")


@given(st.text("ab -AB", max_size=20))
def test_a_term_is_a_whole_word_and_never_overlaps(text: str) -> None:
    glossary = Glossary(
        [Abbreviation("AB", "x"), Abbreviation("AB-A", "y"), Abbreviation("AB", "z")]
    )
    terms = glossary.terms(text)
    for term in terms:
        assert glossary.entries[text[term.start : term.end]] == term.long
        around = text[max(term.start - 1, 0) : term.start] + text[term.end : term.end + 1]
        assert not any(character.isalnum() for character in around)
    assert all(one.end <= other.start for one, other in pairwise(terms))
    assert glossary.entries == {"AB": "x or z", "AB-A": "y"}
    assert Glossary().terms(text) == []


# Finding within the article


def find(http: TestClient, text: str) -> Page:
    response = http.get("/articles/iron-2024", params={"find": text})
    assert response.status_code == 200
    return Page(response.text)


def test_what_is_looked_for_is_found_by_the_search_of_the_conversation(http: TestClient) -> None:
    shown = find(http, "hepcidin & export")
    places = [link for link in shown.links() if "find=" in link]
    hits = http.get("/api/search", params={"q": "hepcidin & export"}).json()["hits"]
    assert [link.replace("&find=hepcidin+%26+export", "") for link in places] == [
        hit["url"] for hit in hits
    ]
    assert "Hepcidin" in shown.marked
    (box,) = shown.all("input", id="find")
    assert box["value"] == "hepcidin & export"
    again = Page(http.get(places[0].partition("#")[0]).text)
    assert "quote" in again.by_id
    assert [link for link in again.links() if "find=" in link] == places


def test_what_was_found_is_counted_can_be_cleared_and_shows_where_one_is(http: TestClient) -> None:
    shown = Page(http.get("/articles/iron-2024", params={"find": "renal anaemia"}).text)
    hits = [link for link in shown.links() if "find=" in link]
    assert f"{len(hits)} places, the closest first." in shown.text
    assert "/articles/iron-2024" in shown.links()
    assert not shown.all("a", aria_current="true")
    opened = Page(http.get(hits[1].partition("#")[0]).text)
    here = [found["href"] for _, found in opened.elements if "aria-current" in found]
    assert here == [hits[1]]


def test_finding_stays_within_the_article() -> None:
    with client(lambda: FakeAssistant(article("other"), article())) as http:
        places = [link for link in find(http, "hepcidin").links() if "find=" in link]
    assert places
    assert all(place.startswith("/articles/iron-2024?") for place in places)


def test_finding_nothing_and_what_cannot_be_looked_for_is_said(http: TestClient) -> None:
    assert "Nothing here shares anything with these words." in find(http, "zebra").text
    assert "The question is empty: it holds no word." in find(http, "?!").text
    assert "at most 2,000 are read" in find(http, "iron " * 500).text
    assert not find(http, "  ").all("section", class_="found")
