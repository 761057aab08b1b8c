"""`article.toml`: what an article is and under which terms it may be passed on."""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from corpus.types import CorpusError

# Addresses become links on a page, so that nothing but a web address may stand there.
_FORMS = {
    "title": re.compile(r".*\S.*"),
    "doi": re.compile(r"|10\.\d{4,9}/\S+"),
    "licence_url": re.compile(r"|https?://[^\s\"'<>]+"),
}


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


def read_metadata(path: Path, content: bytes) -> Metadata:
    """The fields in `content`, which was read from `path`.

    Raises `CorpusError` naming the file and the key when a field is missing, unknown or unusable.
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: not valid TOML ({error})") from error
    values: dict[str, object] = {}
    for field in fields(Metadata):
        value = table.pop(field.name, None)
        if field.name == "authors":
            if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
                raise CorpusError(f"{path}: `authors` must be a list of names")
            value = tuple(value)
        elif field.type in (int, "int"):
            if type(value) is not int or not 1000 <= value <= 9999:
                raise CorpusError(f"{path}: `{field.name}` must be a year, such as 2024")
        elif not isinstance(value, str):
            raise CorpusError(f"{path}: `{field.name}` must be given, in quotes")
        elif (form := _FORMS.get(field.name)) and not form.fullmatch(value):
            raise CorpusError(f"{path}: `{field.name}` cannot be {value[:60]!r}")
        values[field.name] = value
    if table:
        raise CorpusError(f"{path}: unknown key `{next(iter(table))}`")
    return Metadata(**values)  # type: ignore[arg-type]
