"""The socket of a class: who may come in, how much one may say, and an outbox that never waits for a sleeping phone."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections import OrderedDict
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.errors import StorageFailed, WrongInput
from sim.web.asking import read_json
from sim.web.classroom.board import about, board
from sim.web.classroom.hub import Hub
from sim.web.classroom.protocol import FLOOD, LONGEST, NO_MESSAGE, NOT_THE_TEACHER, TOO_MANY_CODES
from sim.web.classroom.teacher import do
from sim.web.guard import MOST_SOCKETS, Bucket, Buckets, address_of
from sim.words import one_line, shown

RATE, BURST = 5, 20
"""Messages a second and at once, of one socket."""
WRONG_CODES, WRONG_AT_ONCE = 0.2, 80
"""Wrong codes a second and at once, of one address: a whole class may mistype, a guesser needs years."""
IDLE, TO_JOIN, TO_SEND = 120.0, 20.0, 10.0
"""Seconds after which one who says nothing, does not join or does not take what is sent is let go."""


class ClassLine:
    """One open socket of a student or of the teacher."""

    def __init__(self, ws: WebSocket) -> None:
        self.ws, self.flow = ws, Bucket(RATE, BURST)
        self.n: int | None = None
        self.boss = False
        self._outbox: OrderedDict[str, str] = OrderedDict()
        self._filled = asyncio.Event()
        self._code = 0

    def put(self, message: dict[str, Any], slot: str = "") -> None:
        """Send a message some time; a newer one of the same slot (its kind, unless given) takes its place."""
        self._outbox[slot or str(message["t"])] = json.dumps(message, separators=(",", ":"), ensure_ascii=False)
        self._filled.set()

    def shut(self, code: int) -> None:
        """Close it, when what is in the outbox has left."""
        self._code = self._code or code
        self._filled.set()

    async def send_all(self) -> None:
        """Send what is in the outbox until the socket is to be closed."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            while self._outbox:
                _, text = self._outbox.popitem(last=False)
                await asyncio.wait_for(self.ws.send_text(text), TO_SEND)
            if self._code:
                await self.ws.close(self._code)
                return


class Door:
    """The endpoint: one hub, and what is remembered of addresses that mistyped its code."""

    def __init__(self, hub: Hub, address: str = "") -> None:
        self.hub, self.address = hub, address
        self.open = 0
        self._wrong = Buckets(WRONG_CODES, WRONG_AT_ONCE)

    async def enter(self, ws: WebSocket) -> None:
        """``/class/ws``."""
        if self.open >= MOST_SOCKETS:
            await ws.close(FLOOD)
            return
        await ws.accept()
        await self.hub.awake()
        line = ClassLine(ws)
        self.open += 1
        tasks = [asyncio.create_task(line.send_all()), asyncio.create_task(self._listen(line))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if tasks[1].done() and not tasks[0].done():  # what closed it is still to be said
                await asyncio.wait(tasks[:1], timeout=1.0)
        finally:
            self.open -= 1
            self.hub.bosses.discard(line)
            if line.n is not None:
                self.hub.leave(line.n, line)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, line: ClassLine) -> None:
        """Take messages until the socket closes, or is closed for what it sends."""
        with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
            while True:
                wait = IDLE if line.n is not None or line.boss else TO_JOIN
                got = await asyncio.wait_for(line.ws.receive(), wait)
                if got["type"] == "websocket.disconnect":
                    return
                code = await self.hub.whole(self._take(line, got.get("text")))
                if code:
                    line.shut(code)
                    return
        line.shut(1001)

    async def _take(self, line: ClassLine, text: str | None) -> int:
        """One message; returns the code with which the socket is to be closed, or 0."""
        if text is None:
            return NO_MESSAGE
        if len(text.encode()) > LONGEST or not line.flow.take():
            return FLOOD
        try:
            m = read_json(text)
        except WrongInput:
            return NO_MESSAGE
        try:
            return await self._answer(line, m)
        except (WrongInput, StorageFailed) as error:
            line.put({"t": "no", "why": one_line(error)[:300]})
            return 0

    async def _answer(self, line: ClassLine, m: dict[str, Any]) -> int:
        kind = m.get("t")
        if kind == "ping":
            line.put({"t": "pong"})
        elif kind == "join" and not line.boss:
            return await self._join(line, m)
        elif kind == "teach" and line.n is None:
            return self._teach(line, m)
        elif kind == "do" and line.boss:
            await do(self.hub, m)
        elif line.n is not None and kind in ("seal", "prefer", "survey"):
            await self._student(line, line.n, kind, m)
        else:
            raise WrongInput(f"found {shown(kind)}", "join with the code of the class first", key="t")
        return 0

    async def _student(self, line: ClassLine, n: int, kind: str, m: dict[str, Any]) -> None:
        if self.hub.lines.get(n) is not line:
            return  # it has joined elsewhere, and this line is being closed
        if kind == "prefer":
            self.hub.prefer(n, m)
        else:
            await (self.hub.seal if kind == "seal" else self.hub.survey)(n, m)

    def _known(self, line: ClassLine, m: dict[str, Any]) -> bool:
        """Whether the code is that of the class; wrong ones are counted by address."""
        if hmac.compare_digest(str(m.get("code")).upper().encode(), self.hub.room.code.encode()):
            return True
        if not self._wrong.take(address_of(line.ws)):
            line.shut(TOO_MANY_CODES)
        else:
            line.put({"t": "no", "why": "there is no class with this code"})
        return False

    async def _join(self, line: ClassLine, m: dict[str, Any]) -> int:
        if line.n is None and self._known(line, m):
            line.n = await self.hub.join(line, m)
        return 0

    def _teach(self, line: ClassLine, m: dict[str, Any]) -> int:
        if not self._known(line, m):
            return 0
        if not self.is_teacher(m.get("teacher")):
            return NOT_THE_TEACHER
        line.boss = True
        self.hub.bosses.add(line)
        line.put(about(self.hub.scenario, self.hub.room, self.address))
        line.put(board(self.hub.room, self.hub.tables, set(self.hub.lines)))
        return 0

    def is_teacher(self, secret: object) -> bool:
        """Whether this is the teacher's secret, in a time that tells nothing."""
        own = self.hub.room.teacher
        return bool(own) and hmac.compare_digest(str(secret).encode(), own.encode())
