"""The telescope with a past: worlds that live an imposed history day by day, then go on freely.

Compiled loops and the arrays around them; which world carries which weight is :mod:`sim.branching.particles`' matter.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.loop import Kept, keep_day, keep_world, live_on
from sim.engine.telescope import Block, block_of
from sim.parameters import SIDES
from sim.records import History
from sim.records.steps import Step
from sim.rules.compiled import compiled, mark_warm
from sim.rules.congress import carried
from sim.rules.day import begin
from sim.rules.imposed import COMPONENTS, MEMO, Room, live_imposed, release
from sim.rules.imposed_acts import (
    ACT_ORDER,
    FLOOR_ORDER,
    MANDATE_ORDER,
    ORDER,
    PRESENT_ORDER,
    SIGN_ORDER,
    VOTE_ORDER,
    Packages,
    Today,
)
from sim.rules.world import FREE, PASSAGE, SOUND, UNITS
from sim.scenario import Setting

KINDS = {
    "act": ACT_ORDER,
    "floor": FLOOR_ORDER,
    "vote": VOTE_ORDER,
    "present": PRESENT_ORDER,
    "sign": SIGN_ORDER,
    "mandate": MANDATE_ORDER,
}
CHAMBERS = ("House", "Senate")


class Orders(NamedTuple):
    """Imposed history as arrays: ``rows`` (m,) ORDER, and where each of its days begins, ``starts`` (days + 1,)."""

    rows: NDArray[Any]
    starts: NDArray[np.int64]


class Lineage(NamedTuple):
    """Under which key each world lived: ``keys`` (segments, n) of run numbers, ``cuts`` (segments,) first days."""

    keys: NDArray[np.int64]
    cuts: NDArray[np.int64]


def orders_of(history: History, setting: Setting, until: datetime.date) -> Orders:
    """The orders of the days before ``until``.

    Raises:
        WrongInput: a recorded tally that this legislature could not have cast, or that would not carry.
    """
    scenario = history.scenario
    names = [m.name for m in scenario.catalogue]
    days, rows = [], []
    for step in history.steps:
        if step.date >= until:
            continue
        if step.kind == "vote":
            _check_tally(step, setting.periods)
        made = _order_rows(step, names)
        days += [scenario.day_of(step.date)] * len(made)
        rows += made
    count = (until - scenario.start).days
    starts = np.searchsorted(np.array(days, np.int64), np.arange(count + 1))
    return Orders(np.array(rows, ORDER), starts.astype(np.int64))


def _order_rows(step: Step, names: list[str]) -> list[tuple[float, ...]]:
    """ORDER rows (kind, side, option, measure, size, chamber, yea, nay): one, or one a part of an act."""
    kind, side = KINDS[step.kind], SIDES.index(step.side)
    if step.kind == "act":
        option = names.index(step.option)
        return [(kind, side, option, names.index(m.name), size, -1, 0.0, 0.0) for m, size, _ in step.parts]
    chamber = CHAMBERS.index(step.chamber) if step.chamber else -1
    return [(kind, side, step.mandate, -1, step.size, chamber, float(step.yea), float(step.nay))]


def _check_tally(step: Step, periods: NDArray[Any]) -> None:
    chamber, tally = CHAMBERS.index(step.chamber), f"{step.yea}-{step.nay}"
    seats, place = int(periods[0]["seats"][chamber]), step.rows[0].place
    if step.yea + step.nay > seats:
        raise place.wrong("action", f"the {step.chamber} votes {tally}", f"at most {seats} votes")
    if not _carries(periods, chamber, step.yea, step.nay):
        raise place.wrong("action", f"the {step.chamber} passes the bill {tally}", "a tally that carries in the model")


@compiled
def _carries(periods, chamber, yea, nay):
    return carried(periods[0], periods[0], chamber, PASSAGE, yea, nay)


class Past(NamedTuple):
    """What worlds share up to the branch: the setting then in force, the orders, the lineage, the worlds it left.

    Numba functions take it as it is, so ``seed`` is an unsigned number of 64 bits.
    """

    setting: Setting
    orders: Orders
    lineage: Lineage
    seed: np.uint64
    worlds: NDArray[Any]
    memos: NDArray[Any]

    @property
    def day(self) -> int:
        """The first free day."""
        return len(self.orders.starts) - 1


class Lived(NamedTuple):
    """Where a world lives its imposed days: ``memos`` (1,) MEMO, ``room`` the work arrays, and what is kept of it."""

    memos: NDArray[Any]
    room: Room
    kept: Kept

    @classmethod
    def blank(cls, past: Past, worlds: int = 0, logged: int = 0, sketched: int = 0) -> Lived:
        """Room as in :meth:`~sim.engine.loop.Kept.blank`."""
        return cls(np.zeros(1, MEMO), work_room(past.setting), Kept.blank(worlds, logged, sketched))


def work_room(setting: Setting) -> Room:
    """The work arrays of an imposed day."""
    packages = Packages(np.zeros(UNITS), np.zeros(UNITS))
    return Room(np.zeros(len(setting.members) + 2), packages, np.zeros(len(COMPONENTS)))


@compiled
def begin_particles(template, seed, worlds, memos, scratch):
    """Every particle takes its own key: run k for slot k."""
    for k in range(len(worlds)):
        worlds[k] = template[0]
        begin(worlds[k], scratch[0], seed, k)
        memos[k].acts, memos[k].packages, memos[k].rolls, memos[k].veto = 0, 0, 0, 0.0


@compiled
def _imposed(setting, orders, w, s, memo, room):
    """One imposed day; the log-probability that the world gives to the record."""
    today = Today(orders.rows, orders.starts[w.day], orders.starts[w.day + 1], 0.0)
    p = setting.periods[setting.calendar[w.day].period]
    live_imposed(p, setting, today, w, s, memo, room)
    chance = 0.0
    for part in range(len(room.chances)):
        chance += room.chances[part]
    return chance


@compiled
def impose_day(past, day, chances, scratch, room):
    """One imposed day of all particles; ``chances`` (n,) takes the log-probability each gives to the record."""
    s = scratch[0]
    for k in range(len(past.worlds)):
        w, memo = past.worlds[k], past.memos[k]
        s.n_acts, s.packages, s.n_rolls = memo.acts, memo.packages, memo.rolls
        w.day = day
        chances[k] = _imposed(past.setting, past.orders, w, s, memo, room)
        memo.acts, memo.packages, memo.rolls = s.n_acts, s.packages, s.n_rolls
        if w.status != SOUND:
            chances[k] = -np.inf


@compiled
def relive(past, k, lived):
    """The past of world ``k`` once more, under the keys of its lineage; its days are kept."""
    setting, keys, cuts, kept = past.setting, past.lineage.keys, past.lineage.cuts, lived.kept
    kept.worlds[0] = setting.template[0]
    w, s, memo = kept.worlds[0], kept.scratch[0], lived.memos[0]
    begin(w, s, past.seed, keys[0, k])
    memo.acts, memo.packages, memo.rolls, memo.veto = 0, 0, 0, 0.0
    segment = 0
    for day in range(len(past.orders.starts) - 1):
        while segment + 1 < len(cuts) and cuts[segment + 1] <= day:
            segment += 1
        w.day, w.run = day, keys[segment, k]
        _imposed(setting, past.orders, w, s, memo, lived.room)
        keep_day(setting.periods[setting.calendar[day].period], w, kept)
    memo.acts, memo.packages, memo.rolls = s.n_acts, s.packages, s.n_rolls
    w.run = k


@compiled
def wake(p, calendar, first_day, forced, w, s, memo):
    """A world on the morning of its first free day, with what is forced."""
    for actor in range(len(forced)):
        if forced[actor] != FREE:
            w.forced[actor] = forced[actor]
    s.n_acts, s.packages, s.n_rolls = memo.acts, memo.packages, memo.rolls
    release(p, calendar, w, memo, first_day)


@compiled
def go_on(then, first_day, forced, memos, kept):
    """The world in ``kept`` from the morning of ``first_day`` to the last night, by the ordinary rules."""
    w, s = kept.worlds[0], kept.scratch[0]
    wake(then.periods[then.calendar[first_day].period], then.calendar, first_day, forced, w, s, memos[0])
    live_on(then, first_day, w, s, kept)


@compiled
def branch_block(past, then, forced, first, memos, kept):
    """Worlds ``first``, ``first`` + 1, ... go on from their particles, as many as ``kept`` has rows."""
    for k in range(len(kept.table)):
        kept.worlds[0], memos[0] = past.worlds[first + k], past.memos[first + k]
        go_on(then, len(past.orders.starts) - 1, forced, memos, kept)
        keep_world(kept.worlds[0], len(then.calendar) - 1, first + k, kept, k)


def compute_branch(
    past: Past, then: Setting, forced: NDArray[np.int64], first: int, count: int, paths: bool = False
) -> Block:
    """Worlds ``first`` .. ``first + count - 1`` from the branch on, under the setting ``then``. Pure."""
    lived = Lived.blank(past, count, sketched=len(then.calendar) if paths else 0)
    if paths:
        for k in range(first, first + count):
            relive(past, k, lived)
    branch_block(past, then, forced, first, lived.memos, lived.kept)
    mark_warm("branch")
    return block_of(lived.kept, paths)


def run_branched(
    past: Past, then: Setting, forced: NDArray[np.int64], k: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """World ``k`` with its past, everything kept: (world (1,) WORLD, scratch (1,) SCRATCH, daily (days,) DAILY)."""
    lived = Lived.blank(past, logged=len(then.calendar))
    relive(past, k, lived)
    go_on(then, past.day, forced, lived.memos, lived.kept)
    return lived.kept.worlds, lived.kept.scratch, lived.kept.daily
