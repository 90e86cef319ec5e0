"""Daily quantiles of many paths in constant memory.

Every value falls into a bin whose width is 1/64 of its octave, so a quantile read off the counts is within 0.8% of the
true one (values below 1/256 count as zero). Counts are whole numbers: merging is exact and its order does not matter.
The idea is that of HdrHistogram (Tene) and DDSketch (Masson et al. 2019).

What a quantile is, :func:`ranks` says for these paths and for the outcomes of :mod:`sim.store.reduction`. Their bins
differ because their values do: a day of a path is never negative, is counted in compiled code and fills its bins; an
outcome may have either sign and any size, is counted exactly where it is a whole number, and fills few of its bins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.rules.compiled import compiled

if TYPE_CHECKING:
    import pandas as pd

SERIES = ("home_points", "rival_points", "home_ledger", "rival_ledger", "hope", "scandal", "home_staff", "rival_staff")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SHARES = tuple(f"q{round(100 * share):02d}" for share in QUANTILES)
"""What the quantiles are called in tables."""

_LOWEST, _HIGHEST, _SUB = -8, 16, 6
_OFFSET = (_LOWEST + 1023) << _SUB
BINS = ((_HIGHEST - _LOWEST) << _SUB) + 2
DAY_BYTES = len(SERIES) * BINS * 4
"""What the counts of one day take."""


@compiled
def bin_of(value):
    """The bin of a value >= 0: its exponent and the first six bits of its fraction. Bin 0: below 1/256."""
    bits = np.float64(value).view(np.int64) >> (52 - _SUB)
    return min(max(0, bits - _OFFSET + 1), BINS - 1)


@compiled
def _count(counts, sums, series, day, value):
    counts[series, day, bin_of(value)] += 1
    sums[series, day] += value


@compiled
def count_day(w, counts, sums):
    """Count today's state of one world."""
    for side in range(2):
        _count(counts, sums, side, w.day, w.points[side])
        _count(counts, sums, 2 + side, w.day, w.ledger[side])
        _count(counts, sums, 6 + side, w.day, w.staff[side])
    _count(counts, sums, 4, w.day, w.hope)
    _count(counts, sums, 5, w.day, w.scandal)


def centres() -> NDArray[np.float64]:
    """The value (BINS,) each bin stands for: its middle."""
    k = np.arange(BINS - 1, dtype=np.int64)
    edges = ((k + _OFFSET) << (52 - _SUB)).view(np.float64)
    return np.concatenate([[0.0], edges * (1 + 0.5 / 64)])


def ranks(n: int | NDArray[np.int64]) -> NDArray[np.float64]:
    """Of ``n`` values in order, the place (from 1) of each quantile, (5, *shape of n): the smallest value that at least
    that share does not exceed.
    """
    return np.stack([np.maximum(1, np.ceil(share * np.asarray(n))) for share in QUANTILES])


@dataclass(frozen=True)
class Bands:
    """Quantiles and means of the daily paths: each series has an array (days, 5) and a mean (days,)."""

    quantiles: tuple[float, ...]
    series: dict[str, NDArray[np.float64]]
    mean: dict[str, NDArray[np.float64]]
    n: int

    def frame(self) -> pd.DataFrame:
        """One row a series and day: ``series``, ``day``, ``mean``, ``q05`` .. ``q95``; NaN where no world lived it."""
        import pandas as pd

        parts = []
        for name, table in self.series.items():
            part = pd.DataFrame(table, columns=list(SHARES))
            part.insert(0, "series", name)
            part.insert(1, "day", range(len(table)))
            part.insert(2, "mean", self.mean[name])
            parts.append(part)
        return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class PathSketch:
    """Counts (series, days, BINS) and sums (series, days) over ``n`` worlds."""

    counts: NDArray[np.int32]
    sums: NDArray[np.float64]
    n: int

    @classmethod
    def empty(cls, days: int) -> PathSketch:
        """A sketch of no worlds over ``days`` days."""
        return cls(np.zeros((len(SERIES), days, BINS), np.int32), np.zeros((len(SERIES), days)), 0)

    @staticmethod
    def merged(sketches: Iterable[PathSketch]) -> PathSketch:
        """The sketch of all worlds. Sums are added in the order given, so give it in the order of the parts."""
        rest = iter(sketches)
        first = next(rest)
        counts, sums, n = first.counts.copy(), first.sums.copy(), first.n
        for sketch in rest:
            counts += sketch.counts
            sums += sketch.sums
            n += sketch.n
        return PathSketch(counts, sums, n)

    def bands(self) -> Bands:
        """The quantile bands and means of every series; of each day over the worlds that lived it (NaN: none did)."""
        value = centres()
        series, mean = {}, {}
        for k, name in enumerate(SERIES):
            below = np.cumsum(self.counts[k], axis=1, dtype=np.int64)
            lived = below[:, -1]
            picked = [(below < rank[:, None]).sum(axis=1) for rank in ranks(lived)]
            series[name] = np.stack([np.append(value, np.nan)[p] for p in picked], axis=1)
            mean[name] = np.divide(self.sums[k], lived, out=np.full(len(lived), np.nan), where=lived > 0)
        return Bands(QUANTILES, series, mean, self.n)
