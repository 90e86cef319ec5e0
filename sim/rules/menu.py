"""What a government can choose from, and how likely each choice is. MODEL section 5.

Each instrument is sized to the target; mirror and parity come as they are. P(a) ∝ exp{λ (T s − s²/2) + bias}: a logit
around the option nearest the target (quantal response, McKelvey and Palfrey 1995).
"""

from __future__ import annotations

from math import floor

from sim.rules.arithmetic import exp
from sim.rules.compiled import compiled
from sim.rules.ledger import left
from sim.rules.severity import kept_severity, largest_size
from sim.rules.world import EASE, LAW, MAX_OPTIONS, MIRROR, NAMES, PARITY, PERSONS, SITES, TOO_MANY_OPTIONS, WORDS

NONE = -1
PARITY_GAP = 5.0
"""Parity is on the menu only if the other side has this many more people than oneself."""


@compiled
def _offer(p, w, s, n, form, row, size, persons, sites, points, target, bias, precision):
    """Write option ``n``; returns the next free place."""
    if n >= MAX_OPTIONS:
        w.status = TOO_MANY_OPTIONS
        return n
    o = s.options[n]
    o.form, o.measure, o.size, o.persons, o.sites = form, row, size, persons, sites
    o.severity, o.bias = points, bias
    o.utility = precision * (target * points - 0.5 * points * points) + bias
    o.probability = 0.0
    return n + 1


@compiled
def _instrument(p, w, s, n, side, row, target, precision):
    """Offer catalogue row ``row`` at the largest size the target and what is left allow."""
    form = p.measures[row].form
    size = largest_size(p, row, target)
    if form == WORDS:
        size = 1.0
    elif form == PERSONS or form == SITES or form == NAMES:
        size = min(size, floor(left(p, w, side, row)))
    if size < 1.0:
        return n
    return _offer(p, w, s, n, form, row, size, 0.0, 0.0, kept_severity(p, s, row, size), target, 0.0, precision)


@compiled
def package_points(p, s, persons, sites):
    """Severity of a mirror or parity: the sum of its parts."""
    points = 0.0
    if persons > 0.0 and p.persons_row >= 0:
        points += kept_severity(p, s, p.persons_row, persons)
    if sites > 0.0 and p.sites_row >= 0:
        points += kept_severity(p, s, p.sites_row, sites)
    return points


@compiled
def mirrorable_persons(w, side):
    """Whole persons ``side`` may expel to mirror what is unanswered, at most what the other side has."""
    return min(floor(w.persons_due[side] + 0.5), floor(w.staff[1 - side]))


@compiled
def mirrorable_sites(w, side):
    """Whole sites ``side`` may close to mirror what is unanswered, at most what the other side has."""
    return min(floor(w.sites_due[side] + 0.5), floor(w.sites[1 - side]))


@compiled
def _composites(p, w, s, n, side, target, precision):
    """Offer mirror and parity where they are possible and the catalogue lets this side use them."""
    mine = p.sides[side]
    sites = mirrorable_sites(w, side)
    persons = mirrorable_persons(w, side)
    if p.mirror_row >= 0 and p.measures[p.mirror_row].used_by[side] and persons + sites >= 1.0:
        points = package_points(p, s, persons, sites)
        n = _offer(p, w, s, n, MIRROR, p.mirror_row, 0.0, persons, sites, points, target, mine.mirror_bias, precision)
    gap = w.staff[1 - side] - w.staff[side]
    if p.parity_row >= 0 and p.measures[p.parity_row].used_by[side] and gap > PARITY_GAP:
        points = package_points(p, s, gap, sites)
        n = _offer(p, w, s, n, PARITY, p.parity_row, 0.0, gap, sites, points, target, mine.parity_bias, precision)
    return n


@compiled
def fill_menu(p, w, s, side, target):
    """Write the menu of ``side`` for ``target`` points into the scratch record; returns the number of options.

    Option 0 is always 'none'. Below one point there is nothing else to choose.
    """
    mine = p.sides[side]
    n = _offer(p, w, s, 0, NONE, NONE, 0.0, 0.0, 0.0, 0.0, target, mine.status_quo_bias, mine.precision)
    if target < 1.0:
        return n
    for row in range(p.n_measures):
        m = p.measures[row]
        if m.used_by[side] and m.form != MIRROR and m.form != PARITY and m.form != LAW and m.form != EASE:
            n = _instrument(p, w, s, n, side, row, target, mine.precision)
    return _composites(p, w, s, n, side, target, mine.precision)


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
