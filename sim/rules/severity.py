"""How hard a measure hits. MODEL section 3.

s = weight · (units / reference)^exponent, concave. A row that says of how many its reference is (``of``) is weighed by
odds, what is taken against what is left: 35 of 490 people hurt as much as 60 of 840, and the last one hurts most.
"""

from __future__ import annotations

from math import floor

import numpy as np

from sim.rules.arithmetic import exp, log, power
from sim.rules.compiled import compiled, inlined
from sim.rules.world import POWERS, WORDS

_SPREAD = np.int64(0x1E3779B97F4A7C15)
ALL_GONE = 0.5
"""Taking the last one counts as leaving so many units behind."""


@compiled
def ratio(p, row, size, present):
    """Units against the reference: by number, or by odds of what is taken to what is left."""
    m = p.measures[row]
    if m.of > 0.0:
        return size / max(ALL_GONE, present - size) * (m.of - m.reference) / m.reference
    return size / m.reference


@compiled
def severity(p, row, size, present):
    """Points of ``size`` units of catalogue row ``row`` taken from ``present``."""
    m = p.measures[row]
    if m.reference <= 0.0:
        return m.weight
    if size <= 0.0:
        return 0.0
    return m.weight * power(ratio(p, row, size, present), p.severity_size_exponent)


@inlined
def _kept_power(s, base, exponent):
    place = (np.float64(base).view(np.int64) * _SPREAD) >> np.int64(56) & np.int64(POWERS - 1)
    kept = s.powers[place]
    if kept.base != base or kept.exponent != exponent:
        kept.base, kept.exponent, kept.value = base, exponent, power(base, exponent)
    return kept.value


@compiled
def kept_severity(p, s, row, size, present):
    """The same as ``severity``, for the many options of a menu."""
    m = p.measures[row]
    if m.reference <= 0.0 or size <= 0.0:
        return severity(p, row, size, present)
    return m.weight * _kept_power(s, ratio(p, row, size, present), p.severity_size_exponent)


@compiled
def largest_size(p, row, target, present):
    """The largest whole size whose severity is at most ``target`` points; 0 if even one unit is too much.

    The power may be out by some units in the last place, at a third of the time: 1e-12 is allowed for.
    """
    m = p.measures[row]
    xi = p.severity_size_exponent
    if m.reference <= 0.0 or xi <= 0.0:
        return max(1.0, m.reference) if m.weight <= target else 0.0
    times = exp(log(target / m.weight) / xi)
    if m.of > 0.0:
        odds = times * m.reference / (m.of - m.reference)
        return floor(present * odds / (1.0 + odds) * (1.0 + 1e-12))
    return floor(min(1e9, m.reference * times) * (1.0 + 1e-12))


@compiled
def is_words(p, row):
    """Whether a row is only words: it discharges its author a little and injures nobody."""
    return row >= 0 and p.measures[row].form == WORDS
