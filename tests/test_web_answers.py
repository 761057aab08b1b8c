"""How a page shows what was understood, cited and found to disagree, without a script."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from qa.types import (
    Answer,
    Disagreement,
    PassageLocation,
    ReferenceLocation,
    Side,
    Source,
)
from tests.fake_article import article
from tests.fake_assistant import Counting, FakeAssistant
from tests.web_client import Page, client, page, said
from web.citing import CitedIn, cited_elsewhere
from web.disagreeing import disagreement_view
from web.settings import WebSettings
from web.sources import study_name

LIST = "Which entries of Table 1 are Phase 3?"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


# What was understood


def test_what_was_understood_can_be_undone_with_one_link(http: TestClient) -> None:
    question = "Does it rise, feritin and TSAT, with tablets?"
    shown = page(http, h=["What is hepcidin?"], q=question)
    text = said(shown)
    assert "Searched for ferritin instead of feritin." in text
    assert "Also searched: transferrin saturation for tsat; oral for tablets." in text
    assert "Carried over: hepcidin." in text
    (undo,) = shown.all("a", class_="undo")
    literal = Page(http.get(undo["href"]).text)
    text = said(literal)
    assert "Searched exactly as typed. Search as usual" in text
    for gone in ("instead of", "Also searched", "Carried over"):
        assert gone not in text
    (redo,) = literal.all("a", class_="undo")
    assert said(Page(http.get(redo["href"]).text)) == said(shown)


def test_a_question_searched_as_it_stands_says_nothing_of_it(http: TestClient) -> None:
    assert not page(http, q="What regulates iron export?").all("p", class_="understood")


class Rewriting(FakeAssistant):
    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question)
        return replace(found, standalone_question="What regulates the export of iron?")


def test_a_question_put_otherwise_is_shown_whole() -> None:
    with client(Rewriting, WebSettings(examples=("x",))) as http:
        text = said(page(http, q="What regulates iron export?"))
    assert "Searched as: What regulates the export of iron?" in text


# Who says so


def test_a_study_says_where_else_it_is_cited(http: TestClient) -> None:
    text = said(page(http, q="oral iron compared with infusion in adults"))
    assert "Also cited in Table 1, row 1" in text
    shown = page(http, q="ferric sucrose renal anaemia response 61%")
    assert "Also cited in 2.1 Infusion and tablets" in said(shown)
    for link in shown.all("a", class_="also-in"):
        place = Page(http.get(link["href"]).text)
        assert "quote" in place.by_id
        assert "Clark and Dale" in "".join(place.marked)


def test_an_entry_of_the_list_is_not_said_twice(http: TestClient) -> None:
    shown = page(http, q="Clark infusion doi four")
    card = shown.by_id[next(e["id"] for e in shown.all("li", class_="source"))]
    assert "Clark, A. B." not in card, "the answer quotes the entry already"
    assert "Clark, A. B." in shown.text
    assert "Cited in 2.1 Infusion and tablets, Table 1, row 1" in " ".join(card.split())


def test_of_many_places_the_first_are_named_and_the_entry_lists_the_others() -> None:
    document = article()
    (table,) = document.tables
    cited = table.rows[0]
    rows = [replace(cited, anchor=f"table-1-row-{number}") for number in range(1, 9)]
    many = replace(document, tables=(replace(table, rows=tuple(rows)),))
    citation = FakeAssistant(many).answer("Clark infusion doi four").citations[0]
    assert isinstance(citation.location, ReferenceLocation)
    found = cited_elsewhere(citation, citation.location.key, [many])
    assert [place.name for place in found.places][:2] == [
        "2.1 Infusion and tablets",
        "Table 1, row 1",
    ]
    assert (len(found.places), found.more) == (4, 5)
    assert found.entry == "/articles/iron-2024?at=ref-4#quote"
    assert cited_elsewhere(citation, "no such key", [many]) == CitedIn()


def test_a_finding_names_its_study_and_a_statement_its_review(http: TestClient) -> None:
    shown = said(page(http, q="oral iron compared with infusion in adults"))
    assert "2.1 Infusion and tablets · reported from Clark and Dale, 2021" in shown
    shown = said(page(http, q="No funding was received for this work"))
    assert "Funding · the review’s own statement" in shown
    shown = said(page(http, q="Brown 2020 hepcidin falls J. Iron"))
    assert "Reference list · " not in shown, "an entry speaks for itself"
    shown = said(page(http, q="hookworm placebo"))
    assert "Table 1, row 6 · listed by the review" in shown
    shown = said(page(http, q="NCT01234567"))
    assert "Table 1, row 2 · reported from a study" in shown


@pytest.mark.parametrize(
    ("key", "authors", "year", "name"),
    [
        ("Wu et al., 2022", ("Wu, X.", "Li, Y."), 2022, "Wu et al., 2022"),
        ("12", ("Wu, X.", "Li, Y."), 2022, "Wu et al., 2022"),
        ("12", ("Wu, X.",), 0, "Wu, n.d."),
        ("12", (), 2022, "12"),
    ],
)
def test_a_study_of_a_numbered_list_has_a_name_too(
    key: str, authors: tuple[str, ...], year: int, name: str
) -> None:
    source = Source(key, authors, year, "", "", "", "", "[12]", "exact", inferred=False)
    assert study_name(source) == name


# Disagreement


def test_figures_that_do_not_agree_stand_side_by_side_with_their_places(http: TestClient) -> None:
    shown = page(http, q="What share did ferric sucrose help?")
    text = said(shown)
    assert "Different figures for Ferric sucrose" in text
    sides = text[text.index("Different figures") : text.index("Sources")]
    assert "61% “Response in 61% of patients”" in sides
    assert "Table 1, row 1" in sides
    assert "58%" in sides
    assert "Ferric sucrose helped 58% of them." in sides
    assert "2.1 Infusion and tablets" in sides
    assert {"61%", "58%"} <= set(shown.marked)
    for cite in shown.all("a", class_="cite"):
        assert cite["href"][1:] in shown.by_id
    assert "Different figures" not in said(page(http, q="What regulates iron export?"))


def test_a_study_named_in_two_ways_is_not_called_a_figure() -> None:
    found = FakeAssistant().answer("Adams 2018 oxygen transport iron doi one")
    entry = next(c for c in found.citations if isinstance(c.location, ReferenceLocation))
    passage = next(c for c in found.citations if isinstance(c.location, PassageLocation))
    sides = (Side("2019", passage.number), Side("2018", entry.number))
    numbers = {c.number: c for c in found.citations}
    links = dict.fromkeys(numbers, "#x")
    view = disagreement_view(Disagreement("Adams et al., 2018", sides), links, numbers)
    assert view.heading == "Printed in two ways: Adams et al., 2018"


# The whole conversation


def test_a_reload_shows_the_whole_conversation(http: TestClient) -> None:
    shown = page(http, h=["What is hepcidin iron export?", LIST], q="Does it rise?")
    assert shown.questions() == ["What is hepcidin iron export?", LIST, "Does it rise?"]
    assert shown.by_id["latest"] == "Does it rise?"
    (form,) = shown.all("form", id="ask")
    assert form["action"] == "/#latest"


def test_a_question_asked_as_typed_stays_so_in_the_conversation(http: TestClient) -> None:
    literal = page(http, q="Does feritin fall?", as_typed="1")
    carried = [(field["name"], field["value"]) for field in literal.all("input", type="hidden")]
    assert carried == [("h_typed", "Does feritin fall?")]
    shown = Page(http.get("/", params=[("h", "feritin?"), *carried, ("q", "iron stores")]).text)
    text = said(shown)
    assert text.count("Searched for ferritin instead of feritin.") == 1
    assert text.count("Searched exactly as typed.") == 1
    assert [field["name"] for field in shown.all("input", type="hidden")] == ["h", "h_typed", "h"]
    (own,) = [link for link in shown.permalinks() if "iron+stores" in link]
    assert said(Page(http.get(own).text)) == text


def test_a_script_gets_the_new_turn_alone_and_the_same(http: TestClient) -> None:
    query = {"h": ["What is hepcidin iron export?"], "q": "Does it rise in inflammation?"}
    whole = http.get("/", params=query).text
    alone = http.get("/", params=query, headers={"prefer": "return=minimal"}).text
    start = alone.index("<article")
    assert alone[start : alone.index("</article>")] in whole
    assert [len(Page(text).questions()) for text in (alone, whole)] == [1, 2]


def test_a_failed_question_leaves_the_turns_before_it(http: TestClient) -> None:
    response = http.get("/", params={"h": ["What is hepcidin?"], "q": "?!"})
    assert response.status_code == 422
    shown = Page(response.text)
    assert shown.questions() == ["What is hepcidin?"]
    assert [field["value"] for field in shown.all("input", name="h")] == ["What is hepcidin?"]


def test_what_was_shown_before_is_not_asked_again() -> None:
    assistant = Counting()
    with client(lambda: assistant, WebSettings(examples=("x",))) as http:
        first = page(http, q="What is iron?")
        page(http, h=["What is iron?"], q="What is hepcidin?")
        assert page(http, q="What is iron?").elements == first.elements
        page(http, q="What is iron?", as_typed="1")
    assert assistant.asked == ["What is iron?", "What is hepcidin?", "What is iron?"]


def test_a_draft_waits_in_the_question_box(http: TestClient) -> None:
    shown = page(http, draft="What about “<iron>”?")
    assert shown.by_id["question"] == "What about “<iron>”?"
    assert not Page(http.get("/", params={"draft": "x"}).text).questions()
