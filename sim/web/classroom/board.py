"""What the teacher's board shows, what one who comes is told, and how the class stands for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segno

from sim.scenario import Scenario
from sim.web.classroom.rooms import WHEN, Room, Seat
from sim.web.classroom.tables import Running


def state(room: Room) -> dict[str, Any]:
    """How the class stands, for everybody."""
    return {
        "t": "state",
        "phase": room.phase,
        "paused": room.paused,
        "blank": room.blank,
        "said": room.said,
        "asking": room.asking,
    }


def hello(s: Scenario, room: Room, seat: Seat) -> dict[str, Any]:
    """The place of one who comes, and what the class plays."""
    return {
        "t": "hello",
        "token": seat.token,
        "n": seat.n,
        "name": seat.name,
        "table": seat.table,
        "city": room.tables[seat.table].name,
        "chair": seat.chair,
        "chairs": list(room.plan.chairs),
        "mates": [other.name for other in room.members(seat.table, seat.chair) if other.n != seat.n],
        "home": s.home,
        "rival": s.rival,
        "title": s.title,
        "story": s.summary.strip(),
        "seconds": room.plan.seconds,
        "survey": list(room.plan.survey),
        "councils": list(room.plan.councils),
    }


def mates(room: Room, seat: Seat) -> dict[str, Any]:
    """Who sits in one chair, for all of them."""
    found = room.members(seat.table, seat.chair)
    return {"t": "mates", "mates": [{"n": other.n, "name": other.name} for other in found]}


def about(scenario: Scenario, room: Room, address: str) -> dict[str, Any]:
    """What the class plays and where students join, for the teacher; ``qr`` are the rows of the code, 1 for dark."""
    plan, code = room.plan, segno.make(address, error="m", micro=False) if address else None
    return {
        "t": "class",
        "title": scenario.title,
        "story": " ".join(scenario.summary.split()),
        "start": scenario.start.isoformat(),
        "days": scenario.days,
        "home": scenario.home,
        "rival": scenario.rival,
        "chairs": list(plan.chairs),
        "run": plan.run,
        "councils": list(plan.councils),
        "seconds": plan.seconds,
        "survey": list(plan.survey),
        "address": address,
        "qr": ["".join(map(str, row)) for row in code.matrix] if code else [],
    }


def board(room: Room, tables: Sequence[Running], there: set[int]) -> dict[str, Any]:
    """The whole board; ``there`` are the seats that are connected."""
    return {
        **state(room),
        "t": "board",
        "code": room.code,
        "there": len(there),
        "runs": room.plan.each,
        "stagger": room.plan.stagger,
        "rows": [table.row(room, there) for table in tables],
        "seats": [
            {"n": s.n, "name": s.name, "table": s.table, "chair": s.chair, "there": s.n in there}
            for s in room.seats.values()
        ],
        "surveys": {when: sum(w == when for _, w in room.surveys) for when in WHEN},
    }
