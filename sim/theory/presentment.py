"""The president's ten days. MODEL 11.6; US Constitution, Article I, section 7."""

from __future__ import annotations

from datetime import date, timedelta

_SUNDAY = 6


def last_day_to_sign(presented: date, clock: int = 10) -> date:
    """The last day on which a bill can be signed or returned: ``clock`` days, Sundays and the first day not counted.

    A bill presented on Friday 28 July 2017 can be signed until Wednesday 9 August 2017.
    """
    day, left = presented, clock
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() != _SUNDAY
    return day
