"""What a piece is made of, and what is read again of it."""

import pytest

from corpus.library import load_bundled
from index.chunking import chunk_document
from index.types import Chunk
from index.units import Unit, excerpt, units


@pytest.fixture(scope="module")
def chunks() -> list[Chunk]:
    return chunk_document(load_bundled()[0])


def test_every_unit_stands_where_it_says(chunks: list[Chunk]) -> None:
    several = 0
    for chunk in chunks:
        found = units(chunk)
        several += len(found) > 1
        for unit in found:
            assert chunk.embed_text[slice(*unit.span)] == unit.text
            assert unit.heading + chunk.quote == chunk.embed_text or not unit.heading
    assert several > 100


def sentences(*texts: str) -> list[Unit]:
    return [Unit(text, "Head: ", "passage", (0, 0)) for text in texts]


def test_the_best_one_is_read_with_the_better_neighbour_in_their_order() -> None:
    parts = sentences("One. ", "Two.", "Three.", "Four.")
    assert excerpt(parts, [0.1, 0.2, 0.9, 0.3]) == "Head: Three. Four."
    assert excerpt(parts, [0.1, 0.3, 0.9, 0.2]) == "Head: Two. Three."
    assert excerpt(parts, [0.9, 0.8, 0.1, 0.85]) == "Head: One. Two."
    assert excerpt(parts, [0.1, 0.2, 0.3, 0.9]) == "Head: Three. Four."


def test_as_many_are_read_as_are_wanted_and_there() -> None:
    parts = sentences("One.", "Two.", "Three.", "Four.")
    scores = [0.5, 0.1, 0.9, 0.3]
    assert excerpt(parts, scores, width=1) == "Head: Three."
    assert excerpt(parts, scores, width=3) == "Head: Two. Three. Four."
    assert excerpt(parts, scores, width=9) == "Head: One. Two. Three. Four."


def test_the_best_one_is_among_those_named() -> None:
    parts = sentences("One.", "Two.", "Three.")
    assert excerpt(parts, [0.9, 0.2, 0.1], among=[2]) == "Head: Two. Three."


def test_one_unit_is_read_alone_and_none_is_an_error() -> None:
    assert excerpt(sentences("One."), [0.0]) == "Head: One."
    with pytest.raises(ValueError, match="empty"):
        excerpt([], [])
