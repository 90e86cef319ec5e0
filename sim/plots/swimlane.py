"""The swim lane: who acted when, one lane an actor, the area of a mark is its points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.chronicle.moves import Move, moves
from sim.dates import on
from sim.parameters import SIDES
from sim.plots.dates import date_axis
from sim.plots.flags import plant
from sim.plots.labels import Label
from sim.plots.marks import shape_of, special_handles
from sim.plots.shapes import ChronicleLike, ScenarioLike
from sim.plots.style import (
    DPI,
    GREEN,
    GREY,
    INK,
    SIDE_COLOUR,
    SIDE_MARKER,
    foot,
    legend_row,
    page,
    say,
    shorten,
    styled,
    wrap,
)
from sim.plots.words import events, run_text
from sim.words import side_name

AREA = 16.0
"""Square points of ink for one point of severity."""

ROOM = 0.86
"""Height over a lane that its names may fill; the next lane begins at 1."""


@styled
def swimlane(chronicle: ChronicleLike) -> Figure:
    """Acts by actor on a date axis: outside (timeline), executive, Congress with its roll calls, rival.

    Every name stands on a pole over its mark. Where a lane is too busy the heaviest marks are named and the foot counts
    the others, lane by lane.
    """
    scenario = chronicle.scenario
    figure = page(
        f"Who acted when: {chronicle.label}", f"Area of a mark: points of severity; {run_text(chronicle)}", " "
    )
    axes = figure.subplots()
    done, news = moves(chronicle), events(chronicle)
    if not (done or news or chronicle.rolls):
        say(axes, "Nobody acted in this run, and its timeline is empty.")
        return figure
    lanes = _lanes(scenario)
    for height in lanes.values():
        axes.axhspan(height - 0.14, height + 0.14, color="#EFEFEF", zorder=0, linewidth=0)
    axes.set_yticks(list(lanes.values()), [wrap(_lane_name(scenario, lane), 1.9, most=2) for lane in lanes])
    axes.set_ylim(-0.3, len(lanes) - 0.12)
    axes.tick_params(axis="y", length=0)
    date_axis(axes, scenario.start, scenario.days)
    labels = _acts(axes, chronicle, done, lanes) + _votes(axes, chronicle, lanes) + _news(axes, news, lanes)
    legend_row(figure, _handles(chronicle, done))
    foot(figure, _unnamed(scenario, lanes, plant(axes, labels, ROOM)))
    return figure


def _unnamed(scenario: ScenarioLike, lanes: dict[str, int], spare: Sequence[Label]) -> str:
    """How many marks of each lane have no name, in words."""
    counts = {lane: sum(label.y == height for label in spare) for lane, height in lanes.items()}
    names = {lane: "timeline" if lane == "outside" else shorten(_lane_name(scenario, lane), 2.4) for lane in lanes}
    told = [f"{names[lane]} {count}" for lane, count in reversed(counts.items()) if count]
    return f"marks without a name: {', '.join(told)}" if told else ""


def _lanes(scenario: ScenarioLike) -> dict[str, int]:
    names = ["rival", *(("congress",) if scenario.has_congress else ()), "executive", "outside"]
    return {name: height for height, name in enumerate(names)}


def _lane_name(scenario: ScenarioLike, lane: str) -> str:
    government = "executive" if scenario.has_congress else "government"
    return {
        "rival": scenario.rival,
        "congress": "Congress",
        "executive": f"{scenario.home_adjective} {government}",
        "outside": "from outside (timeline)",
    }[lane]


def _lane(move: Move, lanes: dict[str, int]) -> int:
    actor = (
        "outside"
        if move.kind == "outside"
        else "rival"
        if move.side == "rival"
        else "congress"
        if move.kind == "law"
        else "executive"
    )
    return lanes.get(actor, lanes["executive"])


def _acts(axes: Axes, chronicle: ChronicleLike, done: Sequence[Move], lanes: dict[str, int]) -> list[Label]:
    labels = []
    for move in done:
        height = _lane(move, lanes)
        axes.scatter(
            move.day,
            height,
            s=_area(move),
            marker=shape_of(move),
            color=SIDE_COLOUR[move.side],
            alpha=0.75,
            edgecolor="white" if move.counts else None,
            linewidth=1 if move.counts else 2,
            zorder=3,
        )
        text = wrap(f"{on(chronicle.scenario.start, move.day, year=False)}: {move.text}", 2.6, most=2)
        labels.append(Label(move.day, height, text, abs(move.points), INK, _radius(move)))
    return labels


def _area(move: Move) -> float:
    return max(30.0, AREA * abs(move.points))


def _radius(move: Move) -> float:
    """Of its mark, in pixels; a diamond is wider than a circle of its area."""
    return (1.25 if move.side == "rival" else 1.0) * float(np.sqrt(_area(move))) / 2 * DPI / 72


def _votes(axes: Axes, chronicle: ChronicleLike, lanes: dict[str, int]) -> list[Label]:
    """Roll calls as bars; votes of the same week share one label."""
    height = lanes.get("congress")
    if height is None:
        return []
    grouped: list[tuple[int, list[str]]] = []
    for roll in chronicle.rolls:
        axes.plot([roll.day, roll.day], [height - 0.14, height + 0.14], color=GREEN, linewidth=4, zorder=2)
        text = f"{roll.chamber} {roll.yea:.0f}-{roll.nay:.0f}"
        if grouped and roll.day - grouped[-1][0] <= 7:
            grouped[-1][1].append(text)
        else:
            grouped.append((int(roll.day), [text]))
    bar = 0.14 * abs(float(axes.transData.transform((0, 1))[1] - axes.transData.transform((0, 0))[1]))
    return [Label(day, height, "\n".join(texts[:2]), 9.0, "#00664B", bar) for day, texts in grouped]


def _news(axes: Axes, news: Sequence[tuple[int, str]], lanes: dict[str, int]) -> list[Label]:
    for day, _ in news:
        axes.plot(day, lanes["outside"], "^", color=GREY, markersize=10, zorder=4)
    return [Label(day, lanes["outside"], kind, 1.0, "#555555", 8.0) for day, kind in news]


def _handles(chronicle: ChronicleLike, done: Sequence[Move]) -> list[Line2D]:
    scenario = chronicle.scenario
    handles = [
        Line2D(
            [],
            [],
            color=SIDE_COLOUR[side],
            marker=SIDE_MARKER[side],
            linestyle="",
            markersize=float(np.sqrt(8 * AREA)),
            alpha=0.75,
            label=f"{shorten(side_name(scenario, side), 4)}, 8 points",
        )
        for side in SIDES
    ]
    handles += special_handles(done)
    if chronicle.rolls:
        handles.append(
            Line2D([], [], color=GREEN, marker="|", markeredgewidth=4, markersize=14, linestyle="", label="roll call")
        )
    if events(chronicle):
        handles.append(Line2D([], [], color=GREY, marker="^", linestyle="", markersize=10, label="timeline event"))
    return handles
