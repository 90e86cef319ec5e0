"""How much of what an outcome does hangs on each parameter: Sobol's indices or Morris' effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.plots.style import BLUE, ORANGE, legend_row, page, say, styled, wrap
from sim.plots.tornado import MOST_BARS, MOST_PANELS, head, rows

Floats = NDArray[np.float64]


class Shares(NamedTuple):
    """One outcome: the ``main`` index of each parameter (k,) with its interval, and a second one beside it."""

    main: Floats
    low: Floats
    high: Floats
    beside: Floats


@styled
def indices(
    names: Sequence[str], panels: Mapping[str, Shares], words: tuple[str, str, str], subtitle: str = ""
) -> Figure:
    """Bars of the main index with its 95% interval and a dot for the one beside it; one panel an outcome.

    ``words``: what the axis, the bars and the dots are called. ``names`` and ``panels`` as in
    :func:`sim.plots.tornado.tornado`. A bar of nothing is an index of exactly 0: the luck is the same at every point.
    """
    figure = page("What an outcome hangs on", subtitle)
    if not names or not panels:
        say(figure.subplots(), "There is no parameter to show.")
        return figure
    shown = list(panels.items())[:MOST_PANELS]
    grid = figure.subplots(1, len(shown), squeeze=False, sharey=True)[0]
    for axes, (title, shares) in zip(grid, shown, strict=True):
        _panel(axes, shares, words, min(MOST_BARS, len(names)))
        axes.set_title(head(title, len(shown)))
    rows(grid[0], names)
    legend_row(figure, grid[0].get_legend_handles_labels()[0])
    return figure


def _panel(axes: Axes, shares: Shares, words: tuple[str, str, str], count: int) -> None:
    where = np.arange(count)
    main, low, high, beside = (np.asarray(part, dtype=float)[:count] for part in shares)
    axes.barh(where, main, height=0.62, color=BLUE, alpha=0.75, label=words[1])
    axes.hlines(where, low, high, color="black", linewidth=2)
    axes.plot(beside, where, "o", color=ORANGE, markersize=9, label=words[2])
    axes.set_xlabel(wrap(words[0], 2.6, most=2))
    axes.locator_params(axis="x", nbins=4)
    axes.grid(axis="x")
    axes.set_xlim(min(0.0, float(beside.min(initial=0.0))) * 1.1, None)
    axes.margins(x=0.06)
