"""What makes a page pleasant: previews, keys, colours, small files, nothing that jumps."""

import re

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from tests.fake_article import article
from tests.web_browser import IN_A_BROWSER, watched
from tests.web_client import Page as Parsed
from tests.web_client import client, weight

pytestmark = IN_A_BROWSER

EXPORT = "/?q=What+regulates+iron+export%3F"
LIST = "/?q=Which+entries+of+Table+1+are+Phase+3%3F"
REFUSAL = "/?q=Do+zebras+prefer+ferritin+or+giraffes%3F"
DISAGREEMENT = "/?q=What+share+did+ferric+sucrose+help%3F"
KILOBYTE = 1000


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
        assert weight(http, http.get(path).text) <= 60 * KILOBYTE


def test_the_reader_adds_little_to_the_article() -> None:
    """Files and outline as they are; the article's own text and places not counted."""
    with client() as http:
        html = http.get("/articles/iron-2024").text
        body = re.search(r"<main.*</main>", html, re.DOTALL)
        assert body is not None
        assert article().title in body[0]
        assert weight(http, html) - len(body[0].encode()) <= 60 * KILOBYTE


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
