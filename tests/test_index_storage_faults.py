"""Writers that fail, are killed, or lose their power: the old index or the new one stands."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexBusyError
from index.storage import open_generation
from tests.io_faults import contents, counted_calls, failing, nothing
from tests.power_loss import Disk
from tests.small_index import number_of, write

ROOT = Path(__file__).parents[1]


# A failing disk harms nothing (SAFETY A3)


@pytest.mark.parametrize("sticky", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
def test_each_failing_call_leaves_the_old_index_or_the_new(
    tmp_path: Path, code: int, sticky: bool
) -> None:
    write(tmp_path, 0, keep=0)
    before = contents(tmp_path / "generations")
    current = (tmp_path / "CURRENT").read_bytes()
    refusals = 0
    for at in range(1, 1000):
        error: IndexBusyError | None = None
        with counted_calls(failing(code, at, sticky=sticky)) as made:
            try:
                write(tmp_path, 1, keep=1)
            except IndexBusyError as caught:
                error = caught
        after = contents(tmp_path / "generations")
        assert before.items() <= after.items(), made[at - 1]
        number = number_of(open_generation(tmp_path))
        if error is None:
            assert number == 1, made[at - 1]
        else:
            refusals += 1
            assert os.strerror(code) in str(error)
            assert str(tmp_path) in str(error)
            assert "\n" not in str(error)
            if (tmp_path / "CURRENT").read_bytes() == current:
                assert number == 0
            else:  # the swap happened and only its fsync was refused
                assert number == 1
                assert made[at - 1] in ("open", "fsync")
        if not sticky and number == 0:
            assert after == before, "nothing is left of a write that failed once"
        if len(made) < at:
            break
        for path in (tmp_path / "generations").iterdir():
            if not any(name.startswith(path.name) for name in before):
                shutil.rmtree(path)
        (tmp_path / "CURRENT").write_bytes(current)
    assert refusals > 25
    assert len(made) < at


def test_a_failed_return_to_an_old_content_keeps_all_there_was(tmp_path: Path) -> None:
    write(tmp_path, 0)
    write(tmp_path, 1)
    before = contents(tmp_path / "generations")
    with counted_calls(nothing) as made:
        write(tmp_path, 0)
    write(tmp_path, 1)
    for at in range(1, len(made) + 1):
        with counted_calls(failing(errno.EIO, at, sticky=False)), suppress(IndexBusyError):
            write(tmp_path, 0)
        assert before.items() <= contents(tmp_path / "generations").items(), made[at - 1]
        assert number_of(open_generation(tmp_path)) in (0, 1)


def test_a_failed_first_write_leaves_no_generation(tmp_path: Path) -> None:
    with counted_calls(nothing) as made:
        write(tmp_path / "complete", 0)
    for at in range(1, len(made) + 1):
        home = tmp_path / str(at)
        with counted_calls(failing(errno.ENOSPC, at, sticky=False)), suppress(IndexBusyError):
            write(home, 0)
        if not (home / "CURRENT").exists():
            assert contents(home).keys() <= {"LOCK"}, made[at - 1]


def test_the_next_write_sweeps_what_a_failed_one_left(tmp_path: Path) -> None:
    write(tmp_path, 0)
    with counted_calls(nothing) as made:
        write(tmp_path, 1)
    at = made.index("rename")
    with counted_calls(failing(errno.EIO, at, sticky=True)), pytest.raises(IndexBusyError):
        write(tmp_path, 2)
    assert (tmp_path / "generations" / ".new").exists()
    name = write(tmp_path, 3, keep=0)
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [name]
    assert {path.name for path in tmp_path.iterdir()} == {"CURRENT", "LOCK", "generations"}


MOUNTED = """
import sys, subprocess
from pathlib import Path
from index.errors import IndexBusyError
from index.storage import open_generation, write_generation
from tests.io_faults import contents
from tests.small_index import recipe, write, number_of
home = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", home], check=True)
write(home, 1)
before = contents(home)
try:
    write_generation(home, recipe(2), lambda folder: (folder / "big").write_bytes(bytes(1 << 20)))
except IndexBusyError as error:
    print(error)
assert contents(home) == before
subprocess.run(["mount", "-o", "remount,ro", home], check=True)
print(number_of(open_generation(home)))
try:
    write(home, 3)
except IndexBusyError as error:
    print(error)
"""


def test_a_full_and_a_read_only_disk(tmp_path: Path) -> None:
    probe = ["unshare", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*probe, "true"], check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    done = subprocess.run(
        [*probe, sys.executable, "-c", MOUNTED, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    full, number, read_only = done.stdout.splitlines()
    assert "No space left" in full
    assert "free some space" in full
    assert number == "1"
    assert "Read-only" in read_only
    assert "QA_HOME" in read_only


# A killed writer harms nothing (SAFETY A1)


def kill_writers(home: Path, kills: int) -> None:
    """Kill writers at random moments. What they announced as written must be there, whole."""
    rng = np.random.default_rng(kills)
    write(home, 0)
    for _ in range(kills):
        first = number_of(open_generation(home)) + 1
        with subprocess.Popen(
            [sys.executable, "-m", "tests.small_index", "loop", home, str(first)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            announced = int(writer.stdout.readline())
            time.sleep(rng.uniform(0, 0.02))
            writer.send_signal(signal.SIGKILL)
            announced = max([announced, *(int(line) for line in writer.stdout)])
        assert number_of(open_generation(home)) in (announced, announced + 1)
    write(home, 1_000_000)
    assert number_of(open_generation(home)) == 1_000_000
    assert len(list((home / "generations").iterdir())) == 3


def test_a_writer_killed_at_a_random_moment_harms_nothing(tmp_path: Path) -> None:
    kill_writers(tmp_path, 20)


@pytest.mark.slow
def test_two_hundred_writers_killed_at_random_moments_harm_nothing(tmp_path: Path) -> None:
    kill_writers(tmp_path, 200)


def test_a_writer_killed_at_any_step_leaves_the_old_index_or_the_new(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.small_index", "steps", tmp_path, "0"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *outcomes, last = done.stdout.split()
    assert last == "done"
    assert len(outcomes) > 30
    assert set(outcomes) == {"old", "new"}
    assert len(list((tmp_path / "generations").iterdir())) == 3


# A loss of power harms nothing (SAFETY A2)


def lose_power_at_each_step(tmp_path: Path, before: int | None, losses: int) -> set[int | None]:
    """Which index is found when the power fails before each call of a writer of index 1."""
    root = tmp_path / "disk"
    root.mkdir()
    if before is not None:
        write(root / "home", before)
    disk = Disk(root)
    rng = np.random.default_rng(losses)
    found: set[int | None] = set()
    busy = False

    def after_a_loss(luck: float) -> int | None:
        left = tmp_path / "left"
        disk.lose_power(left, rng, luck=luck)
        none = not (left / "home" / "CURRENT").exists()
        number = None if none else number_of(open_generation(left / "home"))
        shutil.rmtree(left)
        return number

    def step(_number: int, _name: str) -> None:
        nonlocal busy
        if not busy:
            busy = True
            disk.hold()
            found.update(after_a_loss(luck) for luck in np.linspace(0, 1, losses))
            busy = False

    with disk.watched():
        with counted_calls(step):
            write(root / "home", 1, keep=0)
        assert {after_a_loss(luck) for luck in np.linspace(0, 0.99, 10)} == {1}
    return found


linux = pytest.mark.skipif(sys.platform != "linux", reason="watches fsync through /proc")


@linux
def test_a_loss_of_power_leaves_the_old_index_or_the_new(tmp_path: Path) -> None:
    assert lose_power_at_each_step(tmp_path, 0, losses=5) == {0, 1}


@linux
def test_a_loss_of_power_during_the_first_write_leaves_none_or_the_new(tmp_path: Path) -> None:
    assert lose_power_at_each_step(tmp_path, None, losses=5) == {None, 1}


@linux
@pytest.mark.slow
def test_many_losses_of_power_leave_the_old_index_or_the_new(tmp_path: Path) -> None:
    assert lose_power_at_each_step(tmp_path, 0, losses=50) == {0, 1}
