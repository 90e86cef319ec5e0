"""The numbered order of a day. MODEL section 2.

1 timeline, 2 leaks, 3 Congress, 4 executive, 5 hope, 6 the executive answers, 7 the rival answers, 8 night.

A ledger is forgotten a little right after its owner has had its chance to answer, so that an injury is felt at full
strength the first time it is deliberated. That is also the order in which the Richardson recursion of MODEL 11.1 is
exact: m' = (1−ρ)(1−δ) m + x.
"""

from __future__ import annotations

from sim.rules.answer import answer, restraint
from sim.rules.compiled import compiled, inlined
from sim.rules.congress import NOTHING_DUE, Roll, agenda, due, make_way, record_roll, withdraw
from sim.rules.draws import CHANCE, today
from sim.rules.executive import implement, presentment, talk_and_ease, talks_open
from sim.rules.hope import believe, block_expected, law_expected, read_capital, read_roll
from sim.rules.rollcall import call_roll, mood
from sim.rules.scandal import fade, stir
from sim.rules.timeline import happen
from sim.rules.world import HOME, MAX_RUNGS, NEGATIVE_STOCK, NOT_A_NUMBER, RIVAL, SOUND

RUNG_MEMORY = 30
"""Days for which a measure counts towards the rung of its side."""


@compiled
def begin(w, s, seed, run):
    """A fresh world takes its key; the chronicle is empty."""
    w.seed, w.run, w.day, w.status = seed, run, 0, SOUND
    read_roll(w, w.yea_share)
    s.n_acts, s.packages, s.n_rolls, s.n_moves, s.deliberated = 0, 0, 0, 0, 0


@inlined
def vote_today(p, calendar, w, s):
    """The vote due today on what is before Congress, or NOTHING_DUE."""
    make_way(calendar, w)
    return NOTHING_DUE if withdraw(p, w, s) else due(p, w)


@inlined
def bill_today(p, calendar, w, s):
    """Congress decides what is on its table: (vote due or NOTHING_DUE)."""
    if p.has_congress == 0:
        return NOTHING_DUE
    agenda(p, calendar, w, s)
    return vote_today(p, calendar, w, s)


@inlined
def congress_day(p, calendar, members, w, s):
    """Congress as a whole: agenda, and the roll call that is due."""
    vote = bill_today(p, calendar, w, s)
    if vote == NOTHING_DUE:
        return
    question, chamber = vote // 2, vote % 2
    shock = mood(p, w, chamber, question)
    yea, nay, absent = call_roll(p, w, s, members, chamber, question, shock)
    record_roll(p, calendar, w, s, Roll(chamber, question, yea, nay, absent, shock))


@inlined
def executive_day(p, calendar, w, s, luck):
    """The desk: presentment, mandates, talks and easing."""
    if p.has_congress:
        presentment(p, calendar, w)
        implement(p, w, s)
    talk_and_ease(p, calendar, w, s, luck)


@inlined
def night(p, w):
    """The day ends: scandal fades, and the world is checked."""
    fade(p, w)
    if not w.ledger[HOME] + w.ledger[RIVAL] + w.scandal + abs(w.goodwill) < 1e300:
        w.status = NOT_A_NUMBER
    if min(min(w.staff[HOME], w.staff[RIVAL]), min(w.sites[HOME], w.sites[RIVAL])) < 0.0:
        w.status = NEGATIVE_STOCK


@inlined
def live(p, calendar, events, members, w, s, seen):
    """One whole day of one world. Unless the evening is ``seen``, hope is worked out when a decision asks for it."""
    leak_luck, ease_luck = today(w, s, CHANCE)
    happen(p, calendar, events, w, s)
    stir(p, w, s, leak_luck)
    congress_day(p, calendar, members, w, s)
    executive_day(p, calendar, w, s, ease_luck)
    read_capital(p, w)
    if seen:
        believe(w)
    answer(p, w, s, HOME)
    answer(p, w, s, RIVAL)
    night(p, w)


@compiled
def rung(w, side):
    """The harshest kind of measure ``side`` took in the last 30 days (0: none)."""
    for k in range(MAX_RUNGS - 1, 0, -1):
        if w.rung_day[side, k] >= 0 and w.day - w.rung_day[side, k] < RUNG_MEMORY:
            return k
    return 0


@compiled
def log_day(p, w, row):
    """Write the state at the end of the day into a DAILY record."""
    for side in range(2):
        row.ledger[side], row.points[side] = w.ledger[side], w.points[side]
        row.staff[side], row.sites[side] = w.staff[side], w.sites[side]
        row.rung[side] = rung(w, side)
    row.hope, row.willing, row.able, row.scandal, row.wish = w.hope, w.willing, w.able, w.scandal, w.wish
    row.capable, row.law_chance, row.block_chance = w.capable, law_expected(p, w), block_expected(p, w)
    evening = w.scandal
    w.scandal = evening / p.scandal_decay  # what the two governments saw before the night
    row.restraint[HOME], row.restraint[RIVAL] = restraint(p, w, HOME), restraint(p, w, RIVAL)
    w.scandal = evening
    row.stage, row.law, row.talks = w.stage, w.law, 1 if talks_open(p, w) else 0
    row.leaks, row.calls, row.reviews = w.leaks, w.calls, w.reviews
    row.law_route, row.statement = w.law_route[w.law], w.signing_statement
