"""Small classes for tests: a scenario, a journal in a folder, lines that remember what they were told."""

import asyncio
from contextlib import asynccontextmanager

from sim import __version__
from sim.play.game import councils_of
from sim.scenario.loading import load_scenario
from sim.store.frozen import freeze
from sim.web.classroom.hub import Hub
from sim.web.classroom.journal import FILE, Journal, read, write_new
from sim.web.classroom.rooms import Plan, fold, header, opening

USUAL = load_scenario("us-russia-2016")
FROZEN = freeze(USUAL).model_dump(mode="json")
COUNCILS = councils_of(USUAL)


def begun(**plan):
    """The first two facts of a class of two tables."""
    plan = {"tables": 2, "councils": COUNCILS, "blocs": 1, **plan}
    return [header(FROZEN, __version__), opening(Plan(**plan), 1000.0)]


class Heard:
    """A line that keeps all it was told, and what it was closed with."""

    def __init__(self):
        self.told, self.code = [], 0

    def put(self, message, slot=""):
        self.told.append(message)

    def shut(self, code):
        self.code = code

    def last(self, *kinds):
        """The latest message of these kinds, or None."""
        return next((m for m in reversed(self.told) if m["t"] in kinds), None)

    @property
    def now(self):
        """Where the game stands for this one."""
        return self.last("lobby", "ask", "wait", "over", "debrief", "ended")


class Clock:
    """A clock that a test turns."""

    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


@asynccontextmanager
async def school(folder, **plan):
    """A hub over a new journal, without its own ticking: ``hub.pass_by(seconds)`` turns the clock and looks once."""
    path = folder / "class" / FILE
    write_new(path, begun(**plan))
    async with reopened(path) as hub:
        yield hub


@asynccontextmanager
async def reopened(path):
    """The hub of a journal that is there."""
    clock = Clock()
    hub = Hub(USUAL, fold(read(path)), Journal(path), clock, lambda: 2000.0 + clock.time)

    async def pass_by(seconds):
        clock.time += seconds
        hub.tick()
        await settled(hub)

    hub.pass_by = pass_by
    try:
        yield hub
    finally:
        await hub.close()


async def settled(hub):
    """Wait until nothing is under way."""
    while hub._tasks:
        await asyncio.gather(*hub._tasks)
    await asyncio.sleep(0)


async def come(hub, name="", **more):
    """A student joins; returns (number, line)."""
    line = Heard()
    n = await hub.join(line, {"name": name, **more})
    return n, line


async def seated(hub, count):
    """So many students, in the order of their numbers: lines."""
    return [(await come(hub, f"S{k}"))[1] for k in range(count)]
