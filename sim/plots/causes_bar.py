"""But-for causes: the share of worlds in which an outcome would not have happened without each cause."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.plots.style import BLUE, GREY, INK, ORANGE, PURPLE, SKY, page, say, styled, wrap

KINDS = {"event": BLUE, "institution": ORANGE, "mechanism": PURPLE, "pair": SKY}
MOST_BARS = 14


@styled
def causes_bar(table: pd.DataFrame, outcome: str = "the outcome", title: str = "") -> Figure:
    """Bars with 95% intervals, longest first; at most fourteen, the rest are counted in the note.

    ``table``: one row a cause; ``cause`` (label), ``share`` (of the worlds with the outcome, 0..1, in which it would
    not have happened but for the cause), ``low``, ``high`` (interval; NaN allowed), and optionally ``kind`` (event,
    institution, mechanism, pair), which gives the colour.
    """
    rows = table.dropna(subset=["share"]).sort_values("share", ascending=False, kind="stable")
    hidden = max(0, len(rows) - MOST_BARS)
    rows = rows.head(MOST_BARS)
    words = outcome.replace("_", " ")
    figure = page(
        f"But-for causes: {words}",
        f"Each cause is switched off alone, with all luck kept. {title}",
        f"{hidden} smaller causes are not shown" if hidden else "",
    )
    axes = figure.subplots()
    if rows.empty:
        say(axes, "There is no cause to show: in no world did the outcome happen.")
        return figure
    kinds = rows["kind"].astype(str) if "kind" in rows else pd.Series("", index=rows.index)
    reach = _bars(axes, rows, kinds)
    axes.set_yticks(
        range(len(rows)), [wrap(str(cause), 4.0, most=1 if len(rows) > 9 else 2) for cause in rows["cause"]]
    )
    axes.set(ylim=(len(rows) - 0.4, -0.6), xlim=(0, max(10.0, min(112.0, reach * 1.12 + 3))))
    axes.set_xlabel(
        f"share of worlds with {words} that would not have had it (%)"
        if outcome != "the outcome"
        else "share of worlds (%)"
    )
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= min(100, axes.get_xlim()[1])])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_color(GREY)
    _legend(axes, kinds)
    return figure


def _bars(axes: Axes, rows: pd.DataFrame, kinds: pd.Series) -> float:
    """One bar a cause with its interval and its share in figures. Returns the highest end of an interval, in %."""
    low, high = (100 * rows[end].fillna(rows["share"]) for end in ("low", "high"))
    for n, (share, kind) in enumerate(zip(rows["share"], kinds, strict=True)):
        axes.barh(n, 100 * share, color=KINDS.get(kind, BLUE), height=0.7)
        axes.plot([low.iloc[n], high.iloc[n]], [n, n], color=INK, linewidth=2.5, solid_capstyle="butt")
        axes.text(high.iloc[n] + 1.2, n, f"{100 * share:.0f}%", va="center", ha="left")
    return float(high.max())


def _legend(axes: Axes, kinds: pd.Series) -> None:
    """The colours of the kinds, where there is more than one."""
    used = [kind for kind in KINDS if kind in set(kinds)]
    if len(used) > 1:
        axes.legend(handles=[Patch(color=KINDS[kind], label=kind) for kind in used], loc="lower right", fontsize=14)
