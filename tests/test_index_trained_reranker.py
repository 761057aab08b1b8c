"""The reranker that ships: real weights, laid over the real base."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.types import Document
from index import trained_reranker
from index.build import build_index
from index.errors import ModelError
from index.model import CROSS_ENCODER, find_packaged_cross_encoder
from index.reranker import NO_RERANKER, open_reranker
from index.retrieval import Index
from index.session import Session
from index.trained_reranker import WEIGHTS_FILE, TrainedReranker, load_reranker
from index.types import FloatVector
from qa.assistant import Assistant
from qa.clauses import clauses
from tests.embedders import HashingEmbedder

QUESTION = "How many children were cured by the new drug?"
ANSWER = "Results: Of 40 children who were given the drug, 31 were cured."
NEAR = "Methods: Children were asked whether they would like to be given the new drug."
FAR = "Discussion: The moon is made of rock."


@pytest.fixture(scope="module")
def reranker() -> TrainedReranker:
    return load_reranker()


def test_what_answers_stands_before_what_is_near_and_what_is_not(reranker: TrainedReranker) -> None:
    answer, near, far = reranker.scores(QUESTION, [ANSWER, NEAR, FAR])
    assert 1 > answer > near > far > 0


def test_a_text_has_one_score_whatever_its_neighbours(reranker: TrainedReranker) -> None:
    texts = [ANSWER, NEAR, FAR, "", "iron " * 2000]
    scores = reranker.scores(QUESTION, texts)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert np.array_equal(reranker.scores(QUESTION, texts[::-1]), scores[::-1])
    assert [reranker.scores(QUESTION, [text])[0] for text in texts] == scores.tolist()
    assert reranker.scores(QUESTION, []).shape == (0,)


def test_many_threads_read_what_one_does(reranker: TrainedReranker) -> None:
    texts = [f"{ANSWER} It was the year {1900 + n}." for n in range(8)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: reranker.scores(QUESTION, [text])[0], texts))
    assert found == reranker.scores(QUESTION, texts).tolist()


def test_what_was_learned_outlives_its_loading_and_is_not_the_base() -> None:
    given = {name: np.ones((1, 6), dtype=np.int64) for name in ("input_ids", "attention_mask")}
    given["token_type_ids"] = np.zeros((1, 6), dtype=np.int64)
    path = find_packaged_cross_encoder().folder / "model.onnx"
    base = Session(path).run("logits", given)
    learned = load_reranker()._session.run("logits", given)
    np.testing.assert_array_equal(load_reranker()._session.run("logits", given), learned)
    assert np.isfinite(learned).all()
    assert abs(float(learned[0, 0] - base[0, 0])) > 0.1


# Search


@pytest.fixture(scope="module")
def reread(article: Document, reranker: TrainedReranker) -> Index:
    return build_index([article], HashingEmbedder(), reranker=reranker)


@pytest.mark.parametrize(
    ("asked", "changes"),
    [
        ("Which trials combined two drugs in older patients?", False),
        ("What are the side effects of the treatment?", True),
        ("How does retinoic acid act on stem cells?", True),
    ],
)
def test_the_first_hits_are_put_in_order_by_both_scores(
    index: Index, reread: Index, reranker: TrainedReranker, asked: str, changes: bool
) -> None:
    before, after = index.search(asked, 50), reread.search(asked, 50)
    near = [
        hit for hit in before[: reranker.pieces] if hit.score >= before[0].score - reranker.reach
    ]
    count = len(near)
    assert 2 < count <= reranker.pieces
    assert [hit.score for hit in after] == [hit.score for hit in before]
    assert after[count:] == before[count:]
    score = {hit.chunk.id: hit.score for hit in before}
    first = after[:count]
    prepared = index.prepare(asked)
    texts = [index._excerpt(prepared, index.chunks.index(hit.chunk)) for hit in first]
    read = reranker.scores(asked, texts)
    assert reranker.weight is not None
    both = [score[h.chunk.id] + reranker.weight * one for h, one in zip(first, read, strict=True)]
    assert both == sorted(both, reverse=True)
    assert ([hit.chunk for hit in after] != [hit.chunk for hit in before]) == changes


def test_what_is_not_to_be_read_again_stays_in_its_order(index: Index, reread: Index) -> None:
    asked = "How does retinoic acid act on stem cells?"
    assert reread.search(asked, 50) != index.search(asked, 50)
    assert reread.search(asked, 50, read_again=False) == index.search(asked, 50)


class Recording:
    """The reranker that ships, and what it was asked."""

    def __init__(self, reranker: TrainedReranker) -> None:
        self.name, self.fingerprint = reranker.name, reranker.fingerprint
        self.pieces, self.reach, self.weight = reranker.pieces, reranker.reach, reranker.weight
        self.asked: list[str] = []
        self._reranker = reranker

    def scores(self, question: str, texts: Sequence[str]) -> FloatVector:
        self.asked.append(question)
        return self._reranker.scores(question, texts)


def test_several_questions_in_one_are_read_again_once(
    article: Document, reranker: TrainedReranker
) -> None:
    recording = Recording(reranker)
    assistant = Assistant(build_index([article], HashingEmbedder(), reranker=recording))
    asked = "What are the side effects, and how does retinoic acid act on stem cells?"
    assert clauses(asked)
    assistant.answer(asked)
    assert recording.asked == [asked]


def test_a_piece_is_read_with_the_question_in_its_words(
    article: Document, reranker: TrainedReranker
) -> None:
    recording = Recording(reranker)
    index = build_index([article], HashingEmbedder(), reranker=recording)
    index.search("How do mesenchymal stem cells age in ITP?", 20)
    assert "How do MSCs age in ITP?" in recording.asked
    assert all(("MSCs" in one) != ("mesenchymal" in one) for one in recording.asked)
    assert len(recording.asked) == len(set(recording.asked))
    recording.asked.clear()
    typed = "How does ATRA act on stem cells?"
    index.search(index.prepare(typed, as_typed=True), 20)
    assert recording.asked == [typed]


# Files


def test_it_is_what_serves_unless_another_or_none_is_named() -> None:
    assert isinstance(open_reranker(), TrainedReranker)
    assert open_reranker(NO_RERANKER) is None


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    content = bytearray(WEIGHTS_FILE.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / WEIGHTS_FILE.name).write_bytes(content)
    files = find_packaged_cross_encoder()
    with pytest.raises(ModelError, match="not what this version of review-qa ships") as caught:
        TrainedReranker(files, tmp_path / WEIGHTS_FILE.name)
    assert "\n" not in str(caught.value)
    with pytest.raises(ModelError, match="cannot read the reranker"):
        TrainedReranker(files, tmp_path / "nowhere")


def test_weights_that_fit_nothing_are_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    path = tmp_path / "weights.safetensors"
    path.write_bytes(b"\xff" * 64)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setattr(trained_reranker, "WEIGHTS_SHA256", digest)
    with pytest.raises(ModelError, match="cannot load the reranker") as caught:
        TrainedReranker(find_packaged_cross_encoder(), path)
    assert "\n" not in str(caught.value)
    assert CROSS_ENCODER in str(caught.value)
