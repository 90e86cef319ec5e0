"""One pair of worlds as two timelines, the first differing act marked."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sim.chronicle.moves import Move, moves
from sim.dates import on
from sim.plots.dates import date_axis
from sim.plots.labels import Label, place
from sim.plots.marks import mark_of, special_handles
from sim.plots.shapes import ChronicleLike
from sim.plots.style import (
    BLACK,
    GREY,
    INK,
    NORMAL,
    PURPLE,
    SIDE_COLOUR,
    SIDE_MARKER,
    legend_row,
    page,
    styled,
    unnamed,
    wrap,
)
from sim.words import side_name

MOST_NAMED = 7


@styled
def pair_timelines(first: ChronicleLike, second: ChronicleLike, first_difference: int | None = None) -> Figure:
    """Two runs with the same luck, one above the other; the home side's acts go up, the rival's down, by points.

    ``first_difference``: day of the first differing act, None if there is none. It is marked in both panels, and
    the acts of that day which the other world does not have wear a ring.
    """
    scenario = first.scenario
    when = (
        "the two worlds never differ"
        if first_difference is None
        else f"first difference on {on(scenario.start, first_difference)}"
    )
    figure = page(
        f"One pair of worlds with the same luck: {when}",
        f"Points of severity by date; {scenario.home} up, {scenario.rival} down; run {first.run}, seed {first.seed}",
    )
    panels = figure.subplots(2, 1, sharex=True, sharey=True)
    told = [moves(first), moves(second)]
    _heights(panels[0], max([move.points for side in told for move in side] or [1.0]) or 1.0)
    legend_row(figure, _handles(first, [*told[0], *told[1]], first_difference))
    for axes, chronicle, mine, other in zip(panels, (first, second), told, told[::-1], strict=True):
        _timeline(axes, chronicle, mine, other, first_difference)
    date_axis(panels[1], scenario.start, scenario.days)
    panels[0].tick_params(labelbottom=False)
    for axes, chronicle, mine in zip(panels, (first, second), told, strict=True):
        _names(axes, chronicle, mine, first_difference)
    return figure


def _heights(axes: Axes, top: float) -> None:
    """Round points up and down alike to ``top``, and room for names beyond."""
    axes.set_ylim(-2 * top, 2 * top)
    ticks = [tick for tick in MaxNLocator(4, steps=(1, 2, 5, 10)).tick_values(-top, top) if abs(tick) <= top]
    axes.set_yticks(ticks, [f"{abs(tick):g}" for tick in ticks])


def _timeline(
    axes: Axes, chronicle: ChronicleLike, mine: list[Move], other: list[Move], first_difference: int | None
) -> None:
    axes.set_title(wrap(chronicle.label, 8.2, NORMAL, "bold", most=1))
    axes.axhline(0, color=GREY, linewidth=1.5)
    axes.set_ylabel("points")
    if first_difference is not None:
        axes.axvline(first_difference, color=PURPLE, linewidth=2.5, linestyle=":", zorder=1)
    known = {(move.day, move.side, move.text) for move in other}
    for move in mine:
        height, colour = _height(move), SIDE_COLOUR[move.side]
        axes.plot([move.day, move.day], [0, height], color=colour, linewidth=3)
        axes.plot(move.day, height, zorder=3, linestyle="", **mark_of(move, 9))
        if move.day == first_difference and (move.day, move.side, move.text) not in known:
            axes.plot(
                move.day, height, "o", color=PURPLE, markersize=20, markerfacecolor="none", markeredgewidth=3, zorder=4
            )
    if not mine:
        axes.text(0.5, 0.75, "no measure was taken in this world", transform=axes.transAxes, ha="center", va="center")


def _names(axes: Axes, chronicle: ChronicleLike, mine: list[Move], first_difference: int | None) -> None:
    weights = [abs(move.points) + 1e6 * (move.day == first_difference) for move in mine]
    ranked = sorted(range(len(mine)), key=lambda n: -weights[n])[:MOST_NAMED]
    labels = [
        Label(
            mine[n].day,
            _height(mine[n]),
            wrap(f"{on(chronicle.scenario.start, mine[n].day, year=False)}: {mine[n].text}", 2.2, most=3),
            weights[n],
            INK,
        )
        for n in ranked
    ]
    stems = [(np.array([move.day, move.day], float), np.array([0, _height(move)])) for move in mine]
    lines = [*stems, (np.array(axes.get_xlim()), np.zeros(2))]
    marks = [(float(move.day), _height(move)) for move in mine]
    spare = place(axes, labels, lines, marks=marks) + len(mine) - len(ranked)
    if spare:
        axes.text(0.995, 1.02, unnamed(spare), transform=axes.transAxes, ha="right", va="bottom", color=GREY)


def _height(move: Move) -> float:
    size = max(0.0, move.points)  # what gives back stands on the line, with a mark of its own
    return size if move.side == "home" else -size


def _handles(chronicle: ChronicleLike, done: list[Move], first_difference: int | None) -> list[Line2D]:
    handles = [
        Line2D(
            [],
            [],
            color=SIDE_COLOUR[side],
            marker=SIDE_MARKER[side],
            linewidth=3,
            label=side_name(chronicle.scenario, side),
        )
        for side in ("home", "rival")
    ]
    handles.append(
        Line2D(
            [],
            [],
            color=BLACK,
            marker="s",
            linestyle="",
            markerfacecolor="white",
            markersize=9,
            label="hollow: given by the timeline",
        )
    )
    handles += special_handles(done)
    if first_difference is not None:
        handles.append(
            Line2D(
                [],
                [],
                color=PURPLE,
                linestyle=":",
                marker="o",
                markersize=13,
                markerfacecolor="none",
                markeredgewidth=2.5,
                label="first difference",
            )
        )
    return handles
