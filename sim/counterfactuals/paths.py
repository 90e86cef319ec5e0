"""Daily paths of paired worlds: the band of each world and of the paired difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.engine.pairs import PairBlock
from sim.engine.sketch import QUANTILES, SERIES, SHARES, Bands
from sim.estimators import LEVEL, widening
from sim.rules.world import SOUND

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PathDifference:
    """Second minus first, day by day, for each series of ``sim.engine.sketch.SERIES``.

    ``mean`` (days,) with its 95% interval ``low`` .. ``high`` over all ``pairs``, after a branch clustered by ancestor.
    ``quantiles`` (days, 5) of the single differences over the first ``kept`` pairs. ``bands``: the two worlds, over
    those same pairs.
    """

    mean: dict[str, Floats]
    low: dict[str, Floats]
    high: dict[str, Floats]
    quantiles: dict[str, Floats]
    bands: tuple[Bands, Bands]
    pairs: int
    kept: int

    def frame(self, series: str = "rival_points") -> pd.DataFrame:
        """One row a day: ``mean``, ``low``, ``high``, and the quantiles ``q05`` .. ``q95``."""
        import pandas as pd

        found = {name: self.quantiles[series][:, k] for k, name in enumerate(SHARES)}
        frame = pd.DataFrame({"mean": self.mean[series], "low": self.low[series], "high": self.high[series], **found})
        frame.attrs["band"] = f"95% interval of the mean ({self.pairs:,} pairs)"
        return frame

    def spread(self, series: str = "rival_points") -> pd.DataFrame:
        """The same with ``low`` and ``high`` as the middle 90% of the pairs, for a figure of how much pairs differ."""
        frame = self.frame(series)
        frame["low"], frame["high"] = frame["q05"], frame["q95"]
        frame.attrs["band"] = f"9 pairs of 10 (of the first {self.kept:,})"
        return frame


def path_difference(block: PairBlock, ancestors: NDArray[np.int64] | None = None) -> PathDifference:
    """Means and intervals from the sums over all pairs, quantiles from the paths kept. Failed worlds are left out.

    ``ancestors`` (pairs,): who is of one family, if not all are independent. By how much that widens the intervals is
    told by the paths kept: particles stand in the order of their ancestors, so the first pairs are whole families.
    """
    sound = (block.status == SOUND).all(axis=0)
    n, whole = int(sound.sum()), sound[: len(block.kept)]
    kept = block.kept[whole]
    mean = block.sums[2] / max(n, 1)
    reach = _reach(block, n, kept, None if ancestors is None else ancestors[: len(block.kept)][whole])
    bands = tuple(
        Bands(
            QUANTILES,
            {name: _quantiles(kept[:, which, :, k]) for k, name in enumerate(SERIES)},
            {name: block.sums[which, :, k] / max(n, 1) for k, name in enumerate(SERIES)},
            len(kept),
        )
        for which in range(2)
    )
    gaps = {name: _quantiles(kept[:, 1, :, k] - kept[:, 0, :, k]) for k, name in enumerate(SERIES)}
    column = {name: k for k, name in enumerate(SERIES)}
    return PathDifference(
        {s: mean[:, k] for s, k in column.items()},
        {s: (mean - reach)[:, k] for s, k in column.items()},
        {s: (mean + reach)[:, k] for s, k in column.items()},
        gaps,
        (bands[0], bands[1]),
        n,
        len(kept),
    )


def _reach(block: PairBlock, n: int, kept: NDArray[np.float32], families: NDArray[np.int64] | None) -> Floats:
    """Half the width (days, series) of the interval of each mean difference."""
    spread = np.sqrt(np.maximum(0.0, block.squares - block.sums[2] ** 2 / max(n, 1)) / max(n - 1, 1))
    reach: Floats = float(special.ndtri(0.5 + LEVEL / 2)) * spread / np.sqrt(max(n, 1))
    if families is not None and len(families):
        for k in range(len(SERIES)):
            varies = reach[:, k] > 0.0
            reach[varies, k] *= widening(kept[:, 1, :, k] - kept[:, 0, :, k], families)[varies]
    return reach


def _quantiles(values: NDArray[np.float32]) -> Floats:
    """(days, 5) quantiles over the pairs. Ranks are taken from both ends alike, so that turning the sign of all values
    turns the quantiles round exactly.
    """
    n = len(values)
    if n == 0:
        return np.full((values.shape[1], len(QUANTILES)), np.nan)
    ranked = np.sort(values, axis=0)
    found = np.empty((values.shape[1], len(QUANTILES)))
    for k, q in enumerate(QUANTILES):
        down = int(np.floor(min(q, 1.0 - q) * (n - 1) + 1e-9))
        if q == 0.5:
            found[:, k] = (ranked[(n - 1) // 2].astype(float) + ranked[n // 2]) / 2
        else:
            found[:, k] = ranked[down if q < 0.5 else n - 1 - down]
    return found
