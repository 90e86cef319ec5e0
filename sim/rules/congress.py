"""How a bill becomes veto-proof, and how the lock is guarded. MODEL section 8.

Agenda, House, Senate, on days on which Congress sits. The microscope asks ``due`` whether a chamber votes today, lets
its legislators vote and hands the tally to ``record_roll``; the telescope does the same with ``call_roll``.
"""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

from sim.rules.arithmetic import exp, log
from sim.rules.compiled import compiled, inlined
from sim.rules.draws import BILL_DELAY, BILL_READY, today, uniform_at
from sim.rules.hope import read_roll, two_thirds
from sim.rules.ledger import news, relieve
from sim.rules.package import Blow, add_part, begin_package, strike
from sim.rules.world import (
    BOTH_PASSED,
    DISAPPROVAL,
    DISAPPROVAL_OVERRIDE,
    ENACTED,
    FLOOR_READY,
    FORCE_CONGRESS,
    HOME,
    HOUSE,
    KILLED,
    LEGISLATED,
    MAX_ROLLS,
    NO_BILL,
    ONE_PASSED,
    OVERRIDE,
    OVERRIDE_HALF,
    PASS,
    PASSAGE,
    REJECT,
    RIVAL,
    ROUTE_OVERRIDE,
    SENATE,
    TAKEN_BACK,
    TOO_MANY_ROLLS,
    VETOED,
)

NOTHING_DUE = -1


@compiled
def geometric_delay(mean, luck):
    """Days (>= 1) of a geometric delay of the given mean, from one uniform."""
    if mean <= 1.0:
        return 1
    return 1 + int(floor(log(1.0 - luck) / log(1.0 - 1.0 / mean)))


@compiled
def sitting_on(calendar, day):
    """The first day on which Congress sits, from ``day`` on; the day after the last if there is none."""
    while day < len(calendar) and calendar[day].sitting == 0:
        day += 1
    return day


@inlined
def mean_delay(p, chamber):
    """Mean sitting days from a bill's arrival in ``chamber`` to the vote there."""
    return p.congress_house_delay if chamber == HOUSE else p.congress_senate_delay


@inlined
def vote_hazard(p, calendar, w, chamber):
    """Chance that ``chamber`` votes today on the bill before it: none on a day of rest; the delay has no memory."""
    return 1.0 / max(1.0, mean_delay(p, chamber)) if calendar[w.day].sitting else 0.0


@compiled
def vote_day(p, calendar, w, chamber, since):
    """The day of the vote of ``chamber`` on a bill that reached it on ``since``, from the luck of the bill."""
    day = since
    for _ in range(geometric_delay(mean_delay(p, chamber), uniform_at(w, w.bills, BILL_DELAY, chamber))):
        if day >= len(calendar):
            break
        day = sitting_on(calendar, day + 1)
    return day


@compiled
def floor_ready(p, calendar, w, law):
    """A new bill for ``law`` is ready for the House floor; the delays of its two votes are its own luck."""
    if w.law_points > 0.0:  # of a law in force, which no bill can take back any more
        w.law_open, w.law_points = 1, 0.0
    w.stage, w.law = FLOOR_READY, law
    w.bills += 1
    w.stage_due = vote_day(p, calendar, w, HOUSE, w.day)


@inlined
def floor_free(w):
    """Whether no bill is under way."""
    return w.stage == NO_BILL or w.stage >= ENACTED


@inlined
def agenda_open(w):
    """Whether no bill is under way, and there is a law left that Congress would take up by itself."""
    return w.next_law >= 0 and floor_free(w)


@compiled
def next_on_agenda(p, w):
    """The first law, in the order of the scenario, that Congress takes up by itself and that is not in force; or -1."""
    for law in range(p.n_laws):
        if p.law_agenda[law] and w.law_day[law] < 0:
            return law
    return -1


@inlined
def bill_hazard(p, calendar, w):
    """Chance that a bill becomes floor-ready today while the agenda is open, on a day on which Congress sits.

    μ₀ e^{β X} (θ⁺ + α m), at most one: Congress ties a president whom it expects to ease, and answers for a country
    that was struck (m, the home ledger).
    """
    reason = max(0.0, w.wish) + p.congress_anger * w.ledger[HOME]
    if reason <= 0.0 or calendar[w.day].sitting == 0:
        return 0.0
    return min(1.0, p.congress_bill_rate * exp(p.congress_bill_scandal_gain * w.scandal) * reason)


@inlined
def bill_called(p, calendar, w, s):
    """Whether the day's draw brings a bill to the floor."""
    return agenda_open(w) and today(w, s, BILL_READY)[0] < bill_hazard(p, calendar, w)


@inlined
def agenda(p, calendar, w, s):
    """Whether a bill becomes floor-ready today."""
    if bill_called(p, calendar, w, s):
        floor_ready(p, calendar, w, w.next_law)


@inlined
def make_way(calendar, w):
    """A chamber votes once a day: where a disapproval is due as well, the bill waits for the next day of sitting."""
    if w.day == w.disapproval_due and w.day == w.stage_due:
        w.stage_due = sitting_on(calendar, w.day + 1)


@inlined
def due(p, w):
    """The vote due today as 2 · question + chamber, or NOTHING_DUE."""
    if w.day == w.disapproval_due:
        return 2 * (DISAPPROVAL if w.disapproval < 2 else DISAPPROVAL_OVERRIDE) + w.disapproval % 2
    if w.day != w.stage_due:
        return NOTHING_DUE
    if w.stage == FLOOR_READY:
        return 2 * PASSAGE + HOUSE
    if w.stage == ONE_PASSED:
        return 2 * PASSAGE + SENATE
    if w.stage == VETOED:
        return 2 * OVERRIDE + HOUSE
    if w.stage == OVERRIDE_HALF:
        return 2 * OVERRIDE + SENATE
    return NOTHING_DUE


@compiled
def carried(p, w, chamber, question, yea, nay):
    """Whether a tally carries: two thirds to override, cloture and a majority in the Senate, else a majority."""
    if question == OVERRIDE or question == DISAPPROVAL_OVERRIDE:
        return two_thirds(yea, nay) and yea + nay > 0.0
    if chamber == SENATE and yea < ceil(p.congress_cloture * p.seats[SENATE] - 1e-9):
        return False
    return yea > nay


@compiled
def _kill(p, w, s):
    """The bill is dead; the injury that its passage did is taken back."""
    w.stage = KILLED
    w.stage_due = -1
    relieve(w, s, RIVAL, w.law_points, TAKEN_BACK)
    w.law_points = 0.0


@compiled
def enact(p, w, route):
    """The law is in force: its lock and mandates start, beside those of laws before it; the agenda moves on."""
    w.stage, w.stage_due = ENACTED, -1
    w.law_day[w.law], w.law_route[w.law] = w.day, route
    if p.congress_lock > 0.0 and p.law_lock[w.law]:
        w.lock = 1
    for k in range(p.n_mandates):
        if p.mandate_law[k] == w.law:
            w.mandate_due[k] = w.day + int(p.mandate_days[k])
    w.next_law = next_on_agenda(p, w)


@compiled
def _final_passage(p, w, s):
    """Both chambers have passed it: the injury is felt now, before any signature."""
    w.stage, w.stage_due = BOTH_PASSED, -1
    law = w.law
    w.passed_day[law] = w.day
    if law == w.main_law:
        w.first_after_vote, w.parity_after_vote, w.home_after_vote = -1, -1, -1
    w.presented_day = w.day + int(p.congress_presentment_delay)
    yea, nay = w.yea[law], w.nay[law]
    w.veto_proof[law] = 1 if two_thirds(yea[HOUSE], nay[HOUSE]) and two_thirds(yea[SENATE], nay[SENATE]) else 0
    if p.law_row < 0:
        return
    before = w.ledger[RIVAL]
    begin_package(s)
    add_part(p, w, s, HOME, p.law_row, 1.0)
    strike(p, w, s, HOME, Blow(LEGISLATED, w.bills, -1, law))
    w.law_points = w.ledger[RIVAL] - before
    news(w, RIVAL)  # a final vote is news even where nothing of it is felt as unjust
    s.packages += 1


@compiled
def _record_bill(p, calendar, w, s, chamber, question, passed):
    if question == PASSAGE:
        if not passed:
            _kill(p, w, s)
        elif chamber == HOUSE:
            w.stage = ONE_PASSED
            w.stage_due = vote_day(p, calendar, w, SENATE, w.day)
        else:
            _final_passage(p, w, s)
    elif not passed:
        _kill(p, w, s)
    elif chamber == HOUSE:
        w.stage, w.stage_due = OVERRIDE_HALF, sitting_on(calendar, w.day + 1)
    else:
        enact(p, w, ROUTE_OVERRIDE)


@compiled
def end_review(w):
    """No easing is waiting any more: it was carried out, stopped by Congress, or withdrawn."""
    w.review_start, w.review_end = -1, -1
    w.disapproval, w.disapproval_due = -1, -1


@compiled
def _record_disapproval(p, calendar, w, chamber, question, passed):
    """Disapproval goes House, Senate, veto (of its own easing), House, Senate; one failure ends it."""
    if not passed:
        w.disapproval, w.disapproval_due = -1, -1
    elif question == DISAPPROVAL_OVERRIDE and chamber == SENATE:
        end_review(w)
    else:
        w.disapproval += 1
        wait = int(p.congress_override_delay) if w.disapproval == 2 else 1
        w.disapproval_due = sitting_on(calendar, w.day + wait)


class Roll(NamedTuple):
    """A roll call held: its chamber and question, the tally, and the shock that all votes shared."""

    chamber: int
    question: int
    yea: float
    nay: float
    absent: float
    shock: float


@compiled
def record_roll(p, calendar, w, s, roll):
    """Take the tally of today's vote: what passes, what dies, what comes next."""
    chamber, question, yea, nay = roll.chamber, roll.question, roll.yea, roll.nay
    passed = carried(p, w, chamber, question, yea, nay)
    if question == PASSAGE and w.forced[FORCE_CONGRESS] == PASS:
        passed = True
    if s.n_rolls >= MAX_ROLLS:
        w.status = TOO_MANY_ROLLS
        return
    r = s.rolls[s.n_rolls]
    s.n_rolls += 1
    r.day, r.chamber, r.question, r.yea, r.nay = w.day, chamber, question, yea, nay
    r.absent, r.shock = roll.absent, roll.shock
    r.passed = 1 if passed else 0
    read_roll(w, yea / max(1.0, yea + nay))  # a disapproval that fails tells it too
    if question == DISAPPROVAL or question == DISAPPROVAL_OVERRIDE:
        _record_disapproval(p, calendar, w, chamber, question, passed)
        return
    if question == PASSAGE:
        w.yea[w.law, chamber], w.nay[w.law, chamber] = yea, nay
    _record_bill(p, calendar, w, s, chamber, question, passed)


@inlined
def withdraw(p, w, s):
    """A scenario that forces Congress to reject takes the bill from the floor on the day of its vote.

    No roll is called. Returns whether that happened.
    """
    stopped = (
        w.forced[FORCE_CONGRESS] == REJECT
        and w.day == w.stage_due
        and (w.stage == FLOOR_READY or w.stage == ONE_PASSED)
    )
    if stopped:
        _kill(p, w, s)
    return stopped
