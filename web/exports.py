"""What can be taken along: a conversation, an answer, a list, and the primary studies behind them.

All are made from the address of a question, so a link to a file stays good as long as the index.
"""

import json
from collections.abc import Sequence
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException

from corpus.types import Document, Reference
from qa.types import Answer
from web import bibliography
from web.conversation import TurnView
from web.pages import NO_STORE, Pages, Question
from web.tabular import csv_text, markdown_table, table_cells
from web.transcript import transcript

MEDIA_TYPES = {
    "md": "text/markdown",
    "html": "text/html",
    "json": "application/json",
    "csv": "text/csv",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}

_answers = TypeAdapter(list[Answer])


def create_router(pages: Pages) -> APIRouter:
    """The routes of the files; like the pages, they are not part of the API's description."""
    router = APIRouter(prefix="/export", include_in_schema=False)

    @router.get("/conversation.{form}")
    async def conversation(asked: Question, form: Literal["md", "html", "json"]) -> Response:
        """All turns up to the question."""
        turns = await pages.turns(pages.service.assistant, asked.turns())
        match form:
            case "md":
                content = transcript(turns)
            case "html":
                content = pages.environment.get_template("export.html").render(turns=turns)
            case "json":
                answers = [turn.answer for turn in turns]
                content = _answers.dump_json(answers, indent=1).decode()
        return attachment(content, "conversation", form)

    @router.get("/answer.md")
    async def answer(asked: Question) -> Response:
        """The answer to the question alone."""
        turns = await pages.turns(pages.service.assistant, [asked])
        return attachment(transcript(turns), "answer", "md")

    @router.get("/rows.{form}")
    async def rows(asked: Question, form: Literal["csv", "md"]) -> Response:
        """The rows that a list answer lists; 404 if the answer lists none."""
        (turn,) = await pages.turns(pages.service.assistant, [asked])
        if turn.answer.rows is None:
            raise HTTPException(404, "The answer to this question is no list.")
        lines = table_cells(turn.answer.rows, turn.answer.citations)
        content = csv_text(lines) if form == "csv" else markdown_table(lines)
        return attachment(content, "rows", form)

    @router.get("/studies.{form}")
    async def studies(asked: Question, form: Literal["json", "bib", "ris"]) -> Response:
        """The primary studies that the conversation's answers rest on, each once."""
        assistant = pages.service.assistant
        turns = await pages.turns(assistant, asked.turns())
        entries = primary_studies(turns, assistant.documents)
        match form:
            case "json":
                content = json.dumps(bibliography.csl_json(entries), ensure_ascii=False, indent=1)
            case "bib":
                content = bibliography.bibtex(entries)
            case "ris":
                content = bibliography.ris(entries)
        return attachment(content, "studies", form)

    return router


def attachment(content: str, name: str, form: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', **NO_STORE}
    return Response(content.encode(), headers=headers, media_type=f"{MEDIA_TYPES[form]}")


def primary_studies(turns: Sequence[TurnView], articles: Sequence[Document]) -> list[Reference]:
    """The entries of the reference lists that the answers rest on, in order of first use."""
    entries = {(a.id, entry.key): entry for a in articles for entry in a.references}
    used: dict[tuple[str, str], Any] = {}
    for turn in turns:
        listed = {row.citation for row in turn.answer.rows.rows} if turn.answer.rows else set()
        for citation in turn.answer.citations:
            if citation.number in listed:
                used.update({(citation.document.id, s.key): None for s in citation.sources})
        for card in turn.cards:
            document = card.citation.document.id
            used.update({(document, study.source.key): None for study in card.studies.primary})
    return [entries[key] for key in used if key in entries]
