"""The hemicycle: every member of both chambers in a seat, coloured by the vote, shaped by the party."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.chronicle.seats import last_passage, rows_of, seats
from sim.dates import words
from sim.parameters import PARTIES
from sim.plots.shapes import ChronicleLike
from sim.plots.style import BLACK, BLUE, GREY, LARGE, NORMAL, VERMILION, legend_row, page, say, styled

CHAMBERS = ("House", "Senate")
VOTES = {1: ("yea", BLUE), 0: ("nay", VERMILION), -1: ("absent", "#CFCFCF")}
SHAPES = {"D": ("o", "Democrat"), "R": ("s", "Republican"), "I": ("^", "Independent")}


@styled
def hemicycle(chronicle: ChronicleLike) -> Figure:
    """The last vote on passage in each chamber; members sit by ideology, from left to right.

    A chamber that did not vote says so; so does the figure if none did.
    """
    scenario = chronicle.scenario
    figure = page(
        f"How every member voted: {chronicle.label}",
        f"Last vote on passage in each chamber, run {chronicle.run}, seed {chronicle.seed}",
    )
    last = last_passage(chronicle.rolls)
    if not last:
        why = (
            "no bill came to a vote on passage in this run."
            if scenario.has_congress
            else "this scenario has no legislature."
        )
        say(figure.subplots(), f"There was no vote: {why}")
        return figure
    legend_row(figure, _handles(last))
    panels = figure.subplots(1, 2)
    for axes, chamber in zip(panels, CHAMBERS, strict=True):
        if chamber in last:
            _seat(axes, last[chamber])
        else:
            say(axes, f"The {chamber} did not vote on passage.")
    return figure


def _seat(axes: Axes, roll: Any) -> None:
    axes.set_title(f"{roll.chamber}, {words(roll.date)}: {'passed' if roll.passed else 'rejected'}")
    order = np.argsort(roll.members["dim1"], kind="stable")
    votes, parties = np.asarray(roll.votes)[order], np.asarray(roll.members["party"])[order]
    where = seats(len(votes))
    area = (0.72 * 200 * 0.58 / max(1, rows_of(len(votes)) - 1)) ** 2
    for vote, (_, colour) in VOTES.items():
        for code, party in enumerate(PARTIES):
            here = (votes == vote) & (parties == code)
            loud = vote == 0
            axes.scatter(
                where[here, 0],
                where[here, 1],
                s=area * (1.5 if loud else 1),
                marker=SHAPES[party][0],
                color=colour,
                edgecolor=BLACK if loud else "white",
                linewidth=1.2 if loud else 0.3,
                zorder=3 if loud else 2,
            )
    axes.text(
        0, 0.14, f"{roll.yea:.0f} – {roll.nay:.0f}", ha="center", va="center", fontsize=LARGE + 6, fontweight="bold"
    )
    absent = f"\n{roll.absent:.0f} absent" if roll.absent else ""
    axes.text(0, 0.0, f"yea – nay{absent}", ha="center", va="top", fontsize=NORMAL)
    axes.text(-0.72, -0.09, "left", ha="center", va="top", color=GREY, fontsize=NORMAL)
    axes.text(0.72, -0.09, "right", ha="center", va="top", color=GREY, fontsize=NORMAL)
    axes.set(xlim=(-1.08, 1.08), ylim=(-0.28, 1.1), aspect="equal")
    axes.set_axis_off()


def _handles(last: dict[str, Any]) -> list[Line2D]:
    votes = {int(vote) for roll in last.values() for vote in np.unique(roll.votes)}
    parties = {PARTIES[int(code)] for roll in last.values() for code in np.unique(roll.members["party"])}
    return [
        *(
            Line2D([], [], linestyle="", marker="h", markersize=13, color=colour, label=name)
            for vote, (name, colour) in VOTES.items()
            if vote in votes
        ),
        *(
            Line2D(
                [],
                [],
                linestyle="",
                marker=shape,
                markersize=10,
                markerfacecolor="none",
                markeredgecolor=BLACK,
                label=name,
            )
            for party, (shape, name) in SHAPES.items()
            if party in parties
        ),
    ]
