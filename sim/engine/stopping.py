"""Being told to stop: Ctrl-C, SIGTERM and SIGHUP mean the same, once or many times, and none of them is lost."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker, util
from types import FrameType
from typing import Any, NoReturn

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
PATIENCE = 3
"""Seconds that closing may take; a signal that comes later than that after the first is not kept waiting."""


class Halt(KeyboardInterrupt):
    """Somebody wants this work to stop; ``code`` is the exit code that says so to a shell, 128 and the signal."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__()
        self.code = 128 + number


class Stop:
    """What came so far.

    The first signal raises :class:`Halt`; those that follow find the work closing and are only noted. Python drops
    an exception that is raised in a callback of the garbage collector, so long work asks with :meth:`check`, too.
    """

    def __init__(self, ends: bool = False) -> None:
        self.ends = ends
        self._number = 0
        self._since = 0.0

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """The handler."""
        if self._number and time.monotonic() - self._since < PATIENCE:
            return
        self._number, self._since = number, time.monotonic()
        raise Halt(number)

    def check(self) -> None:
        """Raise :class:`Halt` if a signal came."""
        if self._number:
            raise Halt(self._number)


_stop = Stop()


def check() -> None:
    """Raise :class:`Halt` if a signal came to the work in hand (see :func:`listening`) and was lost on its way."""
    _stop.check()


@contextmanager
def listening() -> Iterator[None]:
    """Signals that come in here raise :class:`Halt`.

    Inside another such block it is that one that listens. A signal that is ignored (``nohup``) or that the program
    handles in a way of its own stays so, and nothing changes outside the main thread, where Python takes no signals.
    """
    global _stop
    if _stop.ends or threading.current_thread() is not threading.main_thread():
        yield
        return
    _stop = Stop(ends=True)
    before: dict[int, Any] = {}
    for number in SIGNALS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            if isinstance(signal.getsignal(number), Stop):
                signal.signal(number, handler)
        _stop = Stop()


@contextmanager
def children_deaf() -> Iterator[None]:
    """Ctrl-C and a closed terminal reach every process of it; those started in here inherit not to hear them.

    Only the process that writes results answers, once it is out of here.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    resource_tracker.ensure_running()  # a process of its own; starting it lifts the mask of SIGINT
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave(code: int) -> NoReturn:
    """End this process; after a signal at once.

    Python waits at its end for threads: those that compute a part which nobody wants any more, and those that look
    after killed workers and can wait for ever (CPython 3.11). Nothing of theirs is needed.
    """
    for number in SIGNALS:
        if isinstance(signal.getsignal(number), Stop):
            signal.signal(number, signal.SIG_IGN if code > 128 else signal.SIG_DFL)
    if code > 128:
        pools: Any = util
        with suppress(Exception):
            pools._run_finalizers(0)  # gives back the semaphores of a pool, whose keeper would complain
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    sys.exit(code)
