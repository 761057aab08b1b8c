"""How likely the article answers, and what a refusal says was missing."""

from dataclasses import replace

import pytest

from index.build import build_index
from index.embedder import load_embedder
from index.model import find_model
from index.retrieval import Index
from qa.refusal import ANSWERED_FROM, Assessment, Assessor, explain, probability
from qa.refusal_signs import HITS, SIGNS, Signs
from qa.refusal_weights import BY_TOKEN, BY_WORD
from tests.articles import SLEEP, read
from tests.embedders import HashingEmbedder, HashingTokenEmbedder


@pytest.fixture(scope="module")
def small() -> Index:
    return build_index([read(SLEEP)], HashingEmbedder())


@pytest.fixture(scope="module")
def with_tokens() -> Index:
    return build_index([read(SLEEP)], HashingTokenEmbedder())


def assess(index: Index, question: str) -> Assessment:
    return Assessor(index).assess(index.prepare(question), index.search(question, HITS))


def reason(index: Index, question: str, articles: int = 1) -> str:
    hits = index.search(question, HITS)
    return explain(index.analyse(question), hits, articles, assess(index, question))


def test_confidence_is_a_probability_and_the_same_each_time(small: Index) -> None:
    for question in ("Did iron improve sleep?", "quantum", "and of them?", "zinc zinc"):
        one = assess(small, question)
        assert 0 <= one.confidence <= 1
        assert assess(small, question) == one


def test_the_weights_are_of_known_signs_and_point_the_right_way() -> None:
    against = {"apart", "far", "kind", "kind_late", "unheard"}
    for _, weights in (BY_TOKEN, BY_WORD):
        assert set(weights) <= set(SIGNS)
        assert all((weight < 0) == (name in against) for name, weight in weights.items())


@pytest.mark.parametrize(("by_token", "model"), [(True, BY_TOKEN), (False, BY_WORD)])
def test_more_of_a_sign_moves_the_probability_as_its_weight_says(
    small: Index, by_token: bool, model: tuple[float, dict[str, float]]
) -> None:
    reading = assess(small, "Did iron tablets improve sleep?").reading
    reading = replace(reading, by_token=by_token, signs=Signs(*(0.1 for _ in SIGNS)))
    reading = replace(reading, signs=replace(reading.signs, late=0.8))
    for name in SIGNS:
        larger = getattr(reading.signs, name) + 0.05
        more = replace(reading, signs=replace(reading.signs, **{name: larger}))
        change = probability(more) - probability(reading)
        weight = model[1].get(name, 0.0)
        assert (change > 0, change < 0) == (weight > 0, weight < 0)


def test_an_embedder_without_tokens_is_judged_by_words(small: Index, with_tokens: Index) -> None:
    question = "Did iron tablets improve sleep in adults?"
    assert not assess(small, question).reading.by_token
    assert assess(with_tokens, question).reading.by_token
    for index in (small, with_tokens):
        assert assess(index, question).confidence >= ANSWERED_FROM
        assert assess(index, "quantum chromodynamics").confidence < ANSWERED_FROM


def test_what_shares_no_word_with_the_article_has_no_chance(small: Index) -> None:
    assert assess(small, "quantum chromodynamics lattice").confidence == 0
    assert assess(small, "and what of them?").confidence == 0


def test_an_answered_question_has_more_confidence_than_near_misses(small: Index) -> None:
    answered = assess(
        small, "What percentage of adults slept better, with improved sleep, on iron?"
    )
    assert answered.confidence >= ANSWERED_FROM
    for miss in (
        "What percentage of sheep had better wool on iron?",
        "What is the price of iron tablets for a month?",
        "Is iron safe in pregnancy?",
        "What does metformin do in dogs?",
    ):
        assert assess(small, miss).confidence < answered.confidence


def test_a_refusal_names_words_that_are_never_mentioned(small: Index) -> None:
    assert reason(small, "What does metformin do to sleep?") == (
        "The article never mentions “metformin”, and no passage fits the rest of the question well"
        " enough to be quoted as an answer."
    )
    assert reason(small, "metformin for sleep", 2).startswith("The indexed articles never mention ")


def test_a_refusal_names_the_kind_of_answer_that_is_not_given(small: Index) -> None:
    assert reason(small, "Is iron safe in pregnancy?") == (
        "The article never mentions “pregnancy”, and no passage or table row that fits the question"
        " gives data on use in pregnancy or breast-feeding."
    )
    assert reason(small, "For zinc with headache, what was the p-value?").endswith("a p-value.")


def test_a_word_that_stands_for_what_is_given_is_not_called_missing(small: Index) -> None:
    """The article has "42%" and no "percentage"."""
    assert assess(small, "What percentage slept better with iron?").missing_terms == ()
    assert assess(small, "What price has iron?").missing_terms == ("price",)


def test_a_refusal_names_words_that_stand_only_apart(small: Index) -> None:
    assert reason(small, "magnesium and headache") == (
        "The article mentions “magnesium” and “headache”, but never together."
    )
    several = reason(small, "magnesium and headache", 3)
    assert several == (
        "The indexed articles mention “magnesium” and “headache”, but never together."
    )


def test_a_refusal_never_says_that_a_word_is_missing_which_is_there(small: Index) -> None:
    found = assess(small, "magnesium, headache and metformin")
    assert found.missing_terms == ("metformin",)
    assert set(found.apart) == {"magnesium", "headache"}
    assert "metformin" not in found.lacking


def test_every_reason_is_whole_sentences(small: Index, index: Index) -> None:
    questions = ("quantum", "zinc price", "magnesium and headache", "iron sleep", "what of it")
    for one in (small, index):
        for question in questions:
            text = reason(one, question)
            assert text[0].isupper()
            assert text.endswith(".")
            assert "\n" not in text


def test_many_missing_words_are_not_all_read_out(small: Index) -> None:
    words = "aardvark bullfinch cuttlefish dachshund echidna flamingo"
    text = reason(small, f"Do {words} sleep?")
    assert "“aardvark”" in text
    assert "“flamingo”" not in text


def test_a_question_of_another_field_is_refused_though_it_asks_for_what_is_given() -> None:
    """The article has percentages, and something that improved; its subject it has not."""
    index = build_index([read(SLEEP)], load_embedder(find_model()))
    found = assess(index, "Which percentage of mortgages improved?")
    assert probability(found.reading) >= ANSWERED_FROM > found.confidence
    assert assess(index, "Which percentage of adults improved?").confidence >= ANSWERED_FROM


@pytest.mark.parametrize("by_token", [True, False])
def test_without_a_known_word_only_tokens_can_speak_for_an_answer(
    small: Index, by_token: bool
) -> None:
    reading = assess(small, "Did iron tablets improve sleep?").reading
    signs = replace(Signs(*(0.0 for _ in SIGNS)), late=0.85, similarity=0.9, sentence=0.9)
    assert (probability(replace(reading, by_token=by_token, signs=signs)) > 0.5) == by_token
