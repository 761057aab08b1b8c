"""A disk whose power fails: only what was forced to it is sure to be there afterwards."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import numpy as np


class Snapshot:
    """Entries of folders and bytes of files below `root`, by inode."""

    def __init__(self, root: Path) -> None:
        self.root = root.stat().st_ino
        self.entries: dict[int, dict[str, int]] = {}
        self.contents: dict[int, bytes] = {}
        for parent, _, names in os.walk(root):
            self.entries[Path(parent).stat().st_ino] = {
                entry.name: entry.inode() for entry in os.scandir(parent)
            }
            for name in names:
                path = Path(parent, name)
                self.contents[path.stat().st_ino] = path.read_bytes()


class Disk:
    """What a loss of power would leave of `root`. All that is there at first is safe."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._safe = Snapshot(root)
        self._held: dict[int, int] = {}

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Take note of each fsync. Inside, `hold` must be called whenever files may be new."""
        fsync = os.fsync

        def noted(descriptor: int) -> None:
            fsync(descriptor)
            status = os.fstat(descriptor)
            path = f"/proc/self/fd/{descriptor}"
            if stat.S_ISDIR(status.st_mode):
                with os.scandir(path) as entries:
                    self._safe.entries[status.st_ino] = {
                        entry.name: entry.inode() for entry in entries
                    }
            else:
                self._safe.contents[status.st_ino] = Path(path).read_bytes()

        with mock.patch.object(os, "fsync", noted):
            yield
        for descriptor in self._held.values():
            os.close(descriptor)

    def hold(self) -> None:
        """Keep every file and folder open, lest the number of a deleted one is used again."""
        for parent, _, names in os.walk(self._root):
            for path in (Path(parent), *(Path(parent, name) for name in names)):
                number = path.stat().st_ino
                if number not in self._held:
                    self._held[number] = os.open(path, os.O_RDONLY)

    def lose_power(self, into: Path, rng: np.random.Generator, *, luck: float) -> None:
        """Make what is left: each change not forced to the disk survives with chance `luck`.

        A file's unforced content may also survive in part.
        """
        seen = Snapshot(self._root)

        def content(number: int) -> bytes:
            safe, now = self._safe.contents.get(number), seen.contents.get(number)
            if now is None or safe == now or rng.random() >= luck:
                return safe or b""
            return now if rng.random() < 0.5 else now[: rng.integers(len(now) + 1)]

        def fill(number: int, folder: Path) -> None:
            safe = self._safe.entries.get(number, {})
            now = seen.entries.get(number, safe)
            for name in sorted(safe.keys() | now.keys()):
                child = (now if rng.random() < luck else safe).get(name)
                if child is None:
                    continue
                if child in seen.entries or child in self._safe.entries:
                    (folder / name).mkdir()
                    fill(child, folder / name)
                else:
                    (folder / name).write_bytes(content(child))

        into.mkdir()
        fill(self._safe.root, into)
