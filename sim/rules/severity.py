"""How hard a measure hits: s = weight · (size / reference)^exponent. MODEL section 3.

Exponent 0 is count-blind, like the Goldstein scale (Goldstein 1992); .3 is our judgement.
"""

from __future__ import annotations

from math import floor

from sim.rules.arithmetic import power
from sim.rules.compiled import compiled
from sim.rules.world import WORDS


@compiled
def severity(p, row, size):
    """Points of ``size`` units of catalogue row ``row``. Without a reference size a row has its weight at any size."""
    m = p.measures[row]
    if m.reference <= 0.0:
        return m.weight
    if size <= 0.0:
        return 0.0
    return m.weight * power(size / m.reference, p.severity_size_exponent)


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
    return floor(min(1e9, m.reference * power(target / m.weight, 1.0 / xi)) * (1.0 + 1e-12))


@compiled
def is_words(p, row):
    """Whether a row is only words: it discharges its author a little and injures nobody."""
    return row >= 0 and p.measures[row].form == WORDS
