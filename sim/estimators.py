"""Levels, paired differences and their 95% intervals.

Every function of a pair takes the difference second minus first, is antisymmetric to the last bit (turn the pair round
and point and interval change sign and nothing else) and does not ask in which order the worlds come. Which interval
when:

* a **level** that is a share: Wilson (1927); any other: Student's t;
* a **mean** of many changed pairs: Student's t;
* a mean that few changed pairs carry, where the normal one is wrong: BCa bootstrap (Efron 1987) with keyed draws;
* a **share**: the adjusted Wald interval for paired proportions of Bonett and Price (2012); where no pair changed, the
  rule of three: what none of n shows happens in at most about 3 / n (Hanley and Lippman-Hand 1983);
* a **median**: the order-statistic interval, exact without any assumption on the shape. (Resampling whole days, most
  of them 0, gives only a handful of different medians, so the bootstrap is no better there.)

Worlds that go on from particles of a filter are not independent: many stem from one first ancestor. ``clusters`` gives
the ancestor of each; the sum over ancestors of the squared sums of deviations is then the variance of the filter's mean
(Chan and Lai 2013; Lee and Whiteley 2018). Families differ in size, and few large ones carry most of that sum: each
deviation is freed of the pull of its own family on the mean, and degrees of freedom are Satterthwaite's for families
that hang together (Bell and McCaffrey 2002). An interval of a share is that of fewer worlds in the same proportion
(Korn and Graubard 1998).
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

LEVEL = 0.95
FEW = 100
"""Fewer changed pairs than this, and the mean gets a bootstrap interval."""

LEAST_FREEDOM = 0.5
"""Below it, one family is nearly all worlds, and Student's interval is a hundred standard errors wide and more."""

RESAMPLES = 1999
_KEY = 0x5EED
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Clusters = NDArray[Any] | None


class Estimate(NamedTuple):
    """A level, or a paired difference, second minus first: ``value``, its 95% interval, and how that was made.

    An interval of NaN says that none can be given: nothing is known of the size of a change that no pair shows.
    """

    value: float
    low: float
    high: float
    method: str

    def __neg__(self) -> Estimate:
        """The estimate of the pair turned round."""
        return Estimate(0.0 - self.value, 0.0 - self.high, 0.0 - self.low, self.method)


NOTHING = Estimate(float("nan"), float("nan"), float("nan"), "no pair")
UNCHANGED = Estimate(0.0, float("nan"), float("nan"), "no pair changed")


# ---------------------------------------------------------------- worlds with common ancestors


def effective_number(clusters: NDArray[Any]) -> float:
    """n² / Σ n_c²: how many ancestors of equal offspring are worth as much as these (Kish 1965)."""
    counts = np.unique(clusters, return_counts=True)[1].astype(float)
    return float(counts.sum() ** 2 / (counts**2).sum()) if len(counts) else 0.0


def of(clusters: Clusters, some: NDArray[np.bool_]) -> Clusters:
    """The clusters of ``some`` of the worlds."""
    return None if clusters is None else clusters[some]


def standard_error(values: Floats, clusters: Clusters = None) -> float:
    """Standard error of the mean of ``values`` (n,), of which those of one cluster may hang together; NaN for one.

    A family draws the mean towards itself. Where it hangs together, the square of its deviation is but a part of its
    variance, the rest of which is given back: the expected square of the result is then the variance of the mean.
    """
    sums, counts = _cells(values, clusters)
    if len(sums) < 2:
        return float("nan")
    n, groups = float(counts.sum()), len(sums)
    off = sums - counts * (fsum(sums) / n)
    return float(np.sqrt(groups / (groups - 1) * float((off**2 * _pull(counts)).sum())) / n)


def _pull(counts: Floats) -> Floats:
    """By how much the squared deviation of each family is too small for its size, against families of equal size."""
    n, groups = float(counts.sum()), len(counts)
    shown = 1.0 - 2.0 * counts / n + (counts**2).sum() / n**2
    equal = 1.0 - 2.0 / groups + groups / groups**2  # written alike, so that the ratio is 1.0 for independent worlds
    return np.asarray(equal / shown)


def widening(values: NDArray[np.floating[Any]], clusters: NDArray[Any]) -> Floats:
    """How many times wider than that of independent worlds the 95% interval of each mean is, (columns,) of ``values``
    (n, columns). Where a column does not vary, Student's against the normal alone; inf where all are one family.
    """
    order = np.argsort(clusters, kind="stable")
    starts, counts = np.unique(clusters[order], return_index=True, return_counts=True)[1:]
    n, groups, sizes = len(values), len(counts), counts[:, None].astype(float)
    if groups < 2:
        return np.full(values.shape[1], np.inf)
    off = values[order] - values.mean(axis=0, dtype=float)
    plain = (off**2).sum(axis=0) * n / (n - 1)
    sums = np.add.reduceat(off, starts, axis=0)
    real = (sums**2 * _pull(sizes)).sum(axis=0) * groups / (groups - 1)
    wider = np.sqrt(np.divide(real, plain, out=np.ones_like(plain), where=plain > 0.0))
    return np.asarray(wider * _t(freedom(clusters)) / z_of_level())


def freedom(clusters: NDArray[Any]) -> float:
    """Degrees of freedom of a clustered variance, (Σ n_c²)² / Σ n_c⁴ - 1: families less one where all are equal, fewer
    where a few large ones carry it.
    """
    sizes = np.unique(clusters, return_counts=True)[1].astype(float)
    return float((sizes**2).sum() ** 2 / (sizes**4).sum()) - 1.0 if len(sizes) else 0.0


def _cells(values: Floats, clusters: Clusters) -> tuple[Floats, Floats]:
    """Sum and number of the values of each cluster, in an order that depends on these alone."""
    if clusters is None:
        return np.sort(values), np.ones(len(values))
    which = np.unique(clusters, return_inverse=True)[1].ravel()
    order = np.lexsort((values, which))
    sums = np.bincount(which[order], values[order]).astype(float)
    counts = np.bincount(which).astype(float)
    ranked = np.lexsort((counts, sums))
    return sums[ranked], counts[ranked]


def _shrunk(values: Floats, clusters: Clusters) -> float:
    """How many independent values tell as much of the mean as these; never more than there are, nor less than one.
    Fewer where families are unequal, by the square of how much wider Student's interval is then than with equal ones.
    """
    n = float(len(values))
    if clusters is None:
        return n
    degrees = freedom(clusters)
    if np.ptp(values) == 0.0 or degrees < LEAST_FREEDOM:
        return effective_number(clusters)
    plain, real = standard_error(values), standard_error(values, clusters)
    worth = n * min(1.0, (plain / real) ** 2) if real > 0.0 else n
    return max(1.0, worth * (_t(len(np.unique(clusters)) - 1.0) / _t(degrees)) ** 2)


def _t(degrees: float) -> float:
    """How many standard errors reach 95%, with so many degrees of freedom; inf where they tell nothing."""
    return float(special.stdtrit(degrees, 0.5 + LEVEL / 2)) if degrees >= LEAST_FREEDOM else float("inf")


# ---------------------------------------------------------------- levels


def wilson(count: float, n: float) -> tuple[float, float]:
    """Wilson's interval for ``count`` of ``n`` (which clusters may make a fraction); it holds the share itself, and
    ends at exactly 0 or 1 where that is the share. n 0: nothing is known.
    """
    if n <= 0:
        return 0.0, 1.0
    share, z = count / n, z_of_level()
    middle, half = share + z * z / (2.0 * n), z * np.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n))
    low, high = (float(end / (1.0 + z * z / n)) for end in (middle - half, middle + half))
    return (0.0 if count <= 0 else min(low, share)), (1.0 if count >= n else max(high, share))


def share(flags: Flags, clusters: Clusters = None) -> Estimate:
    """A share of worlds (n,) with Wilson's interval."""
    if len(flags) == 0:
        return NOTHING
    level, n = float(flags.mean()), _shrunk(flags.astype(float), clusters)
    return Estimate(level, *wilson(level * n, n), "Wilson")


def mean(values: Floats, clusters: Clusters = None) -> Estimate:
    """A mean of worlds (n,), none missing, with Student's interval."""
    if len(values) == 0:
        return NOTHING
    level = fsum(values) / len(values)
    degrees = len(values) - 1.0 if clusters is None else freedom(clusters)
    reach = _t(degrees) * standard_error(values, clusters)
    return Estimate(level, level - reach, level + reach, "t")


# ---------------------------------------------------------------- paired differences


def mean_difference(gaps: Floats, clusters: Clusters = None) -> Estimate:
    """Mean of the paired differences ``gaps`` (n,), none missing."""
    if len(gaps) and not gaps.any():
        return UNCHANGED
    return _oriented(gaps, clusters, _mean)


def median_difference(gaps: Floats, clusters: Clusters = None) -> Estimate:
    """Median of the paired differences ``gaps`` (n,), none missing."""
    return _oriented(gaps, clusters, _median)


def share_difference(first: Flags, second: Flags, clusters: Clusters = None) -> Estimate:
    """Difference of two shares over the same pairs, (n,) each."""
    if len(first) == 0:
        return NOTHING
    gaps = second.astype(float) - first.astype(float)
    gained, lost, n = int((gaps > 0).sum()), int((gaps < 0).sum()), _shrunk(gaps, clusters)
    if gained == lost == 0:
        return Estimate(0.0, -most_unseen(n), most_unseen(n), "rule of three")
    part = n / len(first)
    low, high = bonett_price(part * gained, part * lost, n)
    return Estimate((gained - lost) / len(first), float(low), float(high), "Bonett-Price")


def bonett_price(gained: Floats | float, lost: Floats | float, n: float) -> tuple[Floats, Floats]:
    """Interval for a difference of paired shares, from the two discordant counts (any shape) of ``n`` pairs.

    Bonett and Price 2012, "Adjusted Wald confidence interval for a difference of binomial proportions based on paired
    data": one is added to each discordant count, two to n.
    """
    up, down = (np.asarray(gained) + 1.0) / (n + 2.0), (np.asarray(lost) + 1.0) / (n + 2.0)
    reach = z_of_level() * np.sqrt((up + down - (up - down) ** 2) / (n + 2.0))
    return np.maximum(-1.0, up - down - reach), np.minimum(1.0, up - down + reach)


def most_unseen(n: float) -> float:
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


def z_of_level() -> float:
    """How many standard errors an interval of :data:`LEVEL` reaches to each side of a normal estimate."""
    return float(special.ndtri(0.5 + LEVEL / 2))


def _oriented(gaps: Floats, clusters: Clusters, estimate: Callable[[Floats, Clusters], Estimate]) -> Estimate:
    """Estimate in one orientation only, the one of positive sum, which makes any method antisymmetric."""
    if len(gaps) == 0:
        return NOTHING
    way = _direction(gaps, clusters)
    if way == 0:
        made = estimate(gaps, clusters)
        reach = max(-made.low, made.high)
        return Estimate(0.0, -reach, reach, made.method)
    made = estimate(way * gaps, clusters)
    return made if way > 0 else -made


def _direction(gaps: Floats, clusters: Clusters) -> int:
    """1 or -1, by the contents alone; 0 where they are the same in both directions."""
    total = fsum(gaps)
    if total != 0.0:
        return 1 if total > 0.0 else -1
    there, back = (np.column_stack(_cells(sign * gaps, clusters)).ravel() for sign in (1.0, -1.0))
    apart = np.flatnonzero(there != back)
    if len(apart) == 0:
        return 0
    return 1 if there[apart[0]] > back[apart[0]] else -1


def _mean(gaps: Floats, clusters: Clusters) -> Estimate:
    found = mean(gaps, clusters)
    if len(gaps) < 2:
        return found._replace(method="one pair")
    if clusters is not None and len(np.unique(clusters)) < len(gaps):
        # Families of unequal size: resampling them covers too seldom; few changed ones are few degrees of freedom.
        reach = _t(freedom(clusters[gaps != 0.0])) * standard_error(gaps, clusters)
        return Estimate(found.value, found.value - reach, found.value + reach, "t")
    if np.count_nonzero(gaps) < min(FEW, len(gaps)):
        return Estimate(found.value, *bootstrap_mean(gaps), "bootstrap BCa")
    return found


def _median(gaps: Floats, clusters: Clusters) -> Estimate:
    """X(k) .. X(n+1-k) covers the median with the probability that a fair coin gives k to n-k heads. With clusters the
    coin is thrown as often as independent worlds would tell as much of which side of the median they are on.
    """
    ranked, n = np.sort(gaps), len(gaps)
    middle = float(ranked[(n - 1) // 2] + ranked[n // 2]) / 2
    worth = _shrunk((gaps > middle) + 0.5 * (gaps == middle), clusters)
    coins = max(1, int(worth))
    k = int(_fair_coin(coins) * n / coins)
    if k < 1:
        return Estimate(middle, float("-inf"), float("inf"), "order statistics")
    return Estimate(middle, float(ranked[k - 1]), float(ranked[n - k]), "order statistics")


def _fair_coin(n: int) -> int:
    """The smallest number of heads that at least 2.5% of series of ``n`` throws do not exceed."""
    k = max(0, int(np.floor(special.bdtrik((1 - LEVEL) / 2, n, 0.5))) - 1)
    while special.bdtr(k, n, 0.5) < (1 - LEVEL) / 2:
        k += 1
    return k


def bootstrap_mean(gaps: Floats, resamples: int = RESAMPLES) -> tuple[float, float]:
    """BCa interval of a mean. The draws are keyed by the number of pairs alone and fall on the values in their order of
    size, so the same data give the same answer in whatever order they come.

    Equal values enter as one cell of a multinomial, which makes a resample of many unchanged pairs cheap.
    """
    n = len(gaps)
    cells, often = np.unique(gaps, return_counts=True)
    draw = np.random.Generator(np.random.Philox(key=_KEY + n))
    means = np.sort(draw.multinomial(n, often / n, size=resamples) @ cells / n)
    middle = fsum(gaps) / n
    below = (np.count_nonzero(means < middle) + 0.5 * np.count_nonzero(means == middle)) / resamples
    shift = special.ndtri(np.clip(below, 0.5 / resamples, 1 - 0.5 / resamples))
    off = np.sort(gaps) - middle
    bend = float((off**3).sum() / (6.0 * (off**2).sum() ** 1.5)) if off.any() else 0.0
    ends = []
    for tail in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        reach = shift + special.ndtri(tail)
        ends.append(special.ndtr(shift + reach / (1.0 - bend * reach)))
    low, high = np.quantile(means, ends)
    return float(low), float(high)
