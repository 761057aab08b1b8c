from dataclasses import replace

import pytest

from index.retrieval import Index
from index.types import Chunk, Hit
from qa.assistant import Assistant
from qa.refusal import LOOKED_AT, THRESHOLD, confidence, explain

CHUNK = Chunk("id", "d", "s1", "passage", (0, 1), "x", "x")


def hit(similarity: float, coverage: float) -> Hit:
    return Hit(CHUNK, 0.5, similarity, coverage)


def test_both_signs_count_the_same_each_at_its_best() -> None:
    assert confidence([hit(0.8, 0.0), hit(0.1, 0.6)], 0.0) == pytest.approx(0.7)
    assert confidence([hit(0.3, 0.5)], 0.0) == pytest.approx(0.4)


def test_nothing_found_is_no_confidence() -> None:
    assert confidence([], 0.0) == 0


def test_confidence_is_bounded() -> None:
    assert confidence([hit(-1, 0)], 0.0) == 0
    assert confidence([hit(1, 1)], 0.0) == 1


def test_words_that_the_article_lacks_take_from_it() -> None:
    found = [confidence([hit(0.6, 0.4)], share) for share in (0.0, 0.5, 1.0)]
    assert found == pytest.approx([0.5, 0.25, 0])


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
    answer = assistant.answer("Does lenalidomide with daratumumab and ATRA work in myeloma?")
    assert answer.status == "answered"
    assert answer.missing_terms == ("lenalidomide",)


def test_only_the_first_hits_count() -> None:
    weak = [hit(0.05, 0.05)] * LOOKED_AT
    assert confidence([*weak, hit(1, 1)], 0.0) == confidence(weak, 0.0) < THRESHOLD


def test_more_of_either_sign_is_never_less_confidence() -> None:
    base = hit(0.4, 0.4)
    assert confidence([replace(base, similarity=0.5)], 0.0) > confidence([base], 0.0)
    assert confidence([replace(base, coverage=0.5)], 0.0) > confidence([base], 0.0)


def reason(index: Index, question: str) -> str:
    return explain(index.analyse(question), index.search(question, 5), 1)


def test_each_kind_of_refusal_has_its_reason(index: Index) -> None:
    assert "None of the question's words" in reason(index, "quantum chromodynamics lattice")
    assert "The article never mentions “penguins”" in reason(index, "ATRA for penguins")
    several = explain(index.analyse("ATRA for penguins"), index.search("ATRA", 5), 2)
    assert "The indexed articles never mention “penguins”" in several
    assert "words occur" in reason(index, "mice with depression")
    assert "names nothing" in reason(index, "and what of them?")
    assert "shares anything" in explain(index.analyse("danazol"), [], 1)


def test_a_reason_is_whole_sentences(index: Index) -> None:
    for question in ("quantum", "ATRA for penguins", "mice", "what of it"):
        text = reason(index, question)
        assert text[0].isupper()
        assert text.endswith(".")
        assert "\n" not in text
