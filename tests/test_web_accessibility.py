"""axe-core finds nothing on any page and state, in both colour schemes, and the accessibility tree
tells an answer in order.

axe-core (Deque Systems, Mozilla Public License 2.0) is taken from the installed test dependency
that carries it; nothing of it is part of this repository or of what is served.
"""

from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from corpus.types import Abbreviation
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from tests.web_browser import IN_A_BROWSER, Site, started, watched

pytestmark = IN_A_BROWSER

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
EXPORT = "/?q=What+regulates+iron+export%3F"
LIST = "/?q=Which+entries+are+Phase+3%3F"
STATES = {
    "first": "/",
    "answer": EXPORT,
    "row": "/?q=response+to+oral+sulfate+in+renal+anaemia",
    "list": LIST,
    "refusal": "/?q=Do+zebras+prefer+ferritin+or+giraffes%3F",
    "disagreement": "/?q=What+share+did+ferric+sucrose+help%3F",
    "understood": "/?h=What+is+hepcidin%3F&q=Does+it+rise%2C+feritin+and+TSAT%2C+with+tablets%3F",
    "as typed": "/?q=feritin+iron&as_typed=1",
    "conversation": f"{LIST.replace('?q=', '?h=')}&q=Does+it+rise+in+inflammation%3F",
    "failure": "/?q=%3F%21",
    "reader": "/articles/iron-2024",
    "quoted passage": "/articles/iron-2024?at=introduction:0-40#quote",
    "quoted row": "/articles/iron-2024?at=table-1-row-2#quote",
    "found": "/articles/iron-2024?find=iron+anaemia",
    "no such place": "/articles/iron-2024?at=nowhere",
    "no such page": "/nowhere",
}


COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (
    ("light", {}),
    ("dark", COLOURS),
)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    entries = (Abbreviation("TSAT", "transferrin saturation"), Abbreviation("Ferritin", "a store"))
    with started(Site(lambda: FakeAssistant(replace(article(), abbreviations=entries)))) as made:
        yield made.base


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Iterator[Page]:
    """One page for all states: making one takes longer than the check."""
    context = browser.new_context(
        base_url=site, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core objects to, one line each: with all its rules in light colours, and with those
    about colour in dark ones, for nothing else depends on the scheme.
    """
    page.evaluate(AXE)
    lines = []
    for scheme, rules in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found: dict[str, Any] = page.evaluate(
            "rules => axe.run(document, {resultTypes: ['violations'], ...rules})", rules
        )
        lines += [
            f"{rule['id']} ({scheme}): {node['html']}\n{node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
    return lines


def open_everything(page: Page) -> None:
    page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(page: Page, state: str) -> None:
    page.goto(STATES[state])
    open_everything(page)
    assert violations(page) == []


def test_axe_finds_nothing_in_the_list_of_keys(page: Page) -> None:
    page.goto(EXPORT)
    page.keyboard.press("?")
    assert violations(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_with_the_article_beside_the_answer(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(EXPORT)
    page.get_by_role("link", name="Read in place, source 1").click()
    page.locator("#pane #quote").wait_for()
    open_everything(page)
    found = violations(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert found == []


def test_axe_finds_nothing_in_a_preview(page: Page) -> None:
    page.goto(STATES["row"])
    page.keyboard.press("ArrowRight")
    page.locator(".preview").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_in_an_explained_abbreviation(page: Page) -> None:
    page.goto(STATES["reader"])
    page.keyboard.press(".")
    page.get_by_role("tooltip").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("state", ["answer", "list", "disagreement", "found"])
def test_axe_finds_nothing_on_a_phone(page: Page, state: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(STATES[state])
    open_everything(page)
    found = violations(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert found == []


def test_axe_finds_what_is_wrong(page: Page) -> None:
    """So that finding nothing means something."""
    page.goto(EXPORT)
    page.evaluate(
        "document.querySelector('.said').style.color = 'rgb(128 128 128 / 0.5)';"
        "document.getElementById('question').removeAttribute('placeholder');"
        "document.querySelector('label[for=question]').remove()"
    )
    found = {line.partition(":")[0] for line in violations(page)}
    assert {"color-contrast (light)", "color-contrast (dark)", "label (light)"} <= found


# The story that a screen reader tells


def story(browser: Browser, site: str, path: str) -> str:
    """The accessibility tree of the conversation, one line for each node."""
    context = browser.new_context(base_url=site)
    with watched(context, site) as page:
        page.goto(path)
        return page.get_by_role("main", name="Conversation").aria_snapshot()


def in_order(text: str, *pieces: str) -> None:
    at = 0
    for piece in pieces:
        assert piece in text[at:], f"{piece!r} does not come after what comes before it:\n{text}"
        at = text.index(piece, at) + len(piece)


def test_an_answer_is_told_in_order(browser: Browser, site: str) -> None:
    in_order(
        story(browser, site, EXPORT),
        'heading "What regulates iron export?" [level=2]',
        "Iron supports oxygen",
        'link "Source 1"',
        "1 Introduction",
        "reported from",
        'link "Source 2"',
        'heading "Sources" [level=3]',
        "1 Introduction",
        'link "Read in place, source 1"',
        "Show it in its paragraph",
        'heading "Primary stud',
        "Adams",
        'link "doi:10.1000/one (opens in a new tab)"',
        'button "Copy with references"',
        "Keep this conversation",
    )


def test_a_list_is_told_in_order(browser: Browser, site: str) -> None:
    in_order(
        story(browser, site, LIST),
        'heading "Which entries are Phase 3?" [level=2]',
        'table "4 of 6 rows of Table 1',
        "Phase = ",
        "Phase 3",
        'columnheader "Source in the article"',
        'columnheader "Treatment"',
        'cell "Source 1"',
        'cell "Ferric sucrose"',
        'cell "Source 2"',
        'cell "Renal anaemia (printed once above)"',
        "How these rows were chosen",
        'button "Copy as CSV"',
        "1 primary study of these rows",
    )


def test_a_disagreement_is_told_in_order(browser: Browser, site: str) -> None:
    in_order(
        story(browser, site, STATES["disagreement"]),
        'heading "What share did ferric sucrose help?" [level=2]',
        'link "Source 1"',
        'heading "Different figures for Ferric sucrose" [level=3]',
        "61%",
        'link "Source',
        "58%",
        'link "Source',
        'heading "Sources" [level=3]',
        'link "Read in place, source 1"',
        "Primary stud",
    )


def test_a_refusal_is_told_in_order(browser: Browser, site: str) -> None:
    in_order(
        story(browser, site, STATES["refusal"]),
        'heading "Do zebras prefer ferritin or giraffes?" [level=2]',
        'heading "No answer found in this article" [level=3]',
        "Too few of the question's words occur together.",
        "Not found there: zebras, prefer, giraffes.",
        'heading "What came nearest" [level=3]',
        'link "Read in place, source 1"',
    )
