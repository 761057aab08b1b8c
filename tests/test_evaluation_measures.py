"""Measures: agreement with ir_measures where it has them, laws and brute force where it has not."""

import random
import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from qa.evaluation import ranking, shown
from qa.evaluation.bootstrap import (
    Estimate,
    Statistic,
    estimates,
    weighted_mean,
    weighted_percentile,
)
from qa.evaluation.matching import piece_ranks, ranked_units, satisfies
from qa.evaluation.refusal import auroc, refusal_precision, refusal_recall, threshold_curve
from qa.evaluation.types import Place

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import ir_measures
    from ir_measures import RR, P, R, Success, nDCG


def estimate(statistic: Statistic, questions: int) -> Estimate | None:
    return estimates({"one": statistic}, questions).get("one")


def rankings(count: int) -> Iterator[tuple[list[str], list[str]]]:
    """(relevant documents, ranked documents), some of them short, empty or without any hit."""
    randomly = random.Random(11)  # noqa: S311
    for _ in range(count):
        pool = [f"d{n}" for n in range(randomly.randint(5, 30))]
        relevant = randomly.sample(pool, randomly.randint(1, min(14, len(pool))))
        ranked = randomly.sample(pool, randomly.randint(0, len(pool)))
        yield relevant, ranked


def place(name: str) -> Place:
    return Place(name, "p1", 0, 10)


def reference_scores(relevant: list[str], ranked: list[str]) -> dict[str, float]:
    qrels = [ir_measures.Qrel("q", name, 1) for name in relevant]
    run = [ir_measures.ScoredDoc("q", name, -float(n)) for n, name in enumerate(ranked)]
    wanted = [RR @ 10, nDCG @ 10, P @ 5]
    wanted += [measure @ k for measure in (R, Success) for k in (1, 3, 5, 10)]
    found = ir_measures.calc_aggregate(wanted, qrels, run)
    return {str(measure): value for measure, value in found.items()}


def test_ranking_measures_agree_with_ir_measures() -> None:
    for relevant, ranked in rankings(300):
        gold = [(place(name),) for name in relevant]
        ranks = piece_ranks(gold, [place(name) for name in ranked], "covers")
        expected = reference_scores(relevant, ranked)
        assert ranking.reciprocal_rank(ranks, 10) == pytest.approx(expected["RR@10"])
        assert ranking.ndcg(ranks, 10) == pytest.approx(expected["nDCG@10"])
        for k in (1, 3, 5, 10):
            assert ranking.recall(ranks, k) == pytest.approx(expected[f"R@{k}"])
            assert ranking.success(ranks, k) == pytest.approx(expected[f"Success@{k}"])
        if len(ranked) >= 5:
            hits = [name in relevant for name in ranked[:5]]
            assert shown.citation_precision(hits) == pytest.approx(expected["P@5"])


def test_evidence_is_complete_when_every_piece_is_among_the_first() -> None:
    assert ranking.evidence_complete((1, 5), 5) == 1
    assert ranking.evidence_complete((1, 6), 5) == 0
    assert ranking.evidence_complete((1, None), 5) == 0


def test_more_pieces_than_citations_are_given_as_many_citations() -> None:
    assert ranking.evidence_complete((7, 6, 5, 4, 3, 2, 1), 5) == 1
    assert ranking.evidence_complete((8, 6, 5, 4, 3, 2, 1), 5) == 0


def test_one_citation_for_two_pieces_is_no_better_than_perfect() -> None:
    assert ranking.ndcg((1, 1), 10) == 1
    assert ranking.ndcg((1, 2), 10) == 1


def test_alternatives_are_one_piece() -> None:
    gold = [(place("a"), place("b")), (place("c"),)]
    assert piece_ranks(gold, [place("b"), place("a")], "covers") == (1, None)


@pytest.mark.parametrize(
    ("found", "covers", "overlaps", "document"),
    [
        (Place("d", "s", 0, 10), True, True, True),
        (Place("d", "s", 2, 5), True, True, True),
        (Place("d", "s", 3, 10), False, True, True),
        (Place("d", "s", 5, 10), False, False, True),
        (Place("d", "t", 0, 10), False, False, True),
        (Place("e", "s", 0, 10), False, False, False),
    ],
)
def test_what_satisfies_a_piece(found: Place, covers: bool, overlaps: bool, document: bool) -> None:
    gold = Place("d", "s", 2, 5)
    assert satisfies(found, gold, "covers") is covers
    assert satisfies(found, gold, "overlaps") is overlaps
    assert satisfies(found, gold, "document") is document


def test_a_document_is_ranked_by_its_best_citation() -> None:
    places = [Place("d", "s", 9, 12), Place("e", "s", 0, 3), Place("d", "s", 0, 3)]
    assert ranked_units(places, "document") == places[:2]
    assert ranked_units(places, "covers") == places


def test_answer_strings_are_met_by_any_alternative_regardless_of_case_and_typesetting() -> None:
    required = [("IFN-γ", "interferon"), ("42 %",), ("zinc",)]
    assert shown.answer_recall(required, ["INTERFERON rose", "in 42% of adults"]) == 2 / 3


def test_a_study_is_given_by_any_key_it_may_have_and_never_without_one() -> None:
    required = [frozenset({"Wu, 2020a", "Wu, 2020b"}), frozenset({"Li, 2019"}), frozenset()]
    assert shown.source_accuracy(required, [("Wu, 2020b",), ()]) == pytest.approx(1 / 3)


def test_row_sets() -> None:
    first, second, third = (("a", f"r{number}") for number in (1, 2, 3))
    assert shown.rows_exact({first, second}, [second, first]) == 1
    assert shown.rows_exact({first, second}, [first, second, third]) == 0
    assert shown.rows_exact({first}, [("b", "r1")]) == 0
    assert shown.rows_f1({first, second}, [first, third]) == 0.5
    assert shown.rows_f1({first}, []) == 0


def brute_auroc(confidence: list[float], answerable: list[bool]) -> float:
    pairs = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for a, yes in zip(confidence, answerable, strict=True)
        for b, no in zip(confidence, answerable, strict=True)
        if yes and not no
    ]
    return sum(pairs) / len(pairs)


def test_auroc_is_the_share_of_pairs_told_apart() -> None:
    random_numbers = np.random.default_rng(3)
    for size in (2, 5, 40):
        confidence = random_numbers.integers(0, 6, size) / 5
        answerable = np.arange(size) % 2 == 0
        found = auroc(np.ones((1, size)), confidence, answerable)[0]
        assert found == pytest.approx(brute_auroc(list(confidence), list(answerable)))


def test_weights_stand_for_repeated_questions() -> None:
    random_numbers = np.random.default_rng(4)
    confidence = random_numbers.random(12).round(1)
    answerable = random_numbers.random(12) > 0.4
    refused = confidence < 0.5
    weights = random_numbers.integers(0, 4, 12)
    repeated = np.repeat(np.arange(12), weights)
    once, whole = np.ones((1, len(repeated))), weights[None, :].astype(float)
    assert auroc(whole, confidence, answerable) == pytest.approx(
        auroc(once, confidence[repeated], answerable[repeated])
    )
    for measure in (refusal_precision, refusal_recall):
        assert measure(whole, refused, ~answerable) == pytest.approx(
            measure(once, refused[repeated], ~answerable[repeated])
        )


def test_the_threshold_curve_goes_from_refusing_none_to_refusing_all() -> None:
    confidence = np.array([0.1, 0.2, 0.2, 0.9])
    unanswerable = np.array([True, False, True, False])
    curve = threshold_curve(confidence, unanswerable)
    assert curve[0] == (0.1, None, 0.0)
    assert curve[1] == (0.2, 1.0, 0.5)
    assert curve[2] == (0.9, 2 / 3, 1.0)
    assert curve[3][1:] == (0.5, 1.0)


def test_an_interval_holds_its_value_narrows_with_more_questions_and_repeats() -> None:
    values = np.random.default_rng(5).random(400)
    few = estimate(weighted_mean(values[:20]), 20)
    many = estimate(weighted_mean(values), 400)
    assert few is not None
    assert many is not None
    for value, low, high in (few, many):
        assert low < value < high
    assert many[2] - many[1] < few[2] - few[1]
    assert estimate(weighted_mean(values), 400) == many


def test_the_interval_of_a_mean_is_as_wide_as_theory_has_it() -> None:
    values = np.random.default_rng(6).random(500)
    found = estimate(weighted_mean(values), 500)
    assert found is not None
    width = 2 * 1.96 * values.std() / np.sqrt(500)
    assert found[2] - found[1] == pytest.approx(width, rel=0.1)


def test_nothing_has_no_estimate() -> None:
    assert estimate(weighted_mean(np.array([])), 0) is None
    nobody = np.zeros(3, dtype=bool)
    assert estimate(lambda w: refusal_precision(w, nobody, ~nobody), 3) is None


def test_statistics_do_not_change_one_another() -> None:
    values = np.random.default_rng(7).random(30)
    mean, late = weighted_mean(values), weighted_percentile(values, 95)
    both = estimates({"mean": mean, "late": late}, 30)
    assert both == {"mean": estimate(mean, 30), "late": estimate(late, 30)}


def test_percentiles_are_observed_values() -> None:
    values = np.array([30.0, 10.0, 20.0, 40.0])
    ones = np.ones((1, 4))
    assert [weighted_percentile(values, p)(ones)[0] for p in (25, 50, 75, 99)] == [10, 20, 30, 40]
    assert weighted_percentile(values, 50)(np.array([[5.0, 0, 0, 0]]))[0] == 30
