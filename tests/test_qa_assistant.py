import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import pytest

from corpus.sentences import sentence_spans
from corpus.types import CELL_SEPARATOR, Document
from index.build import build_index
from index.tokens import terms
from qa.assistant import NEAREST, Assistant
from qa.evidence import BUDGET_CHARS, NEAR_DUPLICATE
from qa.types import (
    Answer,
    Citation,
    PassageLocation,
    QuestionError,
    ReferenceLocation,
    RowLocation,
    UnknownDocumentError,
)
from tests.articles import FRONT, read
from tests.embedders import HashingEmbedder

QUESTIONS = (
    "Which drug is combined with ATRA in immune thrombocytopenia?",
    "What dose of ATRA did Dai give?",
    "How does USO1 act in MDS?",
    "What did danazol add?",
    "Which trials run in ITP?",
    "Who sponsors NCT04618328?",
    "Which ongoing trials are in phase 3?",
    "Which trials have more than 30% participants?",
    "Does ATRA raise CD38 on myeloma cells?",
    "daratumumab",
    "What happens to the blood vessels of a glioma?",
    "Where does vitamin A come from?",
    "How is retinol made from vitamin A?",
    "What is the fusion gene of APL?",
    "How did ATRA first come to be used?",
    "What are the side effects of ATRA in ITP?",
    "Which inhibitor of IDH2 is combined with ATRA?",
    "What reverses resistance to decitabine?",
    "melatonin and HUVEC",
    "Does it work in lymphoma?",
    "What is ATPR?",
    "regulatory T cells and interleukin 10",
    "What do MSCs do in aplastic anemia?",
    "Which journal published the study by Szymański?",
    "Who funded the work?",
    "What are the authors' conflicts of interest?",
    "What does the conclusion say about non-APL AML?",
    "Response rate of tranylcypromine with ATRA",
    "low-dose rituximab",
    "Is autophagy good or bad for tumours?",
    "List all combinations with arsenic trioxide",
    "What is the capital of France?",
    "quantum chromodynamics lattice",
)


def citations_of(answer: Answer) -> tuple[Citation, ...]:
    return answer.refusal.nearest if answer.refusal else answer.citations


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.answer(question) for question in QUESTIONS]


@pytest.fixture(scope="module")
def citations(answers: list[Answer]) -> list[Citation]:
    found = [citation for answer in answers for citation in citations_of(answer)]
    assert {citation.location.type for citation in found} == {"passage", "table_row", "reference"}
    return found


def test_every_quotation_stands_at_its_place(article: Document, citations: list[Citation]) -> None:
    for citation in citations:
        location = citation.location
        text = article.text_of(location.anchor)
        if isinstance(location, PassageLocation):
            assert citation.cited_text == text[location.start : location.end]
        elif isinstance(location, RowLocation):
            table, row = article.row_by_anchor[location.anchor]
            assert location.cells == row.cells
            assert location.columns == table.columns
            assert citation.cited_text == text == CELL_SEPARATOR.join(location.cells)
        else:
            assert isinstance(location, ReferenceLocation)
            assert citation.cited_text == text


def test_quotations_of_passages_are_whole_sentences(
    article: Document, citations: list[Citation]
) -> None:
    for citation in citations:
        location = citation.location
        if isinstance(location, PassageLocation):
            spans = sentence_spans(article.text_of(location.anchor))
            assert location.start in {start for start, _ in spans}
            assert location.end in {end for _, end in spans}


def test_every_part_is_a_piece_of_each_of_its_citations(answers: list[Answer]) -> None:
    for answer in answers:
        shown = {citation.number: citation for citation in answer.citations}
        for part in answer.parts:
            assert part.text.strip() == part.text != ""
            assert part.citations
            for number in part.citations:
                assert part.text in shown[number].cited_text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "What reduces the bacterial burden in human macrophages?",
            "In bacterial infections, ATRA also promotes autophagy, thereby reducing the bacterial"
            " burden in human macrophages (Coleman et al., 2018).",
        ),
        (
            "Which cells become senescent in ITP?",
            "MSCs become senescent and apoptotic in ITP, with a reduced immunosuppressive effect on"
            " T cells and B cells.",
        ),
    ],
)
def test_the_part_of_a_passage_is_its_sentence_that_answers(
    assistant: Assistant, question: str, sentence: str
) -> None:
    answer = assistant.answer(question)
    assert answer.parts[0].text == sentence
    assert answer.citations[0].cited_text.index(sentence) > 0


def test_every_citation_is_used_in_order_best_first(answers: list[Answer]) -> None:
    for answer in answers:
        used = [number for part in answer.parts for number in part.citations]
        assert used == [citation.number for citation in answer.citations]


def test_citations_are_numbered_best_first(answers: list[Answer]) -> None:
    for answer in answers:
        shown = citations_of(answer)
        assert [citation.number for citation in shown] == [*range(1, len(shown) + 1)]
        scores = [citation.score for citation in shown]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def pairs(shown: tuple[Citation, ...]) -> Iterator[tuple[Citation, Citation]]:
    for position, citation in enumerate(shown):
        for other in shown[:position]:
            yield citation, other


def test_no_place_is_shown_twice(answers: list[Answer]) -> None:
    for answer in answers:
        for one, other in pairs(citations_of(answer)):
            here, there = one.location, other.location
            if isinstance(here, PassageLocation) and isinstance(there, PassageLocation):
                apart = here.end <= there.start or there.end <= here.start
                assert here.anchor != there.anchor or apart
            else:
                assert here.anchor != there.anchor


def test_no_two_passages_say_the_same_in_the_same_words(answers: list[Answer]) -> None:
    for answer in answers:
        for one, other in pairs(citations_of(answer)):
            if one.location.type == other.location.type != "table_row":
                mine, theirs = set(terms(one.cited_text)), set(terms(other.cited_text))
                assert len(mine & theirs) / len(mine | theirs) < NEAR_DUPLICATE


def beside_what_is_listed(answer: Answer, shown: Sequence[Citation]) -> list[Citation]:
    """All but the rows of a list and what a shown figure disagrees with, which have no limit."""
    listed = {row.citation for row in answer.rows.rows} if answer.rows else set()
    sides = {side.citation for found in answer.disagreements for side in found.sides}
    return [citation for citation in shown if citation.number not in listed | sides]


def test_an_answer_is_short_enough_to_read(answers: list[Answer]) -> None:
    for answer in answers:
        shown = beside_what_is_listed(answer, citations_of(answer))
        assert len(shown) <= 5
        assert sum(len(citation.cited_text) for citation in shown) <= BUDGET_CHARS


@pytest.mark.parametrize("limit", [1, 2, 5, 20])
def test_the_limit_bounds_the_citations(assistant: Assistant, limit: int) -> None:
    for question in QUESTIONS[:6]:
        answer = assistant.answer(question, limit=limit)
        assert len(answer.citations) >= 1
        assert len(beside_what_is_listed(answer, answer.citations)) <= limit


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_an_error_of_the_caller(assistant: Assistant, limit: int) -> None:
    with pytest.raises(ValueError, match=str(limit)):
        assistant.answer("danazol", limit=limit)


def test_the_same_question_has_the_same_answer(
    assistant: Assistant, article: Document, answers: list[Answer]
) -> None:
    again = Assistant(build_index([article], HashingEmbedder()))
    for question, answer in zip(QUESTIONS, answers, strict=True):
        first = json.dumps(asdict(answer))
        assert json.dumps(asdict(assistant.answer(question))) == first
        assert json.dumps(asdict(again.answer(question))) == first


def test_threads_that_share_an_assistant_get_the_same_answers(
    assistant: Assistant, answers: list[Answer]
) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(assistant.answer, QUESTIONS)) == answers


def test_figures_that_do_not_agree_stand_in_what_is_cited_for_them(
    assistant: Assistant, answers: list[Answer]
) -> None:
    asked = (
        "What did Lo-Coco report in 2013?",
        "DOI of Lo-Coco 2013",
        "How many trials are from China, and which?",
    )
    found = [*answers, *(assistant.answer(question) for question in asked)]
    disagreements = [(answer, one) for answer in found for one in answer.disagreements]
    assert disagreements
    for answer, disagreement in disagreements:
        shown = {citation.number: citation for citation in answer.citations}
        assert len(disagreement.sides) >= 2
        assert len({side.value for side in disagreement.sides}) >= 2
        assert disagreement.about
        for side in disagreement.sides:
            assert side.value in shown[side.citation].cited_text


# Answered or refused


def test_an_answer_is_either_given_or_refused(answers: list[Answer]) -> None:
    for answer in answers:
        assert 0 <= answer.confidence <= 1
        assert answer.index.generation == "memory"
        if answer.status == "answered":
            assert answer.citations
            assert answer.refusal is None
        else:
            assert (answer.parts, answer.citations, answer.rows) == ((), (), None)
            assert answer.refusal is not None
            assert answer.refusal.reason.endswith(".")
            assert len(answer.refusal.nearest) <= NEAREST
            asked = set(terms(answer.standalone_question))
            for citation in answer.refusal.nearest:
                assert asked & set(terms(f"{citation.cited_text} {citation.location}"))
    assert {answer.status for answer in answers} == {"answered", "refused"}


def test_what_the_article_is_not_about_is_refused_with_the_words_it_lacks(
    assistant: Assistant,
) -> None:
    answer = assistant.answer("What is the capital of France?")
    assert answer.status == "refused"
    assert answer.refusal is not None
    assert answer.refusal.missing_terms == ("capital", "France")


def test_the_threshold_decides() -> None:
    question = "Does iron disturb sleep?"
    built = build_index([iron()], HashingEmbedder())
    sure = Assistant(built).answer(question).confidence
    assert 0 < sure < 1
    assert Assistant(built, threshold=sure).answer(question).status == "answered"
    assert Assistant(built, threshold=sure + 1e-6).answer(question).status == "refused"


def test_a_study_that_no_reference_list_has_is_refused_by_name(assistant: Assistant) -> None:
    answer = assistant.answer("What did Zhou et al. 2019 find about ATRA?")
    assert answer.refusal is not None
    assert answer.refusal.reason == "The reference list has no “Zhou et al. 2019”."
    assert answer.confidence == 0


# Questions with a past, and restrictions


def test_a_follow_up_is_searched_with_what_it_leans_on(assistant: Assistant) -> None:
    first = "Which trial gives eltrombopag with ATRA?"
    answer = assistant.answer("Who sponsors it?", [first])
    assert answer.question == "Who sponsors it?"
    alone = "Who sponsors the trial that gives eltrombopag with ATRA?"
    assert answer.standalone_question == alone
    assert any("eltrombopag" in citation.cited_text for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("What did danzol add in ITP?", ()),
        ("What do MSCs do, and what does danzol add in ITP?", ()),
        ("Who sponsors it?", ("Which trial gives eltrombopag with ATRA?",)),
    ],
)
def test_a_question_taken_as_typed_is_neither_reworded_nor_continued(
    assistant: Assistant, question: str, history: Sequence[str]
) -> None:
    usual = assistant.answer(question, history)
    assert usual.rewordings or usual.carried
    typed = assistant.answer(question, history, as_typed=True)
    assert (typed.rewordings, typed.carried) == ((), ())
    assert typed.standalone_question == question
    assert typed == assistant.answer(question, as_typed=True)


def test_a_question_is_trimmed(assistant: Assistant) -> None:
    assert assistant.answer("  danazol \n") == assistant.answer("danazol")


@pytest.mark.parametrize("question", ["", " ", "?", "x" * 2001, "a\0b", "\ud800"])
def test_a_question_that_is_none_is_an_error(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError):
        assistant.answer(question)
    with pytest.raises(QuestionError):
        assistant.search(question)
    with pytest.raises(QuestionError):
        assistant.answer("danazol", [question])


def test_of_a_long_conversation_the_last_questions_count(assistant: Assistant) -> None:
    history = ["x" * 5000, *["What is danazol?"] * 20]
    assert assistant.answer("Which drugs help in ITP?", history).status == "answered"


def iron() -> Document:
    return read(FRONT + "1 Iron\n\nIron deficiency (ID) disturbs sleep. Danazol does not.\n")


def test_only_the_documents_asked_for_are_cited(article: Document) -> None:
    both = Assistant(build_index([article, iron()], HashingEmbedder()))
    for wanted in (("example",), (article.id,)):
        answer = both.answer("What does danazol do?", documents=wanted)
        assert {citation.document.id for citation in answer.citations} == set(wanted)
        hits = both.search("What does danazol do?", documents=wanted).hits
        assert {citation.document.id for citation in hits} == set(wanted)


def test_an_unknown_document_is_an_error_that_names_the_known_ones(assistant: Assistant) -> None:
    for call in (assistant.answer, assistant.search):
        with pytest.raises(UnknownDocumentError, match="“nope”; there are: chen-2024-atra"):
            call("danazol", documents=["chen-2024-atra", "nope"])


def test_documents_in_another_order_change_no_answer(article: Document) -> None:
    documents = [article, iron(), replace(iron(), id="another")]
    one = Assistant(build_index(documents, HashingEmbedder()))
    other = Assistant(build_index(documents[::-1], HashingEmbedder()))
    for question in QUESTIONS[:8]:
        assert json.dumps(asdict(one.answer(question))) == json.dumps(
            asdict(other.answer(question))
        )


# Retrieval alone


@pytest.mark.parametrize("k", [1, 10, 100])
def test_search_gives_the_pieces_as_they_were_indexed(
    assistant: Assistant, article: Document, k: int
) -> None:
    result = assistant.search("danazol in immune thrombocytopenia", k=k)
    assert result.query == "danazol in immune thrombocytopenia"
    assert len(result.hits) == k
    assert [hit.number for hit in result.hits] == [*range(1, k + 1)]
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    for hit in result.hits:
        assert hit.cited_text in article.text_of(hit.location.anchor)
    assert "danazol" in result.hits[0].cited_text.lower()
