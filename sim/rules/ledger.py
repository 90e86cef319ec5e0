"""The ledger of unanswered injuries. MODEL section 4.

When i strikes j with s points, j grants part of it as due to i (its legitimacy times i's ledger); the rest is a new
injury, felt with an error. What i has dealt counts as answered. An answer accepted as just settles the account; an
answer seen as excessive opens a new one: that is how spirals start.
"""

from __future__ import annotations

from sim.rules.arithmetic import exp
from sim.rules.compiled import compiled, inlined
from sim.rules.draws import PERCEPTION, normal_at
from sim.rules.severity import is_words
from sim.rules.world import (
    ANSWERED,
    GRIT_REPLY,
    MAX_ACTS,
    MIRROR,
    NAMES,
    PARITY,
    PERSONS,
    PROVOKED,
    RIVAL,
    SCRIPTED,
    SITES,
    TOO_MANY_ACTS,
)

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
def injure(w, side, points):
    """Add to the ledger of ``side``; a real injury is news that calls for a deliberation."""
    if points <= 0.0:
        return
    w.ledger[side] += points
    w.peak[side] = max(w.peak[side], w.ledger[side])
    w.fresh[side] = 1


@compiled
def relieve(w, side, points):
    """Take from the ledger of ``side``, never below zero."""
    w.ledger[side] = max(0.0, w.ledger[side] - points)


@inlined
def forget(p, w, side):
    """A night passes over the ledger of ``side``. What it could mirror is a precedent and is not forgotten."""
    w.ledger[side] *= p.sides[side].decay
    if side == RIVAL:
        w.law_points *= p.sides[side].decay


@compiled
def deliver(p, w, side, total, cause, number):
    """Side ``side`` strikes with a package of ``total`` points: both ledgers move.

    Returns (accepted share of the package, factor of misperception) for the parts to be written down with.
    ``cause`` and ``number`` name the blow (see ``felt``); what is no answer counts as exogenous.
    """
    other = 1 - side
    kappa = p.sides[side].reciprocity
    accepted = min(total, p.sides[other].legitimacy * w.ledger[side])
    injury = felt(p, w, other, total - accepted, cause, number)
    injure(w, other, injury)
    relieve(w, side, total / kappa if kappa > 0.0 else 0.0)
    w.points[side] += total
    w.total += total
    if cause != ANSWERED and cause != GRIT_REPLY:
        w.exogenous += total
    w.last_struck = w.day
    w.grit_exploited[other] = 1
    if w.last_striker == other:
        w.rounds += 1
    w.last_striker = side
    share = accepted / total if total > 0.0 else 0.0
    return share, (injury / (total - accepted) if total > accepted else 1.0)


@compiled
def write_act(p, w, s, side, row, size, points, accepted, injury, cause, form, source):
    """Put one act into the chronicle; a full chronicle is a failure of the world, never a silent drop."""
    if s.n_acts >= MAX_ACTS:
        w.status = TOO_MANY_ACTS
        return
    number = s.n_acts
    s.n_acts = number + 1
    a = s.acts[number]
    a.day, a.side, a.measure, a.size, a.points = w.day, side, row, size, points
    a.accepted, a.injury, a.cause, a.form, a.package, a.source = accepted, injury, cause, form, s.packages, source
    answering = points > 0.0 and cause != PROVOKED
    a.answers_first, a.answers_last = (w.open_first[side], w.open_last[side]) if answering else (-1, -1)
    if injury > 0.0:
        other = 1 - side
        if w.open_first[other] < 0:
            w.open_first[other] = number
        w.open_last[other] = number


@compiled
def part(p, w, s, side, row, size, points, share, factor, cause, form, source):
    """One measure of a package already delivered: stocks move, and so do both mirrorable accounts.

    What is taken without being granted as due can be mirrored by the other side; whoever takes uses up its own.
    """
    other = 1 - side
    kind = p.measures[row].form if row >= 0 else -1
    if kind == PERSONS:
        w.staff[other] -= size
        w.persons_due[other] += size * (1.0 - share)
        w.persons_due[side] = max(0.0, w.persons_due[side] - size)
    elif kind == SITES:
        w.sites[other] -= size
        w.sites_lost[other] += size
        w.sites_due[other] += size * (1.0 - share)
        w.sites_due[side] = max(0.0, w.sites_due[side] - size)
    elif kind == NAMES:
        w.listed_points[other] += points
    w.n_measures[side] += 1
    if row >= 0:
        w.rung_day[side, p.measures[row].rung] = w.day
    write_act(p, w, s, side, row, size, points, points * share, points * (1.0 - share) * factor, cause, form, source)


@compiled
def stock(p, w, side, row):
    """What is left for ``side`` to take of the other's people or sites with this row; else a large number."""
    kind = p.measures[row].form
    if kind == PERSONS:
        return w.staff[1 - side]
    if kind == SITES:
        return w.sites[1 - side]
    return PLENTY


@compiled
def left(p, w, side, row):
    """How much ``side`` could choose to take with this row: what is left, and no more than the row's cap."""
    cap = p.measures[row].at_most
    return min(cap, stock(p, w, side, row)) if cap > 0.0 else stock(p, w, side, row)


@compiled
def close_account(p, w, s, side, form, row):
    """After a package of ``side``: what it answered is no longer open, and the record of firsts is kept."""
    s.packages += 1
    if is_words(p, row):
        return
    w.open_first[side], w.open_last[side] = -1, -1
    if side == RIVAL:
        w.law_points = 0.0  # what the law did has been answered for
    if form == MIRROR or form == PARITY:
        w.persons_due[side], w.sites_due[side] = 0.0, 0.0


@compiled
def speak(p, w, s, side, row, cause, source):
    """Words discharge their author a little and injure nobody; they count neither as a measure nor as points."""
    kappa = p.sides[side].reciprocity
    weight = p.measures[row].weight
    relieve(w, side, weight / kappa if kappa > 0.0 else 0.0)
    w.rung_day[side, p.measures[row].rung] = w.day
    write_act(p, w, s, side, row, 0.0, weight, 0.0, 0.0, cause, p.measures[row].form, source)


@compiled
def _note_rival(w, form):
    if w.first_answer < 0:
        w.first_answer = w.day
    if form == PARITY:
        w.parity_used = 1
    if form == MIRROR and w.scripted_day >= 0 and w.mirror_day < 0:
        w.mirror_day = w.day
    if w.passed_day < 0:
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


@compiled
def provoke(p, w, s, side, points, cause, number, source):
    """An irritant outside the catalogue by ``side``: it injures the other side and closes talks, and grants nothing.

    ``cause`` is SCRIPTED for one of the timeline and PROVOKED for one by chance; with ``number`` it names the blow.
    """
    other = 1 - side
    injury = felt(p, w, other, points, cause, number)
    injure(w, other, injury)
    w.exogenous += points
    w.total += points
    w.last_struck = w.day
    w.grit_exploited[other] = 1
    write_act(p, w, s, side, -1, 0.0, points, 0.0, injury, PROVOKED, -1, source)
    s.packages += 1
