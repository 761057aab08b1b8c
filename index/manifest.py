"""The table of contents of a generation: every file with its size and SHA-256."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.errors import IndexDamagedError
from index.recipe import Recipe

MANIFEST = "manifest.json"
REMEDY = "rebuild it with: qa index"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size in bytes and SHA-256 (hexadecimal) of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The recipe of a generation and its files by their path in its folder ("a/b.npy").

    The manifest's own SHA-256 names the generation and stands in `CURRENT`, so every byte of an
    index is covered. This detects accidents; whoever may write the folder can rewrite both.
    """

    recipe: Recipe
    files: Mapping[str, FileRecord]

    @classmethod
    def of_folder(cls, recipe: Recipe, folder: Path) -> Self:
        """Read every file of `folder`. Raises ValueError if one is not a plain file."""
        return cls(recipe, {name: _record(path) for name, path in _plain_files(folder)})

    def to_bytes(self) -> bytes:
        """The same bytes for the same content, whatever the order of its parts."""
        files = {
            name: {"size": record.size, "sha256": record.sha256}
            for name, record in self.files.items()
        }
        content = {"recipe": self.recipe.to_json(), "files": files}
        return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The inverse of `to_bytes`. Raises ValueError, in words, on anything else."""
        try:
            content = json.loads(data)
            recipe, files = content["recipe"], content["files"]
            records = {
                name: FileRecord(int(record["size"]), str(record["sha256"]))
                for name, record in files.items()
            }
        except (RecursionError, KeyError, TypeError, AttributeError, ValueError):
            raise ValueError("it is not the manifest of an index") from None
        return cls(Recipe.from_json(recipe), records)

    def verify(self, folder: Path) -> None:
        """Compare every file of `folder`, bar the manifest, with its record.

        Raises IndexDamagedError naming the first file that is missing, additional or altered.
        """
        try:
            found = {name: path for name, path in _plain_files(folder) if name != MANIFEST}
        except ValueError as error:
            raise IndexDamagedError(f"damaged index: {error}; {REMEDY}") from None
        for name in sorted(self.files.keys() | found.keys()):
            wanted = self.files.get(name)
            if name not in found:
                raise IndexDamagedError(f"damaged index: {folder / name} is missing; {REMEDY}")
            if wanted is None:
                raise IndexDamagedError(
                    f"damaged index: {str(folder / name)!r} does not belong to it; {REMEDY}"
                )
            size = found[name].stat().st_size
            if size != wanted.size:
                raise IndexDamagedError(
                    f"damaged index: {folder / name} has {size} bytes instead of {wanted.size};"
                    f" {REMEDY}"
                )
            if _record(found[name]) != wanted:
                raise IndexDamagedError(
                    f"damaged index: {folder / name} is not as it was written; {REMEDY}"
                )


def _plain_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Path in `folder` and path of each file. Links, pipes and devices are never opened."""
    for parent, folders, names in os.walk(folder, onerror=_raise):
        for name in (*folders, *names):
            path = Path(parent, name)
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise ValueError(f"{str(path)!r} is not a plain file")
        for name in names:
            path = Path(parent, name)
            yield path.relative_to(folder).as_posix(), path


def _raise(error: OSError) -> None:
    raise error


def _record(path: Path) -> FileRecord:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileRecord(os.fstat(file.fileno()).st_size, digest)
