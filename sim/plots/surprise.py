"""Surprise by day: how many bits each recorded event took, and how silence between them added up."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from sim.dates import words
from sim.plots.dates import date_axis
from sim.plots.style import BLUE, GREEN, GREY, INK, SMALL, VERMILION, legend_row, page, shorten, styled

COLOUR = {"home": BLUE, "rival": VERMILION, "institutions": GREEN}
NAMED = 10
"""Events that are named: those of most bits."""
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
LISTED = 3.3
"""Inches for the name of an event."""


class StretchLike(Protocol):
    """What the figure reads of an event or a silence."""

    @property
    def first(self) -> datetime.date:
        """Its first day."""

    @property
    def label(self) -> str:
        """What happened."""

    @property
    def total(self) -> float:
        """Its bits."""


@styled
def surprise(
    label: str, start: datetime.date, parts: NDArray[np.float64], events: Sequence[StretchLike], sides: tuple[str, str]
) -> Figure:
    """Bars of bits by day and whose they are, above; the sum of all bits so far, below; events are numbered and listed.

    ``parts`` (days, 10): four columns of institutions, three of each side.
    """
    bits = f"{parts.sum():.1f} bits in all; ten bits are one chance in 1,024"
    figure = page(f"Surprise by day: {label}", bits)
    grid = figure.add_gridspec(2, 2, width_ratios=(2, 1), height_ratios=(3, 1))
    above = figure.add_subplot(grid[0, 0])
    below = figure.add_subplot(grid[1, 0], sharex=above)
    beside = figure.add_subplot(grid[:, 1])
    floor = np.zeros(len(parts))
    for name, columns in (("institutions", parts[:, :4]), ("home", parts[:, 4:7]), ("rival", parts[:, 7:])):
        height = columns.sum(axis=1)
        wide = max(1.0, len(parts) / 250)
        above.bar(np.arange(len(parts)), height, bottom=floor, width=wide, color=COLOUR[name], linewidth=0)
        floor += height
        below.plot(np.arange(len(parts)), np.cumsum(height), color=COLOUR[name])
    weighty = [event for event in events if event.total >= 0.05]
    named = sorted(sorted(weighty, key=lambda e: -e.total)[:NAMED], key=lambda e: e.first)
    _number(above, floor, [(event.first - start).days for event in named])
    _list(beside, named)
    above.tick_params(axis="x", labelbottom=False)
    above.set_ylabel("bits of the day")
    below.set_ylabel("bits so far")
    date_axis(below, start, len(parts), most=6)
    names = {"home": sides[0], "rival": sides[1], "institutions": "Congress and desk"}
    legend_row(figure, [Patch(color=COLOUR[name], label=names[name]) for name in names])
    return figure


def _number(axes: Axes, floor: NDArray[np.float64], days: list[int]) -> None:
    """A number over the bar of each event, higher where it would touch the one before."""
    top = max(float(floor.max()), 1e-9)
    ends: list[float] = []
    for number, day in enumerate(days, 1):
        free = next((k for k, end in enumerate(ends) if day - end > 0.04 * len(floor)), len(ends))
        ends[free : free + 1] = [day]
        height = top * (1.06 + 0.09 * free)
        axes.plot([day, day], [floor[day], height], color=GREY, linewidth=1, zorder=0)
        axes.text(day, height, str(number), ha="center", va="bottom", fontsize=SMALL, color=INK, bbox=PLATE)
    axes.set_ylim(0, top * (1.2 + 0.09 * max(1, len(ends))))


def _list(axes: Axes, events: Sequence[StretchLike]) -> None:
    """What the numbers stand for, each with its date and bits."""
    axes.set_axis_off()
    lines = [
        f"{k}  {words(e.first)}, {e.total:.1f} bits:\n    {shorten(e.label, LISTED)}" for k, e in enumerate(events, 1)
    ]
    axes.text(0, 1, "\n".join(lines), transform=axes.transAxes, va="top", fontsize=SMALL, color=INK, linespacing=1.15)
