"""When and how a government answers. MODEL section 5.

When: a fresh injury or news is deliberated at the answer rate until it has been once; otherwise at the review rate.
How much: target = reciprocity · ledger − restraint. What: see ``menu``. A review whose target is below one point could
only end in 'none', so it is not drawn.
"""

from __future__ import annotations

from math import floor

from sim.rules.arithmetic import exp, log, normal_cdf
from sim.rules.compiled import compiled, inlined
from sim.rules.draws import ANSWER, CHOICE, WIDTH, normal_at, today, uniform
from sim.rules.hope import believe
from sim.rules.ledger import PLENTY, Deed, close_account, forget, left, note_firsts, relieve, speak, write_act
from sim.rules.menu import NONE, fill_menu, likeliest, pick
from sim.rules.package import FORMLESS, Blow, add_formless, add_part, begin_package, strike
from sim.rules.severity import is_words, severity
from sim.rules.weighing import weigh_menu
from sim.rules.world import (
    ANSWERED,
    EASE,
    FORCE_HOME,
    FREE,
    GRIT_REPLY,
    GRIT_STEP,
    HOME,
    MIRROR,
    PARITY,
    PERSONS,
    RELIEVED,
    RIVAL,
    UNITS,
)

PROPORTIONAL = 1
FORCED_NONE = -2
SMALLEST_TARGET = 1.0


@compiled
def bracket(p, w, slow):
    """1 − slow · θ⁺ / (1 + X): what a reset wish takes away while scandal lets it (MODEL sections 8)."""
    return 1.0 - slow * max(0.0, w.wish) / (1.0 + w.scandal)


@compiled
def threat(p, w):
    """Points of designations that the law orders and that were not used yet, by the will to use them."""
    points = 0.0
    for k in range(p.n_mandates):
        if w.law_day[p.mandate_law[k]] >= 0 and w.mandate_met[k] < 0:
            points += severity(p, p.mandate_row[k], p.mandate_size[k], PLENTY)
    return points * bracket(p, w, p.executive_slow_walk)


@inlined
def restraint(p, w, side):
    """Points withheld: the rival's by hope, the home side's by its reset wish as far as scandal lets it."""
    if side == RIVAL:
        held = p.sides[RIVAL].restraint * w.hope
        return held + p.hope_deterrence * threat(p, w) if p.hope_deterrence > 0.0 else held
    return p.sides[HOME].restraint * max(0.0, w.wish) / (1.0 + w.scandal)


@inlined
def full_answer(p, w, side):
    """What ``side`` would give for its whole ledger, in points, were nothing withheld."""
    return p.sides[side].reciprocity * w.ledger[side]


@inlined
def target(p, w, side):
    """How much ``side`` wants to answer today, in points (>= 0)."""
    if w.ledger[side] <= 0.0:
        return 0.0
    return max(0.0, full_answer(p, w, side) - restraint(p, w, side))


@inlined
def readiness(mine, days):
    """Chance a day of deliberating news of ``days`` ago."""
    return mine.answer_rate / (1.0 + days / mine.answer_fade)


@inlined
def answer_hazard(p, w, side):
    """Chance of deliberating today: of fresh news φ / (1 + t / τ), t days after it came, which gives the long tail of
    the record's delays; else that of a routine review.
    """
    mine = p.sides[side]
    return readiness(mine, w.day - w.fresh_day[side]) if w.fresh[side] else mine.review_rate


@inlined
def worth_it(w, side, wanted):
    """Whether a deliberation could end in anything: news is always heard, a review only with a target of a point."""
    return w.fresh[side] or wanted >= SMALLEST_TARGET


@compiled
def write_decision(p, w, s, side, hazard, wanted, luck, chosen, forced, n):
    """Log why a deliberation went as it did (:data:`sim.rules.world.DECISION`)."""
    d = s.decision
    d.day, d.side, d.fresh, d.hazard, d.ledger = w.day, side, w.fresh[side], hazard, w.ledger[side]
    d.restraint, d.target, d.hope, d.willing, d.able = restraint(p, w, side), wanted, w.hope, w.willing, w.able
    d.wish, d.scandal, d.luck, d.chosen, d.forced, d.n_options = w.wish, w.scandal, luck, chosen, forced, n
    s.deliberated = 1


@compiled
def settled_size(p, w, side, o):
    """Units of an answer by number: what was aimed at, times exp(σ z); working it out between ministries is no exact
    art. Never less than the row's smallest, never more than what could be taken by number. One draw a day and side.
    """
    spread = p.sides[side].size_spread
    m = p.measures[o.measure]
    if spread <= 0.0 or m.reference <= 0.0:
        return o.size
    size = floor(o.size * exp(spread * normal_at(w, w.day, WIDTH, side)) + 0.5)
    return max(max(1.0, m.at_least), min(size, floor(left(p, w, side, o.measure))))


@compiled
def size_chance(p, w, side, o, low, high):
    """Chance that the size of an answer by number comes out from ``low`` to ``high`` (see ``settled_size``)."""
    spread, m = p.sides[side].size_spread, p.measures[o.measure]
    if spread <= 0.0 or m.reference <= 0.0:
        return 1.0 if low <= o.size <= high else 0.0
    least = max(1.0, m.at_least)
    most = max(least, floor(left(p, w, side, o.measure)))
    below = 0.0 if low <= least else normal_cdf(log((low - 0.5) / o.size) / spread)
    upto = 1.0 if high >= most else normal_cdf(log((high + 0.5) / o.size) / spread)
    return max(0.0, upto - below) if low <= most and high >= least else 0.0


@compiled
def carry_out(p, w, s, side, k, cause):
    """Do option ``k`` of the menu."""
    o = s.options[k]
    if o.form == NONE:
        return
    if is_words(p, o.measure):
        speak(p, w, s, side, o.measure, cause, -1)
        close_account(p, w, s, side, o.measure)
        return
    begin_package(s)
    if o.form == MIRROR or o.form == PARITY:
        w.rung_day[side, p.measures[o.measure].rung] = w.day
        for form in range(PERSONS, UNITS):
            if o.units[form] > 0.0:
                add_part(p, w, s, side, p.row_of[side, form], o.units[form])
    else:
        add_part(p, w, s, side, o.measure, settled_size(p, w, side, o))
    strike(p, w, s, side, Blow(cause, w.day, o.form, -1))
    note_firsts(w, side, o.form, cause)
    close_account(p, w, s, side, o.measure)


@compiled
def propose(p, w, s, side, wanted, hazard):
    """The menu, and the choice that the strategy makes with its luck; how many options there are."""
    n = fill_menu(p, w, s, side, wanted)
    weigh_menu(p, w, s, side, n)
    luck = uniform(w, CHOICE, side)
    chosen = pick(s, n, luck)
    write_decision(p, w, s, side, hazard, wanted, luck, chosen, 0, n)
    return n


@compiled
def settle(p, w, s, side, k):
    """Do option ``k`` of the menu that was convened over."""
    w.fresh[side] = 0
    carry_out(p, w, s, side, k, ANSWERED)


@compiled
def _answer_proportional(p, w, s, side, wanted):
    """Richardson's limit: exactly the target, in no particular form; one too small to be given stays on the ledger."""
    w.fresh[side] = 0
    if wanted <= 0.0 or wanted < p.sides[side].smallest_answer:
        return
    begin_package(s)
    add_formless(w, s, side, wanted)
    strike(p, w, s, side, Blow(ANSWERED, w.day, NONE, -1))
    note_firsts(w, side, NONE, ANSWERED)
    close_account(p, w, s, side, FORMLESS)


@compiled
def _answer_forced(p, w, s, side, wanted, forced):
    """Take the option a scenario demands, on the first day it is on the menu (its target is at least the ledger's)."""
    n = fill_menu(p, w, s, side, max(wanted, SMALLEST_TARGET))
    weigh_menu(p, w, s, side, n)
    for k in range(n):
        if s.options[k].measure == forced:
            write_decision(p, w, s, side, 1.0, wanted, 0.0, k, 1, n)
            w.fresh[side] = 0
            w.forced[FORCE_HOME + side] = FREE
            carry_out(p, w, s, side, k, ANSWERED)
            return


@compiled
def _grit(p, w, s, side):
    """Confidence building (Osgood 1962): unilateral steps of fixed size; exploitation is answered one for one."""
    mine = p.sides[side]
    if w.fresh[side] and w.grit_exploited[side]:
        if today(w, s, ANSWER)[side] < mine.answer_rate:
            n = fill_menu(p, w, s, side, w.ledger[side])
            weigh_menu(p, w, s, side, n)
            chosen = likeliest(s, n)
            write_decision(p, w, s, side, mine.answer_rate, w.ledger[side], 0.0, chosen, 0, n)
            w.fresh[side], w.grit_exploited[side] = 0, 0
            carry_out(p, w, s, side, chosen, GRIT_REPLY)
    elif w.day >= w.grit_due[side]:
        w.grit_due[side] = w.day + int(mine.grit_interval)
        relieve(w, s, 1 - side, mine.grit_size, RELIEVED)
        write_act(w, s, side, Deed(p.ease_row, 0.0, -mine.grit_size, 0.0, 0.0, GRIT_STEP, EASE, -1))
        s.packages += 1


@inlined
def grievance(p, w, side):
    """Richardson's steady irritation: so many points a day, whatever the ledgers say."""
    points = p.sides[side].grievance
    if points > 0.0:
        other = 1 - side
        w.ledger[other] += points
        w.peak[other] = max(w.peak[other], w.ledger[other])
        w.points[side] += points
        w.total += points
        w.exogenous += points


@inlined
def _consider(p, w, s, side):
    """Deliberate or not: the options of a menu, or 0. Most days end at the draw, so what is costly, hope and the
    target, comes after it.
    """
    mine = p.sides[side]
    proportional = mine.answer_rule == PROPORTIONAL
    if not w.fresh[side] and not proportional and full_answer(p, w, side) < SMALLEST_TARGET:
        return 0  # the target is not more than that: nothing is withheld below zero
    hazard = answer_hazard(p, w, side)
    if not today(w, s, ANSWER)[side] < hazard:
        return 0
    believe(w)
    wanted = target(p, w, side)
    if proportional:
        _answer_proportional(p, w, s, side, wanted)
    elif worth_it(w, side, wanted):
        return propose(p, w, s, side, wanted, hazard)
    return 0


@inlined
def convene(p, w, s, side):
    """Deliberate or not. Returns the number of options on the menu, of which one is still to be settled; 0 where there
    is nothing to choose: nobody meets, or the choice is forced, in proportion, or a step of confidence building.
    """
    s.deliberated = 0
    forced = w.forced[FORCE_HOME + side]
    if forced >= 0:
        believe(w)
        _answer_forced(p, w, s, side, target(p, w, side), forced)
    elif forced == FORCED_NONE:
        pass  # a scenario holds this side still
    elif p.sides[side].grit_interval > 0.0:
        believe(w)
        _grit(p, w, s, side)
    else:
        return _consider(p, w, s, side)
    return 0


@inlined
def adjourn(p, w, side):
    """After the turn of a side: its standing grievance, then a night passes over its ledger."""
    grievance(p, w, side)
    forget(p, w, side)


@inlined
def answer(p, w, s, side):
    """One day of one side: convene, settle as the strategy chose, adjourn."""
    if convene(p, w, s, side) > 0:
        settle(p, w, s, side, s.decision.chosen)
    adjourn(p, w, side)
