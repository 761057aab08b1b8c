"""The contract: every field by name and type, nothing more, nothing less."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from qa.types import Answer
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from tests.web_client import client
from web import api, schema


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client(lambda: FakeAssistant(article(), article("second"))) as made:
        yield made


def ask(http: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = http.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    body: dict[str, Any] = response.json()
    TypeAdapter(schema.AskResponse).validate_python(body)
    return body


ASK_FIELDS = {
    "question",
    "standalone_question",
    "status",
    "parts",
    "rows",
    "citations",
    "refusal",
    "confidence",
    "missing_terms",
    "index",
    "rewordings",
    "carried",
    "disagreements",
    "elapsed_ms",
}
CITATION_FIELDS = {
    "number",
    "score",
    "cited_text",
    "document",
    "location",
    "url",
    "sources",
    "identifiers",
}
LOCATION_FIELDS = {
    "passage": {"type", "anchor", "section", "start", "end"},
    "table_row": {"type", "anchor", "table", "caption", "columns", "cells", "inherited", "group"},
    "reference": {"type", "anchor", "key"},
}
SOURCE_FIELDS = {
    "key",
    "authors",
    "year",
    "title",
    "container",
    "doi",
    "url",
    "cited_as",
    "match",
    "inferred",
}


def check_citation(citation: dict[str, Any]) -> None:
    assert set(citation) == CITATION_FIELDS
    assert set(citation["document"]) == {
        "id",
        "title",
        "authors",
        "year",
        "doi",
        "licence",
        "added_by",
    }
    assert set(citation["location"]) == LOCATION_FIELDS[citation["location"]["type"]]
    for source in citation["sources"]:
        assert set(source) == SOURCE_FIELDS
    for identifier in citation["identifiers"]:
        assert set(identifier) == {"type", "value", "url"}


def test_answer_of_a_passage(http: TestClient) -> None:
    body = ask(http, "What regulates iron export?")
    assert set(body) == ASK_FIELDS
    assert (body["status"], body["refusal"], body["rows"]) == ("answered", None, None)
    assert body["index"] == {"generation": "fake-1"}
    assert body["elapsed_ms"] > 0
    first = body["citations"][0]
    assert first["location"]["type"] == "passage"
    assert [citation["number"] for citation in body["citations"]] == list(
        range(1, len(body["citations"]) + 1)
    )
    assert body["parts"][0]["sources"] == ["Adams et al., 2018"]
    assert set(body["parts"][0]) == {"text", "citations", "sources", "statement"}
    assert body["parts"][0]["statement"] == "study"
    assert body["parts"][0]["text"] in first["cited_text"]
    assert {source["match"] for source in first["sources"]} == {"inexact", "ambiguous"}
    for citation in body["citations"]:
        check_citation(citation)


def test_what_no_article_holds_is_said_of_a_given_answer_too(http: TestClient) -> None:
    body = ask(http, "What regulates iron export in zebras?")
    assert (body["status"], body["missing_terms"]) == ("answered", ["zebras"])


def test_a_rows_cited_text_is_its_cells_joined(http: TestClient) -> None:
    first = ask(http, "response to ferric sucrose in renal anaemia")["citations"][0]
    check_citation(first)
    assert first["location"]["type"] == "table_row"
    assert first["cited_text"] == " | ".join(first["location"]["cells"])


def test_every_kind_of_location_is_sent_whole(http: TestClient) -> None:
    hits = http.get("/api/search", params={"q": "iron anaemia clark adams", "k": 50}).json()["hits"]
    assert {hit["location"]["type"] for hit in hits} == set(LOCATION_FIELDS)
    for hit in hits:
        check_citation(hit)


def test_a_list_question_returns_its_rows_in_table_order(http: TestClient) -> None:
    rows = ask(http, "Which entries of Table 1 are Phase 3?")["rows"]
    assert set(rows) == {
        "table",
        "columns",
        "total",
        "filters",
        "rows",
        "document",
        "anchor",
        "of",
        "operation",
        "certain",
        "explanation",
        "summary",
        "groups",
    }
    assert rows["filters"] == [
        {"column": "Phase", "value": "Phase 3", "relation": "=", "alternatives": []}
    ]
    assert rows["total"] == len(rows["rows"]) == 4
    assert (rows["document"], rows["anchor"], rows["of"]) == ("iron-2024", "table-1", 6)
    assert (rows["operation"], rows["certain"], rows["explanation"]) == ("list", True, "")
    assert set(rows["rows"][0]) == {"cells", "citation", "group"}
    assert [row["cells"][1] for row in rows["rows"]] == [
        "Ferric sucrose",
        "Oral sulfate",
        "Oral sulfate",
        "Placebo",
    ]


def test_a_refusal_is_an_answer_with_reasons(http: TestClient) -> None:
    body = ask(http, "Do zebras prefer ferritin or giraffes?")
    assert body["status"] == "refused"
    assert body["parts"] == []
    assert set(body["refusal"]) == {"reason", "missing_terms", "nearest"}
    assert "giraffes" in body["refusal"]["missing_terms"]
    assert body["refusal"]["nearest"]
    for citation in body["refusal"]["nearest"]:
        check_citation(citation)


def test_history_reaches_the_assistant(http: TestClient) -> None:
    body = ask(http, "Does it rise in inflammation?", history=[{"question": "What is hepcidin?"}])
    assert body["standalone_question"] == "What is hepcidin? Does it rise in inflammation?"


def test_what_was_searched_besides_the_words_as_typed_is_said(http: TestClient) -> None:
    asked: dict[str, Any] = {
        "question": "Does it rise, feritin and TSAT, with tablets?",
        "history": [{"question": "What is hepcidin?"}],
    }
    body = ask(http, **asked)
    assert body["rewordings"] == [
        {"asked": "feritin", "searched": ["ferritin"], "kind": "spelling"},
        {"asked": "tsat", "searched": ["transferrin saturation"], "kind": "abbreviation"},
        {"asked": "tablets", "searched": ["oral"], "kind": "synonym"},
    ]
    assert body["carried"] == ["hepcidin"]
    body = ask(http, **asked, as_typed=True)
    assert (body["rewordings"], body["carried"]) == ([], [])
    assert body["standalone_question"] == asked["question"]
    response = http.post("/api/ask", json={**asked, "as_typed": "yes"})
    assert response.status_code == 422


def test_figures_that_do_not_agree_stand_side_by_side(http: TestClient) -> None:
    body = ask(http, "What share did ferric sucrose help?", documents=["iron-2024"])
    (found,) = body["disagreements"]
    assert found["about"] == "Ferric sucrose"
    assert sorted(side["value"] for side in found["sides"]) == ["58%", "61%"]
    for side in found["sides"]:
        assert set(side) == {"value", "citation"}
        assert side["value"] in body["citations"][side["citation"] - 1]["cited_text"]


def test_limit_bounds_the_citations(http: TestClient) -> None:
    assert len(ask(http, "oral iron in anaemia", limit=1)["citations"]) == 1
    assert len(ask(http, "oral iron in anaemia", limit=3)["citations"]) == 3


def test_documents_restrict_the_search(http: TestClient) -> None:
    body = ask(http, "What regulates iron export?", documents=["second"])
    assert {citation["document"]["id"] for citation in body["citations"]} == {"second"}
    hits = http.get("/api/search", params={"q": "iron", "documents": ["second"]}).json()["hits"]
    assert {hit["document"]["id"] for hit in hits} == {"second"}


def test_search_has_neither_answer_nor_refusal(http: TestClient) -> None:
    response = http.get("/api/search", params={"q": "iron", "k": 2})
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert set(body) == {"query", "hits", "index", "elapsed_ms"}
    assert (body["query"], len(body["hits"])) == ("iron", 2)


def test_documents_are_listed(http: TestClient) -> None:
    body = http.get("/api/documents").json()
    assert [document["id"] for document in body["documents"]] == ["iron-2024", "second"]
    first = body["documents"][0]
    assert (first["sections"], first["tables"], first["references"]) == (4, 1, 4)
    assert first["credit"]
    assert first["licence"] == "CC BY 4.0"


def test_a_document_is_sent_whole(http: TestClient) -> None:
    body = http.get("/api/documents/iron-2024").json()
    assert TypeAdapter(schema.DocumentDetail).validate_python(body)
    known = article()
    assert [section["text"] for section in body["sections"]] == [s.text for s in known.sections]
    assert [row["cells"] for row in body["tables"][0]["rows"]] == [
        list(row.cells) for row in known.tables[0].rows
    ]
    assert [entry["key"] for entry in body["references"]] == [r.key for r in known.references]
    assert body["abbreviations"] == [{"short": "TSAT", "long": "transferrin saturation"}]


def test_cited_text_stands_at_its_place(http: TestClient) -> None:
    sections = {
        section["anchor"]: section["text"]
        for section in http.get("/api/documents/iron-2024").json()["sections"]
    }
    for citation in ask(http, "iron infusion in adults", documents=["iron-2024"])["citations"]:
        place = citation["location"]
        if place["type"] == "passage":
            text = sections[place["anchor"]]
            assert text[place["start"] : place["end"]] == citation["cited_text"]


@pytest.mark.parametrize("form", ["json", "bib", "ris"])
def test_references_are_sent_as_a_file(http: TestClient, form: api.Bibliography) -> None:
    response = http.get(f"/api/documents/iron-2024/references.{form}")
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{api.MEDIA_TYPES[form]}; charset=utf-8"
    assert f"references.{form}" in response.headers["content-disposition"]
    assert "10.1000" in response.text


def test_version_names_program_contract_and_index(http: TestClient) -> None:
    body = http.get("/api/version").json()
    assert set(body) == {"name", "version", "api", "index"}
    assert (body["name"], body["api"]) == ("review-qa", "1.1")
    assert body["index"] == {"generation": "fake-1"}


def test_health_and_readiness(http: TestClient) -> None:
    assert http.get("/healthz").json() == {"status": "ok"}
    assert http.get("/readyz").json() == {"status": "ready"}


def test_openapi_states_what_is_sent(http: TestClient) -> None:
    stated = http.get("/openapi.json").json()
    assert set(stated["paths"]) == {
        "/api/ask",
        "/api/search",
        "/api/documents",
        "/api/documents/{document_id}",
        "/api/documents/{document_id}/references.{form}",
        "/api/version",
        "/healthz",
        "/readyz",
    }
    schemas = stated["components"]["schemas"]
    assert set(schemas["AskResponse"]["properties"]) == ASK_FIELDS
    for name, one in schemas.items():
        if name not in {"AskRequest", "EarlierQuestion"}:
            assert set(one["required"]) == set(one["properties"]), "all that can be sent is sent"
    assert set(schemas["Citation"]["properties"]) == CITATION_FIELDS
    assert set(schemas["Source"]["properties"]) == SOURCE_FIELDS
    assert schemas["EarlierQuestion"]["properties"]["question"]["maxLength"] == 2000
    history = schemas["AskRequest"]["properties"]["history"]
    assert history["maxItems"] == 100
    assert "The last 20 are looked at." in history["description"]
    assert schemas["AskRequest"]["required"] == ["question"]
    assert schemas["AskRequest"]["additionalProperties"] is False
    problem = stated["paths"]["/api/ask"]["post"]["responses"]["422"]["content"]
    assert set(problem) == {"application/problem+json"}


def test_the_same_question_gets_the_same_answer(http: TestClient) -> None:
    first, second = (ask(http, "What regulates iron export?") for _ in range(2))
    assert first.pop("elapsed_ms")
    assert second.pop("elapsed_ms")
    assert first == second


def test_added_fields_keep_the_vocabulary() -> None:
    """The response is the answer and one more field, so that neither can drift from the other."""
    stated = {field.name for field in fields(schema.AskResponse)}
    assert stated - {field.name for field in fields(Answer)} == {"elapsed_ms"}
