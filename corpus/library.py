"""Articles on disk: a folder each, with the untouched text and `article.toml` beside it.

A new format is one entry in `READERS`: a file name and a function from its text to a `Draft`.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.assembly import assemble
from corpus.draft import Draft
from corpus.metadata import read_metadata
from corpus.plain_text import read_plain_text
from corpus.types import CorpusError, Document

READING = "1"
"""Version of how articles are read; an index of articles read otherwise must be rebuilt."""

READERS: Mapping[str, Callable[[str, str], Draft]] = {"article.txt": read_plain_text}
_METADATA = "article.toml"
_MAX_CHARS = 20_000_000


def bundled_folders() -> tuple[Path, ...]:
    """The folders of the articles that come with the project, in order of their names."""
    articles = Path(__file__).parent / "articles"
    return tuple(sorted(path.parent for path in articles.glob(f"*/{_METADATA}")))


def load_bundled() -> tuple[Document, ...]:
    return tuple(read_article(folder) for folder in bundled_folders())


def source_digest(folder: Path) -> str:
    """SHA-256 over the source files of an article: changes whenever the article does."""
    digest = hashlib.sha256()
    for path in (_source(folder), folder / _METADATA):
        content = _read_bytes(path)
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def read_article(folder: Path, *, added_by: str = "bundled") -> Document:
    """The article in `folder`, whose name becomes its id.

    Raises `CorpusError` naming the file when it is missing, not UTF-8, too large or no article.
    """
    source = _source(folder)
    metadata = read_metadata(folder / _METADATA)
    try:
        text = _read_bytes(source).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{source}: not UTF-8 text (byte {error.start})") from error
    if len(text) > _MAX_CHARS:
        raise CorpusError(f"{source}: longer than {_MAX_CHARS:,} characters")
    if "\0" in text:
        raise CorpusError(f"{source}: holds NUL characters, so it is not text")
    draft = READERS[source.name](text, metadata.title)
    return assemble(folder.name, metadata, draft, source_digest(folder), added_by)


def _source(folder: Path) -> Path:
    for name in READERS:
        if (folder / name).is_file():
            return folder / name
    raise CorpusError(f"{folder}: holds none of {', '.join(READERS)}")


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error})") from error
