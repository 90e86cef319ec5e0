"""The ledger of unanswered injuries. MODEL section 4.

When i strikes j (``package``), j grants what repays its own blows as due to i, by its legitimacy; the rest, if it is
taken up, is a new injury, felt with an error. What i has dealt counts as answered. An answer accepted as just settles
the account; an answer seen as excessive opens a new one: that is how spirals start.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rules.arithmetic import exp
from sim.rules.compiled import compiled, inlined
from sim.rules.draws import PERCEPTION, normal_at
from sim.rules.severity import is_words
from sim.rules.world import (
    BREAK,
    INJURED,
    MAX_ACTS,
    MAX_MOVES,
    MIRROR,
    NAMES,
    PARITY,
    PERSONS,
    PROVOKED,
    RELIEVED,
    RIVAL,
    SCRIPTED,
    SITES,
    TOO_MANY_ACTS,
    UNITS,
)

REAL = 1.0
"""Points of an injury below which nobody is called to the table over it; it still adds to the ledger."""
PLENTY = 1e9
"""A size without a bound."""


@compiled
def felt(p, w, side, points, cause, number):
    """``points`` as ``side`` feels them: times exp(σ z), one error per blow.

    The error is keyed by what the blow *is* (MODEL section 2), never by how many came before it that day, so that
    nothing else that happens changes how it is felt. ``cause`` and ``number`` together name one blow of a world: the
    name of a timeline event, the number of a bill or of a mandate, and the day for answers and provocations by chance.
    """
    spread = p.sides[side].misperception
    if spread <= 0.0 or points <= 0.0:
        return points
    return points * exp(spread * normal_at(w, number, PERCEPTION, 2 * cause + side))


@compiled
def news(w, side):
    """Something calls for a deliberation of ``side``: a real injury, a vote, a change of office."""
    w.fresh[side], w.fresh_day[side] = 1, w.day


@compiled
def note(w, s, side, kind, change):
    """Keep a movement for whoever explains this world. What a full book has no room for is counted all the same."""
    if s.booked == 0:
        return
    if s.n_moves < MAX_MOVES:
        m = s.moves[s.n_moves]
        m.day, m.side, m.kind, m.act, m.change = w.day, side, kind, s.n_acts, change
    s.n_moves += 1


@compiled
def injure(w, s, side, points):
    """Add to the ledger of ``side``; a real one is news that calls for a deliberation."""
    if points <= 0.0:
        return
    w.ledger[side] += points
    note(w, s, side, INJURED, points)
    w.peak[side] = max(w.peak[side], w.ledger[side])
    if points >= REAL:
        news(w, side)


@compiled
def relieve(w, s, side, points, kind):
    """Take from the ledger of ``side``, never below zero: RELIEVED, or TAKEN_BACK with the law that did the injury."""
    before = w.ledger[side]
    w.ledger[side] = max(0.0, before - points)
    if before > 0.0:
        note(w, s, side, kind, w.ledger[side] - before)


@inlined
def forget(p, w, side):
    """A night passes over the ledger of ``side``. What it could mirror is a precedent and is not forgotten."""
    w.ledger[side] *= p.sides[side].decay
    if side == RIVAL:
        w.law_points *= p.sides[side].decay


@compiled
def discharge(p, w, s, side, points):
    """``side`` has dealt or said so much: its ledger is relieved of what that answers."""
    kappa = p.sides[side].reciprocity
    relieve(w, s, side, points / kappa if kappa > 0.0 else 0.0, RELIEVED)


@compiled
def units_left(w, side, form):
    """How many people or properties ``side`` has in the other country that a measure of this form takes from."""
    if form == PERSONS:
        return w.staff[side]
    if form == SITES:
        return w.sites[side]
    return PLENTY


@compiled
def take_units(w, side, form, size, points):
    """Take from the stocks of ``side`` what a part of a package takes."""
    if form == PERSONS:
        w.staff[side] -= size
    elif form == SITES:
        w.sites[side] -= size
        w.sites_lost[side] += size
    elif form == NAMES:
        w.listed_points[side] += points
    elif form == BREAK:  # relations end: both missions go home
        w.broken_day = w.day
        for k in range(2):
            w.staff[k], w.sites[k] = 0.0, 0.0


class Deed(NamedTuple):
    """One line of the chronicle: what was done and why (the fields of ``world.ACT`` that its author knows)."""

    row: int
    size: float
    points: float
    accepted: float
    injury: float
    cause: int
    form: int
    source: int


@compiled
def write_act(w, s, side, deed):
    """Put one act into the chronicle; a full chronicle is a failure of the world, never a silent drop."""
    if s.n_acts >= MAX_ACTS:
        w.status = TOO_MANY_ACTS
        return
    number = s.n_acts
    s.n_acts = number + 1
    a = s.acts[number]
    a.day, a.side, a.package = w.day, side, s.packages
    a.measure, a.size, a.points, a.accepted, a.injury = deed.row, deed.size, deed.points, deed.accepted, deed.injury
    a.cause, a.form, a.source = deed.cause, deed.form, deed.source
    answering = deed.points > 0.0 and deed.cause != PROVOKED
    a.answers_first, a.answers_last = (w.open_first[side], w.open_last[side]) if answering else (-1, -1)
    if deed.injury > 0.0:
        other = 1 - side
        if w.open_first[other] < 0:
            w.open_first[other] = number
        w.open_last[other] = number


@compiled
def left(p, w, side, row):
    """How much ``side`` could choose to take with this row by number: a share of what is left, and at most its cap."""
    m = p.measures[row]
    here = units_left(w, 1 - side, m.form)
    if m.ceiling > 0.0:
        here *= m.ceiling
    return min(m.at_most, here) if m.at_most > 0.0 else here


@compiled
def close_account(p, w, s, side, row):
    """After a package of ``side``: what it answered is no longer open, and can no longer be mirrored."""
    s.packages += 1
    if is_words(p, row):
        return
    w.open_first[side], w.open_last[side] = -1, -1
    if side == RIVAL:
        w.law_points, w.law_open = 0.0, 0  # what the law did has been answered for
    for form in range(UNITS):
        w.due[side, form] = 0.0


@compiled
def speak(p, w, s, side, row, cause, source):
    """Words discharge their author a little and injure nobody; they count neither as a measure nor as points."""
    m = p.measures[row]
    discharge(p, w, s, side, m.weight)
    w.rung_day[side, m.rung] = w.day
    write_act(w, s, side, Deed(row, 0.0, m.weight, 0.0, 0.0, cause, m.form, source))


@compiled
def _note_rival(w, form):
    if w.first_answer < 0:
        w.first_answer = w.day
    if form == PARITY:
        w.parity_used = 1
    if form == MIRROR and w.scripted_day >= 0 and w.mirror_day < 0:
        w.mirror_day = w.day
    if w.passed_day[w.main_law] < 0:
        return
    if w.first_after_vote < 0:
        w.first_after_vote = w.day
    if form == PARITY and w.parity_after_vote < 0:
        w.parity_after_vote = w.day


@compiled
def note_firsts(w, side, form, cause):
    """Keep the days that outcomes ask for: first answer, first answer after the final vote, parity, mirror."""
    if side == RIVAL:
        _note_rival(w, form)
    elif cause == SCRIPTED:
        w.scripted_day, w.mirror_day = w.day, -1
    elif w.first_after_vote >= 0 and w.home_after_vote < 0:
        w.home_after_vote = w.day
