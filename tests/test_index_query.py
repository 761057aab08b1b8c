from pathlib import Path

import pytest

from corpus.types import Abbreviation
from index.query import ABBREVIATION_WEIGHT, LAY_WEIGHT, Query, QueryAnalyser, Rewording
from index.retrieval import Index
from index.vocabulary import phrase

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


def spelling(query: Query) -> dict[str, tuple[str, ...]]:
    return {found.asked: found.searched for found in query.rewordings if found.kind == "spelling"}


def test_the_words_of_a_long_form_share_half_the_weight_of_the_short_one(
    analyser: QueryAnalyser,
) -> None:
    query = analyser.analyse("What helps in ITP?")
    assert query.weights["itp"] == 1
    assert query.weights["immun"] == query.weights["thrombocytopenia"] == ABBREVIATION_WEIGHT / 2
    assert query.rewordings == (Rewording("ITP", ("immune thrombocytopenia",), "abbreviation"),)


def test_a_short_form_has_half_the_weight_of_the_words_of_the_long_one(
    analyser: QueryAnalyser,
) -> None:
    query = analyser.analyse("What helps in immune thrombocytopenia?")
    assert query.weights["immun"] == query.weights["thrombocytopenia"] == 1
    assert query.weights["itp"] == 2 * ABBREVIATION_WEIGHT
    (immune, *_) = (concept for concept in query.concepts if concept.word == "immune")
    assert "itp" in immune.terms, "a text that says only ITP speaks of it"
    assert query.rewordings == (Rewording("immune thrombocytopenia", ("ITP",), "abbreviation"),)


def test_an_ambiguous_short_form_weighs_no_more_than_another() -> None:
    forms = (Abbreviation("MS", "multiple sclerosis"), Abbreviation("MS", "mitral stenosis"))
    texts = ("multiple sclerosis (MS)", "mitral stenosis (MS)")
    query = QueryAnalyser(texts, forms).analyse("MS")
    added = [weight for term, weight in query.weights.items() if term != "ms"]
    assert len(added) == 4
    assert sum(added) == ABBREVIATION_WEIGHT
    (found,) = query.rewordings
    assert found.searched == ("multiple sclerosis", "mitral stenosis")


@pytest.mark.parametrize("asked", ["CARs", "CAR-T", "CAR T cells", "cars"])
def test_a_short_form_is_known_in_the_plural_and_in_compounds(asked: str) -> None:
    forms = (Abbreviation("CAR", "chimeric antigen receptor"),)
    query = QueryAnalyser(("chimeric antigen receptor (CAR) T cells",), forms).analyse(asked)
    assert {"chimer", "antigen", "receptor"} <= set(query.weights)


def test_a_long_form_is_known_with_and_without_its_hyphens() -> None:
    forms = (Abbreviation("EOS", "early-onset sepsis"),)
    analyser = QueryAnalyser(("early-onset sepsis (EOS)",), forms)
    for asked in ("early-onset sepsis", "early onset sepsis"):
        (found,) = analyser.analyse(f"What is {asked}?").rewordings
        assert (found.asked, found.searched) == (asked, ("EOS",))


def test_a_form_that_was_asked_in_both_wordings_gets_no_other(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("immune thrombocytopenia (ITP)")
    assert set(query.weights.values()) == {1}
    assert query.rewordings == ()


def test_half_of_a_long_form_is_no_abbreviation(analyser: QueryAnalyser) -> None:
    assert set(analyser.analyse("immune patients").weights) == {"immun", "patient"}


def test_a_word_of_grammar_is_an_abbreviation_only_in_capitals(analyser: QueryAnalyser) -> None:
    assert "leukemia" in analyser.analyse("Does it help in ALL?").weights
    assert "leukemia" not in analyser.analyse("Does it help all?").weights


def test_a_slip_is_searched_as_what_was_meant_and_told(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("Wich dose of danzol?")
    assert query.mended == "which dose of danazol?"
    assert query.text == "Wich dose of danzol?"
    assert query.weights["danazol"] == 1
    assert spelling(query) == {"danzol": ("danazol",)}, "a word of grammar is none to tell"
    assert known(query) == {"dose": False, "danazol": True}


def test_a_word_of_the_lay_lexicon_is_no_slip(tmp_path: Path) -> None:
    lexicon = tmp_path / "words.tsv"
    lexicon.write_text("danaxol\t=\tsomething\n")
    analyser = QueryAnalyser(TEXTS, (), lay_words=[lexicon])
    assert spelling(analyser.analyse("danaxol")) == {}


def test_an_everyday_word_is_searched_by_the_medical_one(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("Which helps when platelets are low: low platelets?")
    assert query.weights["thrombocytopenia"] == 2 * LAY_WEIGHT
    assert query.rewordings == (Rewording("low platelets", ("thrombocytopenia",), "synonym"),)
    assert {word for word, is_known in known(query).items() if is_known} == {"low", "platelets"}


def test_a_synonym_that_the_index_lacks_is_not_searched(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("heart attack")
    assert set(query.weights) == {"heart", "attack"}
    assert not any(known(query).values())
    assert query.rewordings == ()


def test_a_synonym_is_not_told_when_the_index_has_the_word_itself() -> None:
    query = QueryAnalyser(("Cancer is a malignancy.",), ()).analyse("cancer")
    assert query.weights["malign"] > 0
    assert query.rewordings == ()


def test_as_typed_nothing_is_corrected_or_added(analyser: QueryAnalyser) -> None:
    asked = "Wich danzol for ITP and low platelets?"
    query = analyser.analyse(asked, as_typed=True)
    assert query.mended == asked
    assert set(query.weights) == {"wich", "danzol", "itp", "low", "platelet"}
    assert set(query.weights.values()) == {1}
    assert query.rewordings == ()
    assert known(query)["danzol"] is False


def test_words_that_the_index_lacks_are_told_apart(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("Does metformin help patients with ITP?")
    assert known(query) == {"metformin": False, "help": False, "patients": True, "ITP": True}


def test_concepts_are_the_content_words_once_and_in_order(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("cells, ITP and more Cells of the marrow")
    assert [concept.word for concept in query.concepts] == ["Cells", "ITP", "marrow"]


def test_nothing_asked_is_nothing_searched(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("is it of the?")
    assert (query.weights, query.concepts, query.rewordings) == ({}, (), ())


def test_an_index_without_abbreviations_has_no_synonyms() -> None:
    assert set(QueryAnalyser(TEXTS, ()).analyse("ITP").weights) == {"itp"}


def test_every_abbreviation_of_the_article_leads_both_ways(index: Index) -> None:
    (document,) = index.documents
    assert len(document.abbreviations) > 50
    for abbreviation in document.abbreviations:
        short = index.analyse(abbreviation.short)
        long = index.analyse(abbreviation.long)
        assert set(long.weights) >= set(phrase(abbreviation.short))
        assert set(short.weights) >= set(phrase(abbreviation.long))
        assert all(concept.known for concept in (*short.concepts, *long.concepts))


def test_the_same_question_is_always_seen_the_same(index: Index) -> None:
    question = "Does all-trans retinioc acid help in ITP or in APL?"
    one, other = index.analyse(question), index.analyse(question)
    assert one == other
    assert list(one.weights) == list(other.weights)


def test_a_word_that_only_shares_a_stem_is_no_short_form() -> None:
    forms = (Abbreviation("GO", "gemtuzumab ozogamicin"),)
    analyser = QueryAnalyser(("GO is gemtuzumab ozogamicin. It keeps going.",), forms)
    assert "gemtuzumab" in analyser.analyse("Is GO safe?").weights
    assert "gemtuzumab" in analyser.analyse("Are GOs safe?").weights
    assert "gemtuzumab" not in analyser.analyse("What is going on?").weights


def test_a_class_leads_to_the_members_that_the_index_has() -> None:
    analyser = QueryAnalyser(("Gefitinib and rituximab were given.",), ())
    query = analyser.analyse("Which kinase inhibitors were given?")
    assert query.wordings == {"kinase inhibitors": ("gefitinib",)}
    assert query.classes == {"kinase inhibitors"}
    assert query.weights["gefitinib"] == 2 * LAY_WEIGHT


KINDS = ("Gout responds to selenium.",)


def test_a_medical_name_is_searched_by_the_one_that_the_index_has() -> None:
    query = QueryAnalyser(("Reye syndrome is rare.",), ()).analyse("Is Reye's disease rare?")
    assert query.rewordings == ()
    query = QueryAnalyser(("Hypertension is common.",), ()).analyse("high blood pressure")
    assert query.rewordings == (Rewording("high blood pressure", ("hypertension",), "synonym"),)


@pytest.mark.parametrize(
    ("asked", "searched"),
    [("arthropathy", "Gout"), ("mineral", "Selenium")],
)
def test_a_thing_is_searched_by_the_kinds_of_it_that_the_index_has(
    asked: str, searched: str
) -> None:
    query = QueryAnalyser(KINDS, ()).analyse(f"Does the {asked} respond?")
    (found,) = query.rewordings
    assert (found.asked, found.searched, found.kind) == (asked, (searched,), "synonym")
    assert query.classes == {asked}
    assert all(known(query)[word] for word in asked.split())


def test_a_thing_that_the_index_has_by_its_name_or_in_many_kinds_is_searched_as_asked() -> None:
    named = QueryAnalyser((*KINDS, "Arthropathy."), ()).analyse("arthropathy")
    assert named.rewordings == ()
    many = "Silica, kaolin, quartz, graphite and asbestos are dusty."
    assert QueryAnalyser((many,), ()).analyse("mineral").rewordings == ()


def test_as_typed_no_other_name_is_searched() -> None:
    assert QueryAnalyser(KINDS, ()).analyse("arthropathy", as_typed=True).rewordings == ()


def test_the_kinds_of_a_disease_are_known_also_where_the_index_has_its_name() -> None:
    """They are no other words for it, so nothing more is searched for."""
    text = "Arthropathy may be gout, osteoarthritis, psoriatic arthritis, hemarthrosis and so on."
    query = QueryAnalyser((text,), ()).analyse("Which trials are in arthropathies?")
    assert query.rewordings == ()
    assert "gout" not in query.weights
    assert query.classes == {"arthropathies"}
    assert {"Gout", "Osteoarthritis", "Psoriatic Arthritis"} <= set(query.wordings["arthropathies"])


def test_only_diseases_are_classes_by_a_common_name() -> None:
    query = QueryAnalyser(("Water, sugar and death.",), ()).analyse("water and sugar")
    assert query.classes == frozenset()
    gliomas = QueryAnalyser(("Gliomas and cancer are diseases.",), ())
    assert gliomas.analyse("diseases").classes == frozenset()
    cancer = gliomas.analyse("cancers")
    assert "Glioma" in cancer.wordings["cancers"]


def test_a_kind_is_not_told_by_a_part_of_its_name() -> None:
    """Of "Hepatitis A" the index would only know the first word."""
    query = QueryAnalyser(("Autoimmune hepatitis is a disease.",), ()).analyse("liver diseases")
    assert "Autoimmune Hepatitis" in query.wordings["liver diseases"]
    assert "Hepatitis A" not in query.wordings["liver diseases"]
