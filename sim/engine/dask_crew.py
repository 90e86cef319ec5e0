"""Work on a Dask cluster: one started here for the time of a sweep, or a running one by its address.

Whoever reaches a scheduler can have its workers run any code. So the cluster that is started here speaks TLS, with keys
that exist in memory only, and opens no port for a browser.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor
from contextlib import suppress
from typing import Any

import distributed
import distributed.comm.core
import distributed.scheduler
from distributed.deploy.spec import SpecCluster
from distributed.security import Security

from sim.engine import stopping
from sim.errors import RetorsionError, WrongInput

ANSWER_SECONDS = 5
CLOSE_SECONDS = 2
_LOG = logging.getLogger(__name__)
_NODE: Any = distributed.Scheduler
_WORKER: Any = distributed.Worker
_NANNY: Any = distributed.Nanny
_CLIENT: Any = distributed.Client


class QuietScheduler(_NODE):
    """A scheduler without a page for browsers."""

    def start_http_server(self, *_arguments: Any, **_options: Any) -> None:
        """Open no port."""


class QuietWorker(_WORKER):
    """A worker without a page for browsers."""

    def start_http_server(self, *_arguments: Any, **_options: Any) -> None:
        """Open no port."""


class QuietClient(_CLIENT):
    """A client that is closed by its crew, or never had a connection; Python's collector need not try again."""

    def __del__(self) -> None:
        """Say nothing."""


class DaskCrew:
    """A Dask scheduler and its workers (see :class:`sim.engine.executors.Crew`)."""

    lost: tuple[type[BaseException], ...] = (distributed.scheduler.KilledWorker,)
    gone: tuple[type[BaseException], ...] = (CancelledError, distributed.comm.core.CommClosedError)

    def __init__(self, address: str | None, workers: int) -> None:
        _hush()
        self.address = address
        self.cluster: Any = None
        self._waited = time.monotonic()
        self._told = False
        self.client = _apart(lambda: self._connect(workers))
        self._pool: Any = self.client.get_executor(pure=False)

    def _connect(self, workers: int) -> Any:
        try:
            self.cluster = None if self.address else _cluster(workers)
        except Exception as error:  # whatever a process or a port that is not to be had raises in there
            raise RetorsionError(
                f"no Dask cluster starts on this machine ({_first_line(error)}), perhaps for lack "
                "of memory or open files; what is finished is kept. Resume --on processes"
            ) from error
        try:
            return QuietClient(self.address or self.cluster, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError, RuntimeError) as error:
            raise WrongInput(
                f"no Dask scheduler answers at {self.address}",
                key="on",
                expected="the address that 'dask scheduler' prints, as in tls://host:8786",
            ) from error

    def executor(self) -> Executor:
        """Where to submit work."""
        pool: Executor = self._pool
        return pool

    def width(self) -> int:
        """Two parts a core; clusters grow and shrink, so it is asked anew each time."""
        try:
            threads = sum(self.client.nthreads().values())
        except OSError as error:  # the scheduler died between two questions, and no longer answers this one
            raise CancelledError from error
        if threads:
            self._waited, self._told = time.monotonic(), False
        return 2 * max(1, threads)

    def idle(self) -> None:
        """Say once that no worker comes."""
        if self._told or time.monotonic() - self._waited < ANSWER_SECONDS:
            return
        self.width()
        if time.monotonic() - self._waited >= ANSWER_SECONDS:
            self._told = True
            _LOG.warning("No worker has joined the Dask scheduler yet; waiting for one (Ctrl-C stops)")

    def renew(self) -> None:
        """Dask replaces its workers itself."""

    def close(self) -> None:
        """Let everybody go. Parts in hand are given up."""
        for closing in (
            lambda: self._pool.shutdown(wait=False),
            lambda: self.client.close(timeout=CLOSE_SECONDS),
            lambda: self.cluster.close(timeout=CLOSE_SECONDS) if self.cluster else None,
        ):
            with suppress(OSError, RuntimeError, TimeoutError, CancelledError):
                closing()

    def abandon(self) -> None:
        """The same, and wait no longer than somebody who pressed Ctrl-C does; workers end with this process anyway."""
        closing = threading.Thread(target=self.close, name="retorsion-end", daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)


def _cluster(workers: int) -> Any:
    security = Security.temporary()
    common = {"host": "127.0.0.1", "protocol": "tls://", "security": security, "dashboard": False}
    options = {**common, "nthreads": 1, "worker_class": QuietWorker, "silence_logs": logging.CRITICAL}
    return SpecCluster(
        workers={number: {"cls": _NANNY, "options": options} for number in range(workers)},
        scheduler={"cls": QuietScheduler, "options": {**common, "port": 0}},
        security=security,
        silence_logs=logging.CRITICAL,
    )


def _apart(start: Callable[[], Any]) -> Any:
    """Call ``start`` in a thread that Ctrl-C does not reach, nor what it starts; the one who waits for it can leave."""
    failed: list[BaseException] = []
    made: list[Any] = []

    def work() -> None:
        try:
            with stopping.children_deaf():
                made.append(start())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, name="retorsion-start", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
        stopping.check()
    if failed:
        raise failed[0]
    return made[0]


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _hush() -> None:
    """Dask tells of every worker that leaves, in tracebacks; what matters reaches the user through the sweep."""
    for name in [*logging.root.manager.loggerDict, "asyncio", "tornado.application"]:
        if name.partition(".")[0] in ("distributed", "asyncio", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
