"""What an index was made of, so that a question is never put to another one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

SCHEMA = 1
"""The layout of an index on disk and the meaning of its files; raised when either changes."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what an index holds.

    `chunking` names the version of the chunking rules, `fingerprint` is the embedder's,
    `dimension` the length of its vectors; `documents` maps each document's id to the digest of
    its source, and `code` maps a library or a rule of this program to the version that shaped
    the index. Two equal recipes make the same index; the order of the documents is no part of it.
    """

    chunking: str
    model: str
    fingerprint: str
    dimension: int
    documents: Mapping[str, str]
    code: Mapping[str, str]
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """The recipe as JSON values; `from_json` is its inverse."""
        return asdict(self) | {"documents": dict(self.documents), "code": dict(self.code)}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read a recipe back. Raises ValueError, in words, on anything but a recipe."""
        if not isinstance(data, dict):
            raise ValueError("the recipe is not an object")
        if data.get("schema") != SCHEMA:
            raise ValueError(
                f"its format is {data.get('schema')!r}, this program reads format {SCHEMA}"
            )
        if data.keys() != {field.name for field in fields(cls)}:
            raise ValueError("the recipe has missing or unknown fields")
        texts = (data["chunking"], data["model"], data["fingerprint"])
        if not all(isinstance(text, str) for text in texts) or type(data["dimension"]) is not int:
            raise ValueError("a field of the recipe has the wrong type")
        for mapping in (data["documents"], data["code"]):
            if not isinstance(mapping, dict) or not all(
                isinstance(value, str) for value in mapping.values()
            ):
                raise ValueError("a field of the recipe has the wrong type")
        return cls(**data)

    def difference(self, wanted: Self) -> str | None:
        """In words, the first thing in which this recipe is not the wanted one; None if none."""
        if self.schema != wanted.schema:
            return f"another format: {self.schema}, now {wanted.schema}"
        if self.model != wanted.model:
            return f"another model: {self.model}, now {wanted.model}"
        if (self.fingerprint, self.dimension) != (wanted.fingerprint, wanted.dimension):
            return f"the files of the model {self.model} changed"
        if self.chunking != wanted.chunking:
            return f"another chunking: {self.chunking}, now {wanted.chunking}"
        for name in sorted(self.code.keys() | wanted.code.keys()):
            before, now = self.code.get(name, "none"), wanted.code.get(name, "none")
            if before != now:
                return f"another {name}: {before}, now {now}"
        kept = self.documents.keys() & wanted.documents.keys()
        return (
            _articles(
                [name for name in kept if self.documents[name] != wanted.documents[name]], "changed"
            )
            or _articles(list(wanted.documents.keys() - kept), "not in the index")
            or _articles(list(self.documents.keys() - kept), "no longer in the collection")
        )


def _articles(names: Sequence[str], state: str) -> str | None:
    if not names:
        return None
    verb = "" if state == "changed" else "are " if len(names) > 1 else "is "
    if len(names) == 1:
        return f"the article {names[0]} {verb}{state}"
    return f"{len(names)} articles {verb}{state}: {', '.join(sorted(names))}"
