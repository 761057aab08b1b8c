"""Articles of sets that bring their own texts and state little else of them."""

import hashlib
from collections.abc import Sequence

from corpus.types import Document, Section, Table


def plain_document(
    name: str, title: str, sections: Sequence[Section], tables: Sequence[Table] = ()
) -> Document:
    """A document of which the set states no more than title, text and tables."""
    rows = [row.text for table in tables for row in table.rows]
    content = "\0".join((title, *(section.text for section in sections), *rows))
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
        sections=tuple(sections),
        tables=tuple(tables),
        references=(),
        abbreviations=(),
        boilerplate=(),
        digest=hashlib.sha256(content.encode()).hexdigest(),
        added_by="you",
    )


def paragraph_sections(title: str, paragraphs: Sequence[str]) -> list[Section]:
    """Sections `p1`, `p2`, ..., each a paragraph quoted as it is given."""
    return [
        Section(paragraph_anchor(number), (title,) if title else (), "body", text)
        for number, text in enumerate(paragraphs, start=1)
    ]


def paragraph_anchor(number: int) -> str:
    """The anchor of the `number`-th paragraph, counted from 1."""
    return f"p{number}"
