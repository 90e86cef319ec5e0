"""How likely a record is, component by component and day by day: the particle filter in one compiled loop.

The same weights, resampling and luck as :func:`sim.branching.conditioning.condition`, so the parts sum to its
log-likelihood; no lineage is kept, so it can be asked thousands of times.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.branching.particles import THRESHOLD
from sim.branching.worlds import Orders, begin_particles, work_room
from sim.engine.blocks import in_order
from sim.rules.arithmetic import exp, log
from sim.rules.compiled import compiled
from sim.rules.draws import RESAMPLE, halves
from sim.rules.imposed import COMPONENTS, MEMO, live_imposed
from sim.rules.imposed_acts import Today
from sim.rules.world import SCRATCH, SOUND, WORLD
from sim.scenario import Setting

FLOOR = 1e-3
"""Chance a day and side of an act that the rules cannot explain: without it one such act would decide everything."""


class Particles(NamedTuple):
    """Particles and the arrays beside them: ``worlds`` and ``spare`` (n,) WORLD, ``memos`` and ``notes`` (n,) MEMO,
    ``parts`` (n, 10) log-chances of today, ``weights`` and ``sums`` (n,) log-weights before and with today's parts.
    """

    worlds: NDArray[Any]
    spare: NDArray[Any]
    memos: NDArray[Any]
    notes: NDArray[Any]
    parts: NDArray[np.float64]
    weights: NDArray[np.float64]
    sums: NDArray[np.float64]

    @classmethod
    def blank(cls, n: int) -> Particles:
        """Room for ``n`` particles; it may be used again and again, by one thread at a time."""
        worlds, spare, memos, notes = np.zeros(n, WORLD), np.zeros(n, WORLD), np.zeros(n, MEMO), np.zeros(n, MEMO)
        return cls(worlds, spare, memos, notes, np.zeros((n, len(COMPONENTS))), np.zeros(n), np.zeros(n))


def with_crowds(work: Callable[[int, Particles], float], tasks: int, particles: int, threads: int) -> Iterator[float]:
    """``work`` of task 0, 1, ... with a crowd of ``particles`` in hand, in order: as many crowds as ``threads``."""
    crowds: SimpleQueue[Particles] = SimpleQueue()
    for _ in range(threads):
        crowds.put(Particles.blank(particles))

    def one(k: int) -> float:
        crowd = crowds.get()
        try:
            return work(k, crowd)
        finally:
            crowds.put(crowd)

    return in_order(one, range(tasks), threads)


class Weighed(NamedTuple):
    """``parts`` (days, 10): log of the estimated probability of each component of each day, given all before it;
    ``ess`` (days,): effective sample size on each evening.
    """

    parts: NDArray[np.float64]
    ess: NDArray[np.float64]

    @property
    def log_likelihood(self) -> float:
        """Log of the estimated probability of the whole record."""
        return float(self.parts.sum())


@compiled
def _live_day(setting, today, day, crowd, s, room):
    p = setting.periods[setting.calendar[day].period]
    for k in range(len(crowd.worlds)):
        w, memo = crowd.worlds[k], crowd.memos[k]
        s.n_acts, s.packages, s.n_rolls = memo.acts, memo.packages, memo.rolls
        w.day = day
        live_imposed(p, setting, today, w, s, memo, room)
        memo.acts, memo.packages, memo.rolls = s.n_acts, s.packages, s.n_rolls
        for c in range(len(room.chances)):
            crowd.parts[k, c] = room.chances[c]
        if w.status != SOUND:
            crowd.parts[k, 0] = -np.inf


@compiled
def _log_sum(sums):
    """log Σ exp; minus infinity where every term is."""
    top = -np.inf
    for k in range(len(sums)):
        top = max(top, sums[k])
    if top == -np.inf:
        return top
    total = 0.0
    for k in range(len(sums)):
        total += exp(sums[k] - top)
    return top + log(total)


@compiled
def _split(crowd, found):
    """Write the chain rule over the components of a day into ``found`` (10,); ``crowd.sums`` are then joint
    log-weights. Returns their log-sum; minus infinity where a component has no chance in any particle.
    """
    sums, before = crowd.sums, 0.0
    for k in range(len(sums)):
        sums[k] = crowd.weights[k]
    for c in range(len(found)):
        low, high = np.inf, -np.inf
        for k in range(len(sums)):
            low, high = min(low, crowd.parts[k, c]), max(high, crowd.parts[k, c])
            sums[k] += crowd.parts[k, c]
        if low == high:  # the same in every particle, as on most days
            found[c] = low
            before += low
        else:
            total = _log_sum(sums)
            found[c] = total - before
            before = total
        if before == -np.inf:
            return before
    return before


@compiled
def _resample(crowd, luck):
    """Systematic resampling, as :func:`sim.branching.particles.systematic`."""
    n, j = len(crowd.weights), 0
    total = 0.0
    for k in range(n):
        total += exp(crowd.weights[k])
    reached = exp(crowd.weights[0])
    for k in range(n):
        rung = (k + luck) / n * total
        while reached <= rung and j < n - 1:
            j += 1
            reached += exp(crowd.weights[j])
        crowd.spare[k], crowd.notes[k] = crowd.worlds[j], crowd.memos[j]
    for k in range(n):
        crowd.worlds[k], crowd.memos[k] = crowd.spare[k], crowd.notes[k]
        crowd.worlds[k].run = k
        crowd.weights[k] = -log(float(n))


@compiled
def _weigh_days(setting, orders, floor, seed, crowd, kept, room):
    """All days of the orders. ``kept`` is (parts, ess, scratch)."""
    parts, ess, scratch = kept
    n = len(crowd.weights)
    for k in range(n):
        crowd.weights[k] = -log(float(n))
    for day in range(len(parts)):
        today = Today(orders.rows, orders.starts[day], orders.starts[day + 1], floor)
        _live_day(setting, today, day, crowd, scratch[0], room)
        total = _split(crowd, parts[day])
        squares = 0.0
        for k in range(n):
            if total > -np.inf:
                crowd.weights[k] = crowd.sums[k] - total
            squares += exp(2.0 * crowd.weights[k])
        ess[day] = 1.0 / squares
        if ess[day] < THRESHOLD * n:
            luck, _ = halves(seed, 0, day, RESAMPLE, 0)
            _resample(crowd, luck)


def weigh_record(setting: Setting, orders: Orders, seed: int, crowd: Particles, floor: float = FLOOR) -> Weighed:
    """Weigh the record in ``orders`` with as many particles as ``crowd`` has room for.

    Where no particle gives a component any chance, its part is minus infinity, the weights stay, and the days after it
    are weighed all the same.
    """
    days = len(orders.starts) - 1
    scratch, key = np.zeros(1, SCRATCH), np.uint64(seed)
    found = Weighed(np.zeros((days, len(COMPONENTS))), np.zeros(days))
    begin_particles(setting.template, key, crowd.worlds, crowd.memos, scratch)
    _weigh_days(setting, orders, floor, key, crowd, (*found, scratch), work_room(setting))
    return found
