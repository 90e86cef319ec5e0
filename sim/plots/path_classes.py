"""Shares of path classes: how many worlds stay quiet, stay contained, go on evenly, spiral."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.errors import WrongInput
from sim.plots.style import CLASS_COLOUR, legend_row, page, say, styled, wrap
from sim.plots.sweeps import missing_text
from sim.plots.words import parameter_label
from sim.words import in_words

MOST_BARS = 12


@styled
def path_classes(frame: pd.DataFrame, by: str = "point", names: Mapping[object, str] | None = None) -> Figure:
    """Stacked shares of ``path_class`` by value of ``by`` (a design point, a scenario, a parameter).

    ``frame``: one row a run; ``path_class`` holds words of ``CLASS_COLOUR``. ``names`` gives the rows'
    labels. Up to 12 rows are bars with their numbers in the order of the frame's groups, more are columns.
    """
    _check(frame, by)
    found = shares(frame, by)
    used = [word for word in CLASS_COLOUR if found[word].any()]
    figure = page(
        f"How the paths end: {in_words(used) or 'in no world'}",
        f"Shares of path classes over {int(frame['path_class'].notna().sum()):,} runs, by {by}",
        missing_text(frame, "path_class"),
    )
    axes = figure.subplots()
    if found.empty:
        say(axes, "There is no run to count.")
        return figure
    if len(found) > MOST_BARS:
        _columns(axes, found, by)
    else:
        _named_bars(axes, found, by, names or {})
    legend_row(figure, [Patch(color=CLASS_COLOUR[word], label=word) for word in used])
    return figure


def _check(frame: pd.DataFrame, by: str) -> None:
    for needed in (by, "path_class"):
        if needed not in frame:
            raise WrongInput(f"no column {needed!r} in this frame", f"one of {', '.join(map(str, frame.columns))}")


def shares(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Share of each path class (columns) by group (rows)."""
    counts = pd.crosstab(frame[by], frame["path_class"].astype(str))
    counts = counts.reindex(columns=list(CLASS_COLOUR), fill_value=0)
    if not pd.api.types.is_numeric_dtype(frame[by]):
        counts = counts.reindex([key for key in frame[by].drop_duplicates() if key in counts.index])
    return counts.div(counts.sum(axis=1).clip(lower=1), axis=0)


def _word(key: object) -> str:
    return f"{key:.4g}" if isinstance(key, float) else str(key)


def _named_bars(axes: Axes, found: pd.DataFrame, by: str, names: Mapping[object, str]) -> None:
    _bars(axes, found, [str(names.get(key, _word(key))) for key in found.index])
    axes.set_ylabel("" if by == "scenario" or names else parameter_label(by))


def _bars(axes: Axes, found: pd.DataFrame, names: list[str]) -> None:
    left = pd.Series(0.0, index=found.index)
    for word, colour in CLASS_COLOUR.items():
        bars = axes.barh(
            range(len(found)), 100 * found[word], left=100 * left, color=colour, edgecolor="white", height=0.78
        )
        for bar, share in zip(bars, found[word], strict=True):
            if share >= 0.055:
                axes.text(
                    bar.get_x() + bar.get_width() / 2,
                    bar.get_y() + bar.get_height() / 2,
                    f"{100 * share:.0f}%",
                    ha="center",
                    va="center",
                )
        left = left + found[word]
    axes.set_yticks(range(len(found)), [wrap(name, 3.4, most=2) for name in names])
    axes.set(xlim=(0, 100), ylim=(len(found) - 0.4, -0.6), xlabel="share of runs (%)")
    axes.tick_params(axis="y", length=0)


def _columns(axes: Axes, found: pd.DataFrame, by: str) -> None:
    bottom = pd.Series(0.0, index=found.index)
    for word, colour in CLASS_COLOUR.items():
        axes.bar(range(len(found)), 100 * found[word], bottom=100 * bottom, color=colour, width=1)
        bottom = bottom + found[word]
    step = -(-len(found) // 9)
    axes.set_xticks(range(0, len(found), step), [wrap(_word(key), 1.1, most=2) for key in found.index[::step]])
    axes.set(ylim=(0, 100), xlim=(-0.5, len(found) - 0.5), ylabel="share of runs (%)", xlabel=parameter_label(by))
