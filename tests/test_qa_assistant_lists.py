"""Rows that an answer lists."""

from corpus.types import Document
from qa.assistant import Assistant
from qa.types import PassageLocation, RowLocation

LISTED = (
    "Which ongoing trials are in phase 3?",
    "Which trials run in ITP?",
    "How many trials are from China, and which?",
    "List all combinations with arsenic trioxide",
)


def test_every_listed_row_has_a_citation_of_its_own(
    assistant: Assistant, article: Document
) -> None:
    for question in LISTED:
        answer = assistant.answer(question, limit=1)
        assert answer.rows is not None
        shown = {citation.number: citation for citation in answer.citations}
        numbers = [row.citation for row in answer.rows.rows]
        assert len(set(numbers)) == len(numbers) == answer.rows.total >= 1
        (table,) = [one for one in article.tables if one.anchor == answer.rows.anchor]
        assert answer.rows.of == len(table.rows)
        anchors = []
        for row in answer.rows.rows:
            location = shown[row.citation].location
            assert isinstance(location, RowLocation)
            assert row.cells == location.cells == article.row_by_anchor[location.anchor][1].cells
            assert answer.rows.columns == location.columns == table.columns
            anchors.append(location.anchor)
        assert anchors == [row.anchor for row in table.rows if row.anchor in set(anchors)]


def test_a_list_of_rows_with_a_value_that_no_row_has_is_refused(assistant: Assistant) -> None:
    answer = assistant.answer("Which ongoing trials are in lymphoma?")
    assert answer.refusal is not None
    assert "“lymphoma”" in answer.refusal.reason
    assert "Table 2" in answer.refusal.reason


def test_no_row_that_a_sure_list_left_out_stands_beside_it(assistant: Assistant) -> None:
    answer = assistant.answer("Which ongoing trials have fewer than 30 participants?")
    assert answer.rows is not None
    assert answer.rows.certain
    rows = [c.number for c in answer.citations if isinstance(c.location, RowLocation)]
    assert rows == [row.citation for row in answer.rows.rows]


def test_no_address_stands_beside_a_sure_list(assistant: Assistant, article: Document) -> None:
    answer = assistant.answer("Which trials are sponsored by Peking University People's Hospital?")
    assert answer.rows is not None
    assert answer.rows.certain
    frame = {one.anchor for one in article.sections if one.kind in ("front", "back")}
    assert frame
    assert frame.isdisjoint(citation.location.anchor for citation in answer.citations)


def test_beside_a_sure_list_stands_only_what_names_what_it_is_filtered_by(
    assistant: Assistant,
) -> None:
    alone = assistant.answer("Which trials use venetoclax?")
    assert alone.rows is not None
    assert all(isinstance(one.location, RowLocation) for one in alone.citations)
    answer = assistant.answer("Which trials run in ITP?")
    assert answer.rows is not None
    beside = [
        one.cited_text + " ".join(one.location.section)
        for one in answer.citations
        if isinstance(one.location, PassageLocation)
    ]
    assert beside
    assert all("ITP" in text or "thrombocytopeni" in text for text in beside)


def test_a_company_is_known_by_its_name(assistant: Assistant) -> None:
    answer = assistant.answer("Is there a trial sponsored by a drug company?")
    assert answer.rows is not None
    assert [row.cells[1] for row in answer.rows.rows] == ["Astex Pharmaceuticals, Inc"]
    assert not answer.rows.certain, "others may be companies and not say so"


def test_it_is_the_thing_asked_about_and_no_rows_listed_before(assistant: Assistant) -> None:
    answer = assistant.answer(
        "Is there a phase 3 trial of it?", history=["Which trial tests eltrombopag?"]
    )
    assert answer.rows is not None
    assert [row.cells[-1] for row in answer.rows.rows] == ["NCT05438875"]
