"""Whose turn it is, where thirty hands drag at once.

Each place of a connection (its fan, its world, its reasons ...) stands in the line once. A newer question takes the
place of the older one that has not begun; what has begun is finished, since cancelling would starve everybody. Who
needs no more than the line says is answered in turn, so no hand gets more than its share.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Work = Callable[[], Any]
"""Computes an answer, in the thread of the line; it raises nothing (what is wrong is an answer, too)."""
Send = Callable[[Any], Awaitable[None]]
MOST_IDLE = 64
"""Things to be done when nobody asks anything; the oldest give way."""


class Fair:
    """One line, one thread that works through it: the blocks of a question share all cores by themselves."""

    def __init__(self) -> None:
        self._line: OrderedDict[Hashable, tuple[Work, Send]] = OrderedDict()
        self._idle: OrderedDict[Hashable, Work] = OrderedDict()
        self._waiting = asyncio.Event()
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="laboratory")
        self._crew: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to work; needs a running loop."""
        self._crew = asyncio.get_running_loop().create_task(self._run())

    def ask(self, place: Hashable, work: Work, send: Send) -> None:
        """Put a question into its place: that of the older one, if one waits there, else at the end of the line."""
        self._line[place] = (work, send)
        self._waiting.set()

    def withdraw(self, place: Hashable) -> None:
        """Forget what waits in a place."""
        self._line.pop(place, None)

    def leave(self, who: Hashable) -> None:
        """Forget whatever a connection waits for; its places are tuples that begin with it."""
        for place in [place for place in self._line if isinstance(place, tuple) and place[0] == who]:
            del self._line[place]

    def when_idle(self, what: Hashable, work: Work) -> None:
        """Something that may be wanted soon: done when nobody waits, the latest wish first. It may be pushed out."""
        self._idle[what] = work
        self._idle.move_to_end(what)
        while len(self._idle) > MOST_IDLE:
            self._idle.popitem(last=False)
        self._waiting.set()

    def __len__(self) -> int:
        return len(self._line)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._waiting.wait()
            if self._line:
                _, (work, send) = self._line.popitem(last=False)
                await send(await loop.run_in_executor(self._hand, work))
            elif self._idle:
                _, work = self._idle.popitem()
                await loop.run_in_executor(self._hand, work)
            else:
                self._waiting.clear()

    async def stop(self) -> None:
        """Let go of the line; what is being computed is not waited for."""
        if self._crew is not None:
            self._crew.cancel()
            await asyncio.gather(self._crew, return_exceptions=True)
        self._line.clear()
        self._idle.clear()
        self._hand.shutdown(wait=False, cancel_futures=True)
