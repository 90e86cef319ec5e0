"""Where work runs: this process, other processes, a Dask cluster, behind one interface.

Whatever the place, it is a ``concurrent.futures.Executor``; a few more parts than there are workers are in flight, so a
sweep of a million parts never lies in memory, and a part whose worker died is handed out again.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from importlib import import_module
from itertools import islice
from multiprocessing import connection
from typing import Any, Protocol, TypeVar

from sim.engine import stopping
from sim.engine.blocks import threads_available
from sim.errors import RetorsionError, WrongInput

PLACES = ("threads", "processes", "dask")
SCHEMES = ("tcp", "tls", "ucx", "ws", "wss")
"""How the address of a scheduler may begin."""

MOST_LOSSES = 5
"""Losses of a worker in a row, without a single result, after which something is wrong with the work itself."""

_GLANCE = 0.25
"""Seconds between two looks at whether somebody wants the work to stop."""

T = TypeVar("T")
R = TypeVar("R")


class Crew(Protocol):
    """Workers that can be replaced.

    ``lost`` are the errors that mean 'the worker died' and not 'the work is wrong', ``gone`` those that mean that there
    is nobody left to replace it.
    """

    lost: tuple[type[BaseException], ...]
    gone: tuple[type[BaseException], ...]

    def executor(self) -> Executor:
        """Where to submit work."""
        ...

    def width(self) -> int:
        """How many parts may be in flight."""
        ...

    def renew(self) -> None:
        """Replace workers that died."""
        ...

    def idle(self) -> None:
        """Called now and then while nothing comes back."""
        ...

    def close(self) -> None:
        """Let the workers finish the part in hand, and go."""
        ...

    def abandon(self) -> None:
        """Be rid of the workers at once; parts in hand are lost."""
        ...


def check_place(on: str = "threads", workers: int | None = None) -> None:
    """Refuse an unknown place, a missing extra or no workers, before anything is begun."""
    if workers is not None and workers < 1:
        raise WrongInput(f"{workers} workers", "1 or more", key="workers")
    if on == "dask" or on.partition("://")[0] in SCHEMES and "://" in on:
        _dask(own=on == "dask")
    elif on not in ("threads", "processes"):
        raise WrongInput(f"there is no place '{on}' to work", "threads, processes, dask or tls://host:port", key="on")


def crew(on: str = "threads", workers: int | None = None) -> Crew:
    """Workers at the place ``on``: threads, processes, dask (a cluster on this machine) or the address of a scheduler.

    Raises :class:`WrongInput` for an unknown place, a missing extra, or a scheduler that does not answer.
    """
    check_place(on, workers)
    if on in ("threads", "processes"):
        return _Local(on, workers or threads_available())
    made: Crew = _dask(own=on == "dask").DaskCrew(None if on == "dask" else on, workers or threads_available())
    return made


def run_all(place: Crew, work: Callable[[T], R], tasks: Iterable[T]) -> Generator[R, None, None]:
    """Results of ``work`` on each task, as they come. Closing the iterator drops what is not finished.

    Raises what ``work`` raises, and :class:`RetorsionError` when workers keep dying or the whole place is gone.
    """
    try:
        yield from _run_all(place, work, tasks)
    except place.gone as error:
        raise RetorsionError(
            "the Dask scheduler is gone; everything finished is kept. Start it again and resume"
        ) from error


def _run_all(place: Crew, work: Callable[[T], R], tasks: Iterable[T]) -> Generator[R, None, None]:
    rest, losses = iter(tasks), 0
    waiting: dict[Future[R], T] = {}
    while True:
        for task in islice(rest, max(0, place.width() - len(waiting))):
            waiting[_submit(place, work, task)] = task
        if not waiting:
            return
        done = _next(place, waiting)
        again = []
        for future in done:
            task = waiting.pop(future)
            try:
                result = future.result()
            except place.lost as error:
                again.append((task, error))
                continue
            losses = 0
            yield result
        if again:
            losses = _count_loss(losses, again[0][1])
            _hand_out_again(place, work, [task for task, _ in again], waiting)


def _next(place: Crew, waiting: Iterable[Future[R]]) -> set[Future[R]]:
    """The parts that are there now, of which there is at least one."""
    while True:
        done, _ = wait(waiting, timeout=_GLANCE, return_when=FIRST_COMPLETED)
        stopping.check()
        if done:
            return done
        place.idle()


def _submit(place: Crew, work: Callable[[T], R], task: T) -> Future[R]:
    with stopping.children_deaf():  # a pool starts its processes when work comes
        try:
            return place.executor().submit(work, task)
        except BrokenExecutor:
            place.renew()
            return place.executor().submit(work, task)


def _hand_out_again(place: Crew, work: Callable[[T], R], tasks: list[T], waiting: dict[Future[R], T]) -> None:
    place.renew()
    for task in tasks:
        waiting[_submit(place, work, task)] = task


def _count_loss(losses: int, error: BaseException) -> int:
    if losses + 1 >= MOST_LOSSES:
        raise RetorsionError(
            f"workers died {MOST_LOSSES} times in a row ({type(error).__name__}), perhaps for lack of "
            "memory; everything finished is kept. Resume with fewer workers"
        ) from error
    return losses + 1


class _Local:
    """Threads or processes on this machine. Processes are spawned, so they start the same way on every system."""

    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
    gone: tuple[type[BaseException], ...] = ()

    def __init__(self, kind: str, workers: int) -> None:
        self.kind, self.workers = kind, workers
        self._pool: Executor = self._start()

    def executor(self) -> Executor:
        return self._pool

    def width(self) -> int:
        return self.workers + 1

    def renew(self) -> None:
        if getattr(self._pool, "_broken", False):
            self._pool.shutdown(wait=False)
            self._pool = self._start()

    def idle(self) -> None:
        """Threads and processes are always there."""

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def abandon(self) -> None:
        # A pool that is told to go while its workers compute waits for them, and one that is told so twice waits for
        # ever (CPython 3.11). Killed workers are a case that it handles.
        for process in list((getattr(self._pool, "_processes", None) or {}).values()):
            process.kill()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self) -> Executor:
        if self.kind == "threads":
            return ThreadPoolExecutor(self.workers, thread_name_prefix="retorsion")
        with stopping.children_deaf():  # its semaphores have a keeper, a process as well
            return ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"), _end_with_parent)


def _end_with_parent() -> None:
    """Runs first in a worker process. However the parent ends, its workers end with it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), name="parent", daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _dask(own: bool) -> Any:
    """The module that knows Dask, which need not be installed; ``cryptography`` makes the keys of a cluster of one's
    own.
    """
    for package, name in (("distributed", "Dask"), ("cryptography", "cryptography, which locks a Dask cluster,")):
        try:
            if own or package == "distributed":
                import_module(package)
        except ImportError:
            raise WrongInput(f"{name} is not installed", way_out="pip install 'retorsion[cluster]'") from None
    return import_module("sim.engine.dask_crew")
