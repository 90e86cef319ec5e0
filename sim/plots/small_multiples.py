"""Small multiples: one fan a scenario on shared axes, to be compared at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from sim.errors import WrongInput
from sim.plots.dates import date_axis
from sim.plots.fan import draw_fan, fan_handles
from sim.plots.shapes import OutcomesLike
from sim.plots.style import SIDE_COLOUR, SMALL, legend_row, page, styled, wrap
from sim.plots.words import side_name

MOST_PANELS = 12


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
        f"Cumulative points of {who} by date",
        f"{hidden} more scenarios are not shown" if hidden else "",
    )
    columns = min(4, len(shown)) if len(shown) != 5 and len(shown) != 6 and len(shown) != 9 else 3
    rows = -(-len(shown) // columns)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    legend_row(figure, fan_handles(False, False, SIDE_COLOUR[side]))
    top = max(draw_fan(axes, one, side, 8) for axes, one in zip(panels, shown, strict=False))
    days = max(one.scenario.days for one in shown)
    width = 0.82 * 12.2 / columns
    same = len({one.scenario.start for one in shown}) == 1
    for n, (axes, one) in enumerate(zip(panels, shown, strict=False)):
        axes.set_title(wrap(one.scenario.title, width, SMALL, most=2), fontsize=SMALL, fontweight="normal")
        axes.grid(axis="y")
        axes.tick_params(labelbottom=n + columns >= len(shown))
        if same:
            date_axis(axes, one.scenario.start, days, 3 if columns > 2 else 6)
        else:
            axes.set_xlim(0, days)
    for axes in panels[len(shown) :]:
        axes.set_visible(False)
    panels[0].set_ylim(-0.05 * (top or 1.0), 1.1 * (top or 1.0))
    panels[0].locator_params(axis="y", nbins=4)
    figure.supylabel("cumulative points", fontsize=SMALL + 1)
    if not same:
        panels[0].locator_params(axis="x", nbins=3)
        figure.supxlabel("days from the start of each scenario", fontsize=SMALL + 1)
    return figure
