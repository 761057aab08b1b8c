"""Baselines and ablations, and the tutorial pipeline's way of cutting text."""

import random
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from corpus.types import Document, Reference, Row, Section, Table
from index.chunking import chunk_document
from index.fusion import fuse
from index.recipe import Recipe
from index.types import FloatVector
from qa.evaluation.search_system import without_headings
from qa.evaluation.sets.plain import plain_document
from qa.evaluation.systems import (
    SYSTEMS,
    Piece,
    RankingSystem,
    chunk_pieces,
    dense_scorer,
    lexical_scorer,
    system_provenance,
    tutorial_pieces,
    whole_documents,
)
from qa.evaluation.tutorial import (
    CHUNK_CHARS,
    OVERLAP_CHARS,
    flatten,
    recursive_split,
    tutorial_chunks,
)
from qa.evaluation.types import Place, Question
from tests.articles import bundled
from tests.embedders import HashingEmbedder


def generated_texts() -> Iterator[str]:
    """Random texts of few characters, so that all kinds of breaks and none meet every limit."""
    source = random.Random(7)  # noqa: S311 - no secret
    for _ in range(200):
        letters = source.choice(["ab \n", "a", "a ", "ab\n\n", " \n"])
        yield "".join(source.choice(letters) for _ in range(source.randint(0, 300)))


@pytest.mark.parametrize(("limit", "overlap"), [(1, 0), (20, 5), (50, 49), (1000, 200)])
def test_no_character_is_lost_and_no_chunk_too_long(limit: int, overlap: int) -> None:
    for text in generated_texts():
        spans = recursive_split(text, limit, overlap)
        covered = {position for start, end in spans for position in range(start, end)}
        assert all(position in covered or text[position].isspace() for position in range(len(text)))
        assert all(0 < end - start <= limit for start, end in spans)
        for (first_start, first_end), (start, end) in pairwise(spans):
            assert first_start <= start
            assert first_end <= end
            assert first_end - start <= overlap


@pytest.mark.parametrize(
    ("text", "chunks"),
    [
        ("", []),
        ("  \n\n ", []),
        ("one two", ["one two"]),
        ("one two three", ["one two", "two three"]),  # "two" fits into the overlap
        ("first line\n\nsecond", ["first line", "second"]),  # paragraphs before words
        ("abcdefghijklmn", ["abcdefghij", "ghijklmn"]),  # characters when there is nothing else
        ("a\n\nabcdefghijkl b", ["a", "abcdefghi", "fghijkl", "b"]),
    ],
)
def test_recursive_split_by_example(text: str, chunks: list[str]) -> None:
    assert [text[start:end] for start, end in recursive_split(text, 10, 4)] == chunks


@pytest.mark.parametrize(("limit", "overlap"), [(10, 10), (10, 11), (10, -1), (0, 0)])
def test_an_overlap_that_never_ends_is_refused(limit: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        recursive_split("text", limit, overlap)


TABLE = Table(
    anchor="t1",
    label="Table 1",
    caption="Depth of the lakes",
    columns=("Lake", "Depth"),
    rows=(
        Row("t1-r1", ("Blue Lake", "40 m")),
        Row("t1-r2", ("Green Lake", "7 m\n(in summer)")),
        Row("t1-r3", ("Grey Lake", "300 m")),
    ),
    section="s1",
    notes=("m, metres",),
)
REFERENCE = Reference("r1", "Low, 1901", ("Low",), 1901, "On lakes", "Lakes", "Low. On lakes.")


def lakes() -> Document:
    sections = [
        Section("s1", ("Results", "Lakes"), "body", "Lakes were sounded.\n\nNone was dry."),
        Section("s2", ("Funding",), "back", "A foundation of fishermen paid for the boats."),
    ]
    document = plain_document("lakes", "Northern lakes", sections, [TABLE])
    return Document(**{**document.__dict__, "references": (REFERENCE,)})


def caves() -> Document:
    sections = [Section("s1", ("Bats",), "body", "Bats sleep in deep caves, hanging.")]
    return plain_document("caves", "Caves", sections)


def test_the_flat_article_reads_like_the_article() -> None:
    assert flatten(lakes()).text == (
        "Northern lakes\n\n"
        "Lakes\nLakes were sounded.\n\nNone was dry.\n\n"
        "Table 1 Depth of the lakes\nLake | Depth\n"
        "Blue Lake | 40 m\nGreen Lake | 7 m\n(in summer)\nGrey Lake | 300 m\nm, metres\n\n"
        "Funding\nA foundation of fishermen paid for the boats.\n\n"
        "Low. On lakes.\n"
    )


@pytest.mark.parametrize("chunk_chars", [12, 40, 100, 1000])
def test_what_a_chunk_shows_stands_at_its_places(chunk_chars: int) -> None:
    for document in (lakes(), caves()):
        for chunk in tutorial_chunks(document, chunk_chars=chunk_chars, overlap_chars=5):
            for place in chunk.places:
                shown = document.text_of(place.anchor)[place.start : place.end]
                assert shown
                assert shown in chunk.text


def covered_text(document: Document) -> dict[str, set[int]]:
    covered: dict[str, set[int]] = {}
    for chunk in tutorial_chunks(document):
        for place in chunk.places:
            covered.setdefault(place.anchor, set()).update(range(place.start, place.end))
    return covered


def test_every_citable_character_of_the_bundled_article_is_in_a_chunk() -> None:
    document = bundled()
    covered = covered_text(document)
    anchors = [
        *(section.anchor for section in document.sections),
        *document.row_by_anchor,
        *(reference.anchor for reference in document.references),
    ]
    assert len(anchors) > 100
    for anchor in anchors:
        text = document.text_of(anchor)
        letters = {at for at, char in enumerate(text) if not char.isspace()}
        assert letters <= covered.get(anchor, set())


def test_a_chunk_with_a_whole_row_covers_the_row() -> None:
    (chunk,) = tutorial_chunks(lakes())
    row = Place("lakes", "t1-r2", 0, len(TABLE.rows[1].text))
    assert any(place.covers(row) for place in chunk.places)
    halves = tutorial_chunks(lakes(), chunk_chars=12, overlap_chars=0)
    parts = [place for half in halves for place in half.places if place.anchor == "t1-r2"]
    assert len(parts) > 1
    assert not any(place.covers(row) for place in parts)


def test_chunks_are_of_the_usual_size() -> None:
    chunks = tutorial_chunks(bundled())
    assert max(len(chunk.text) for chunk in chunks) <= CHUNK_CHARS == 1000
    assert OVERLAP_CHARS == 200


def three_scores(question: str) -> FloatVector:
    """One score for each piece of `ranked`."""
    return np.array([0.5, 0.0, 0.5] if question == "tie" else [0.1, 0.7, -1.0], dtype=np.float32)


def ranked() -> RankingSystem:
    pieces = [
        Piece("d1", "first", "First.", (Place("d1", "a", 0, 6),)),
        Piece("d2", "second", "Second.", (Place("d2", "a", 0, 7), Place("d2", "b", 0, 3))),
        Piece("d2", "third", "Third.", (Place("d2", "c", 0, 6),)),
    ]
    return RankingSystem("ranked", pieces, three_scores)


@pytest.mark.parametrize(
    ("question", "documents", "limit", "anchors"),
    [
        ("any", (), 10, ["a", "b", "a"]),  # without the piece that scores below 0
        ("any", (), 1, ["a", "b"]),  # one piece with two places
        ("tie", (), 10, ["a", "c"]),  # in reading order
        ("tie", ("d2",), 10, ["c"]),
        ("any", ("d9",), 10, []),
        ("any", ("d9", "d1"), 10, ["a"]),
    ],
)
def test_ranking(question: str, documents: tuple[str, ...], limit: int, anchors: list[str]) -> None:
    response = ranked().respond(Question("q", "passage", question, documents=documents), limit)
    assert [place.anchor for place in response.places] == anchors
    assert len(response.texts) == len(response.places)
    assert not response.refused


def test_places_of_one_piece_share_its_text() -> None:
    response = ranked().respond(Question("q", "passage", "any"), 1)
    assert response.texts == ("Second.", "Second.")
    assert response.confidence == pytest.approx(0.7)


def test_nothing_found_is_no_confidence() -> None:
    response = ranked().respond(Question("q", "passage", "any", documents=("d9",)), 5)
    assert (response.places, response.confidence) == ((), 0.0)


def asked(
    system: str, question: str, *, documents: tuple[str, ...] = (), history: tuple[str, ...] = ()
) -> list[Place]:
    made = SYSTEMS[system]((lakes(), caves()), HashingEmbedder(), None)
    assert made.name == system
    put = Question("q", "passage", question, history=history, documents=documents)
    response = made.respond(put, 5)
    assert len(response.texts) == len(response.places)
    return list(response.places)


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_finds_what_is_asked_for_in_its_words(system: str) -> None:
    first = asked(system, "Where do bats sleep, hanging in deep caves?")[0]
    assert (first.document, first.anchor) == ("caves", "s1")


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_stays_within_the_documents_asked_about(system: str) -> None:
    found = asked(system, "Where do bats sleep, hanging in deep caves?", documents=("lakes",))
    assert {place.document for place in found} <= {"lakes"}


@pytest.mark.parametrize("system", [name for name in SYSTEMS if not name.startswith("ours")])
def test_an_unknown_document_has_nothing(system: str) -> None:
    assert asked(system, "bats", documents=("moors",)) == []


@pytest.mark.parametrize("system", sorted(set(SYSTEMS) - {"bm25-flat", "dense-flat"}))
def test_rows_are_found_unless_they_are_left_out(system: str) -> None:
    found = [place.anchor for place in asked(system, "Green Lake in summer: 7 m")]
    assert ("t1-r2" in found) == (not system.endswith("no-rows"))


def test_without_headings_only_quotes_are_searched() -> None:
    chunks = without_headings(lakes())
    assert [chunk.embed_text for chunk in chunks] == [chunk.quote for chunk in chunks]
    assert [chunk.id for chunk in chunks] == [chunk.id for chunk in chunk_document(lakes())]
    # Two of these words are in the heading of the passage, one in its quote.
    words = "Results Lakes sounded"
    with_headings, without = (confidence(name, words) for name in ("search", "search-no-headings"))
    assert with_headings > without


@pytest.mark.parametrize("whole", ["ours", "search"])
def test_captions_are_found_unless_they_are_left_out(whole: str) -> None:
    question = "Depth of the lakes"
    assert "t1" in [place.anchor for place in asked(whole, question)]
    found = [place.anchor for place in asked(f"{whole}-no-captions", question)]
    assert "t1" not in found
    assert "t1-r1" in found


def test_what_is_named_and_never_mentioned_counts_unless_names_are_left_out() -> None:
    with_names, without = (
        confidence(name, "Did zinc deepen the lakes?") for name in ("ours", "ours-no-names")
    )
    assert with_names < without


def confidence(system: str, question: str) -> float:
    made = SYSTEMS[system]((lakes(), caves()), HashingEmbedder(), None)
    return made.respond(Question("q", "passage", question), 1).confidence


@pytest.mark.parametrize(
    ("system", "question", "same_as"),
    [("search-no-bm25", "Bats sleep", "dense"), ("search-no-dense", "Bats sleep", "bm25")],
)
def test_a_search_with_one_half_ranks_as_that_half(
    system: str, question: str, same_as: str
) -> None:
    assert asked(system, question) == asked(same_as, question)


def test_plain_fusion_ranks_by_words_and_by_meaning() -> None:
    question = Question("q", "passage", "Where do bats sleep in winter?")
    documents, embedder = (lakes(), caves()), HashingEmbedder()
    pieces = chunk_pieces(documents)
    halves = dense_scorer(pieces, embedder), lexical_scorer(pieces)
    best = int(np.argmax(fuse(*(half(question.question) for half in halves))))
    response = SYSTEMS["fusion"](documents, embedder, None).respond(question, 1)
    assert response.places == pieces[best].places
    assert response.confidence > 0


def test_the_assistant_without_follow_ups_is_not_told_what_was_said_before() -> None:
    put = Question("q", "followup", "and why?", history=("Where do bats sleep?",))
    answers = {}
    for name in ("ours", "ours-no-followups"):
        made = SYSTEMS[name]((lakes(), caves()), HashingEmbedder(), None)
        answers[name] = made.respond(put, 5).standalone
    assert answers == {
        "ours": "Where do bats sleep? and why?",
        "ours-no-followups": "and why?",
    }


@pytest.mark.parametrize(
    ("part", "question"),
    [
        ("rewording", "What did danzol add in ITP?"),
        ("lists", "Which ongoing trials are in phase 3?"),
        ("studies", "Who showed that ATRA reduces the bacterial burden in human macrophages?"),
        ("clauses", "danazol versus eltrombopag in ITP"),
    ],
)
def test_a_part_left_out_changes_the_answers_it_is_for(part: str, question: str) -> None:
    put = Question("q", "passage", question)
    whole, without = (
        SYSTEMS[name]((bundled(),), HashingEmbedder(), None).respond(put, 5)
        for name in ("ours", f"ours-no-{part}")
    )
    assert not whole.refused
    assert whole.places != without.places
    assert (whole.rows == without.rows) == (part != "lists")


@pytest.mark.parametrize(
    ("system", "with_model", "with_recipe"),
    [
        ("ours", True, True),
        ("search-no-dense", True, True),
        ("ours-no-followups", True, True),
        ("ours-no-lists", True, True),
        ("search-no-late", True, True),
        ("ours-no-rows", True, False),
        ("search-no-headings", True, False),
        ("dense", True, False),
        ("fusion", True, False),
        ("tutorial", True, False),
        ("bm25", False, False),
        ("bm25-flat", False, False),
    ],
)
def test_a_run_states_the_model_and_recipe_that_its_system_uses(
    system: str, with_model: bool, with_recipe: bool
) -> None:
    origin = system_provenance(system, (lakes(), caves()), HashingEmbedder(), "a model")
    assert (origin.model, origin.fingerprint) == (
        ("a model", "hashing-256") if with_model else ("", "")
    )
    assert bool(origin.recipe_digest) == with_recipe
    if with_recipe:
        assert origin.recipe is not None
        stated = Recipe.from_json(origin.recipe)
        assert stated.documents.keys() == {"lakes", "caves"}


def test_baselines_do_not_resolve_follow_ups() -> None:
    history = ("Where do bats sleep?",)
    for system in ("ours", "search"):
        assert asked(system, "and why?", history=history)[0].document == "caves"
    assert asked("bm25", "and why?", history=history) == []


def test_whole_documents_are_one_piece_each() -> None:
    first, second = whole_documents((lakes(), caves()))
    assert first.searched.startswith("Northern lakes Lakes were sounded.")
    assert [place.anchor for place in first.places] == ["s1", "s2"]
    assert second.shown == "Caves Bats sleep in deep caves, hanging."


def test_tutorial_pieces_are_its_chunks() -> None:
    assert [piece.shown for piece in tutorial_pieces((lakes(),))] == [
        chunk.text for chunk in tutorial_chunks(lakes())
    ]
