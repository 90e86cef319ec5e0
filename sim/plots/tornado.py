"""What each parameter does to an outcome by itself: from one end of its range to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.plots.style import BLUE, GREY, NORMAL, ORANGE, WIDTH, legend_row, page, say, styled, text_width, wrap

MOST_BARS, MOST_PANELS = 12, 4
Floats = NDArray[np.float64]


class Swing(NamedTuple):
    """One outcome: its value at the low and at the high end of each parameter (k,), and as the scenario stands."""

    low: Floats
    high: Floats
    middle: float


@styled
def tornado(names: Sequence[str], panels: Mapping[str, Swing], subtitle: str = "") -> Figure:
    """Bars from the low to the high end of each parameter, all others as in the scenario; one panel an outcome.

    ``names`` (k,) in the order to be shown, the most important first; ``panels``: title -> :class:`Swing`. At most
    twelve parameters and four outcomes are drawn, the first ones.
    """
    figure = page("What each parameter does by itself", subtitle, "Line: the scenario as it stands")
    if not names or not panels:
        say(figure.subplots(), "There is no parameter to show.")
        return figure
    shown = list(panels.items())[:MOST_PANELS]
    grid = figure.subplots(1, len(shown), squeeze=False, sharey=True)[0]
    for axes, (title, swing) in zip(grid, shown, strict=True):
        axes.set_title(head(title, len(shown)))
        _panel(axes, swing, len(names))
    rows(grid[0], names)
    legend_row(figure, grid[0].get_legend_handles_labels()[0])
    return figure


def head(title: str, panels: int) -> str:
    """The title of one of several panels beside a column of names."""
    return wrap(title, (WIDTH - 4.2) / panels - 0.25, NORMAL, "bold", most=3)


def _panel(axes: Axes, swing: Swing, count: int) -> None:
    where = np.arange(min(MOST_BARS, count))
    for ends, colour, label, up in ((swing.low, BLUE, "low end", -0.16), (swing.high, ORANGE, "high end", 0.16)):
        values = np.asarray(ends, dtype=float)[: len(where)]
        axes.barh(where + up, values - swing.middle, left=swing.middle, height=0.32, color=colour, label=label)
    axes.axvline(swing.middle, color=GREY, linewidth=2)
    axes.locator_params(axis="x", nbins=4)
    axes.grid(axis="x")
    axes.margins(x=0.08)


def rows(axes: Axes, names: Sequence[str]) -> None:
    """Names of parameters down the side, the first on top."""
    shown = [str(name) for name in names[:MOST_BARS]]
    wide = min(3.2, max(text_width(name) for name in shown) + 0.05)
    axes.set_yticks(np.arange(len(shown)), [wrap(name, wide, most=2) for name in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
