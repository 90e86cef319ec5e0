"""The corner: what a posterior says of each parameter, and of every two of them."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.plots.style import BLUE, GREY, INK, ORANGE, page, styled, wrap

MOST = 4
"""Parameters that one figure shows; the others are named below it."""


class PriorLike(Protocol):
    """What the corner reads of a prior."""

    def at(self, unit: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its values at quantiles."""


@styled
def corner(
    label: str, names: tuple[str, ...], values: NDArray[np.float64], priors: tuple[PriorLike, ...], as_set: list[float]
) -> Figure:
    """Histograms with the prior (line) and the value as set (mark), and pairs below the diagonal.

    ``values`` (n, D); of more than four parameters the first four are shown.
    """
    shown = min(MOST, len(names))
    left = "" if shown == len(names) else f"; not shown: {', '.join(names[shown:])}"
    figure = page(
        f"What the record taught: {label}",
        f"Bars: posterior. Grey line: prior. Orange: the value as set{left}",
    )
    grid = figure.subplots(shown, shown, squeeze=False)
    for row in range(shown):
        for column in range(shown):
            axes = grid[row][column]
            if column > row:
                axes.set_axis_off()
            elif column == row:
                _one(axes, values[:, row], priors[row], as_set[row])
            else:
                _two(axes, values[:, column], values[:, row], (as_set[column], as_set[row]))
            _label(axes, names, row, column, shown)
    return figure


def _label(axes: Axes, names: tuple[str, ...], row: int, column: int, shown: int) -> None:
    axes.locator_params(nbins=2 if shown > 2 else 4)
    if row == shown - 1:
        axes.set_xlabel(wrap(names[column].replace(".", " ").replace("_", " "), 8.0 / shown))
    else:
        axes.set_xticklabels([])
    if column == 0 and row > 0:
        axes.set_ylabel(wrap(names[row].replace(".", " ").replace("_", " "), 4.2 / shown))
    elif column != row:
        axes.set_yticklabels([])
    if column == row:
        axes.set_yticks([])


def _one(axes: Axes, values: NDArray[np.float64], prior: PriorLike, as_set: float) -> None:
    low, high = np.quantile(values, (0.002, 0.998))
    low, high = min(low, as_set), max(high, as_set)
    axes.hist(values, bins=24, range=(low, high), density=True, color=BLUE, alpha=0.55)
    edges = prior.at(np.linspace(0.002, 0.998, 120))
    axes.plot(0.5 * (edges[1:] + edges[:-1]), (0.996 / 119) / np.maximum(np.diff(edges), 1e-12), color=GREY)
    axes.axvline(as_set, color=ORANGE, linewidth=2.5)
    axes.set_xlim(low, high)


def _two(axes: Axes, x: NDArray[np.float64], y: NDArray[np.float64], as_set: tuple[float, float]) -> None:
    step = max(1, len(x) // 600)
    axes.plot(x[::step], y[::step], ".", color=BLUE, alpha=0.25, markersize=4)
    axes.plot(*as_set, "D", color=ORANGE, markersize=8, markeredgecolor=INK)
