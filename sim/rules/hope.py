"""Hope of the rival: h = π α, willing times able. MODEL section 6.

Willing (π) is a belief: promises and delivered easing raise it, each day in office without delivery lowers it, which is
exactly Bayes for an executive of the willing type that delivers at a known hazard. Able (α) falls with scandal and
with the law that must be expected; one roll call of 98-2 destroys it before any sanction bites.

The wish that counts is the *expected* one: before an inauguration a rival reckons with the president-elect (record
E060, "pending the Trump administration"), which is why nothing followed the expulsions of December 2016.
"""

from __future__ import annotations

from sim.rules.arithmetic import exp, normal_cdf
from sim.rules.compiled import compiled, inlined
from sim.rules.world import ENACTED, FLOOR_READY, KILLED, NO_BILL, ONE_PASSED

READING = 0.08
"""How sharply a roll call is read against two thirds, as a share of those voting."""


@inlined
def logistic(x):
    """1 / (1 + exp(−x))."""
    return 1.0 / (1.0 + exp(-x))


@inlined
def two_thirds(yea, nay):
    """Whether the yeas are two thirds of those voting (exact in whole numbers)."""
    return 3.0 * yea >= 2.0 * (yea + nay)


@inlined
def law_expected(p, w):
    """Probability of a law with a lock as the rival reads it off the stage of the bill; 1 once one is in force."""
    if w.lock:
        return 1.0
    stage = w.stage
    if stage == NO_BILL or stage == KILLED or p.law_lock[w.law] == 0:
        return 0.0
    if stage == FLOOR_READY:
        return p.hope_law_floor
    if stage == ONE_PASSED:
        return p.hope_law_one
    return 1.0 if stage == ENACTED else p.hope_law_both


@compiled
def read_roll(w, share):
    """The yeas of a roll call were such a share of those voting: how far Congress would hold is read off it, once."""
    w.yea_share, w.hold = share, normal_cdf((share - 2.0 / 3.0) / READING)


@inlined
def block_expected(p, w):
    """Probability that Congress would stop an easing over a veto: the last roll call read against two thirds.

    Without a lock, or where the review takes no time, nothing can be stopped: a law without one (2012, 2014: record
    E003, E033) injures, but leaves hope alone.
    """
    if p.congress_lock <= 0.0 or p.congress_review <= 0.0:
        return 0.0
    return w.hold


@inlined
def waits(w):
    """Whether an executive is in office that has given no relief yet: each such day wears goodwill."""
    return w.office_day >= 0 and w.eased == 0


@inlined
def capital_terms(p, wish, scandal):
    """The log-odds of 'capable': for the ``wish`` that is expected, and what ``scandal`` takes off."""
    return p.hope_reset_gain * wish, p.hope_scandal_weight * scandal


@inlined
def unstopped(p, law, block):
    """The share of an executive's ability that a law to be expected leaves, where Congress would stop it with it."""
    return 1.0 - p.hope_law_weight * law * block


@inlined
def read_capital(p, w):
    """The rival reads the day: how able the executive is. Goodwill wears with each day in office without delivery.

    Capable by itself is the executive whose wish is strong and whose scandal is small; able to deliver only as far as
    the law that must be expected would not stop it.
    """
    if waits(w):
        w.goodwill -= p.hope_patience * w.able
    gain, blot = capital_terms(p, w.expected_wish, w.scandal)
    w.capable = logistic(gain - blot)
    w.able = w.capable
    if (w.lock or (w.stage != NO_BILL and w.stage != KILLED)) and p.hope_law_weight > 0.0:
        w.able = w.capable * unstopped(p, law_expected(p, w), block_expected(p, w))


@inlined
def believe(w):
    """Willing and hope from today's goodwill and ability. A matter of arithmetic: asking twice changes nothing."""
    w.willing = logistic(w.goodwill)
    w.hope = w.willing * w.able


@inlined
def update_hope(p, w):
    """The rival reads the day: able, willing, hope."""
    read_capital(p, w)
    believe(w)
