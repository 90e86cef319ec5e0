"""When and how a government answers. MODEL section 5.

When: a fresh injury or news is deliberated at the answer rate until it has been once; otherwise at the review rate.
How much: target = reciprocity · ledger − restraint. What: see ``menu``. A review whose target is below one point could
only end in 'none', so it is not drawn.
"""

from __future__ import annotations

from sim.rules.compiled import compiled, inlined
from sim.rules.draws import ANSWER, CHOICE, today, uniform
from sim.rules.hope import believe
from sim.rules.ledger import close_account, deliver, forget, note_firsts, part, relieve, speak, write_act
from sim.rules.menu import NONE, fill_menu, likeliest, pick
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
    RIVAL,
)

PROPORTIONAL = 1
FORCED_NONE = -2
SMALLEST_TARGET = 1.0


@compiled
def bracket(p, w, slow):
    """1 − slow · θ⁺ / (1 + X): what a reset wish takes away while scandal lets it (MODEL sections 8)."""
    return 1.0 - slow * max(0.0, w.wish) / (1.0 + w.scandal)


@inlined
def restraint(p, w, side):
    """Points withheld: the rival's by hope, the home side's by its reset wish as far as scandal lets it."""
    if side == RIVAL:
        return p.sides[RIVAL].restraint * w.hope
    return p.sides[HOME].restraint * max(0.0, w.wish) / (1.0 + w.scandal)


@inlined
def target(p, w, side):
    """How much ``side`` wants to answer today, in points (>= 0)."""
    if w.ledger[side] <= 0.0:
        return 0.0
    return max(0.0, p.sides[side].reciprocity * w.ledger[side] - restraint(p, w, side))


@inlined
def answer_hazard(p, w, side):
    """Chance a day that ``side`` deliberates: at the answer rate what is fresh, at the review rate what is not."""
    return p.sides[side].answer_rate if w.fresh[side] else p.sides[side].review_rate


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
def carry_out(p, w, s, side, k, cause):
    """Do option ``k`` of the menu."""
    o = s.options[k]
    if o.form == NONE:
        return
    if is_words(p, o.measure):
        speak(p, w, s, side, o.measure, cause, -1)
        close_account(p, w, s, side, o.form, o.measure)
        return
    share, factor = deliver(p, w, side, o.severity, cause, w.day)
    note_firsts(w, side, o.form, cause)
    if o.form == MIRROR or o.form == PARITY:
        w.rung_day[side, p.measures[o.measure].rung] = w.day
        if o.persons > 0.0 and p.persons_row >= 0:
            points = severity(p, p.persons_row, o.persons)
            part(p, w, s, side, p.persons_row, o.persons, points, share, factor, cause, o.form, -1)
        if o.sites > 0.0 and p.sites_row >= 0:
            points = severity(p, p.sites_row, o.sites)
            part(p, w, s, side, p.sites_row, o.sites, points, share, factor, cause, o.form, -1)
    else:
        part(p, w, s, side, o.measure, o.size, o.severity, share, factor, cause, o.form, -1)
    close_account(p, w, s, side, o.form, o.measure)


@compiled
def _propose(p, w, s, side, wanted, hazard):
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
    share, factor = deliver(p, w, side, wanted, ANSWERED, w.day)
    note_firsts(w, side, NONE, ANSWERED)
    part(p, w, s, side, -1, 0.0, wanted, share, factor, ANSWERED, NONE, -1)
    close_account(p, w, s, side, NONE, -1)


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
        relieve(w, 1 - side, mine.grit_size)
        write_act(p, w, s, side, p.ease_row, 0.0, -mine.grit_size, 0.0, 0.0, GRIT_STEP, EASE, -1)
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
    if not w.fresh[side] and not proportional and mine.reciprocity * w.ledger[side] < SMALLEST_TARGET:
        return 0  # the target is not more than that: nothing is withheld below zero
    hazard = answer_hazard(p, w, side)
    if not today(w, s, ANSWER)[side] < hazard:
        return 0
    believe(w)
    wanted = target(p, w, side)
    if proportional:
        _answer_proportional(p, w, s, side, wanted)
    elif worth_it(w, side, wanted):
        return _propose(p, w, s, side, wanted, hazard)
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
