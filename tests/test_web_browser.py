"""A person with a real browser: ask, follow a citation, keyboard only, no script, small screen."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page

from qa.assistant import Assistant
from tests.web_browser import IN_A_BROWSER, Site, started, watched

pytestmark = IN_A_BROWSER

EXPORT = "What regulates iron export?"


@pytest.fixture
def stoppable() -> Iterator[Site]:
    with started(Site()) as site:
        yield site


@pytest.fixture
def real_site(assistant: Assistant) -> Iterator[str]:
    """Over the bundled review."""
    with started(Site(lambda: assistant)) as site:
        yield site.base


def in_view(page: Page, place: Locator) -> bool:
    box = place.bounding_box()
    height = page.evaluate("window.innerHeight")
    return box is not None and 0 <= box["y"] < height - box["height"]


def at_rest(place: Locator) -> FloatRect:
    """Where it stands once it stands still: a new answer is scrolled to."""
    box, earlier = place.bounding_box(), None
    while box is None or box != earlier:
        place.page.wait_for_timeout(100)
        box, earlier = place.bounding_box(), box
    return box


def test_ask_and_follow_the_citation_to_the_marked_place(page: Page) -> None:
    page.goto("/")
    page.fill("#question", EXPORT)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.answered .part")
    assert page.input_value("#question") == ""
    assert page.url.endswith("/?q=What+regulates+iron+export%3F")
    assert re.fullmatch(r"Answer with \d+ sources\.", page.inner_text("#live"))

    cite = page.locator(".part .cite >> nth=0")
    before = at_rest(cite)
    cite.click()
    page.wait_for_selector("#pane #quote")
    after = at_rest(cite)
    assert abs(after["y"] - before["y"]) <= 1, "what was clicked stays where it was"
    page.wait_for_function("() => document.querySelector('#quote').getBoundingClientRect().top > 0")
    assert page.locator("#quote").inner_text().startswith("Iron supports oxygen")
    assert in_view(page, page.locator("#quote"))


def test_a_rows_citation_leads_to_the_row(page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 400})
    page.goto("/?q=response+to+oral+sulfate+in+renal+anaemia")
    page.get_by_role("link", name="Read in place, source 1").click()
    row = page.locator("tr.quoted")
    assert row.get_attribute("id") == "table-1-row-2"
    page.wait_for_function(
        "() => { const r = document.querySelector('tr.quoted').getBoundingClientRect();"
        "return r.top >= 0 && r.bottom <= innerHeight }"
    )


def test_the_script_and_the_server_show_the_same_answer(page: Page) -> None:
    for question in (EXPORT, "Which entries of Table 1 are Phase 3?", "zebra ferritin giraffe owl"):
        page.goto("/")
        page.fill("#question", question)
        page.keyboard.press("Enter")
        page.wait_for_selector(".turn:not(.pending)")
        by_script = page.locator(".turn").evaluate("node => node.outerHTML")
        page.reload()
        assert page.locator(".turn").evaluate("node => node.outerHTML") == by_script


def test_a_conversation_keeps_its_turns_and_can_go_back(page: Page) -> None:
    page.goto("/")
    for question in ("What is hepcidin iron export?", "Does it rise in inflammation?"):
        page.fill("#question", question)
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.question a:text-is("{question}")')
    assert page.locator(".turn").count() == 2
    assert "Carried over: hepcidin, iron, export." in page.locator(".turn").last.inner_text()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
    assert len(ids) == len(set(ids))
    page.go_back()
    page.wait_for_selector('.question a:text-is("What is hepcidin iron export?")')
    page.wait_for_function("() => document.querySelectorAll('.turn').length === 1")
    page.go_forward()
    page.wait_for_function("() => document.querySelectorAll('.turn').length === 2")
    assert page.evaluate("scrollY") > 0, "the newest question is in view"
    page.reload()
    assert page.locator(".turn .question").all_inner_texts() == [
        "What is hepcidin iron export?",
        "Does it rise in inflammation?",
    ]


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/articles/iron-2024")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto("/?q=zebra")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "question"
    page.keyboard.type("What regulates")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("iron export?")
    assert page.input_value("#question") == "What regulates\niron export?"
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.answered")
    assert page.evaluate("document.activeElement.className") == "question"
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "cite":
            break
    assert page.evaluate("document.activeElement.className") == "cite"
    page.keyboard.press("Enter")
    page.wait_for_selector("#pane #quote")
    assert page.evaluate("document.getElementById('pane').contains(document.activeElement)")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.matches('#pane .mention')")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.className === 'cite'")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "question"


def test_going_on_typing_after_an_answer_writes_the_next_question(page: Page) -> None:
    page.goto("/")
    page.fill("#question", "What regulates iron export?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.answered")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") != "question"
    page.keyboard.type("and in renal anaemia?")
    assert page.input_value("#question") == "and in renal anaemia?"


def test_without_a_script_everything_works(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("#question", EXPORT)
    page.click("button[type=submit]")
    assert page.locator(".turn.answered .part").count() > 0
    page.fill("#question", "Does it rise in inflammation?")
    page.click("button[type=submit]")
    turns = page.locator(".turn")
    assert turns.locator(".question").all_inner_texts() == [EXPORT, "Does it rise in inflammation?"]
    assert in_view(page, turns.last.locator(".question")), "the newest question is in view"
    assert "Carried over: " in turns.last.inner_text()
    turns.last.get_by_role("link", name="Read in place, source 1").click()
    assert in_view(page, page.locator("#quote"))
    context.close()


def test_a_server_that_is_gone_is_said_and_can_be_tried_again(
    browser: Browser, stoppable: Site
) -> None:
    context = browser.new_context(base_url=stoppable.base)
    page = context.new_page()
    page.goto("/")
    stoppable.stop()
    page.fill("#question", EXPORT)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.failed")
    assert "cannot be reached" in page.inner_text(".turn.failed")
    assert page.input_value("#question") == EXPORT
    assert page.get_by_role("button", name="Try again").is_visible()
    assert "cannot be reached" in page.inner_text("#live")
    context.close()


@pytest.mark.parametrize("times", [500, 2_000])
def test_a_question_that_is_too_long_is_neither_cut_nor_lost(
    browser: Browser, site: str, times: int
) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/")
    page.fill("#question", "iron " * times)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.failed")
    says = f"The question has {5 * times - 1:,} characters; at most 2,000 are read."
    assert says in page.inner_text(".turn.failed")
    assert page.input_value("#question") == "iron " * times
    context.close()


def test_a_question_too_long_for_an_address_is_said_to_be(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/")
    page.fill("#question", "iron " * 40_000)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.failed")
    assert "The question is too long to be sent." in page.inner_text(".turn.failed")
    context.close()


def test_a_new_conversation_can_be_begun_without_a_reload(page: Page) -> None:
    page.goto("/")
    anew = page.get_by_role("link", name="New conversation")
    assert not anew.is_visible()
    page.fill("#question", EXPORT)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.answered")
    assert anew.is_visible()
    anew.click()
    page.wait_for_selector("body.first")
    assert page.locator(".turn").count() == 0


def test_fingers_hit_what_they_aim_at(page: Page) -> None:
    """At least 24 by 24 CSS pixels (WCAG 2.2, success criterion 2.5.8)."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/?q={EXPORT}&h=What+is+iron%3F".replace(" ", "+"))
    sizes = page.evaluate(
        "[...document.querySelectorAll('a:not(.skip, .question a, .mention, .also a), button,"
        "select, summary')]"
        ".filter(node => node.checkVisibility())"
        ".map(node => [node.className || node.textContent, node.getBoundingClientRect()])"
        ".map(([name, box]) => [name, box.width, box.height])"
    )
    assert {"cite", "open", "brand"} <= {name for name, _, _ in sizes}
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_a_phone_on_its_side_shows_the_answer_at_once(page: Page) -> None:
    page.set_viewport_size({"width": 844, "height": 390})
    page.goto(f"/?q={EXPORT}".replace(" ", "+"))
    box = page.locator(".part .said >> nth=0").bounding_box()
    last = page.locator(".source").last.bounding_box()
    composer = page.locator(".composer").bounding_box()
    assert box is not None
    assert last is not None
    assert composer is not None
    assert box["y"] + 80 < 390
    assert page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('.part') !== null",
        [box["x"] + 20, box["y"] + 10],
    ), "nothing lies over the answer"
    assert composer["y"] >= last["y"] + last["height"] > 390
    assert page.locator(".asked").evaluate("node => node.clientHeight") < 48


def test_a_treatments_row_is_found_quoted_and_marked_in_the_bundled_review(
    browser: Browser, real_site: str
) -> None:
    context = browser.new_context(base_url=real_site, viewport={"width": 1280, "height": 800})
    with watched(context, real_site) as page:
        page.goto("/")
        page.fill("#question", "Which trial studies azacitidine in unfit AML?")
        page.keyboard.press("Enter")
        listed = page.locator(".listing tbody tr").first
        listed.wait_for()
        cell = listed.locator("td").last.inner_text()
        assert re.match(r"NCT\d{8}\b", cell)
        listed.locator(".cite").click()
        row = page.locator("#pane tr.quoted")
        row.wait_for()
        assert row.locator("td").last.inner_text() == cell
        page.wait_for_function(
            "() => { const r = document.querySelector('tr.quoted').getBoundingClientRect();"
            "return r.top >= 0 && r.bottom <= innerHeight }"
        )


def test_scripts_in_a_question_do_not_run(page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    page.goto("/")
    for payload in ("<img src=x onerror=alert(1)>", "<script>alert(1)</script> iron export"):
        page.fill("#question", payload)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "text => [...document.querySelectorAll('.turn:not(.pending) .question')]"
            ".some(node => node.textContent === text)",
            arg=payload,
        )
    assert page.locator(".turn img, .turn script").count() == 0
