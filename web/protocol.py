"""HTTP/1.1 connections that do not wait for ever for a request to begin."""

import asyncio
from collections.abc import Iterator

from uvicorn.protocols.http.h11_impl import H11Protocol

from web.problems import problem_response
from web.security import SECURITY_HEADERS


def patient_protocol(seconds: float, connections: int) -> type[H11Protocol]:
    """A protocol that closes a connection whose request head is not complete after `seconds`, and
    that makes room for a new one, if there are `connections` already, by closing the one that has
    idled longest. Uvicorn itself bounds neither: a few hundred half-sent requests would lock
    everybody out.
    """

    class PatientProtocol(H11Protocol):
        deadline: asyncio.TimerHandle | None = None
        heard: float = 0.0  # when, on the loop's clock

        @property
        def idle(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.heard = self.loop.time()
            idle = [other for other in self.others() if other.idle]
            if len(self.connections) > connections and idle:
                min(idle, key=lambda other: other.heard).transport.abort()
            self.set_deadline()

        def others(self) -> Iterator["PatientProtocol"]:
            """The other connections that are not closing already."""
            for other in self.connections - {self}:
                if isinstance(other, PatientProtocol) and not other.transport.is_closing():
                    yield other

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self.heard = self.loop.time()
            if not self.idle:
                self.clear_deadline()
            elif self.deadline is None:
                self.set_deadline()

        def connection_lost(self, exc: Exception | None) -> None:
            self.clear_deadline()
            super().connection_lost(exc)

        def set_deadline(self) -> None:
            self.deadline = self.loop.call_later(seconds, self.transport.abort)

        def clear_deadline(self) -> None:
            if self.deadline:
                self.deadline.cancel()
                self.deadline = None

        def send_400_response(self, msg: str) -> None:
            """What cannot be parsed as HTTP still gets a problem with all headers."""
            response = problem_response(400, msg, {**SECURITY_HEADERS, "Connection": "close"})
            head = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
            start = f"HTTP/1.1 400 Bad Request\r\n{head}\r\n".encode("latin-1")
            self.transport.write(start + bytes(response.body))
            self.transport.close()

    return PatientProtocol
