"""A scenario as the compiled rules read it: arrays, nothing else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Setting(NamedTuple):
    """What one world needs besides its key.

    * ``periods`` (n,) ``PERIOD``: parameters and catalogue, one row from one parameter change to the next.
    * ``calendar`` (days,) ``CALENDAR``: one row a day.
    * ``events`` (m,) ``EVENT``: the timeline, sorted by day; rows of one day keep the order in which they were written.
    * ``members`` (k,) ``MEMBER``: the legislators, House first; empty without a legislature.
    * ``template`` (1,) ``WORLD``: the world on the morning of day 0, with seed and run left at 0.
    """

    periods: np.ndarray
    calendar: np.ndarray
    events: np.ndarray
    members: np.ndarray
    template: np.ndarray
