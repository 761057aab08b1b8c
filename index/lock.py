"""One writer at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusyError

LOCK = "LOCK"


@contextmanager
def writer_lock(home: Path) -> Iterator[None]:
    """Hold the only right to write in `home`; an existing folder.

    The lock is the kernel's (`flock`), on a file that is never deleted: it ends with its holder,
    however that one dies, and two holders are impossible. It is not waited for. The file holds
    the process id of its holder, for the message only.

    Raises IndexBusyError if another process, or another block of this one, holds it, and OSError
    if the file cannot be made.
    """
    path = home / LOCK
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
            by = f" (process {holder})" if holder.isdigit() else ""
            raise IndexBusyError(
                f"another process{by} is writing the index in {home}; try again when it is done"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)
