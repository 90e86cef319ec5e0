"""The addresses of the explorer: the page, its files, and every answer that a link can name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from sim.errors import WrongInput
from sim.scenario.located import LARGEST_FILE
from sim.web.assets import Assets
from sim.web.explore import Explorer
from sim.web.guard import Buckets, address_of, refused
from sim.web.laboratory import Job, dumped
from sim.web.live import live
from sim.web.query import message_of
from sim.words import shown

FOR_GOOD = "private, max-age=31536000, immutable"
ASKED, ASKED_AT_ONCE = 30, 120
"""Requests for answers a second and address."""
POSTED, POSTED_AT_ONCE = 1, 10
MEDIA = {"csv": "text/csv", "json": "application/json", "toml": "application/toml"}
BUSY = "too many questions at once; ask again in a moment"


class Pages:
    """The routes, with what they share."""

    def __init__(self, explorer: Explorer, assets: Assets) -> None:
        self.explorer, self.assets = explorer, assets
        self.asking, self.posting = Buckets(ASKED, ASKED_AT_ONCE), Buckets(POSTED, POSTED_AT_ONCE)
        self._cards = self.told(lambda _: explorer.lab.cards())

    def routes(self) -> list[BaseRoute]:
        """What is to be mounted."""
        return [
            Route("/", self.front),
            Route("/explore", self.explore),
            Route("/static/v/{mark}/{name:path}", self.asset),
            Route("/static/{name:path}", self.asset),
            Route("/api/status", self.status),
            Route("/api/cards", self.cards),
            Route("/api/page", self.told(self._page)),
            Route("/api/scenario", self.post, methods=["POST"]),
            *(Route(f"/api/{kind}", self.answer) for kind in ("fan", "world", "why", "pair", "score")),
            Route("/api/export.{ending}", self.export),
            WebSocketRoute("/ws", live),
        ]

    # ---------------------------------------------------------------- the page and its files

    async def front(self, request: Request) -> Response:
        """The front page; a link with a state in it goes on to the explorer."""
        if request.url.query:
            return RedirectResponse(f"/explore?{request.url.query}", 307)
        return self.file(request, "index.html", "no-cache")

    async def explore(self, request: Request) -> Response:
        """The page; its state is the query, which it reads itself."""
        return self.file(request, "explorer.html", "no-cache")

    async def asset(self, request: Request) -> Response:
        """A file of the page, for good where its address carries the mark."""
        marked = request.path_params.get("mark") == self.assets.mark
        return self.file(request, request.path_params["name"], FOR_GOOD if marked else "no-cache")

    def file(self, request: Request, name: str, keep: str) -> Response:
        """One of the files of the pages; ``keep`` says how long a browser may go without asking again."""
        found = self.assets.get(name)
        if found is None:
            return refused("there is no such page", 404)
        headers = {"cache-control": keep, "vary": "accept-encoding", "content-type": found.kind}
        if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
            return _tagged(request, found.packed, {**headers, "content-encoding": "gzip"})
        return _tagged(request, found.body, headers)

    # ---------------------------------------------------------------- answers

    async def status(self, _request: Request) -> Response:
        """How things stand."""
        return Response(self.explorer.status(), media_type="application/json", headers={"cache-control": "no-store"})

    def told(self, make: Callable[[Request], dict[str, Any]]) -> Callable[[Request], Any]:
        """A route that makes something in a thread of its own, so that the server goes on listening."""

        async def answered(request: Request) -> Response:
            if not self.asking.take(address_of(request)):
                return refused(BUSY, 429)
            try:
                body = dumped(await run_in_threadpool(make, request))
            except WrongInput as error:
                return refused(error)
            return _json(request, body)

        return answered

    def _page(self, request: Request) -> dict[str, Any]:
        return self.explorer.lab.page(request.query_params.get("scenario", self.explorer.lab.shelf.first))

    async def cards(self, request: Request) -> Response:
        """The front page. Pictures that it lacks are drawn when nobody asks anything, and then it asks again."""
        self.explorer.expect(self.explorer.lab.pictures())
        return await self._cards(request)

    async def answer(self, request: Request) -> Response:
        """What the socket answers, by address."""
        kind = request.url.path.rpartition("/")[2]
        return await self._linked(request, partial(self.explorer.lab.job_of, kind), partial(_json, request))

    async def export(self, request: Request) -> Response:
        """What a link means, as a file to be saved."""
        ending = request.path_params["ending"]
        return await self._linked(request, partial(self.explorer.lab.export_job, ending), partial(_saved, ending))

    async def _linked(
        self, request: Request, job_of: Callable[[Mapping[str, Any]], Job], give: Callable[[str], Response]
    ) -> Response:
        """The answer to the message that a link is, in turn; ``job_of`` says what it asks, ``give`` how it is sent."""
        if not self.asking.take(address_of(request)):
            return refused(BUSY, 429)
        try:
            m = await run_in_threadpool(message_of, request.url.query, self.explorer.lab.shelf)
            job = await run_in_threadpool(job_of, m)
        except WrongInput as error:
            return refused(error)
        answer = await self.explorer.fetch(job)
        if answer is None:
            return refused(BUSY, 503)
        return refused(answer.error) if answer.error else give(answer.body)

    async def post(self, request: Request) -> Response:
        """The text of a scenario file: checked as a stranger's; the name it goes by from now on, in this process."""
        if not self.posting.take(address_of(request)):
            return refused(BUSY, 429)
        try:
            text = _text_of(await body_of(request, LARGEST_FILE, "the text of one scenario"))
            name = await run_in_threadpool(self.explorer.lab.shelf.post, text)
        except WrongInput as error:
            return refused(error)
        return Response(
            dumped({"scenario": name}), media_type="application/json", headers={"cache-control": "no-store"}
        )


async def body_of(request: Request, most: int, what: str) -> bytes:
    """The body of a request, which is read no further than ``what`` it should be may be long.

    Raises:
        WrongInput: more bytes than ``most``.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise WrongInput(f"more than {most:,} bytes", what)
    return body


def _text_of(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise WrongInput(f"found {shown(body[:8].hex())}", "UTF-8 text") from None


def _json(request: Request, body: str) -> Response:
    return _tagged(request, body.encode(), {"cache-control": "no-cache", "content-type": "application/json"})


def _saved(ending: str, body: str) -> Response:
    """An answer that is a file, to be saved under its name."""
    made = json.loads(body)
    saved = f'attachment; filename="{made["name"]}"'
    return Response(made["text"], media_type=MEDIA[ending], headers={"content-disposition": saved})


def _tagged(request: Request, body: bytes, headers: dict[str, str]) -> Response:
    """A body with its tag; none of it for who has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"etag": tag, "cache-control": headers["cache-control"]})
    return Response(body, headers={**headers, "etag": tag})
