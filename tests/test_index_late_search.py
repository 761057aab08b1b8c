"""An index whose search is put in order by late interaction."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from corpus.types import Document
from index.build import build_index, load_index, save_index
from index.late import restored, rounded
from index.retrieval import RERANKED, Index
from index.types import FloatMatrix, Hit, TokenVectors
from tests.articles import FRONT, read
from tests.embedders import HashingEmbedder, HashingTokenEmbedder, nearest


def many() -> Document:
    """An article of a few hundred pieces that have some words in common."""
    rng = np.random.default_rng(5)
    words = ["iron", "ferritin", "sleep", "copper", "zinc", "liver", "blood", "adults", "mice"]
    sections = []
    for number in range(150):
        drawn = [" ".join(rng.choice(words, 6)) for _ in range(2)]
        text = " ".join(f"In trial{number}{'ab'[i]} {said}." for i, said in enumerate(drawn))
        sections.append(f"{number + 1} Part {number}\n\n{text}\n")
    return read(FRONT + "\n".join(sections))


ASKED = (
    "How does iron disturb the sleep of adults?",
    "ferritin in the liver",
    "zinc, copper and blood of mice",
    "what is it about?",
)


@pytest.fixture(scope="module")
def late() -> Index:
    return build_index([many()], HashingTokenEmbedder())


@pytest.fixture(scope="module")
def fused() -> Index:
    return build_index([many()], HashingTokenEmbedder(), late_weight=0)


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.chunk.id for hit in hits]


@pytest.mark.parametrize("question", ASKED[:3])
def test_the_first_pieces_are_reordered_and_the_others_follow(
    late: Index, fused: Index, question: str
) -> None:
    before, after = ids(fused.search(question, 10_000)), ids(late.search(question, 10_000))
    assert len(before) > RERANKED
    assert set(before[:RERANKED]) == set(after[:RERANKED])
    assert before[RERANKED:] == after[RERANKED:]


def test_the_order_changes_at_all(late: Index, fused: Index) -> None:
    for question in ASKED[:3]:
        assert ids(late.search(question, 50)) != ids(fused.search(question, 50))


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("k", [1, 7, 99, 100, 101, 150])
def test_how_many_are_asked_for_does_not_change_their_order(
    late: Index, question: str, k: int
) -> None:
    hits = late.search(question, 10_000)
    assert late.search(question, k) == hits[:k]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 + 1e-6 for score in scores)


def test_each_hit_states_how_near_its_words_come(late: Index) -> None:
    asked = late.prepare(ASKED[0])
    assert asked.late is not None
    for hit in late.search(asked, RERANKED):
        _, (tokens,) = HashingTokenEmbedder().embed_passages_with_tokens([hit.chunk.embed_text])
        kept = list(restored(rounded(tokens.vectors)))
        matches = np.array(nearest(asked.late.vectors, kept), dtype=np.float32)
        assert hit.late == pytest.approx(asked.late.score(matches), abs=1e-5)


def test_a_prepared_question_is_searched_for_as_its_text(late: Index) -> None:
    for question in ASKED:
        assert late.search(late.prepare(question), 30) == late.search(question, 30)


def test_a_question_taken_as_typed_has_no_rewordings(late: Index) -> None:
    slip = "How does ferritn disturb sleep?"
    assert late.prepare(slip).query.rewordings
    typed = late.prepare(slip, as_typed=True).query
    assert (typed.rewordings, typed.mended) == ((), slip)


def test_the_order_of_documents_changes_nothing() -> None:
    documents = [many(), replace(read(FRONT + "1 Iron\n\nIron helps mice.\n"), id="another")]
    one = build_index(documents, HashingTokenEmbedder())
    other = build_index(documents[::-1], HashingTokenEmbedder())
    for question in ASKED:
        assert one.search(question, 120) == other.search(question, 120)


class WithoutPassageTokens(HashingTokenEmbedder):
    """Fails when it is asked for what takes time and is not needed."""

    def embed_passages_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[TokenVectors]]:
        raise AssertionError(f"tokens of {len(texts)} passages were computed")


def test_without_weight_or_tokens_nothing_is_reordered(fused: Index) -> None:
    plain = build_index([many()], HashingEmbedder())
    unweighed = build_index([many()], WithoutPassageTokens(), late_weight=0)
    for question in ASKED:
        expected = fused.search(question, 120)
        assert {hit.late for hit in expected} == {0.0}
        assert plain.search(question, 120) == unweighed.search(question, 120) == expected
        assert plain.prepare(question).late is None


def test_nearness_is_of_the_words_of_a_span(late: Index) -> None:
    asked = late.prepare("ferritin")
    near = partial(late.nearness, asked, "example")
    section = next(s for s in late.documents[0].sections[3:] if "ferritin" in s.text)
    words = [word.span() for word in re.finditer(r"\w+", section.text)]
    for start, end in words:
        is_it = section.text[start:end] == "ferritin"
        assert is_it == (near(section.anchor, (start, end)) > 0.9), section.text[start:end]
    assert near(section.anchor, (0, len(section.text))) == max(
        near(section.anchor, span) for span in words
    )
    assert near(section.anchor, (words[0][1], words[1][0])) == 0
    assert near("nowhere", words[0]) == 0


def test_nearness_needs_tokens(fused: Index) -> None:
    section = fused.documents[0].sections[-1]
    asked = fused.prepare("ferritin of the liver")
    assert fused.nearness(asked, "example", section.anchor, (0, 100)) == 0


def test_an_index_on_disk_searches_as_the_one_in_memory(late: Index, tmp_path: Path) -> None:
    save_index(tmp_path, [many()], HashingTokenEmbedder(), "hashing")
    loaded = load_index(tmp_path, HashingTokenEmbedder(), "hashing")
    for question in ASKED:
        assert loaded.search(question, 120) == late.search(question, 120)
