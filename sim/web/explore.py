"""The explorer's desk: who is connected, two lines in which questions wait, and what is done when nobody asks.

Fans have a line and a thread of their own; single worlds, reasons, pairs and scores share the other. So a slider does
not wait for a score, and fans can be had while the machine code for single worlds is still being made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Protocol

from sim.web.fair import Fair
from sim.web.laboratory import Answer, Job, Laboratory, dumped

MOST_WAITING = 48
"""Requests by address that wait for an answer; more are told to come again."""


class Listener(Protocol):
    """Somebody connected."""

    def put(self, slot: str, text: str) -> None:
        """Take a message."""


class Explorer:
    """Questions and answers of all pages."""

    def __init__(self, lab: Laboratory) -> None:
        self.lab = lab
        self.lines: set[Any] = set()
        self._quick, self._told = Fair(), Fair()
        self._number, self._fetching = 0, 0

    def start(self) -> None:
        """Begin to work, with what takes longest at the first time; needs a running loop."""
        self._quick.start()
        self._told.start()
        self._quick.ask(("lab", "warm"), self.lab.warm, self._tell)
        self._told.ask(("lab", "warm"), self.lab.warm_told, self._tell)

    async def stop(self) -> None:
        """Let go of everything."""
        await self._quick.stop()
        await self._told.stop()

    def enter(self, line: Listener) -> None:
        """Somebody connects, and is told how things stand."""
        self.lines.add(line)
        line.put("status", self.status())

    def leave(self, line: Listener) -> None:
        """Somebody is gone; what it waited for is forgotten."""
        self.lines.discard(line)
        for fair in (self._quick, self._told):
            fair.leave(id(line))

    def status(self) -> str:
        """How things stand, as a message."""
        return dumped({"t": "status", **self.lab.status()})

    async def _tell(self, _answer: Answer) -> None:
        for line in self.lines:
            line.put("status", self.status())

    def ask(self, place: tuple[Hashable, ...], job: Job, take: Callable[[Answer], None]) -> None:
        """Answer at once what is kept; the rest in turn, in the place of the older question of this ``place``."""
        fair = self._quick if job.quick else self._told
        found = self.lab.kept(job)
        if found is not None:
            fair.withdraw(place)
            take(found)
            return

        async def send(answer: Answer) -> None:
            take(answer)

        fair.ask(place, lambda: self.lab.answer(job), send)

    async def fetch(self, job: Job) -> Answer | None:
        """The answer to somebody who asks by address; None where too many wait already."""
        if self._fetching >= MOST_WAITING:
            return None
        self._number += 1
        done: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        place = ("address", self._number)
        self.ask(place, job, lambda answer: None if done.done() else done.set_result(answer))
        self._fetching += 1
        try:
            return await done
        finally:
            self._fetching -= 1

    def expect(self, jobs: Iterable[Job]) -> None:
        """Fans that will be wanted soon, for when nobody waits."""
        for job in jobs:
            if self.lab.kept(job) is None:
                self._quick.when_idle(job.key, lambda job=job: self.lab.answer(job))  # type: ignore[misc]
