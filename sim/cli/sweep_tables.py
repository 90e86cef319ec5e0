"""A sweep as a table on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.cli import common
from sim.words import number

if TYPE_CHECKING:
    from sim.store.results import SweepResult

MOST_ROWS = 20

HEADLINES = ("echo", "home_points", "rival_points", "law_day", "parity_used")
"""Outcomes whose means stand in the table of a sweep over several points."""


def summary_table(result: SweepResult, outcomes: Sequence[str] = ()) -> None:
    """One point: every outcome. Several points: the means of a few ``outcomes``, the headlines if none, each point."""
    if len(result.design) == 1:
        _table_of_one(result)
        return
    summary = result.summary()
    means = summary.pivot(index="point", columns=["outcome", "word"], values="mean")
    wanted = _with_failed(result, outcomes)
    columns = [c for c in means.columns if c[0] in wanted and means[c].notna().any()]
    shown = range(min(len(result.design), MOST_ROWS))
    rows = [(*result.design.words(p).values(), *(number(means.at[p, c]) for c in columns)) for p in shown]
    common.table(
        [*result.design.names, *(f">{_word(word) or name.replace('_', ' ')}" for name, word in columns)],
        rows,
        f"{result.scenario.title}: means at each setting",
        keys=len(result.design.names),
    )
    if len(shown) < len(result.design):
        common.say(f"... and {len(result.design) - len(shown):,} more settings: summary.csv has them all")


def _with_failed(result: SweepResult, outcomes: Sequence[str]) -> tuple[str, ...]:
    """The outcomes of the table: those asked for (else the headlines), the path classes, and failures if there are."""
    return (*(outcomes or HEADLINES), "path_class", *(["failed"] if result.failed else []))


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
