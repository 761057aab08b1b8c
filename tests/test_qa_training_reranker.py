"""What the reranker learns and the form it is kept in."""

import random

import numpy as np
import pytest

from index.model import ModelFiles, find_packaged_cross_encoder
from index.session import Session
from qa.training.reranker import LEARNED_FROM, Learner
from qa.training.reranker_groups import Group
from qa.training.reranker_weights import BaseWeights, learned_weights, read_base

GIVEN = {
    "input_ids": np.array([[101, 2129, 2116, 102, 2538, 1012, 102]], dtype=np.int64),
    "attention_mask": np.ones((1, 7), dtype=np.int64),
    "token_type_ids": np.array([[0, 0, 0, 0, 1, 1, 1]], dtype=np.int64),
}


@pytest.fixture(scope="module")
def files() -> ModelFiles:
    return find_packaged_cross_encoder()


@pytest.fixture(scope="module")
def base(files: ModelFiles) -> BaseWeights:
    return read_base(files.folder / "model.onnx")


def score(files: ModelFiles, **learned: np.ndarray) -> float:
    return float(Session(files.folder / "model.onnx", learned).run("logits", GIVEN)[0, 0])


def test_the_base_laid_over_itself_scores_the_same(files: ModelFiles, base: BaseWeights) -> None:
    upper = {name: array for name, array in base.arrays.items() if "layer.11." in name}
    entries = learned_weights(upper, base)
    assert len(entries) == 6 * 3 + 10
    assert score(files, **entries) == pytest.approx(score(files), abs=0.05)


def test_what_is_laid_over_is_what_counts(files: ModelFiles, base: BaseWeights) -> None:
    learned = {"classifier.weight": -base.arrays["classifier.weight"]}
    bias = float(base.arrays["classifier.bias"][0])
    turned = score(files, **learned_weights(learned, base))
    assert turned - bias == pytest.approx(bias - score(files), rel=0.02)


def test_rounding_is_within_half_a_step_of_every_output(base: BaseWeights) -> None:
    rng = np.random.default_rng(1)
    name = "bert.encoder.layer.7.intermediate.dense.weight"
    sizes = rng.uniform(0.001, 1, (1536, 1)).astype(np.float32)
    array = rng.standard_normal((1536, 384)).astype(np.float32) * sizes
    stored, scales, zero = learned_weights({name: array}, base).values()
    assert stored.dtype == np.int8
    assert zero == 0
    error = np.abs(stored.T * scales[:, None] - array)
    assert (error <= scales[:, None] * 0.5001).all()
    assert (np.abs(stored).max(axis=0) == 127).all()


@pytest.mark.slow
def test_it_learns_what_the_first_texts_have_in_common_the_same_way_every_time(
    files: ModelFiles,
) -> None:
    rng = random.Random(1)  # noqa: S311 - no secret
    words = ["iron", "lead", "gold", "zinc", "neon", "argon"]
    places = ["attic", "cellar", "garage", "kitchen"]

    def group() -> Group:
        odd, *others = rng.sample(words, 4)
        place, *elsewhere = rng.sample(places, 4)
        kept = [f"The {one} is in the {at}." for one, at in zip(others, elsewhere, strict=True)]
        return Group("made up", "What is sold?", (f"The {odd} is in the {place} still.", *kept))

    shown, held_out = [group() for _ in range(160)], [group() for _ in range(20)]

    def learn() -> tuple[list[float], dict[str, np.ndarray]]:
        learner = Learner(files)
        before = learner.right(held_out)
        losses = [loss for _, loss in learner.learn(shown, warm_up=2)]
        assert learner.right(held_out) > before
        return losses, learner.weights()

    losses, weights = learn()
    assert len(losses) == 20
    assert losses[-1] < losses[0] * 2 / 3
    assert not any(f"layer.{LEARNED_FROM - 1}." in name for name in weights)
    again, same = learn()
    assert again == losses
    assert all(np.array_equal(weights[name], same[name]) for name in weights)
