"""Listens on a port until told to stop."""

import asyncio
import contextlib
import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from web.app import create_app
from web.protocol import patient_protocol
from web.service import Assistant, Service
from web.settings import WebSettings

BACKLOG = 512


class AddressError(OSError):
    """The address cannot be listened on; the message says why and what helps."""


class PortInUseError(AddressError):
    """Another program listens there; it may stop."""


def serve(
    load: Callable[[], Assistant],
    settings: WebSettings,
    *,
    announce: Callable[[str], None] = print,
) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is being answered.

    `announce` gets one line, once questions can be answered.

    Raises:
        PortInUseError: another program listens there.
        AddressError: the address is not this machine's, or the port needs more rights.
        Exception: whatever `load` raises, after the server has stopped.
    """
    with listen(settings) as listener:
        app = create_app(load, settings)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=patient_protocol(settings.request_seconds, settings.connections),
                ws="none",
                loop="asyncio",
                lifespan="on",
                access_log=False,  # it would hold the questions
                log_config=None,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=settings.keep_alive_seconds,
                timeout_graceful_shutdown=settings.shutdown_seconds,
            )
        )
        line = f"review-qa is ready at {base_url(settings.host, listener.getsockname()[1])}"
        with quiet_signals():
            asyncio.run(run(server, listener, app.state.service, lambda: announce(line)))


async def run(
    server: uvicorn.Server, listener: socket.socket, service: Service, ready: Callable[[], None]
) -> None:
    """Run the server; call `ready` when it answers, stop it if the assistant cannot be loaded."""
    serving: asyncio.Future[None] = asyncio.ensure_future(server.serve(sockets=[listener]))
    loading = asyncio.wrap_future(service.loaded)
    both: list[asyncio.Future[Any]] = [serving, loading]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    if loading.done() and not serving.done():
        if loading.exception():
            server.should_exit = True
        else:
            while not server.started and not serving.done():
                await asyncio.sleep(0.01)
            ready()
    await serving
    if loading.done():
        loading.result()
    loading.cancel()


def listen(settings: WebSettings) -> socket.socket:
    """A socket bound to the address, so that a port in use is noticed before anything loads.

    Raises:
        AddressError: see `serve`.
    """
    host, port = settings.host.strip("[]"), settings.port
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressError(f"host {host} is not an address of this machine ({error})") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        kind_of_error = PortInUseError if error.errno == errno.EADDRINUSE else AddressError
        raise kind_of_error(bind_message(host, port, error)) from None
    return listener


def bind_message(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"port {port} on {host} is in use: stop the other program or choose another port"
        case errno.EACCES:
            return f"port {port} on {host} needs more rights: choose one above 1023"
        case _:
            return f"cannot listen on {host} port {port}: {error.strerror}"


def base_url(host: str, port: int) -> str:
    bare = host.strip("[]")
    return f"http://[{bare}]:{port}" if ":" in bare else f"http://{bare}:{port}"


@contextlib.contextmanager
def quiet_signals() -> Iterator[None]:
    """Let SIGINT and SIGTERM end the server only: uvicorn raises them again once it has stopped,
    which would turn an orderly stop into a failure.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
