"""A sweep as a card: means along what was varied, and a table of its points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.estimators import z_of_level
from sim.html.charts import Line, lines
from sim.html.fan import fan, key
from sim.html.many import FLAGS, SHOWN, classes, coded, measured
from sim.html.tables import card, paragraph, table
from sim.report.sweep_figures import TOLD
from sim.words import in_words, number

if TYPE_CHECKING:
    import pandas as pd

    from sim.store.results import SweepResult

MOST_ROWS, MOST_LINES, MOST_VALUES = 24, 3, 25
COLUMNS = (*TOLD, "home_points")


def sweepresult(result: SweepResult) -> str:
    """A sweep: one point as an ensemble, several as lines and a table."""
    points, names = len(result.design), result.design.names
    settings = f"{points:,} setting{'s' if points > 1 else ''} of {in_words(names) or 'nothing'}"
    about = f"{settings}, {result.runs:,} worlds each, seed {result.seed}"
    failed = f"; {result.failed:,} worlds failed" if result.failed else ""
    return card(result.scenario.title, f"{about}{failed}; kept in {result.folder.name}", *swept(result))


def swept(result: SweepResult) -> list[str]:
    """Pictures and tables of a sweep, from what is stored."""
    return _one(result) if len(result.design) == 1 else [*_lines(result), _table(result)]


def _one(result: SweepResult) -> list[str]:
    made = []
    if result.bands is not None and 0 in result.bands:
        made.append(fan(result.scenario, result.bands[0], result.seed) + key())
    if result.plan.keep != "rows":
        return [*made, _table(result)]
    frame = result.frame([*SHOWN, *FLAGS, "path_class"])
    columns = {name: coded(frame[name], name) for name in frame.columns}
    return [*made, classes(columns), measured(columns)]


def _lines(result: SweepResult) -> list[str]:
    """A row of small charts for each parameter that has few enough values: means over all else that varies."""
    summary, made = result.summary(), []
    for name in result.design.names[:MOST_LINES]:
        found = [_line(summary, name, outcome) for outcome in TOLD]
        told = [line for line in found if line is not None]
        if told:
            made += [paragraph(f"As {name} varies: means, with their 95% intervals"), lines(name, told)]
    return made


def _line(summary: pd.DataFrame, name: str, outcome: str) -> Line | None:
    """The means of an outcome by value of a parameter, None where there are too many values or nothing changes."""
    rows = summary[(summary["outcome"] == outcome) & summary["mean"].notna()]
    values = rows[name].drop_duplicates()
    if not 1 < len(values) <= MOST_VALUES:
        return None
    words: Sequence[str] = (
        [] if np.issubdtype(np.asarray(values.tolist()).dtype, np.number) else [str(v) for v in values]
    )
    order = list(values) if words else sorted(values)
    ends = [_mean(rows[rows[name] == value]) for value in order]
    at = list(range(len(order))) if words else [float(value) for value in order]
    mean, low, high = map(list, zip(*ends))
    return Line(outcome.replace("_", " "), at, mean, low, high, words)


def _mean(rows: pd.DataFrame) -> tuple[float, float, float]:
    """The mean over points of equal weight by world, and its 95% interval over all their worlds."""
    n = rows["worlds"].to_numpy(float)
    means, spread = rows["mean"].to_numpy(float), rows["sd"].fillna(0).to_numpy(float)
    mean = float((n * means).sum() / n.sum())
    error = float(np.sqrt((n * spread**2).sum()) / n.sum())
    reach = z_of_level() * error
    return mean, mean - reach, mean + reach


def _table(result: SweepResult) -> str:
    """The means of the usual outcomes at each setting."""
    found = result.summary().pivot(index="point", columns=["outcome", "word"], values="mean")
    columns: list[Any] = [c for name in COLUMNS for c in found.columns if c[0] == name and found[c].notna().any()]
    points = list(found.index[:MOST_ROWS])
    rows = [(*result.design.words(p).values(), *(number(float(found.at[p, c])) for c in columns)) for p in points]
    heads = [*result.design.names, *(f">{c[0].replace('_', ' ')}" for c in columns)]
    rest = len(result.design) - len(points)
    more = paragraph(f"... and {rest:,} more settings: summary.csv has them all.") if rest > 0 else ""
    return table(heads or ["setting"], rows, "Means at each setting") + more
