"""The regression behind refusals, and the file that it writes."""

import numpy as np
import pytest

from qa.refusal_signs import SIGNS
from qa.training.refusal import (
    AGAINST,
    BY_TOKEN,
    BY_WORD,
    REFUSED_AT_MOST,
    Table,
    as_module,
    bound,
    calibrate,
    learn,
    left_out,
    shifted,
    told_apart,
)
from qa.training.refusal_fit import Flags, Floats, balanced, fit, fit_monotone
from qa.training.reviews import MORE, ON_BUNDLED, ON_REVIEWS


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


def test_a_weight_against_its_slope_is_none_and_the_rest_is_fitted_without_it() -> None:
    signs, answerable = drawn()
    importance = np.ones(len(signs))
    found = fit_monotone(signs, answerable, importance, np.array([1, 1, 1]))
    assert found.weights[1] == 0
    without = fit_monotone(signs[:, [0, 2]], answerable, importance, np.array([1, 1]))
    assert found.weights[[0, 2]] == pytest.approx(without.weights)
    free = fit_monotone(signs[:, :2], answerable, importance, np.array([1, -1]))
    assert free.weights == pytest.approx(fit(signs[:, :2], answerable, importance).weights)


SOURCES = (*ON_REVIEWS, *ON_BUNDLED)


@pytest.fixture
def table() -> Table:
    random = np.random.default_rng(7)
    count = 600
    answerable = random.random(count) < 0.5
    slopes = np.array([-1 if name in AGAINST else 1 for name in SIGNS])
    signs = random.random((count, len(SIGNS))) + answerable[:, None] * 0.2 * slopes
    source = random.integers(0, len(SOURCES), count)
    groups = np.array([f"{SOURCES[i]} {n % 3}" for n, i in enumerate(source)])
    return Table(np.array(SOURCES)[source], groups, answerable, signs)


def test_only_the_named_signs_have_a_weight_and_it_has_the_right_sign(table: Table) -> None:
    for names in (BY_TOKEN, BY_WORD):
        found = learn(table, names)
        for name, weight in zip(SIGNS, found.weights, strict=True):
            assert weight == 0 or (name in names and (weight < 0) == (name in AGAINST))
        assert np.count_nonzero(found.weights) >= 3


def test_an_article_that_is_left_out_changes_nothing_about_its_own_weights(table: Table) -> None:
    one = table.groups == table.groups[0]
    changed = Table(
        table.sources,
        table.groups,
        np.where(one, ~table.answerable, table.answerable),
        table.signs,
    )
    before, after = left_out(table, BY_TOKEN), left_out(changed, BY_TOKEN)
    assert list(before[one]) == list(after[one])
    assert list(before[~one]) != list(after[~one])


def test_calibration_keeps_the_order_and_sets_the_mean(table: Table) -> None:
    found = learn(table, BY_TOKEN)
    scores = found.scores(table.signs)
    after = calibrate(found, scores, table.answerable).scores(table.signs)
    assert list(np.argsort(after)) == list(np.argsort(scores))
    assert (1 / (1 + np.exp(-after))).mean() == pytest.approx(table.answerable.mean(), abs=1e-6)


def test_few_answerable_questions_fall_below_the_threshold(table: Table) -> None:
    scores = learn(table, BY_TOKEN).scores(table.signs)
    odds = bound(scores, table.answerable)
    share = (scores[table.answerable] < odds).mean()
    assert REFUSED_AT_MOST - 0.01 <= share <= REFUSED_AT_MOST


def test_one_threshold_serves_both_kinds_of_weights(table: Table) -> None:
    odds = bound(learn(table, BY_TOKEN).scores(table.signs), table.answerable)
    other = shifted(learn(table, BY_WORD), table, odds)
    assert bound(other.scores(table.signs), table.answerable) == pytest.approx(odds)


def test_the_written_module_holds_the_weights_and_where_they_are_from(table: Table) -> None:
    by_token, by_word = learn(table, BY_TOKEN), learn(table, BY_WORD)
    text = as_module(by_token, by_word, table, 0.0)
    assert text == as_module(learn(table, BY_TOKEN), by_word, table, 0.0)
    names: dict[str, object] = {}
    exec(text, names)  # noqa: S102 - our own text
    for name, found in (("BY_TOKEN", by_token), ("BY_WORD", by_word)):
        pair = names[name]
        assert isinstance(pair, tuple)
        assert pair[0] == pytest.approx(found.bias, abs=1e-4)
        expected = {
            sign: weight for sign, weight in zip(SIGNS, found.weights, strict=True) if weight
        }
        assert pair[1] == pytest.approx(expected, abs=1e-4)
    assert names["ANSWERED_FROM"] == pytest.approx(0.5)
    count = int((table.sources == MORE).sum())
    assert f"{MORE} {count}" in str(names["__doc__"])
    assert max(map(len, text.splitlines())) <= 100


def test_every_set_has_its_line_of_figures(table: Table) -> None:
    lines = told_apart(table, left_out(table, BY_TOKEN), 0.0).splitlines()
    assert [line.split()[0] for line in lines[1:]] == [*SOURCES, "all"]
