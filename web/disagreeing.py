"""Figures that do not agree, side by side, each with the words it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.types import Citation, Disagreement, ReferenceLocation, RowLocation
from web.marking import Piece, cut, surroundings
from web.sources import place_name

MARGIN = 110
"""Characters of a passage around the figure: a sentence or so, for the eye to compare."""


@dataclass(frozen=True, slots=True)
class SideView:
    """A figure as printed, the words around it with the figure marked, and where they stand."""

    value: str
    quotation: list[Piece]
    place: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """`heading` says what differs: figures, or how a study is named in text and reference list."""

    heading: str
    sides: list[SideView]


def disagreement_view(
    disagreement: Disagreement, links: Mapping[int, str], by_number: Mapping[int, Citation]
) -> DisagreementView:
    """The sides whose citation is there; `links` lead to the citations."""
    sides = [
        SideView(
            side.value,
            around(side.value, by_number[side.citation]),
            place_name(by_number[side.citation].location),
            side.citation,
            links[side.citation],
        )
        for side in disagreement.sides
        if side.citation in by_number
    ]
    named = any(
        isinstance(by_number[side.citation].location, ReferenceLocation)
        for side in disagreement.sides
        if side.citation in by_number
    )
    heading = "Printed in two ways: " if named else "Different figures for "
    return DisagreementView(heading + disagreement.about, sides)


def around(value: str, citation: Citation) -> list[Piece]:
    """The cell, or the stretch of the passage, that holds the value."""
    text = citation.cited_text
    if isinstance(citation.location, RowLocation):
        text = next((cell for cell in citation.location.cells if value in cell), text)
    start = text.find(value)
    if start < 0:
        return cut(text)
    left, right = surroundings(text, (start, start + len(value)), MARGIN)
    pieces = cut(text[left:right], [(start - left, start - left + len(value))])
    before = [Piece("… ")] if left > 0 else []
    after = [Piece(" …")] if right < len(text) else []
    return [*before, *pieces, *after]
