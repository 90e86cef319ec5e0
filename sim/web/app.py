"""The application: routes of the explorer and of whatever else is mounted beside it, behind one guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sim.scenario import Scenario
from sim.web.assets import Assets
from sim.web.explore import Explorer
from sim.web.guard import Guard, refused
from sim.web.laboratory import Laboratory
from sim.web.lessons import LessonPages
from sim.web.routes import Pages
from sim.web.shelf import Shelf


def build(hosts: Iterable[str], own: Scenario | None = None, more: Iterable[BaseRoute] = ()) -> Starlette:
    """The server's application. ``hosts``: what ``Host`` may say, with the port; ``own``: the scenario of the command
    line; ``more``: routes of other rooms, which come first and stand behind the same guard.
    """
    explorer, assets = Explorer(Laboratory(Shelf(own))), Assets()
    pages = Pages(explorer, assets)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        explorer.start()
        yield
        await explorer.stop()

    app = Starlette(
        routes=[*more, *LessonPages(pages).routes(), *pages.routes()],
        middleware=[Middleware(Guard, hosts=frozenset(hosts))],
        exception_handlers={404: _nothing, 405: _nothing, 500: _defect},
        lifespan=lifespan,
    )
    app.state.explorer, app.state.assets = explorer, assets
    return app


async def _nothing(_request: Request, _error: Exception) -> Response:
    return refused("there is no such page", 404)


async def _defect(_request: Request, error: Exception) -> Response:
    return refused(f"{type(error).__name__}; this is a defect of Retorsion", 500)
