"""A sweep as a table on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.cli import common
from sim.words import number, percent

if TYPE_CHECKING:
    import pandas as pd

    from sim.store.results import SweepResult

MOST_ROWS = 20

HEADLINES = ("echo", "home_points", "rival_points", "law_day", "parity_used")
"""Outcomes whose means stand in the table of a sweep over several points."""

PARTIAL = "In brackets: the share of the worlds that did not fail in which it happened at all; the mean is over these."


def summary_table(result: SweepResult, outcomes: Sequence[str] = ()) -> None:
    """One point: every outcome. Several points: the means of a few ``outcomes``, the headlines if none, each point.

    The share of failed worlds stands beside the setting, in every panel, where any failed; behind a mean over fewer
    than the sound worlds stands the share of them that it is of.
    """
    if len(result.design) == 1:
        _table_of_one(result)
        return
    names, points = result.design.names, min(len(result.design), MOST_ROWS)
    keys = [*names, *([">failed worlds"] if result.failed else [])]
    heads, cells = _means(result.summary(), outcomes, points)
    failed = _failed(result, points)
    rows = [(*result.design.words(p).values(), *failed[p], *cells[p]) for p in range(points)]
    common.table([*keys, *heads], rows, f"{result.scenario.title}: means at each setting", keys=len(keys))
    if any("(" in cell for row in cells for cell in row):
        common.say(f"\n{PARTIAL}")
    if points < len(result.design):
        common.say(f"... and {len(result.design) - points:,} more settings: summary.csv has them all")


def _means(summary: pd.DataFrame, outcomes: Sequence[str], points: int) -> tuple[list[str], list[list[str]]]:
    """The heads of the columns of means, and their cells at the first ``points`` settings."""
    found = summary.pivot(index="point", columns=["outcome", "word"], values=["mean", "worlds", "never"])
    means, had = found["mean"], found["worlds"] / (found["worlds"] + found["never"])
    wanted = (*(outcomes or HEADLINES), "path_class")
    columns = [c for c in means.columns if c[0] in wanted and means[c].notna().any()]
    heads = [f">{_word(word) or name.replace('_', ' ')}" for name, word in columns]
    return heads, [[_mean(means.at[p, c], had.at[p, c]) for c in columns] for p in range(points)]


def _failed(result: SweepResult, points: int) -> list[list[str]]:
    """The cell with the share of failed worlds at each of the first ``points`` settings; none where none failed."""
    if not result.failed:
        return [[] for _ in range(points)]
    summary = result.summary()
    from sim.outcomes import FAILED

    shares = summary[summary["outcome"] == FAILED].set_index("point")["mean"]
    return [[percent(shares[p])] for p in range(points)]


def _mean(mean: float, share: float) -> str:
    """A mean; where only some of the sound worlds have the outcome, with their share in brackets."""
    return f"{number(mean)} ({_part(share)})" if 0 < share < 1 else number(mean)


def _part(share: float) -> str:
    """A share below one and above none in whole per cent, never rounded to either."""
    return "<1%" if share < 0.01 else f"{min(99, round(100 * share))}%"


def _table_of_one(result: SweepResult) -> None:
    rows = [
        (
            _head(r["outcome"], r["word"]),
            *(number(r[name]) for name in ("mean", "q05", "q50", "q95")),
            f"{r['never']:,.0f}",
        )
        for r in result.summary().to_dict("records")
    ]
    common.table(("outcome", ">mean", ">5%", ">median", ">95%", ">no value"), rows, result.scenario.title)


def _word(word: Any) -> str:
    """The word of a class, or nothing for an outcome that is a number."""
    return word if isinstance(word, str) else ""


def _head(outcome: str, word: Any) -> str:
    return f"{outcome}: {_word(word)}" if _word(word) else outcome
