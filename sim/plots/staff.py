"""Staff of both sides in the other's country, and the moment of parity."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from sim.dates import on
from sim.parameters import SIDES
from sim.plots.dates import date_axis
from sim.plots.labels import Label, place
from sim.plots.shapes import ChronicleLike
from sim.plots.style import GREEN, INK, PALE, SIDE_COLOUR, SIDE_LINE, legend_row, page, styled
from sim.plots.words import run_text, track
from sim.words import side_name


@styled
def staff(chronicle: ChronicleLike) -> Figure:
    """Persons of each side in the other country by day; the gap is shaded, the first day of parity is marked."""
    scenario = chronicle.scenario
    figure = page(
        f"Staff and parity: {chronicle.label}",
        f"People of each side posted in the other's country, {run_text(chronicle)}",
    )
    axes = figure.subplots()
    lines = []
    for side in SIDES:
        days, persons = track(chronicle.daily, "staff", side)
        label = f"{scenario.home_adjective if side == 'home' else scenario.rival_adjective} staff"
        axes.step(
            days, persons, where="post", color=SIDE_COLOUR[side], linestyle=SIDE_LINE[side], linewidth=3.5, label=label
        )
        lines.append((np.repeat(days, 2)[1:], np.repeat(persons, 2)[:-1]))
    home, rival = (track(chronicle.daily, "staff", side)[1] for side in SIDES)
    axes.fill_between(lines[0][0], lines[0][1], lines[1][1], color=PALE, alpha=0.6, linewidth=0, label="gap")
    top = float(max(home.max(), rival.max())) or 1.0
    axes.set_ylim(0, 1.25 * top)
    axes.set_ylabel("persons")
    axes.grid(axis="y")
    date_axis(axes, scenario.start, scenario.days)
    labels = _ends(chronicle, lines)
    equal = np.flatnonzero((home == rival)[:-1])
    if len(equal):
        day, level = int(equal[0]), float(home[equal[0]])
        axes.axhline(level, color=GREEN, linewidth=2, linestyle=":", label="parity line", zorder=1)
        axes.plot(day, level, "o", color=GREEN, markersize=15, markerfacecolor="none", markeredgewidth=3, zorder=4)
        lines.append((np.array([0.0, scenario.days]), np.array([level, level])))
        labels.append(
            Label(day, level, f"parity on {on(scenario.start, day)}:\n{level:,.0f} persons each", 1e6, "#00664B")
        )
    else:
        labels.append(Label(0.5 * (scenario.days - 1), 1.12 * top, "never at parity in this run", 1e6))
    legend_row(figure, axes.get_legend_handles_labels()[0])
    place(axes, labels, lines)
    return figure


def _ends(chronicle: ChronicleLike, lines: list[tuple[np.ndarray, np.ndarray]]) -> list[Label]:
    """First and last number of each side; where both end alike, once."""
    found = {}
    for side, (days, persons) in zip(SIDES, lines, strict=True):
        for end in (0, -1):
            text = f"{side_name(chronicle.scenario, side)} {persons[end]:,.0f}"
            key = (end, float(persons[end]))
            colour = INK if key in found else SIDE_COLOUR[side]
            text = f"each {persons[end]:,.0f}" if key in found else text
            found[key] = Label(days[end], persons[end], text, 1.0, colour)
    return list(found.values())
