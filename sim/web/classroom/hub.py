"""The hub of a class: facts go to the journal, then into the room, then out to everybody whom they concern.

It runs in one event loop. Worlds are computed in two threads, the disk has a third; a table computes one turn at a time
and no table waits for another.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from sim.errors import StorageFailed, WrongInput
from sim.play.debrief import BY_CLOCK, BY_STUDENT, BY_TEACHER
from sim.play.questions import MODEL, as_json, checked_move, move_words
from sim.scenario import Scenario
from sim.web.classroom.board import board, hello, mates, state
from sim.web.classroom.journal import Fact, Journal
from sim.web.classroom.protocol import ELSEWHERE, answers_of, note_of, whole
from sim.web.classroom.rooms import DEBRIEF, LOBBY, MOST_MATES, OVER, PLAY, Room, Seat, apply
from sim.web.classroom.tables import HANDED, Running, snapshot

T = TypeVar("T")

TICK = 0.25
BOARD = 0.5
"""Seconds between two looks at the clocks, and at least between two boards."""
THREADS = 2


class Line(Protocol):
    """A socket: ``put`` never waits, a newer message takes the place of an older one of its slot."""

    def put(self, message: dict[str, Any], slot: str = "") -> None:
        """Send a message some time."""

    def shut(self, code: int) -> None:
        """Close it."""


class Hub:
    """One class. ``clock`` gives seconds, ``wall`` the time of day in seconds."""

    def __init__(
        self,
        scenario: Scenario,
        room: Room,
        journal: Journal,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.scenario, self.room, self.journal, self.clock, self.wall = scenario, room, journal, clock, wall
        self.tables = [Running(state) for state in room.tables]
        self.lines: dict[int, Line] = {}
        self.bosses: set[Line] = set()
        self._pool = ThreadPoolExecutor(THREADS, "table")
        self._joining = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._board: asyncio.Task[None] | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._ticked = 0.0
        self._auto: set[int] = set()

    # ---------------------------------------------------------------- life

    async def awake(self) -> None:
        """Begin to look at the clocks, with the first who comes; a class that was resumed computes its worlds."""
        if self._ticking is not None:
            return
        self._ticked = self.clock()
        self._ticking = asyncio.create_task(self._tick_on())
        if self.room.phase != LOBBY:
            self.hold()
            await asyncio.gather(*(self.refresh(table) for table in self.tables))

    def let_go(self) -> None:
        """Let go of threads and file once the loop has ended; the journal holds all that was acknowledged."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.journal.close()

    async def close(self) -> None:
        """Stop within the loop, and let go."""
        tasks = [t for t in (self._ticking, self._board, *self._tasks) if t is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.let_go()

    def later(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Do something without waiting for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something to its end, even if who waits for it is gone: a fact that is on disk must reach the room."""
        return await asyncio.shield(self.later(work))

    async def take(self, fact: Fact) -> None:
        """A fact: on disk first, then in the room.

        Raises:
            StorageFailed: the disk would not take it; nothing has changed.
        """
        await self.journal.write(fact)
        apply(self.room, fact)

    async def _tick_on(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self.tick()

    def tick(self) -> None:
        """Let the clocks of the tables run, and the model answer where it is its turn."""
        now = self.clock()
        passed, self._ticked = now - self._ticked, now
        if self.room.phase != PLAY or self.room.paused:
            return
        for table in self.tables:
            held = table.hold > 0.0
            table.hold = max(0.0, table.hold - passed)
            if held and table.hold == 0.0:
                self.tell_table(table)
            elif not held and table.question is not None:
                table.spent += passed
            self._let_model(table)

    def _let_model(self, table: Running) -> None:
        """Have the model answer, once, where the time is up, the chair is empty or the teacher says so."""
        q, number = table.question, table.state.number
        if q is None or number in self._auto:
            return
        there = sum(seat.n in self.lines for seat in self.room.members(number, q.chair))
        why = table.why_model(self.room, there)
        if why:
            self._auto.add(number)
            self.later(self._by_model(table, BY_TEACHER if why == HANDED else BY_CLOCK))

    async def _by_model(self, table: Running, by: str) -> None:
        try:
            await self.move(table, table.state.version, MODEL, by=by)
        except StorageFailed as error:
            self.to_bosses({"t": "no", "why": str(error)})
        finally:
            self._auto.discard(table.state.number)

    def hold(self) -> None:
        """How long each table still waits for its own start."""
        for table in self.tables:
            begins = self.room.started + table.state.number * self.room.plan.stagger
            table.hold = max(0.0, begins - self.wall())

    # ---------------------------------------------------------------- students

    async def join(self, line: Line, m: dict[str, Any]) -> int | None:
        """Somebody comes, or comes back; returns the number of the seat, None for who is not let in."""
        async with self._joining:
            n = self.room.tokens.get(token) if isinstance(token := m.get("token"), str) and token else None
            if n is None:
                n = await self._new_seat(line, m)
            if n is None:
                return None
        old, self.lines[n] = self.lines.get(n), line
        if old is not None and old is not line:
            old.shut(ELSEWHERE)
        self.greet(n)
        seat = self.room.seats[n]
        self._to_chair(self.tables[seat.table], seat.chair, mates(self.room, seat))
        self.show()
        return n

    async def _new_seat(self, line: Line, m: dict[str, Any]) -> int | None:
        if self.room.over_at(self.wall()):
            line.put({"t": "no", "why": "this class is over"})
            return None
        place = self._wanted(m) or self.room.place()
        if place is None:
            line.put({"t": "no", "why": "this class is full"})
            return None
        n = len(self.room.seats)
        fact = {"k": "join", "n": n, "token": secrets.token_urlsafe(12), "name": self.room.name_for(m.get("name"))}
        await self.take({**fact, "table": place[0], "chair": place[1], "at": round(self.wall(), 1)})
        return n

    def _wanted(self, m: dict[str, Any]) -> tuple[int, str] | None:
        """The place that is asked for, if there is room."""
        table, chair = m.get("table"), m.get("chair")
        known = isinstance(table, int) and 0 <= table < len(self.tables) and chair in self.room.plan.chairs
        if not known or len(self.room.members(int(table or 0), str(chair))) >= MOST_MATES:
            return None
        return int(table or 0), str(chair)

    def leave(self, n: int, line: Line) -> None:
        """A connection is gone; the seat stays."""
        if self.lines.get(n) is line:
            del self.lines[n]
            self.show()

    def greet(self, n: int) -> None:
        """Everything that one who comes has to know."""
        seat, line = self.room.seats[n], self.lines[n]
        line.put(hello(self.scenario, self.room, seat))
        line.put(state(self.room))
        self.tell(seat)

    def tell(self, seat: Seat) -> None:
        """Tell one student where the game stands."""
        line = self.lines.get(seat.n)
        if line is None:
            return
        if self.room.phase == PLAY:
            line.put(self.tables[seat.table].message(self.room, seat.chair), "now")
        else:
            told = {LOBBY: "lobby", DEBRIEF: "debrief", OVER: "ended"}[self.room.phase]
            there = {"there": len(self.lines)} if self.room.phase == LOBBY else {}
            line.put({"t": told, **there}, "now")

    def tell_table(self, table: Running) -> None:
        """Tell everybody at a table, and the board."""
        for seat in self.room.members(table.state.number):
            self.tell(seat)
        self.show()

    async def seal(self, n: int, m: dict[str, Any]) -> None:
        """A chair answers.

        Raises:
            WrongInput: what cannot be.
            StorageFailed: the disk would not take it.
        """
        seat, line = self.room.seats[n], self.lines[n]
        table, v = self.tables[seat.table], whole(m, "v", 0, 10**6)
        if self.room.phase != PLAY or self.room.over_at(self.wall()):
            raise WrongInput("the class does not play now")
        if self.room.paused:
            raise WrongInput("the class is paused")
        if not await self.move(table, v, m.get("move"), seat=seat, note=note_of(m)):
            line.put({"t": "stale", "v": table.state.version})
            self.tell(seat)

    async def move(
        self,
        table: Running,
        v: int,
        move: object,
        *,
        by: str = BY_STUDENT,
        seat: Seat | None = None,
        note: dict[str, str] | None = None,
    ) -> bool:
        """Answer question ``v`` of a table: journal, acknowledge, compute on. False: it is not that chair's turn (any
        more).

        Raises:
            WrongInput: a move that the question does not allow.
            StorageFailed: the disk would not take it.
        """
        async with table.lock:
            q = table.question
            if q is None or not table.takes(v, seat):
                return False
            made = checked_move(q, move)
            n = -1 if seat is None else seat.n
            fact = {"k": "move", "table": table.state.number, "v": v, "chair": q.chair, "n": n, "move": as_json(made)}
            await self.take({**fact, **(note or {}), "seconds": round(table.spent, 1), "by": by})
            if n in self.lines:
                self.lines[n].put({"t": "sealed", "v": v})
            self._to_chair(table, q.chair, {"t": "turned", "v": v, "n": n, "move": move_words(q, made)})
            await self._compute(table)
        self.tell_table(table)
        return True

    async def refresh(self, table: Running) -> None:
        """Compute a table and tell it."""
        async with table.lock:
            await self._compute(table)
        self.tell_table(table)

    async def _compute(self, table: Running) -> None:
        number = table.state.number
        notes = self.room.tables[number].notes
        game, moves = self.room.game(self.scenario, number), list(table.state.moves)
        by = notes[-1].by if notes else ""
        table.take(await asyncio.get_running_loop().run_in_executor(self._pool, snapshot, game, moves, by))

    def prefer(self, n: int, m: dict[str, Any]) -> None:
        """Somebody shows the others of the chair what one would do; nothing is stored.

        Raises:
            WrongInput: a move that the question does not allow.
        """
        seat = self.room.seats[n]
        table, v = self.tables[seat.table], whole(m, "v", 0, 10**6)
        q = table.question
        if q is None or q.chair != seat.chair or v != table.state.version:
            return
        table.dots[n] = checked_move(q, m.get("move"))
        self._to_chair(table, seat.chair, {"t": "dots", "v": v, "dots": table.dotted()})
        self.show()

    def _to_chair(self, table: Running, chair: str, message: dict[str, Any]) -> None:
        for mate in self.room.members(table.state.number, chair):
            if mate.n in self.lines:
                self.lines[mate.n].put(message)

    async def survey(self, n: int, m: dict[str, Any]) -> None:
        """Somebody answers the survey that is open; once more replaces it.

        Raises:
            WrongInput: none is open, or no answers to it.
        """
        when, answers = answers_of(m, len(self.room.plan.survey))
        if when != self.room.asking:
            raise WrongInput(f"the survey '{when}' is not open")
        await self.take({"k": "survey", "n": n, "when": when, "answers": answers})
        self.lines[n].put({"t": "thanks", "when": when})
        self.show()

    # ---------------------------------------------------------------- the board

    def show(self) -> None:
        """Show the board to the teacher soon, at most twice a second."""
        if self.bosses and (self._board is None or self._board.done()):
            self._board = asyncio.create_task(self._show())

    async def _show(self) -> None:
        await asyncio.sleep(BOARD)
        self.to_bosses(board(self.room, self.tables, set(self.lines)))

    def to_bosses(self, message: dict[str, Any]) -> None:
        """Tell the teacher."""
        for line in self.bosses:
            line.put(message)
