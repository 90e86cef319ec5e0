"""How hard a measure hits: s = weight · (size / reference)^exponent. MODEL section 3.

Exponent 0 is count-blind, like the Goldstein scale (Goldstein 1992); .3 is our judgement.
"""

from __future__ import annotations

from math import floor

import numpy as np

from sim.rules.arithmetic import exp, log, power
from sim.rules.compiled import compiled, inlined
from sim.rules.world import POWERS, WORDS

_SPREAD = np.int64(0x1E3779B97F4A7C15)


@compiled
def severity(p, row, size):
    """Points of ``size`` units of catalogue row ``row``. Without a reference size a row has its weight at any size."""
    m = p.measures[row]
    if m.reference <= 0.0:
        return m.weight
    if size <= 0.0:
        return 0.0
    return m.weight * power(size / m.reference, p.severity_size_exponent)


@inlined
def _kept_power(s, base, exponent):
    """``power`` of numbers > 0, looked up among those that ``s`` keeps; the place follows from the bits of the base."""
    place = (np.float64(base).view(np.int64) * _SPREAD) >> np.int64(56) & np.int64(POWERS - 1)
    kept = s.powers[place]
    if kept.base != base or kept.exponent != exponent:
        kept.base, kept.exponent, kept.value = base, exponent, power(base, exponent)
    return kept.value


@compiled
def kept_severity(p, s, row, size):
    """The same as ``severity``, for the many options of a menu."""
    m = p.measures[row]
    if m.reference <= 0.0 or size <= 0.0:
        return severity(p, row, size)
    return m.weight * _kept_power(s, size / m.reference, p.severity_size_exponent)


@compiled
def _largest(reference, ratio, exponent):
    """Whole units: ⌊reference · ratio^exponent⌋, where all but a part in 10^12 counts as whole.

    The quick power is right to a part in 10^13 for any ratio that is asked for, which settles it unless a whole number
    lies in between.
    """
    logarithm = exponent * log(ratio)
    if abs(logarithm) < 50.0:
        rough = min(1e9, reference * exp(logarithm)) * (1.0 + 1e-12)
        low, high = floor(rough * (1.0 - 1e-13)), floor(rough * (1.0 + 1e-13))
        if low == high:
            return low
    return floor(min(1e9, reference * power(ratio, exponent)) * (1.0 + 1e-12))


@compiled
def largest_size(p, row, target):
    """The largest whole size whose severity is at most ``target`` points; 0 if even one unit is too much.

    A count-blind row (exponent 0) is taken at its reference size.
    """
    m = p.measures[row]
    xi = p.severity_size_exponent
    if m.reference <= 0.0 or xi <= 0.0:
        return max(1.0, m.reference) if m.weight <= target else 0.0
    # Powers round: a whole size that misses the target by less than a part in 10^12 still counts as within it.
    return _largest(m.reference, target / m.weight, 1.0 / xi)


@compiled
def is_words(p, row):
    """Whether a row is only words: it discharges its author a little and injures nobody."""
    return row >= 0 and p.measures[row].form == WORDS
