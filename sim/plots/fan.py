"""The fan of an ensemble: where the paths of thousands of worlds lie, with the record over it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.dates import on
from sim.errors import WrongInput
from sim.parameters import SIDES
from sim.plots.dates import date_axis
from sim.plots.labels import Label, place
from sim.plots.shapes import OutcomesLike, Record
from sim.plots.style import BLACK, GREY, NORMAL, SIDE_COLOUR, legend_row, page, styled, wrap
from sim.plots.words import runs_text
from sim.words import side_name

MOST_NAMED = 5
GROSS = "Cumulative severity of measures taken by side, easing not taken off"
"""What a fan counts; the path of a single run takes off what was given back."""


@styled
def fan(outcomes: OutcomesLike, record: Record | None = None) -> Figure:
    """Cumulative points of each side, easing not taken off: 5-95% and 25-75% bands, median, sample paths, the record.

    ``record``: by side, (date, cumulative points after it, label). Raises WrongInput if the ensemble kept no paths.
    """
    scenario = outcomes.scenario
    figure = page(
        f"Range of escalation paths: {outcomes.label}",
        f"{GROSS}, {runs_text(len(outcomes), outcomes.seed)}",
    )
    panels = figure.subplots(1, 2, sharey=True)
    tops = [draw_fan(axes, outcomes, side) for axes, side in zip(panels, SIDES, strict=True)]
    tops += [points for side in SIDES for _, points, _ in (record or {}).get(side, ())]
    panels[0].set_ylim(-0.03 * (max(tops) or 1.0), 1.12 * (max(tops) or 1.0))
    panels[0].set_ylabel("cumulative points")
    legend_row(figure, fan_handles(record is not None, outcomes.sample is not None))
    for axes, side in zip(panels, SIDES, strict=True):
        axes.set_title(wrap(side_name(scenario, side), 5, NORMAL, "bold", 2), color=SIDE_COLOUR[side])
        axes.grid(axis="y")
        date_axis(axes, scenario.start, scenario.days, 5)
    for axes, side in zip(panels, SIDES, strict=True):
        draw_record(axes, (record or {}).get(side, ()), scenario.start, scenario.days)
    return figure


def draw_fan(axes: Axes, outcomes: OutcomesLike, side: str, samples: int = 20) -> float:
    """Draw one side's bands into ``axes``; returns the highest value shown."""
    if outcomes.bands is None:
        raise WrongInput("this ensemble kept no paths", "an ensemble run with paths=True")
    values = np.asarray(outcomes.bands.series[f"{side}_points"], float)
    days, colour = np.arange(len(values)), SIDE_COLOUR[side]
    edges, values = np.append(days, len(days) - 0.5), np.vstack([values, values[-1:]])
    axes.fill_between(edges, values[:, 0], values[:, 4], step="post", color=colour, alpha=0.2, linewidth=0)
    axes.fill_between(edges, values[:, 1], values[:, 3], step="post", color=colour, alpha=0.35, linewidth=0)
    for path in () if outcomes.sample is None else outcomes.sample["points"][:samples, :, SIDES.index(side)]:
        axes.step(days, path, where="post", color=GREY, linewidth=0.7, alpha=0.6)
    axes.step(edges, values[:, 2], where="post", color=colour, linewidth=3)
    return float(np.nanmax(values, initial=0.0))


def draw_record(axes: Axes, record: Sequence[tuple[date, float, str]], start: date, days: int) -> None:
    """Draw the historical path and name its largest steps."""
    rows = _by_day(record, start, days)
    if not rows:
        return
    x = np.array([0.0, *(row[0] for row in rows), days - 0.5])
    y = np.array([0.0, *(row[1] for row in rows), rows[-1][1]])
    axes.step(x, y, where="post", color=BLACK, linewidth=2.2, linestyle=(0, (4, 1.5)))
    axes.plot(x[1:-1], y[1:-1], "s", color=BLACK, markersize=6)
    steps = np.diff(y[:-1])
    largest = sorted(np.argsort(-steps, kind="stable")[:MOST_NAMED])
    labels = [
        Label(
            rows[n][0], rows[n][1], f"{on(start, rows[n][0])}\n{wrap(rows[n][2], 1.8, most=3)}", float(steps[n]), BLACK
        )
        for n in largest
        if rows[n][2]
    ]
    place(axes, labels, [(np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1])])


def _by_day(record: Sequence[tuple[date, float, str]], start: date, days: int) -> list[tuple[int, float, str]]:
    """One row a day within the scenario: day, points since the start, labels joined."""
    rows = sorted(((when - start).days, float(points), label) for when, points, label in record)
    before = max((points for day, points, _ in rows if day < 0), default=0.0)
    found: dict[int, tuple[float, list[str]]] = {}
    for day, points, label in rows:
        if 0 <= day < days:
            found[day] = (points - before, [*found.get(day, (0.0, []))[1], *([label] if label else [])])
    return [(day, points, ", ".join(dict.fromkeys(labels))) for day, (points, labels) in found.items()]


def fan_handles(record: bool, samples: bool, colour: str = GREY) -> list[Patch | Line2D]:
    """The legend of a fan."""
    handles: list[Patch | Line2D] = [
        Patch(color=colour, alpha=0.3, label="9 runs of 10"),
        Patch(color=colour, alpha=0.65, label="middle half"),
        Line2D([], [], color=colour, linewidth=3, label="median"),
    ]
    if samples:
        handles.append(Line2D([], [], color=GREY, linewidth=0.8, label="single runs"))
    if record:
        handles.append(
            Line2D([], [], color=BLACK, linestyle=(0, (4, 1.5)), marker="s", markersize=6, label="what happened")
        )
    return handles
