"""Divergence: when, and at whose decision, paired worlds part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.plots.dates import date_axis
from sim.plots.style import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, legend_row, page, say, styled, wrap
from sim.plots.words import pairs_text

KNOWN = {"home": BLUE, "executive": BLUE, "rival": VERMILION, "congress": GREEN, "timeline": GREY}
SPARE = (ORANGE, PURPLE, SKY)
HATCHES = ("", "//", "..", "\\\\", "xx")


@styled
def divergence(
    frame: pd.DataFrame, start: date, days: int, names: Mapping[str, str] | None = None, title: str = ""
) -> Figure:
    """Pairs by the date of their first difference, stacked by the actor whose decision it was.

    ``frame``: one row a pair; ``first_day`` (days from ``start``; NaN: the pair never differs) and ``actor`` (any
    word; home, executive, rival, congress, timeline have colours of their own). ``names`` maps actor words to names
    shown to people.
    """
    parted = frame.dropna(subset=["first_day"])
    never = len(frame) - len(parted)
    share = never / len(frame) if len(frame) else 0.0
    figure = page(
        f"When and at whose decision the worlds part{': ' + title if title else ''}",
        f"{pairs_text(len(frame))} with the same luck; {never:,} ({share:.0%}) never part",
    )
    axes = figure.subplots()
    if parted.empty:
        say(axes, "No pair of worlds ever parts.")
        return figure
    width = max(1, -(-days // 30))
    edges = np.arange(0, days + width, width) - 0.5
    handles: list[Patch] = []
    base = np.zeros(len(edges) - 1)
    for n, (actor, group) in enumerate(
        sorted(parted.groupby("actor", observed=True), key=lambda item: (-len(item[1]), str(item[0])))
    ):
        counts = np.histogram(group["first_day"], edges)[0] * 100 / len(frame)
        colour = KNOWN.get(str(actor).lower(), SPARE[n % len(SPARE)])
        label = wrap(f"{(names or {}).get(str(actor), actor)} {len(group) / len(frame):.0%}", 3.0, most=1)
        handles.append(Patch(facecolor=colour, edgecolor="white", hatch=HATCHES[n % 5], label=label))
        axes.bar(
            edges[:-1],
            counts,
            width,
            base,
            align="edge",
            color=colour,
            edgecolor="white",
            linewidth=1,
            hatch=HATCHES[n % 5],
        )
        base = base + counts
    axes.set_ylabel(f"pairs that part (% of all) in {width} day{'s' if width > 1 else ''}")
    axes.set_ylim(0, 1.1 * base.max())
    axes.grid(axis="y")
    date_axis(axes, start, days)
    legend_row(figure, handles)
    return figure
