"""Two futures of one past, lived side by side from the branch on: when they part, and their daily paths."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.branching.worlds import Lived, Past, relive, wake
from sim.engine.pairs import PairBlock, Twins, add_days, close_pair, live_days, note_day, run_in_order
from sim.engine.parting import open_pair
from sim.rules.compiled import compiled, mark_warm
from sim.rules.imposed import MEMO
from sim.rules.world import SOUND
from sim.scenario.setting import Setting


class Future(NamedTuple):
    """What goes on from a branch: the past, the setting that rules from there, and what is forced (4,) by actor."""

    past: Past
    setting: Setting
    forced: NDArray[np.int64]


@compiled
def _wake_pair(future, run, twins, memos, i):
    """World ``i`` of a pair is that of particle ``run`` on the morning of the branch."""
    past, setting, day = future.past, future.setting, len(future.past.orders.starts) - 1
    twins.worlds[i], memos[i] = past.worlds[run], past.memos[run]
    p = setting.periods[setting.calendar[day].period]
    wake(p, setting.calendar, day, future.forced, twins.worlds[i], twins.scratch[i], memos[i])


@compiled
def branch_pairs_block(first, second, start, twins, memos, block):
    """Pairs ``start``, ``start`` + 1, ... go on from their particles, as many as the block has room for."""
    for k in range(len(block.partings)):
        open_pair(block.partings[k], start + k)
        _wake_pair(first, start + k, twins, memos, 0)
        _wake_pair(second, start + k, twins, memos, 1)
        branch = len(first.past.orders.starts) - 1
        live_days(first.setting, second.setting, branch, twins, block, k)
        close_pair(twins, branch, len(first.setting.calendar) - 1, start + k, block, k)


@compiled
def _add_past(daily, days, twins, block, k):
    """The imposed days, which both worlds of pair ``k`` share, into the sums and the kept paths."""
    for day in range(days):
        twins.rows[0], twins.rows[1] = daily[day], daily[day]
        note_day(twins, day, block, k)
    add_days(twins.path, 0, days, block)


def compute_branch_pairs(first: Future, second: Future, start: int, count: int, keep: int = -1) -> PairBlock:
    """Go on with ``count`` pairs from ``start``; ``keep`` as in :meth:`~sim.engine.pairs.PairBlock.blank`."""
    past, days = first.past, len(first.setting.calendar)
    block = PairBlock.blank(count, days, keep)
    twins = Twins.blank(block)
    branch_pairs_block(first, second, start, twins, np.zeros(2, MEMO), block)
    lived = Lived.blank(past, logged=days)
    sound = np.flatnonzero((block.status == SOUND).all(axis=0))
    for k in sound if keep >= 0 and past.day else ():
        relive(past, start + k, lived)
        _add_past(lived.kept.daily, past.day, twins, block, k)
    mark_warm("branch-pairs")
    return block


def run_branch_pairs(
    first: Future,
    second: Future,
    runs: int,
    paths: bool = False,
    threads: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> PairBlock:
    """Go on with pairs 0 .. ``runs`` - 1. The result does not depend on ``threads``; ``progress(pairs of a block)``."""
    return run_in_order(lambda *task: compute_branch_pairs(first, second, *task), runs, paths, threads, progress)
