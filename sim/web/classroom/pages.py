"""The addresses of a class: its pages, its debrief and its exports. Who asks shows a token in the header."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from sim.errors import RetorsionError, WrongInput
from sim.play.debrief import anonymous_csv
from sim.play.questions import from_json
from sim.web.classroom.debrief import Told
from sim.web.classroom.hub import Hub
from sim.web.classroom.rooms import DEBRIEF, survey_csv
from sim.web.classroom.sockets import WRONG_AT_ONCE, WRONG_CODES, Door
from sim.web.guard import Buckets, address_of, refused
from sim.web.laboratory import dumped
from sim.words import plain

STUDENT, TEACHER = "class.html", "teacher.html"
RATE, AT_ONCE = 2, 10
"""Questions a second, and at once, of one who may ask."""


class ClassPages:
    """The routes of one class; computed one answer at a time, so that a debrief costs no game its turn."""

    def __init__(self, hub: Hub, address: str = "") -> None:
        self.hub, self.door = hub, Door(hub, address)
        self._asking, self._wrong = Buckets(RATE, AT_ONCE), Buckets(WRONG_CODES, WRONG_AT_ONCE)
        self._lock = asyncio.Lock()
        self._told: tuple[tuple[int, ...], Told] | None = None

    def routes(self) -> list[BaseRoute]:
        """What is to be mounted beside the explorer."""
        return [
            Route("/c", self._file(STUDENT)),
            Route("/c/{code}", self._file(STUDENT)),
            Route("/teach", self._file(TEACHER)),
            Route("/class/{code}/debrief", self._answer(lambda told, _: _json(told.text))),
            *(Route(f"/class/{{code}}/{name}", self._answer(make)) for name, make in ASKED.items()),
            Route("/class/{code}/moves.csv", self._answer(_moves, teacher=True)),
            Route("/class/{code}/survey.csv", self._survey),
            WebSocketRoute("/class/ws", self.door.enter),
        ]

    @staticmethod
    def _file(name: str) -> Callable[[Request], Any]:
        async def shown(request: Request) -> Response:
            found = request.app.state.assets.get(name)
            if found is None:
                return refused("there is no such page", 404)
            return Response(found.body, headers={"content-type": found.kind, "cache-control": "no-cache"})

        return shown

    def _refusal(self, request: Request, teacher: bool) -> Response | None:
        """Why somebody may not ask, or None: the code, then the teacher's secret or, after the games, a student's."""
        room, token = self.hub.room, request.headers.get("authorization", "").removeprefix("Bearer ")
        own = hmac.compare_digest(request.path_params["code"].upper().encode(), room.code.encode())
        student = not teacher and room.phase == DEBRIEF and token in room.tokens
        if not own or not (self.door.is_teacher(token) or student):
            return refused("no" if self._wrong.take(address_of(request)) else "too many wrong codes", 403)
        return None if self._asking.take(token) else refused("too many questions at once", 429)

    async def _of_tables(self) -> Told:
        """The class with its games, computed anew where a move was made since."""
        hub, mark = self.hub, tuple(table.state.version for table in self.hub.tables)
        if self._told is None or self._told[0] != mark:
            games = [(table.state, hub.room.game(hub.scenario, table.state.number)) for table in hub.tables]
            self._told = mark, await run_in_threadpool(Told, hub.scenario, games)
        return self._told[1]

    def _answer(self, make: Callable[[Told, Request], Response], teacher: bool = False) -> Callable[[Request], Any]:
        """A route that makes something of the class as it stands, in a thread and one at a time."""

        async def answered(request: Request) -> Response:
            no = self._refusal(request, teacher)
            if no:
                return no
            try:
                async with self._lock:
                    return await run_in_threadpool(make, await self._of_tables(), request)
            except RetorsionError as error:
                return refused(error)

        return answered

    async def _survey(self, request: Request) -> Response:
        return self._refusal(request, teacher=True) or _csv(survey_csv(self.hub.room), "survey.csv")


def _number(request: Request, key: str) -> int:
    text = request.query_params.get(key, "")
    if not text.isdecimal() or len(text) > 9:
        raise WrongInput(f"found '{text[:20]}'", "a whole number", key=key)
    return int(text)


def _move(request: Request) -> object:
    try:
        return from_json(json.loads(request.query_params.get("move", "")[:200]))
    except (ValueError, RecursionError):
        raise WrongInput("not JSON", 'a move such as 0 or ["expel",35]', key="move") from None


ASKED: dict[str, Callable[[Told, Request], Response]] = {
    "whatif": lambda told, r: _made(told.what_if(_number(r, "table"), _number(r, "number"), _move(r))),
    "staff": lambda told, r: _made(told.staff(_number(r, "table"), _number(r, "number"))),
    "why": lambda told, r: _made(told.why(_number(r, "table"), _number(r, "day"), r.query_params.get("side", "rival"))),
}
"""What can be asked of a debrief, by the end of its address."""


def _made(value: Any) -> Response:
    return _json(dumped(plain(value)))


def _moves(told: Told, _request: Request) -> Response:
    return _csv(anonymous_csv(told.tables), "moves.csv")


def _json(body: str) -> Response:
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})


def _csv(body: str, name: str) -> Response:
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="text/csv", headers=headers)
