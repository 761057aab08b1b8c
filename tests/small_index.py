"""A tiny index that knows its number, for the tests of storage. Run as a script, it is a writer
that is meant to be killed.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from index.recipe import Recipe
from index.storage import Generation, open_generation, write_generation
from tests.io_faults import counted_calls, killed


def recipe(number: int) -> Recipe:
    return Recipe(
        chunking="sentences-1",
        model="hashing",
        fingerprint="hashing-4",
        dimension=4,
        documents={"article": str(number)},
        code={"bm25s": "0"},
    )


def files(number: int) -> Callable[[Path], None]:
    """What fills the folder of index `number`: two files, one in a folder."""

    def write(folder: Path) -> None:
        (folder / "number.txt").write_bytes(f"{number}\n".encode() * 100)
        (folder / "part").mkdir()
        (folder / "part" / "number.bin").write_bytes(number.to_bytes(8, "big") * 500)

    return write


def write(home: Path, number: int, *, keep: int = 2) -> str:
    return write_generation(home, recipe(number), files(number), keep=keep)


def number_of(generation: Generation) -> int:
    """The number of a generation; all its parts must agree."""
    number = int(generation.recipe.documents["article"])
    assert (generation.path / "number.txt").read_bytes() == f"{number}\n".encode() * 100
    assert (generation.path / "part" / "number.bin").read_bytes() == number.to_bytes(8, "big") * 500
    return number


def write_for_ever(home: Path, number: int) -> None:
    """Write one index after the other and print the number of each when it stands."""
    while True:
        write(home, number)
        print(number, flush=True)
        number += 1


def kill_at_each_step(home: Path) -> None:
    """Kill a writer instead of each of its calls in turn; print which index was found after it."""
    write(home, 0)
    for step in range(1, 1000):
        before = number_of(open_generation(home))
        child = os.fork()
        if child == 0:
            with counted_calls(killed(step)):
                write(home, before + 1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        after = number_of(open_generation(home))
        print("done" if status == 0 else {0: "old", 1: "new"}.get(after - before, "lost"))
        if status == 0:
            return


if __name__ == "__main__":
    _, role, folder, first = sys.argv
    if role == "loop":
        write_for_ever(Path(folder), int(first))
    else:
        kill_at_each_step(Path(folder))
