"""The doors through which the microscope enters the compiled rules.

Each takes one-element arrays, which Numba accepts about four times faster than bare records, and calls the rule of the
same step that the telescope calls. Nothing is decided here.
"""

from __future__ import annotations

from sim.outcomes import measure
from sim.rules.answer import answer as _answer
from sim.rules.compiled import compiled
from sim.rules.congress import record_roll as _record_roll
from sim.rules.day import begin as _begin
from sim.rules.day import bill_today, executive_day, log_day
from sim.rules.day import night as _night
from sim.rules.draws import CHANCE, uniform
from sim.rules.hope import update_hope
from sim.rules.rollcall import ballot as _ballot
from sim.rules.rollcall import ballot_luck, mood, whip
from sim.rules.scandal import stir
from sim.rules.timeline import occur


@compiled
def begin(w, s, seed, run):
    """Give the world its key."""
    _begin(w[0], s[0], seed, run)


@compiled
def morning(p, calendar, events, w, s, day, occurred):
    """Steps 1 and 2: the timeline, then leaks and provocations. Marks the events that took place in ``occurred``."""
    w[0].day = day
    first, end = calendar[day].first_event, calendar[day].end_event
    while first < end:
        after = occur(p[0], events, w[0], s[0], first, end)
        occurred[events[first].source] = s[0].occurred
        first = after
    stir(p[0], w[0], s[0], uniform(w[0], CHANCE, 0))


@compiled
def table(p, w, s):
    """Step 3, first half: the vote due today (2 · question + chamber, or -1)."""
    return bill_today(p[0], w[0], s[0])


@compiled
def climate(p, w, chamber, question):
    """What a whole roll call shares: (pull of the whip, shock)."""
    return whip(p[0], w[0], chamber, question), mood(p[0], w[0], chamber, question)


@compiled
def ballot(p, w, members, number, question, pull, shock):
    """The vote of legislator ``number``."""
    return _ballot(p[0], w[0], members[number], pull, shock, ballot_luck(w[0], question, number))


@compiled
def record_roll(p, w, s, chamber, question, yea, nay, absent, shock):
    """Step 3, second half: the tally and what follows from it."""
    _record_roll(p[0], w[0], s[0], chamber, question, yea, nay, absent, shock)


@compiled
def desk(p, calendar, w, s):
    """Steps 4 and 5: presentment, mandates, talks, easing; then the rival reads the day."""
    executive_day(p[0], calendar, w[0], s[0], uniform(w[0], CHANCE, 1))
    update_hope(p[0], w[0])


@compiled
def answer(p, w, s, side):
    """Steps 6 and 7: one side may answer. Returns whether it deliberated."""
    _answer(p[0], w[0], s[0], side)
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
