"""Small multiples: one fan a scenario on shared axes, to be compared at a glance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import WrongInput
from sim.plots.dates import date_axis
from sim.plots.fan import draw_fan, fan_handles
from sim.plots.shapes import OutcomesLike
from sim.plots.style import SIDE_COLOUR, SMALL, legend_row, page, styled, wrap
from sim.words import side_name

MOST_PANELS, MOST_COLUMNS = 12, 4
VERY_DIFFERENT = 6
"""How many times higher one fan may be than another on a shared scale."""
COLUMNS = {5: 3, 6: 3, 9: 3}
"""Numbers of panels that fill three columns better than four."""


@styled
def small_multiples(ensembles: Sequence[OutcomesLike], side: str = "rival") -> Figure:
    """The fan of ``side``'s cumulative points for up to twelve ensembles with paths; more are counted in the note."""
    if not ensembles:
        raise WrongInput("no ensemble to draw", "at least one")
    shown = ensembles[:MOST_PANELS]
    hidden = len(ensembles) - len(shown)
    names = {side_name(one.scenario, side) for one in shown}
    who = names.pop() if len(names) == 1 else f"the {side} side"
    figure = page(
        f"Range of escalation paths by scenario: {who}",
        f"Cumulative points of {who} by date, easing not taken off{_scales(shown, side)}",
        f"{hidden} more scenarios are not shown" if hidden else "",
    )
    panels = _grid(figure, len(shown), shared=not _scales(shown, side))
    legend_row(figure, fan_handles(False, False, SIDE_COLOUR[side]))
    tops = [draw_fan(axes, one, side, 8) or 1.0 for axes, one in zip(panels, shown, strict=True)]
    _heads(panels, shown)
    for axes, top in zip(panels, tops if _scales(shown, side) else [max(tops)] * len(tops), strict=True):
        axes.set_ylim(-0.05 * top, 1.1 * top)
        axes.locator_params(axis="y", nbins=4)
    figure.supylabel("cumulative points", fontsize=SMALL + 1)
    _days(figure, panels, shown)
    return figure


def _scales(shown: Sequence[OutcomesLike], side: str) -> str:
    """What to say where heights differ so much that on one scale the low fans would be flat lines; else nothing."""
    tops = [float(np.nanmax(one.bands.series[f"{side}_points"], initial=0.0)) for one in shown if one.bands]
    rising = [top for top in tops if top > 0]
    return "; each panel has a scale of its own" if rising and max(rising) > VERY_DIFFERENT * min(rising) else ""


def _columns(panels: int) -> int:
    return COLUMNS.get(panels, min(MOST_COLUMNS, panels))


def _grid(figure: Figure, count: int, shared: bool) -> list[Axes]:
    """``count`` panels on shared days and, if ``shared``, one scale; places left over in the last row stay blank."""
    columns = _columns(count)
    places = figure.subplots(-(-count // columns), columns, sharex=True, sharey=shared, squeeze=False).ravel()
    for axes in places[count:]:
        axes.set_visible(False)
    return list(places[:count])


def _heads(panels: Sequence[Axes], shown: Sequence[OutcomesLike]) -> None:
    """The scenario's title over its panel; dates only under the lowest panel of a column."""
    columns = _columns(len(shown))
    width = 0.82 * 12.2 / columns
    for n, (axes, one) in enumerate(zip(panels, shown, strict=True)):
        axes.set_title(wrap(one.label, width, SMALL, most=2), fontsize=SMALL, fontweight="normal")
        axes.grid(axis="y")
        axes.tick_params(labelbottom=n + columns >= len(shown))


def _days(figure: Figure, panels: Sequence[Axes], shown: Sequence[OutcomesLike]) -> None:
    """The shared axis of time: dates where all scenarios start on one day, else days from the start of each."""
    days = max(one.scenario.days for one in shown)
    starts = {one.scenario.start for one in shown}
    if len(starts) == 1:
        for axes in panels:
            date_axis(axes, min(starts), days, 3 if _columns(len(shown)) > 2 else 6)
        return
    panels[0].set_xlim(0, days)
    panels[0].locator_params(axis="x", nbins=3)
    figure.supxlabel("days from the start of each scenario", fontsize=SMALL + 1)
