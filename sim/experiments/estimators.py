"""Paired differences and their 95% intervals.

Every function takes the difference second minus first and is antisymmetric to the last bit: turn the pair round and
point and interval change sign and nothing else. Which interval when:

* a **mean** of many changed pairs: Student's t;
* a mean that few changed pairs carry, where the normal one is wrong: BCa bootstrap (Efron 1987) with keyed draws;
* a **share**: the adjusted Wald interval for paired proportions of Bonett and Price (2012);
* a **median**: the order-statistic interval, exact without any assumption on the shape. (Resampling whole days, most
  of them 0, gives only a handful of different medians, so the bootstrap is no better there.)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

LEVEL = 0.95
FEW = 100
"""Fewer changed pairs than this, and the mean gets a bootstrap interval."""

RESAMPLES = 999
_KEY = 0x5EED
Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A paired difference, second minus first: ``value`` with its 95% interval, and how that was made."""

    value: float
    low: float
    high: float
    method: str

    def __neg__(self) -> Estimate:
        """The estimate of the pair turned round."""
        return Estimate(0.0 - self.value, 0.0 - self.high, 0.0 - self.low, self.method)


NOTHING = Estimate(float("nan"), float("nan"), float("nan"), "no pair")
UNCHANGED = Estimate(0.0, 0.0, 0.0, "no pair changed")


def mean_difference(gaps: Floats) -> Estimate:
    """Mean of the paired differences ``gaps`` (n,), none missing."""
    return _oriented(gaps, _mean)


def median_difference(gaps: Floats) -> Estimate:
    """Median of the paired differences ``gaps`` (n,), none missing."""
    return _oriented(gaps, _median)


def share_difference(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Estimate:
    """Difference of two shares over the same pairs, (n,) each."""
    gained, lost = int((second & ~first).sum()), int((first & ~second).sum())
    if len(first) == 0:
        return NOTHING
    if gained == lost == 0:
        return UNCHANGED
    low, high = bonett_price(gained, lost, len(first))
    return Estimate((gained - lost) / len(first), float(low), float(high), "Bonett-Price")


def bonett_price(gained: NDArray[np.int64] | int, lost: NDArray[np.int64] | int, n: int) -> tuple[Floats, Floats]:
    """Interval for a difference of paired shares, from the two discordant counts (any shape) of ``n`` pairs.

    Bonett and Price 2012, "Adjusted Wald confidence interval for a difference of binomial proportions based on paired
    data": one is added to each discordant count, two to n.
    """
    up, down = (np.asarray(gained) + 1.0) / (n + 2.0), (np.asarray(lost) + 1.0) / (n + 2.0)
    reach = _z() * np.sqrt((up + down - (up - down) ** 2) / (n + 2.0))
    return np.maximum(-1.0, up - down - reach), np.minimum(1.0, up - down + reach)


def wilson(count: int, n: int) -> tuple[float, float]:
    """Wilson's interval for a share (n 0: nothing is known)."""
    if n == 0:
        return 0.0, 1.0
    found = stats.binomtest(count, n).proportion_ci(LEVEL, method="wilson")
    return float(found.low), float(found.high)


def most_unseen(n: int) -> float:
    """The largest share of changed pairs that none in ``n`` is compatible with (one-sided 95%; about 3 / n)."""
    return float(1.0 - (1.0 - LEVEL) ** (1.0 / n)) if n else 1.0


def correlation(first: Floats, second: Floats) -> float:
    """Pearson's correlation over pairs; 1 where the two are the same, NaN where one does not vary at all."""
    if len(first) == 0:
        return float("nan")
    if np.array_equal(first, second):
        return 1.0
    if first.std() == 0.0 or second.std() == 0.0:
        return float("nan")
    x, y = first - first.mean(), second - second.mean()
    return float(np.clip((x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum()), -1.0, 1.0))


def variance_gain(first: Floats, second: Floats) -> float:
    """Variance of the difference of independent runs over that of the paired runs: how many times fewer runs the
    pairing needs for the same interval. inf where no pair changed, NaN with fewer than two pairs.
    """
    if len(first) < 2:
        return float("nan")
    paired = float((second - first).var(ddof=1))
    apart = float(first.var(ddof=1) + second.var(ddof=1))
    return apart / paired if paired > 0.0 else float("inf")


def _z() -> float:
    return float(special.ndtri(0.5 + LEVEL / 2))


def _oriented(gaps: Floats, estimate: object) -> Estimate:
    """Estimate in one orientation only (positive sum), which makes any method antisymmetric."""
    if len(gaps) == 0:
        return NOTHING
    changed = gaps[gaps != 0.0]
    if len(changed) == 0:
        return UNCHANGED
    assert callable(estimate)
    turned = _points_down(gaps, changed)
    made: Estimate = estimate(-gaps if turned else gaps)
    return -made if turned else made


def _points_down(gaps: Floats, changed: Floats) -> bool:
    total = float(gaps.sum())
    return total < 0.0 or (total == 0.0 and bool(changed[0] < 0.0))


def _mean(gaps: Floats) -> Estimate:
    n = len(gaps)
    mean = float(gaps.mean())
    if n < 2:
        return Estimate(mean, float("nan"), float("nan"), "one pair")
    if np.count_nonzero(gaps) < min(FEW, n):
        return Estimate(mean, *bootstrap_mean(gaps), "bootstrap BCa")
    reach = float(stats.t.ppf(0.5 + LEVEL / 2, n - 1)) * float(gaps.std(ddof=1)) / np.sqrt(n)
    return Estimate(mean, mean - reach, mean + reach, "t")


def _median(gaps: Floats) -> Estimate:
    """X(k) .. X(n+1-k) covers the median with the probability that a fair coin gives k to n-k heads."""
    n = len(gaps)
    ranked = np.sort(gaps)
    middle = float(ranked[(n - 1) // 2] + ranked[n // 2]) / 2
    k = int(stats.binom.ppf((1 - LEVEL) / 2, n, 0.5))
    if k < 1:
        return Estimate(middle, float("-inf"), float("inf"), "order statistics")
    return Estimate(middle, float(ranked[k - 1]), float(ranked[n - k]), "order statistics")


def bootstrap_mean(gaps: Floats, resamples: int = RESAMPLES) -> tuple[float, float]:
    """BCa interval of a mean. The draws are keyed by the number of pairs alone, so the same data give the same answer.

    Unchanged pairs enter as one cell of a multinomial, which makes a resample of many pairs cheap.
    """
    n, changed = len(gaps), gaps[gaps != 0.0]
    cells = np.append(changed, 0.0)
    odds = np.append(np.full(len(changed), 1.0 / n), 1.0 - len(changed) / n)
    draw = np.random.Generator(np.random.Philox(key=_KEY + n))
    means = np.sort(draw.multinomial(n, np.clip(odds, 0.0, 1.0), size=resamples) @ cells / n)
    mean = gaps.mean()
    below = (np.count_nonzero(means < mean) + 0.5 * np.count_nonzero(means == mean)) / resamples
    shift = special.ndtri(np.clip(below, 0.5 / resamples, 1 - 0.5 / resamples))
    off = gaps - mean
    bend = float((off**3).sum() / (6.0 * (off**2).sum() ** 1.5)) if off.any() else 0.0
    ends = []
    for tail in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        reach = shift + special.ndtri(tail)
        ends.append(special.ndtr(shift + reach / (1.0 - bend * reach)))
    low, high = np.quantile(means, ends)
    return float(low), float(high)
