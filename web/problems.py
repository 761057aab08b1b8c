"""Errors as problem details (RFC 9457), the only form in which the API reports one."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "2"


@dataclass(frozen=True, slots=True)
class Problem:
    """`title` says what kind of problem it is, `detail` what happened here and what helps."""

    type: str
    title: str
    status: int
    detail: str


def problem(status: int, detail: str = "") -> Problem:
    """The problem of a status code; without `detail`, the status' own description."""
    known = HTTPStatus(status)
    return Problem(
        "about:blank", known.phrase, status, detail or f"{known.description or known.phrase}."
    )


def problem_response(
    status: int, detail: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """A problem as a response. 503 carries `Retry-After` unless `headers` says otherwise."""
    fields = {"Cache-Control": "no-store"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE and headers is None:
        fields["Retry-After"] = RETRY_SECONDS
    body = json.dumps(asdict(problem(status, detail)), ensure_ascii=True)
    return Response(body, status, {**fields, **(headers or {})}, MEDIA_TYPE)
