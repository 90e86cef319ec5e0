"""The escalation path of one run: cumulative points of both sides, every act named at its step."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.chronicle.moves import Move, moves
from sim.dates import on
from sim.parameters import SIDES
from sim.plots.dates import date_axis
from sim.plots.labels import Label, place
from sim.plots.marks import mark_of, special_handles
from sim.plots.shapes import ChronicleLike
from sim.plots.style import (
    GREEN,
    GREY,
    SIDE_COLOUR,
    SIDE_LINE,
    SIDE_MARKER,
    foot,
    legend_row,
    page,
    say,
    styled,
    unnamed,
    wrap,
)
from sim.plots.words import events, law_text, net_path, run_text
from sim.words import side_name

MOST_NAMED, MOST_EVENTS = 12, 6
"""Acts that are named, the largest first; more would be a wall of text."""


@styled
def escalation_path(chronicle: ChronicleLike) -> Figure:
    """Cumulative points (severity of all measures taken, less relief) of both sides by date.

    Triangles down give something back, crosses count nothing. Filled marks are free decisions, hollow marks are
    acts that the timeline gives, a green line is the final vote.
    """
    scenario = chronicle.scenario
    figure = page(
        f"Escalation path: {chronicle.label}",
        f"Severity of each side's measures, added up, less what it gave back; {run_text(chronicle)}",
        " ",
    )
    axes = figure.subplots()
    done = moves(chronicle)
    if not done:
        say(axes, "No measure was taken by either side in this run.")
        return figure
    lines = [_path(axes, chronicle, side) for side in SIDES]
    marks = [_mark(axes, chronicle, move) for move in done]
    top = max(float(line[1].max()) for line in lines) or 1.0
    low = min(0.0, *(float(line[1].min()) for line in lines))
    axes.set_ylim(1.1 * low - 0.03 * top, 1.42 * top)
    axes.set_ylabel("cumulative points")
    axes.grid(axis="y")
    date_axis(axes, scenario.start, scenario.days)
    labels = _act_labels(chronicle, done, marks) + _law(axes, chronicle, top) + _events(axes, chronicle)
    legend_row(figure, _handles(chronicle, done))
    news = [(float(day), 0.0) for day, _ in events(chronicle)]
    seen = [*((float(move.day), mark) for move, mark in zip(done, marks, strict=True)), *news]
    spare = (
        place(axes, labels, lines, marks=seen) + len(seen) - min(len(done), MOST_NAMED) - min(len(news), MOST_EVENTS)
    )
    foot(figure, unnamed(spare))
    return figure


def _path(axes: Axes, chronicle: ChronicleLike, side: str) -> tuple[np.ndarray, np.ndarray]:
    days, points = net_path(chronicle, side)
    axes.step(days, points, where="post", color=SIDE_COLOUR[side], linestyle=SIDE_LINE[side], linewidth=3)
    return np.repeat(days, 2)[1:], np.repeat(points, 2)[:-1]


def _mark(axes: Axes, chronicle: ChronicleLike, move: Move) -> float:
    height = float(net_path(chronicle, move.side)[1][move.day])
    axes.plot(move.day, height, zorder=4, linestyle="", **mark_of(move))
    return height


def _act_labels(chronicle: ChronicleLike, done: list[Move], marks: list[float]) -> list[Label]:
    start = chronicle.scenario.start
    ranked = sorted(range(len(done)), key=lambda n: (-abs(done[n].points), done[n].day))[:MOST_NAMED]
    return [
        Label(
            done[n].day,
            marks[n],
            f"{on(start, done[n].day)}\n{wrap(done[n].text, 1.9, most=3)}",
            abs(done[n].points),
            SIDE_COLOUR[done[n].side],
        )
        for n in sorted(ranked)
    ]


def _law(axes: Axes, chronicle: ChronicleLike, top: float) -> list[Label]:
    law = law_text(chronicle)
    if law is None:
        return []
    axes.axvline(law[0], color=GREEN, linewidth=2, linestyle=":", zorder=1)
    return [Label(law[0], 1.3 * top, law[1], 1e9, "#00664B")]


def _events(axes: Axes, chronicle: ChronicleLike) -> list[Label]:
    found = events(chronicle)
    if found:
        axes.plot([day for day, _ in found], [0] * len(found), "^", color=GREY, markersize=9, zorder=3)
    return [Label(day, 0, wrap(name, 1.9, most=2), -1, "#555555") for day, name in found[:MOST_EVENTS]]


def _handles(chronicle: ChronicleLike, done: list[Move]) -> list[Line2D]:
    handles = [
        Line2D(
            [],
            [],
            color=SIDE_COLOUR[side],
            linestyle=SIDE_LINE[side],
            linewidth=3,
            marker=SIDE_MARKER[side],
            markersize=9,
            label=side_name(chronicle.scenario, side),
        )
        for side in SIDES
    ]
    if any(move.kind == "outside" for move in done):
        handles.append(
            Line2D(
                [],
                [],
                color=GREY,
                marker="s",
                markersize=9,
                linestyle="",
                markerfacecolor="white",
                markeredgewidth=2,
                label="hollow: given by the timeline",
            )
        )
    handles += special_handles(done)
    if events(chronicle):
        handles.append(Line2D([], [], color=GREY, marker="^", markersize=9, linestyle="", label="timeline event"))
    return handles
