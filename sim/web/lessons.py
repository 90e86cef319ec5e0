"""The pages of the lessons, and the bets of a class: numbers without names, kept until the server ends."""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sim.errors import WrongInput
from sim.lessons import list_lessons, load_lesson
from sim.web.asking import read_json
from sim.web.guard import Buckets, address_of, refused
from sim.web.laboratory import dumped
from sim.web.payloads.lesson import lesson_payload
from sim.web.routes import BUSY, Pages, body_of
from sim.words import shown

MOST_BETS = 400
"""Of one lesson; the oldest give way."""
LONGEST_BET = 200
"""Bytes of a posted bet."""
BETS, BETS_AT_ONCE = 2, 60
"""A second and address: a class may stand behind one."""
NO_STORE = {"cache-control": "no-store"}
_WHO = re.compile(r"[0-9a-f]{8,32}")


class Bets:
    """The latest bet of each browser, by lesson. A browser is a number that it drew itself: nobody's name is here."""

    def __init__(self) -> None:
        self._found: dict[str, OrderedDict[str, int]] = {}

    def put(self, lesson: str, who: object, bet: object) -> None:
        """Take a bet; a second one of the same browser replaces the first.

        Raises:
            WrongInput: no number of a hundred, or no mark of a browser.
        """
        if not isinstance(who, str) or not _WHO.fullmatch(who):
            raise WrongInput(f"found {shown(who)}", "8 to 32 hexadecimal digits", key="who")
        if isinstance(bet, bool) or not isinstance(bet, int) or not 0 <= bet <= 100:
            raise WrongInput(f"found {shown(bet)}", "a whole number from 0 to 100", key="bet")
        found = self._found.setdefault(lesson, OrderedDict())
        found[who] = bet
        while len(found) > MOST_BETS:
            found.popitem(last=False)

    def of(self, lesson: str) -> list[int]:
        """All bets of a lesson, lowest first: nobody can tell who bet first."""
        return sorted(self._found.get(lesson, {}).values())


@cache
def told(name: str) -> dict[str, Any]:
    """A shipped lesson as its page needs it; read once."""
    return lesson_payload(load_lesson(list_lessons()[name]))


class LessonPages:
    """The routes of the lessons; files and buckets are those of the other pages."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.bets, self.betting = pages, Bets(), Buckets(BETS, BETS_AT_ONCE)

    def routes(self) -> list[BaseRoute]:
        """What is to be mounted."""
        return [
            Route("/lessons", self.all),
            Route("/lesson/{name}", self.page),
            Route("/api/lesson/{name}", self.pages.told(self._lesson)),
            Route("/api/lesson/{name}/bets", self.all_bets, methods=["GET"]),
            Route("/api/lesson/{name}/bets", self.bet, methods=["POST"]),
        ]

    async def all(self, _request: Request) -> Response:
        """The lessons stand on the front page."""
        return RedirectResponse("/#lessons", 307)

    async def page(self, request: Request) -> Response:
        """The page of a lesson, which asks for its text itself."""
        return self.pages.file(request, "lesson.html", "no-cache")

    def _lesson(self, request: Request) -> dict[str, Any]:
        return told(_known(request))

    async def all_bets(self, request: Request) -> Response:
        """{bets}: what the class has bet so far."""
        try:
            name = _known(request)
        except WrongInput as error:
            return refused(error, 404)
        return Response(dumped({"bets": self.bets.of(name)}), media_type="application/json", headers=NO_STORE)

    async def bet(self, request: Request) -> Response:
        """Take {who, bet}; answers with all bets."""
        if not self.betting.take(address_of(request)):
            return refused(BUSY, 429)
        try:
            name, m = (
                await run_in_threadpool(_known, request),
                read_json((await body_of(request, LONGEST_BET, "a bet")).decode(errors="replace")),
            )
            self.bets.put(name, m.get("who"), m.get("bet"))
        except WrongInput as error:
            return refused(error)
        return await self.all_bets(request)


def _known(request: Request) -> str:
    """The name of a lesson that there is."""
    name = request.path_params["name"]
    if name not in list_lessons():
        raise WrongInput(f"there is no lesson {shown(name)}")
    return str(name)
