"""The alphabet of a record: on each day each side is silent, or takes one package.

A package is its composition (which of persons, sites, names and sectors it takes) and the bin of the size of each part:
persons 1, 2-3, 4-7 .. 512 and more; sites 1, 2, 3-4, 5 and more; names 1-7, 8-15 .. 64 and more. Every option of a menu
is a package too, in a given state; "mirror" and "parity" are words of this model and no marks of a record.
"""

from __future__ import annotations

import numpy as np

from sim.rules.answer import size_chance
from sim.rules.compiled import compiled
from sim.rules.world import MIRROR, NAMES, PARITY, PERSONS, SECTOR, SITES, UNITS

_LEAST = ((), (1, 2, 4, 8, 16, 32, 64, 128, 256, 512), (1, 2, 3, 5), (1, 8, 16, 32, 64), (1,))
"""The least size of each bin, by form; the last bin has no end."""
BINS = tuple(len(least) for least in _LEAST)
"""How many bins the sizes of each form have."""
_EDGES = np.array([[*least, *[np.inf] * (max(BINS) + 1 - len(least))] for least in _LEAST])
NAMED_KINDS = 8
"""Compositions that count by themselves; the other seven share one place (:func:`kind_share`)."""


@compiled
def size_bin(form, size):
    """The number of the bin of a size of at least one; -1 for nothing."""
    number = -1
    while _EDGES[form, number + 1] <= size:
        number += 1
    return number


@compiled
def units_of(option, form):
    """Units of a form that an option takes as it stands on the menu; a sector counts as one."""
    if option.form == MIRROR or option.form == PARITY:
        return option.units[form]
    return max(1.0, option.size) if option.form == form else 0.0


@compiled
def write_units(option, units):
    """Write what an option of a menu takes into ``units`` (UNITS,), by form."""
    for form in range(UNITS):
        units[form] = units_of(option, form)
    units[0] = 0.0


@compiled
def bins_chance(p, w, side, option, recorded):
    """Chance that what ``side`` does by an option has the sizes of ``recorded`` (UNITS,), in bins: an answer by number
    comes out with a spread (``answer.size_chance``).
    """
    chance = 1.0
    for form in range(PERSONS, UNITS):
        units = units_of(option, form)
        if units > 0.0:
            number = size_bin(form, recorded[form])
            if option.form == form:
                low, high = _EDGES[form, number], _EDGES[form, number + 1] - 1.0
                chance *= size_chance(p, w, side, option, low, high)
            elif size_bin(form, units) != number:
                return 0.0
    return chance


@compiled
def same_kind(a, b):
    """Whether two packages have the same composition."""
    for form in range(PERSONS, UNITS):  # noqa: SIM110 - compiled, where a generator is not known
        if (size_bin(form, a[form]) >= 0) != (size_bin(form, b[form]) >= 0):
            return False
    return True


@compiled
def same_bins(a, b):
    """Whether two packages have the same sizes, in bins."""
    for form in range(PERSONS, UNITS):  # noqa: SIM110
        if size_bin(form, a[form]) != size_bin(form, b[form]):
            return False
    return True


@compiled
def kind_share(units):
    """The share of a composition where nothing is known: a ninth each for persons, sites and names in every combination
    and for a sector alone; a ninth for the seven others together.
    """
    if units[SECTOR] > 0.0 and units[PERSONS] + units[SITES] + units[NAMES] > 0.0:
        return 1.0 / (NAMED_KINDS + 1) / 7.0
    return 1.0 / (NAMED_KINDS + 1)


@compiled
def size_share(units):
    """The share of sizes given the composition where nothing is known: every bin of every part alike."""
    share = 1.0
    for form in range(PERSONS, UNITS):
        if units[form] > 0.0:
            share /= BINS[form]
    return share


Units = np.ndarray
"""(UNITS,) float64: how many persons, sites and names a package takes, and 1 for a sector."""
