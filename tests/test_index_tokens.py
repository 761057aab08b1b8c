import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import fold, is_function_word, terms, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Treatment", "treatments"),
        ("treated", "treating"),
        ("leukaemia", "leukemia"),
        ("haematological tumours", "hematological tumor"),
        ("randomised", "randomized"),
        ("oedema", "edema"),
        ("Szymański", "Szymanski"),
        ("García-Guerrero", "Garcia-Guerrero"),
        ("RARα", "RAR-alpha"),
        ("RAR α", "RAR alpha"),
        ("β-carotene", "beta-carotene"),
        ("TGF-β", "TGFβ"),
        ("p < 5 μg", "P < 5 µg"),
        ("CD34⁺", "CD34+"),
        ("H₂O", "H2O"),
        ("patient's", "patients"),
        ("ﬁbrosis", "fibrosis"),
        ("oestrogen", "estrogen"),
        ("diarrhoea", "diarrhea"),
        ("paediatrics", "pediatrics"),
        ("programmes", "programs"),
        ("multicentre", "multicenter"),
        ("fibres", "fibers"),
        ("titre", "titer"),
        ("analogues", "analogs"),
        ("defence", "defense"),
        ("signalling", "signaling"),
        ("sulphate", "sulfate"),
        ("leucopenia", "leukopenia"),
        ("haemopoietic", "hematopoietic"),
        ("aluminium", "aluminum"),
        ("manoeuvre", "maneuver"),
        ("tumourigenesis", "tumorigenesis"),
        ("discolouration", "discoloration"),
        ("hydrolysed", "hydrolyzed"),
        ("stabilisers", "stabilizers"),
        ("judgement", "judgment"),
        ("ageing", "aging"),
        ("artefacts", "artifacts"),
        ("practised", "practiced"),
        ("diagnoses", "diagnosis"),
        ("metastases", "metastasis"),
        ("MDSCs", "MDSC"),
        ("TKIs", "TKI"),
        ("mdscs", "mdsc"),
        ("DCs", "DC"),
        ("5 µg", "5 ug"),
        ("50 mcg", "50 micrograms"),
        ("IL−10", "IL-10"),
        ("Ｉ Ｌ", "I L"),
        ("hemo\u00adglobin", "hemoglobin"),
        ("1,200,000", "1200000"),
        ("58·1", "58.1"),
        ("10⁹", "10^9"),
        ("phase III", "phase 3"),
        ("phases I and II", "phase 1, 2"),
        ("Phase I/II", "phase 1/2"),
        ("grade III–IV", "grade 3–4"),
        ("stage IIIB", "stage 3b"),
        ("phase three", "phase 3"),
        ("phase3", "phase 3"),
        ("type II", "type 2"),
        ("factor VIII", "factor 8"),
        ("PHASE II OF THE TRIAL", "phase 2 of the trial"),
    ],
)
def test_what_a_reader_holds_to_be_the_same_word_is_the_same_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IL-10", "IL10"),
        ("IL‑10", "IL-10"),
        ("RARγ", "RARgamma"),
        ("co-administration", "coadministration"),
        ("GO + ATO", "GO+ATO"),
        ("C/EBPβ", "CEBP-beta"),
        ("9-cis", "9 cis"),
        ("γ-secretase", "gamma secretase"),
        ("IFN-γ", "IFNgamma"),
        ("β2", "beta-2"),
        ("β₂", "beta2"),
        ("NF-κB", "NF-kappaB"),
    ],
)
def test_a_compound_is_found_with_or_without_its_hyphen(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other))


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("TGF beta 1", "TGF-β1"),
        ("TGF-beta 1", "TGF-β1"),
        ("beta 2", "β2"),
        ("RAR alpha", "RARα"),
        ("NF kappa B", "NFκB"),
        ("alpha v beta 3", "αvβ3"),
        ("CAR T", "CAR-T"),
    ],
)
def test_a_name_in_several_words_is_found_in_its_printed_form(asked: str, printed: str) -> None:
    assert set(terms(asked)) - {"tgfbeta"} <= set(terms(printed))


def test_a_compound_is_its_parts_and_itself() -> None:
    assert terms("IL-10") == ["il", "10", "il10"]
    assert terms("platelet-derived") == ["platelet", "deriv"], "two words, never written in one"


def test_numbers_stay_whole() -> None:
    assert terms("58.1% at 0.05 in 2017b") == ["58.1", "0.05", "2017b"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CD3", "CD38"),
        ("IL-1", "IL-10"),
        ("58.1", "58.2"),
        ("phase 2", "phase 3"),
        ("phase I/II", "phase III"),
        ("phase I", "phase Ib"),
        ("1,2", "12"),
        ("mug", "μg"),
        ("gas", "ga"),
    ],
)
def test_names_and_numbers_that_differ_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize("text", ["I", "vitamin X", "a V-shaped class in it", "chapter II"])
def test_a_letter_is_a_numeral_only_after_what_is_counted_so(text: str) -> None:
    assert not any(term.isdigit() for term in terms(text))


def test_words_of_grammar_are_no_terms_but_names_in_capitals_are() -> None:
    assert terms("What is the effect of it on all of them?") == ["effect"]
    assert terms("ALL in the US, not just it") == ["all", "us"]
    assert is_function_word("A")
    assert not is_function_word("ALL")
    assert not is_function_word("marrow")


def test_a_question_in_capitals_is_read_as_one_in_small_letters() -> None:
    question = "Does it help all of the patients with anaemia?"
    assert terms(question.upper()) == terms(question)


def test_the_word_of_a_term_is_as_asked() -> None:
    assert [(token.term, token.word) for token in tokens("Leukaemias in IL-10")] == [
        ("leukemia", "Leukaemias"),
        ("il", "IL"),
        ("10", "10"),
        ("il10", "IL-10"),
    ]


@given(st.text())
def test_any_text_has_terms_and_they_are_lower_case_words(text: str) -> None:
    for term in terms(text):
        assert term
        assert not any(character.isspace() for character in term)
        assert term == term.lower()


@given(st.text())
def test_case_accents_and_composition_do_not_matter(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(
    st.lists(st.sampled_from(["iron", "IL-10", "β-carotene", "Dai's", "58.1%", "C/EBPβ", "the"]))
)
def test_the_terms_of_a_text_are_those_of_its_words(words: list[str]) -> None:
    assert terms("; ".join(words)) == [term for word in words for term in terms(word)]
