"""The conversation page as a browser without a script sees it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from qa.types import Answer, Part, PassageLocation
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from tests.web_client import Page, client, page
from web.pages import byline, local_url, safe_url
from web.settings import WebSettings

EXPORT = "What regulates iron export?"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def test_a_first_visit_shows_what_is_asked_and_how_to_begin(http: TestClient) -> None:
    shown = page(http)
    for text in ("Iron in anaemia: a made-up review", "Ada Example and Ben Sample", "2024"):
        assert text in shown.text
    assert "Example A, Sample B (2024), Iron in anaemia." in shown.text
    assert "https://creativecommons.org/licenses/by/4.0/" in shown.links()
    examples = [link for link in shown.links() if link.startswith("/?q=")]
    assert examples
    for example in examples:
        assert http.get(example).status_code == 200


def test_examples_of_the_settings_win() -> None:
    with client(settings=WebSettings(examples=("Own example?",))) as http:
        assert "Own example?" in page(http).text


def test_an_answer_stands_with_numbered_links_to_its_sources(http: TestClient) -> None:
    shown = page(http, q=EXPORT)
    assert EXPORT in shown.text
    cites = shown.all("a", class_="cite")
    assert cites
    for cite in cites:
        assert cite["href"].startswith("#")
        assert cite["href"][1:] in shown.by_id
    place = "/articles/iron-2024?at=introduction:0-"
    assert any(link.startswith(place) and link.endswith("#quote") for link in shown.links())


def test_what_the_answer_took_is_marked_in_its_passage(http: TestClient) -> None:
    shown = page(http, q=EXPORT)
    first_paragraph = article().sections[1].text.split("\n\n")[0]
    assert first_paragraph in shown.marked


class Terse(FakeAssistant):
    """Cites the one sentence that helps, not the section it stands in."""

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question, limit=1)
        (citation,) = found.citations
        assert isinstance(citation.location, PassageLocation)
        start = citation.cited_text.index("Hepcidin regulates")
        end = citation.cited_text.index(" It rises")
        text = citation.cited_text[start:end]
        place = replace(citation.location, start=start, end=end)
        return replace(
            found,
            parts=(Part(text, (1,), ("Brown et al., 2020a", "Brown et al., 2020b")),),
            citations=(replace(citation, cited_text=text, location=place),),
        )


def test_a_sentence_is_shown_marked_within_its_paragraph() -> None:
    with client(Terse, WebSettings(examples=("x",))) as http:
        shown = page(http, q=EXPORT)
    sentence = "Hepcidin regulates iron export from cells (Brown et al., 2020)."
    assert shown.marked == [sentence]
    assert f"{sentence} It rises in inflammation." in shown.text
    assert "Ferritin falls" not in shown.text


def test_primary_studies_say_how_they_were_cited(http: TestClient) -> None:
    text = " ".join(page(http, q=EXPORT).text.split())
    assert "Cited as “Adams et al., 2019”; the reference list says Adams et al., 2018." in text
    assert "Brown et al., 2020b (printed as “Brown et al., 2020”)" in text
    links = page(http, q=EXPORT).links()
    assert "https://doi.org/10.1000/one" in links


def test_a_quoted_row_says_what_is_inherited_and_is_not_repeated_by_its_source(
    http: TestClient,
) -> None:
    shown = page(http, q="response to oral sulfate in renal anaemia")
    assert shown.all("dl", class_="cells")
    assert len(shown.all("small", class_="once")) == shown.text.count("printed once above") > 0
    assert "https://clinicaltrials.gov/study/NCT01234567" in shown.links()
    (card,) = [text for name, text in shown.by_id.items() if name.endswith("source-1")]
    assert "Table 1, row 2" in card
    assert "Renal anaemia" not in card


def test_a_row_that_only_came_near_is_shown_by_its_source(http: TestClient) -> None:
    shown = page(http, q="zebras giraffes owls renal sulfate")
    assert "No answer found" in shown.text
    near = [text for name, text in shown.by_id.items() if "-near-" in name]
    assert any("Renal anaemia printed once above" in " ".join(text.split()) for text in near)


def test_a_part_that_is_a_row_is_a_list_of_labelled_cells(http: TestClient) -> None:
    shown = page(http, q="response to ferric sucrose in renal anaemia")
    assert shown.all("dl", class_="cells")
    assert shown.all("dt")
    first = shown.text[: shown.text.index("Table 1, row 1")]
    assert "PhasePhase 2 / Phase 3" in "".join(first.split("\n"))
    assert "Table 1, row 1 Trials of iron" in shown.text


@pytest.mark.parametrize(
    ("question", "place"),
    [
        (EXPORT, "1 Introduction"),
        ("oral iron compared with infusion in adults", "2.1 Infusion and tablets"),
        ("response to oral sulfate in renal anaemia", "Table 1, row 2"),
    ],
)
def test_a_part_says_where_it_stands(http: TestClient, question: str, place: str) -> None:
    html = http.get("/", params={"q": question}).text
    places = re.findall(r'<span class="where">(.*?)</span>', html)
    assert places[0] == place


class Resting(FakeAssistant):
    """Answers with the first sentence of the introduction, resting on the studies it is told."""

    def __init__(self, *keys: str, inferred: str = "") -> None:
        super().__init__()
        self.keys = keys
        self.inferred = inferred

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question, limit=1)
        (citation,) = found.citations
        sources = tuple(
            replace(source, inferred=source.key == self.inferred) for source in citation.sources
        )
        return replace(
            found,
            parts=(
                Part(
                    "Ferritin falls when iron stores are low.",
                    (1,),
                    self.keys,
                    "study" if self.keys else "review",
                ),
            ),
            citations=(replace(citation, sources=sources),),
        )


def studies_of(assistant: FakeAssistant) -> str:
    with client(lambda: assistant, WebSettings(examples=("x",))) as http:
        return " ".join(page(http, q=EXPORT).text.split())


def test_the_studies_of_the_answer_come_before_those_of_its_passage() -> None:
    text = studies_of(Resting("Brown et al., 2020b"))
    primary = text.index("Primary study Brown")
    assert primary < text.index("Hepcidin falls") < text.index("Also cited in this passage")
    assert text.index("Also cited in this passage") < text.index("Adams et al., 2018", primary)
    assert "reported from Brown et al., 2020b" in text
    assert "own statement" not in text


def test_a_study_that_the_sentence_does_not_print_is_said_to_be_beside_it() -> None:
    note = "cited for this stretch, not in the quoted sentence"
    assert studies_of(Resting("Adams et al., 2018")).count(note) == 1
    assert studies_of(Resting(inferred="Adams et al., 2018")).count(note) == 1
    assert studies_of(Resting()).count(note) == 0


def test_a_sentence_without_a_study_is_the_reviews_own() -> None:
    text = studies_of(Resting())
    assert "1 Introduction · the review’s own statement" in text
    assert "reported from" not in text
    assert "Also cited in this passage" in text
    assert "Primary" not in text


def test_what_came_near_has_no_primary_study(http: TestClient) -> None:
    text = page(http, q="Do zebras prefer ferritin or giraffes?").text
    assert "Cited in this passage" in text
    assert "Primary stud" not in text
    assert "own statement" not in text


def test_words_that_the_article_lacks_are_named_above_the_answer(http: TestClient) -> None:
    shown = page(http, q="What regulates iron export in zebras or giraffes?")
    text = " ".join(shown.text.split())
    said = text.index("The article never mentions: zebras, giraffes.")
    assert said < text.index("Iron supports oxygen")
    assert len(shown.all("bdi", class_="term")) == 2
    assert "never mention" not in page(http, q=EXPORT).text


def test_text_of_the_reader_keeps_its_own_direction(http: TestClient) -> None:
    shown = page(http, h=["ما هو الحديد؟"], q=EXPORT)
    for tag, marks in [
        ("h2", {"class_": "question"}),
        ("textarea", {}),
        ("p", {"class_": "said"}),
    ]:
        assert {found.get("dir") for found in shown.all(tag, **marks)} == {"auto"}
    assert all(quote["dir"] == "auto" for quote in shown.all("blockquote"))


def test_a_list_states_its_filters_and_links_each_row(http: TestClient) -> None:
    shown = page(http, q="Which entries of Table 1 are Phase 3?")
    text = " ".join(shown.text.split())
    assert "4 of 6 rows of Table 1 Trials of iron in anaemia. Phase = Phase 3" in text
    rows = [cite["href"] for cite in shown.all("a", class_="cite")][:4]
    assert rows == [f"/articles/iron-2024?at=table-1-row-{n}#quote" for n in (1, 2, 3, 5)]
    for href in rows:
        assert "quote" in Page(http.get(href.partition("#")[0]).text).by_id


def test_a_refusal_explains_itself(http: TestClient) -> None:
    shown = page(http, q="Do zebras prefer ferritin or giraffes?")
    assert "No answer found in this article" in shown.text
    assert "Too few of the question's words occur together." in shown.text
    assert "giraffes" in shown.text
    assert "What came nearest" in shown.text
    assert not shown.all("p", class_="part")


def test_a_refusal_without_a_near_place_offers_questions() -> None:
    with client(settings=WebSettings(examples=("What regulates iron export?",))) as http:
        shown = page(http, q="zebra giraffe")
        assert "What came nearest" not in shown.text
        assert "/?q=What+regulates+iron+export%3F" in shown.links()
        shown = page(http, q="Do zebras prefer ferritin or giraffes?")
        assert "What came nearest" in shown.text
        assert "/?q=What+regulates+iron+export%3F" not in shown.links()


class Naming(FakeAssistant):
    """Gives a reason that names one of the missing words."""

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question)
        assert found.refusal is not None
        return replace(found, refusal=replace(found.refusal, reason="It never mentions “zebra”."))


def test_what_the_reason_names_is_not_named_again() -> None:
    with client(Naming, WebSettings(examples=("x",))) as http:
        shown = page(http, q="zebra giraffe")
    assert "Not found there: giraffe." in shown.text
    with client(Naming, WebSettings(examples=("x",))) as http:
        assert "Not found there" not in page(http, q="zebra").text


def test_a_follow_up_travels_with_its_history(http: TestClient) -> None:
    question = "Does it rise in inflammation?"
    shown = page(http, h=["What is hepcidin?"], q=question)
    assert "Carried over: hepcidin." in " ".join(shown.text.split())
    assert [field["value"] for field in shown.all("input", name="h")] == [
        "What is hepcidin?",
        question,
    ]
    assert "/?q=What+is+hepcidin%3F" in shown.links()


def test_an_answers_own_link_asks_the_same_again(http: TestClient) -> None:
    shown = page(http, h=["a & b", "c=d"], q="What regulates iron export? #1 + 2")
    *earlier, own = shown.permalinks()
    assert [parse_qsl(urlsplit(link).query) for link in earlier] == [
        [("q", "a & b")],
        [("h", "a & b"), ("q", "c=d")],
    ]
    assert own.endswith("#latest")
    assert "latest" in shown.by_id
    assert parse_qsl(urlsplit(own).query) == [
        ("h", "a & b"),
        ("h", "c=d"),
        ("q", "What regulates iron export? #1 + 2"),
    ]
    again = Page(http.get(own).text)
    assert again.elements == shown.elements


def test_the_carried_history_is_bounded(http: TestClient) -> None:
    shown = page(http, h=[f"question {number}" for number in range(30)], q=EXPORT)
    assert len(shown.all("input", name="h")) == 10


def test_several_articles_can_be_chosen_from() -> None:
    with client(lambda: FakeAssistant(article(), article("second"))) as http:
        shown = page(http, q=EXPORT, documents="second")
        boxes = shown.all("input", name="documents")
        assert [(box["value"], "checked" in box) for box in boxes] == [
            ("iron-2024", False),
            ("second", True),
        ]
        assert "1 Introduction Iron in anaemia: a made-up review" in shown.text
        places = {link for link in shown.links() if "#quote" in link}
        assert places
        assert all(place.startswith("/articles/second?") for place in places)


@pytest.mark.parametrize("path", ["/", "/?q=iron+export", "/?q=zebra", "/articles/iron-2024"])
def test_pages_are_labelled_and_hold_no_inline_code(http: TestClient, path: str) -> None:
    shown = Page(http.get(path).text)
    assert shown.all("html")[0]["lang"] == "en"
    assert shown.elements.count(("h1", {})) == 1
    assert shown.all("main")
    skip = shown.all("a", class_="skip")[0]["href"]
    assert skip[1:] in shown.by_id
    for tag, attributes in shown.elements:
        assert "style" not in attributes
        assert tag != "style"
        if tag == "script":
            assert attributes["src"].startswith("/static/")
        if tag in ("link", "img"):
            assert attributes.get("href", attributes.get("src", "")).startswith("/static/")


def test_the_question_box_is_labelled_and_answers_are_announced(http: TestClient) -> None:
    shown = page(http, q=EXPORT)
    assert shown.all("label", for_="question")
    assert shown.all("p", id="live")[0]["aria-live"] == "polite"


def test_assets_may_be_kept_because_their_address_changes(http: TestClient) -> None:
    address = page(http).all("link", rel="stylesheet")[0]["href"]
    response = http.get(address)
    assert response.headers["content-type"].startswith("text/css")
    assert "immutable" in response.headers["cache-control"]
    assert "cache-control" not in http.get("/static/page.css").headers


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://x.example",
        "data:text/html,x",
        "//x.example",
        "https://x.example/ y",
        "https://x.example/\n",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert safe_url(url) == ""


def test_web_addresses_stay() -> None:
    assert safe_url("https://doi.org/10.1000/a_(b)") == "https://doi.org/10.1000/a_(b)"


@pytest.mark.parametrize("url", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
def test_only_own_addresses_are_local(url: str) -> None:
    assert local_url(url) == ""
    assert local_url("/articles/a?at=b:1-2#quote") == "/articles/a?at=b:1-2#quote"


def test_bylines() -> None:
    assert byline(["A"]) == "A"
    assert byline(["A", "B", "C"]) == "A, B and C"
    assert byline(["A", "B", "C"], shown=2) == "A, B et al."
    assert byline([]) == ""
