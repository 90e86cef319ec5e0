"""Two worlds with the same luck, lived side by side on all cores.

Both worlds of a pair take the same key and go through the same days; after each day their deeds and their states are
compared, so the day on which they part, and whose deed it was, costs no second look through the microscope.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.blocks import blocks_of, in_order, shared_blocks
from sim.engine.loop import blank_table
from sim.engine.parting import PARTING, compare_deeds, open_pair, states_differ
from sim.engine.sketch import SERIES
from sim.outcomes import measure
from sim.rules.compiled import compiled, mark_warm
from sim.rules.day import begin, live, log_day
from sim.rules.world import DAILY, SCRATCH, SOUND, WORLD
from sim.scenario.setting import Setting

PATHS = 2000
"""Pairs whose daily paths are kept when paths are asked for (quantiles are exact over these, means use all pairs)."""


class PairBlock(NamedTuple):
    """Pairs of worlds: ``tables`` (2, n) OUTCOME, ``status`` and ``failed_day`` (2, n), ``partings`` (n,) PARTING.

    With paths: ``sums`` (3, days, series) of the first world, the second and their difference, ``squares``
    (days, series) of the difference, both without pairs in which a world failed; ``kept`` (k, 2, days, series) for the
    first k pairs, sound or not.
    """

    tables: NDArray[Any]
    status: NDArray[np.int64]
    failed_day: NDArray[np.int64]
    partings: NDArray[Any]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    kept: NDArray[np.float32]

    @classmethod
    def blank(cls, pairs: int, days: int, keep: int) -> PairBlock:
        """Room for so many ``pairs``. ``keep`` -1: no paths; else those of ``keep`` pairs, sums of all."""
        days = days if keep >= 0 else 0
        return cls(
            np.stack([blank_table(pairs), blank_table(pairs)]),
            np.zeros((2, pairs), np.int64),
            np.zeros((2, pairs), np.int64),
            np.zeros(pairs, PARTING),
            np.zeros((3, days, len(SERIES))),
            np.zeros((days, len(SERIES))),
            np.zeros((max(0, min(keep, pairs)), 2, days, len(SERIES)), np.float32),
        )

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


class Twins(NamedTuple):
    """Where a pair is lived: ``worlds`` (2,) WORLD, ``scratch`` (2,) SCRATCH, and of the day ``rows`` (2,) DAILY,
    ``marks`` (2, 2) acts and roll calls before it. ``path`` (2, days or 0, series): their days so far, where paths are
    asked for; they are added up when both worlds have come through.
    """

    worlds: NDArray[Any]
    scratch: NDArray[Any]
    rows: NDArray[Any]
    marks: NDArray[np.int64]
    path: NDArray[np.float64]

    @classmethod
    def blank(cls, block: PairBlock) -> Twins:
        """Room for one pair of a block."""
        marks, path = np.zeros((2, 2), np.int64), np.zeros((2, block.sums.shape[1], len(SERIES)))
        return cls(np.zeros(2, WORLD), np.zeros(2, SCRATCH), np.zeros(2, DAILY), marks, path)


@compiled
def _values(row, values):
    """A DAILY record in the order of ``sim.engine.sketch.SERIES``."""
    for side in range(2):
        values[side], values[2 + side], values[6 + side] = row.points[side], row.ledger[side], row.staff[side]
    values[4], values[5] = row.hope, row.scandal


@compiled
def note_day(twins, day, block, k):
    """Note a day, which is in ``twins.rows``, in the paths of pair ``k``, and keep it if they are kept."""
    for which in range(2):
        values = twins.path[which, day]
        _values(twins.rows[which], values)
        if k < len(block.kept):
            for series in range(len(values)):
                block.kept[k, which, day, series] = values[series]


@compiled
def add_days(path, start, end, block):
    """Add the days ``start`` .. ``end`` - 1 of a pair in which neither world failed to the sums."""
    sums = block.sums
    for day in range(start, end):
        for series in range(path.shape[2]):
            first, second = path[0, day, series], path[1, day, series]
            sums[0, day, series] += first
            sums[1, day, series] += second
            sums[2, day, series] += second - first
            block.squares[day, series] += (second - first) * (second - first)


@compiled
def _day_of_world(setting, w, s):
    p = setting.periods[setting.calendar[w.day].period]
    live(p, setting.calendar, setting.events, setting.members, w, s, True)


@compiled
def _dawn(twins, day):
    """A new day in both worlds; how many acts and roll calls there were before it."""
    for k in range(2):
        if twins.worlds[k].status == SOUND:
            twins.worlds[k].day = day
        twins.marks[k, 0], twins.marks[k, 1] = twins.scratch[k].n_acts, twins.scratch[k].n_rolls


@compiled
def _dusk(first, second, twins, block, k):
    """Compare the states of the evening and note the paths; nothing of it is needed once the states have parted."""
    parting, worlds, rows = block.partings[k], twins.worlds, twins.rows
    day = worlds[0].day
    if parting.state >= 0 and block.sums.shape[1] == 0:
        return
    log_day(first.periods[first.calendar[day].period], worlds[0], rows[0])
    log_day(second.periods[second.calendar[day].period], worlds[1], rows[1])
    if parting.state < 0 and states_differ(rows[0], rows[1]):
        parting.state = day
    if block.sums.shape[1] > 0:
        note_day(twins, day, block, k)


@compiled
def live_days(first, second, start, twins, block, k):
    """Pair ``k`` of a block from the morning of day ``start`` to the last night, under two settings."""
    worlds, scratch = twins.worlds, twins.scratch
    for day in range(start, len(first.calendar)):
        _dawn(twins, day)
        if worlds[0].status == SOUND:
            _day_of_world(first, worlds[0], scratch[0])
        if worlds[1].status == SOUND:
            _day_of_world(second, worlds[1], scratch[1])
        if worlds[0].status == SOUND and worlds[1].status == SOUND:
            compare_deeds(worlds, scratch, twins.marks, block.partings[k].deed)
            _dusk(first, second, twins, block, k)


@compiled
def close_pair(twins, start, last_day, run, block, k):
    """Measure both worlds of pair ``k``; where neither failed, their paths from day ``start`` on count."""
    worlds = twins.worlds
    if worlds[0].status == SOUND and worlds[1].status == SOUND:
        add_days(twins.path, start, twins.path.shape[1], block)
    for i in range(2):
        block.status[i, k] = worlds[i].status
        block.tables[i, k].run, block.tables[i, k].failed = run, 1.0
        block.failed_day[i, k] = -1 if worlds[i].status == SOUND else worlds[i].day
        if worlds[i].status == SOUND:
            measure(worlds[i], last_day, block.tables[i, k])


@compiled
def pair_block(first, second, seed, start, twins, block):
    """Pairs ``start``, ``start`` + 1, ... one after the other, as many as the block has room for."""
    worlds = twins.worlds
    for k in range(len(block.partings)):
        worlds[0], worlds[1] = first.template[0], second.template[0]
        open_pair(block.partings[k], start + k)
        for i in range(2):
            begin(worlds[i], twins.scratch[i], seed, start + k)
        live_days(first, second, 0, twins, block, k)
        close_pair(twins, 0, len(first.calendar) - 1, start + k, block, k)


def compute_pairs(first: Setting, second: Setting, seed: int, start: int, count: int, keep: int = -1) -> PairBlock:
    """Live ``count`` pairs from run ``start`` on; ``keep`` as in :meth:`PairBlock.blank`."""
    block = PairBlock.blank(count, len(first.calendar), keep)
    pair_block(first, second, np.uint64(seed), start, Twins.blank(block), block)
    mark_warm("pairs")
    return block


def run_in_order(
    compute: Callable[[int, int, int], PairBlock],
    runs: int,
    paths: bool,
    threads: int | None,
    progress: Callable[[int], object] | None,
) -> PairBlock:
    """Pairs 0 .. ``runs`` - 1 by ``compute(first, count, paths to keep or -1)``, block by block; nothing depends on
    ``threads``. ``progress(pairs of a block)``.
    """
    tasks = [(start, count, min(count, max(0, PATHS - start)) if paths else -1) for start, count in blocks_of(runs)]
    blocks = []
    for block in in_order(lambda task: compute(*task), tasks, threads):
        blocks.append(block)
        if progress:
            progress(len(block.partings))
    return PairBlock.joined(blocks)


def run_pairs(
    settings: Sequence[tuple[Setting, Setting]],
    seed: int,
    runs: int,
    paths: bool = False,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> PairBlock:
    """Live pairs 0 .. ``runs`` - 1; each couple of ``settings`` lives an equal share of them.

    The result does not depend on ``threads``; ``progress(pairs of a block)``.
    """
    blocks = []

    def one(task: tuple[int, int, int]) -> PairBlock:
        part, start, count = task
        keep = min(count, max(0, PATHS - start)) if paths else -1
        return compute_pairs(*settings[part], seed, start, count, keep)

    for block in in_order(one, shared_blocks(runs, len(settings)), threads):
        blocks.append(block)
        if progress:
            progress(len(block.partings))
    return PairBlock.joined(blocks)
