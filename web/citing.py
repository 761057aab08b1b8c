"""Where an article cites a study, besides the place that a reader is looking at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Document
from qa.citation import place_url
from qa.types import Citation, PassageLocation

SHOWN = 4
"""Places that a line under a study holds; the entry of the reference list leads to all."""


@dataclass(frozen=True, slots=True)
class CitingPlace:
    """A section or a row in a few words, and the address of the citation in it."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class CitedIn:
    """The first `SHOWN` places; `more` counts the others, which the entry at `entry` lists."""

    places: tuple[CitingPlace, ...] = ()
    more: int = 0
    entry: str = ""


NOWHERE = CitedIn()


def cited_elsewhere(citation: Citation, key: str, articles: Sequence[Document]) -> CitedIn:
    """The places that cite the study `key` of the cited article, each once, in their order; those
    within what the citation quotes are left out.
    """
    document = next((one for one in articles if one.id == citation.document.id), None)
    entry = next((e for e in document.references if e.key == key), None) if document else None
    if document is None or entry is None:
        return NOWHERE
    found: dict[str, CitingPlace] = {}
    for place in citing(document, entry.anchor, citation):
        found.setdefault(place.name, place)
    places = tuple(found.values())
    whole = place_url(document.id, entry.anchor)
    return CitedIn(places[:SHOWN], len(places[SHOWN:]), whole)


def citing(document: Document, reference: str, besides: Citation) -> Iterator[CitingPlace]:
    here = besides.location
    for section in document.sections:
        for mention in section.mentions:
            quoted = (
                isinstance(here, PassageLocation)
                and here.anchor == section.anchor
                and here.start <= mention.start < here.end
            )
            if reference in mention.references and section.path and not quoted:
                url = place_url(document.id, section.anchor, (mention.start, mention.end))
                yield CitingPlace(section.path[-1], url)
    for table in document.tables:
        for number, row in enumerate(table.rows, start=1):
            cites = any(reference in mention.references for mention in row.mentions)
            if cites and row.anchor != here.anchor:
                name = f"{table.label}, row {number}"
                yield CitingPlace(name, place_url(document.id, row.anchor))
