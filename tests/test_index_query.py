import pytest

from corpus.types import Abbreviation
from index.query import SPELLING_WEIGHT, SYNONYM_WEIGHT, Query, QueryAnalyser
from index.retrieval import Index

TEXTS = (
    "Immune thrombocytopenia improves with danazol in half of the patients.",
    "ITP relapses; gemtuzumab ozogamicin (GO) does not prevent it.",
    "Acute lymphoblastic leukemia (ALL) expresses CD38 after treatment with sirolimus.",
    "Cells in the marrow are counted; a cell is large.",
)
ABBREVIATIONS = (
    Abbreviation("ITP", "immune thrombocytopenia"),
    Abbreviation("GO", "gemtuzumab ozogamicin"),
    Abbreviation("ALL", "acute lymphoblastic leukemia"),
)


@pytest.fixture(scope="module")
def analyser() -> QueryAnalyser:
    return QueryAnalyser(TEXTS, ABBREVIATIONS)


def known(query: Query) -> dict[str, bool]:
    return {concept.word: concept.known for concept in query.concepts}


def test_a_short_form_is_also_searched_by_its_long_form(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("What helps in ITP?")
    assert query.weights["itp"] == 1
    assert query.weights["immun"] == query.weights["thrombocytopenia"] == SYNONYM_WEIGHT


def test_a_long_form_is_also_searched_by_its_short_form(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("What helps in immune thrombocytopenia?")
    assert query.weights["immun"] == query.weights["thrombocytopenia"] == 1
    assert query.weights["itp"] == SYNONYM_WEIGHT
    (immune, *_) = (concept for concept in query.concepts if concept.word == "immune")
    assert "itp" in immune.terms, "a text that says only ITP speaks of it"


def test_half_of_a_long_form_is_no_abbreviation(analyser: QueryAnalyser) -> None:
    assert set(analyser.analyse("immune patients").weights) == {"immun", "patient"}


def test_a_word_of_grammar_is_an_abbreviation_only_in_capitals(analyser: QueryAnalyser) -> None:
    assert "leukemia" in analyser.analyse("Does it help in ALL?").weights
    assert "leukemia" not in analyser.analyse("Does it help all?").weights


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("danzol", "danazol"),
        ("danazlo", "danazol"),
        ("sirolimuss", "sirolimus"),
        ("trombocytopenia", "thrombocytopenia"),
        ("gemtuzumad", "gemtuzumab"),
        ("leukemai", "leukemia"),
    ],
)
def test_a_slip_is_searched_beside_what_was_typed(
    analyser: QueryAnalyser, typed: str, meant: str
) -> None:
    query = analyser.analyse(f"Which dose of {typed}?")
    assert query.corrections[typed] == (meant,)
    assert max(query.weights.values()) == 1
    assert SPELLING_WEIGHT in query.weights.values()
    assert known(query)[typed]


@pytest.mark.parametrize(
    "word", ["danazol", "cell", "cells", "metformin", "goo", "CD39", "bananas", "xsirolim"]
)
def test_a_known_word_or_a_far_one_is_not_corrected(analyser: QueryAnalyser, word: str) -> None:
    assert analyser.analyse(f"Which {word}?").corrections == {}


def test_a_short_word_with_another_first_letter_is_another_word(analyser: QueryAnalyser) -> None:
    assert analyser.analyse("narrow").corrections == {}
    assert analyser.analyse("marrov").corrections == {"marrov": ("marrow",)}


def test_words_that_the_index_lacks_are_told_apart(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("Does metformin help patients with ITP?")
    assert known(query) == {"metformin": False, "help": False, "patients": True, "ITP": True}


def test_concepts_are_the_content_words_once_and_in_order(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("cells, ITP and more Cells of the marrow")
    assert [concept.word for concept in query.concepts] == ["Cells", "ITP", "marrow"]


def test_nothing_asked_is_nothing_searched(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("is it of the?")
    assert (query.weights, query.concepts, query.corrections) == ({}, (), {})


def test_an_index_without_abbreviations_has_no_synonyms() -> None:
    assert set(QueryAnalyser(TEXTS, ()).analyse("ITP").weights) == {"itp"}


def test_every_abbreviation_of_the_article_leads_both_ways(index: Index) -> None:
    (document,) = index.documents
    assert len(document.abbreviations) > 50
    for abbreviation in document.abbreviations:
        short = index.analyse(abbreviation.short)
        long = index.analyse(abbreviation.long)
        assert set(long.weights) >= {t for t, weight in short.weights.items() if weight == 1}
        assert set(short.weights) >= {t for t, weight in long.weights.items() if weight == 1}
        assert all(concept.known for concept in (*short.concepts, *long.concepts))


def test_the_same_question_is_always_seen_the_same(index: Index) -> None:
    question = "Does all-trans retinioc acid help in ITP or in APL?"
    one, other = index.analyse(question), index.analyse(question)
    assert one == other
    assert list(one.weights) == list(other.weights)
