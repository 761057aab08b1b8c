"""Narrow windows, enlarged text, and articles that hold what no article should."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Dialog, Page

from corpus.types import Document, Row, Section
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from tests.web_browser import IN_A_BROWSER, Site, opened, started, watched

pytestmark = IN_A_BROWSER

LIST = "/?q=Which+entries+of+Table+1+are+Phase+3%3F"
ROWS = 300
LONG = "x" * 10_000
ARABIC = "الحديد ضروري لنقل الأكسجين في الدم"
PATHS = (
    "/",
    "/?q=response+to+ferric+sucrose",
    "/?q=What+share+did+ferric+sucrose+help%3F",
    "/?h=What+is+hepcidin%3F&q=Does+it+rise%2C+feritin+and+TSAT%2C+with+tablets%3F",
    LIST,
    "/?q=zebra+" + "x" * 300,
    "/articles/iron-2024?at=table-1-row-2#quote",
    "/articles/iron-2024?find=iron+anaemia",
)


def extreme() -> Document:
    """The article with a long table, a word without end, another script, and hostile markup."""
    base = article()
    table = base.tables[0]
    cells = (f"{LONG} disease", ARABIC, "<img src=x onerror=alert(1)>", "Phase 3", "javascript:x")
    rows = [Row(f"table-1-row-{n}", (*cells[:4], f"{ROWS - n}")) for n in range(1, ROWS)]
    entry = replace(base.references[0], doi="javascript:alert(1)", title=LONG)
    return replace(
        base,
        title=f"{LONG} in anaemia",
        sections=(
            *base.sections,
            Section(
                "extreme", (LONG,), "body", f"{ARABIC}\n\n{LONG} <svg/onload=alert(1)> hepatic"
            ),
        ),
        tables=(replace(table, rows=(*rows, Row(f"table-1-row-{ROWS}", cells))),),
        references=(entry, *base.references[1:]),
    )


@pytest.fixture(scope="module")
def extreme_site() -> Iterator[str]:
    with started(Site(lambda: FakeAssistant(extreme()))) as made:
        yield made.base


def excess(page: Page) -> int:
    """How far the page can be scrolled sideways, in pixels."""
    found: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found


@pytest.mark.parametrize("width", [320, 640, 768, 1280, 1920])
def test_no_width_scrolls_sideways(browser: Browser, site: str, width: int) -> None:
    """640 is a window of 1280 at 200 % zoom, 320 one at 400 % (WCAG 1.4.10)."""
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 700})
    with watched(context, site) as page:
        for path in PATHS:
            page.goto(path)
            page.evaluate("for (const node of document.querySelectorAll('details')) node.open=true")
            assert excess(page) <= 0, path


def forbid(dialog: Dialog) -> None:
    pytest.fail(f"a dialog opened: {dialog.message}")


@pytest.mark.parametrize("width", [320, 1280])
def test_an_extreme_article_stays_within_its_page_and_runs_nothing(
    browser: Browser, extreme_site: str, width: int
) -> None:
    with opened(browser, extreme_site, (width, 700)) as page:
        page.on("dialog", forbid)
        for path in ("/", LIST, "/?q=hepatic", "/articles/iron-2024?at=extreme#quote"):
            page.goto(path)
            assert excess(page) <= 0, path
            assert page.locator("img, svg").count() == 0
            assert page.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_an_extreme_article_stays_within_its_pane(
    browser: Browser, extreme_site: str, width: int
) -> None:
    with opened(browser, extreme_site, (width, 700)) as page:
        page.on("dialog", forbid)
        page.goto(LIST)
        page.locator(".listing a.cite").last.click()
        page.locator("#pane tr.quoted").wait_for()
        assert excess(page) <= 0
        assert page.locator("#pane").evaluate("node => node.scrollWidth <= node.clientWidth")
        assert page.locator("#pane :is(img, svg, a[href^='javascript'])").count() == 0


def test_a_list_uses_the_width_there_is(browser: Browser, site: str) -> None:
    for width, wider in ((1280, True), (800, False)):
        context = browser.new_context(base_url=site, viewport={"width": width, "height": 700})
        with watched(context, site) as page:
            page.goto(LIST)
            table, text = (
                page.locator(".listing").bounding_box(),
                page.locator(".understood, .question").first.bounding_box(),
            )
            assert table is not None
            assert text is not None
            assert table["x"] == text["x"]
            assert (table["width"] > text["width"]) == wider


def test_a_long_list_is_whole_and_can_be_sorted(browser: Browser, extreme_site: str) -> None:
    context = browser.new_context(base_url=extreme_site)
    with watched(context, extreme_site) as page:
        page.goto(LIST)
        assert page.locator(".listing tbody tr").count() == ROWS
        assert f"{ROWS} of {ROWS} rows of Table 1" in page.locator("caption").inner_text()
        page.locator("th", has_text="Reference").get_by_role("button").click()
        last = page.locator(".listing tbody td:last-child").evaluate_all(
            "cells => cells.map(cell => cell.innerText)"
        )
        assert len(last) == ROWS
        assert last == [*map(str, range(1, ROWS)), "javascript:x"]


def test_text_of_another_script_runs_its_own_way(browser: Browser, extreme_site: str) -> None:
    context = browser.new_context(base_url=extreme_site)
    with watched(context, extreme_site) as page:
        page.goto(f"/?q={ARABIC}")
        question = page.locator(".question")
        assert question.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_a_row_far_down_a_long_table_is_lit_with_its_header_in_view(
    browser: Browser, extreme_site: str
) -> None:
    context = browser.new_context(
        base_url=extreme_site, viewport={"width": 1280, "height": 700}, reduced_motion="reduce"
    )
    with watched(context, extreme_site) as page:
        page.goto("/articles/iron-2024?at=table-1-row-250#quote")
        row = page.locator("tr.quoted")
        assert row.get_attribute("id") == "table-1-row-250"
        header = page.locator("figure.table th").nth(3)
        page.wait_for_function(
            "() => { const box = document.getElementById('quote').getBoundingClientRect();"
            "return box.top > 0 && box.top < innerHeight }"
        )
        lit, above = row.bounding_box(), header.bounding_box()
        assert lit is not None
        assert above is not None
        assert 0 <= above["y"] < lit["y"] < 700
