"""What a government can choose from, and how likely each choice is. MODEL section 5.

P(a) ∝ exp{λ (T s − s²/2) + bias}: a logit around the option nearest the target (quantal response, McKelvey and Palfrey
1995). What can be chosen: to do nothing; each instrument, sized to the target, and where it comes in numbers a half and
a quarter of that; a mirror of what was suffered, unit for unit, with or without something on top; parity.

An instrument of another lane than the open injuries is disliked: a government that was listed seldom expels. People
and properties are one lane, names and sectors one each; a law opens the last two.
"""

from __future__ import annotations

from math import floor

from sim.rules.arithmetic import exp
from sim.rules.compiled import compiled
from sim.rules.ledger import left, units_left
from sim.rules.severity import kept_severity, largest_size
from sim.rules.world import (
    BREAK,
    EASE,
    LAW,
    MAX_OPTIONS,
    MIRROR,
    NAMES,
    PARITY,
    PERSONS,
    RIVAL,
    SECTOR,
    SITES,
    TOO_MANY_OPTIONS,
    UNITS,
    WORDS,
)

NONE = -1
PARITY_GAP = 5.0
"""Parity is on the menu only if the other side has this many more people than oneself."""
HALVES = 2
"""How often an answer by number is offered at half of the size before."""
OPEN = 0.5
"""Units due from which on there is something to mirror."""


@compiled
def offer(p, w, s, n, side, row, bias):
    """Begin option ``n`` of the menu; returns the next free place (``n`` itself where there is none)."""
    if n >= MAX_OPTIONS:
        w.status = TOO_MANY_OPTIONS
        return n
    o = s.options[n]
    o.form, o.measure = p.measures[row].form if row >= 0 else NONE, row
    o.size, o.severity, o.bias, o.utility, o.probability = 0.0, 0.0, bias, bias, 0.0
    for form in range(UNITS):
        o.units[form] = 0.0
    return n + 1


@compiled
def value(p, s, n, side, target, points):
    """Price option ``n`` at ``points``: its utility is greatest where they meet the target."""
    o = s.options[n]
    o.severity = points
    o.utility = p.sides[side].precision * (target * points - 0.5 * points * points) + o.bias


@compiled
def open_lane(w, side, form):
    """Whether an injury in the lane of this form is open for ``side``."""
    if form == PERSONS or form == SITES or form == BREAK:
        return w.due[side, PERSONS] >= OPEN or w.due[side, SITES] >= OPEN
    if form == NAMES or form == SECTOR:
        return w.due[side, form] >= OPEN or (side == RIVAL and (w.law_points > 0.0 or w.law_open > 0))
    return True


@compiled
def _aimed_at(p, w, side, row, target):
    """Units of a row at the largest size that the target and what is left allow; 0 where it cannot be taken."""
    m = p.measures[row]
    if m.form == WORDS:
        return 1.0
    if m.form == BREAK and w.broken_day >= 0:
        return 0.0
    size = largest_size(p, row, target, units_left(w, 1 - side, m.form))
    if m.form == PERSONS or m.form == SITES or m.form == NAMES:
        size = min(size, floor(left(p, w, side, row)))
    return size


@compiled
def _instrument(p, w, s, n, side, row, target):
    """Offer catalogue row ``row`` at the size aimed at, and where it comes in numbers at parts of it."""
    m, mine = p.measures[row], p.sides[side]
    here, size = units_left(w, 1 - side, m.form), _aimed_at(p, w, side, row, target)
    away = 0.0 if open_lane(w, side, m.form) else -mine.lane
    for halved in range(1 + HALVES if m.form == PERSONS or m.form == NAMES else 1):
        if size < max(1.0, m.at_least):
            break
        k = n
        n = offer(p, w, s, n, side, row, away + mine.part_bias if halved else away)
        if n > k:
            s.options[k].size = size
            value(p, s, k, side, target, kept_severity(p, s, row, size, here))
        size = floor(0.5 * size)
    return n


@compiled
def mirrorable(w, side, form):
    """Whole units of a form that ``side`` suffered and may take in return, at most what the other side has."""
    return min(floor(w.due[side, form] + OPEN), floor(units_left(w, 1 - side, form)))


@compiled
def _take_back(p, w, s, n, side, first, last):
    """Option ``n`` mirrors the forms ``first`` to ``last``, as far as the catalogue has a row for them."""
    for form in range(first, last + 1):
        if p.row_of[side, form] >= 0:
            s.options[n].units[form] = max(0.0, mirrorable(w, side, form))


@compiled
def _composite(p, w, s, n, side, target):
    """Price option ``n`` as the sum of its parts; returns the next free place: ``n`` again if it takes nothing."""
    points, units = 0.0, 0.0
    for form in range(PERSONS, UNITS):
        here = s.options[n].units[form]
        units += here
        if here > 0.0:
            points += kept_severity(p, s, p.row_of[side, form], here, units_left(w, 1 - side, form))
    value(p, s, n, side, target, points)
    return n + 1 if units >= 1.0 else n


@compiled
def _mirror(p, w, s, n, side, row, target):
    """Offer row ``row``, a mirror lane by lane, or one of people and properties with one unit more of ``adds``."""
    mine, adds = p.sides[side], p.measures[row].adds
    if adds >= 0:
        extra = p.measures[adds].form
        k = n
        n = offer(p, w, s, n, side, row, mine.plus_bias)
        if n == k or w.due[side, PERSONS] + w.due[side, SITES] < OPEN:
            return k
        _take_back(p, w, s, k, side, PERSONS, SITES)
        if s.options[k].units[extra] + 1.0 > units_left(w, 1 - side, extra):
            return k
        s.options[k].units[extra] += 1.0
        return _composite(p, w, s, k, side, target)
    for first, last in ((PERSONS, SITES), (NAMES, NAMES), (SECTOR, SECTOR)):
        k = n
        n = offer(p, w, s, n, side, row, mine.mirror_bias)
        if n > k:
            _take_back(p, w, s, k, side, first, last)
            n = _composite(p, w, s, k, side, target)
    return n


@compiled
def _parity(p, w, s, n, side, row, target):
    """Offer a cut of the other's staff to one's own number, and what may be mirrored of its properties."""
    gap = w.staff[1 - side] - w.staff[side]
    if not gap > PARITY_GAP:
        return n
    mine, k = p.sides[side], n
    n = offer(p, w, s, n, side, row, mine.parity_bias - (0.0 if open_lane(w, side, PERSONS) else mine.lane))
    if n > k:
        _take_back(p, w, s, k, side, SITES, SITES)
        s.options[k].units[PERSONS] = gap
        n = _composite(p, w, s, k, side, target)
    return n


@compiled
def fill_menu(p, w, s, side, target):
    """Write the menu of ``side`` for ``target`` points into the scratch record; returns the number of options.

    Option 0 is always 'none'. Below one point there is nothing else to choose.
    """
    n = offer(p, w, s, 0, side, NONE, p.sides[side].status_quo_bias)
    if target < 1.0:
        return n
    for row in range(p.n_measures):
        m = p.measures[row]
        if not m.used_by[side] or m.form == LAW or m.form == EASE:
            continue
        if m.form == MIRROR:
            n = _mirror(p, w, s, n, side, row, target)
        elif m.form == PARITY:
            n = _parity(p, w, s, n, side, row, target)
        else:
            n = _instrument(p, w, s, n, side, row, target)
    return n


@compiled
def weigh(s, n):
    """Turn the utilities of the first ``n`` options into probabilities (largest utility subtracted: no overflow)."""
    top = s.options[0].utility
    for k in range(1, n):
        top = max(top, s.options[k].utility)
    total = 0.0
    for k in range(n):
        s.options[k].probability = exp(s.options[k].utility - top)
        total += s.options[k].probability
    for k in range(n):
        s.options[k].probability /= total


@compiled
def pick(s, n, luck):
    """The option that a uniform draw ``luck`` selects."""
    for k in range(n - 1):
        luck -= s.options[k].probability
        if luck < 0.0:
            return k
    return n - 1


@compiled
def likeliest(s, n):
    """The option of greatest utility; the first of equals."""
    best = 0
    for k in range(1, n):
        if s.options[k].utility > s.options[best].utility:
            best = k
    return best
