"""MODEL 11.6: ten days, Sundays excepted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory.presentment import last_day_to_sign


def test_the_bill_of_2017():
    assert last_day_to_sign(date(2017, 7, 28)) == date(2017, 8, 9)
    assert date(2017, 8, 9).strftime("%A") == "Wednesday"


@pytest.mark.parametrize(("presented", "last"), [
    (date(2017, 7, 29), date(2017, 8, 10)),  # Saturday
    (date(2017, 7, 30), date(2017, 8, 10)),  # Sunday: the day of presentment is not counted anyway
    (date(2017, 7, 31), date(2017, 8, 11)),  # Monday
])
def test_neighbouring_days(presented, last):
    assert last_day_to_sign(presented) == last


@given(st.dates(date(1789, 3, 4), date(2200, 1, 1)), st.integers(0, 40))
def test_the_days_between_hold_exactly_the_clock(presented, clock):
    last = last_day_to_sign(presented, clock)
    days = [presented + timedelta(days=k) for k in range(1, (last - presented).days + 1)]
    assert sum(d.strftime("%a") != "Sun" for d in days) == clock
    assert not days or days[-1].strftime("%a") != "Sun"
