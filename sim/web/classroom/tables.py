"""A table while it is played: its world up to the pending question, its clock, and the dots of who thinks what."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.errors import RetorsionError
from sim.play.debrief import path
from sim.play.game import Game, Turn
from sim.play.questions import Question, as_json
from sim.web.classroom.protocol import question_json
from sim.web.classroom.rooms import Room, Seat, TableState
from sim.web.payloads.world import steps_of
from sim.words import one_line

EMPTY_CHAIR, LATE, HANDED = ("empty", "late", "handed")
"""Why the model answers for a chair: nobody sits there, its time is up, or the teacher let the model go on."""


class Snapshot(NamedTuple):
    """A game as far as ``v`` moves: the pending question (None at the end), the points of both sides, today, what was
    last done, in which way the world failed, if it did, the points of each side as [day, value after it], and who
    moved what so far as [chair, kind, day, words].
    """

    v: int
    question: Question | None
    points: tuple[float, float]
    day: int
    last: dict[str, str] | None
    failed: str = ""
    path: dict[str, list[list[float]]] = {}
    moves: Sequence[Sequence[Any]] = ()


NOTHING = Snapshot(0, None, (0.0, 0.0), 0, None)
"""Before the first world is computed."""


def snapshot(game: Game, moves: list[Any], by: str) -> Snapshot:
    """Play a game to its next question."""
    try:
        turn = game.turn(moves)
    except RetorsionError as error:
        return Snapshot(len(moves), None, (0.0, 0.0), 0, None, one_line(error))
    home, rival = turn.model.world[0]["points"].tolist()
    steps = {side: steps_of(np.array(points)) for side, points in path(turn).items()}
    done = [[a.question.chair, a.question.kind, a.question.day, a.words] for a in turn.asked]
    points = (round(home, 1), round(rival, 1))
    return Snapshot(len(moves), turn.question, points, turn.day, _last(turn, by), path=steps, moves=done)


def _last(turn: Turn, by: str) -> dict[str, str] | None:
    if not turn.asked:
        return None
    asked = turn.asked[-1]
    return {"chair": asked.question.chair, "words": asked.words, "by": by}


class Running:
    """A table with its clock. ``hold`` counts down to its start; ``spent`` and ``extra`` are seconds of this turn."""

    def __init__(self, state: TableState) -> None:
        self.state = state
        self.now: Snapshot | None = None
        self.lock = asyncio.Lock()
        self.hold = self.spent = self.extra = 0.0
        self.dots: dict[int, Any] = {}

    @property
    def question(self) -> Question | None:
        """The question that waits for an answer, if the world is computed so far."""
        return self.now.question if self.now is not None and self.now.v == self.state.version else None

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.now is not None and self.now.v == self.state.version and self.now.question is None

    def take(self, found: Snapshot) -> None:
        """A world is computed: its question begins its turn."""
        self.now, self.spent, self.extra, self.dots = found, 0.0, 0.0, {}

    def takes(self, v: int, seat: Seat | None) -> bool:
        """Whether question ``v`` is open, and to this seat; None is the model, which answers for any chair."""
        q = self.question
        ours = q is not None and (seat is None or (seat.chair, seat.table) == (q.chair, self.state.number))
        return ours and v == self.state.version and self.hold <= 0.0

    def left(self, seconds: float) -> float:
        """Seconds left of a turn of so many."""
        return round(seconds + self.extra - self.spent, 1)

    def why_model(self, room: Room, there: int) -> str:
        """Whether the model is to answer now, and why; ``there``: how many of the chair are connected."""
        q = self.question
        if q is None or self.hold > 0.0 or not room.members(self.state.number):
            return ""
        until = self.state.until.get(q.chair)
        if until is not None and q.day >= until - 1:
            return HANDED
        if not room.members(self.state.number, q.chair):
            return EMPTY_CHAIR
        left = self.left(room.plan.seconds)
        return LATE if left <= (-room.plan.grace if there else 0.0) else ""

    def message(self, room: Room, chair: str) -> dict[str, Any]:
        """What somebody in a chair is told while the class plays."""
        v, q = self.state.version, self.question
        left = self.left(room.plan.seconds)
        if self.hold > 0.0:
            return {"t": "wait", "v": v, "for": "start", "left": round(self.hold, 1)}
        if self.over and self.now is not None:
            return {"t": "over", "v": v, "points": self.now.points}
        if q is None:
            return {"t": "wait", "v": v, "for": "model"}
        if q.chair == chair:
            return {"t": "ask", "v": v, "left": left, "q": question_json(q), "dots": self.dotted()}
        return {"t": "wait", "v": v, "for": q.chair, "day": q.day, "date": str(q.date), "left": left}

    def dotted(self) -> list[dict[str, Any]]:
        """The preferences of this turn."""
        return [{"n": n, "move": as_json(move)} for n, move in self.dots.items()]

    def row(self, room: Room, there: set[int]) -> dict[str, Any]:
        """The table on the teacher's board."""
        q, now, number = self.question, self.now or NOTHING, self.state.number
        return {
            "n": number,
            "city": self.state.name,
            "run": self.state.run,
            "v": self.state.version,
            "over": self.over,
            "hold": round(self.hold, 1),
            "dots": len(self.dots),
            "day": now.day,
            "last": now.last,
            "points": now.points,
            "failed": now.failed,
            "path": now.path,
            "moves": now.moves,
            "date": str(q.date) if q else None,
            "for": q.chair if q else None,
            "left": self.left(room.plan.seconds) if q else None,
            "chairs": {chair: _there(room.members(number, chair), there) for chair in room.plan.chairs},
        }


def _there(seats: list[Seat], there: set[int]) -> dict[str, int]:
    return {"there": sum(seat.n in there for seat in seats), "of": len(seats)}
