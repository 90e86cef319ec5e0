"""The doors through which the microscope enters the compiled rules.

Each takes one-element arrays, which Numba accepts about four times faster than bare records, and calls the rule of the
same step that the telescope calls. Nothing is decided here.
"""

from __future__ import annotations

import numpy as np

from sim.outcomes import measure
from sim.rules.answer import PROPORTIONAL, SMALLEST_TARGET, answer_hazard, propose, target
from sim.rules.answer import convene as _convene
from sim.rules.answer import settle as _settle
from sim.rules.compiled import compiled
from sim.rules.congress import bill_called
from sim.rules.congress import record_roll as _record_roll
from sim.rules.day import begin as _begin
from sim.rules.day import bill_today, log_day, vote_today
from sim.rules.day import night as _night
from sim.rules.draws import CHANCE, PRESENT, halves, uniform
from sim.rules.executive import (
    choose_presentment,
    decide,
    ease_hazard,
    implement,
    presentment,
    talk_and_ease,
    talks_open,
)
from sim.rules.executive import present as _present
from sim.rules.hope import believe, update_hope
from sim.rules.ledger import left, units_left
from sim.rules.menu import offer, value
from sim.rules.package import earned as _earned
from sim.rules.rollcall import ballot as _ballot
from sim.rules.rollcall import ballot_luck, mood, whip
from sim.rules.scandal import leak_hazard, stir
from sim.rules.severity import severity
from sim.rules.timeline import occur
from sim.rules.turns import close_turn, open_turn
from sim.rules.world import BOTH_PASSED, FORCE_HOME, FORCE_PRESENTMENT, FREE, PRESENTED

NOT_ASKED = -1
"""There is nothing to decide today."""

DRAWN, FORCED, SEATED, CALLED = range(4)
"""Who made a choice, as the record of a decision keeps it: the luck of the strategy, a scenario, or a chair, which met
as the model would have or at a council that it called itself.
"""


@compiled
def begin(w, s, seed, run):
    """Give the world its key, and let it keep its movements for an explanation."""
    s[0].booked = 1
    _begin(w[0], s[0], seed, run)


@compiled
def morning(p, calendar, events, w, s, day, occurred):
    """Step 1: the timeline. Marks the events that took place in ``occurred``."""
    w[0].day = day
    first, end = calendar[day].first_event, calendar[day].end_event
    while first < end:
        after = occur(p[0], calendar, events, w[0], s[0], first, end)
        occurred[events[first].source] = s[0].occurred
        first = after


@compiled
def as_luck(yes):
    """The luck that makes an uncertain thing certain (``yes``) or impossible."""
    return -1.0 if yes else np.inf


@compiled
def would_leak(p, w):
    """Whether the model lets something leak today."""
    return uniform(w[0], CHANCE, 0) < leak_hazard(p[0], w[0])


@compiled
def press(p, w, s, leaks):
    """Step 2: something leaks or not; then provocations."""
    stir(p[0], w[0], s[0], as_luck(leaks))


@compiled
def table(p, calendar, w, s):
    """Step 3, first half: the vote due today (2 · question + chamber, or -1)."""
    return bill_today(p[0], calendar, w[0], s[0])


@compiled
def would_table(p, calendar, w, s):
    """Whether a bill comes to the floor today."""
    return p[0].has_congress > 0 and bill_called(p[0], calendar, w[0], s[0])


@compiled
def kept_off(p, calendar, w, s):
    """Step 3, first half, where no new bill is let onto the floor: the vote due today, or -1."""
    return vote_today(p[0], calendar, w[0], s[0])


@compiled
def climate(p, w, chamber, question):
    """What a whole roll call shares: (pull of the whip, shock)."""
    return whip(p[0], w[0], chamber, question), mood(p[0], w[0], chamber, question)


@compiled
def ballot(p, w, members, number, question, pull, shock):
    """The vote of legislator ``number``."""
    return _ballot(p[0], w[0], members[number], pull, shock, ballot_luck(w[0], question, number))


@compiled
def record_roll(p, calendar, w, s, roll):
    """Step 3, second half: the tally and what follows from it."""
    _record_roll(p[0], calendar, w[0], s[0], roll)


@compiled
def would_present(p, w):
    """What the model decides today about the bill on the desk, SIGN, UNSIGNED or VETO; NOT_ASKED on all other days.

    That is the day of presentment, and the first day of a new executive who finds a bill there.
    """
    if p[0].has_congress == 0 or w[0].forced[FORCE_PRESENTMENT] != FREE:
        return NOT_ASKED
    arrives = w[0].stage == BOTH_PASSED and w[0].day == w[0].presented_day
    if not arrives and not (w[0].stage == PRESENTED and w[0].day == w[0].office_day):
        return NOT_ASKED
    luck, _ = halves(w[0].seed, w[0].run, w[0].bills, PRESENT, 0)
    return choose_presentment(p[0], w[0], luck)


@compiled
def present(p, calendar, w, choice):
    """Let ``choice`` be what is decided about the bill on the desk, on the day that the luck of the bill names."""
    w[0].forced[FORCE_PRESENTMENT] = choice
    if w[0].stage == PRESENTED:
        decide(p[0], w[0])
    else:
        _present(p[0], calendar, w[0])
    w[0].forced[FORCE_PRESENTMENT] = FREE


@compiled
def desk(p, calendar, w, s):
    """Step 4, first half: the bill on the desk, then due mandates."""
    if p[0].has_congress:
        presentment(p[0], calendar, w[0])
        implement(p[0], w[0], s[0])


@compiled
def would_ease(p, w):
    """Whether the model gives relief today (1) or keeps what it holds (0); NOT_ASKED where it could not ease."""
    hazard = ease_hazard(p[0], w[0], talks_open(p[0], w[0]))
    if w[0].review_end >= 0 or hazard <= 0.0:
        return NOT_ASKED
    return 1 if uniform(w[0], CHANCE, 1) < hazard else 0


@compiled
def relief(p, calendar, w, s, eases):
    """Step 4, second half, and 5: talks, an easing that was reported or is decided now; the rival reads the day."""
    talk_and_ease(p[0], calendar, w[0], s[0], as_luck(eases))
    update_hope(p[0], w[0])


@compiled
def convene(p, w, s, turns, side):
    """Steps 6 and 7: how many options one side chooses from today, 0 for none; ``s.decision.chosen`` is its own choice.

    What is forced, in proportion or confidence building is carried out here, for there is nothing to choose.
    """
    open_turn(p[0], w[0], s[0], side, turns[w[0].day, side])
    return _convene(p[0], w[0], s[0], side)


@compiled
def settle(p, w, s, side, k):
    """Do option ``k``; the record of the decision keeps it as SEATED where it is not the model's own choice."""
    decision = s[0].decision
    if k != decision.chosen:
        decision.chosen, decision.forced = k, max(decision.forced, SEATED)
    _settle(p[0], w[0], s[0], side, k)


@compiled
def has_menu(p, w, side):
    """Whether a side chooses from a menu: not forced, in no series of steps, not answering in proportion."""
    mine = p[0].sides[side]
    free = w[0].forced[FORCE_HOME + side] == FREE and mine.grit_interval <= 0.0
    return free and mine.answer_rule != PROPORTIONAL


@compiled
def council(p, w, s, turns, side, called):
    """Steps 6 and 7 of a side that has a menu and meets when it is ``called``, not when the model would: the number of
    options, 0 for no meeting.

    The menu is that of a target of a point at least, so that who hopes can strike all the same; what the model itself
    would choose is ``s.decision.chosen``, which is to do nothing where its own target is below a point.
    """
    s[0].deliberated = 0
    open_turn(p[0], w[0], s[0], side, turns[w[0].day, side])
    if not called:
        return 0
    believe(w[0])
    wanted = target(p[0], w[0], side)
    n = propose(p[0], w[0], s[0], side, max(wanted, SMALLEST_TARGET), answer_hazard(p[0], w[0], side))
    decision = s[0].decision
    decision.target, decision.forced = wanted, CALLED
    if wanted < SMALLEST_TARGET:
        decision.chosen = 0
        for k in range(n):
            s[0].options[k].probability = 0.0 if k else 1.0
    return n


@compiled
def earned(p, w, side):
    """How much of an answer to its whole ledger the other side may grant a side, in points."""
    return _earned(p[0], w[0], side)


@compiled
def most(p, w, side, row):
    """How much of catalogue row ``row`` a side can take at once: what stocks, share and cap leave."""
    return np.floor(left(p[0], w[0], side, row))


@compiled
def points_of(p, w, side, row, size):
    """What ``size`` units of catalogue row ``row`` weigh today, in points."""
    return severity(p[0], row, size, units_left(w[0], 1 - side, p[0].measures[row].form))


@compiled
def add_option(p, w, s, side, row, size):
    """One option more on the menu: ``size`` units of ``row``, which the model gives no chance. Returns its number."""
    k = s[0].decision.n_options
    s[0].decision.n_options = offer(p[0], w[0], s[0], k, side, row, 0.0)
    s[0].options[k].size = size
    value(p[0], s[0], k, side, s[0].decision.target, points_of(p, w, side, row, size))
    return k


@compiled
def to_the_number(p, side):
    """Let what ``side`` takes by number come out exactly as it was decided."""
    p[0].sides[side].size_spread = 0.0


@compiled
def adjourn(p, w, s, turns, side):
    """The turn of a side is over. Returns whether it deliberated."""
    close_turn(p[0], w[0], s[0], side, turns[w[0].day, side])
    return s[0].deliberated


@compiled
def night(p, w, daily, day):
    """Step 8: the day ends and is logged. Returns the status of the world."""
    _night(p[0], w[0])
    log_day(p[0], w[0], daily[day])
    return w[0].status


@compiled
def outcomes(w, last_day, table_row):
    """Measure a finished world into a one-element OUTCOME array."""
    measure(w[0], last_day, table_row[0])
