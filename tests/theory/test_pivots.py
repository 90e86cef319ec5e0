"""MODEL 11.4: the gridlock interval against a search for a bill that passes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import WrongInput
from sim.theory.pivots import Chamber, gridlock_interval


def passes(bill, quo, chambers, president):
    """Whether ``bill`` replaces ``quo``: everybody is for what is strictly nearer."""
    yeas = [np.sum(np.abs(c.ideal_points - bill) < np.abs(c.ideal_points - quo)) for c in chambers]
    if any(y < c.needed for y, c in zip(yeas, chambers, strict=True)):
        return False
    signs = abs(president - bill) < abs(president - quo)
    return signs or all(y >= c.to_override for y, c in zip(yeas, chambers, strict=True))


def can_change(quo, chambers, president):
    """A tiny step to either side is the bill with most friends, so it decides."""
    return any(passes(quo + step, quo, chambers, president) for step in (-1e-9, 1e-9))


def points(n, low=-100, high=100):
    return st.lists(st.integers(low, high), min_size=n, max_size=n, unique=True).map(lambda x: np.array(x, dtype=float))


@given(points(10), points(15), st.integers(-100, 100), st.integers(-110, 110))
def test_the_interval_is_exactly_what_no_bill_can_change(senate, house, president, quo):
    chambers = (Chamber(senate, 6, 7), Chamber(house, 8, 10))
    left, right = gridlock_interval(chambers, president)
    assert can_change(float(quo), chambers, float(president)) == (not left <= quo <= right)


@given(points(10), st.integers(-100, 100), st.integers(-110, 110), st.integers(-220, 220))
def test_no_larger_step_passes_inside_the_interval(senate, president, quo, bill):
    chambers = (Chamber(senate, 6, 7),)
    left, right = gridlock_interval(chambers, president)
    if left <= quo <= right:
        assert not passes(float(bill), float(quo), chambers, float(president))


def test_krehbiels_interval_for_a_president_on_the_right():
    senate = Chamber(np.arange(1., 101.), 60, 67)
    assert gridlock_interval([senate], 95.) == (41., 67.)  # filibuster pivot, veto pivot
    assert gridlock_interval([senate], 64.) == (41., 64.)  # the president is the nearer of the two
    assert gridlock_interval([senate], 5.) == (34., 60.)   # the mirror image


def test_a_president_between_the_filibuster_pivots_leaves_the_interval_to_them():
    senate = Chamber(np.arange(1., 101.), 60, 67)
    assert gridlock_interval([senate], 55.) == (41., 60.)


def test_bad_chambers_are_refused():
    with pytest.raises(WrongInput):
        gridlock_interval([], 0.)
    with pytest.raises(WrongInput):
        gridlock_interval([Chamber([1., 2.], 3, 3)], 0.)
