"""Two futures of one past, lived side by side from the branch on: when they part, and their daily paths."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.branching.worlds import Past, relive, wake, work_room
from sim.engine.blocks import blocks_of, in_order
from sim.engine.pairs import PARTING, PATHS, PairBlock, add_shared_day, close_pair, live_days, open_pair
from sim.engine.sketch import SERIES, PathSketch
from sim.engine.telescope import blank_table
from sim.rules.compiled import compiled, mark_warm
from sim.rules.imposed import MEMO
from sim.rules.world import DAILY, SCRATCH, WORLD
from sim.scenario.setting import Setting


class Future(NamedTuple):
    """What goes on from a branch: the past, the setting that rules from there, and what is forced (4,) by actor."""

    past: Past
    setting: Setting
    forced: NDArray[np.int64]


@compiled
def branch_pairs_block(
    p0,
    c0,
    e0,
    m0,
    p1,
    c1,
    e1,
    m1,
    first_day,
    forced,
    particles0,
    particles1,
    notes0,
    notes1,
    first,
    tables,
    status,
    failed_day,
    partings,
    sums,
    squares,
    kept,
    worlds,
    memos,
    scratch,
    rows,
    marks,
    values,
):
    """Pairs ``first``, ``first`` + 1, ... go on from their particles, as many as ``partings`` has rows.

    The records are those of :class:`sim.engine.pairs.PairBlock`; ``forced`` is (2, actors).
    """
    for k in range(len(partings)):
        worlds[0], worlds[1] = particles0[first + k], particles1[first + k]
        memos[0], memos[1] = notes0[first + k], notes1[first + k]
        open_pair(partings[k], first + k)
        wake(p0[c0[first_day].period], first_day, forced[0], worlds[0], scratch[0], memos[0])
        wake(p1[c1[first_day].period], first_day, forced[1], worlds[1], scratch[1], memos[1])
        live_days(
            first_day,
            p0,
            c0,
            e0,
            m0,
            p1,
            c1,
            e1,
            m1,
            worlds,
            scratch,
            rows,
            partings[k],
            marks,
            values,
            sums,
            squares,
            kept,
            k,
        )
        close_pair(worlds, len(c0) - 1, first + k, k, tables, status, failed_day)


@compiled
def _add_past(daily, days, rows, values, sums, squares, kept, place):
    """The imposed days, which both worlds share, into the sums and the kept paths."""
    for day in range(days):
        rows[0], rows[1] = daily[day], daily[day]
        add_shared_day(rows, day, values, sums, squares, kept, place)


def compute_branch_pairs(first: Future, second: Future, start: int, count: int, keep: int = -1) -> PairBlock:
    """Go on with ``count`` pairs from ``start``; ``keep`` as in :func:`~sim.engine.pairs.compute_pairs`."""
    past, days = first.past, len(first.setting.calendar) if keep >= 0 else 0
    tables = np.stack([blank_table(count), blank_table(count)])
    status, failed_day = np.zeros((2, count), np.int64), np.zeros((2, count), np.int64)
    partings = np.zeros(count, PARTING)
    sums, squares = np.zeros((3, days, len(SERIES))), np.zeros((days, len(SERIES)))
    kept = np.zeros((max(0, min(keep, count)), 2, days, len(SERIES)), np.float32)
    rows, values = np.zeros(2, DAILY), np.zeros((2, len(SERIES)))
    worlds, memos, scratch = np.zeros(2, WORLD), np.zeros(2, MEMO), np.zeros(2, SCRATCH)
    daily, none, room = np.zeros(days, DAILY), PathSketch.empty(0), work_room(past.setting)
    for k in range(count if days and past.day else 0):
        relive(
            *past.setting,
            *past.orders,
            *past.lineage,
            np.uint64(past.seed),
            start + k,
            worlds,
            memos,
            scratch,
            room,
            daily,
            none.counts,
            none.sums,
        )
        _add_past(daily, past.day, rows, values, sums, squares, kept, k)
    branch_pairs_block(
        *first.setting[:4],
        *second.setting[:4],
        past.day,
        np.stack([first.forced, second.forced]),
        first.past.worlds,
        second.past.worlds,
        first.past.memos,
        second.past.memos,
        start,
        tables,
        status,
        failed_day,
        partings,
        sums,
        squares,
        kept,
        worlds,
        memos,
        scratch,
        rows,
        np.zeros((2, 2), np.int64),
        values,
    )
    mark_warm("branch-pairs")
    return PairBlock(tables, status, failed_day, partings, sums, squares, kept)


def run_branch_pairs(
    first: Future,
    second: Future,
    runs: int,
    paths: bool = False,
    threads: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> PairBlock:
    """Go on with pairs 0 .. ``runs`` - 1. The result does not depend on ``threads``; ``progress(pairs of a block)``."""
    tasks = [(start, count, min(count, max(0, PATHS - start)) if paths else -1) for start, count in blocks_of(runs)]
    blocks = []
    for block in in_order(lambda task: compute_branch_pairs(first, second, *task), tasks, threads):
        blocks.append(block)
        if progress:
            progress(len(block.partings))
    return PairBlock.joined(blocks)
