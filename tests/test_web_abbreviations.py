"""What an abbreviation is short for: pointed at, tapped, reached by a key; in the reader and beside
the conversation.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from corpus.types import Abbreviation
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from tests.web_browser import IN_A_BROWSER, Site, started, watched

pytestmark = IN_A_BROWSER

LONG = "an iron store"
READER = "/articles/iron-2024"
ANSWER = "/?q=What+regulates+iron+export%3F"
FOCUSED = "node => node === document.activeElement"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    entries = (Abbreviation("Ferritin", LONG), Abbreviation("Hepcidin", "a hormone"))
    with started(Site(lambda: FakeAssistant(replace(article(), abbreviations=entries)))) as made:
        yield made.base


@pytest.fixture(params=[READER, ANSWER], ids=["reader", "pane"])
def within(request: pytest.FixtureRequest) -> str:
    """Where the article is."""
    path: str = request.param
    return path


def opened_article(page: Page, path: str) -> Locator:
    """The first abbreviation of the article."""
    page.goto(path)
    if path == ANSWER:
        page.get_by_role("link", name="Read in place, source 1").click()
        page.locator("#pane #quote").wait_for()
    found = page.locator(".article abbr", has_text="Ferritin").first
    found.scroll_into_view_if_needed()
    return found


def tip(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def test_pointing_at_it(page: Page, within: str) -> None:
    found = opened_article(page, within)
    found.hover()
    expect(tip(page)).to_have_text(LONG)
    assert not found.get_attribute("title"), "the browser does not show it, too"
    expect(found).to_have_accessible_description(LONG)
    tip(page).hover()
    page.wait_for_timeout(200)
    assert tip(page).is_visible(), "the pointer may go into it"
    page.locator(".brand").hover()
    expect(tip(page)).to_have_count(0)
    assert found.get_attribute("title") == LONG


@pytest.mark.parametrize("width", [390, 1280])
def test_tapping_it(browser: Browser, site: str, within: str, width: int) -> None:
    context = browser.new_context(
        base_url=site, has_touch=True, viewport={"width": width, "height": 800}
    )
    with watched(context, site) as page:
        found = opened_article(page, within)
        found.tap()
        expect(tip(page)).to_have_text(LONG)
        box = tip(page).bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        page.locator(".article p").last.tap()
        expect(tip(page)).to_have_count(0)


def test_walking_to_it_with_a_key(page: Page, within: str) -> None:
    opened_article(page, within)
    if within == READER:
        page.evaluate("scrollTo(0, 0)")
    abbreviations = page.locator(".article abbr")
    assert abbreviations.count() > 1
    assert abbreviations.first.get_attribute("tabindex") is None
    for _ in range(abbreviations.count()):
        page.keyboard.press(",")
    for number in (0, 1):
        if number:
            page.keyboard.press(".")
        assert abbreviations.nth(number).evaluate(FOCUSED)
        expect(tip(page)).to_have_count(1)
        long = abbreviations.nth(number).get_attribute("title")
        expect(tip(page)).to_have_text(long or "")
        expect(abbreviations.nth(number)).to_have_accessible_description(long or "")
    assert page.locator("abbr[tabindex='0']").count() == 0, "they do not flood the Tab order"
    page.keyboard.press("Escape")
    expect(tip(page)).to_have_count(0)
    if within == ANSWER:
        assert page.locator("#pane").is_visible(), "only the explanation is closed"
        page.keyboard.press("Escape")
        expect(page.locator("#pane")).to_be_hidden()


def test_what_a_key_explained_stays_whatever_lies_under_the_pointer(page: Page) -> None:
    opened_article(page, READER)
    page.keyboard.press(".")
    expect(tip(page)).to_have_count(1)
    for _ in range(3):
        page.locator(".article h1").hover()
        page.locator(".brand").hover()
    expect(tip(page)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(tip(page)).to_have_count(0)


def test_after_the_last_one_the_last_is_explained(page: Page) -> None:
    opened_article(page, READER)
    page.evaluate("document.querySelector('.article').style.paddingBottom = '200vh'")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.keyboard.press(".")
    assert page.locator(".article abbr").last.evaluate(FOCUSED)


def test_escape_closes_it_under_the_pointer_for_good(page: Page) -> None:
    found = opened_article(page, READER)
    found.hover()
    tip(page).wait_for()
    page.keyboard.press("Escape")
    expect(tip(page)).to_have_count(0)
    assert not found.get_attribute("title")


def test_without_a_script_the_browser_tells_it(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(READER)
    assert page.locator(f"main abbr[title='{LONG}']").count() > 0
    context.close()
