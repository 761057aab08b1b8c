"""Assembles the application from an assistant's loader and settings; nothing is global."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.middleware import Middleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web import api, exports, pages
from web.errors import add_error_handlers
from web.examples import suggest
from web.limits import BodyLimit, LastResort
from web.security import Gate, SecurityHeaders
from web.service import Assistant, Service
from web.settings import WebSettings

DESCRIPTION = "Questions about review articles, answered with verbatim, cited passages and rows."


def create_app(load: Callable[[], Assistant], settings: WebSettings) -> FastAPI:
    """An application that calls `load` in the background when it starts.

    Until that has returned, `/healthz` answers and everything that needs the index is 503; if it
    raises, that stays so and says why. `app.state.service` is the `Service`.
    """
    service = Service(load, settings, suggest)
    reader_pages = pages.Pages(service)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        service.start()
        yield
        service.stop()

    app = Application(
        title="review-qa",
        description=DESCRIPTION,
        version=api.API_VERSION,
        docs_url=None,  # that page loads scripts from elsewhere
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(LastResort),
            Middleware(Gate, settings=settings),
            Middleware(BodyLimit, settings=settings),
        ],
    )
    app.state.service = service
    app.include_router(api.create_router(service))
    app.include_router(pages.create_router(reader_pages))
    app.include_router(exports.create_router(reader_pages))
    app.mount("/static", Assets(directory=pages.STATIC))
    add_error_handlers(app, reader_pages.error)
    return app


class Application(FastAPI):
    """Describes the replies as they are sent."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            api.state_as_sent(super().openapi())
        return super().openapi()


class Assets(StaticFiles):
    """Static files; their addresses change with their content, so a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if b"v=" in scope["query_string"]:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
