import pytest

from index.retrieval import Index
from qa.assistant import Assistant
from qa.drug_names import is_drug_name
from qa.refusal import explain


@pytest.mark.parametrize(
    "question",
    ["What is the mechanism of imatinib in CML?", "Does metformin cure penguins in Lisbon?"],
)
def test_a_question_about_something_else_is_refused_with_the_words_that_are_missing(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status == "refused"
    assert answer.missing_terms
    assert answer.refusal is not None
    assert answer.refusal.missing_terms == answer.missing_terms


def test_an_answer_that_is_given_names_the_words_it_does_not_speak_of(
    assistant: Assistant,
) -> None:
    answer = assistant.answer("Does acupuncture with daratumumab and ATRA work in myeloma?")
    assert answer.status == "answered"
    assert answer.missing_terms == ("acupuncture",)


@pytest.mark.parametrize(
    "drug",
    [
        "imatinib",
        "metformin",
        "clopidogrel",
        "semaglutide",
        "tofacitinib",
        "rivaroxaban",
        "bexarotene",
        "vadadustat",
        "luspatercept",
        "revumenib",
    ],
)
def test_what_is_said_of_other_drugs_answers_nothing_about_one_that_is_absent(
    assistant: Assistant, drug: str
) -> None:
    question = "Does {} with ATRA work in multiple myeloma?"
    answer = assistant.answer(question.format(drug))
    assert answer.refusal is not None
    assert drug in answer.refusal.reason
    assert assistant.answer(question.format("daratumumab")).status == "answered"


@pytest.mark.parametrize(
    "word", ["concept", "intercept", "statement", "platinum", "limousine", "apricot", "prilosec"]
)
def test_ordinary_words_are_no_names_of_drugs(word: str) -> None:
    assert not is_drug_name(word)


def reason(index: Index, question: str) -> str:
    return explain(index.analyse(question), index.search(question, 5), 1)


def test_each_kind_of_refusal_has_its_reason(index: Index) -> None:
    assert "None of the question’s words" in reason(index, "quantum chromodynamics lattice")
    assert "The article never mentions “penguins”" in reason(index, "ATRA for penguins")
    several = explain(index.analyse("ATRA for penguins"), index.search("ATRA", 5), 2)
    assert "The indexed articles never mention “penguins”" in several
    assert "enough of the question" in reason(index, "mice with depression")
    assert "names nothing" in reason(index, "and what of them?")
    assert "shares anything" in explain(index.analyse("danazol"), [], 1)


def test_a_reason_is_whole_sentences(index: Index) -> None:
    for question in ("quantum", "ATRA for penguins", "mice", "what of it"):
        text = reason(index, question)
        assert text[0].isupper()
        assert text.endswith(".")
        assert "\n" not in text


@pytest.mark.parametrize(
    "within",
    [
        ("Which translocation defines APL", "what percentage of AML is APL?"),
        ("What dose of danazol was given", "how does ATRA act on glioma vessels?"),
        ("What is the price of danazol", "what percentage of AML is APL?"),
    ],
)
def test_several_questions_are_answered_when_each_is(
    assistant: Assistant, within: tuple[str, str]
) -> None:
    one, other = (assistant.answer(question) for question in within)
    both = assistant.answer(", and ".join(within))
    assert both.confidence >= min(one.confidence, other.confidence)
    if one.refusal is None and other.refusal is None:
        assert both.refusal is None
