"""Outcomes of many worlds in constant memory: moments, and counts in bins, both mergeable.

Counts, days, flags and classes are counted exactly. Points and shares fall into bins of equal ratio, so a quantile is
within half a per cent of the true one (Masson, Rim and Lee 2019, DDSketch); :mod:`sim.engine.sketch` says which value
that is, and why its own bins are others. Moments are merged pairwise (Chan, Golub and LeVeque 1983) in the order of the
parts: counts do not depend on order, and sums are always added in the same one.

Only what IEEE 754 fixes to the bit is used (sums one by one, products, comparisons), no logarithm and no sum whose
order NumPy chooses, so a summary is the same bytes on every processor.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np

from sim.engine.sketch import QUANTILES, ranks
from sim.outcomes import FAILED, OUTCOMES

NAMES = tuple(OUTCOMES)
ACCURACY = 0.005
"""Relative error of a binned quantile."""

_BINNED = np.array([OUTCOMES[name].kind in ("points", "share") for name in NAMES])
_RATIO = (1 + ACCURACY) / (1 - ACCURACY)
_SMALLEST, _DECADES = 1e-9, 308
_EDGES = _SMALLEST * np.multiply.accumulate(np.r_[1.0, np.full(230 * _DECADES, _RATIO)])
"""Bin k > 0 holds magnitudes above edge k - 1, up to edge k; bin 0 those up to the first."""
_MIDDLES = np.r_[0.0, 2 * _EDGES[1:] / (1 + _RATIO)]
_HALF, _WIDTH = 2**31, 2**32


class Summary(NamedTuple):
    """One outcome at one point: ``worlds`` sound worlds have a value, ``never`` is the count of those without."""

    worlds: int
    never: int
    mean: float
    sd: float
    low: float
    quantiles: tuple[float, ...]
    high: float
    shares: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Reduction:
    """What is kept of some worlds of one point.

    ``count``, ``mean``, ``squares`` (sum of squared deviations), ``low`` and ``high`` have one entry an outcome;
    ``keys`` (sorted, int64: outcome and bin in one number) and ``counts`` (int64) are the bins. ``sound`` and
    ``failed`` count worlds.
    """

    sound: int
    failed: int
    count: np.ndarray
    mean: np.ndarray
    squares: np.ndarray
    low: np.ndarray
    high: np.ndarray
    keys: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, failed: np.ndarray) -> Reduction:
        """Reduce ``values``, shape (outcomes, worlds) with NaN where there is none; ``failed`` (worlds,) flags."""
        values = np.ascontiguousarray(values[:, ~failed])
        there = ~np.isnan(values)
        count = there.sum(axis=1)
        filled = np.where(there, values, 0.0)
        mean = _total(filled) / np.maximum(count, 1)
        deviations = np.where(there, values - mean[:, None], 0.0)
        low = np.where(there, values, np.inf).min(axis=1, initial=np.inf)
        high = np.where(there, values, -np.inf).max(axis=1, initial=-np.inf)
        keys, counts = np.unique(_keys(filled)[there], return_counts=True)
        squares = _total(deviations * deviations)
        return cls(values.shape[1], int(failed.sum()), count, mean, squares, low, high, keys, counts)

    def __add__(self, other: Reduction) -> Reduction:
        """Both together; the moments depend on the order in the last bit, so parts are always added in their order."""
        count = self.count + other.count
        share = other.count / np.maximum(count, 1)
        gap = other.mean - self.mean
        squares = self.squares + other.squares + gap * gap * self.count * share
        keys, where = np.unique(np.concatenate([self.keys, other.keys]), return_inverse=True)
        counts = np.zeros(len(keys), dtype=np.int64)
        np.add.at(counts, where, np.concatenate([self.counts, other.counts]))
        return Reduction(
            self.sound + other.sound,
            self.failed + other.failed,
            count,
            self.mean + gap * share,
            squares,
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
            keys,
            counts,
        )

    def bins(self, outcome: int) -> tuple[np.ndarray, np.ndarray]:
        """Bins (sorted) and their counts of one outcome, by position."""
        first, last = np.searchsorted(self.keys, [outcome * _WIDTH, (outcome + 1) * _WIDTH])
        return self.keys[first:last] - outcome * _WIDTH - _HALF, self.counts[first:last]

    def summary(self, name: str) -> Summary:
        """The outcome called ``name`` in figures people read; NaN where no world has a value.

        ``failed`` counts all worlds, every other outcome the sound ones.
        """
        if name == FAILED:
            return _share_of(self.failed, self.sound + self.failed)
        k = NAMES.index(name)
        worlds = int(self.count[k])
        low, high = (float(self.low[k]), float(self.high[k])) if worlds else (np.nan, np.nan)
        bins, counts = self.bins(k)
        mean = float(self.mean[k]) if worlds else np.nan
        sd = sqrt(self.squares[k] / (worlds - 1)) if worlds > 1 else np.nan
        shares = tuple(
            int(counts[bins == code].sum()) / worlds if worlds else np.nan for code in range(len(OUTCOMES[name].words))
        )
        return Summary(worlds, self.sound - worlds, mean, sd, low, _quantiles(k, bins, counts, low, high), high, shares)


def _total(values: np.ndarray) -> np.ndarray:
    """The sum of each row, added one by one from the first."""
    return np.add.accumulate(values, axis=1)[:, -1] if values.shape[1] else np.zeros(len(values))


def _share_of(count: int, n: int) -> Summary:
    """The summary of a flag that is set in ``count`` of ``n`` worlds."""
    mean = count / n if n else np.nan
    sd = sqrt(count * (n - count) / n / (n - 1)) if n > 1 else np.nan
    low, high = (float(count == n), float(count > 0)) if n else (np.nan, np.nan)
    quantiles = tuple(float(rank > n - count) if n else np.nan for rank in ranks(n))
    return Summary(n, 0, mean, sd, low, quantiles, high, ())


def _keys(values: np.ndarray) -> np.ndarray:
    """Outcome and bin of each value in one number, shape as ``values``."""
    bins = np.rint(np.clip(values, -_HALF / 2, _HALF / 2)).astype(np.int64)
    steps = np.minimum(np.searchsorted(_EDGES, np.abs(values[_BINNED])), len(_EDGES) - 1)
    bins[_BINNED] = np.sign(values[_BINNED]).astype(np.int64) * steps
    return bins + _HALF + np.arange(len(values))[:, None] * _WIDTH


def _quantiles(outcome: int, bins: np.ndarray, counts: np.ndarray, low: float, high: float) -> tuple[float, ...]:
    """The value of each of QUANTILES, within the range of what was seen."""
    if not len(bins):
        return (np.nan,) * len(QUANTILES)
    below = np.cumsum(counts)
    places = np.searchsorted(below, ranks(below[-1]))
    return tuple(np.clip(_value(bins[places], _BINNED[outcome]), low, high).tolist())


def _value(bins: np.ndarray, binned: bool) -> np.ndarray:
    if not binned:
        return bins.astype(np.float64)
    return np.sign(bins) * _MIDDLES[np.abs(np.clip(bins, 1 - len(_MIDDLES), len(_MIDDLES) - 1))]
