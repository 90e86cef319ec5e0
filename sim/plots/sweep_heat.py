"""A sweep over two parameters: the mean of an outcome as a heat map."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.style import GREY, NORMAL, page, say, styled
from sim.plots.sweeps import column, missing_text
from sim.plots.words import outcome_unit, parameter_label

MOST_CELLS, BINS, MOST_DOTS = 25, 10, 400


@styled
def sweep_heat(frame: pd.DataFrame, x: str, y: str, outcome: str) -> Figure:
    """Mean of ``outcome`` over the values of ``x`` and ``y``; of a scattered design each point is a dot, or,
    of more than 400 points, they are put into bins of equal width.

    ``frame``: one row a run with those three columns, all numeric. Hatched cells have no value.
    """
    if is_scattered(frame, x, y):
        return _dots(frame, x, y, outcome)
    table = grid(frame, x, y, outcome)
    figure = page(
        f"{outcome.replace('_', ' ').capitalize()} over {x} and {y}",
        f"Mean over {len(frame):,} runs at {table.size} pairs of values",
        missing_text(frame, outcome),
    )
    axes = figure.subplots()
    values = table.to_numpy(float)
    if not np.isfinite(values).any():
        say(axes, f"No run has a value of {outcome}.")
        return figure
    axes.set_facecolor("#F2F2F2")
    axes.patch.set(hatch="//", edgecolor="#C8C8C8")
    mesh = axes.pcolormesh(
        np.arange(values.shape[1] + 1) - 0.5,
        np.arange(values.shape[0] + 1) - 0.5,
        np.ma.masked_invalid(values),
        cmap="cividis",
        edgecolors="white",
        linewidth=0.5,
    )
    bar = figure.colorbar(mesh, ax=axes, pad=0.02)
    bar.set_label(outcome_unit(outcome), fontsize=NORMAL)
    bar.outline.set_visible(False)
    _ticks(axes, table)
    axes.set_xlabel(parameter_label(x))
    axes.set_ylabel(parameter_label(y))
    if values.shape[0] <= 10 and values.shape[1] <= 10:
        _numbers(axes, values)
    return figure


def is_scattered(frame: pd.DataFrame, x: str, y: str) -> bool:
    """Whether the points fill no grid, and are few enough to be seen one by one."""
    pairs = pd.DataFrame({"x": column(frame, x), "y": column(frame, y)}).drop_duplicates()
    return 2 < len(pairs) <= MOST_DOTS and 2 * len(pairs) < pairs["x"].nunique() * pairs["y"].nunique()


def _dots(frame: pd.DataFrame, x: str, y: str, outcome: str) -> Figure:
    """Every point of a scattered design where it lies, its mean as a colour; a point without a value is hollow."""
    found = column(frame, outcome).groupby([column(frame, x), column(frame, y)]).mean().reset_index()
    known = found[found[outcome].notna()]
    figure = page(
        f"{outcome.replace('_', ' ').capitalize()} over {x} and {y}",
        f"Each dot is one of {len(found)} settings: mean over its {len(frame) // max(1, len(found)):,} runs",
        missing_text(frame, outcome),
    )
    axes = figure.subplots()
    if known.empty:
        say(axes, f"No run has a value of {outcome}.")
        return figure
    none = found[found[outcome].isna()]
    axes.scatter(none[x], none[y], s=130, facecolor="none", edgecolor=GREY)
    dots = axes.scatter(known[x], known[y], c=known[outcome], s=170, cmap="cividis", edgecolor="white", linewidth=0.8)
    bar = figure.colorbar(dots, ax=axes, pad=0.02)
    bar.set_label(outcome_unit(outcome), fontsize=NORMAL)
    bar.outline.set_visible(False)
    axes.grid()
    axes.set_xlabel(parameter_label(x))
    axes.set_ylabel(parameter_label(y))
    return figure


def grid(frame: pd.DataFrame, x: str, y: str, outcome: str) -> pd.DataFrame:
    """Mean of ``outcome``: rows values of ``y``, columns values of ``x``, ascending."""
    keys = [_binned(column(frame, name)) for name in (y, x)]
    found = column(frame, outcome).groupby(keys).mean().unstack()
    return found.sort_index().sort_index(axis=1)


def _binned(values: pd.Series) -> pd.Series:
    """The values themselves if they are few, else the middles of bins of equal width."""
    if values.nunique() <= MOST_CELLS:
        return values
    edges = np.linspace(values.min(), values.max(), BINS + 1)
    place = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, BINS - 1)
    return pd.Series(((edges[:-1] + edges[1:]) / 2)[place], index=values.index, name=values.name)


def _ticks(axes: Axes, table: pd.DataFrame) -> None:
    for axis, labels in ((axes.xaxis, table.columns), (axes.yaxis, table.index)):
        step = -(-len(labels) // 9)
        axis.set_ticks(range(0, len(labels), step), _short(labels)[::step])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_color(GREY)
        spine.set_visible(False)


def _short(values: pd.Index) -> list[str]:
    """The values with as few digits as tell them apart."""
    for digits in range(2, 8):
        texts = [f"{value:.{digits}g}" for value in values]
        if len(set(texts)) == len(texts):
            break
    return texts


def _numbers(axes: Axes, values: np.ndarray) -> None:
    """Write the means into the cells, light on dark and dark on light."""
    low, high = np.nanmin(values), np.nanmax(values)
    for (row, col), value in np.ndenumerate(values):
        if np.isfinite(value):
            dark = high > low and (value - low) / (high - low) < 0.5
            text = f"{value:.2f}" if high <= 2 else f"{value:.0f}" if high >= 100 else f"{value:.1f}"
            axes.text(col, row, text, ha="center", va="center", color="white" if dark else "black")
