"""What a search within one article found, as the reader lists it beside the article."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote_plus, urlsplit

from corpus.types import CELL_SEPARATOR
from qa.types import Citation, RowLocation, SearchResult
from web.marking import Piece, cut, surroundings
from web.sources import place_name

HITS = 10
MARGIN = 80
"""Characters of context on either side of the first word found: two lines of a narrow column."""
WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class HitView:
    """A place, the words around the first that was looked for, and its address. `here` is true for
    the one that is shown.
    """

    place: str
    pieces: list[Piece]
    href: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class FindView:
    """`problem` says why nothing could be looked for; else `hits` are the places, best first."""

    query: str
    hits: list[HitView]
    problem: str = ""


def find_view(query: str, result: SearchResult, at: str = "") -> FindView:
    """What was found; `at` is the place that the article is opened at."""
    return FindView(query, [hit_view(citation, query, at) for citation in result.hits])


def hit_view(citation: Citation, query: str, at: str = "") -> HitView:
    """A hit; its address keeps the search, so that the list stays beside the article."""
    path, _, fragment = citation.url.partition("#")
    leads = parse_qs(urlsplit(path).query).get("at", [""])
    return HitView(
        place_name(citation.location),
        snippet(citation, query),
        f"{path}&find={quote_plus(query)}#{fragment}",
        bool(at) and leads == [at],
    )


def snippet(citation: Citation, query: str) -> list[Piece]:
    """Some words of the place, those that were looked for marked."""
    text = citation.cited_text
    if isinstance(citation.location, RowLocation):
        text = " · ".join(cell for cell in text.split(CELL_SEPARATOR) if cell)
    text = " ".join(text.split())
    words = "|".join(re.escape(word) for word in WORD.findall(query))
    found = [m.span() for m in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)]
    middle = found[0] if words and found else (0, 0)
    left, right = surroundings(text, middle, MARGIN)
    marks = [(a - left, b - left) for a, b in found if words and left <= a and b <= right]
    before = [Piece("… ")] if left > 0 else []
    after = [Piece(" …")] if right < len(text) else []
    return [*before, *cut(text[left:right], marks), *after]
