"""Richardson's arms race as the limit of two ledgers. MODEL 11.1; Richardson 1960, "Arms and Insecurity".

The limit: answers of exactly κG, hope 0, legitimacy 0, no Congress, no misperception, one constant hazard ρ of
answering, grievance g a day. Then the mean over worlds is linear, whatever the luck.

Order of a day (see :mod:`sim.rules.day`): home deliberates, adds its grievance, forgets a night's worth; then rival
does the same. So rival deliberates with home's strike of the *same* day in its ledger, home with rival's strike of the
day before. Both that order and the simultaneous recursion m' = (1−ρ)(1−δ) m + x of the textbook have the same
stationary x, because x and m are constant there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import WrongInput

Pair = tuple[float, float]
"""A number for home and one for rival."""


class Reciprocator(NamedTuple):
    """One side in the limit: κ (points per point), ρ (per day), δ (share forgotten a night), g (points per day)."""

    reciprocity: float
    rate: float
    decay: float
    grievance: float = 0.0


class MeanPath(NamedTuple):
    """Means over worlds, each of shape (days, 2): columns home, rival; unit points.

    ``deliberated`` is the ledger as its owner finds it when it may answer, ``struck`` what the side deals that day
    (answer and grievance), ``evening`` the ledger at the end of the day, as a chronicle logs it.
    """

    deliberated: NDArray[np.float64]
    struck: NDArray[np.float64]
    evening: NDArray[np.float64]


def daily_decay(half_life: float) -> float:
    """Share δ of a ledger forgotten a night, from a half-life in days (inf: 0)."""
    if not half_life > 0:
        raise WrongInput(f"a half-life of {half_life:g} days", "more than 0")
    return float(1.0 - 0.5 ** (1.0 / half_life))


def branching_ratio(side: Reciprocator) -> float:
    """b = ρκ / (1 − (1−ρ)(1−δ)): points of answer that one point of injury causes in the end."""
    lost = 1.0 - (1.0 - side.rate) * (1.0 - side.decay)
    if lost <= 0.0:
        raise WrongInput("a side that neither answers nor forgets", "a rate or a decay above 0")
    return side.rate * side.reciprocity / lost


def is_stable(home: Reciprocator, rival: Reciprocator) -> bool:
    """Whether the mean settles: b_home · b_rival < 1."""
    return branching_ratio(home) * branching_ratio(rival) < 1.0


def stationary_strikes(home: Reciprocator, rival: Reciprocator) -> Pair:
    """Mean points a day each side deals in the long run: x_i = (g_i + b_i g_j) / (1 − b_i b_j).

    Raises WrongInput where the exchange has no stationary point (b_home · b_rival >= 1).
    """
    b_home, b_rival = branching_ratio(home), branching_ratio(rival)
    room = 1.0 - b_home * b_rival
    if room <= 0.0:
        raise WrongInput(f"branching ratios with product {b_home * b_rival:g}", "a product below 1")
    return (home.grievance + b_home * rival.grievance) / room, (rival.grievance + b_rival * home.grievance) / room


def echo(home: Reciprocator, rival: Reciprocator) -> float:
    """Long-run share of all points that are answers. For two equal sides it is their branching ratio."""
    return 1.0 - (home.grievance + rival.grievance) / sum(stationary_strikes(home, rival))


def mean_path(home: Reciprocator, rival: Reciprocator, days: int, start: Pair = (0.0, 0.0)) -> MeanPath:
    """The mean day by day from ledgers ``start`` (points) on the morning of day 0, in the order of a day above."""
    path = MeanPath(np.zeros((days, 2)), np.zeros((days, 2)), np.zeros((days, 2)))
    ledger = list(start)
    for day in range(days):
        for i, side in enumerate((home, rival)):
            path.deliberated[day, i] = ledger[i]
            path.struck[day, i] = side.rate * side.reciprocity * ledger[i] + side.grievance
            ledger[i] *= (1.0 - side.rate) * (1.0 - side.decay)
            ledger[1 - i] += path.struck[day, i]
        path.evening[day] = ledger
    return path


class Race(NamedTuple):
    """Richardson's own equations: dx/dt = k y − a x + g, dy/dt = l x − b y + h.

    ``k, l`` defence (per day), ``a, b`` fatigue (per day), ``g, h`` grievance (points per day).
    """

    k: float
    l: float  # noqa: E741  Richardson's letter
    a: float
    b: float
    g: float
    h: float


def fixed_point(race: Race) -> Pair:
    """(x, y) = ((bg + kh) / (ab − kl), (ah + lg) / (ab − kl)). Raises WrongInput where ab = kl."""
    k, l, a, b, g, h = race  # noqa: E741
    room = a * b - k * l
    if room == 0.0:
        raise WrongInput("fatigue and defence that cancel (ab = kl)", "ab different from kl")
    return (b * g + k * h) / room, (a * h + l * g) / room


def race_is_stable(race: Race) -> bool:
    """Whether every start runs into the fixed point: ab > kl (a, b > 0)."""
    return race.a > 0 and race.b > 0 and race.a * race.b > race.k * race.l
