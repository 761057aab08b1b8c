"""What makes a page pleasant: sorting, copying, keys, colours, small files, nothing that jumps."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route
from starlette.testclient import TestClient

from qa.types import Answer
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from tests.web_browser import watched
from tests.web_client import Page as Parsed
from tests.web_client import client
from web.tabular import csv_text, table_cells

pytestmark = [
    pytest.mark.browser,
    # The driver's own event loop is not closed before the interpreter ends.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

EXPORT = "/?q=What+regulates+iron+export%3F"
LIST = "/?q=Which+entries+of+Table+1+are+Phase+3%3F"
REFUSAL = "/?q=Do+zebras+prefer+ferritin+or+giraffes%3F"
DISAGREEMENT = "/?q=What+share+did+ferric+sucrose+help%3F"
KILOBYTE = 1000


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 800})
    with watched(context, site) as made:
        yield made


# Lists


def column(page: Page, number: int) -> list[str]:
    cells = page.locator(f".listing tbody td:nth-child({number})")
    found: list[str] = cells.evaluate_all("cells => cells.map(cell => cell.innerText.trim())")
    return found


def listed() -> list[tuple[str, ...]]:
    answer: Answer = FakeAssistant().answer("Which entries of Table 1 are Phase 3?")
    assert answer.rows is not None
    return [row.cells for row in answer.rows.rows]


def test_a_list_is_sorted_by_its_headers_and_back(page: Page) -> None:
    page.goto(LIST)
    treatments = [cells[1] for cells in listed()]
    header = page.locator("th", has_text="Treatment")
    button = header.get_by_role("button")
    for state, expected in [
        ("ascending", sorted(treatments)),
        ("descending", sorted(treatments, reverse=True)),
        (None, treatments),
    ]:
        button.focus()
        page.keyboard.press("Enter")
        assert column(page, 3) == expected
        assert header.get_attribute("aria-sort") == state
        assert page.locator("[aria-sort]").count() == (state is not None)
    assert page.inner_text("#live") == "Rows in the order of the article."


def test_numbers_are_sorted_by_size_and_empty_cells_come_last(page: Page) -> None:
    page.goto(LIST)
    page.evaluate(
        "values => [...document.querySelectorAll('.listing td:nth-child(4)')]"
        ".forEach((cell, index) => { cell.textContent = values[index] })",
        ["100 mg", "-", "9.5 mg", "1,000 mg"],
    )
    button = page.locator("th", has_text="Outcome").get_by_role("button")
    button.click()
    assert column(page, 4) == ["9.5 mg", "100 mg", "1,000 mg", "-"]
    button.click()
    assert column(page, 4) == ["1,000 mg", "100 mg", "9.5 mg", "-"]


def test_a_list_on_a_phone_is_sorted_by_the_same_headers(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(LIST)
    header = page.get_by_role("columnheader", name="Treatment").get_by_role("button")
    treatments = [cells[1] for cells in listed()]
    for expected in (sorted(treatments), sorted(treatments, reverse=True), treatments):
        header.click()
        cells = page.locator(".listing td[data-label=Treatment]").all_inner_texts()
        assert [cell.strip() for cell in cells] == expected
    box = header.bounding_box()
    assert box is not None
    assert box["height"] >= 24


def test_a_list_that_a_script_fetched_can_be_sorted_too(page: Page) -> None:
    page.goto(EXPORT)
    page.fill("#question", "Which entries of Table 1 are Phase 3?")
    page.keyboard.press("Enter")
    page.locator(".listing").wait_for()
    assert page.inner_text("#live") == "Answer: 4 of 6 rows of Table 1."
    page.locator("th", has_text="Treatment").get_by_role("button").click()
    assert column(page, 3)[0] == "Ferric sucrose"


def test_a_list_and_an_answer_are_copied_as_the_server_writes_them(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(base_url=site)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    with watched(context, site) as page:
        page.goto(LIST)
        page.get_by_role("button", name="Copy as CSV").click()
        page.get_by_role("button", name="Copied").wait_for()
        answer = FakeAssistant().answer("Which entries of Table 1 are Phase 3?")
        assert answer.rows is not None
        copied = page.evaluate("navigator.clipboard.readText()")
        expected = csv_text(table_cells(answer.rows, answer.citations))
        assert copied.splitlines() == expected.splitlines()
        page.goto(EXPORT)
        page.get_by_role("button", name="Copy with references").click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("## What regulates iron export?")
        assert "### References" in copied
        page.get_by_role("button", name="Copy with references").wait_for()


def test_a_conversation_is_downloaded_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIST)
    assert not page.get_by_role("button", name="Copy as CSV").is_visible()
    assert not page.get_by_label("Colours").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    assert download.value.suggested_filename == "rows.csv"
    page.get_by_text("Keep this conversation").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS").click()
    assert download.value.path().read_text(encoding="utf-8").startswith("TY  - JOUR")
    context.close()


def test_only_the_newest_turn_offers_the_whole_conversation(page: Page) -> None:
    page.goto("/?h=What+is+hepcidin%3F&q=What+regulates+iron+export%3F")
    keep = page.get_by_text("Keep this conversation")
    assert (page.locator(".turn").count(), keep.count()) == (2, 1)
    assert keep.is_visible()
    page.fill("#question", "Does it rise in inflammation?")
    page.keyboard.press("Enter")
    page.locator(".turn >> nth=2").locator(".keep").wait_for()
    assert keep.first.is_hidden()
    assert keep.last.is_visible()


# Previews


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_citation_is_previewed_before_it_is_followed(page: Page, by: str) -> None:
    page.goto(EXPORT)
    cite = page.locator(".part .cite").first
    preview = page.locator(".preview")
    if by == "pointer":
        cite.hover()
    else:
        page.keyboard.press("ArrowRight")
    preview.wait_for()
    assert "1 Introduction" in preview.inner_text()
    assert "Hepcidin regulates iron export" in preview.inner_text()
    at, shown = cite.bounding_box(), preview.bounding_box()
    assert at is not None
    assert shown is not None
    assert at["y"] + at["height"] <= shown["y"] or shown["y"] + shown["height"] <= at["y"]
    page.keyboard.press("Escape")
    assert preview.count() == 0


def test_the_pointer_may_go_into_the_preview_and_away_closes_it(page: Page) -> None:
    page.goto(EXPORT)
    page.locator(".part .cite").first.hover()
    preview = page.locator(".preview")
    preview.wait_for()
    preview.hover()
    assert preview.count() == 1
    page.locator(".brand").hover()
    preview.wait_for(state="detached")


def test_a_preview_stays_with_a_citation_that_had_to_be_scrolled_to(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 420})
    page.goto(EXPORT)
    page.locator(".part .cite").last.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    at = page.locator(".part .cite").last.bounding_box()
    shown = page.locator(".preview").bounding_box()
    assert at is not None
    assert shown is not None
    assert {round(shown["y"]), round(shown["y"] + shown["height"])} & {
        round(at["y"]),
        round(at["y"] + at["height"]),
    }


def test_passing_over_a_citation_shows_nothing(page: Page) -> None:
    page.goto(EXPORT)
    page.locator(".part .cite").first.hover()
    page.locator(".brand").hover()
    page.wait_for_timeout(300)
    assert page.locator(".preview").count() == 0


# Keys


def test_the_keys_are_listed_and_leave_the_page_alone(page: Page) -> None:
    page.goto(EXPORT)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.type("hepcidin")
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    assert page.input_value("#question") == ""
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Close").click()
    assert not page.get_by_role("dialog").is_visible()


def test_arrows_walk_the_citations_and_stay_within_the_box_when_writing(page: Page) -> None:
    page.goto(EXPORT)
    labels = page.locator("a.cite").evaluate_all("cites => cites.map(cite => cite.hash)")
    assert len(labels) >= 2
    current = "document.activeElement.hash"
    for label in [*labels[:2], labels[0], labels[0]]:
        forward = label == labels[1] or page.evaluate(current) not in labels
        page.keyboard.press("ArrowRight" if forward else "ArrowLeft")
        assert page.evaluate(current) == label
    page.keyboard.press("/")
    page.keyboard.type("?ab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("x")
    assert page.input_value("#question") == "?axb"


# Colours


def paper(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


def test_colours_follow_the_system_until_they_are_chosen(browser: Browser, site: str) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(
            base_url=site, color_scheme="light" if scheme == "light" else "dark"
        )
        with watched(context, site) as page:
            page.goto("/")
            seen[scheme] = paper(page)
            page.get_by_label("Colours").select_option("Dark")
            chosen = paper(page)
            page.goto("/articles/iron-2024")
            assert paper(page) == chosen, "a choice holds on every page"
            assert page.get_by_label("Colours").input_value() == "dark"
            page.get_by_label("Colours").select_option("Auto")
            assert paper(page) == seen[scheme]
    assert seen["light"] != seen["dark"] == chosen


def delayed(route: Route, request: Request) -> None:
    request.frame.page.wait_for_timeout(400)
    route.continue_()


@pytest.mark.parametrize("path", ["/", EXPORT, "/articles/iron-2024"])
def test_a_chosen_scheme_is_there_in_the_first_frame(
    browser: Browser, site: str, path: str
) -> None:
    """However late the script comes: nothing is painted before it."""
    context = browser.new_context(base_url=site, color_scheme="light")
    context.add_init_script(
        "localStorage.theme = 'dark';"
        "requestAnimationFrame(() => window.painted = document.documentElement.dataset.theme)"
    )
    with watched(context, site) as page:
        page.route("**/page.js*", delayed)
        page.goto(path)
        page.wait_for_function("() => document.readyState === 'complete' && 'painted' in window")
        assert page.evaluate("window.painted") == "dark"


# Size and stillness


@pytest.mark.parametrize("path", ["/", EXPORT, "/articles/iron-2024", "/nowhere"])
def test_a_page_has_one_script_and_one_stylesheet(path: str) -> None:
    with client() as http:
        shown = Parsed(http.get(path, headers={"accept": "text/html"}).text)
        (script,) = shown.all("script")
        assert script["type"] == "module"
        assert not re.search(r"\bimport\b", http.get(script["src"]).text)
        assert len(shown.all("link", rel="stylesheet")) == 1


@pytest.mark.parametrize("path", ["/", EXPORT, LIST, REFUSAL, DISAGREEMENT])
def test_a_page_and_all_its_files_weigh_at_most_60_kilobytes(path: str) -> None:
    with client() as http:
        assert weight(http, path) <= 60 * KILOBYTE


def test_the_reader_adds_little_to_the_article() -> None:
    """Files and outline as they are; the article's own text and places not counted."""
    with client() as http:
        body = re.search(r"<main.*</main>", http.get("/articles/iron-2024").text, re.DOTALL)
        assert body is not None
        assert article().title in body[0]
        assert weight(http, "/articles/iron-2024") - len(body[0].encode()) <= 60 * KILOBYTE


def weight(http: TestClient, path: str) -> int:
    """Bytes of a page and of what it loads, uncompressed."""
    html = http.get(path).text
    shown = Parsed(html)
    files = [a["src"] for a in shown.all("script")] + [a["href"] for a in shown.all("link")]
    assert all("?v=" in name for name in files), "named by their content"
    return len(html.encode()) + sum(len(http.get(name).content) for name in files)


@pytest.mark.parametrize("path", ["/", EXPORT, LIST, "/articles/iron-2024"])
def test_nothing_moves_after_it_was_painted(page: Page, path: str) -> None:
    """A browser that is short of time paints a page before it has read it all; what a page moves
    by itself moves every time.
    """
    assert any(not movements(page, path) for _ in range(3))


def movements(page: Page, path: str) -> list[float]:
    page.goto(path, wait_until="networkidle")
    found: list[float] = page.evaluate(
        "new Promise(done => { const seen = []; new PerformanceObserver(list => "
        "seen.push(...list.getEntries().map(entry => entry.value)))"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(seen), 200) })"
    )
    return found


# The article


def select(page: Page, text: str) -> None:
    """As a reader with a mouse or with the keyboard would."""
    page.evaluate(
        "text => { const walker = document.createTreeWalker(document.getElementById('main'),"
        "NodeFilter.SHOW_TEXT); while (walker.nextNode()) { const at = "
        "walker.currentNode.data.indexOf(text); if (at >= 0) { getSelection().setBaseAndExtent("
        "walker.currentNode, at, walker.currentNode, at + text.length); return } } "
        "throw new Error('not there') }",
        text,
    )


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_selected_text_can_be_asked_about(page: Page, by: str) -> None:
    page.goto("/articles/iron-2024")
    select(page, "iron export from cells")
    button = page.get_by_role("button", name="Ask about this")
    button.wait_for()
    if by == "mouse":
        button.click()
    else:
        page.keyboard.press("a")
    page.wait_for_url("**/?draft=*")
    assert page.input_value("#question") == (
        "What does the review say about “iron export from cells”?"
    )
    assert page.evaluate("document.activeElement.id") == "question"


def test_nothing_selected_offers_nothing(page: Page) -> None:
    page.goto("/articles/iron-2024")
    select(page, "iron export from cells")
    page.get_by_role("button", name="Ask about this").wait_for()
    page.evaluate("getSelection().removeAllRanges()")
    page.get_by_role("button", name="Ask about this").wait_for(state="detached")
    page.keyboard.press("a")
    assert page.url.endswith("/articles/iron-2024")


def test_the_reader_is_searched_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/articles/iron-2024")
    page.keyboard.press("/")
    page.keyboard.type("hepcidin")
    page.keyboard.press("Enter")
    page.wait_for_url("**find=hepcidin")
    page.locator(".found li a").first.focus()
    page.keyboard.press("Enter")
    page.locator("#quote").wait_for()
    assert page.locator(".found li a").count() > 0, "what was found stays beside the article"
