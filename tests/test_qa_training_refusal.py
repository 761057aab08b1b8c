"""The regression behind refusals, and the file that it writes."""

import numpy as np
import pytest

from qa.refusal_signs import SIGNS
from qa.training.refusal import Table, as_module, calibrate, learn, threshold, told_apart
from qa.training.refusal_cases import FITTED
from qa.training.refusal_fit import Flags, Floats, balanced, fit


def drawn(count: int = 4000) -> tuple[Floats, Flags]:
    """Signs, and answers with the log odds 2a - b + 0.5; the third sign says nothing."""
    random = np.random.default_rng(5)
    signs = random.normal(size=(count, 3))
    odds = 2 * signs[:, 0] - signs[:, 1] + 0.5
    return signs, random.random(count) < 1 / (1 + np.exp(-odds))


def test_the_weights_that_made_the_data_are_found_again() -> None:
    signs, answerable = drawn()
    found = fit(signs, answerable, np.ones(len(signs)), ridge=0.01)
    assert found.weights == pytest.approx([2, -1, 0], abs=0.2)
    assert found.bias == pytest.approx(0.5, abs=0.2)


def test_probabilities_are_right_in_the_mean() -> None:
    """The bias is not shrunk: what a logistic regression promises of the data it has seen."""
    signs, answerable = drawn()
    found = fit(signs, answerable, np.ones(len(signs)))
    probability = 1 / (1 + np.exp(-found.scores(signs)))
    assert probability.mean() == pytest.approx(answerable.mean(), abs=1e-6)


def test_the_scale_of_a_sign_does_not_matter_and_a_constant_gets_no_weight() -> None:
    signs, answerable = drawn(500)
    importance = np.ones(500)
    plain = fit(signs, answerable, importance)
    scaled = fit(np.column_stack([signs * [10, 1, 1], np.ones(500)]), answerable, importance)
    assert scaled.weights[:3] * [10, 1, 1] == pytest.approx(plain.weights)
    assert scaled.weights[3] == 0


def test_importance_is_as_if_cases_were_repeated() -> None:
    signs, answerable = drawn(300)
    twice = np.r_[np.arange(300), np.arange(100)]
    importance = np.r_[np.full(100, 2.0), np.ones(200)]
    weighed = fit(signs, answerable, importance, ridge=0)
    repeated = fit(signs[twice], answerable[twice], np.ones(400), ridge=0)
    assert weighed.weights == pytest.approx(repeated.weights, rel=1e-6)


def test_every_source_and_either_kind_counts_the_same() -> None:
    sources = np.array(["a"] * 10 + ["b"] * 2)
    answerable = np.array([True] * 9 + [False] + [True, False])
    importance = balanced(sources, answerable)
    for source in "ab":
        for kind in (True, False):
            assert importance[(sources == source) & (answerable == kind)].sum() == pytest.approx(1)


@pytest.fixture
def table() -> Table:
    random = np.random.default_rng(7)
    count = 600
    answerable = random.random(count) < 0.5
    signs = random.random((count, len(SIGNS))) + answerable[:, None] * 0.2
    sources = np.array(FITTED)[random.integers(0, len(FITTED), count)]
    return Table(sources, answerable, random.random(count) < 0.4, signs)


def test_what_is_held_out_or_of_another_set_is_not_fitted_to(table: Table) -> None:
    other = table.sources.copy()
    other[:50] = "covid-qa"
    unseen = table.held_out | (other == "covid-qa")
    changed = np.where(unseen[:, None], 1 - table.signs, table.signs)
    one = learn(Table(other, table.answerable, table.held_out, table.signs))
    two = learn(Table(other, table.answerable, table.held_out, changed))
    assert list(one.weights) == list(two.weights)
    three = learn(Table(other, table.answerable, table.held_out, 1 - table.signs))
    assert list(one.weights) != list(three.weights)


def test_calibration_keeps_the_order_but_for_one_sign_and_sets_the_mean(table: Table) -> None:
    found = learn(table)
    final = calibrate(found, table)
    before, after = found.scores(table.signs), final.scores(table.signs)
    rest = [position for position, name in enumerate(SIGNS) if name != "kind"]
    slopes = final.weights[rest] / found.weights[rest]
    assert slopes == pytest.approx(slopes[0])
    assert slopes[0] > 0
    assert before.mean() != pytest.approx(after.mean())
    assert (1 / (1 + np.exp(-after))).mean() == pytest.approx(table.answerable.mean(), abs=1e-6)


def test_few_answerable_questions_fall_below_the_threshold(table: Table) -> None:
    found = learn(table)
    bound = threshold(found, table)
    probability = 1 / (1 + np.exp(-found.scores(table.signs)))
    assert 0.02 <= (probability[table.answerable] < bound).mean() <= 0.03


def test_the_written_module_holds_the_weights_and_where_they_are_from(table: Table) -> None:
    found = learn(table)
    text = as_module(found, table, 0.4321)
    assert text == as_module(learn(table), table, 0.4321)
    names: dict[str, object] = {}
    exec(text, names)  # noqa: S102 - our own text
    weights = names["WEIGHTS"]
    assert isinstance(weights, dict)
    assert weights == pytest.approx(dict(zip(SIGNS, found.weights, strict=True)), abs=1e-4)
    assert names["BIAS"] == pytest.approx(found.bias, abs=1e-4)
    assert names["ANSWERED_FROM"] == pytest.approx(0.432)
    count = int(((table.sources == "squad2") & ~table.held_out).sum())
    assert f"squad2 {count}" in str(names["__doc__"])
    assert max(map(len, text.splitlines())) <= 100


def test_every_source_has_its_line_of_figures(table: Table) -> None:
    lines = told_apart(table, learn(table)).splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(FITTED)
