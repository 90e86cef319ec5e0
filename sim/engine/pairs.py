"""Two worlds with the same luck, lived side by side on all cores.

Both worlds of a pair take the same key and go through the same days; after each day their deeds and their states are
compared, so the day on which they part, and whose deed it was, costs no second look through the microscope.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.blocks import blocks_of, in_order
from sim.engine.sketch import SERIES
from sim.engine.telescope import blank_table
from sim.outcomes import measure
from sim.rules.compiled import compiled, mark_warm
from sim.rules.day import begin, live, log_day
from sim.rules.world import (
    DAILY,
    EASED,
    HOME,
    IMPLEMENTED,
    LEGISLATED,
    PROVOKED,
    ROUTE_OVERRIDE,
    SCRATCH,
    SCRIPTED,
    SOUND,
    WORLD,
    record,
)
from sim.scenario.setting import Setting

TIMELINE, CHANCE, CONGRESS, EXECUTIVE, RIVAL_ACTOR = range(5)
ACTORS = ("timeline", "chance", "congress", "executive", "rival")
"""Who can part two worlds, in the order of a day; chance: leaks and provocations that the timeline does not hold."""

PATHS = 2000
"""Pairs whose daily paths are kept when paths are asked for (quantiles are exact over these, means use all pairs)."""

PARTING = record([("run", np.int64), ("state", np.int64), ("deed", np.int64, (len(ACTORS),))], align=True)
"""When a pair parts: first day on which the logged state differs, and first day with a different deed of each actor;
-1 where that never happens."""


@compiled
def _author(a):
    """Who is behind an act."""
    if a.cause == SCRIPTED:
        return TIMELINE
    if a.cause == PROVOKED:
        return TIMELINE if a.source >= 0 else CHANCE
    if a.cause == LEGISLATED:
        return CONGRESS
    if a.cause == IMPLEMENTED or a.cause == EASED or a.side == HOME:
        return EXECUTIVE
    return RIVAL_ACTOR


@compiled
def _next(s, k, who):
    """The number of the next act of ``who`` from number ``k`` on; the count of acts if there is none."""
    while k < s.n_acts and _author(s.acts[k]) != who:
        k += 1
    return k


@compiled
def _same_act(a, b):
    return (
        a.side == b.side
        and a.measure == b.measure
        and a.size == b.size
        and a.points == b.points
        and a.cause == b.cause
        and a.form == b.form
    )


@compiled
def acts_differ(first, i, second, j, who):
    """Whether ``who`` did different things from act ``i`` of ``first`` and act ``j`` of ``second`` on."""
    while True:
        i, j = _next(first, i, who), _next(second, j, who)
        if i >= first.n_acts or j >= second.n_acts:
            return i < first.n_acts or j < second.n_acts
        if not _same_act(first.acts[i], second.acts[j]):
            return True
        i += 1
        j += 1


@compiled
def _rolls_differ(first, i, second, j):
    if first.n_rolls - i != second.n_rolls - j:
        return True
    for k in range(first.n_rolls - i):
        a, b = first.rolls[i + k], second.rolls[j + k]
        if (
            a.chamber != b.chamber
            or a.question != b.question
            or a.yea != b.yea
            or a.nay != b.nay
            or a.passed != b.passed
        ):
            return True
    return False


@compiled
def _desk_day(w):
    """The day of signature or lapse into law; an override is Congress's doing."""
    return -1 if w.law_route == ROUTE_OVERRIDE else w.law_day


@compiled
def _desk_differs(a, b):
    return _desk_day(a) != _desk_day(b) or a.vetoed != b.vetoed or a.reviews != b.reviews


@compiled
def _note(deed, who, day, differs):
    if differs and deed[who] < 0:
        deed[who] = day


@compiled
def compare_deeds(worlds, scratch, marks, deed):
    """Note in ``deed`` (actors,) who did something different today. ``marks`` (2, 2): acts and rolls before today."""
    a, b, first, second = worlds[0], worlds[1], scratch[0], scratch[1]
    _note(deed, CHANCE, a.day, a.leaks != b.leaks)
    _note(deed, CONGRESS, a.day, a.bills != b.bills)
    _note(deed, EXECUTIVE, a.day, _desk_differs(a, b))
    if first.n_rolls > marks[0, 1] or second.n_rolls > marks[1, 1]:
        _note(deed, CONGRESS, a.day, _rolls_differ(first, marks[0, 1], second, marks[1, 1]))
    if first.n_acts > marks[0, 0] or second.n_acts > marks[1, 0]:
        for who in range(len(deed)):
            _note(deed, who, a.day, acts_differ(first, marks[0, 0], second, marks[1, 0], who))


@compiled
def _sides_differ(a, b, side):
    return (
        a.ledger[side] != b.ledger[side]
        or a.points[side] != b.points[side]
        or a.staff[side] != b.staff[side]
        or a.sites[side] != b.sites[side]
        or a.rung[side] != b.rung[side]
    )


@compiled
def _beliefs_differ(a, b):
    return a.hope != b.hope or a.willing != b.willing or a.able != b.able or a.scandal != b.scandal or a.wish != b.wish


@compiled
def _capital_differs(a, b):
    return (
        a.stage != b.stage
        or a.talks != b.talks
        or a.leaks != b.leaks
        or a.calls != b.calls
        or a.reviews != b.reviews
        or a.law_route != b.law_route
        or a.statement != b.statement
    )


@compiled
def states_differ(a, b):
    """Whether two DAILY records differ in anything."""
    return _sides_differ(a, b, 0) or _sides_differ(a, b, 1) or _beliefs_differ(a, b) or _capital_differs(a, b)


@compiled
def _values(row, values):
    """A DAILY record in the order of ``sim.engine.sketch.SERIES``."""
    for side in range(2):
        values[side], values[2 + side], values[6 + side] = row.points[side], row.ledger[side], row.staff[side]
    values[4], values[5] = row.hope, row.scandal


@compiled
def _add_paths(rows, day, values, sums, squares):
    """Add today's values and their paired difference to the sums; ``values`` (2, series) is left filled."""
    _values(rows[0], values[0])
    _values(rows[1], values[1])
    for k in range(values.shape[1]):
        gap = values[1, k] - values[0, k]
        sums[0, day, k] += values[0, k]
        sums[1, day, k] += values[1, k]
        sums[2, day, k] += gap
        squares[day, k] += gap * gap


@compiled
def _keep(values, kept, place, day):
    for which in range(2):
        for k in range(values.shape[1]):
            kept[place, which, day, k] = values[which, k]


@compiled
def add_shared_day(rows, day, values, sums, squares, kept, place):
    """Add a day to the paths, and to those kept if there is such a place."""
    _add_paths(rows, day, values, sums, squares)
    if place < len(kept):
        _keep(values, kept, place, day)


@compiled
def _day_of_world(periods, calendar, events, members, w, s):
    live(periods[calendar[w.day].period], calendar, events, members, w, s, True)


@compiled
def _dawn(worlds, scratch, marks, day):
    """A new day in both worlds; how many acts and roll calls there were before it."""
    for k in range(2):
        if worlds[k].status == SOUND:
            worlds[k].day = day
        marks[k, 0], marks[k, 1] = scratch[k].n_acts, scratch[k].n_rolls


@compiled
def _dusk(p0, p1, worlds, rows, parting, values, sums, squares, kept, place):
    """Compare the states of the evening and add to the paths; nothing of it is needed once the states have parted."""
    day = worlds[0].day
    if parting.state >= 0 and sums.shape[1] == 0:
        return
    log_day(p0, worlds[0], rows[0])
    log_day(p1, worlds[1], rows[1])
    if parting.state < 0 and states_differ(rows[0], rows[1]):
        parting.state = day
    if sums.shape[1] > 0:
        add_shared_day(rows, day, values, sums, squares, kept, place)


@compiled
def live_days(
    start, p0, c0, e0, m0, p1, c1, e1, m1, worlds, scratch, rows, parting, marks, values, sums, squares, kept, place
):
    """One pair from the morning of day ``start`` to the last night; its paths go to ``kept[place]`` if there is one."""
    for day in range(start, len(c0)):
        _dawn(worlds, scratch, marks, day)
        if worlds[0].status == SOUND:
            _day_of_world(p0, c0, e0, m0, worlds[0], scratch[0])
        if worlds[1].status == SOUND:
            _day_of_world(p1, c1, e1, m1, worlds[1], scratch[1])
        if worlds[0].status == SOUND and worlds[1].status == SOUND:
            compare_deeds(worlds, scratch, marks, parting.deed)
            _dusk(p0[c0[day].period], p1[c1[day].period], worlds, rows, parting, values, sums, squares, kept, place)


@compiled
def open_pair(parting, run):
    """Nothing has parted yet."""
    parting.run, parting.state = run, -1
    for who in range(len(parting.deed)):
        parting.deed[who] = -1


@compiled
def close_pair(worlds, last_day, run, place, tables, status, failed_day):
    """Measure both worlds of a pair into ``place``."""
    for i in range(2):
        status[i, place] = worlds[i].status
        tables[i, place].run, tables[i, place].failed = run, 1.0
        failed_day[i, place] = -1 if worlds[i].status == SOUND else worlds[i].day
        if worlds[i].status == SOUND:
            measure(worlds[i], last_day, tables[i, place])


@compiled
def pair_block(
    p0,
    c0,
    e0,
    m0,
    t0,
    p1,
    c1,
    e1,
    m1,
    t1,
    seed,
    first,
    tables,
    status,
    failed_day,
    partings,
    sums,
    squares,
    kept,
    worlds,
    scratch,
    rows,
    marks,
    values,
):
    """Pairs ``first``, ``first`` + 1, ... one after the other, as many as ``partings`` has rows."""
    for k in range(len(partings)):
        worlds[0], worlds[1] = t0[0], t1[0]
        open_pair(partings[k], first + k)
        for i in range(2):
            begin(worlds[i], scratch[i], seed, first + k)
        live_days(
            0, p0, c0, e0, m0, p1, c1, e1, m1, worlds, scratch, rows, partings[k], marks, values, sums, squares, kept, k
        )
        close_pair(worlds, len(c0) - 1, first + k, k, tables, status, failed_day)


@dataclass(frozen=True)
class PairBlock:
    """Pairs of worlds: ``tables`` (2, n) OUTCOME, ``status`` and ``failed_day`` (2, n), ``partings`` (n,) PARTING.

    With paths: ``sums`` (3, days, series) of the first world, the second and their difference, ``squares``
    (days, series) of the difference, ``kept`` (k, 2, days, series) for the first k pairs.
    """

    tables: NDArray[Any]
    status: NDArray[np.int64]
    failed_day: NDArray[np.int64]
    partings: NDArray[Any]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    kept: NDArray[np.float32]

    @staticmethod
    def joined(blocks: list[PairBlock]) -> PairBlock:
        """The pairs of all blocks; sums are added in the order given."""
        sums, squares = blocks[0].sums.copy(), blocks[0].squares.copy()
        for block in blocks[1:]:
            sums += block.sums
            squares += block.squares
        return PairBlock(
            np.concatenate([b.tables for b in blocks], axis=1),
            np.concatenate([b.status for b in blocks], axis=1),
            np.concatenate([b.failed_day for b in blocks], axis=1),
            np.concatenate([b.partings for b in blocks]),
            sums,
            squares,
            np.concatenate([b.kept for b in blocks]),
        )


def compute_pairs(first: Setting, second: Setting, seed: int, start: int, count: int, keep: int = -1) -> PairBlock:
    """Live ``count`` pairs from run ``start`` on. ``keep`` -1: no paths; else sums, and the paths of ``keep`` pairs."""
    days = len(first.calendar) if keep >= 0 else 0
    tables = np.stack([blank_table(count), blank_table(count)])
    status, failed_day, partings = (
        np.zeros((2, count), np.int64),
        np.zeros((2, count), np.int64),
        np.zeros(count, PARTING),
    )
    sums, squares = np.zeros((3, days, len(SERIES))), np.zeros((days, len(SERIES)))
    kept = np.zeros((max(0, min(keep, count)), 2, days, len(SERIES)), np.float32)
    pair_block(
        *first,
        *second,
        np.uint64(seed),
        start,
        tables,
        status,
        failed_day,
        partings,
        sums,
        squares,
        kept,
        np.zeros(2, WORLD),
        np.zeros(2, SCRATCH),
        np.zeros(2, DAILY),
        np.zeros((2, 2), np.int64),
        np.zeros((2, len(SERIES))),
    )
    mark_warm("pairs")
    return PairBlock(tables, status, failed_day, partings, sums, squares, kept)


def run_pairs(
    first: Setting,
    second: Setting,
    seed: int,
    runs: int,
    paths: bool = False,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> PairBlock:
    """Live pairs 0 .. ``runs`` - 1. The result does not depend on ``threads``; ``progress(pairs of a block)``."""
    tasks = [(start, count, min(count, max(0, PATHS - start)) if paths else -1) for start, count in blocks_of(runs)]
    blocks = []
    for block in in_order(lambda task: compute_pairs(first, second, seed, *task), tasks, threads):
        blocks.append(block)
        if progress:
            progress(len(block.partings))
    return PairBlock.joined(blocks)


def first_deed(partings: NDArray[Any], actors: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(day, actor) of the first different deed among ``actors``, (n,) each; -1 where there is none.

    On one day the order of a day decides: timeline, chance, Congress, executive, rival.
    """
    deeds = partings["deed"][:, list(actors)]
    never = np.iinfo(np.int64).max
    days = np.where(deeds < 0, never, deeds)
    who = days.argmin(axis=1)
    day = days[np.arange(len(days)), who]
    parted = day < never
    return np.where(parted, day, -1), np.where(parted, np.array(actors)[who], -1)
