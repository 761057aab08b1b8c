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

READING = "3"
"""Version of how articles are read; an index of articles read otherwise must be rebuilt."""

READERS: Mapping[str, Callable[[str, str], Draft]] = {"article.txt": read_plain_text}
_METADATA = "article.toml"
_MAX_BYTES = 20_000_000


def bundled_folders() -> tuple[Path, ...]:
    """The folders of the articles that come with the project, in order of their names."""
    articles = Path(__file__).parent / "articles"
    return tuple(sorted(path.parent for path in articles.glob(f"*/{_METADATA}")))


def load_bundled() -> tuple[Document, ...]:
    return tuple(read_article(folder) for folder in bundled_folders())


def source_digest(folder: Path) -> str:
    """SHA-256 over the source files of an article: changes whenever the article does."""
    return _digest(
        *((path.name, _read_bytes(path)) for path in (_source(folder), folder / _METADATA))
    )


def read_article(folder: Path, *, added_by: str = "bundled") -> Document:
    """The article in `folder`, whose name becomes its id.

    Raises `CorpusError` naming the file when it is missing, not UTF-8, too large or no article.
    """
    source = _source(folder)
    content, described = _read_bytes(source), _read_bytes(folder / _METADATA)
    metadata = read_metadata(folder / _METADATA, described)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{source}: not UTF-8 text (byte {error.start})") from error
    if "\0" in text:
        raise CorpusError(f"{source}: holds NUL characters, so it is not text")
    digest = _digest((source.name, content), (_METADATA, described))
    draft = READERS[source.name](text, metadata.title)
    try:
        return assemble(folder.name, metadata, draft, digest, added_by)
    except CorpusError as error:
        raise CorpusError(f"{source}: {error}") from error


def _digest(*files: tuple[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _source(folder: Path) -> Path:
    for name in READERS:
        if (folder / name).is_file():
            return folder / name
    raise CorpusError(f"{folder}: holds none of {', '.join(READERS)}")


def _read_bytes(path: Path) -> bytes:
    """A regular file only: reading a pipe or a device may never end."""
    if not path.is_file():
        raise CorpusError(f"{path}: there is no such file")
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise CorpusError(f"{path}: larger than {_MAX_BYTES:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error})") from error
