"""A day of imposed history: what is recorded happens, and how likely the model held it to be. Issue 4, branching.

The timeline happens as usual. Recorded acts, votes, presentment, signature and met mandates are imposed; nothing else
that a record would show may happen (no other act, bill, report or easing). What no record shows goes on by the ordinary
keyed draws: leaks, hidden contacts, goodwill, misperception, the substance of a mandate. Words, deliberations that
ended in nothing and oversight calls are drawn *given* that nothing visible came of them, with the draws that decide
them in a free world.

``live_imposed`` returns the log-probability that the model gives to what was recorded that day, silence included: the
weight of a particle (docs/model-branching.md). It follows ``day.live`` step by step.
"""

from __future__ import annotations

from math import floor, sqrt

import numpy as np

from sim.rules.answer import SMALLEST_TARGET, bracket, carry_out, grievance, target
from sim.rules.arithmetic import exp, log
from sim.rules.compiled import compiled
from sim.rules.congress import enact, floor_ready, geometric_delay, record_roll
from sim.rules.day import night
from sim.rules.draws import ANSWER, BILL_DELAY, CHANCE, CHOICE, MANDATE_CALL, PRESENT, halves, uniform, uniform_at
from sim.rules.executive import _meet, last_day_to_sign, talks_open, veto_probability
from sim.rules.hope import update_hope
from sim.rules.ledger import close_account, deliver, forget, note_firsts, part
from sim.rules.menu import NONE, fill_menu
from sim.rules.rollcall import absence, whip, yea_probability
from sim.rules.scandal import stir
from sim.rules.severity import is_words, severity
from sim.rules.timeline import happen
from sim.rules.weighing import weigh_menu
from sim.rules.world import (
    ANSWERED,
    BOTH_PASSED,
    FLOOR_READY,
    FORCE_PRESENTMENT,
    FREE,
    HOME,
    HOUSE,
    KILLED,
    MIRROR,
    NO_BILL,
    ONE_PASSED,
    PARITY,
    PASSAGE,
    PRESENTED,
    RIVAL,
    ROUTE_SIGNED,
    ROUTE_UNSIGNED,
    SENATE,
    SIGN,
    UNSIGNED,
    VETO,
    record,
)

_f, _i = np.float64, np.int64

ACT_ORDER, FLOOR_ORDER, VOTE_ORDER, PRESENT_ORDER, SIGN_ORDER, MANDATE_ORDER = range(6)
ORDER = record(
    [
        ("kind", _i),
        ("side", _i),
        ("option", _i),
        ("measure", _i),
        ("size", _f),
        ("chamber", _i),
        ("yea", _f),
        ("nay", _f),
    ],
    align=True,
)
"""One imposed thing; an act has a row a part. ``option``: the catalogue row it counts as, or the mandate's number."""

MEMO = record([("acts", _i), ("packages", _i), ("rolls", _i), ("veto", _f)], align=True)
"""What a particle remembers besides its world: how far its chronicle is, and the chance of a veto at presentment."""

# Gauss-Hermite nodes for a standard normal, and what each weight is against the normal density there: the half
# from 0 on. Written out, since NumPy takes them from LAPACK, whose last bits depend on the processor.
_HALF_NODES = (0.0, 0.678045692440644, 1.3597658232112302, 2.049102468257163, 2.7505929810523733,
               3.4698466904753764, 4.214343981688422, 4.994963944782025, 5.8293820073044715,
               6.751444718717461, 7.849382895113822)  # fmt: skip
_HALF_SHARES = (0.27026018357287707, 0.2709845942032273, 0.273209381836852, 0.2771003512787595, 0.2829760799738453,
                0.29139343020336955, 0.3033329912165956, 0.32063634203539143, 0.34721401206882213, 0.3933979166331952,
                0.5024151408774891)  # fmt: skip
_NODES = (*(-x for x in reversed(_HALF_NODES[1:])), *_HALF_NODES)
_SHARES = (*reversed(_HALF_SHARES[1:]), *_HALF_SHARES)
_STEPS = 30
"""Steps to the mode at most; four to six are usual."""


@compiled
def _log(chance):
    """log of a probability; minus infinity for zero."""
    return log(chance) if chance > 0.0 else -np.inf


@compiled
def find(orders, first, end, kind, item):
    """The row of today's order of a kind (for acts: of side ``item``; for mandates: number ``item``), or -1."""
    for k in range(first, end):
        o = orders[k]
        if o.kind == kind and (kind != ACT_ORDER or o.side == item) and (kind != MANDATE_ORDER or o.option == item):
            return k
    return -1


# ---------------------------------------------------------------- Congress


@compiled
def _tally_given(p, w, members, chamber, pull, shock, count_nays, count, room):
    """P(exactly ``count`` nays (or yeas) in ``chamber``) given the shock: Poisson-binomial, by convolution."""
    for j in range(count + 1):
        room[j] = 0.0
    room[0] = 1.0
    for k in range(len(members)):
        if members[k].chamber != chamber:
            continue
        chance = yea_probability(p, w, members[k], pull, shock)
        q = (1.0 - absence(p, chamber)) * (1.0 - chance if count_nays else chance)
        for j in range(count, 0, -1):
            room[j] += q * (room[j - 1] - room[j])
        room[0] *= 1.0 - q
    return room[count]


@compiled
def _pulls(p, w, members, chamber, pull, eta, count_nays, count):
    """Slope and curvature in η of log P(count | η) − η²/2, the count taken for Poisson-binomial near its mean.

    The slope is that of the exponential family with the same mean m and variance v: (count − m) m'/v − η.
    """
    shock = p.congress_vote_shock * eta
    mean, variance, drift = 0.0, 0.0, 0.0
    for k in range(len(members)):
        if members[k].chamber != chamber:
            continue
        chance = yea_probability(p, w, members[k], pull, shock)
        here = 1.0 - absence(p, chamber)
        q = here * (1.0 - chance if count_nays else chance)
        mean += q
        variance += q * (1.0 - q)
        drift += here * chance * (1.0 - chance)
    drift *= -p.congress_vote_shock if count_nays else p.congress_vote_shock
    if variance < 1e-300:
        return -eta, 1.0
    return (count - mean) * drift / variance - eta, drift * drift / variance + 1.0


@compiled
def _mode(p, w, members, chamber, pull, count_nays, count):
    """Where the integrand over η is greatest, and its width there: Newton's steps, none longer than 2, halved whenever
    the slope changes sign.
    """
    eta, most, before = 0.0, 2.0, 0.0
    slope, bend = _pulls(p, w, members, chamber, pull, eta, count_nays, count)
    for _ in range(_STEPS):
        step = min(most, max(-most, slope / bend))
        if step * before < 0.0:
            most *= 0.5
            step = min(most, max(-most, step))
        eta, before = eta + step, step
        slope, bend = _pulls(p, w, members, chamber, pull, eta, count_nays, count)
        if abs(step) < 1e-3 / sqrt(bend):
            break
    return eta, 1.0 / sqrt(bend)


@compiled
def tally_chance(p, w, members, chamber, yea, nay, room):
    """P(the smaller count of a tally), the shock of the roll call integrated out. ``room``: more places than members.

    ∫ P(count | σ η) φ(η) dη by Gauss-Hermite quadrature centred on the mode of the integrand and as wide as it is there
    (Naylor and Smith 1982): fixed nodes miss it where the shock is large or the tally far from what is expected.
    Absences are left out: their chance is the same in every particle, so they tell nothing about what is hidden.
    """
    pull = whip(p, w, chamber, PASSAGE)
    count_nays = nay <= yea
    count = int(nay if count_nays else yea)
    if p.congress_vote_shock <= 0.0:
        return _tally_given(p, w, members, chamber, pull, 0.0, count_nays, count, room)
    centre, width = _mode(p, w, members, chamber, pull, count_nays, count)
    total = 0.0
    for k in range(len(_NODES)):
        eta = centre + width * _NODES[k]
        given = _tally_given(p, w, members, chamber, pull, p.congress_vote_shock * eta, count_nays, count, room)
        total += width * _SHARES[k] * exp(-0.5 * eta * eta) * given
    return total


@compiled
def _vote_imposed(p, members, orders, vote, new, w, s, room):
    """The chamber whose turn it is votes today or not: a geometric delay from the next day on, then the tally.

    ``new``: the timeline brought the bill to the floor today. A vote on that very day is given, like the bill itself.
    """
    chamber = HOUSE if w.stage == FLOOR_READY else SENATE
    hazard = 1.0 / max(1.0, p.congress_house_delay if chamber == HOUSE else p.congress_senate_delay)
    if vote < 0:
        return 0.0 if new else _log(1.0 - hazard)
    o = orders[vote]
    chance = (0.0 if new else _log(hazard)) + _log(tally_chance(p, w, members, chamber, o.yea, o.nay, room))
    record_roll(p, w, s, chamber, PASSAGE, o.yea, o.nay, p.seats[chamber] - o.yea - o.nay, 0.0)
    return chance


@compiled
def congress_imposed(p, members, orders, first, end, new, w, s, room):
    """Agenda and votes. The day of a vote is imposed; ``stage_due`` is not used until the branch."""
    if p.has_congress == 0:
        return 0.0
    if w.stage == NO_BILL or w.stage == KILLED:
        hazard = 0.0
        if w.wish > 0.0:
            hazard = min(1.0, p.congress_bill_rate * exp(p.congress_bill_scandal_gain * w.scandal) * w.wish)
        if find(orders, first, end, FLOOR_ORDER, 0) < 0:
            return _log(1.0 - hazard)
        floor_ready(p, w)
        return _log(hazard)
    if w.stage == FLOOR_READY or w.stage == ONE_PASSED:
        return _vote_imposed(p, members, orders, find(orders, first, end, VOTE_ORDER, 0), new, w, s, room)
    return 0.0


# ---------------------------------------------------------------- the desk


@compiled
def _sign_imposed(p, w, memo, signed):
    """One day of the clock: signature, silence, or lapse into law on the day after the last.

    In a free world the choice falls at presentment and its day is uniform over the clock; here both are summed out.
    """
    days = float(w.clock_last - w.presented_day)
    unsigned = (1.0 - memo.veto) * p.executive_unsigned_share
    swift = (1.0 - unsigned) / days
    left = 1.0 - swift * min(days, w.day - 1.0 - w.presented_day)
    if signed:
        w.signing_statement = 1 if w.wish > 0.0 else 0
        enact(p, w, ROUTE_SIGNED)
        return _log((1.0 - memo.veto) * (1.0 - p.executive_unsigned_share) / days / left)
    if w.day > w.clock_last:
        enact(p, w, ROUTE_UNSIGNED)
        return _log(unsigned / left)
    return _log((left - swift) / left)


@compiled
def presentment_imposed(p, calendar, orders, first, end, w, memo):
    """Presentment on the recorded day (a clerk's matter, without a weight of its own), then the clock."""
    if w.stage == BOTH_PASSED:
        if find(orders, first, end, PRESENT_ORDER, 0) >= 0:
            w.stage, w.presented_day = PRESENTED, w.day
            w.clock_last = last_day_to_sign(calendar, w.day, int(p.congress_clock))
            memo.veto = veto_probability(p, w)
        return 0.0
    if w.stage != PRESENTED:
        return 0.0
    if w.day == w.office_day:
        memo.veto = veto_probability(p, w)  # the bill lies on the desk of a successor
    return _sign_imposed(p, w, memo, find(orders, first, end, SIGN_ORDER, 0) >= 0)


@compiled
def mandates_imposed(p, orders, first, end, w, s):
    """Due mandates met or not; whether an oversight call came is drawn given that, how much was meant stays hidden."""
    total = 0.0
    for k in range(p.n_mandates):
        if w.mandate_due[k] < 0 or w.mandate_met[k] >= 0 or w.day < w.mandate_due[k]:
            continue
        call = min(1.0, p.executive_call_rate * (w.day - w.mandate_due[k]) / 30.0 * (1.0 + w.scandal))
        effort = bracket(p, w, p.executive_slow_walk)
        alone = min(1.0, p.executive_diligence * effort)
        pressed = min(1.0, p.executive_diligence * effort + p.executive_call_effect)
        hazard = (1.0 - call) * alone + call * pressed
        order = find(orders, first, end, MANDATE_ORDER, k)
        if order >= 0:
            total += _log(hazard)
            w.calls += uniform(w, MANDATE_CALL, k) * hazard < call * pressed
            _meet(p, w, s, k, effort)
            s.acts[s.n_acts - 1].size = orders[order].size
        else:
            total += _log(1.0 - hazard)
            w.calls += uniform(w, MANDATE_CALL, k) * (1.0 - hazard) < call * (1.0 - pressed)
    return total


@compiled
def easing_imposed(p, w):
    """No easing and no report of one is recorded, so none happened."""
    talking = talks_open(p, w)
    w.talks_days += talking
    if w.wish <= 0.0 or w.sites_lost[RIVAL] + w.listed_points[RIVAL] <= 0.0:
        return 0.0
    return _log(1.0 - min(1.0, p.executive_ease_rate * w.able * (p.talks_gain if talking else 1.0)))


# ---------------------------------------------------------------- the two governments


@compiled
def _silent(p, s, k):
    """Whether option ``k`` of the menu leaves no trace in a record: nothing, or words."""
    return s.options[k].form == NONE or is_words(p, s.options[k].measure)


@compiled
def _option_chance(p, s, n, row):
    """P(the option of catalogue row ``row``), or, for ``row`` -1, of all that no record shows."""
    total = 0.0
    for k in range(n):
        if _silent(p, s, k) if row < 0 else s.options[k].measure == row:
            total += s.options[k].probability
    return total


@compiled
def _stay_silent(p, w, s, side, n, hazard):
    """No act is recorded: draw whether the side deliberated all the same, and what it said."""
    quiet = _option_chance(p, s, n, -1)
    chance = 1.0 - hazard * (1.0 - quiet)
    if uniform(w, ANSWER, side) * chance < hazard * quiet:
        w.fresh[side] = 0
        luck, chosen = uniform(w, CHOICE, side) * quiet, 0
        for k in range(n):
            if _silent(p, s, k) and luck >= 0.0:
                luck -= s.options[k].probability
                chosen = k
        carry_out(p, w, s, side, chosen, ANSWERED)
    return _log(chance)


@compiled
def _act_imposed(p, orders, first, end, w, s, side):
    """The recorded package is dealt, whatever the menu would have offered: sizes are history, injuries are felt."""
    option = orders[first].option
    form = p.measures[option].form
    total = 0.0
    for k in range(first, end):
        total += severity(p, orders[k].measure, orders[k].size)
    share, factor = deliver(p, w, side, total, ANSWERED, w.day)
    note_firsts(w, side, form, ANSWERED)
    whole = form == MIRROR or form == PARITY
    if whole:
        w.rung_day[side, p.measures[option].rung] = w.day
    for k in range(first, end):
        row, size = orders[k].measure, orders[k].size
        shape = form if whole else p.measures[row].form
        part(p, w, s, side, row, size, severity(p, row, size), share, factor, ANSWERED, shape, -1)
    close_account(p, w, s, side, form, option)
    w.fresh[side] = 0


@compiled
def answer_imposed(p, orders, first, end, w, s, side):
    """One side answers as recorded, or stays silent as recorded. ``answer.answer`` with its luck summed out."""
    wanted = target(p, w, side)
    hazard, n = 0.0, 0
    if w.fresh[side] or wanted >= SMALLEST_TARGET:
        hazard = p.sides[side].answer_rate if w.fresh[side] else p.sides[side].review_rate
        n = fill_menu(p, w, s, side, wanted)
        weigh_menu(p, w, s, side, n)
    begin = find(orders, first, end, ACT_ORDER, side)
    if begin >= 0:
        stop = begin + 1
        while stop < end and orders[stop].kind == ACT_ORDER and orders[stop].side == side:
            stop += 1
        chance = _log(hazard * _option_chance(p, s, n, orders[begin].option))
        _act_imposed(p, orders, begin, stop, w, s, side)
    else:
        chance = _stay_silent(p, w, s, side, n, hazard) if hazard > 0.0 else 0.0
    grievance(p, w, side)
    forget(p, w, side)
    return chance


# ---------------------------------------------------------------- the day, and its end


@compiled
def live_imposed(p, calendar, events, members, orders, first, end, w, s, memo, room):
    """One day under imposed history (orders ``first`` to ``end``); returns the log-probability of what was recorded."""
    leak_luck, _ = halves(w.seed, w.run, w.day, CHANCE, 0)
    bills = w.bills
    happen(p, calendar, events, w, s)
    new = w.bills > bills
    stir(p, w, s, leak_luck)
    chance = congress_imposed(p, members, orders, first, end, new, w, s, room)
    if p.has_congress:
        chance += presentment_imposed(p, calendar, orders, first, end, w, memo)
        chance += mandates_imposed(p, orders, first, end, w, s)
    chance += easing_imposed(p, w)
    update_hope(p, w)
    chance += answer_imposed(p, orders, first, end, w, s, HOME)
    chance += answer_imposed(p, orders, first, end, w, s, RIVAL)
    night(p, w)
    return chance


@compiled
def _release_clock(p, w, memo, day):
    """The choice at the desk given that nothing was decided before ``day``, and one of the days that are left."""
    luck, when = halves(w.seed, w.run, w.bills, PRESENT, 0)
    days = float(w.clock_last - w.presented_day)
    open_days = max(0.0, w.clock_last - day + 1.0)
    unsigned = (1.0 - memo.veto) * p.executive_unsigned_share
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
def release(p, w, memo, day):
    """The morning of ``day``: history ends. What was pending and unseen is drawn given that it has not happened yet.

    Geometric delays have no memory, so a vote that has not come is as far off as on the first day.
    """
    if w.stage == FLOOR_READY:
        w.stage_due = day - 1 + geometric_delay(p.congress_house_delay, uniform_at(w, w.bills, BILL_DELAY, HOUSE))
    elif w.stage == ONE_PASSED:
        w.stage_due = day - 1 + geometric_delay(p.congress_senate_delay, uniform_at(w, w.bills, BILL_DELAY, SENATE))
    elif w.stage == BOTH_PASSED:
        w.presented_day = max(w.presented_day, day)
    elif w.stage == PRESENTED:
        _release_clock(p, w, memo, day)
