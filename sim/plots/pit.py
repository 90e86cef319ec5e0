"""Whether lags and counts are foretold too early, too late, too sure: the probability integral transform."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.plots.style import BLUE, GREY, page, say, styled, wrap


@styled
def pit(shares: Mapping[str, Mapping[str, NDArray[np.float64]]], subtitle: str = "") -> Figure:
    """Histograms, a row a part and a column a forecaster; flat where forecasts are calibrated.

    ``shares``: part (lag, count) -> forecaster -> (bins,) shares of episodes by the place of what came in the forecast.
    A hump is too wide a forecast, a trough too narrow a one; weight on the right says that more came, or later.
    """
    figure = page("Where what came lies in what was foretold", subtitle, "On the line: as often as foretold")
    parts = [(part, panel) for part, panel in shares.items() if panel]
    if not parts:
        say(figure.subplots(), "There is no episode to show.")
        return figure
    grid = figure.subplots(len(parts), max(len(panel) for _, panel in parts), squeeze=False, sharey=True, sharex=True)
    for row, (part, panel) in zip(grid, parts, strict=True):
        for axes, (name, found) in zip(row, panel.items(), strict=True):
            bins = len(found)
            axes.bar((np.arange(bins) + 0.5) / bins, found, width=0.92 / bins, color=BLUE)
            axes.axhline(1.0 / bins, color=GREY, linewidth=2)
            if axes in grid[0]:
                axes.set_title(wrap(name, 13.0 / len(panel) - 0.3, most=2))
        row[0].set_ylabel(f"{part}: share")
    for axes in grid[-1]:
        axes.set_xticks([0, 0.5, 1], ["0", "½", "1"])
    return figure
