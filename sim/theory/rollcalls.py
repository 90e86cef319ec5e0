"""Roll calls of independent voters are Poisson-binomial. MODEL 11.5 (no common shock: σ_η = 0)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import WrongInput


def mean_and_variance(chances: ArrayLike) -> tuple[float, float]:
    """Mean Σp and variance Σp(1−p) of the number of yeas; ``chances`` (n,) are the members' probabilities of a yea."""
    p = _checked(chances)
    return float(p.sum()), float((p * (1.0 - p)).sum())


def tally_distribution(chances: ArrayLike) -> NDArray[np.float64]:
    """Probability of 0..n yeas, shape (n + 1,): one member after the other, exact but for rounding."""
    pmf = np.ones(1)
    for p in _checked(chances):
        pmf = np.append(pmf * (1.0 - p), 0.0) + np.append(0.0, pmf * p)
    return pmf


def probability_of_at_least(chances: ArrayLike, needed: int) -> float:
    """Probability that at least ``needed`` members vote yea."""
    return float(tally_distribution(chances)[max(0, needed) :].sum())


def needed_to_override(voting: int) -> int:
    """Yeas that are two thirds of ``voting`` members: 67 of 100, 66 of 98, 282 of 422, 290 of 435."""
    return -(-2 * voting // 3)


def _checked(chances: ArrayLike) -> NDArray[np.float64]:
    p = np.asarray(chances, dtype=float)
    if p.ndim != 1 or not np.all((p >= 0.0) & (p <= 1.0)):
        raise WrongInput("chances that are not a row of probabilities", "numbers from 0 to 1")
    return p
