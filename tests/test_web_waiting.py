"""The state of waiting is seen only by those who wait, and moves only for those who like it."""

import time
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser

from qa.types import Answer
from tests.fake_assistant import FakeAssistant
from tests.web_browser import IN_A_BROWSER, Site, started, watched

pytestmark = IN_A_BROWSER

SECONDS = 1.5
ASKED = "What regulates the export of iron?"
AT = (
    "milliseconds => { const note = document.querySelector('.working');"
    "for (const one of note.getAnimations()) { one.pause(); one.currentTime = milliseconds }"
    "return getComputedStyle(note).visibility }"
)
Motion = Literal["no-preference", "reduce"]


class Slow(FakeAssistant):
    """Takes its time for what is asked here, not for the questions that a server warms up with."""

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        if question.startswith(ASKED):
            time.sleep(SECONDS)
        return super().answer(question)


@pytest.fixture(scope="module")
def slow_site() -> Iterator[str]:
    with started(Site(Slow)) as made:
        yield made.base


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_waiting_shows_after_150_milliseconds(
    browser: Browser, slow_site: str, motion: Motion
) -> None:
    context = browser.new_context(base_url=slow_site, reduced_motion=motion)
    with watched(context, slow_site) as page:
        page.goto("/")
        page.fill("#question", f"{ASKED} ({motion})")  # not answered before
        page.keyboard.press("Enter")
        page.locator(".working").wait_for(state="attached")
        assert (page.evaluate(AT, 140), page.evaluate(AT, 160)) == ("hidden", "visible")
        moving = page.locator(".working").evaluate(
            "note => note.getAnimations().some(one => one.effect.getTiming().iterations > 1)"
        )
        assert moving == (motion == "no-preference")
        assert page.inner_text("#live") == "Looking through the text."
        assert page.get_by_role("button", name="Ask").get_attribute("aria-disabled") == "true"
        page.locator(".turn.answered").wait_for()
        assert page.locator(".working").count() == 0
        assert page.get_by_role("button", name="Ask").get_attribute("aria-disabled") is None
