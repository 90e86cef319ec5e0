"""What a teacher does, a function each. What changes the class is a fact; a nudge and more time are not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sim.errors import WrongInput
from sim.play.debrief import BY_TEACHER
from sim.play.questions import MODEL
from sim.web.classroom.board import state
from sim.web.classroom.hub import Hub
from sim.web.classroom.protocol import flag, line, one_of, whole
from sim.web.classroom.rooms import DEBRIEF, LOBBY, OVER, PLAY, SAID, WHEN
from sim.web.classroom.tables import Running
from sim.words import listing, shown

Message = dict[str, Any]
MOST_SECONDS = 3600


async def do(hub: Hub, m: Message) -> None:
    """Carry out one order.

    Raises:
        WrongInput: no such order, or not now.
        StorageFailed: the disk would not take it.
    """
    what = m.get("what")
    if not isinstance(what, str) or what not in ORDERS:
        raise WrongInput(f"no order {shown(what)}", f"one of {listing(ORDERS)}", key="what")
    await ORDERS[what](hub, m)
    hub.show()


async def _phase(hub: Hub, phase: str) -> None:
    await hub.take({"k": "phase", "phase": phase, "at": round(hub.wall(), 1)})
    tell_all(hub)


async def _set(hub: Hub, name: str, value: Any) -> None:
    await hub.take({"k": "set", "name": name, "value": value})
    tell_state(hub)


def tell_state(hub: Hub) -> None:
    """Tell everybody how the class stands."""
    for student in hub.lines.values():
        student.put(state(hub.room))


def tell_all(hub: Hub) -> None:
    """Tell everybody how the class stands, and where their game does."""
    tell_state(hub)
    for seat in hub.room.seats.values():
        hub.tell(seat)


async def _start(hub: Hub, _m: Message) -> None:
    if hub.room.phase != LOBBY:
        raise WrongInput("the class has begun already")
    await _phase(hub, PLAY)
    hub.hold()
    await asyncio.gather(*(hub.refresh(table) for table in hub.tables))


async def _debrief(hub: Hub, _m: Message) -> None:
    if hub.room.phase == LOBBY:
        raise WrongInput("nothing was played yet", "a class that has begun")
    await _phase(hub, DEBRIEF)


async def _end(hub: Hub, _m: Message) -> None:
    await _phase(hub, OVER)


async def _pause(hub: Hub, _m: Message) -> None:
    await _set(hub, "paused", True)


async def _resume(hub: Hub, _m: Message) -> None:
    await _set(hub, "paused", False)
    for table in hub.tables:
        hub.tell_table(table)


async def _blank(hub: Hub, m: Message) -> None:
    await _set(hub, "blank", flag(m, "on"))


async def _say(hub: Hub, m: Message) -> None:
    await _set(hub, "said", line(m, "text", SAID))


async def _survey(hub: Hub, m: Message) -> None:
    if not hub.room.plan.survey:
        raise WrongInput("this class has no survey", "one given with --survey FILE")
    await _set(hub, "asking", one_of(m, "when", WHEN))


def _table(hub: Hub, m: Message) -> Running:
    return hub.tables[whole(m, "table", 0, len(hub.tables) - 1)]


def _tables(hub: Hub, m: Message) -> list[Running]:
    return hub.tables if m.get("table") is None else [_table(hub, m)]


async def _more(hub: Hub, m: Message) -> None:
    seconds = whole(m, "seconds", 1, MOST_SECONDS)
    for table in _tables(hub, m):
        table.extra += seconds
        hub.tell_table(table)


async def _model(hub: Hub, m: Message) -> None:
    asked = [table for table in _tables(hub, m) if table.question is not None]
    if not asked:
        raise WrongInput("nobody is asked at this table")
    await asyncio.gather(*(hub.move(table, table.state.version, MODEL, by=BY_TEACHER) for table in asked))


async def _finish(hub: Hub, m: Message) -> None:
    """From the next day on the model plays every chair; what is asked today it answers as soon as it is looked at."""
    for table in _tables(hub, m):
        async with table.lock:  # a world that is being computed is waited for
            q = table.question
            if q is not None:
                chairs = list(hub.room.plan.chairs)
                await hub.take({"k": "until", "table": table.state.number, "chairs": chairs, "day": q.day + 1})
    hub.tick()


async def _nudge(hub: Hub, m: Message) -> None:
    table = _table(hub, m)
    q = table.question
    for seat in hub.room.members(table.state.number, q.chair) if q else ():
        if seat.n in hub.lines:
            hub.lines[seat.n].put({"t": "nudge"})


async def _seat(hub: Hub, m: Message) -> None:
    n, table = whole(m, "n", 0, 10**6), whole(m, "table", 0, len(hub.tables) - 1)
    chair = one_of(m, "chair", hub.room.plan.chairs)
    if n not in hub.room.seats or not chair:
        raise WrongInput(f"no student {n}, or no chair", "a number of the board and a chair of the class")
    await hub.take({"k": "seat", "n": n, "table": table, "chair": chair})
    if n in hub.lines:
        hub.greet(n)


async def _runs(hub: Hub, m: Message) -> None:
    if hub.room.phase != LOBBY:
        raise WrongInput("the class has begun already", "the lobby, before the start")
    await hub.take({"k": "runs", "each": flag(m, "each"), "stagger": whole(m, "stagger", 0, MOST_SECONDS)})


ORDERS: dict[str, Callable[[Hub, Message], Awaitable[None]]] = {
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "blank": _blank,
    "say": _say,
    "survey": _survey,
    "more": _more,
    "model": _model,
    "finish": _finish,
    "nudge": _nudge,
    "seat": _seat,
    "runs": _runs,
    "debrief": _debrief,
    "end": _end,
}
