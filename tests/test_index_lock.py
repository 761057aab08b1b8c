import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import IndexBusyError
from index.lock import LOCK, writer_lock
from index.storage import open_generation
from tests.small_index import number_of, write

ROOT = Path(__file__).parents[1]

CONTENDER = """
import sys
from pathlib import Path
from index.errors import IndexBusyError
from index.lock import writer_lock
for line in sys.stdin:
    try:
        with writer_lock(Path(sys.argv[1])):
            print("won", flush=True)
            sys.stdin.readline()
    except IndexBusyError as error:
        print(error, flush=True)
        sys.stdin.readline()
"""


@contextmanager
def contender(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that tries to get the lock at each line, and lets go of it at the next."""
    with subprocess.Popen(
        [sys.executable, "-c", CONTENDER, home],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_of_two_writers_one_wins_and_the_other_is_told_at_once(tmp_path: Path) -> None:
    with contender(tmp_path) as one, contender(tmp_path) as other:
        for _ in range(50):
            tell(one)
            tell(other)
            # The winner keeps the lock until it is told, so the loser did not wait for it.
            answers = [answer(one), answer(other)]
            assert answers.count("won") == 1, answers
            (loss,) = (text for text in answers if text != "won")
            assert f"is writing the index in {tmp_path}; try again" in loss
            tell(one)
            tell(other)


def test_the_message_names_the_holder(tmp_path: Path) -> None:
    with contender(tmp_path) as holder:
        tell(holder)
        assert answer(holder) == "won"
        with pytest.raises(IndexBusyError, match=f"process {holder.pid}"), writer_lock(tmp_path):
            pass


def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    for _ in range(5):
        with contender(tmp_path) as holder:
            tell(holder)
            assert answer(holder) == "won"
            holder.send_signal(signal.SIGKILL)
            holder.wait()
            with writer_lock(tmp_path):
                assert (tmp_path / LOCK).read_text() == f"{os.getpid()}\n"


def test_the_lock_ends_with_its_block_however_that_ends(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), writer_lock(tmp_path):
        raise KeyboardInterrupt
    with writer_lock(tmp_path):
        pass


def test_a_block_within_the_block_is_refused(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(IndexBusyError), writer_lock(tmp_path):
        pass


def test_an_index_is_read_but_not_written_while_another_writes(tmp_path: Path) -> None:
    write(tmp_path, 1)
    with contender(tmp_path) as holder:
        tell(holder)
        assert answer(holder) == "won"
        with pytest.raises(IndexBusyError):
            write(tmp_path, 2)
        assert number_of(open_generation(tmp_path)) == 1
        holder.kill()
        holder.wait()
        write(tmp_path, 2)
    assert number_of(open_generation(tmp_path)) == 2
