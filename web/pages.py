"""The pages for people: the conversation and the reader. Both work without a script."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from corpus.identifiers import doi_url
from corpus.types import Document
from qa.question import check_question
from qa.types import QuestionError, UnknownDocumentError
from web import schema
from web.asking import TYPED, USUAL, Asked, Earlier
from web.conversation import TurnView, articles_of, turn_view
from web.finding import HITS, FindView, find_view
from web.memory import Memory
from web.reader import article_view
from web.service import Assistant, BusyError, NotReadyError, Service, find_document
from web.sources import place_name, row_name, study_name

HERE = Path(__file__).parent
STATIC = HERE / "static"
NO_STORE = {"Cache-Control": "no-store"}
SAFE_URL = re.compile(r"https?://[^\s<>\"'\\\x00-\x1f]+", re.IGNORECASE)
RELOAD_SECONDS = "2"
MINIMAL = "return=minimal"
"""What a script that shows the earlier turns already prefers (RFC 7240)."""

Texts = Annotated[list[str], Query(max_length=schema.MAX_HISTORY)]


def safe_url(url: str) -> str:
    """The address if it leads to the web, else nothing: an article may claim any address."""
    return url if SAFE_URL.fullmatch(url) else ""


def local_url(url: str) -> str:
    """The address if it stays on this server, else nothing."""
    return url if re.fullmatch(r"/(?![/\\])[^\s\\]*", url) else ""


def doi_link(doi: str) -> str:
    """The address of a DOI, or nothing: an article may claim any."""
    return safe_url(doi_url(doi)) if doi else ""


def sentence(text: str) -> str:
    """A message as a sentence of its own."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def byline(authors: Sequence[str], shown: int = 6) -> str:
    """Authors as a byline: all of a few, the first of many."""
    if len(authors) > shown:
        return f"{', '.join(authors[:shown])} et al."
    return " and ".join([", ".join(authors[:-1]), authors[-1]] if len(authors) > 1 else authors)


class Unindented(Extension):
    """Leaves the indentation of templates out of pages: in a long list it weighs more than text."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - the signature is jinja's
        return re.sub(r"^[ \t]+|\n(?=\s*\n)", "", source, flags=re.MULTILINE)


def create_environment() -> Environment:
    """Templates that escape everything, and fail on a name that is not there."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        extensions=[Unindented],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        safe_url=safe_url,
        local_url=local_url,
        doi_link=doi_link,
        byline=byline,
        row_name=row_name,
        place_name=place_name,
        articles_of=articles_of,
        study_name=study_name,
    )
    environment.globals["assets"] = asset_urls()
    return environment


def asset_urls() -> dict[str, str]:
    """Each static file's address, which changes with its content."""
    return {
        path.name: f"/static/{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
        for path in sorted(STATIC.iterdir())
    }


class Pages:
    """Renders the pages of one service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.memory = Memory()
        self.environment = create_environment()

    def render(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        html = self.environment.get_template(template).render(context)
        return HTMLResponse(html, status, NO_STORE)

    def error(self, _request: Request, status: int, detail: str) -> HTMLResponse:
        """An error as a page of its own."""
        title = HTTPStatus(status).phrase
        return self.render("error.html", status, title=title, detail=detail, code=status)

    def loading(self, error: NotReadyError) -> HTMLResponse:
        """The page shown until the index is there; it asks again by itself."""
        response = self.render("loading.html", 503, detail=str(error), retry=error.retry)
        if error.retry:
            response.headers.update({"Refresh": RELOAD_SECONDS, "Retry-After": RELOAD_SECONDS})
        return response

    async def chat(self, asked: Asked, *, draft: str = "", alone: bool = False) -> HTMLResponse:
        """The conversation up to the question, which may be empty; `alone` leaves out the turns
        before it, `draft` is put into the question box.
        """
        try:
            assistant = self.service.assistant
        except NotReadyError as error:
            return self.loading(error)
        turns: list[TurnView] = []
        status, failure = 200, ""
        try:
            if not alone:
                turns = await self.turns(assistant, asked.turns()[:-1])
            if asked.question.strip():
                turns += await self.turns(assistant, [asked])
        except QuestionError as error:
            status, failure = 422, sentence(str(error))
        except UnknownDocumentError as error:
            status, failure = 404, sentence(str(error))
        except BusyError as error:
            status, failure = 503, sentence(str(error))
        answered = not failure and bool(asked.question.strip())
        response = self.render(
            "chat.html",
            status,
            articles=assistant.documents,
            chosen=asked.documents,
            question=asked.question,
            turns=turns,
            failure=failure,
            draft=asked.question if failure else draft,
            history=asked.past if answered else asked.history,
            examples=self.service.examples,
        )
        if status == 503:
            response.headers["Retry-After"] = RELOAD_SECONDS
        return response

    async def turns(self, assistant: Assistant, asked: Sequence[Asked]) -> list[TurnView]:
        """Each question with its answer; raises what asking raises."""
        answers = await self.service.run(lambda: self.memory.answers(assistant, asked))
        return [
            turn_view(one, answer, assistant.documents)
            for one, answer in zip(asked, answers, strict=True)
        ]

    async def article(self, document: Document, at: str, find: str = "") -> HTMLResponse:
        """The article with a place marked, and what looking for `find` in it found."""
        found = await self.find(document, find, at) if find.strip() else None
        ask = {"documents": document.id} if len(self.service.assistant.documents) > 1 else {}

        def rendered() -> HTMLResponse:
            return self.render(
                "article.html",
                view=article_view(document, at),
                document=document,
                found=found,
                ask=f"/?{urlencode(ask)}&" if ask else "/?",
            )

        return await asyncio.to_thread(rendered)  # a long article takes its time, and others ask

    async def find(self, document: Document, query: str, at: str) -> FindView:
        """The search of the conversation, within one article."""
        assistant = self.service.assistant
        try:
            result = await self.service.run(
                lambda: assistant.search(query, k=HITS, documents=[document.id])
            )
        except (QuestionError, BusyError) as error:
            return FindView(query, [], sentence(str(error)))
        return find_view(query, result, at)


def asked_of(
    request: Request,
    q: str = "",
    documents: Texts = [],  # noqa: B006 - FastAPI copies it
    as_typed: bool = False,
) -> Asked:
    """What an address asks; earlier questions that cannot have been asked are left out."""
    earlier = [
        Earlier(text, name == TYPED)
        for name, text in request.query_params.multi_items()
        if name in (USUAL, TYPED) and can_be_asked(text)
    ]
    return Asked.of(q, earlier, documents, as_typed=as_typed)


Question = Annotated[Asked, Depends(asked_of)]


def can_be_asked(text: str) -> bool:
    try:
        check_question(text)
    except QuestionError:
        return False
    return True


def create_router(pages: Pages) -> APIRouter:
    """The routes of the pages; they are not part of the API's description."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/", methods=["GET", "HEAD"])
    async def chat(
        asked: Question,
        draft: Annotated[str, Query(max_length=schema.MAX_QUESTION_CHARS)] = "",
        prefer: Annotated[str, Header()] = "",
    ) -> HTMLResponse:
        return await pages.chat(asked, draft=draft, alone=prefer == MINIMAL)

    @router.api_route("/articles/{document_id}", methods=["GET", "HEAD"])
    async def article(document_id: str, at: str = "", find: str = "") -> HTMLResponse:
        try:
            assistant = pages.service.assistant
        except NotReadyError as error:
            return pages.loading(error)
        return await pages.article(find_document(assistant, document_id), at, find)

    return router
