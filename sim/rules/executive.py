"""The president's desk: presentment, implementation, talks and easing. MODEL sections 8 and 9."""

from __future__ import annotations

from math import floor

from sim.rules.answer import bracket
from sim.rules.arithmetic import normal_cdf
from sim.rules.compiled import compiled, inlined
from sim.rules.congress import enact, end_review, sitting_on
from sim.rules.draws import MANDATE_CALL, MANDATE_MET, MANDATE_SUBSTANCE, PRESENT, halves, today_of, uniform
from sim.rules.hope import logistic
from sim.rules.ledger import Deed, close_account, note, relieve, write_act
from sim.rules.package import Blow, add_part, begin_package, strike
from sim.rules.severity import severity
from sim.rules.world import (
    BOTH_PASSED,
    DELIVERED,
    EASE,
    EASED,
    FORCE_PRESENTMENT,
    FREE,
    HOME,
    IMPLEMENTED,
    PRESENTED,
    RELIEVED,
    RIVAL,
    ROUTE_SIGNED,
    ROUTE_UNSIGNED,
    SENATE,
    SIGN,
    SITES,
    UNSIGNED,
    VETO,
    VETOED,
)

SENATE_SPREAD, HOUSE_SPREAD = 0.08, 30.0 / 435.0
"""How sharply the executive reads the tallies when it counts votes for an override, as shares of the seats."""

STATEMENT_WISH = 0.5
"""Reset wish above which a signature comes with a statement. Judgement."""


@compiled
def last_day_to_sign(calendar, presented, days):
    """The last of ``days`` days after presentment, Sundays not counted and the day of presentment not counted.

    Presented Friday 28 July 2017: Wednesday 9 August 2017. Runs on to the end of the calendar if that comes first.
    """
    day, counted = presented, 0
    while counted < days:
        day += 1
        if day >= len(calendar) or not calendar[day].sunday:
            counted += 1
    return day


@compiled
def override_expected(p, w):
    """The executive's estimate that a veto would be overridden, from the two tallies."""
    chance = 1.0
    for chamber in range(2):
        yea = w.yea[w.law, chamber]
        votes = yea + w.nay[w.law, chamber]
        spread = (SENATE_SPREAD if chamber == SENATE else HOUSE_SPREAD) * p.seats[chamber]
        chance *= normal_cdf((yea - votes * 2.0 / 3.0) / spread)
    return chance


@compiled
def veto_probability(p, w):
    """logistic(2 [(1 − P_o) d θ⁺ − P_o c_def − c_V X]): without a reset wish there is no quarrel with the law."""
    if w.wish <= 0.0:
        return 0.0
    over = override_expected(p, w)
    gain = (1.0 - over) * p.executive_veto_gain * w.wish
    return logistic(2.0 * (gain - over * p.executive_defeat_cost - p.executive_scandal_cost * w.scandal))


@inlined
def unsigned_chance(p, veto):
    """Chance that a bill becomes law without a signature, where it is vetoed with chance ``veto``."""
    return (1.0 - veto) * p.executive_unsigned_share


@inlined
def signed_chance(p, veto):
    """Chance that a bill is signed, where it is vetoed with chance ``veto``."""
    return (1.0 - veto) * (1.0 - p.executive_unsigned_share)


@compiled
def choose_presentment(p, w, luck):
    """SIGN, UNSIGNED or VETO."""
    forced = w.forced[FORCE_PRESENTMENT]
    if forced != FREE:
        return forced
    veto = veto_probability(p, w)
    if luck < veto:
        return VETO
    return UNSIGNED if luck - veto < unsigned_chance(p, veto) else SIGN


@compiled
def decide(p, w):
    """What will be done with the bill on the desk, and on which of the days allowed, today at the earliest."""
    luck, when = halves(w.seed, w.run, w.bills, PRESENT, 0)
    w.presentment = choose_presentment(p, w, luck)
    drawn = w.presented_day + 1 + int(floor(when * (w.clock_last - w.presented_day)))
    w.presentment_day = w.clock_last + 1 if w.presentment == UNSIGNED else max(w.day, drawn)


@compiled
def reach_desk(p, calendar, w):
    """The bill lies on the desk from today on; the clock runs."""
    w.stage, w.presented_day = PRESENTED, w.day
    w.clock_last = last_day_to_sign(calendar, w.day, int(p.congress_clock))


@compiled
def present(p, calendar, w):
    """The bill reaches the desk, and what will become of it is decided."""
    reach_desk(p, calendar, w)
    decide(p, w)


@inlined
def sign(p, w):
    """The bill is signed; who wants a reset (2017), and has not half given it up (2012), puts a statement beside it."""
    w.signing_statement = 1 if w.wish > STATEMENT_WISH else 0
    enact(p, w, ROUTE_SIGNED)


@inlined
def lapse(p, w):
    """The bill becomes law without a signature."""
    w.signing_statement = 0
    enact(p, w, ROUTE_UNSIGNED)


@compiled
def take_office(p, w):
    """A new executive finds what lies on the desk: it decides anew, with the luck of the bill, and withdraws a reported
    easing that it does not want.
    """
    if w.stage == PRESENTED:
        decide(p, w)
    if w.wish <= 0.0:
        end_review(w)


@inlined
def presentment(p, calendar, w):
    """Presentment and, on the chosen day, signature, lapse into law, or veto."""
    if w.stage == BOTH_PASSED and w.day == w.presented_day:
        present(p, calendar, w)
    if w.stage != PRESENTED or w.day != w.presentment_day:
        return
    if w.presentment == VETO:
        w.vetoed[w.law] = 1
        w.stage, w.stage_due = VETOED, sitting_on(calendar, w.day + int(p.congress_override_delay))
    elif w.presentment == SIGN:
        sign(p, w)
    else:
        lapse(p, w)


@inlined
def mandate_open(w, k):
    """Whether mandate ``k`` is due and not met."""
    return w.mandate_due[k] >= 0 and w.mandate_met[k] < 0 and w.day >= w.mandate_due[k]


@inlined
def effort_of(p, w):
    """How much of its diligence the executive puts into a mandate: a reset wish walks slowly while scandal lets it."""
    return bracket(p, w, p.executive_slow_walk)


@inlined
def call_hazard(p, w, k):
    """Chance a day of an oversight call for mandate ``k``: grows with each month of lateness and with scandal."""
    late = (w.day - w.mandate_due[k]) / 30.0
    return min(1.0, p.executive_call_rate * late * (1.0 + w.scandal))


@inlined
def meeting_hazard(p, effort, called):
    """Chance a day that an open mandate is met: diligence, and what an oversight call adds."""
    return min(1.0, p.executive_diligence * effort + (p.executive_call_effect if called else 0.0))


@compiled
def meet(p, w, s, k, effort):
    """Mandate ``k`` is met, in full or by a report that names nobody: the chance of substance is the bracket of
    diligence. Of the two that the law of 2017 ordered, one named nobody (record E097, E109).
    """
    w.mandate_met[k] = w.day
    w.mandate_substance[k] = 1.0 if uniform(w, MANDATE_SUBSTANCE, k) < effort else 0.0
    row = p.mandate_row[k]
    begin_package(s)
    add_part(p, w, s, HOME, row, p.mandate_size[k] * w.mandate_substance[k])
    if strike(p, w, s, HOME, Blow(IMPLEMENTED, k, -1, k)) > 0.0:
        close_account(p, w, s, HOME, row)
        return
    write_act(w, s, HOME, Deed(row, 0.0, 0.0, 0.0, 0.0, IMPLEMENTED, p.measures[row].form, k))
    s.packages += 1


@inlined
def implement(p, w, s):
    """Due mandates: an oversight call may come, likelier with lateness and scandal; diligence does the rest."""
    for k in range(p.n_mandates):
        if not mandate_open(w, k):
            continue
        call = today_of(w, s, MANDATE_CALL, k) < call_hazard(p, w, k)
        w.calls += call
        effort = effort_of(p, w)
        if today_of(w, s, MANDATE_MET, k) < meeting_hazard(p, effort, call):
            meet(p, w, s, k, effort)


@inlined
def talks_open(p, w):
    """Talks are open unless someone was struck within the freeze."""
    return w.day - w.last_struck > p.talks_freeze


@inlined
def _sites_to_return(w):
    return w.sites_lost[RIVAL]


@compiled
def ease(p, w, s, sites, cause, source):
    """The executive returns ``sites`` sites (< 0: all it holds); where it holds none, it takes names off its lists.

    ``source`` is the row of the timeline that ordered it, or -1.
    """
    held = _sites_to_return(w)
    returned = held if sites < 0.0 else min(sites, held)
    if returned > 0.0 and p.sites_row >= 0:
        points = severity(p, p.sites_row, returned, w.sites[RIVAL] + returned)
        w.sites[RIVAL] += returned
        w.sites_lost[RIVAL] -= returned
        w.due[RIVAL, SITES] = max(0.0, w.due[RIVAL, SITES] - returned)
    else:
        points, returned = w.listed_points[RIVAL], 0.0
        w.listed_points[RIVAL] = 0.0
    if points <= 0.0:
        return
    relieve(w, s, RIVAL, points, RELIEVED)
    w.goodwill += p.hope_ease_boost
    note(w, s, RIVAL, DELIVERED, p.hope_ease_boost)
    w.eased += 1
    if w.eased_day < 0:
        w.eased_day = w.day
    write_act(w, s, HOME, Deed(p.ease_row, returned, -points, 0.0, 0.0, cause, EASE, source))
    s.packages += 1


@compiled
def report(p, calendar, w):
    """Under the lock an easing is reported and waits; both chambers may disapprove it meanwhile."""
    w.reviews += 1
    w.review_start = w.day
    w.review_end = w.day + int(p.congress_long_review if calendar[w.day].long_review else p.congress_review)
    w.disapproval, w.disapproval_due = 0, sitting_on(calendar, w.day + int(p.congress_disapproval_delay))


@inlined
def ease_hazard(p, w, talking):
    """Chance a day that the executive eases, or reports an easing, by its own capability: what Congress then does with
    a report is decided there. None without a wish or without anything held.
    """
    if w.wish <= 0.0 or _sites_to_return(w) + w.listed_points[RIVAL] <= 0.0:
        return 0.0
    return min(1.0, p.executive_ease_rate * w.capable * (p.talks_gain if talking else 1.0))


@inlined
def talk_and_ease(p, calendar, w, s, luck):
    """Talks, a reported easing that has waited long enough, or a new decision to ease (``luck``: today's uniform)."""
    talking = talks_open(p, w)
    w.talks_days += talking
    if w.review_end >= 0:
        if w.day >= w.review_end:
            end_review(w)
            if w.last_struck < w.review_start or talking:  # a blow since the report has overtaken it
                ease(p, w, s, -1.0, EASED, -1)
        return
    if luck < ease_hazard(p, w, talking):
        if w.lock:
            report(p, calendar, w)
        else:
            ease(p, w, s, -1.0, EASED, -1)
