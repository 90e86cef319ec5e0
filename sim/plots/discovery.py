"""Where in two parameters something happens, with the box that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.plots.style import BLUE, GREY, NORMAL, ORANGE, page, say, styled, wrap
from sim.plots.words import parameter_label

Floats = NDArray[np.float64]
MOST_DOTS = 4000


class Plane(NamedTuple):
    """Two parameters: their ``names``, ``points`` (n, 2) with the ``shares`` (n,) of cases there, and the corners of
    the box, ``low`` (2,) and ``high`` (2,).
    """

    names: tuple[str, str]
    points: Floats
    shares: Floats
    low: Floats
    high: Floats


@styled
def discovery(
    steps: Sequence[tuple[float, float]], chosen: int, plane: Plane | None, words: str, subtitle: str = ""
) -> Figure:
    """Left: coverage against density of every box of the trajectory. Right: the two parameters that matter most.

    ``steps``: (coverage, density) of each box, of which number ``chosen`` is told; ``words``: what happens. ``plane``:
    None where fewer than two parameters vary.
    """
    figure = page(f"Where it happens: {words}", subtitle)
    left, right = figure.subplots(1, 2, width_ratios=(2, 3))
    coverage, density = np.array(steps, dtype=float).reshape(-1, 2).T
    left.plot(coverage, density, "o-", color=BLUE, markersize=6, linewidth=2)
    left.plot(coverage[chosen], density[chosen], "o", color=ORANGE, markersize=16, zorder=3)
    left.set_xlim(-0.03, 1.05)
    left.set_ylim(-0.03, 1.05)
    left.set_xlabel("share of the cases in the box")
    left.set_ylabel("share of cases among its worlds")
    left.set_title(wrap("From the whole to the smallest box", 4.4, NORMAL, "bold"))
    left.grid()
    if plane is None:
        say(right, "Only one parameter varies.")
    else:
        _scatter(figure, right, plane)
    return figure


def _scatter(figure: Figure, axes: Axes, plane: Plane) -> None:
    every = max(1, len(plane.points) // MOST_DOTS)
    points, shares = plane.points[::every], plane.shares[::every]
    order = np.argsort(shares, kind="stable")
    dots = axes.scatter(
        points[order, 0],
        points[order, 1],
        c=shares[order],
        cmap="viridis",
        vmin=0.0,
        vmax=1.0,
        s=26,
        alpha=0.85,
        linewidths=0,
    )
    (x0, y0), (x1, y1) = plane.low, plane.high
    axes.add_patch(Rectangle((x0, y0), x1 - x0, y1 - y0, fill=False, edgecolor=ORANGE, linewidth=4))
    axes.set_xlabel(wrap(parameter_label(plane.names[0]), 5.5, most=2))
    axes.set_ylabel(wrap(parameter_label(plane.names[1]), 4.0, most=2))
    axes.tick_params(labelcolor=GREY)
    bar = figure.colorbar(dots, ax=axes, pad=0.02)
    bar.set_label("share of worlds that are cases")
