"""The phase portrait: one ledger against the other, in the order of time."""

from __future__ import annotations

from datetime import date
from typing import TypeGuard, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.dates import on, ticks
from sim.errors import WrongInput
from sim.plots.labels import Label, place
from sim.plots.shapes import ChronicleLike, OutcomesLike
from sim.plots.style import BLACK, GREY, legend_row, page, say, shorten, styled
from sim.plots.words import law_text, run_text, runs_text

MOST_NAMED, APART = 7, 5
"""How many dates are named, and how many days at least lie between two of them."""
BUSY = 40
"""From so many moves on a path is a tangle: thin lines, and only start, end and final vote are named."""


@styled
def phase(result: ChronicleLike | OutcomesLike) -> Figure:
    """Unanswered injuries of the home side (x) against those of the rival (y), in points, coloured by date.

    A chronicle gives the path of one run, an ensemble with paths the mean path over single runs.
    """
    scenario = result.scenario
    path, single, text = _paths(result)
    figure = page(f"Two ledgers: {result.label}", f"Unanswered injuries of both sides day by day, {text}")
    axes = figure.subplots()
    if not np.nanmax(path, initial=0.0) > 0:
        say(axes, "Both ledgers stayed empty: nobody was injured.")
        return figure
    for one in single:
        axes.plot(one[:, 0], one[:, 1], color=GREY, linewidth=0.7, alpha=0.45, zorder=1)
    _trajectory(figure, axes, path, scenario.start)
    whole = np.vstack([path, *single])
    reach = (
        np.nanmax(whole, axis=0)
        if not single
        else np.maximum(np.nanquantile(whole, 0.99, axis=0), np.nanmax(path, axis=0))
    )
    reach = np.maximum(reach, 0.05 * reach.max())
    axes.set(xlim=(-0.04 * reach[0], 1.15 * reach[0]), ylim=(-0.04 * reach[1], 1.2 * reach[1]))
    axes.set_xlabel(f"{shorten(scenario.home, 3)}: unanswered injuries (points)")
    axes.set_ylabel(f"{shorten(scenario.rival, 2)}: unanswered injuries (points)")
    axes.grid()
    if single:
        legend_row(
            figure,
            [
                Line2D([], [], color=BLACK, linewidth=4, label="mean of all runs"),
                Line2D([], [], color=GREY, linewidth=0.8, label="single runs"),
            ],
        )
    place(axes, _key_dates(result, path), [(path[:, 0], path[:, 1])])
    return figure


def _is_run(result: ChronicleLike | OutcomesLike) -> TypeGuard[ChronicleLike]:
    return hasattr(result, "daily")


def _paths(result: ChronicleLike | OutcomesLike) -> tuple[np.ndarray, list[np.ndarray], str]:
    """The main path (days, 2), thin single paths, and what they are."""
    if _is_run(result):
        return np.asarray(result.daily["ledger"], float), [], run_text(result)
    result = cast(OutcomesLike, result)
    if result.bands is None:
        raise WrongInput("this ensemble kept no paths", "an ensemble run with paths=True, or a chronicle")
    mean = np.column_stack([result.bands.mean["home_ledger"], result.bands.mean["rival_ledger"]])
    single = [] if result.sample is None else [np.asarray(one["ledger"], float) for one in result.sample[:15]]
    return mean, single, runs_text(len(result), result.seed)


def _trajectory(figure: Figure, axes: Axes, path: np.ndarray, start: date) -> None:
    days = len(path)
    pieces = np.stack([path[:-1], path[1:]], axis=1)
    width = 1.5 if _is_busy(path) else 4
    lines = LineCollection(list(pieces), array=np.arange(len(pieces)), cmap="viridis", linewidth=width, zorder=3)
    lines.set_clim(0, max(1, days - 1))
    axes.add_collection(lines)
    axes.plot(*path[0], "o", color=BLACK, markersize=11, zorder=5)
    axes.plot(*path[-1], "s", color=BLACK, markersize=11, zorder=5)
    _arrows(axes, path)
    bar = figure.colorbar(lines, ax=axes, pad=0.02, fraction=0.05)
    marks = ticks(start, days, 6)
    bar.set_ticks([day for day, _ in marks], labels=[text for _, text in marks])
    bar.outline.set_visible(False)


def _is_busy(path: np.ndarray) -> bool:
    moved = np.hypot(*np.diff(path, axis=0).T)
    return int(np.count_nonzero(moved > 0.08 * np.nanmax(path, initial=0.0))) > BUSY


def _arrows(axes: Axes, path: np.ndarray) -> None:
    """Arrow heads on the longest moves."""
    length = np.hypot(*np.diff(path, axis=0).T)
    for n in np.argsort(-length, kind="stable")[:6]:
        if length[n] > 0.05 * np.nanmax(path):
            middle = path[n] + 0.55 * (path[n + 1] - path[n])
            axes.annotate(
                "",
                middle,
                path[n] + 0.53 * (path[n + 1] - path[n]),
                arrowprops={"arrowstyle": "-|>", "color": BLACK, "mutation_scale": 22},
                zorder=4,
            )


def _key_dates(result: ChronicleLike | OutcomesLike, path: np.ndarray) -> list[Label]:
    """The start, the end, the final vote, and the days on which the ledgers moved most."""
    start, last = result.scenario.start, len(path) - 1
    found = {day: on(start, day) for day in _greatest_moves(path)}
    weight = {0: 1.0, last: 1.0}
    found |= {last: f"end, {on(start, last)}", 0: f"start, {on(start, 0)}"}
    if _is_run(result) and (law := law_text(result)):
        found[law[0]] = law[1].rpartition("\n")[0]
        weight[law[0]] = weight.get(law[0], 0.0) + 1.0
    return [
        Label(float(path[day, 0]), float(path[day, 1]), text, weight.get(day, 0.0), gap=7.0 * (day in (0, last)))
        for day, text in found.items()
    ]


def _greatest_moves(path: np.ndarray) -> list[int]:
    """Days on which the ledgers moved most, the greatest move first; few, far apart, and none of a small move."""
    if len(path) < 2 or _is_busy(path):
        return []
    moved = np.hypot(*np.diff(path, axis=0).T)
    days: list[int] = []
    for n in np.argsort(-moved, kind="stable")[: 3 * MOST_NAMED]:
        apart = all(abs(int(n) + 1 - day) > APART for day in days)
        if apart and len(days) < MOST_NAMED and moved[n] > 0.08 * np.nanmax(path):
            days.append(int(n) + 1)
    return days
