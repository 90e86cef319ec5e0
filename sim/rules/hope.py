"""Hope of the rival: h = π α, willing times able. MODEL section 6.

Willing (π) is a belief: promises and delivered easing raise it, each day in office without delivery lowers it, which is
exactly Bayes for an executive of the willing type that delivers at a known hazard. Able (α) falls with scandal and
with the law that must be expected; one roll call of 98-2 destroys it before any sanction bites.

The wish that counts is the *expected* one: before an inauguration a rival reckons with the president-elect (record
E060, "pending the Trump administration"), which is why nothing followed the expulsions of December 2016.
"""

from __future__ import annotations

from sim.rules.arithmetic import exp
from sim.rules.compiled import inlined
from sim.rules.world import ENACTED, FLOOR_READY, HOUSE, KILLED, NO_BILL, ONE_PASSED, SENATE


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
    """Probability of a law as the rival reads it off the stage of the bill, times the last roll call's yea share.

    Only a law with a lock takes relief out of the president's hands; one without (2012, 2014: record E003, E033)
    injures, but leaves hope alone.
    """
    stage = w.stage
    if stage == NO_BILL or stage == KILLED or p.congress_lock <= 0.0:
        return 0.0
    if stage == FLOOR_READY:
        return p.hope_law_floor * w.yea_share
    if stage == ONE_PASSED:
        return (p.hope_law_one if two_thirds(w.yea[HOUSE], w.nay[HOUSE]) else p.hope_law_one_weak) * w.yea_share
    if stage == ENACTED:
        return w.yea_share
    strong = two_thirds(w.yea[HOUSE], w.nay[HOUSE]) and two_thirds(w.yea[SENATE], w.nay[SENATE])
    return (p.hope_law_both if strong else p.hope_law_both_weak) * w.yea_share


@inlined
def read_capital(p, w):
    """The rival reads the day: how able the executive is. Goodwill wears with each day in office without delivery."""
    if w.office_day >= 0 and w.eased == 0:
        w.goodwill -= p.hope_patience * w.able
    w.able = logistic(
        p.hope_reset_gain * w.expected_wish - p.hope_scandal_weight * w.scandal - p.hope_law_weight * law_expected(p, w)
    )


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
