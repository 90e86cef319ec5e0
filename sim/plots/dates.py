"""Date axes: the horizontal unit is days from the start of the scenario, the tick labels are short English dates."""

from __future__ import annotations

from datetime import date

from matplotlib.axes import Axes

from sim.dates import ticks


def date_axis(axes: Axes, start: date, days: int, most: int = 9) -> None:
    """Give ``axes`` a date axis over ``days`` days with at most ``most`` ticks."""
    axes.set_xlim(-0.5 - 0.01 * days, days - 0.5 + 0.01 * days)
    pairs = ticks(start, days, most)
    axes.set_xticks([place for place, _ in pairs], [text for _, text in pairs])
