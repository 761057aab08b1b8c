"""Articles for tests: the bundled one, read once, and small ones written as text."""

from functools import cache
from pathlib import Path

from corpus.assembly import assemble
from corpus.library import bundled_folders, read_article
from corpus.metadata import Metadata
from corpus.plain_text import read_plain_text
from corpus.types import Document

TITLE = "Iron and sleep: a review"
METADATA = Metadata(
    title=TITLE,
    authors=("A. Author",),
    journal="Journal of Examples",
    year=2024,
    doi="10.1234/example",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    credit="Author A (2024), Iron and sleep: a review.",
)
TOML = """\
title = "Iron and sleep: a review"
authors = ["A. Author"]
journal = "Journal of Examples"
year = 2024
doi = "10.1234/example"
licence = "CC BY 4.0"
licence_url = "https://creativecommons.org/licenses/by/4.0/"
credit = "Author A (2024), Iron and sleep: a review."
"""
FRONT = f"{TITLE}\n\nABSTRACT\n\nIron matters for sleep.\n\nKEYWORDS\n\niron, sleep\n\n"


@cache
def bundled_folder() -> Path:
    (folder,) = bundled_folders()
    return folder


@cache
def bundled() -> Document:
    return read_article(bundled_folder())


SLEEP = FRONT + (
    "1 Results\n\n"
    "Iron tablets improved sleep in 42% of the adults. Headache was common with zinc.\n\n"
    "2 Methods\n\n"
    "Magnesium was given at 300 mg daily to children. They slept for 9 hours.\n"
)
"""A text of two sections, for what a few sentences can show."""


def read(text: str) -> Document:
    """A document from the text of an article, without files."""
    return assemble("example", METADATA, read_plain_text(text, TITLE), "digest", "bundled")


def write(folder: Path, text: str | bytes, toml: str | bytes = TOML) -> Path:
    """`folder` as an article on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("article.txt", text), ("article.toml", toml)):
        data = content.encode("utf-8") if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder
