"""`article.toml`: what an article is and under which terms it may be passed on."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from corpus.types import CorpusError


@dataclass(frozen=True, slots=True)
class Metadata:
    title: str
    authors: tuple[str, ...]
    journal: str
    year: int
    doi: str
    licence: str
    licence_url: str
    credit: str


def read_metadata(path: Path) -> Metadata:
    """Raises `CorpusError` naming the file and the key when a field is missing or of wrong type."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not valid TOML ({error})") from error
    values: dict[str, object] = {}
    for field in fields(Metadata):
        value = table.pop(field.name, None)
        if field.name == "authors":
            if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
                raise CorpusError(f"{path}: `authors` must be a list of names")
            value = tuple(value)
        elif field.type in (int, "int"):
            if type(value) is not int:
                raise CorpusError(f"{path}: `{field.name}` must be a whole number")
        elif not isinstance(value, str):
            raise CorpusError(f"{path}: `{field.name}` must be given, in quotes")
        values[field.name] = value
    if table:
        raise CorpusError(f"{path}: unknown key `{next(iter(table))}`")
    return Metadata(**values)  # type: ignore[arg-type]
