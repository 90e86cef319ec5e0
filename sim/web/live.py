"""The socket of a page: questions in, answers out, newest first, and never more than one of a kind under way.

Answers wait in an outbox with one place a kind, so that a sleeping phone holds back nobody and costs no memory.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.errors import WrongInput
from sim.web.asking import Question, fan_of, question_of, read_json, whole
from sim.web.explore import Explorer
from sim.web.guard import LARGEST_MESSAGE, MOST_SOCKETS, Bucket
from sim.web.laboratory import KINDS, Answer, Job, dumped
from sim.words import one_line

LARGEST_SEQ = 2**53
SLIDING = ("fan", "pin")
SLIDES, SLIDES_AT_ONCE = 200, 400
"""Fans a second: a hand on a fast screen sends 144, each in the place of the one before."""
OTHERS, OTHERS_AT_ONCE = 40, 120
"""All other messages: a key held down walks through thirty worlds a second."""
NO_MESSAGE, FLOOD, TOO_MANY = 4400, 4408, 4429


class Line:
    """One open socket."""

    def __init__(self, ws: WebSocket, explorer: Explorer) -> None:
        self.ws, self.explorer = ws, explorer
        self.sliding, self.other = Bucket(SLIDES, SLIDES_AT_ONCE), Bucket(OTHERS, OTHERS_AT_ONCE)
        self._outbox: OrderedDict[str, str] = OrderedDict()
        self._filled = asyncio.Event()
        self._before: Question | None = None

    def put(self, slot: str, text: str) -> None:
        """Put a message into the outbox, in the place of an older one of its slot that has not left yet."""
        self._outbox[slot] = text
        self._filled.set()

    async def send_all(self) -> None:
        """Send what is in the outbox, for ever."""
        while True:
            await self._filled.wait()
            while self._outbox:
                _, text = self._outbox.popitem(last=False)
                await self.ws.send_text(text)
            self._filled.clear()

    async def listen(self) -> None:
        """Take messages until the socket closes, or is closed for what it sends."""
        while True:
            got = await self.ws.receive()
            if got["type"] == "websocket.disconnect":
                return
            text = got.get("text")
            if text is None or len(text) > LARGEST_MESSAGE:
                await self.ws.close(NO_MESSAGE, "one JSON object a message")
                return
            try:
                m = read_json(text)
            except WrongInput as error:
                await self.ws.close(NO_MESSAGE, str(error)[:100])
                return
            if not (self.sliding if m.get("t") in SLIDING else self.other).take():
                await self.ws.close(FLOOD, "too many messages")
                return
            await self._answer(m)

    async def _answer(self, m: dict[str, Any]) -> None:
        """Answer one message, now or in turn; what is wrong with it is said in one line."""
        given, seq = m.get("t"), 0
        kind = given if isinstance(given, str) else ""
        try:
            seq = whole("seq", m.get("seq"), 0, 0, LARGEST_SEQ)
            if kind == "ping":
                self.put("pong", dumped({"t": "pong", "seq": seq}))
                return
            known = self.explorer.lab.shelf.has_ready(m.get("q"))
            job = self._job(kind, m) if known else await run_in_threadpool(self._job, kind, m)
        except WrongInput as error:
            self._sorry(kind, seq, one_line(error))
            return
        self.explorer.ask((id(self), job.slot), job, lambda answer: self._put(kind, job, seq, answer))

    def _job(self, kind: str, m: dict[str, Any]) -> Job:
        lab = self.explorer.lab
        now = question_of(m.get("q"), lab.shelf)
        job = lab.job(kind, m, now)
        if kind == "fan":
            if self._before is not None:
                self.explorer.expect(lab.neighbours(self._before, now, fan_of(m["q"], now.scenario.days)))
            self._before = now
        return job

    def _put(self, kind: str, job: Job, seq: int, answer: Answer) -> None:
        if answer.error:
            self._sorry(kind, seq, answer.error)
            return
        cached = ',"cached":true' if not answer.ms else ""
        of = f',"of":"{job.of}"' if job.of else ""
        self.put(job.slot, f'{{"t":"{kind}","seq":{seq}{of},"ms":{answer.ms}{cached},{answer.body[1:]}')

    def _sorry(self, kind: str, seq: int, error: str) -> None:
        of = kind if kind in KINDS else ""
        self.put(f"sorry {of}", dumped({"t": "sorry", "seq": seq, "of": of, "error": error[:500]}))


async def live(ws: WebSocket) -> None:
    """``/ws``."""
    explorer: Explorer = ws.app.state.explorer
    if len(explorer.lines) >= MOST_SOCKETS:
        await ws.close(TOO_MANY)
        return
    await ws.accept()
    line = Line(ws, explorer)
    explorer.enter(line)
    sender = asyncio.create_task(line.send_all())
    try:
        await line.listen()
    except WebSocketDisconnect:
        pass
    finally:
        sender.cancel()
        explorer.leave(line)
