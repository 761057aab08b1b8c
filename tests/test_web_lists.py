"""Lists are sorted; lists, answers and conversations are copied and taken along."""

from playwright.sync_api import Browser, Page

from qa.types import Answer
from tests.fake_assistant import FakeAssistant
from tests.web_browser import IN_A_BROWSER, watched
from web.tabular import csv_text, table_cells

pytestmark = IN_A_BROWSER

EXPORT = "/?q=What+regulates+iron+export%3F"
LIST = "/?q=Which+entries+of+Table+1+are+Phase+3%3F"


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
