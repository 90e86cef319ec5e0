"""Whether chances can be believed: what was given a chance of 70% should come in 70%."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.estimators import wilson
from sim.plots.style import GREY, OKABE_ITO, legend_row, page, say, styled

COLOURS = tuple(colour for colour in OKABE_ITO if colour not in ("#F0E442",))
Points = Sequence[tuple[float, int, int]]


@styled
def reliability(events: Mapping[str, Mapping[str, Points]], subtitle: str = "") -> Figure:
    """One panel an event: share in which it came by the chance it was given.

    ``events``: title of a panel -> forecaster -> points (mean chance, how often it came, of how many), each drawn with
    Wilson's 95% interval. On the dotted line chances are what they say.
    """
    figure = page("What was given a chance of 70% should come in 70%", subtitle)
    if not any(points for panel in events.values() for points in panel.values()):
        say(figure.subplots(), "There is no episode to show.")
        return figure
    panels = figure.subplots(1, len(events), squeeze=False, sharey=True)[0]
    for axes, (title, forecasters) in zip(panels, events.items(), strict=True):
        _panel(axes, title, forecasters)
    panels[0].set_ylabel("share in which it came")
    handles = panels[0].get_legend_handles_labels()[0]
    legend_row(figure, handles)
    return figure


def _panel(axes: Axes, title: str, forecasters: Mapping[str, Points]) -> None:
    axes.plot([0, 1], [0, 1], ":", color=GREY, linewidth=2)
    for n, (name, points) in enumerate(forecasters.items()):
        colour = COLOURS[n % len(COLOURS)]
        chance = np.array([p[0] for p in points])
        share = np.array([came / of for _, came, of in points])
        ends = np.array([wilson(came, of) for _, came, of in points]).reshape(-1, 2)
        axes.plot(chance, share, "o-", color=colour, markersize=8, linewidth=2, label=name)
        axes.vlines(chance, ends[:, 0], ends[:, 1], color=colour, linewidth=1.5, alpha=0.6)
    axes.set_title(title)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    axes.set_xlabel("chance given")
    axes.grid()
