"""The swim lane: who acted when, one lane an actor, the area of a mark is its points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.parameters import SIDES
from sim.plots.dates import date_axis, on
from sim.plots.labels import Label, place
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
    unnamed,
    wrap,
)
from sim.plots.words import Move, events, moves, run_text, side_name

AREA = 16.0
"""Square points of ink for one point of severity."""

MOST_NAMED = 14


@styled
def swimlane(chronicle: ChronicleLike) -> Figure:
    """Acts by actor on a date axis: outside (timeline), executive, Congress with its roll calls, rival."""
    scenario = chronicle.scenario
    figure = page(
        f"Who acted when: {scenario.title}", f"Area of a mark: points of severity, {run_text(chronicle)}", " "
    )
    axes = figure.subplots()
    done, news = moves(chronicle), events(chronicle)
    if not (done or news or chronicle.rolls):
        say(axes, "Nobody acted in this run, and its timeline is empty.")
        return figure
    lanes = _lanes(scenario)
    for height in lanes.values():
        axes.axhline(height, color="#EFEFEF", linewidth=46, zorder=0, solid_capstyle="butt")
    axes.set_yticks(list(lanes.values()), [wrap(_lane_name(scenario, lane), 1.9) for lane in lanes])
    axes.set_ylim(-0.75, len(lanes) - 0.25)
    axes.tick_params(axis="y", length=0)
    date_axis(axes, scenario.start, scenario.days)
    labels = _acts(axes, chronicle, done, lanes) + _votes(axes, chronicle, lanes) + _news(axes, news, lanes)
    legend_row(figure, _handles(chronicle))
    named = sorted(labels, key=lambda label: -label.weight)[:MOST_NAMED]
    spare = place(axes, named) + len(labels) - len(named)
    foot(figure, unnamed(spare))
    return figure


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
            marker=SIDE_MARKER[move.side],
            color=SIDE_COLOUR[move.side],
            alpha=0.75,
            edgecolor="white",
            linewidth=1,
            zorder=3,
        )
        text = f"{on(chronicle.scenario.start, move.day, year=False)}: {move.text}"
        labels.append(Label(move.day, height, wrap(text, 2.1, most=3), move.points, INK, _radius(move)))
    return labels


def _area(move: Move) -> float:
    return max(30.0, AREA * move.points)


def _radius(move: Move) -> float:
    """Of its mark, in pixels; a diamond is wider than a circle of its area."""
    return (1.25 if move.side == "rival" else 1.0) * float(np.sqrt(_area(move))) / 2 * DPI / 72 - 4


def _votes(axes: Axes, chronicle: ChronicleLike, lanes: dict[str, int]) -> list[Label]:
    """Roll calls as bars; votes of the same week share one label."""
    height = lanes.get("congress")
    if height is None:
        return []
    grouped: list[tuple[int, list[str]]] = []
    for roll in chronicle.rolls:
        axes.plot([roll.day, roll.day], [height - 0.2, height + 0.2], color=GREEN, linewidth=4, zorder=2)
        text = f"{roll.chamber} {roll.yea:.0f}-{roll.nay:.0f}"
        if grouped and roll.day - grouped[-1][0] <= 7:
            grouped[-1][1].append(text)
        else:
            grouped.append((int(roll.day), [text]))
    return [Label(day, height - 0.2, "\n".join(texts[:4]), 9.0, "#00664B") for day, texts in grouped]


def _news(axes: Axes, news: Sequence[tuple[int, str]], lanes: dict[str, int]) -> list[Label]:
    for day, _ in news:
        axes.plot(day, lanes["outside"], "^", color=GREY, markersize=10, zorder=4)
    return [Label(day, lanes["outside"], kind, 1.0, "#555555") for day, kind in news]


def _handles(chronicle: ChronicleLike) -> list[Line2D]:
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
    if chronicle.rolls:
        handles.append(
            Line2D([], [], color=GREEN, marker="|", markeredgewidth=4, markersize=14, linestyle="", label="roll call")
        )
    if events(chronicle):
        handles.append(Line2D([], [], color=GREY, marker="^", linestyle="", markersize=10, label="timeline event"))
    return handles
