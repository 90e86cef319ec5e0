"""Who may speak to the server, how much and how often. Shared by everything that is mounted into it.

The server is for this machine and, with ``--lan``, for a room: a page of elsewhere in the same browser must not be able
to ask it anything. ``Host`` has to be one of its own names (or a foreign name that resolves to this machine would be
let in), a socket or a posted text has to come from a page of its own, and no page of others may frame ours.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from sim.words import one_line

CSP = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
LARGEST_MESSAGE = 4096
"""Bytes of one message of a socket."""
MOST_SOCKETS = 120
MOST_CONNECTIONS = 400
"""Of all kinds; above that the server answers 503."""

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Bucket:
    """So many a second, and so many at once. ``clock`` gives seconds."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst, self.clock = rate, burst, clock
        self._left, self._since = float(burst), clock()

    def take(self) -> bool:
        """Whether one more is allowed now."""
        now = self.clock()
        self._left = min(self.burst, self._left + (now - self._since) * self.rate)
        self._since = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class Buckets:
    """A bucket for each of at most ``most`` addresses; the one that was quiet longest is forgotten."""

    def __init__(self, rate: float, burst: float, most: int = 1000) -> None:
        self.rate, self.burst, self.most = rate, burst, most
        self._found: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, who: str) -> bool:
        """Whether this address may ask once more now."""
        if who not in self._found:
            self._found[who] = Bucket(self.rate, self.burst)
            while len(self._found) > self.most:
                self._found.popitem(last=False)
        self._found.move_to_end(who)
        return self._found[who].take()


def hosts_of(names: Iterable[str], port: int) -> frozenset[str]:
    """What ``Host`` may say: each name with the port, and without it where it is the usual one."""
    made = {f"{_bracketed(name)}:{port}" for name in names}
    return frozenset(made | ({_bracketed(name) for name in names} if port == 80 else set()))


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def header(scope: Any, name: bytes) -> str:
    """A header of a request; empty where there is none or more than one."""
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if len(found) == 1 else ""


class Guard:
    """Lets in what is our own and adds the headers; everything else is refused by name before it reaches a route."""

    def __init__(self, app: Any, hosts: Iterable[str]) -> None:
        self.app, self.hosts = app, frozenset(hosts)
        self.origins = frozenset(f"http://{host}" for host in self.hosts)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """One request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        why = self.refusal(scope)
        if scope["type"] == "websocket":
            await (self._shut(receive, send) if why else self.app(scope, receive, send))
        elif why:
            await JSONResponse({"error": why}, 403)(scope, receive, _with_headers(send))
        else:
            await self.app(scope, receive, _with_headers(send))

    def refusal(self, scope: Any) -> str:
        """Why a request is not let in; empty if it is."""
        host, origin = header(scope, b"host").lower(), header(scope, b"origin").lower()
        if host not in self.hosts:
            return "this is not a name of this server"
        bold = scope["type"] == "websocket" or scope.get("method") not in ("GET", "HEAD")
        if origin not in self.origins and (bold or origin):
            return "asked from a page that is not ours"
        if header(scope, b"sec-fetch-site") == "cross-site" and (bold or scope["path"].startswith("/api/")):
            return "asked from a page that is not ours"
        return ""

    @staticmethod
    async def _shut(receive: Receive, send: Send) -> None:
        """Refuse a socket before it is opened: the browser sees 403."""
        await receive()
        await send({"type": "websocket.close", "code": 4403})


def _with_headers(send: Send) -> Send:
    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sent


def address_of(asking: HTTPConnection) -> str:
    """Where a request or a socket comes from, as far as it is counted; empty where that is not known."""
    return asking.client.host if asking.client else ""


def refused(error: object, code: int = 400) -> Response:
    """A refusal in one line, as JSON."""
    return JSONResponse({"error": one_line(error)}, code, headers={"cache-control": "no-store"})
