"""The teacher's wall chart: what each counterfactual changes, world by world, on one page."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.style import BLUE, GREY, NORMAL, VERMILION, page, say, styled, wrap
from sim.plots.words import outcome_kind

MOST_PANELS, MOST_ROWS, NAMES = 4, 14, 4.0


@styled
def wall(table: pd.DataFrame, title: str = "") -> Figure:
    """Mean paired difference with its interval: one row a counterfactual, one panel an outcome.

    ``table``, long: ``scenario`` (label of the counterfactual), ``outcome`` (name; the order of appearance is the
    order of the panels, at most four), ``difference`` (counterfactual minus factual, mean over pairs), ``low``,
    ``high`` (95% interval), optionally ``label`` (words for the panel's head) and ``base`` (the factual mean, shown
    under the head). Flags and shares are shown in percentage points. Rows are sorted by the first outcome.
    """
    outcomes = list(table["outcome"].drop_duplicates())[:MOST_PANELS]
    figure = page(
        f"What if? What each change does{': ' + title if title else ''}",
        "Change against the factual world with the same luck: dot = mean, bar = 95% interval; hollow = no clear change",
    )
    if not outcomes:
        say(figure.subplots(), "There is no counterfactual to show.")
        return figure
    first = table[table["outcome"] == outcomes[0]].sort_values("difference", kind="stable")
    rows = list(first["scenario"])[:MOST_ROWS]
    panels = figure.subplots(1, len(outcomes), sharey=True, squeeze=False)[0]
    for n, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
        here = table[table["outcome"] == outcome].drop_duplicates("scenario").set_index("scenario").reindex(rows)
        _panel(axes, here, str(outcome), len(outcomes), first=n == 0)
    panels[0].set_yticks(
        range(len(rows)),
        [wrap(str(row), NAMES, NORMAL, most=1 if len(rows) > 8 else 2) for row in rows],
        fontsize=NORMAL,
    )
    panels[0].set_ylim(len(rows) - 0.5, -0.5)
    return figure


def _panel(axes: Axes, here: pd.DataFrame, outcome: str, panels: int, first: bool) -> None:
    percent = outcome_kind(outcome) in ("flag", "share", "class")
    scale = 100.0 if percent else 1.0
    difference, low, high = (scale * here[name].to_numpy(float) for name in ("difference", "low", "high"))
    reach = float(np.nanmax(np.abs(np.concatenate([difference, low, high])), initial=0.0)) or 1.0
    for row in range(0, len(here), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#F1F1F1", zorder=0)
    axes.axvline(0, color=GREY, linewidth=2, zorder=1)
    for row, (mean, down, up) in enumerate(zip(difference, low, high, strict=True)):
        _change(axes, row, mean, (down, up), _signed(mean, percent))
    axes.set_xlim(-1.12 * reach, 2.1 * reach)
    axes.set_xticks([-_round(reach), 0, _round(reach)])
    axes.set_xlabel("% points" if percent else {"points": "points", "day": "days"}.get(outcome_kind(outcome), "change"))
    axes.set_title(_head(here, outcome, percent, (12.2 - NAMES) / panels - 0.3), fontsize=NORMAL)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _change(axes: Axes, row: int, mean: float, interval: tuple[float, float], number: str) -> None:
    """One row: dot, bar and number; hollow and grey while the interval holds zero."""
    clear = interval[0] > 0 or interval[1] < 0
    colour = GREY if not clear else VERMILION if mean > 0 else BLUE
    axes.plot(interval, [row, row], color=colour, linewidth=5, alpha=0.55, solid_capstyle="butt", zorder=2)
    axes.plot(
        mean,
        row,
        "o",
        color=colour,
        markersize=9,
        markerfacecolor=colour if clear else "white",
        markeredgewidth=2.5,
        zorder=3,
    )
    axes.text(
        0.99,
        row,
        number,
        transform=axes.get_yaxis_transform(),
        ha="right",
        va="center",
        color=colour if clear else "#555555",
        fontsize=NORMAL,
        fontweight="bold" if clear else "normal",
    )


def _head(here: pd.DataFrame, outcome: str, percent: bool, inches: float) -> str:
    label = (
        str(here["label"].dropna().iloc[0])
        if "label" in here and here["label"].notna().any()
        else outcome.replace("_", " ")
    )
    head = wrap(label, inches, NORMAL, "bold", most=2)
    if "base" not in here or not here["base"].notna().any():
        return head
    base = float(here["base"].dropna().iloc[0])
    return f"{head}\n(factual: {100 * base:.0f}%)" if percent else f"{head}\n(factual: {base:.3g})"


def _signed(value: float, percent: bool) -> str:
    if not np.isfinite(value):
        return "–"
    text = f"{value:+.0f}" if percent or abs(value) >= 100 else f"{value:+.1f}"
    return ("0" if float(text) == 0 else text).replace("-", "\u2212")


def _round(value: float) -> float:
    """One significant digit, rounded down: where to put the outer ticks."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(np.floor(value / power) * power)
