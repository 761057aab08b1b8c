"""Late interaction: every word of a question finds its nearest word in a piece."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.library import load_bundled
from index.embedder import load_embedder
from index.errors import IndexDamagedError
from index.late import LateQuery, TokenCollector, TokenStore, late_query, restored, rounded
from index.model import find_model
from index.types import FloatMatrix, TokenEmbedder, TokenVectors
from tests.embedders import HashingEmbedder, HashingTokenEmbedder, nearest

DIMENSION = 24
LENGTHS = (5, 0, 1, 40, 12)


def unit_rows(rng: np.random.Generator, count: int, dimension: int = DIMENSION) -> FloatMatrix:
    rows = rng.standard_normal((count, dimension)).astype(np.float32)
    lengths: FloatMatrix = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / lengths


def pieces(seed: int) -> list[TokenVectors]:
    """Tokens of three characters with a blank between them."""
    rng = np.random.default_rng(seed)
    return [
        TokenVectors(unit_rows(rng, length), tuple((4 * i, 4 * i + 3) for i in range(length)))
        for length in LENGTHS
    ]


def stored(tokens: Sequence[TokenVectors]) -> TokenStore:
    collector = TokenCollector(DIMENSION)
    collector.add(tokens[:2])
    collector.add(tokens[2:])
    return collector.store()


# The store


@pytest.mark.parametrize("seed", range(5))
def test_a_match_is_the_cosine_with_the_nearest_token(seed: int) -> None:
    tokens = pieces(seed)
    query = unit_rows(np.random.default_rng(100 + seed), 7)
    store = stored(tokens)
    assert (len(store), store.dimension) == (len(LENGTHS), DIMENSION)
    for position, piece in enumerate(tokens):
        matches = store.matches(query, position)
        assert matches.dtype == np.float32
        np.testing.assert_allclose(matches, nearest(query, list(piece.vectors)), atol=0.02)
        kept = list(restored(rounded(piece.vectors)))
        np.testing.assert_allclose(matches, nearest(query, kept), atol=1e-6)


@pytest.mark.parametrize("within", [(0, 3), (3, 4), (3, 5), (2, 9), (0, 160), (90, 91), (500, 600)])
def test_only_tokens_that_touch_the_span_are_compared(within: tuple[int, int]) -> None:
    piece = pieces(3)[3]
    query = unit_rows(np.random.default_rng(7), 4)
    inside = [
        restored(rounded(piece.vectors[i : i + 1]))[0]
        for i, (start, end) in enumerate(piece.spans)
        if set(range(start, end)) & set(range(*within))
    ]
    matches = stored(pieces(3)).matches(query, 3, within)
    np.testing.assert_allclose(matches, nearest(query, inside), atol=1e-6)


def test_a_stored_cosine_is_off_by_little() -> None:
    rng = np.random.default_rng(1)
    rows = unit_rows(rng, 2000, 384)
    errors = restored(rounded(rows)) - rows
    for worst in (errors, -errors):
        towards = np.sign(worst) / np.float32(np.sqrt(384))
        assert float((towards * worst).sum(axis=1).max()) <= np.sqrt(384) / 254
    usual = np.einsum("ij,ij->i", errors, unit_rows(rng, 2000, 384))
    assert float(np.sqrt((usual**2).mean())) < 0.0025


def test_rounding_what_was_rounded_changes_no_byte() -> None:
    every = np.arange(-127, 128, dtype=np.int8)[None]
    assert np.array_equal(rounded(restored(every)), every)


def test_an_empty_store_has_no_pieces() -> None:
    store = TokenCollector(DIMENSION).store()
    assert (len(store), store.dimension) == (0, DIMENSION)


def test_a_store_is_read_as_it_was_written(tmp_path: Path) -> None:
    store = stored(pieces(4))
    store.save(tmp_path / "tokens")
    again = TokenStore.load(tmp_path / "tokens", dimension=DIMENSION, count=len(LENGTHS))
    again.save(tmp_path / "again")
    for file in (tmp_path / "tokens").iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
    query = unit_rows(np.random.default_rng(2), 3)
    for position in range(len(LENGTHS)):
        for within in (None, (3, 30)):
            found = again.matches(query, position, within)
            assert np.array_equal(found, store.matches(query, position, within))


def rewrite(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / f"{name}.npy"
        np.save(path, change(np.load(path)), allow_pickle=True)

    return damage


def lifted(array: np.ndarray) -> np.ndarray:
    array[0] = 1
    return array


def swapped(array: np.ndarray) -> np.ndarray:
    array[1], array[2] = array[2] + 5, array[1]
    return array


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "vectors.npy").unlink(),
        lambda folder: (folder / "starts.npy").write_bytes(b"no array"),
        lambda folder: (folder / "spans.npy").write_bytes((folder / "spans.npy").read_bytes()[:-1]),
        rewrite("vectors", lambda array: array[:-1]),
        rewrite("vectors", lambda array: array[:, :-1]),
        rewrite("vectors", lambda array: array.astype(np.float32)),
        rewrite("vectors", lambda array: array.ravel()),
        rewrite("vectors", lambda array: array.astype(object)),
        rewrite("spans", lambda array: array[:-1]),
        rewrite("spans", lambda array: array.astype(np.int64)),
        rewrite("starts", lambda array: array[:-1]),
        rewrite("starts", lambda array: array.astype(np.int32)),
        rewrite("starts", lifted),
        rewrite("starts", swapped),
        rewrite("starts", lambda array: array[0]),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    stored(pieces(4)).save(tmp_path)
    TokenStore.load(tmp_path, dimension=DIMENSION, count=len(LENGTHS))
    damage(tmp_path)
    with pytest.raises(IndexDamagedError, match="rebuild it with: qa index"):
        TokenStore.load(tmp_path, dimension=DIMENSION, count=len(LENGTHS))


# The question


def test_the_score_is_the_mean_match_by_weight() -> None:
    weights = np.array([1, 2, 5], np.float32)
    query = LateQuery(unit_rows(np.random.default_rng(3), 3), weights)
    matches = np.array([0.5, -0.25, 1.0], np.float32)
    assert query.score(matches) == pytest.approx((0.5 - 0.5 + 5) / 8)
    assert LateQuery(query.vectors[:0], weights[:0]).score(matches[:0]) == 0


def test_a_content_word_shares_its_rarity_among_its_tokens_and_others_have_the_mean() -> None:
    text = "What does ferritin do in anaemia?"
    spans = ((0, 4), (5, 9), (10, 14), (14, 18), (19, 21), (22, 24), (25, 32))
    tokens = TokenVectors(unit_rows(np.random.default_rng(4), 7), spans)
    rarity = {"ferritin": 6.0, "anemia": 2.0, "anaemia": 2.0}

    def rarity_of(found: Sequence[str]) -> float:
        return next((rarity[term] for term in found if term in rarity), 1.0)

    query = late_query(text, tokens, rarity_of)
    assert np.array_equal(query.vectors, tokens.vectors)
    assert query.weights[2:4].tolist() == [3.0, 3.0]
    assert query.weights[6] == pytest.approx(2.0)
    assert query.weights[[0, 1, 4, 5]].tolist() == pytest.approx([8 / 3] * 4)
    nothing = late_query("what of it?", TokenVectors(tokens.vectors[:3], spans[:3]), rarity_of)
    assert len(nothing.weights) == 0


# Tokens of an embedder


@pytest.fixture(scope="module", params=["model", "fake"])
def reader(request: pytest.FixtureRequest) -> TokenEmbedder:
    embedder = HashingTokenEmbedder() if request.param == "fake" else load_embedder(find_model())
    assert isinstance(embedder, TokenEmbedder)
    return embedder


def test_a_plain_embedder_is_no_token_embedder() -> None:
    assert not isinstance(HashingEmbedder(), TokenEmbedder)


def test_tokens_come_with_the_vectors_of_the_texts(reader: TokenEmbedder) -> None:
    texts = ["IL-10 (a cytokine) rose, p < 0.05!", "", "…—?!", "naïve α-tocopherol"]
    texts += [section.text[:600] for section in load_bundled()[0].sections[:3]]
    vectors, tokens = reader.embed_passages_with_tokens(texts)
    assert np.array_equal(vectors, reader.embed_passages(texts))
    for text, found in zip(texts, tokens, strict=True):
        assert found.vectors.shape == (len(found.spans), reader.token_dimension)
        assert found.vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
        assert all(any(map(str.isalnum, text[start:end])) for start, end in found.spans)
        assert list(found.spans) == sorted(found.spans)
        covered = {at for start, end in found.spans for at in range(start, end)}
        assert all(at in covered for at, sign in enumerate(text) if sign.isalnum())
    assert [len(found.spans) for found in tokens[1:3]] == [0, 0]


def test_a_word_has_another_vector_in_another_context(reader: TokenEmbedder) -> None:
    _, tokens = reader.embed_passages_with_tokens(["iron in the blood", "iron your shirt", "iron"])
    here, there, alone = (found.vectors[0] for found in tokens)
    assert float(here @ there) < 0.999
    assert float(here @ alone) < 0.999


def test_a_wording_counts_by_the_better_of_its_two() -> None:
    text, other = "do MSCs age", "do mesenchymal stem cells age"
    tokens, others = (HashingTokenEmbedder().query_tokens(one) for one in (text, other))
    plain = late_query(text, tokens, lambda _: 1.0)
    both = plain.or_reworded(tokens, others, [((3, 7), (3, 24))])
    assert both.vectors.shape[0] == 3 + 3
    matches = np.array([0.1, 0.2, 0.3, 0.9, 0.6, 0.3], dtype=np.float32)
    assert plain.score(matches[:3]) == pytest.approx(0.2)
    assert both.score(matches) == pytest.approx((0.1 + 0.6 + 0.3) / 3)
    worse = np.where(np.arange(6) < 3, matches, np.float32(0.1))
    assert both.score(worse) == pytest.approx(0.2)


def test_a_wording_without_a_token_changes_nothing() -> None:
    tokens = HashingTokenEmbedder().query_tokens("do MSCs age")
    plain = late_query("do MSCs age", tokens, lambda _: 1.0)
    for place in (((3, 7), (50, 60)), ((50, 60), (3, 7))):
        both = plain.or_reworded(tokens, tokens, [place])
        assert both.wordings == ()
        assert np.array_equal(both.vectors, plain.vectors)


def test_a_question_has_the_tokens_of_a_text(reader: TokenEmbedder) -> None:
    """At the same places, but their vectors may be those of a question."""
    text = "Which dose lowered ferritin?"
    tokens = reader.query_tokens(text)
    _, (same,) = reader.embed_passages_with_tokens([text])
    assert tokens.spans == same.spans
    assert float((tokens.vectors * same.vectors).sum(axis=1).min()) > 0.5
