"""Everybody against everybody: one number a pair, as colours and figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.plots.style import GREY, SMALL, page, say, styled

ENDLESS, MOST = "∞", 999.0
"""The mark of an exchange without end, and the largest number that a cell has room for."""


@styled
def matrix(names: Sequence[str], values: NDArray[np.float64], title: str, subtitle: str = "") -> Figure:
    """``values`` (k, k), positive, row against column; infinity is an exchange without end.

    ``names`` (k,) in the order to be shown. Colours are logarithmic; each cell has its figure where there is room.
    """
    endless = f"{ENDLESS}: most worlds had no end. " if np.isinf(values).any() else ""
    figure = page(title, subtitle, f"{endless}Columns in the order of the rows")
    axes = figure.subplots()
    if not len(names):
        say(axes, "There is nobody to show.")
        return figure
    finite = values[np.isfinite(values)]
    low = float(finite.min()) if len(finite) else 1.0
    high = min(MOST, max(float(finite.max()) if len(finite) else 1.0, 1.01 * low))
    shown = np.minimum(values, high)
    image = axes.imshow(shown, cmap="cividis", norm=LogNorm(low, high), aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        dark = np.log(shown[row, column] / low) < 0.5 * np.log(high / low)
        axes.text(
            column,
            row,
            _figure(float(value)),
            ha="center",
            va="center",
            fontsize=SMALL,
            color="white" if dark else "black",
        )
    numbers = [str(k + 1) for k in range(len(names))]
    axes.set_xticks(range(len(names)), numbers)
    axes.set_yticks(range(len(names)), [f"{name}  {n}" for name, n in zip(names, numbers, strict=True)])
    axes.tick_params(length=0)
    axes.set_xlabel("against")
    for spine in axes.spines.values():
        spine.set_visible(False)
    bar = figure.colorbar(image, ax=axes, pad=0.015)
    bar.ax.tick_params(labelcolor=GREY)
    return figure


def _figure(value: float) -> str:
    if value > MOST:
        return f">{MOST:.0f}" if np.isfinite(value) else ENDLESS
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"
