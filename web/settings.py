"""What a server may be told: names and numbers, never objects."""

import ipaddress
from dataclasses import dataclass, field

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
MIN_KEY_CHARACTERS = 32


class WebSettingsError(ValueError):
    """A setting that would make the server wrong or unsafe; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How to listen and what to accept. Sizes in characters or bytes, times in seconds.

    `hosts` are further names under which the server may be addressed (the `Host` header);
    loopback names and `host` itself always work. `slots` bounds the questions answered at the same
    time (0: one per core), `queue` those waiting. Binding to an address that other machines can
    reach requires `api_key`, which then every request must carry.

    Raises:
        WebSettingsError: a port or host that cannot be bound, or no sufficient key.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    api_key: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()
    body_bytes: int = 64 * 1024
    request_seconds: float = 15.0
    answer_seconds: float = 30.0
    slots: int = 0
    queue: int = 64
    connections: int = 512
    keep_alive_seconds: int = 5
    shutdown_seconds: int = 10
    examples: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise WebSettingsError(f"port {self.port} is not between 0 and 65535")
        if not self.host or not self.host.isprintable() or " " in self.host:
            raise WebSettingsError(f"host {self.host!r} is not an address or a name")
        if self.api_key and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise WebSettingsError("the API key may hold printable ASCII characters only")
        if not self.loopback and len(self.api_key) < MIN_KEY_CHARACTERS:
            raise WebSettingsError(
                f"host {self.host} can be reached by other machines: that needs an API key of at "
                f"least {MIN_KEY_CHARACTERS} characters (or use host 127.0.0.1)"
            )

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def host_names(self) -> frozenset[str]:
        """Names a `Host` header may carry, in lower case and without port or brackets."""
        return LOOPBACK_NAMES | {name.lower().strip("[]") for name in (self.host, *self.hosts)}


def is_loopback(host: str) -> bool:
    """Whether an address or name reaches this machine only."""
    if host.lower() in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
