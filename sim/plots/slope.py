"""The slope chart: what happens to a few outcomes from one world to the next."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.style import GREY, OKABE_ITO, SIDE_COLOUR, SMALL, WIDTH, page, say, styled, text_width, wrap
from sim.plots.words import outcome_kind
from sim.words import number

GROUPS = {
    "flag": "shares of runs",
    "share": "shares",
    "class": "shares of runs",
    "points": "points",
    "count": "numbers",
    "day": "days from start",
    "value": "values",
}
SPARE = tuple(colour for colour in OKABE_ITO if colour not in SIDE_COLOUR.values())
MOST_PANELS, MOST_LINES = 3, 7


@styled
def slope(table: pd.DataFrame, title: str = "") -> Figure:
    """Outcomes (lines) over two or more worlds (columns), one panel a unit.

    ``table``: index the outcome's name, one numeric column a world in the order to be shown (column name = label of
    the world). Panels follow the kind of the outcome (flag and class together, share, points, count, day); at most
    three panels with seven lines each, the first ones of the table. Every axis begins at zero (shares end at one), so
    that a small change looks small; what is of a side wears its colour.
    """
    figure = page(
        f"Outcomes from world to world{': ' + title if title else ''}",
        "Mean over all runs; every world has the same luck",
    )
    if table.empty:
        say(figure.subplots(), "There is no outcome to compare.")
    elif len(table.columns) <= 2:
        _side_by_side(figure, table)
    else:
        _one_below_the_other(figure, table)
    return figure


def _by_unit(table: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """The units to be shown, in the order of the table, each with the names of its outcomes."""
    groups: dict[str, list[str]] = {}
    for name in table.index:
        groups.setdefault(GROUPS.get(outcome_kind(str(name)), "values"), []).append(name)
    return list(groups.items())[:MOST_PANELS]


def _side_by_side(figure: Figure, table: pd.DataFrame) -> None:
    """High panels, room for many lines: for one or two worlds."""
    shown = _by_unit(table)
    panels = figure.subplots(1, len(shown), squeeze=False, sharex=True)[0]
    for axes, (unit, names) in zip(panels, shown, strict=True):
        _lines(axes, table.loc[names[:MOST_LINES]].astype(float), unit, WIDTH * 0.95 / len(shown), 0.058)


def _one_below_the_other(figure: Figure, table: pd.DataFrame) -> None:
    """Wide panels, room for many worlds, whose labels stand under the lowest panel."""
    shown = _by_unit(table)
    panels = figure.subplots(len(shown), 1, squeeze=False, sharex=True)[:, 0]
    for axes, (unit, names) in zip(panels, shown, strict=True):
        few = table.loc[names[: 2 + 6 // len(shown)]].astype(float)
        _lines(axes, few, unit, WIDTH * 0.95, 0.05 * len(shown))
        axes.tick_params(labelbottom=axes is panels[-1])


def _lines(axes: Axes, table: pd.DataFrame, unit: str, inches: float, line_height: float) -> None:
    """One panel, ``inches`` wide; a line of type takes ``line_height`` of its height."""
    last = len(table.columns) - 1
    values = table.to_numpy(float)
    low, high = _limits(values, unit)
    axes.set_ylim(low, high)
    colours = _colours([str(name) for name in table.index])
    for row, colour in zip(values, colours, strict=True):
        axes.plot(range(last + 1), row, "o-", color=colour, linewidth=3, markersize=10)
    numbers = _widest(values[:, [0, -1]])
    inches -= 0.75  # the numbers of the axis
    names = min(0.37 * inches, 3.6)
    scale = (last or 1) / (inches - names - 2 * numbers - 0.2)
    axes.set_xlim(-(numbers + 0.15) * scale, last + (numbers + names) * scale)
    labels = [wrap(str(name).replace("_", " "), names - 0.1, SMALL, most=3) for name in table.index]
    gap = (high - low) * line_height * (1.05 + max(label.count("\n") for label in labels))
    left, right = (_spread(values[:, end], gap, low, high) for end in (0, -1))
    for n, (label, row, colour) in enumerate(zip(labels, values, colours, strict=True)):
        axes.text(-0.14 * scale, left[n], number(row[0], "–"), ha="right", va="center", color=_dark(colour))
        axes.text(last + 0.14 * scale, right[n], number(row[-1], "–"), ha="left", va="center", color=_dark(colour))
        axes.text(
            last + (0.14 + numbers) * scale,
            right[n],
            label,
            ha="left",
            va="center",
            color=_dark(colour),
            linespacing=1.0,
        )
    _worlds(axes, [str(world) for world in table.columns], scale, numbers + names)
    axes.set_title(unit)
    axes.locator_params(axis="y", nbins=4)
    axes.tick_params(axis="y", length=0, labelcolor=GREY)
    axes.grid(axis="both")
    for spine in axes.spines.values():
        spine.set_visible(False)


def _widest(values: np.ndarray) -> float:
    """Inches that the figures beside the marks need, with a gap."""
    return max(text_width("000.0"), *(text_width(number(value, "–")) for value in values.flat)) + 0.1


def _worlds(axes: Axes, labels: list[str], scale: float, room: float) -> None:
    """The labels of the worlds; of two, each stands outwards of its mark, where there is ``room`` (inches) for it."""
    if len(labels) != 2:
        axes.set_xticks(range(len(labels)), [wrap(label, max(0.9, 0.85 / scale), most=3) for label in labels])
        return
    axes.set_xticks((0, 1), [wrap(labels[0], 0.9, most=3), wrap(labels[1], room, most=3)])
    first, second = axes.get_xticklabels()
    first.set_horizontalalignment("right")
    second.set_horizontalalignment("left")


def _colours(names: list[str]) -> list[str]:
    """A side keeps its colour wherever one outcome of it is shown; everything else takes the next free one."""
    found: list[str] = []
    for name in names:
        own = SIDE_COLOUR.get(name.partition("_")[0])
        free = [colour for colour in SPARE if colour not in found] or list(SPARE)
        found.append(own if own else free[0])
    return found


def _limits(values: np.ndarray, unit: str) -> tuple[float, float]:
    """From zero, with room for marks: a cut axis would make every change look large."""
    known = values[np.isfinite(values)]
    low, high = (min(0.0, float(known.min())), max(0.0, float(known.max()))) if len(known) else (0.0, 1.0)
    if unit in ("shares of runs", "shares") and low >= 0 and high <= 1:
        high = 1.0
    high = high if high > low else low + 1.0
    pad = 0.06 * (high - low)
    return low - pad, high + pad


def _dark(colour: str) -> str:
    """Yellow and sky blue are too pale for type."""
    return {"#F0E442": "#7A7000", "#56B4E9": "#22739E", "#E69F00": "#9A6A00", "#CC79A7": "#A0417A"}.get(colour, colour)


def _spread(heights: np.ndarray, gap: float, low: float, high: float) -> list[float]:
    """Push labels apart until none is closer than ``gap``, inside ``low`` .. ``high``; the order is kept."""
    known = np.where(np.isfinite(heights), heights, (low + high) / 2)
    order = np.argsort(known, kind="stable")
    placed = known[order].astype(float)
    edge = min(gap / 2, (high - low) / 2)
    for _ in range(300):
        push = np.clip(gap - np.diff(placed), 0, None) / 2
        placed[:-1] -= push
        placed[1:] += push
        placed = np.clip(placed, low + edge, high - edge)
    result = np.empty(len(placed))
    result[order] = placed
    return [float(height) for height in result]
