"""A blow: what one side does to the other on one day, in one or more parts. MODEL section 4.

A package is put together in the scratch record, part by part, each cut to what the parts before it leave; then it is
struck. Whoever strikes, and why, comes through here: answers, the timeline, the law and its mandates.

Three things happen. The other side grants what was due to the striker: an answer up to the units that it suffered
itself, person for person and site for site (what a side does for reasons of its own is due to nobody). It takes the
rest up, or lets it pass, by a chance that depends on the kind of blow: of eighteen American listings in 2014-16 Russia
answered three. What it takes up it feels, with an error, as a new injury, and may mirror unit for unit.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from sim.rules.arithmetic import log
from sim.rules.compiled import compiled
from sim.rules.draws import HEED, uniform_at
from sim.rules.ledger import Deed, discharge, felt, injure, note, take_units, units_left, write_act
from sim.rules.severity import severity
from sim.rules.world import (
    ANSWERED,
    GRIT_REPLY,
    HOME,
    LAW,
    MAX_PARTS,
    NAMES,
    PERSONS,
    PROVOKED,
    RIVAL,
    RUED,
    SECTOR,
    SITES,
    TOO_MANY_PARTS,
    UNITS,
)

FORMLESS = -1
"""The row of a part that has points but no form: an answer in proportion."""


class Blow(NamedTuple):
    """Why a package is struck: its cause, the number that with it names the blow, the form of the option chosen (-1:
    each part has its own) and the row of the timeline or the mandate behind it (-1: none).
    """

    cause: int
    number: int
    form: int
    source: int


@compiled
def begin_package(s):
    """An empty package."""
    s.n_parts = 0


@compiled
def in_hand(p, s, form):
    """Units of a form that the package in hand takes already."""
    units = 0.0
    for k in range(s.n_parts):
        row = s.parts[k].row
        if row >= 0 and p.measures[row].form == form:
            units += max(1.0, s.parts[k].size)  # a sector has no number: it counts as one
    return units


@compiled
def _due(p, w, s, side, row, size, here):
    """Points of a part that repay what ``side`` suffered in the same units."""
    form = p.measures[row].form
    if form >= UNITS:
        return 0.0
    owed = w.due[side, form] - in_hand(p, s, form)
    if owed <= 0.0:
        return 0.0
    return severity(p, row, min(size, owed), here)


@compiled
def add_part(p, w, s, side, row, size):
    """Add ``size`` units of a row, cut to what is left; what takes nothing is no part."""
    form = p.measures[row].form
    here = units_left(w, 1 - side, form) - in_hand(p, s, form)
    size = min(size, floor(here))
    points = severity(p, row, size, here)
    if points > 0.0:
        _add(w, s, row, size, points, _due(p, w, s, side, row, size, here))


@compiled
def add_formless(w, s, side, points):
    """Add an answer that has points and no form; it repays points of the striker's ledger."""
    _add(w, s, FORMLESS, 0.0, points, min(points, w.ledger[side]))


@compiled
def _add(w, s, row, size, points, due):
    if s.n_parts >= MAX_PARTS:
        w.status = TOO_MANY_PARTS
        return
    q = s.parts[s.n_parts]
    q.row, q.size, q.points, q.due = row, size, points, due
    s.n_parts += 1


@compiled
def heed(p, form):
    """Chance that a blow of this form is taken up at all; FORMLESS always is."""
    if form == PERSONS:
        return p.heed_persons
    if form == SITES:
        return p.heed_sites
    if form == NAMES:
        return p.heed_names
    if form == SECTOR:
        return p.heed_sector
    return p.heed_law if form == LAW else 1.0


@compiled
def heeded(w, other, cause, number, chance):
    """Whether side ``other`` takes a blow up. The luck is keyed like misperception, by the blow itself."""
    return uniform_at(w, number, HEED, 2 * cause + other) < chance


@compiled
def grace(p, side):
    """The share of what is due to ``side`` that the other side grants it."""
    return p.sides[1 - side].legitimacy


@compiled
def earned(p, w, side):
    """Of an answer to all that is on the ledger of ``side``, how much the other side may grant, in points."""
    return grace(p, side) * w.ledger[side]


@compiled
def _weigh(p, s, side, answering):
    """(points, points granted, chance of being taken up) of the package in hand."""
    share = grace(p, side) if answering else 0.0
    total, granted, chance = 0.0, 0.0, 0.0
    for k in range(s.n_parts):
        q = s.parts[k]
        q.due *= share
        total += q.points
        granted += q.due
        chance = max(chance, heed(p, p.measures[q.row].form if q.row >= 0 else FORMLESS))
    return total, granted, chance


@compiled
def _note_blow(p, w, s, side, total, exogenous):
    """What outcomes and talks ask about a blow."""
    w.points[side] += total
    w.total += total
    if exogenous:
        w.exogenous += total
    elif w.blow[1 - side] > 0.0:
        w.growth += log(total / w.blow[1 - side])
        w.answers += 1
    w.blow[side] = total
    if w.last_striker == 1 - side:
        w.rounds += 1
    w.last_striker = side
    if side == HOME and w.office_day >= 0:
        w.goodwill -= p.hope_remorse * total
        note(w, s, RIVAL, RUED, -p.hope_remorse * total)


@compiled
def _set_precedent(p, w, s, side, answering):
    """The latest blow of a kind, less what it repaid, is what the other side may mirror. A side that grants nothing at
    all takes no answer for one: it mirrors the mirror, and so on.
    """
    recognised = answering and grace(p, side) > 0.0
    for form in range(PERSONS, UNITS):
        units = in_hand(p, s, form) - (w.due[side, form] if recognised else 0.0)
        if units > 0.0:
            w.due[1 - side, form] = units


@compiled
def _take(p, w, s, side, factor, blow):
    """Carry out the parts: stocks move, and each part becomes an act of the chronicle."""
    for k in range(s.n_parts):
        q = s.parts[k]
        form = blow.form
        w.n_measures[side] += 1
        if q.row >= 0:
            m = p.measures[q.row]
            take_units(w, 1 - side, m.form, q.size, q.points)
            w.rung_day[side, m.rung] = w.day
            form = m.form if form < 0 else form
        injury = (q.points - q.due) * factor
        write_act(w, s, side, Deed(q.row, q.size, q.points, q.due, injury, blow.cause, form, blow.source))


@compiled
def strike(p, w, s, side, blow):
    """Side ``side`` strikes with the package in hand. Returns its points; an empty package is no blow (0)."""
    other = 1 - side
    answering = blow.cause == ANSWERED or blow.cause == GRIT_REPLY
    total, granted, chance = _weigh(p, s, side, answering)
    if total <= 0.0:
        return 0.0
    injury = 0.0
    if heeded(w, other, blow.cause, blow.number, chance):
        injury = felt(p, w, other, total - granted, blow.cause, blow.number)
        injure(w, s, other, injury)
        _set_precedent(p, w, s, side, answering)
        w.grit_exploited[other], w.last_struck = 1, w.day
    discharge(p, w, s, side, total)
    _note_blow(p, w, s, side, total, not answering)
    _take(p, w, s, side, injury / (total - granted) if total > granted else 0.0, blow)
    return total


@compiled
def provoke(p, w, s, side, points, blow):
    """An irritant outside the catalogue by ``side``: taken up, it injures the other side and closes talks; it repays
    nothing. The cause of ``blow`` is SCRIPTED for one of the timeline, PROVOKED for one by chance. The chance that it
    is taken up grows with its points.
    """
    other, injury = 1 - side, 0.0
    if heeded(w, other, blow.cause, blow.number, p.heed_provocation * points):
        injury = felt(p, w, other, points, blow.cause, blow.number)
        injure(w, s, other, injury)
        w.grit_exploited[other], w.last_struck = 1, w.day
    w.exogenous += points
    w.total += points
    write_act(w, s, side, Deed(FORMLESS, 0.0, points, 0.0, injury, PROVOKED, -1, blow.source))
    s.packages += 1
