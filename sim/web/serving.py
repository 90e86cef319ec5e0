"""The process that shows the page: a port, the addresses that lead to it, and an end that leaves nothing behind."""

from __future__ import annotations

import errno
import io
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import segno
import uvicorn

from sim.engine.stopping import SIGNALS, Halt
from sim.errors import WrongInput
from sim.web.guard import LARGEST_MESSAGE, MOST_CONNECTIONS

LOCAL = ("127.0.0.1", "localhost")
DEBUG = "RETORSION_DEBUG"
"""With this variable in the environment the traceback of a defect is printed."""


def listen(port: int, lan: bool) -> socket.socket:
    """A listening socket, on this machine only unless ``lan``; port 0 takes a free one.

    Raises:
        WrongInput: the port is taken, or not ours to take.
    """
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("0.0.0.0" if lan else LOCAL[0], port))
        s.listen(256)
    except OSError as error:
        s.close()
        why = {errno.EADDRINUSE: "is taken", errno.EACCES: "is kept for the system"}
        raise WrongInput(
            f"port {port} {why.get(error.errno or 0, 'cannot be used')}",
            "a free port",
            key="--port",
            way_out="Another one with --port, or leave it out: a free one is found",
        ) from None
    return s


def addresses() -> tuple[str, ...]:
    """The addresses of this machine in its networks, the likeliest first; empty where it is in none."""
    found: dict[str, None] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s, suppress(OSError):
        s.connect(("192.0.2.1", 9))  # nothing is sent: the system says from where it would be
        found[s.getsockname()[0]] = None
    with suppress(OSError):
        found |= dict.fromkeys(socket.gethostbyname_ex(socket.gethostname())[2])
    return tuple(address for address in found if not address.startswith(("127.", "0.")))


def drawn_code(address: str) -> str:
    """An address as a QR code that a terminal shows and a phone reads."""
    drawn = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out=drawn, compact=True, border=2)
    return drawn.getvalue()


def hosts_named(lan: bool) -> tuple[str, ...]:
    """By which names the server may be called."""
    if not lan:
        return LOCAL
    return (*LOCAL, *addresses(), socket.gethostname().lower(), f"{socket.gethostname().lower()}.local")


class Server(uvicorn.Server):
    """A server that says when it is there, and ends at once: nobody's work is lost with a page."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready
        self.stopped_by = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Any signal that means to stop ends the server; :func:`serve` passes it on once the sockets are closed."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came."""
        self.stopped_by = self.stopped_by or sig
        self.should_exit = True


def server_of(app: object, ready: Callable[[], None]) -> Server:
    """The server of an application, with its limits; ``ready`` is called once pages can be asked for."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="error" if os.environ.get(DEBUG) else "critical",
        access_log=False,
        server_header=False,
        lifespan="on",
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=0,
        timeout_keep_alive=30,
    )
    return Server(config, ready)


def serve(app: object, sockets: Iterable[socket.socket], ready: Callable[[], None]) -> None:
    """Serve until the process is told to stop; ``ready`` is called once pages can be asked for.

    Raises:
        Halt: Ctrl-C or SIGTERM, as anywhere inside :func:`sim.engine.stopping.listening`.
    """
    server = server_of(app, ready)
    server.run(sockets=list(sockets))
    if server.stopped_by:
        raise Halt(server.stopped_by)
