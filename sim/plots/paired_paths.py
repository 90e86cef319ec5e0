"""Two ensembles with the same luck: their paths, and the band of the paired difference below."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.errors import WrongInput
from sim.plots.dates import date_axis
from sim.plots.shapes import OutcomesLike
from sim.plots.style import BLACK, BLUE, ORANGE, PURPLE, legend_above, legend_row, page, styled
from sim.plots.words import pairs_text

COLOURS = (BLUE, ORANGE)
LINES: tuple[Any, Any] = ("-", (0, (6, 1.5)))


@styled
def paired_paths(
    first: OutcomesLike, second: OutcomesLike, difference: pd.DataFrame, series: str = "rival_points"
) -> Figure:
    """Median and 5-95% band of ``series`` in both worlds; below, second minus first, pair by pair.

    ``difference``: one row a day (in order, ``scenario.days`` rows) with the columns ``mean`` (mean paired
    difference), ``low`` and ``high`` (its band: the caller says in ``difference.attrs["band"]`` what it covers,
    default "95% interval"). Raises WrongInput if an ensemble kept no paths or the calendars differ.
    """
    _check(first, second, difference, series)
    scenario, name = first.scenario, _series_name(first, series)
    figure = page(
        f"Two worlds with the same luck: {name}",
        f"Median and band of 9 runs of 10 in each world; {pairs_text(len(first))}, seed {first.seed}",
    )
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    for one, colour, line in zip((first, second), COLOURS, LINES, strict=True):
        values = np.asarray(one.bands.series[series], float)
        days = np.arange(len(values))
        upper.fill_between(days, values[:, 0], values[:, 4], step="post", color=colour, alpha=0.22, linewidth=0)
        upper.step(days, values[:, 2], where="post", color=colour, linestyle=line, linewidth=3.5)
    upper.set_ylabel("points" if "points" in series or "ledger" in series else name)
    upper.margins(y=0.08)
    upper.grid(axis="y")
    legend_row(
        figure,
        [
            Line2D([], [], color=colour, linestyle=line, linewidth=3.5, label=one.label)
            for one, colour, line in zip((first, second), COLOURS, LINES, strict=True)
        ],
    )
    _difference(lower, difference)
    upper.tick_params(labelbottom=False)
    date_axis(lower, scenario.start, scenario.days)
    figure.align_ylabels()
    return figure


def _difference(axes: Axes, difference: pd.DataFrame) -> None:
    days = np.arange(len(difference))
    mean, low, high = (difference[name].to_numpy(float) for name in ("mean", "low", "high"))
    band = difference.attrs.get("band", "95% interval")
    axes.axhline(0, color=BLACK, linewidth=1.5)
    axes.fill_between(days, low, high, step="post", color=PURPLE, alpha=0.4, linewidth=0, label=band)
    axes.step(days, mean, where="post", color=PURPLE, linewidth=3, label="mean difference, second minus first")
    reach = float(np.nanmax(np.abs(np.concatenate([mean, low, high])), initial=0.0))
    if reach == 0:
        axes.text(
            0.5, 0.72, "exactly zero on every day: no pair differs", transform=axes.transAxes, ha="center", va="center"
        )
    spread = 0.08 * reach or 1.0
    axes.set_ylim(
        min(0, float(np.nanmin(low, initial=0.0))) - spread, max(0, float(np.nanmax(high, initial=0.0))) + spread
    )
    axes.set_ylabel("difference")
    axes.locator_params(axis="y", nbins=4)
    axes.grid(axis="y")
    legend_above(axes)


def _series_name(outcomes: OutcomesLike, series: str) -> str:
    side, _, rest = series.partition("_")
    scenario = outcomes.scenario
    if side not in ("home", "rival"):
        return series.replace("_", " ")
    return f"{rest} of {scenario.home if side == 'home' else scenario.rival}"


def _check(first: OutcomesLike, second: OutcomesLike, difference: pd.DataFrame, series: str) -> None:
    for one in (first, second):
        if one.bands is None:
            raise WrongInput("this ensemble kept no paths", "an ensemble run with paths=True")
        if series not in one.bands.series:
            raise WrongInput(f"no series {series!r}", f"one of {', '.join(one.bands.series)}")
    if not first.scenario.days == second.scenario.days == len(difference):
        raise WrongInput("the two worlds and their difference do not have the same days", "one calendar")
