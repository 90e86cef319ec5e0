"""What the teacher's board shows, what one who comes is told, and how the class stands for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
        "grace": room.plan.grace,
        "survey": list(room.plan.survey),
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
