"""The telescope with a past: worlds that live an imposed history day by day, then go on freely.

Compiled loops and the arrays around them; which world carries which weight is :mod:`sim.branching.particles`' matter.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.sketch import PathSketch, count_day
from sim.engine.telescope import Block, blank_table
from sim.outcomes import measure
from sim.parameters import SIDES
from sim.records import History
from sim.records.steps import Step
from sim.rules.compiled import compiled, mark_warm
from sim.rules.congress import carried
from sim.rules.day import begin, live, log_day
from sim.rules.imposed import (
    ACT_ORDER,
    FLOOR_ORDER,
    MANDATE_ORDER,
    MEMO,
    ORDER,
    PRESENT_ORDER,
    SIGN_ORDER,
    VOTE_ORDER,
    live_imposed,
    release,
)
from sim.rules.world import DAILY, FREE, PASSAGE, SCRATCH, SOUND, WORLD
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
        return [(kind, side, option, names.index(m.name), size, -1, 0.0, 0.0) for m, size in step.parts]
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


@compiled
def begin_particles(template, seed, worlds, memos, scratch):
    """Every particle takes its own key: run k for slot k."""
    for k in range(len(worlds)):
        worlds[k] = template[0]
        begin(worlds[k], scratch[0], seed, k)
        memos[k].acts, memos[k].packages, memos[k].rolls, memos[k].veto = 0, 0, 0, 0.0


@compiled
def impose_day(periods, calendar, events, members, orders, starts, day, worlds, memos, chances, scratch, room):
    """One imposed day of all particles; ``chances`` (n,) takes the log-probability each gives to the record."""
    p, s = periods[calendar[day].period], scratch[0]
    for k in range(len(worlds)):
        w, memo = worlds[k], memos[k]
        s.n_acts, s.packages, s.n_rolls = memo.acts, memo.packages, memo.rolls
        w.day = day
        chances[k] = live_imposed(p, calendar, events, members, orders, starts[day], starts[day + 1], w, s, memo, room)
        memo.acts, memo.packages, memo.rolls = s.n_acts, s.packages, s.n_rolls
        if w.status != SOUND:
            chances[k] = -np.inf


@compiled
def _keep_day(p, w, daily, counts, sums):
    if len(daily) > 0:
        log_day(p, w, daily[w.day])
    if counts.shape[1] > 0:
        count_day(w, counts, sums)


@compiled
def relive(
    periods,
    calendar,
    events,
    members,
    template,
    orders,
    starts,
    keys,
    cuts,
    seed,
    k,
    worlds,
    memos,
    scratch,
    room,
    daily,
    counts,
    sums,
):
    """The past of world ``k`` once more, under the keys of its lineage, into ``worlds[0]``; its days are logged."""
    worlds[0] = template[0]
    w, s, memo = worlds[0], scratch[0], memos[0]
    begin(w, s, seed, keys[0, k])
    memo.acts, memo.packages, memo.rolls, memo.veto = 0, 0, 0, 0.0
    segment = 0
    for day in range(len(starts) - 1):
        while segment + 1 < len(cuts) and cuts[segment + 1] <= day:
            segment += 1
        w.day, w.run = day, keys[segment, k]
        p = periods[calendar[day].period]
        live_imposed(p, calendar, events, members, orders, starts[day], starts[day + 1], w, s, memo, room)
        _keep_day(p, w, daily, counts, sums)
    memo.acts, memo.packages, memo.rolls = s.n_acts, s.packages, s.n_rolls
    w.run = k


@compiled
def wake(p, first_day, forced, w, s, memo):
    """A world on the morning of its first free day, with what is forced."""
    for actor in range(len(forced)):
        if forced[actor] != FREE:
            w.forced[actor] = forced[actor]
    s.n_acts, s.packages, s.n_rolls = memo.acts, memo.packages, memo.rolls
    release(p, w, memo, first_day)


@compiled
def go_on(periods, calendar, events, members, first_day, forced, w, s, memo, daily, counts, sums):
    """From the morning of ``first_day`` to the last night, by the ordinary rules."""
    wake(periods[calendar[first_day].period], first_day, forced, w, s, memo)
    for day in range(first_day, len(calendar)):
        w.day = day
        p = periods[calendar[day].period]
        seen = len(daily) > 0 or counts.shape[1] > 0 or day == len(calendar) - 1
        live(p, calendar, events, members, w, s, seen)
        if w.status != SOUND:
            break
        _keep_day(p, w, daily, counts, sums)


@compiled
def branch_block(
    periods,
    calendar,
    events,
    members,
    first_day,
    forced,
    particles,
    notes,
    first,
    table,
    status,
    failed_day,
    worlds,
    memos,
    scratch,
    daily,
    counts,
    sums,
):
    """Worlds ``first``, ``first`` + 1, ... go on from their particles, as many as ``table`` has rows."""
    for k in range(len(table)):
        worlds[0], memos[0] = particles[first + k], notes[first + k]
        w = worlds[0]
        go_on(periods, calendar, events, members, first_day, forced, w, scratch[0], memos[0], daily, counts, sums)
        status[k] = w.status
        if w.status == SOUND:
            measure(w, len(calendar) - 1, table[k])
        else:
            table[k].run, table[k].failed = first + k, 1.0
            failed_day[k] = w.day


class Past(NamedTuple):
    """What worlds share up to the branch: the setting then in force, the orders, the lineage, the worlds it left."""

    setting: Setting
    orders: Orders
    lineage: Lineage
    seed: int
    worlds: NDArray[Any]
    memos: NDArray[Any]

    @property
    def day(self) -> int:
        """The first free day."""
        return len(self.orders.starts) - 1


def work_room(setting: Setting) -> NDArray[np.float64]:
    """The work array that the chance of a tally needs."""
    return np.zeros(len(setting.members) + 2)


def compute_branch(
    past: Past, then: Setting, forced: NDArray[np.int64], first: int, count: int, paths: bool = False
) -> Block:
    """Worlds ``first`` .. ``first + count - 1`` from the branch on, under the setting ``then``. Pure."""
    table = blank_table(count)
    status, failed_day = np.zeros(count, np.int64), np.full(count, -1, np.int64)
    sketch = PathSketch.empty(len(then.calendar) if paths else 0)
    worlds, memos, scratch, daily = _one_world(0)
    if paths:
        for k in range(first, first + count):
            relive(
                *past.setting,
                *past.orders,
                *past.lineage,
                np.uint64(past.seed),
                k,
                worlds,
                memos,
                scratch,
                work_room(past.setting),
                daily,
                sketch.counts,
                sketch.sums,
            )
    branch_block(
        *then[:4],
        past.day,
        forced,
        past.worlds,
        past.memos,
        first,
        table,
        status,
        failed_day,
        worlds,
        memos,
        scratch,
        daily,
        sketch.counts,
        sketch.sums,
    )
    mark_warm("branch")
    sound = int((status == SOUND).sum())
    return Block(table, status, failed_day, PathSketch(sketch.counts, sketch.sums, sound) if paths else None)


def _one_world(days: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    return np.zeros(1, WORLD), np.zeros(1, MEMO), np.zeros(1, SCRATCH), np.zeros(days, DAILY)


def run_branched(
    past: Past, then: Setting, forced: NDArray[np.int64], k: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """World ``k`` with its past, everything kept: (world (1,) WORLD, scratch (1,) SCRATCH, daily (days,) DAILY)."""
    worlds, memos, scratch, daily = _one_world(len(then.calendar))
    none = PathSketch.empty(0)
    relive(
        *past.setting,
        *past.orders,
        *past.lineage,
        np.uint64(past.seed),
        k,
        worlds,
        memos,
        scratch,
        work_room(past.setting),
        daily,
        none.counts,
        none.sums,
    )
    _go_on_one(*then[:4], past.day, forced, worlds, scratch, memos, daily, none.counts, none.sums)
    return worlds, scratch, daily


@compiled
def _go_on_one(periods, calendar, events, members, first_day, forced, worlds, scratch, memos, daily, counts, sums):
    go_on(periods, calendar, events, members, first_day, forced, worlds[0], scratch[0], memos[0], daily, counts, sums)
