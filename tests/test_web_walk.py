"""The whole way over the bundled review: asked, answered, seen in its place, and taken along; in
wide, narrow and enlarged windows, by mouse, by keyboard alone, and without a script.
"""

import re
from collections.abc import Iterator
from time import perf_counter
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from qa.assistant import Assistant
from tests.web_browser import IN_A_BROWSER, Site, opened, started, watched
from tests.web_client import Page as Parsed
from tests.web_client import client, weight

pytestmark = IN_A_BROWSER

ITP = "How well does rituximab with ATRA work in ITP?"
TRIALS = "Which ongoing trials are in APL?"
QUESTIONS = (
    ITP,
    TRIALS,
    "List every trial",
    "Which trials are listed in Table 2?",
    "What is ATRA used for besides APL?",
    "Is ATRA safe in pregnancy?",
    "What is the price of gold in Paris?",
)
QUOTED = "Wu YJ et al. (Wu et al., 2022) randomized ITP patients"
WINDOWS = {
    "desktop": (1280, 900),
    "phone": (390, 844),
    "at 200 %": (640, 450),
    "at 400 %": (320, 600),
}
HUNDRED_MS = 0.1
LIGHT = 60_000


@pytest.fixture(scope="module")
def real_site(assistant: Assistant) -> Iterator[str]:
    with started(Site(lambda: assistant)) as site:
        yield site.base


@pytest.fixture(scope="module")
def http(assistant: Assistant) -> Iterator[TestClient]:
    with client(lambda: assistant) as made:
        yield made


def address(question: str, *before: str) -> str:
    return f"/?{urlencode([*(('h', earlier) for earlier in before), ('q', question)])}"


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f'.question a:text-is("{question}")')


def lit(page: Page, selector: str) -> None:
    """The quoted place is there and within the window."""
    page.wait_for_function(
        "selector => { const node = document.querySelector(selector);"
        "const box = node?.getBoundingClientRect();"
        "return box && box.top >= 0 && box.top < innerHeight }",
        arg=selector,
    )


def marked(page: Page, within: str) -> str:
    return "".join(page.locator(f"{within} mark").all_inner_texts())


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_an_answer_is_seen_in_its_place_with_its_study(
    browser: Browser, real_site: str, window: str, by: str
) -> None:
    with opened(browser, real_site, WINDOWS[window]) as page:
        ask(page, ITP)
        cite = page.locator(".part", has_text=QUOTED).locator(".cite")
        if by == "mouse":
            cite.click()
        else:
            page.locator(".question").last.focus()
            for _ in range(page.locator(".part").count()):
                page.keyboard.press("ArrowRight")
                if cite.evaluate("node => node === document.activeElement"):
                    break
            page.keyboard.press("Enter")
        lit(page, "#pane #quote")
        assert QUOTED in marked(page, "#pane")
        assert page.inner_text(".pane-place") == "3.2 Immune thrombocytopenia"
        studies = page.locator(".pane-studies")
        assert "All-trans retinoic acid plus low-dose rituximab" in studies.inner_text()
        doi = studies.get_by_role("link", name="doi:10.1182/blood.2021013393")
        assert doi.get_attribute("href") == "https://doi.org/10.1182/blood.2021013393"
        if by == "mouse":
            page.locator("#pane").get_by_role("button", name="Close").click()
        else:
            page.keyboard.press("Escape")
        page.locator("#pane").wait_for(state="hidden")
        assert cite.evaluate("node => node === document.activeElement"), "focus is not lost"


@pytest.mark.parametrize("window", WINDOWS)
def test_a_list_is_sorted_and_its_row_lit_under_its_header(
    browser: Browser, real_site: str, window: str
) -> None:
    with opened(browser, real_site, WINDOWS[window]) as page:
        ask(page, TRIALS)
        assert "7 of 18 rows of Table 2" in page.inner_text(".listing caption")
        header = page.get_by_role("columnheader", name="Enrollment").get_by_role("button")
        header.click()
        header.click()
        first = page.locator(".listing tbody tr").first
        expect(first.locator("[data-label=Enrollment]")).to_have_text("151")
        first.locator("a.cite").click()
        lit(page, "#pane tr.quoted")
        assert "M.D. Anderson Cancer Center" in page.inner_text("#pane tr.quoted")
        marked, plain = (
            page.locator(f"#pane table:{which} th").first.evaluate(
                "node => getComputedStyle(node).color"
            )
            for which in ("has(tr.quoted)", "not(:has(tr.quoted))")
        )
        assert page.locator(".pane-bar").evaluate(
            "bar => bar.getBoundingClientRect().top >= bar.parentNode.getBoundingClientRect().top"
        ), "the way out stays in view"
        assert marked != plain, "the header of the row is lit too"


@pytest.mark.parametrize("window", WINDOWS)
def test_without_a_script_the_same_is_reached_by_links(
    browser: Browser, real_site: str, window: str
) -> None:
    width, height = WINDOWS[window]
    context = browser.new_context(
        base_url=real_site,
        viewport={"width": width, "height": height},
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/")
    page.fill("#question", ITP)
    page.get_by_role("button", name="Ask").click()
    page.locator(".part", has_text=QUOTED).locator(".cite").click()
    assert "-source-" in page.url
    assert page.locator(".source:target .studies").is_visible()
    page.locator(".source:target summary").click()
    assert QUOTED in marked(page, ".source:target")
    page.locator(".source:target .open").click()
    assert QUOTED in marked(page, "main")
    page.goto(address("What about danazol?", ITP))
    assert page.locator(".turn").count() == 2
    page.get_by_text("Keep this conversation").last.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").last.click()
    assert "@article{wu2022" in download.value.path().read_text(encoding="utf-8")
    context.close()


def test_closing_the_article_in_a_later_turn_loses_neither_focus_nor_place(
    browser: Browser, real_site: str
) -> None:
    """The address of a later turn names its place, to which going back would scroll."""
    with opened(browser, real_site, (1280, 700)) as page:
        ask(page, ITP)
        ask(page, "What are its side effects?")
        cite = page.locator(".turn").last.locator(".part .cite").last
        cite.scroll_into_view_if_needed()
        cite.click()
        lit(page, "#pane #quote")
        before = cite.bounding_box()
        page.keyboard.press("Escape")
        page.locator("#pane").wait_for(state="hidden")
        page.wait_for_timeout(200)
        after = cite.bounding_box()
        assert before is not None
        assert after is not None
        assert abs(after["y"] - before["y"]) <= 1
        assert cite.evaluate("node => node === document.activeElement")


def test_text_selected_beside_the_conversation_becomes_a_question(
    browser: Browser, real_site: str
) -> None:
    with opened(browser, real_site, (1280, 900), address(ITP)) as page:
        page.locator(".part", has_text=QUOTED).locator(".cite").click()
        lit(page, "#pane #quote")
        page.evaluate(
            "getSelection().selectAllChildren(document.querySelector('#pane #quote').parentNode)"
        )
        page.get_by_role("button", name="Ask about this").click()
        page.wait_for_function("() => document.activeElement.id === 'question'")
        assert page.input_value("#question").startswith(
            "What does the review say about “The previous"
        )
        assert page.locator("#pane").is_visible()


def test_a_permalink_shows_the_same_answer_to_everyone(browser: Browser, real_site: str) -> None:
    shown = []
    for _ in range(2):
        context = browser.new_context(base_url=real_site)
        with watched(context, real_site) as page:
            page.goto(address("and with danazol?", ITP))
            assert page.locator(".turn").count() == 2
            shown.append(page.locator("#conversation").inner_html())
    assert shown[0] == shown[1]


def test_a_printed_answer_has_its_passages_and_nothing_to_press(
    browser: Browser, real_site: str
) -> None:
    context = browser.new_context(base_url=real_site)
    with watched(context, real_site) as page:
        page.goto(address(ITP))
        page.emulate_media(media="print")
        assert page.locator(".source blockquote").first.is_visible()
        for gone in (".bar", ".composer", ".tools", ".open", ".context summary", ".undo"):
            assert not page.locator(gone).first.is_visible(), gone


# Speed and size


@pytest.mark.parametrize("path", ["/", address(ITP), address(TRIALS), "/articles/{id}"])
def test_the_server_needs_less_than_a_tenth_of_a_second(
    http: TestClient, assistant: Assistant, path: str
) -> None:
    path = path.replace("{id}", assistant.documents[0].id)
    http.get(path)
    times = []
    for _ in range(5):
        start = perf_counter()
        assert http.get(path).status_code == 200
        times.append(perf_counter() - start)
    assert min(times) < HUNDRED_MS


def of_the_article(html: str) -> str:
    """What a list shows of the article: cells, headers, entries of the reference list with their
    addresses, the caption.
    """
    (listing,) = re.findall(r'<table class="rows.*?</details>', html, re.DOTALL)
    shown = re.sub(r"<[^>]+>|\(printed once above\)|\d+ primary studies of these rows", "", listing)
    return shown + "".join(re.findall(r'(?<=data-label=")[^"]*|(?<=href=")https://[^"]*', listing))


def test_answers_of_the_review_are_light(http: TestClient) -> None:
    """Page and files; of a list's cells no byte is left out, though they are the article's."""
    examples = [link for link in Parsed(http.get("/").text).links() if link.startswith("/?q=")]
    assert examples
    rows = {}
    for path in ("/", *examples, *map(address, QUESTIONS)):
        html = http.get(path).text
        assert weight(http, html) <= LIGHT, path
        rows[path] = len(Parsed(html).all("tr"))
    assert max(rows.values()) == 1 + 18, "every trial is in one of them"


def test_the_longest_list_is_light_without_the_article(
    http: TestClient, assistant: Assistant
) -> None:
    table = max(assistant.documents[0].tables, key=lambda one: len(one.rows))
    html = http.get(address(f"Show all rows of {table.label}")).text
    assert len(Parsed(html).all("tr")) == 1 + len(table.rows)
    assert weight(http, html) - len(of_the_article(html).encode()) <= LIGHT
