"""The alphabet of a record: on each day each side is silent, or takes one package.

A package is its composition (which of persons, sites, names and sectors it takes) and the bin of the size of each part:
persons 1, 2-3, 4-7 .. 512 and more; sites 1, 2, 3-4, 5 and more; names 1-7, 8-15 .. 64 and more. Every option of a menu
is a package too, in a given state; "mirror" and "parity" are words of this model and no marks of a record.
"""

from __future__ import annotations

import numpy as np

from sim.rules.compiled import compiled
from sim.rules.world import MIRROR, NAMES, PARITY, PERSONS, SECTOR, SITES

UNITS = SECTOR + 1
"""Length of an array of units by form; place 0 (words) is not used."""
BINS = (0, 10, 4, 5, 1)
"""How many bins the sizes of each form have."""
NAMED_KINDS = 8
"""Compositions that count by themselves; the other seven share one place (:func:`kind_share`)."""


@compiled
def size_bin(form, size):
    """The number of the bin of a size of at least one; -1 for nothing."""
    whole = int(size)
    if whole < 1:
        return -1
    if form == SITES:
        return whole - 1 if whole <= 2 else (2 if whole <= 4 else 3)
    if form == SECTOR:
        return 0
    if form == NAMES:
        whole //= 4
    number, most = 0, 9 if form == PERSONS else 4
    while whole >= 2 and number < most:
        number += 1
        whole //= 2
    return number


@compiled
def units_of(p, option, units):
    """Write what an option of a menu takes into ``units`` (UNITS,), by form."""
    for form in range(UNITS):
        units[form] = 0.0
    if option.form == MIRROR or option.form == PARITY:
        units[PERSONS], units[SITES] = option.persons, option.sites
    elif PERSONS <= option.form <= SECTOR:
        units[option.form] = max(1.0, option.size)


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
