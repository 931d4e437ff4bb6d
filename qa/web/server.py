"""Run the application; say where once it listens."""

import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ipaddress import ip_address

import uvicorn
from starlette.types import ASGIApp

from corpus import CitewellError
from qa.web.proxies import BehindProxies


class AddressError(CitewellError):
    """The address can't be listened on."""

    def __init__(self, host: str, port: int, found: str) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"{host}:{port} can't be listened on ({found}); choose another with --host or --port"
        )


class _Server(uvicorn.Server):
    """A server that calls back when it has begun to listen."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._listening()


def listen(host: str, port: int) -> socket.socket:
    """Take the address, before anything slow is loaded; port 0 takes a free one."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        # What Python says of it names the address once more; a name that isn't known has no number.
        number = error.errno or 0
        found = os.strerror(number) if number > 0 else error.strerror or str(error)
        raise AddressError(host, port, found) from error


def address(listener: socket.socket) -> str:
    """Return the address a browser on this machine can open."""
    host, port = listener.getsockname()[:2]
    if ip_address(host).is_unspecified:
        # Listening everywhere; a browser needs one address.
        host = "::1" if ":" in host else "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(
    app: ASGIApp,
    listener: socket.socket,
    listening: Callable[[], None],
    trusted_proxies: Sequence[str],
) -> None:
    """Serve `app` until it is told to stop; then the caller can clean up."""
    config = uvicorn.Config(
        BehindProxies(app, trusted_proxies),
        # Addresses of source pages would tell what people read; questions never stand in one.
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    with _stopped_as_asked():
        _Server(config, listening).run(sockets=[listener])


@contextmanager
def _stopped_as_asked() -> Iterator[None]:
    """Let Ctrl-C or SIGTERM end the block, and nothing more.

    uvicorn stops in good order, and then sends itself the signal again: the process would end
    there, with what is still to be written (kept questions) unwritten.
    """
    stopping = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, signal.default_int_handler) for number in stopping}
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
