"""Pictures of five states of the page over the bundled review, on two widths, in both colour
schemes: `python -m tests.screenshots FOLDER`.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from playwright.sync_api import Browser

from qa.composition import ensure_index, home_folder, open_assistant
from tests.web_browser import Site, chromium, started

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STATES = {
    "answer": "How well does rituximab with ATRA work in ITP?",
    "list": "Which ongoing trials are in APL?",
    "refusal": "What is the price of gold in Paris?",
    "disagreement": "What did Kutny et al. (2022) report?",
}
SCROLLED_TO = {"disagreement": ".disagreement"}
BESIDE = ("answer", "desktop")
"""The state and the width that show the article at the first citation, beside the answer."""


def paths(site: Site) -> Iterator[tuple[str, str]]:
    """Name and address of each state. The last is the article, at what the answer cites first."""
    for name, question in STATES.items():
        yield name, f"/?{urlencode({'q': question})}"
    (first, *_) = site.app.state.service.assistant.answer(STATES["answer"]).citations
    yield "article", first.url


def take(browser: Browser, site: Site, folder: Path) -> Iterator[Path]:
    for scheme in SCHEMES:
        for device, (width, height) in WIDTHS.items():
            context = browser.new_context(
                base_url=site.base,
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page = context.new_page()
            for name, path in paths(site):
                page.goto(path)
                if name in SCROLLED_TO:
                    page.locator(SCROLLED_TO[name]).evaluate("node => node.scrollIntoView(true)")
                if (name, device) == BESIDE:
                    page.locator(".part .cite").first.click()
                    page.locator("#pane #quote").wait_for(state="attached")
                    page.locator(".part").first.hover()
                    page.mouse.wheel(0, -1000)
                    page.wait_for_timeout(300)
                picture = folder / f"{name}-{device}-{scheme}.png"
                page.screenshot(path=picture)
                yield picture
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go; made if it is not there")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    home = home_folder(None)
    ensure_index(home, None)
    with started(Site(lambda: open_assistant(home))) as site, chromium() as browser:
        for picture in take(browser, site, folder):
            print(picture)


if __name__ == "__main__":
    main()
