"""Blocks of worlds on all cores: of fixed size, given back in their order, so that no result hangs on the threads."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

BLOCK = 1000
"""Worlds computed by one task."""


def blocks_of(runs: int, first: int = 0, size: int = BLOCK) -> Iterator[tuple[int, int]]:
    """(first run, count) of each block."""
    for start in range(first, first + runs, size):
        yield start, min(size, first + runs - start)


def shared_blocks(runs: int, parts: int, first: int = 0) -> Iterator[tuple[int, int, int]]:
    """(part, first run, count) of each block where every one of ``parts`` settings lives an equal share of the runs."""
    for part in range(parts):
        start, end = runs * part // parts, runs * (part + 1) // parts
        for begin, count in blocks_of(end - start, first + start):
            yield part, begin, count


def threads_available() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def threads_of(workers: int | None = None) -> Iterator[ThreadPoolExecutor]:
    """``workers`` threads, by default as many as there are cores. What was not begun at an error is dropped."""
    pool = ThreadPoolExecutor(workers or threads_available())
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(
    work: Callable[[T], R], tasks: Iterable[T], workers: int | None = None, ahead: int | None = None
) -> Iterator[R]:
    """``work`` of each task, in the order of the tasks, by ``workers`` threads.

    At most ``ahead`` tasks wait finished or at work (by default one more than there are threads), so memory does not
    grow with their number; ``tasks`` is read no further than that. Raises what ``work`` raises.
    """
    workers = workers or threads_available()
    rest, waiting = iter(tasks), deque[Future[R]]()
    with threads_of(workers) as pool:
        waiting.extend(pool.submit(work, task) for task in islice(rest, ahead or workers + 1))
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(pool.submit(work, task) for task in islice(rest, 1))
            yield done
