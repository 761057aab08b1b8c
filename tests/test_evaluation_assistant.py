"""The assistant as a system: every quotation is noted at the very place it is taken from."""

from dataclasses import replace

import pytest

from corpus.types import Document
from index.build import build_index
from qa.assistant import Assistant
from qa.evaluation.assistant_system import AssistantSystem, source_keys, to_response
from qa.evaluation.types import Question
from qa.types import (
    Answer,
    Citation,
    DocumentCard,
    IndexCard,
    ListedRow,
    PassageLocation,
    ReferenceLocation,
    Refusal,
    RowList,
    RowLocation,
    Source,
)
from tests.embedders import HashingEmbedder
from tests.evaluation_samples import article, text_at

CARD = DocumentCard("iron", "Iron and sleep", ("A. Author",), 2024, "", "CC BY 4.0", "bundled")


@pytest.fixture(scope="module")
def document() -> Document:
    return article()


@pytest.fixture(scope="module")
def system(document: Document) -> AssistantSystem:
    return AssistantSystem(Assistant(build_index([document], HashingEmbedder()), threshold=0))


def ask(question: str, *history: str) -> Question:
    return Question("q", "passage", question, history=history, documents=("iron",))


@pytest.mark.parametrize(
    "question",
    [
        "What goes with low ferritin and restless legs?",
        "Which trials are in adults?",
        "Who wrote Ferritin and legs?",
        "NCT00000003",
    ],
)
def test_every_text_stands_at_its_place(
    document: Document, system: AssistantSystem, question: str
) -> None:
    found = system.respond(ask(question), 10)
    assert not found.refused
    assert found.places
    assert len(found.places) == len(found.texts) == len(found.sources)
    for place, text in zip(found.places, found.texts, strict=True):
        assert text_at(document, place) == text
    assert found.elapsed_ms > 0


def test_a_follow_up_is_asked_with_its_history(system: AssistantSystem) -> None:
    found = system.respond(ask("and in children?", "Which trials are in adults?"), 5)
    assert "trials" in found.standalone


def test_a_refusal_cites_nothing(document: Document) -> None:
    strict = AssistantSystem(Assistant(build_index([document], HashingEmbedder()), threshold=1.1))
    found = strict.respond(ask("What goes with restless legs?"), 5)
    assert found.refused
    assert (found.places, found.texts, found.sources, found.rows) == ((), (), (), None)
    assert 0 <= found.confidence <= 1


def citation(number: int, location: PassageLocation | RowLocation | ReferenceLocation) -> Citation:
    printed = "Smith et al., 2019"
    source = Source(
        "Smith, 2019", ("Smith",), 2019, "", "", "", "", printed, "exact", inferred=False
    )
    return Citation(number, 1.0, "a | b", CARD, location, "", (source, source), ())


ROW = RowLocation("t1-r1", "Table 1", "Trials", ("A", "B"), ("a", "b"), ())
ANSWER = Answer(
    question="?",
    standalone_question="?",
    status="answered",
    parts=(),
    rows=None,
    citations=(citation(1, replace(ROW, anchor="t1-r3")), citation(2, ROW)),
    refusal=None,
    confidence=0.7,
    missing_terms=(),
    index=IndexCard("memory"),
)


def test_a_list_is_its_rows_in_table_order() -> None:
    rows = RowList("Table 1", ("A", "B"), 2, (), (ListedRow(("a", "b"), 2), ListedRow(("a",), 1)))
    assert to_response(replace(ANSWER, rows=rows), 1).rows == (
        ("iron", "t1-r1"),
        ("iron", "t1-r3"),
    )
    assert to_response(ANSWER, 1).rows is None


def test_an_empty_list_is_a_list() -> None:
    rows = RowList("Table 1", ("A", "B"), 0, (), ())
    assert to_response(replace(ANSWER, rows=rows), 1).rows == ()


def test_a_refused_answer_shows_no_list_and_no_place() -> None:
    rows = RowList("Table 1", ("A", "B"), 0, (), ())
    refused = replace(ANSWER, status="refused", rows=rows, refusal=Refusal("", (), ()))
    assert to_response(refused, 1).rows is None
    assert to_response(refused, 1).places == ()


def test_a_cited_entry_is_a_study_itself() -> None:
    entry = citation(1, ReferenceLocation("r2", "Jones, 2020"))
    assert source_keys(entry) == ("Jones, 2020", "Smith, 2019")
    assert source_keys(citation(1, ROW)) == ("Smith, 2019",)
