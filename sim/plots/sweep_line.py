"""A sweep along one parameter: the mean of an outcome with its confidence band."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.plots.style import BLUE, page, say, styled, wrap
from sim.plots.sweeps import means, missing_text
from sim.plots.words import outcome_kind, outcome_meaning, outcome_unit, parameter_label


@styled
def sweep_line(frame: pd.DataFrame, x: str, outcome: str, beside: str = "") -> Figure:
    """Mean of ``outcome`` with its 95% band by value of ``x``.

    ``frame``: one row a run, with the columns ``x`` (a varied parameter, full name) and ``outcome`` (numeric).
    ``beside``: a sentence on what else changes along the line.
    """
    found = means(frame, x, outcome).dropna(subset=["mean"])
    figure = page(
        f"{outcome.replace('_', ' ').capitalize()} as {x} varies",
        f"Mean and 95% interval over {len(frame):,} runs. {_about(outcome)} {beside}".rstrip(),
        missing_text(frame, outcome),
    )
    axes = figure.subplots()
    if found.empty:
        say(axes, f"No run has a value of {outcome}.")
        return figure
    numeric = pd.api.types.is_numeric_dtype(found.index)
    where = found.index.to_numpy(float) if numeric else np.arange(len(found), dtype=float)
    low, high = found["low"].fillna(found["mean"]), found["high"].fillna(found["mean"])
    if numeric:
        axes.fill_between(where, low, high, color=BLUE, alpha=0.25, linewidth=0)
        axes.plot(where, found["mean"], "-", color=BLUE, linewidth=3.5)
    axes.vlines(where, low, high, color=BLUE, linewidth=2)
    axes.plot(where, found["mean"], "o", color=BLUE, markersize=9)
    if not numeric:
        axes.set_xticks(where, [wrap(str(word), 11 / len(found) - 0.2, most=3) for word in found.index])
        axes.set_xlim(-0.5, len(found) - 0.5)
    if outcome_kind(outcome) in ("flag", "share"):
        axes.set_ylim(min(-0.03, 1.05 * float(low.min())), max(1.03, 1.05 * float(high.max())))
    axes.set_xlabel(parameter_label(x))
    axes.set_ylabel(outcome_unit(outcome))
    if numeric:
        axes.margins(x=0.04)
        axes.locator_params(axis="x", nbins=8)
    axes.grid()
    return figure


def _about(outcome: str) -> str:
    meaning = outcome_meaning(outcome)
    return f"{outcome}: {meaning}." if meaning != outcome.replace("_", " ") else ""
