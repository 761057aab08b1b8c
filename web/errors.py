"""Which exception becomes which status, as problem details or, for a reader, as a page."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from qa.types import QuestionError, UnknownDocumentError
from web.problems import RETRY_SECONDS, problem_response
from web.service import BusyError, NotReadyError

MACHINE_PATHS = ("/api/", "/static/", "/healthz", "/readyz", "/openapi.json")

ErrorPage = Callable[[Request, int, str], Response]


def status_of(error: Exception) -> tuple[int, str, dict[str, str] | None]:
    """Status, detail and extra headers (None: the default ones) of an expected error."""
    match error:
        case RequestValidationError():
            return (*validation_problem(error.errors()), None)
        case QuestionError():
            return 422, str(error), None
        case UnknownDocumentError():
            return 404, str(error), None
        case NotReadyError(retry=False):
            return 503, str(error), {}
        case NotReadyError() | BusyError():
            return 503, str(error), {"Retry-After": RETRY_SECONDS}
        case HTTPException(status_code=status, detail=detail, headers=headers):
            own = detail if status == 404 and detail != "Not Found" else ""
            return status, own or explanation(status), dict(headers or {})
    raise error


def explanation(status: int) -> str:
    return {
        400: "The request's body is not valid JSON.",
        404: "There is nothing at this address.",
        405: "This address does not answer that method.",
    }.get(status, "")


def validation_problem(errors: Sequence[Any]) -> tuple[int, str]:
    """400 for text that is not JSON, 422 for JSON or parameters with wrong fields.

    The detail names each field and never repeats what was sent.
    """
    if any(error["type"] == "json_invalid" for error in errors):
        return 400, explanation(400)
    lines = [f"{field_name(error['loc'])}: {error['msg']}" for error in errors[:5]]
    return 422, "; ".join(lines) + "."


def field_name(location: Sequence[Any]) -> str:
    """`("body", "history", 0, "question")` as `history[0].question`."""
    name = ""
    for step in location[1:]:
        if isinstance(step, int):
            name += f"[{step}]"
        else:
            # A name that the client made up may hold anything; field names are identifiers.
            name += ("." if name else "") + (step if str(step).isidentifier() else "field")
    return name or "body"


def add_error_handlers(app: FastAPI, error_page: ErrorPage) -> None:
    """Answer expected errors; a browser that asks for a page gets one."""

    async def handle(request: Request, error: Exception) -> Response:
        status, detail, headers = status_of(error)
        wants_page = "text/html" in request.headers.get("accept", "")
        if wants_page and not request.url.path.startswith(MACHINE_PATHS):
            response = error_page(request, status, detail)
            response.headers.update(headers or {})
            return response
        return problem_response(status, detail, headers)

    for kind in (
        HTTPException,
        RequestValidationError,
        QuestionError,
        UnknownDocumentError,
        NotReadyError,
        BusyError,
    ):
        app.add_exception_handler(kind, handle)
