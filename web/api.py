"""The contract for programs: JSON in, JSON out."""

import time
from collections.abc import Sequence
from dataclasses import fields
from importlib import metadata
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import TypeAdapter

from corpus.types import Document
from qa.question import check_question
from qa.types import IndexCard, QuestionError
from web import bibliography, schema
from web.problems import MEDIA_TYPE, Problem
from web.service import NotReadyError, Service, find_document

API_VERSION = "1.1"
DISTRIBUTION = "review-qa"
NO_STORE = {"Cache-Control": "no-store"}

Responses = dict[int | str, dict[str, Any]]
PROBLEM: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": TypeAdapter(Problem).json_schema()}}}
EVERYWHERE: Responses = {
    status: {"description": text, **PROBLEM}
    for status, text in {
        400: "not addressed to this server, or not JSON",
        401: "no or wrong API key",
        403: "from another site",
        408: "body sent too slowly",
        413: "body too large",
        422: "wrong fields, or a question that cannot be asked",
        503: "not ready, or busy",
    }.items()
}
UNKNOWN: Responses = {404: {"description": "no such document", **PROBLEM}}
NOT_JSON: Responses = {415: {"description": "not application/json", **PROBLEM}}

Bibliography = Literal["json", "bib", "ris"]
MEDIA_TYPES: dict[Bibliography, str] = {
    "json": "application/vnd.citationstyles.csl+json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
EXPORTED: Responses = {
    200: {
        "description": "CSL-JSON, BibTeX or RIS, in UTF-8",
        "content": {media_type: {} for media_type in MEDIA_TYPES.values()},
    },
    **UNKNOWN,
}

REQUESTS = frozenset({"AskRequest", "EarlierQuestion"})

_ask = TypeAdapter(schema.AskResponse)
_search = TypeAdapter(schema.SearchResponse)
_detail = TypeAdapter(schema.DocumentDetail)


def create_router(service: Service) -> APIRouter:
    """The routes of the API over one service."""
    router = APIRouter(responses=EVERYWHERE)

    @router.post("/api/ask", response_model=schema.AskResponse, responses={**UNKNOWN, **NOT_JSON})
    async def ask(body: schema.AskRequest) -> Response:
        """Answer a question with verbatim, cited pieces, or refuse and say why."""
        began = time.perf_counter()
        assistant = service.assistant
        history = checked(body.history)
        answer = await service.run(
            lambda: assistant.answer(
                body.question,
                history,
                documents=body.documents,
                limit=body.limit,
                as_typed=body.as_typed,
            )
        )
        timed = schema.AskResponse(**shallow(answer), elapsed_ms=milliseconds_since(began))
        return json_response(_ask.dump_json(timed))

    @router.get("/api/search", response_model=schema.SearchResponse, responses=UNKNOWN)
    async def search(
        q: Annotated[schema.QuestionText, Query()],
        k: Annotated[int, Query(ge=1, le=schema.MAX_K)] = 10,
        documents: Annotated[list[schema.DocumentId], Query(max_length=schema.MAX_DOCUMENTS)] = [],  # noqa: B006 - FastAPI copies it
    ) -> Response:
        """Retrieval alone: the places that fit best, without an answer or a refusal."""
        began = time.perf_counter()
        assistant = service.assistant
        result = await service.run(lambda: assistant.search(q, k=k, documents=documents))
        timed = schema.SearchResponse(**shallow(result), elapsed_ms=milliseconds_since(began))
        return json_response(_search.dump_json(timed))

    @router.get("/api/documents")
    async def documents() -> schema.DocumentList:
        """The articles that can be asked."""
        assistant = service.assistant
        return schema.DocumentList(
            tuple(summary(document) for document in assistant.documents),
            IndexCard(assistant.generation),
        )

    @router.get(
        "/api/documents/{document_id}", response_model=schema.DocumentDetail, responses=UNKNOWN
    )
    async def document(document_id: str) -> Response:
        """A whole article: sections, tables, references."""
        found = find_document(service.assistant, document_id)
        return json_response(_detail.dump_json(detail(found)))

    @router.get(
        "/api/documents/{document_id}/references.{form}",
        response_class=Response,
        responses=EXPORTED,
    )
    async def references(document_id: str, form: Bibliography) -> Response:
        """The article's reference list, for a reference manager."""
        entries = find_document(service.assistant, document_id).references
        match form:
            case "json":
                content = TypeAdapter(list[dict[str, Any]]).dump_json(
                    bibliography.csl_json(entries), indent=1
                )
            case "bib":
                content = bibliography.bibtex(entries).encode()
            case "ris":
                content = bibliography.ris(entries).encode()
        return Response(
            content,
            media_type=f"{MEDIA_TYPES[form]}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="references.{form}"'},
        )

    @router.get("/api/version")
    async def version() -> schema.Version:
        """The versions of program and contract, and the index that is loaded, if any."""
        try:
            index = IndexCard(service.assistant.generation)
        except NotReadyError:
            index = None
        return schema.Version(DISTRIBUTION, program_version(), API_VERSION, index)

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz")
    async def healthz() -> schema.Health:
        """The process is up."""
        return schema.Health("ok")

    @router.head("/readyz", include_in_schema=False)
    @router.get("/readyz")
    async def readyz() -> schema.Health:
        """Questions can be answered; 503 until then."""
        assert service.assistant  # noqa: S101
        return schema.Health("ready")

    return router


def state_as_sent(description: dict[str, Any]) -> None:
    """Mark every field of a reply in an OpenAPI description as required: all of them are sent, also
    those that have a default where they are made.
    """
    for name, stated in description["components"]["schemas"].items():
        if name not in REQUESTS and "properties" in stated:
            stated["required"] = list(stated["properties"])


def checked(history: Sequence[schema.EarlierQuestion]) -> list[str]:
    """The earlier questions.

    Raises:
        QuestionError: one of them cannot have been asked; the message says which.
    """
    questions = []
    for number, earlier in enumerate(history):
        try:
            questions.append(check_question(earlier.question))
        except QuestionError as error:
            raise QuestionError(f"history[{number}].question: {error}") from None
    return questions


def program_version() -> str:
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        return "0"


def summary(document: Document) -> schema.DocumentSummary:
    return schema.DocumentSummary(
        **particulars(document),
        sections=len(document.sections),
        tables=len(document.tables),
        references=len(document.references),
    )


def detail(document: Document) -> schema.DocumentDetail:
    return schema.DocumentDetail(
        **particulars(document),
        sections=document.sections,
        tables=document.tables,
        references=document.references,
        abbreviations=document.abbreviations,
    )


def particulars(document: Document) -> dict[str, Any]:
    """The fields that a summary and a whole article share."""
    counted = {"sections", "tables", "references"}
    names = {field.name for field in fields(schema.DocumentSummary)} - counted
    return {name: getattr(document, name) for name in names}


def shallow(value: Any) -> dict[str, Any]:
    """A dataclass' own fields, without copying what they hold."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def milliseconds_since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 3)


def json_response(content: bytes) -> Response:
    return Response(content, media_type="application/json", headers=NO_STORE)
