import math
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.lexical import LexicalIndex
from tests.io_faults import contents

ROOT = Path(__file__).parents[1]
TEXTS = [
    text.split()
    for text in (
        "the enzyme binds the drug",
        "the drug lowers the fever",
        "fever",
        "",
        "the receptor binds nothing at all in the liver of the mouse",
    )
]

words = st.lists(st.sampled_from("abcdefg"), max_size=12)
corpora = st.lists(words, min_size=1, max_size=8).filter(any)


def formula(texts: list[list[str]], query: dict[str, float], k1: float, b: float) -> list[float]:
    """BM25 as in the docstring, in Python numbers."""
    mean = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        counts = Counter(text)
        score = 0.0
        for token, weight in query.items():
            df = sum(token in other for other in texts)
            idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
            length = k1 * (1 - b + b * len(text) / mean)
            if counts[token]:
                score += weight * idf * counts[token] / (counts[token] + length)
        scores.append(score)
    return scores


@settings(max_examples=60, deadline=None)
@given(
    texts=corpora,
    query=st.dictionaries(st.sampled_from("abcdefgxyz"), st.floats(0, 8)),
    k1=st.floats(0.5, 3),
    b=st.floats(0, 1),
)
def test_the_score_is_the_formula(
    texts: list[list[str]], query: dict[str, float], k1: float, b: float
) -> None:
    index = LexicalIndex(texts, k1=k1, b=b)
    scores = index.scores(query)
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, formula(texts, query, k1, b), rtol=1e-5, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(texts=corpora, query=words)
def test_a_token_counts_as_often_as_it_is_asked(texts: list[list[str]], query: list[str]) -> None:
    index = LexicalIndex(texts)
    assert np.array_equal(index.scores(query), index.scores(Counter(query)))


@settings(max_examples=30, deadline=None)
@given(texts=corpora, query=words, data=st.data())
def test_texts_in_another_order_have_the_same_scores(
    texts: list[list[str]], query: list[str], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(texts))))
    here = LexicalIndex(texts).scores(query)
    there = LexicalIndex([texts[position] for position in order]).scores(query)
    assert np.array_equal(there, here[order])


def test_idf_falls_with_frequency_and_is_never_negative() -> None:
    index = LexicalIndex(TEXTS)
    assert index.document_frequency("the") == 3
    assert index.document_frequency("fever") == 2
    assert index.document_frequency("unheard") == 0
    assert index.idf("unheard") > index.idf("mouse") > index.idf("fever") > index.idf("the") > 0
    assert index.idf("fever") == pytest.approx(math.log(1 + 3.5 / 2.5))


def test_the_vocabulary_is_every_token() -> None:
    assert set(LexicalIndex(TEXTS).vocabulary) == {token for text in TEXTS for token in text}


def test_nothing_asked_or_nothing_known_scores_nothing() -> None:
    index = LexicalIndex(TEXTS)
    queries: list[list[str] | dict[str, float]] = [[], {}, ["unheard"]]
    for query in queries:
        assert index.scores(query).tolist() == [0] * len(TEXTS)


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_texts_without_a_token_are_refused(texts: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="no token"):
        LexicalIndex(texts)


def test_an_index_is_the_same_after_saving(tmp_path: Path) -> None:
    index = LexicalIndex(TEXTS)
    index.save(tmp_path / "lexical")
    again = LexicalIndex.load(tmp_path / "lexical", count=len(TEXTS))
    assert len(again) == len(TEXTS)
    assert again.vocabulary == index.vocabulary
    for query in (["fever", "drug"], {"binds": 0.5, "liver": 2.0}):
        assert np.array_equal(again.scores(query), index.scores(query))
    assert again.idf("fever") == index.idf("fever")


def test_the_same_texts_make_the_same_files_in_every_run(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.lexical import LexicalIndex;"
        "LexicalIndex([list('zebra'), list('lion')]).save(Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path / seed],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == done.stderr == "", "nothing is printed"
    assert contents(tmp_path / "1") == contents(tmp_path / "2") != {}


def test_an_index_of_another_count_is_refused(tmp_path: Path) -> None:
    LexicalIndex(TEXTS).save(tmp_path)
    with pytest.raises(IndexDamagedError, match=r"holds 5 texts, not 6.*qa index"):
        LexicalIndex.load(tmp_path, count=6)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    LexicalIndex(TEXTS).save(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        content = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexDamagedError, match="qa index"):
            LexicalIndex.load(tmp_path, count=5)
        path.write_bytes(content)


def test_no_pickle_is_read(tmp_path: Path) -> None:
    LexicalIndex(TEXTS).save(tmp_path)
    for path in sorted(tmp_path.glob("*.npy")):
        content = path.read_bytes()
        with path.open("wb") as file:
            np.save(file, np.array([{}], dtype=object), allow_pickle=True)
        with pytest.raises(IndexDamagedError):
            LexicalIndex.load(tmp_path, count=5)
        path.write_bytes(pickle.dumps([1]))
        with pytest.raises(IndexDamagedError):
            LexicalIndex.load(tmp_path, count=5)
        path.write_bytes(content)


def test_a_mutated_file_loads_or_is_refused(tmp_path: Path) -> None:
    LexicalIndex(TEXTS).save(tmp_path)
    paths = sorted(tmp_path.iterdir())
    rng = np.random.default_rng(6)
    refusals = 0
    for case in range(200):
        path = paths[case % len(paths)]
        good = path.read_bytes()
        bad = bytearray(good)
        for position in rng.integers(len(good), size=rng.integers(1, 4)):
            bad[position] = rng.integers(256)
        path.write_bytes(bytes(bad)[: rng.integers(1, 3 * len(good))])
        try:
            index = LexicalIndex.load(tmp_path, count=5)
            assert np.all(np.isfinite(index.scores(["fever", "drug", "the"])))
        except IndexDamagedError:
            refusals += 1
        path.write_bytes(good)
    assert refusals > 75
