"""Whole worlds, one after the other: the compiled loop of the telescope."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.sketch import PathSketch, count_day
from sim.outcomes import OUTCOME, OUTCOMES, measure
from sim.rules.compiled import compiled
from sim.rules.day import begin, live, log_day
from sim.rules.world import DAILY, SCRATCH, SOUND, WORLD


def blank_table(count: int) -> NDArray[Any]:
    """An OUTCOME table (``count``,) whose outcomes are all missing."""
    table = np.zeros(count, OUTCOME)
    for name in OUTCOMES:
        table[name] = np.nan
    return table


class Kept(NamedTuple):
    """What is kept of worlds, and where one is lived: a Numba function takes it as it is.

    ``table`` (n,) OUTCOME, ``status`` and ``failed_day`` (n,) of n worlds; ``daily`` (days or 0,) DAILY of the last of
    them; ``counts`` and ``sums`` of a :class:`~sim.engine.sketch.PathSketch`, added to if they have days; ``worlds``
    (1,) WORLD and ``scratch`` (1,) SCRATCH, the world now lived.
    """

    table: NDArray[Any]
    status: NDArray[np.int64]
    failed_day: NDArray[np.int64]
    daily: NDArray[Any]
    counts: NDArray[np.int32]
    sums: NDArray[np.float64]
    worlds: NDArray[Any]
    scratch: NDArray[Any]

    @classmethod
    def blank(cls, worlds: int, logged: int = 0, sketched: int = 0) -> Kept:
        """Room for the rows of so many ``worlds``, for the log of so many days and for the sketch of so many."""
        sketch, failed_day = PathSketch.empty(sketched), np.full(worlds, -1, np.int64)
        return cls(
            blank_table(worlds),
            np.zeros(worlds, np.int64),
            failed_day,
            np.zeros(logged, DAILY),
            sketch.counts,
            sketch.sums,
            np.zeros(1, WORLD),
            np.zeros(1, SCRATCH),
        )


@compiled
def keep_day(p, w, kept):
    """Log today and count it, where that is asked for."""
    if len(kept.daily) > 0:
        log_day(p, w, kept.daily[w.day])
    if kept.counts.shape[1] > 0:
        count_day(w, kept.counts, kept.sums)


@compiled
def keep_world(w, last_day, run, kept, k):
    """The end of a world, or its failure, into row ``k``."""
    kept.status[k] = w.status
    if w.status == SOUND:
        measure(w, last_day, kept.table[k])
    else:
        kept.table[k].run, kept.table[k].failed = run, 1.0
        kept.failed_day[k] = w.day


@compiled
def live_on(setting, first_day, w, s, kept):
    """From the morning of ``first_day`` to the last night."""
    last_day = len(setting.calendar) - 1
    for day in range(first_day, last_day + 1):
        w.day = day
        p = setting.periods[setting.calendar[day].period]
        seen = len(kept.daily) > 0 or kept.counts.shape[1] > 0 or day == last_day
        live(p, setting.calendar, setting.events, setting.members, w, s, seen)
        if w.status != SOUND:
            break
        keep_day(p, w, kept)


@compiled
def run_world(setting, seed, run, kept):
    """One world from its first morning to its last night, in ``kept.worlds[0]``; its days are kept, not its row."""
    kept.worlds[0] = setting.template[0]
    w, s = kept.worlds[0], kept.scratch[0]
    begin(w, s, seed, run)
    live_on(setting, 0, w, s, kept)


@compiled
def run_block(setting, seed, first, kept):
    """Worlds ``first``, ``first`` + 1, ... one after the other, as many as ``kept.table`` has rows."""
    for k in range(len(kept.table)):
        run_world(setting, seed, first + k, kept)
        keep_world(kept.worlds[0], len(setting.calendar) - 1, first + k, kept, k)
