"""An index on disk: immutable generations, and one small file that names the current one.

    home/LOCK                     held by the writer
    home/CURRENT                  the current generation's folder and its manifest's SHA-256
    home/generations/<folder>/    its files and manifest.json; named by the digest's beginning

A generation is written aside, forced to the disk, renamed, and only then named by `CURRENT`,
which is replaced in one step; nothing that was there before is touched until then. Whatever
fails, and whenever, the old index or the new one stands, whole.
"""

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from index.errors import IndexBusyError, IndexDamagedError
from index.lock import writer_lock
from index.manifest import MANIFEST, REMEDY, Manifest
from index.recipe import Recipe

CURRENT = "CURRENT"
GENERATIONS = "generations"
KEEP = 2
"""Previous generations kept: a reader may still be opening the one that was current before."""

_NEW = ".new"
_OLD = ".old-"
_NAME_LENGTH = 16
_FOLDER = re.compile(r"[0-9a-f]{16}(-[0-9]+)?")
_POINTER = re.compile(
    r"(?P<folder>(?P<name>[0-9a-f]{16})(-[0-9]+)?) (?P<digest>(?P=name)[0-9a-f]{48})\n"
)


@dataclass(frozen=True, slots=True)
class Generation:
    """A verified index: `path` is its folder, `name` is the same for the same content."""

    name: str
    path: Path
    recipe: Recipe


def write_generation(
    home: Path, recipe: Recipe, write: Callable[[Path], None], *, keep: int = KEEP
) -> str:
    """Make a new generation and let it be the current one; returns its name.

    `write` gets an empty folder and fills it with plain files. It runs under the writer lock, and
    what it raises passes through. All but the current and the `keep` generations that were
    current before it are deleted, as is what a killed writer left.

    Raises IndexBusyError, with one line that says what to do, if another process is writing or
    the disk is full, read-only, forbidden or failing: then the index in `home`, if any, is
    unharmed.
    """
    try:
        for folder in [path for path in (*reversed(home.parents), home) if not path.exists()]:
            folder.mkdir(mode=0o700, exist_ok=True)
            _sync(folder.parent)
        with writer_lock(home):
            return _write_locked(home, recipe, write, keep)
    except OSError as error:
        raise IndexBusyError(
            f"cannot write the index in {home}: {error.strerror or error};"
            f" nothing was harmed; {_advice(error)}"
        ) from error


def open_generation(home: Path) -> Generation:
    """The current generation, after every byte of it was compared with its digest.

    Writes nothing, so a read-only folder serves. Raises IndexDamagedError naming the file and the
    command that mends it.
    """
    folder, digest = _read_current(home)
    while True:
        try:
            return _open(folder, digest)
        except IndexDamagedError:
            # A writer may have replaced and deleted the generation while it was being read.
            latest = _read_current(home)
            if latest == (folder, digest):
                raise
            folder, digest = latest


def _write_locked(home: Path, recipe: Recipe, write: Callable[[Path], None], keep: int) -> str:
    generations = home / GENERATIONS
    generations.mkdir(mode=0o700, exist_ok=True)
    for left in generations.iterdir():
        if left.name == _NEW or left.name.startswith(_OLD):
            shutil.rmtree(left)
    new, announcement = generations / _NEW, home / f".{CURRENT}{_NEW}"
    fresh: Path | None = None
    try:
        new.mkdir(mode=0o700)
        write(new)
        digest = _seal(new, recipe)
        target = _destination(generations, digest)
        _write_synced(announcement, f"{target.name} {digest}\n".encode("ascii"))
        if target.exists():
            shutil.rmtree(new)
        else:
            fresh = target
            new.rename(target)
        os.utime(target)  # The time when it became current: `_prune` goes by it.
        _sync(generations)
        _sync(home)
        announcement.replace(home / CURRENT)
        _sync(home)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        with suppress(OSError):
            announcement.unlink(missing_ok=True)
        if fresh is not None:
            _withdraw(home, fresh)
        raise
    _prune(generations, target, keep)
    return digest[:_NAME_LENGTH]


def _seal(folder: Path, recipe: Recipe) -> str:
    """Write the manifest and force all to the disk; returns the manifest's SHA-256."""
    manifest = Manifest.of_folder(recipe, folder).to_bytes()
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(parent, name)
            path.chmod(0o600)
            _sync(path)
        Path(parent).chmod(0o700)
        if Path(parent) != folder:
            _sync(Path(parent))
    _write_synced(folder / MANIFEST, manifest)
    _sync(folder)
    return hashlib.sha256(manifest).hexdigest()


def _destination(generations: Path, digest: str) -> Path:
    """Where this content belongs: a free folder, or the one that holds it already and is whole."""
    name = digest[:_NAME_LENGTH]
    for folder in chain([name], (f"{name}-{number}" for number in count(2))):
        target = generations / folder
        if not target.exists():
            break
        try:
            _open(target, digest)
            break
        except IndexDamagedError:
            continue
    return target


def _withdraw(home: Path, target: Path) -> None:
    """Delete a generation that did not become current; on a full disk every byte counts."""
    with suppress(OSError, IndexDamagedError):
        if not (home / CURRENT).exists() or _read_current(home)[0] != target:
            shutil.rmtree(target)


def _prune(generations: Path, current: Path, keep: int) -> None:
    """Delete old generations. The new index stands already, so a failure is left to the next."""
    with suppress(OSError):
        previous = sorted(
            (
                path
                for path in generations.iterdir()
                if _FOLDER.fullmatch(path.name) and path != current
            ),
            key=lambda path: (path.stat().st_mtime_ns, path.name),
            reverse=True,
        )
        for path in previous[keep:]:
            # Renamed first: a generation is there whole or not at all.
            old = path.rename(generations / f"{_OLD}{path.name}")
            shutil.rmtree(old)


def _read_current(home: Path) -> tuple[Path, str]:
    """The folder and the digest that `CURRENT` names."""
    path = home / CURRENT
    try:
        with path.open("rb") as file:
            content = file.read(200)
    except FileNotFoundError:
        raise IndexDamagedError(
            f"there is no index: {path} is missing; make one with: qa index"
        ) from None
    except OSError as error:
        raise IndexDamagedError(f"cannot read {path}: {error.strerror}; {REMEDY}") from error
    pointer = _POINTER.fullmatch(content.decode("ascii", "replace"))
    if pointer is None:
        raise IndexDamagedError(f"damaged index: {path} is not as it was written; {REMEDY}")
    return home / GENERATIONS / pointer["folder"], pointer["digest"]


def _open(folder: Path, digest: str) -> Generation:
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise IndexDamagedError(
                f"damaged index: {path} is not the one that {CURRENT} names; {REMEDY}"
            )
        manifest = Manifest.from_bytes(content)
        manifest.verify(folder)
    except ValueError as error:
        raise IndexDamagedError(f"unusable index: {path}: {error}; {REMEDY}") from None
    except OSError as error:
        raise IndexDamagedError(
            f"damaged index: cannot read {error.filename or path}: {error.strerror}; {REMEDY}"
        ) from error
    return Generation(digest[:_NAME_LENGTH], folder, manifest.recipe)


def _write_synced(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "free some space and run: qa index"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return "let QA_HOME name a folder that you may write to and run: qa index"
    return "check the disk and its free space and run: qa index"
