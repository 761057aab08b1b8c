"""The article opens beside the conversation, at the place a citation leads to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web_browser import IN_A_BROWSER, watched

pytestmark = IN_A_BROWSER

EXPORT = "/?q=What+regulates+iron+export%3F"
LIST = "/?q=Which+entries+of+Table+1+are+Phase+3%3F"
WIDE = {"width": 1280, "height": 700}
PHONE = {"width": 390, "height": 700}
SEEN = (
    "() => { const box = document.querySelector('#pane #quote').getBoundingClientRect();"
    "const pane = document.getElementById('pane').getBoundingClientRect();"
    "return box.top >= pane.top && box.top < pane.bottom }"
)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport=WIDE)  # type: ignore[arg-type]
    with watched(context, site) as made:
        yield made


def test_the_quoted_sentence_is_lit_beside_the_answer(page: Page) -> None:
    page.goto(EXPORT)
    address = page.url
    link = page.get_by_role("link", name="Read in place, source 1")
    link.click()
    pane = page.get_by_role("dialog", name="The article")
    pane.wait_for()
    page.wait_for_function(SEEN)
    lit = "".join(page.locator("#pane mark").all_inner_texts())
    assert lit == page.locator(".part .said").first.inner_text(), "nothing but what is quoted"
    assert page.url == address, "the conversation is still what the address says"
    answer, beside = page.locator(".answer").bounding_box(), pane.bounding_box()
    assert answer is not None
    assert beside is not None
    assert answer["x"] + answer["width"] <= beside["x"], "nothing stands in front of the answer"
    assert page.evaluate("document.getElementById('pane').contains(document.activeElement)")
    page.keyboard.press("Escape")
    pane.wait_for(state="hidden")
    assert link.evaluate("node => node === document.activeElement"), "focus is not lost"


def test_a_listed_row_is_lit_in_its_table(page: Page) -> None:
    page.goto(LIST)
    page.locator(".listing a.cite").nth(1).click()
    row = page.locator("#pane tr.quoted")
    row.wait_for()
    assert row.get_attribute("id") == "table-1-row-2"
    page.wait_for_function(SEEN)
    page.locator(".listing a.cite").nth(2).click()
    page.wait_for_selector("#pane #table-1-row-3.quoted")
    page.get_by_role("button", name="Close").last.click()
    page.get_by_role("dialog").wait_for(state="hidden")


def test_a_citation_in_the_pane_leads_to_its_entry_in_the_pane(page: Page) -> None:
    page.goto(EXPORT)
    page.get_by_role("link", name="Read in place, source 1").click()
    page.locator("#pane .mention").last.click()
    page.wait_for_function("() => document.activeElement.id === 'ref-4'")
    assert page.locator("#pane").is_visible()
    assert page.url.endswith("%3F"), "no address of a place that the conversation has not"


def test_on_a_phone_it_is_a_sheet_that_back_closes(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport=PHONE)  # type: ignore[arg-type]
    with watched(context, site) as page:
        page.goto(EXPORT)
        page.get_by_role("link", name="Read in place, source 1").click()
        pane = page.get_by_role("dialog", name="The article")
        pane.wait_for()
        page.wait_for_function(SEEN)
        box = pane.bounding_box()
        assert box is not None
        assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 700)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        page.go_back()
        pane.wait_for(state="hidden")
        assert page.locator(".turn").count() == 1
        assert page.url.endswith("%3F")


def test_closing_does_not_pile_up_steps_to_go_back(page: Page) -> None:
    page.goto("/")
    page.goto(EXPORT)
    for _ in range(2):
        page.get_by_role("link", name="Read in place, source 1").click()
        page.locator("#pane #quote").wait_for()
        page.get_by_role("button", name="Close").last.click()
        page.get_by_role("dialog").wait_for(state="hidden")
    page.go_back()
    page.wait_for_selector("body.first")


def test_the_whole_page_is_one_click_away(page: Page) -> None:
    page.goto(EXPORT)
    page.get_by_role("link", name="Read in place, source 1").click()
    page.get_by_role("link", name="Open the whole page").click()
    page.wait_for_url("**/articles/iron-2024?at=*#quote")
    assert page.locator("#quote").is_visible()
