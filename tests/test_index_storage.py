import hashlib
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamagedError
from index.manifest import MANIFEST, Manifest
from index.recipe import SCHEMA
from index.storage import open_generation, write_generation
from tests.io_faults import contents, counted_calls
from tests.small_index import files, number_of, recipe, write


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
