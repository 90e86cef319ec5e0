"""What two worlds differ in on one day, and whose deed it was: compiled comparisons of records."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.rules.compiled import compiled
from sim.rules.world import EASED, HOME, IMPLEMENTED, LEGISLATED, PROVOKED, ROUTE_OVERRIDE, SCRIPTED, record

TIMELINE, CHANCE, CONGRESS, EXECUTIVE, RIVAL_ACTOR = range(5)
ACTORS = ("timeline", "chance", "congress", "executive", "rival")
"""Who can part two worlds, in the order of a day; chance: leaks and provocations that the timeline does not hold."""

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
def _desk_day(w, law):
    """The day of signature or lapse into law; an override is Congress's doing."""
    return -1 if w.law_route[law] == ROUTE_OVERRIDE else w.law_day[law]


@compiled
def _desk_differs(a, b):
    for law in range(max(a.main_law, b.main_law) + 1):  # the main law is the last
        if _desk_day(a, law) != _desk_day(b, law) or a.vetoed[law] != b.vetoed[law]:
            return True
    return a.reviews != b.reviews


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
        or a.law != b.law
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
def open_pair(parting, run):
    """Nothing has parted yet."""
    parting.run, parting.state = run, -1
    for who in range(len(parting.deed)):
        parting.deed[who] = -1


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
