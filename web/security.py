"""Who may ask, and what a browser may do with the response."""

import base64
import binascii
import hmac
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import problem_response
from web.settings import WebSettings

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

HOST = re.compile(
    r"(?:\[(?P<literal>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::\d{1,5})?", re.IGNORECASE
)


class SecurityHeaders:
    """Adds the security headers to every response, whoever made it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Gate:
    """Refuses requests for another host, from another site, or without the key."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refusal := self.refusal(scope)):
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def refusal(self, scope: Scope) -> Response | None:
        """The response to a request that may not pass; None if it may."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or host_name(hosts[0]) not in self.settings.host_names:
            return problem_response(400, "This server does not answer under that host name.")
        if is_cross_site(scope, headers, hosts[0]):
            return problem_response(403, "Requests from other sites are refused.")
        key = self.settings.api_key
        if not key or scope["path"] == "/healthz":
            return None
        if not has_key(headers.getlist("authorization"), key):
            challenge = {"WWW-Authenticate": 'Basic realm="review-qa", charset="UTF-8"'}
            detail = "Send the API key as a bearer token, or as the password of a basic login."
            return problem_response(401, detail, challenge)
        return None


def host_name(header: str) -> str | None:
    """The name in a `Host` header, lower case, without port and brackets; None if malformed."""
    match = HOST.fullmatch(header)
    return (match["literal"] or match["name"]).lower() if match else None


def is_cross_site(scope: Scope, headers: Headers, host: str) -> bool:
    """Whether another site's page made the request (Fetch Metadata, then `Origin`).

    Following a link from elsewhere to one of our pages is what links are for; everything else,
    and any other way of embedding a page, is not.
    """
    site = headers.get("sec-fetch-site", "none")
    if site not in ("none", "same-origin"):
        follows_link = (
            scope["method"] == "GET"
            and headers.get("sec-fetch-mode") == "navigate"
            and headers.get("sec-fetch-dest") == "document"
            and not scope["path"].startswith("/api/")
        )
        return not follows_link
    return any(
        origin.lower() not in (f"http://{host}".lower(), f"https://{host}".lower())
        for origin in headers.getlist("origin")
    )


def has_key(authorizations: list[str], key: str) -> bool:
    """Whether the one `Authorization` header carries the key (bearer, or basic password)."""
    if len(authorizations) != 1:
        return False
    scheme, _, value = authorizations[0].partition(" ")
    given = value.strip().encode("latin-1", "replace")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).partition(b":")[2]
        except binascii.Error:
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given, key.encode("ascii"))
