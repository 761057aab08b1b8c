"""Articles of sets that bring their own texts: paragraphs, without tables or references."""

import hashlib
from collections.abc import Sequence

from corpus.types import Document, Section


def plain_document(name: str, title: str, paragraphs: Sequence[str]) -> Document:
    """A document whose sections `p1`, `p2`, ... are the paragraphs, each quoted as it is given."""
    return Document(
        id=name,
        title=title,
        authors=(),
        journal="",
        year=0,
        doi="",
        licence="",
        licence_url="",
        credit="",
        sections=tuple(
            Section(paragraph_anchor(number), (title,) if title else (), "body", text)
            for number, text in enumerate(paragraphs, start=1)
        ),
        tables=(),
        references=(),
        abbreviations=(),
        boilerplate=(),
        digest=hashlib.sha256("\0".join((title, *paragraphs)).encode()).hexdigest(),
        added_by="you",
    )


def paragraph_anchor(number: int) -> str:
    """The anchor of the `number`-th paragraph, counted from 1."""
    return f"p{number}"
