"""Example questions come from the article, are varied, and get an answer."""

from collections.abc import Sequence

from qa.types import Citation, RowList
from tests.fake_assistant import FakeAssistant, article
from web.examples import LISTING, kinds, lower_first, suggest


def test_candidates_come_from_tables_headings_abbreviations_and_back_matter() -> None:
    assert list(kinds(article())) == [
        "What is reported on the outcome of ferric sucrose in renal anaemia?",
        "What does the review say about infusion and tablets?",
        "Which entries of Table 1 are Phase 3?",
        "What does TSAT stand for?",
        "Who funded this work?",
    ]


def test_only_questions_that_get_an_answer_are_suggested() -> None:
    assistant = FakeAssistant()
    suggested = suggest(assistant)
    assert suggested
    assert len(suggested) < len(list(kinds(article())))
    assert all(assistant.answer(question).status == "answered" for question in suggested)
    assert "Which entries of Table 1 are Phase 3?" in suggested
    assert suggest(assistant, limit=1) == suggested[:1]


class WithoutLists(FakeAssistant):
    def matching_rows(
        self, _question: str, _documents: Sequence[str], found: tuple[Citation, ...]
    ) -> tuple[RowList | None, tuple[Citation, ...]]:
        return None, found


def test_a_question_for_a_list_is_suggested_only_if_it_gets_one() -> None:
    assert not any(question.startswith(LISTING) for question in suggest(WithoutLists()))


def test_acronyms_keep_their_capitals_within_a_sentence() -> None:
    assert lower_first("Immune response") == "immune response"
    assert lower_first("HDAC3 inhibitor") == "HDAC3 inhibitor"
    assert lower_first("A trial") == "a trial"
    assert lower_first("") == ""
