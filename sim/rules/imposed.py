"""A day of imposed history: what is recorded happens, and how likely the model held it to be. Issue 4, branching.

The timeline happens as usual. Recorded acts, votes, presentment, signature and met mandates are imposed; nothing else
that a record would show may happen (no other act, bill, report or easing). What no record shows goes on by the ordinary
keyed draws: leaks, hidden contacts, goodwill, misperception, the substance of a mandate. Words, deliberations that
ended in nothing and oversight calls are drawn *given* that nothing visible came of them, with the draws that decide
them in a free world.

``live_imposed`` writes the log-probability that the model gives to what was recorded that day, silence included, by
component: together the weight of a particle (docs/model-branching.md). It follows ``day.live`` step by step and calls
the same hazards.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

import numpy as np

from sim.rules.compiled import compiled
from sim.rules.congress import Roll, agenda_open, bill_hazard, floor_ready, record_roll, vote_day, vote_hazard
from sim.rules.day import night
from sim.rules.draws import CHANCE, MANDATE_CALL, PRESENT, halves, uniform
from sim.rules.executive import (
    call_hazard,
    ease_hazard,
    effort_of,
    lapse,
    mandate_open,
    meet,
    meeting_hazard,
    reach_desk,
    sign,
    signed_chance,
    talks_open,
    unsigned_chance,
    veto_probability,
)
from sim.rules.hope import update_hope
from sim.rules.imposed_acts import (
    FLOOR_ORDER,
    MANDATE_ORDER,
    PRESENT_ORDER,
    SIGN_ORDER,
    VOTE_ORDER,
    Packages,
    answer_imposed,
    find,
    log_of,
)
from sim.rules.scandal import stir
from sim.rules.tally import tally_chance
from sim.rules.timeline import happen
from sim.rules.world import (
    BOTH_PASSED,
    FLOOR_READY,
    FORCE_PRESENTMENT,
    FREE,
    HOME,
    HOUSE,
    ONE_PASSED,
    PASSAGE,
    PRESENTED,
    RIVAL,
    SENATE,
    SIGN,
    UNSIGNED,
    VETO,
    record,
)

COMPONENTS = (
    "congress",
    "desk",
    "mandates",
    "easing",
    "home time",
    "home kind",
    "home size",
    "rival time",
    "rival kind",
    "rival size",
)
"""What the chance of a day is the product of, in the order of the day."""
HOME_PARTS, RIVAL_PARTS = 4, 7
"""Where the three components of each side begin."""

MEMO = record([("acts", np.int64), ("packages", np.int64), ("rolls", np.int64), ("veto", np.float64)], align=True)
"""What a particle remembers besides its world: how far its chronicle is, and the chance of a veto at presentment."""


class Room(NamedTuple):
    """Work arrays of an imposed day: ``tally`` (members + 2,), ``packages``, ``chances`` (10,) by ``COMPONENTS``."""

    tally: np.ndarray
    packages: Packages
    chances: np.ndarray


# ---------------------------------------------------------------- Congress


@compiled
def _vote_imposed(p, setting, today, new, w, s, room):
    """The chamber whose turn it is votes today or not: a geometric delay from the next day on, then the tally.

    ``new``: the timeline brought the bill to the floor today. A vote on that very day is given, like the bill itself.
    """
    chamber = HOUSE if w.stage == FLOOR_READY else SENATE
    hazard, vote = vote_hazard(p, setting.calendar, w, chamber), find(today, VOTE_ORDER, 0)
    if vote < 0:
        return 0.0 if new else log_of(1.0 - hazard)
    o = today.orders[vote]
    tally = tally_chance(p, w, setting.members, chamber, o.yea, o.nay, room)
    record_roll(p, setting.calendar, w, s, Roll(chamber, PASSAGE, o.yea, o.nay, p.seats[chamber] - o.yea - o.nay, 0.0))
    return (0.0 if new else log_of(hazard)) + log_of(tally)


@compiled
def congress_imposed(p, setting, today, new, w, s, room):
    """Agenda and votes. The day of a vote is imposed; ``stage_due`` is not used until the branch."""
    if p.has_congress == 0:
        return 0.0
    if agenda_open(w):
        hazard = bill_hazard(p, setting.calendar, w)
        if find(today, FLOOR_ORDER, 0) < 0:
            return log_of(1.0 - hazard)
        floor_ready(p, setting.calendar, w, w.next_law)
        return log_of(hazard)
    if w.stage == FLOOR_READY or w.stage == ONE_PASSED:
        return _vote_imposed(p, setting, today, new, w, s, room)
    return 0.0


# ---------------------------------------------------------------- the desk


@compiled
def _sign_imposed(p, w, memo, signed):
    """One day of the clock: signature, silence, or lapse into law on the day after the last.

    In a free world the choice falls at presentment and its day is uniform over the clock; here both are summed out.
    """
    days = float(w.clock_last - w.presented_day)
    unsigned = unsigned_chance(p, memo.veto)
    swift = (1.0 - unsigned) / days
    left = 1.0 - swift * min(days, w.day - 1.0 - w.presented_day)
    if signed:
        sign(p, w)
        return log_of(signed_chance(p, memo.veto) / days / left)
    if w.day > w.clock_last:
        lapse(p, w)
        return log_of(unsigned / left)
    return log_of((left - swift) / left)


@compiled
def presentment_imposed(p, calendar, today, w, memo):
    """Presentment on the recorded day (a clerk's matter, without a weight of its own), then the clock."""
    if w.stage == BOTH_PASSED:
        if find(today, PRESENT_ORDER, 0) >= 0:
            reach_desk(p, calendar, w)
            memo.veto = veto_probability(p, w)
        return 0.0
    if w.stage != PRESENTED:
        return 0.0
    if w.day == w.office_day:
        memo.veto = veto_probability(p, w)  # the bill lies on the desk of a successor
    return _sign_imposed(p, w, memo, find(today, SIGN_ORDER, 0) >= 0)


@compiled
def mandates_imposed(p, today, w, s):
    """Due mandates met or not; whether an oversight call came is drawn given that, how much was meant stays hidden."""
    total = 0.0
    for k in range(p.n_mandates):
        if not mandate_open(w, k):
            continue
        call = call_hazard(p, w, k)
        effort = effort_of(p, w)
        alone, pressed = meeting_hazard(p, effort, False), meeting_hazard(p, effort, True)
        hazard = (1.0 - call) * alone + call * pressed
        order = find(today, MANDATE_ORDER, k)
        if order >= 0:
            total += log_of(hazard)
            w.calls += uniform(w, MANDATE_CALL, k) * hazard < call * pressed
            meet(p, w, s, k, effort)
            s.acts[s.n_acts - 1].size = today.orders[order].size
        else:
            total += log_of(1.0 - hazard)
            w.calls += uniform(w, MANDATE_CALL, k) * (1.0 - hazard) < call * (1.0 - pressed)
    return total


@compiled
def easing_imposed(p, w):
    """No easing and no report of one is recorded, so none happened."""
    talking = talks_open(p, w)
    w.talks_days += talking
    return log_of(1.0 - ease_hazard(p, w, talking))


# ---------------------------------------------------------------- the day, and its end


@compiled
def live_imposed(p, setting, today, w, s, memo, room):
    """One day under imposed history; ``room.chances`` takes the log-probability of each of ``COMPONENTS``.

    ``setting`` has calendar, timeline (``events``) and members; ``today``: the day's orders.
    """
    calendar, events = setting.calendar, setting.events
    chances = room.chances
    leak_luck, _ = halves(w.seed, w.run, w.day, CHANCE, 0)
    bills = w.bills
    happen(p, calendar, events, w, s)
    new = w.bills > bills
    stir(p, w, s, leak_luck)
    chances[0] = congress_imposed(p, setting, today, new, w, s, room.tally)
    chances[1], chances[2] = 0.0, 0.0
    if p.has_congress:
        chances[1] = presentment_imposed(p, calendar, today, w, memo)
        chances[2] = mandates_imposed(p, today, w, s)
    chances[3] = easing_imposed(p, w)
    update_hope(p, w)
    answer_imposed(p, today, w, s, HOME, room.packages, chances[HOME_PARTS:RIVAL_PARTS])
    answer_imposed(p, today, w, s, RIVAL, room.packages, chances[RIVAL_PARTS:])
    night(p, w)


@compiled
def _release_clock(p, w, memo, day):
    """The choice at the desk given that nothing was decided before ``day``, and one of the days that are left."""
    luck, when = halves(w.seed, w.run, w.bills, PRESENT, 0)
    days = float(w.clock_last - w.presented_day)
    open_days = max(0.0, w.clock_last - day + 1.0)
    unsigned = unsigned_chance(p, memo.veto)
    veto = memo.veto * open_days / days
    sign = (1.0 - memo.veto - unsigned) * open_days / days
    luck *= veto + sign + unsigned
    w.presentment = VETO if luck < veto else (SIGN if luck < veto + sign else UNSIGNED)
    if w.forced[FORCE_PRESENTMENT] != FREE:
        w.presentment = w.forced[FORCE_PRESENTMENT]
    w.presentment_day = day + int(floor(when * open_days))
    if w.presentment == UNSIGNED:
        w.presentment_day = max(day, w.clock_last + 1)


@compiled
def release(p, calendar, w, memo, day):
    """The morning of ``day``: history ends. What was pending and unseen is drawn given that it has not happened yet.

    Geometric delays have no memory, so a vote that has not come is as far off as on the first day.
    """
    if w.stage == FLOOR_READY:
        w.stage_due = vote_day(p, calendar, w, HOUSE, day - 1)
    elif w.stage == ONE_PASSED:
        w.stage_due = vote_day(p, calendar, w, SENATE, day - 1)
    elif w.stage == BOTH_PASSED:
        w.presented_day = max(w.presented_day, day)
    elif w.stage == PRESENTED:
        _release_clock(p, w, memo, day)
