"""The ladder: on which rung each side stands, day by day."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from sim.parameters import SIDES
from sim.plots.dates import date_axis
from sim.plots.shapes import ChronicleLike, ScenarioLike
from sim.plots.style import PALE, SIDE_COLOUR, legend_row, page, styled, wrap
from sim.plots.words import run_text
from sim.words import side_name


@styled
def ladder(chronicle: ChronicleLike) -> Figure:
    """The harshest kind of measure of the last 30 days, by day and side; rung names from the catalogue."""
    scenario = chronicle.scenario
    figure = page(
        f"Rungs of the ladder: {chronicle.label}",
        f"Harshest kind of measure in the last 30 days, {run_text(chronicle)}",
    )
    axes = figure.subplots()
    names = rungs(scenario)
    heights = {rung: place + 1 for place, rung in enumerate(names)}
    for index, side in enumerate(SIDES):
        where = np.array([heights.get(int(rung), 0) for rung in chronicle.daily["rung"][:, index]], float)
        where = np.append(where, where[-1]) + (0.09, -0.09)[index]
        days = np.append(np.arange(len(where) - 1), len(where) - 1.5)
        colour = SIDE_COLOUR[side]
        axes.fill_between(days, 0, where, step="post", color=colour, alpha=0.12, linewidth=0)
        axes.step(days, where, where="post", color=colour, linewidth=4, label=side_name(scenario, side))
    for height in range(len(names) + 1):
        axes.axhline(height, color=PALE, linewidth=1, zorder=0)
    labels = ["no measure", *(wrap(" or ".join(words), 2.6, most=2) for words in names.values())]
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(-0.4, len(names) + 0.5)
    axes.tick_params(axis="y", length=0)
    date_axis(axes, scenario.start, scenario.days)
    legend_row(figure, axes.get_legend_handles_labels()[0])
    return figure


def rungs(scenario: ScenarioLike) -> dict[int, list[str]]:
    """Measure names by rung, mildest first; relief stands on no rung."""
    found: dict[int, list[str]] = {}
    for place, measure in enumerate(scenario.catalogue):
        if str(getattr(measure, "form", "")) != "ease":
            found.setdefault(int(getattr(measure, "rung", place)), []).append(measure.name.replace("_", " "))
    return dict(sorted(found.items()))
