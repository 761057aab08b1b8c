import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexBusyError, IndexDamagedError
from index.manifest import MANIFEST, Manifest
from index.recipe import SCHEMA, Recipe
from index.storage import open_generation, write_generation
from tests.io_faults import contents, counted_calls, failing, nothing
from tests.power_loss import Disk
from tests.small_index import files, number_of, recipe, write

ROOT = Path(__file__).parents[1]


def index_files(home: Path) -> list[Path]:
    """Every file that an index is read from."""
    return [home / "CURRENT", *(p for p in open_generation(home).path.rglob("*") if p.is_file())]


def refused(home: Path) -> str:
    with pytest.raises(IndexDamagedError) as caught:
        open_generation(home)
    message = str(caught.value)
    assert "qa index" in message
    assert "\n" not in message
    return message


# What is written is read


def test_an_index_is_found_again_with_its_recipe(tmp_path: Path) -> None:
    name = write(tmp_path / "new" / "home", 7)
    generation = open_generation(tmp_path / "new" / "home")
    assert generation.name == name == generation.path.name
    assert generation.recipe == recipe(7)
    assert number_of(generation) == 7


def test_the_same_content_has_the_same_name_wherever_it_is_made(tmp_path: Path) -> None:
    assert write(tmp_path / "a", 1) == write(tmp_path / "b", 1)
    assert write(tmp_path / "a", 2) != write(tmp_path / "b", 1)


def test_the_order_of_documents_is_no_part_of_the_name(tmp_path: Path) -> None:
    one = replace(recipe(1), documents={"a": "1", "b": "2"})
    other = replace(recipe(1), documents={"b": "2", "a": "1"})
    assert write_generation(tmp_path / "a", one, files(1)) == write_generation(
        tmp_path / "b", other, files(1)
    )


def test_only_the_owner_may_look(tmp_path: Path) -> None:
    write(tmp_path / "home", 1)
    for path in [tmp_path / "home", *(tmp_path / "home").rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_current_and_two_previous_generations_are_kept(tmp_path: Path) -> None:
    names = [write(tmp_path, number) for number in range(6)]
    kept = {path.name for path in (tmp_path / "generations").iterdir()}
    assert kept == set(names[-3:])
    write(tmp_path, 9, keep=0)
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [
        open_generation(tmp_path).name
    ]


def test_an_old_content_made_again_becomes_current_and_recent(tmp_path: Path) -> None:
    first, second = write(tmp_path, 1), write(tmp_path, 2)
    assert write(tmp_path, 1) == first
    assert number_of(open_generation(tmp_path)) == 1
    write(tmp_path, 3, keep=1)
    kept = {path.name for path in (tmp_path / "generations").iterdir()}
    assert first in kept
    assert second not in kept


def test_writing_again_mends_a_damaged_index_of_the_same_content(tmp_path: Path) -> None:
    name = write(tmp_path, 1)
    for _ in range(3):
        (open_generation(tmp_path).path / "number.txt").write_text("2\n")
        refused(tmp_path)
        assert write(tmp_path, 1, keep=1) == name == open_generation(tmp_path).name
        assert number_of(open_generation(tmp_path)) == 1


def test_an_error_of_the_maker_passes_through_and_leaves_nothing(tmp_path: Path) -> None:
    write(tmp_path, 1)
    before = contents(tmp_path)

    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_generation(tmp_path, recipe(2), fail)
    assert contents(tmp_path) == before


def test_a_link_cannot_become_part_of_an_index(tmp_path: Path) -> None:
    def link(folder: Path) -> None:
        (folder / "passwd").symlink_to("/etc/passwd")

    with pytest.raises(ValueError, match="not a plain file"):
        write_generation(tmp_path, recipe(1), link)


def test_a_reader_follows_when_the_index_is_replaced_under_it(tmp_path: Path) -> None:
    write(tmp_path, 1)
    opened = 0

    def replace_while_reading(_number: int, name: str) -> None:
        nonlocal opened
        if name == "scandir" and not opened:
            opened = 1
            write(tmp_path, 2, keep=0)

    with counted_calls(replace_while_reading):
        generation = open_generation(tmp_path)
    assert opened
    assert number_of(generation) == 2


# A damaged index is refused (SAFETY A4)


FLIPS = [300, pytest.param(1000, marks=pytest.mark.slow)]
TRUNCATIONS = [60, pytest.param(200, marks=pytest.mark.slow)]


@pytest.mark.parametrize("cases", FLIPS)
def test_no_flipped_bit_is_read(tmp_path: Path, cases: int) -> None:
    write(tmp_path, 1)
    rng = np.random.default_rng(cases)
    paths = index_files(tmp_path)
    assert {path.name for path in paths} == {"CURRENT", MANIFEST, "number.txt", "number.bin"}
    for case in range(cases):
        path = paths[case % len(paths)]
        good = path.read_bytes()
        bad = bytearray(good)
        bad[rng.integers(len(bad))] ^= 1 << int(rng.integers(8))
        path.write_bytes(bad)
        message = refused(tmp_path)
        assert path.name in message or path.name == "CURRENT", (path, message)
        path.write_bytes(good)
    assert number_of(open_generation(tmp_path)) == 1


def test_no_flipped_bit_of_current_is_read(tmp_path: Path) -> None:
    write(tmp_path, 1)
    write(tmp_path, 2)
    path = tmp_path / "CURRENT"
    good = path.read_bytes()
    for bit in range(8 * len(good)):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        assert str(tmp_path) in refused(tmp_path)


@pytest.mark.parametrize("cases", TRUNCATIONS)
def test_no_truncated_file_is_read(tmp_path: Path, cases: int) -> None:
    write(tmp_path, 1)
    rng = np.random.default_rng(cases)
    paths = index_files(tmp_path)
    for case in range(cases):
        path = paths[case % len(paths)]
        good = path.read_bytes()
        path.write_bytes(good[: 0 if case < len(paths) else rng.integers(len(good))])
        assert path.name in refused(tmp_path)
        path.write_bytes(good)


@pytest.mark.parametrize("part", ["CURRENT", "generations", MANIFEST, "part/number.bin"])
def test_a_missing_part_is_named(tmp_path: Path, part: str) -> None:
    write(tmp_path, 1)
    path = tmp_path / part
    if not path.exists():
        path = open_generation(tmp_path).path / part
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert path.name in refused(tmp_path)


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    assert "make one with: qa index" in refused(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    refused(tmp_path / "file")


@pytest.mark.parametrize("kind", ["file", "link", "pipe", "unprintable"])
def test_what_does_not_belong_to_an_index_is_refused_unread(tmp_path: Path, kind: str) -> None:
    write(tmp_path, 1)
    path = open_generation(tmp_path).path / "extra"
    match kind:
        case "file":
            path.write_text("")
        case "link":
            path.symlink_to(tmp_path / "CURRENT")
        case "pipe":
            os.mkfifo(path)
        case _:
            Path(os.fsdecode(os.fsencode(path) + b"\xff\n")).write_text("")
    message = refused(tmp_path)
    assert "extra" in message
    message.encode()


def sealed_by_hand(home: Path, manifest: bytes) -> None:
    """Let CURRENT name this manifest, as a hand that rewrites both could."""
    digest = hashlib.sha256(manifest).hexdigest()
    folder = home / "generations" / digest[:16]
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_bytes(manifest)
    (home / "CURRENT").write_text(f"{digest[:16]} {digest}\n")


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"recipe": {}, "files": {}}',
        b'{"recipe": 1, "files": []}',
        b'{"recipe": {"schema": 1}, "files": {"../../CURRENT": {"size": 1, "sha256": ""}}}',
    ],
)
def test_a_well_sealed_manifest_of_nonsense_is_refused(tmp_path: Path, manifest: bytes) -> None:
    sealed_by_hand(tmp_path, manifest)
    assert MANIFEST in refused(tmp_path)


def test_a_manifest_cannot_reach_outside_its_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("secret")
    honest = Manifest.of_folder(recipe(1), tmp_path)
    record = honest.files["outside"]
    crafted = Manifest(recipe(1), {"../../outside": record})
    sealed_by_hand(tmp_path, crafted.to_bytes())
    assert "is missing" in refused(tmp_path)


def test_an_index_of_another_format_is_refused(tmp_path: Path) -> None:
    write_generation(tmp_path, replace(recipe(1), schema=SCHEMA + 1), files(1))
    assert f"format {SCHEMA}" in refused(tmp_path)


# The recipe (SAFETY A6)


def test_a_recipe_survives_json() -> None:
    assert Recipe.from_json(json.loads(json.dumps(recipe(3).to_json()))) == recipe(3)


@pytest.mark.parametrize(
    "change",
    [
        {"dimension": "4"},
        {"dimension": True},
        {"model": None},
        {"documents": ["article"]},
        {"code": {"bm25s": 1}},
        {"unknown": 1},
        {"schema": "1"},
    ],
)
def test_what_is_no_recipe_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"recipe|format"):
        Recipe.from_json(recipe(1).to_json() | change)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (recipe(1), None),
        (replace(recipe(1), schema=2), "another format: 1, now 2"),
        (replace(recipe(1), model="other"), "another model: hashing, now other"),
        (replace(recipe(1), fingerprint="x"), "the files of the model hashing changed"),
        (replace(recipe(1), dimension=8), "the files of the model hashing changed"),
        (replace(recipe(1), chunking="2"), "another chunking: sentences-1, now 2"),
        (replace(recipe(1), code={"bm25s": "1"}), "another bm25s: 0, now 1"),
        (replace(recipe(1), code={"bm25s": "0", "faiss": "1"}), "another faiss: none, now 1"),
        (recipe(2), "the article article changed"),
        (
            replace(recipe(1), documents={"article": "1", "b": "1"}),
            "the article b is not in the index",
        ),
        (
            replace(recipe(1), documents={"article": "1", "c": "1", "b": "1"}),
            "2 articles are not in the index: b, c",
        ),
        (replace(recipe(1), documents={}), "the article article is no longer in the collection"),
    ],
)
def test_a_difference_is_said_in_words(wanted: Recipe, words: str | None) -> None:
    assert recipe(1).difference(wanted) == words


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
