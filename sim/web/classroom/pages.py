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
from sim.words import plain

STUDENT, TEACHER = "class.html", "teacher.html"
ASKED, ASKED_AT_ONCE = 2, 10


class ClassPages:
    """The routes of one class; computed one answer at a time, so that a debrief costs no game its turn."""

    def __init__(self, hub: Hub, address: str = "") -> None:
        self.hub, self.door = hub, Door(hub, address)
        self._asking, self._wrong = Buckets(ASKED, ASKED_AT_ONCE), Buckets(WRONG_CODES, WRONG_AT_ONCE)
        self._lock = asyncio.Lock()
        self._told: tuple[tuple[int, ...], Told] | None = None
        self._page: tuple[tuple[int, ...], str] | None = None

    def routes(self) -> list[BaseRoute]:
        """What is to be mounted beside the explorer."""
        told: dict[str, Callable[[Told, Request], Any]] = {
            "whatif": lambda told, r: told.what_if(_number(r, "table"), _number(r, "number"), _move(r)),
            "staff": lambda told, r: told.staff(_number(r, "table"), _number(r, "number")),
            "why": lambda told, r: told.why(
                _number(r, "table"), _number(r, "day"), r.query_params.get("side", "rival")
            ),
        }
        return [
            Route("/c", self._file(STUDENT)),
            Route("/c/{code}", self._file(STUDENT)),
            Route("/teach", self._file(TEACHER)),
            Route("/class/{code}/debrief", self._debrief),
            *(Route(f"/class/{{code}}/{name}", self._answer(make)) for name, make in told.items()),
            Route("/class/{code}/moves.csv", self._moves),
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

    async def _debrief(self, request: Request) -> Response:
        no = self._refusal(request, teacher=False)
        if no:
            return no
        async with self._lock:
            told = await self._of_tables()
            mark = tuple(table.state.version for table in self.hub.tables)
            if self._page is None or self._page[0] != mark:
                self._page = mark, _dumped(await run_in_threadpool(told.page))
        return _json(self._page[1])

    def _answer(self, make: Callable[[Told, Request], Any]) -> Callable[[Request], Any]:
        async def answered(request: Request) -> Response:
            no = self._refusal(request, teacher=False)
            if no:
                return no
            try:
                async with self._lock:
                    told = await self._of_tables()
                    return _json(_dumped(await run_in_threadpool(make, told, request)))
            except RetorsionError as error:
                return refused(error)

        return answered

    async def _moves(self, request: Request) -> Response:
        no = self._refusal(request, teacher=True)
        if no:
            return no
        async with self._lock:
            told = await self._of_tables()
            return _csv(await run_in_threadpool(anonymous_csv, told.tables), "moves.csv")

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


def _dumped(value: Any) -> str:
    return json.dumps(plain(value), separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _json(body: str) -> Response:
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})


def _csv(body: str, name: str) -> Response:
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="text/csv", headers=headers)
