"""Where work runs: this process, other processes, a Dask cluster, behind one interface.

Whatever the place, it is a ``concurrent.futures.Executor``; a few more parts than there are workers are in flight, so a
sweep of a million parts never lies in memory, and a part whose worker died is handed out again.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import resource_tracker
from typing import Any, Protocol, TypeVar

from sim.errors import RetorsionError, WrongInput

PLACES = ("threads", "processes", "dask")
MOST_LOSSES = 5
"""Losses of a worker in a row, without a single result, after which something is wrong with the work itself."""

_ANSWER_SECONDS = 5
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

    def close(self) -> None:
        """Let the workers finish the part in hand, and go."""
        ...


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_place(on: str = "threads", workers: int | None = None) -> None:
    """Refuse an unknown place, a missing extra or no workers, before anything is begun."""
    if workers is not None and workers < 1:
        raise WrongInput(f"{workers} workers", "1 or more", key="workers")
    if on == "dask" or "://" in on:
        _distributed()
    elif on not in ("threads", "processes"):
        raise WrongInput(f"there is no place '{on}' to work", "threads, processes, dask or tcp://host:port", key="on")


def crew(on: str = "threads", workers: int | None = None) -> Crew:
    """Workers at the place ``on``: threads, processes, dask (a cluster on this machine) or the address of a scheduler.

    Raises :class:`WrongInput` for an unknown place, a missing extra, or a scheduler that does not answer.
    """
    check_place(on, workers)
    if on in ("threads", "processes"):
        return _Local(on, workers or cores())
    return _Dask(None if on == "dask" else on, workers)


def run_all(place: Crew, work: Callable[[T], R], tasks: Iterable[T]) -> Generator[R, None, None]:
    """Results of ``work`` on each task, as they come. Closing the iterator drops what is not finished.

    Raises what ``work`` raises, and :class:`RetorsionError` when workers keep dying or the whole place is gone.
    """
    try:
        yield from _run_all(place, work, tasks)
    except place.gone as error:
        raise RetorsionError("the Dask scheduler is gone; everything finished is kept. Start it again and "
                             "resume") from error


def _run_all(place: Crew, work: Callable[[T], R], tasks: Iterable[T]) -> Generator[R, None, None]:
    rest, losses = iter(tasks), 0
    waiting: dict[Future[R], T] = {}
    while True:
        for task in islice(rest, max(0, place.width() - len(waiting))):
            waiting[_submit(place, work, task)] = task
        if not waiting:
            return
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
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


def _submit(place: Crew, work: Callable[[T], R], task: T) -> Future[R]:
    with _children_deaf():  # a pool starts its processes when work comes
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
        raise RetorsionError(f"workers died {MOST_LOSSES} times in a row ({type(error).__name__}), perhaps for lack of "
                             "memory; everything finished is kept. Resume with fewer workers") from error
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

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> Executor:
        if self.kind == "threads":
            return ThreadPoolExecutor(self.workers, thread_name_prefix="retorsion")
        return ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"))


@contextmanager
def _children_deaf() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; those started in here inherit not to hear it.

    Only the process that writes results answers, once it is out of here.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask of whoever starts it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Dask:
    """A Dask scheduler: one started here for the time of the sweep, or a running one by its address."""

    def __init__(self, address: str | None, workers: int | None) -> None:
        distributed = _distributed()
        _hush()
        with _children_deaf():
            self.cluster = None if address else distributed.LocalCluster(
                n_workers=workers or cores(), threads_per_worker=1, dashboard_address=None,
                silence_logs=logging.CRITICAL)
        try:
            self.client = distributed.Client(address or self.cluster, timeout=_ANSWER_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as error:
            raise WrongInput(f"no Dask scheduler answers at {address}", key="on",
                             expected="the address that 'dask scheduler' prints, as in tcp://host:8786") from error
        self.lost: tuple[type[BaseException], ...] = (distributed.scheduler.KilledWorker,)
        self.gone: tuple[type[BaseException], ...] = (CancelledError, distributed.comm.CommClosedError)
        self._pool = self.client.get_executor(pure=False)

    def executor(self) -> Executor:
        pool: Executor = self._pool
        return pool

    def width(self) -> int:
        """Two parts a core; clusters grow and shrink, so it is asked anew each time."""
        try:
            return 2 * max(1, sum(self.client.nthreads().values()))
        except OSError as error:  # the scheduler died between two questions, and no longer answers this one
            raise CancelledError from error

    def renew(self) -> None:
        """Dask replaces its workers itself."""

    def close(self) -> None:
        for closing in (lambda: self._pool.shutdown(wait=False), self.client.close,
                        lambda: self.cluster.close() if self.cluster else None):
            with suppress(OSError, RuntimeError, TimeoutError, CancelledError):
                closing()


def _hush() -> None:
    """Dask tells of every worker that leaves, in tracebacks; what matters reaches the user through the sweep."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _distributed() -> Any:
    try:
        import distributed
        import distributed.comm
        import distributed.scheduler
    except ImportError:
        raise WrongInput("Dask is not installed", way_out="pip install 'retorsion[cluster]'") from None
    return distributed
