"""The numbers of a lesson, counted; and written into its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import estimators as by
from sim.counterfactuals.conditions import parse_condition
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.lessons.lesson import Lesson, say
from sim.lessons.schema import NumberRow
from sim.outcomes import CLAUSES, FAILED, share_of

RUNS = 2000
"""Worlds behind each number: as many as the page counts, of the same luck, so that both say the same."""
NEAR = 2.0
"""How many of a hundred worlds a share may be off, and per cent any other number, before a lesson is behind."""


class Recount(NamedTuple):
    """A number counted anew: what the lesson says (None: nothing yet), and what the worlds say."""

    name: str
    row: NumberRow
    written: float | None
    counted: float

    @property
    def near(self) -> bool:
        """Whether the lesson may go on saying what it says."""
        if self.written is None:
            return False
        most = NEAR if self.row.share is not None else max(NEAR / 100 * abs(self.counted), 0.06)
        return abs(self.written - self.counted) <= most

    @property
    def text(self) -> str:
        """The number as a text says it."""
        return say(self.row, self.counted)


def recount(lesson: Lesson, runs: int = RUNS, progress: Callable[[int, int], None] | None = None) -> list[Recount]:
    """All numbers of a lesson, counted over ``runs`` worlds of each of its settings."""
    tables: dict[str, NDArray[Any]] = {}
    wanted = [ref for row in lesson.numbers.values() for ref in (row.worlds, row.against) if ref and not row.setting]
    names = list(dict.fromkeys(wanted))
    for k, name in enumerate(names):
        tables[name] = ensemble(lesson.worlds[name].scenario, runs).table
        if progress:
            progress(k + 1, len(names))
    return [Recount(name, row, row.value, _count(lesson, row, tables)) for name, row in lesson.numbers.items()]


def _count(lesson: Lesson, row: NumberRow, tables: Mapping[str, NDArray[Any]]) -> float:
    if row.setting is not None:
        return lesson.worlds[row.worlds].scenario.parameters[row.setting]
    table = tables[row.worlds]
    if row.share is not None:
        return float(round(100 * _share(table, row.share)))
    assert row.of is not None
    if row.against is None:
        values = table[row.of][table[FAILED] == 0]
        values = values[~np.isnan(values)]
        found = _middle(values, row.measure)
    else:
        found = _paired(table[row.of], tables[row.against][row.of], row.measure)
    return float(f"{found:.4g}")


def _middle(values: NDArray[Any], measure: str) -> float:
    if measure == "mean":
        return float(np.mean(values))
    return float(np.percentile(values, 95 if measure == "p95" else 50))


def _share(table: NDArray[Any], text: str) -> float:
    """As the page counts it: of the sound worlds for which it is known; of a comparison, of all sound ones."""
    if text in CLAUSES:
        return share_of(table, text)
    return float(np.mean(parse_condition(text).test(table[table[FAILED] == 0])))


def _paired(now: NDArray[Any], was: NDArray[Any], measure: str) -> float:
    """What becomes of each world when it is lived in the other setting with the same luck."""
    sound = ~(np.isnan(now) | np.isnan(was))
    first, second = was[sound], now[sound]
    if measure == "correlation":
        return by.correlation(first, second)
    if measure == "gain":
        return by.variance_gain(first, second)
    found = by.mean_difference(second - first)
    return {"difference": found.value, "low": found.low, "high": found.high}[measure]


def written(text: str, counted: list[Recount]) -> str:
    """The text of a lesson file with its values renewed: each number is one line of ``[numbers]``.

    Raises:
        WrongInput: a number that is not written in one line.
    """
    lines, inside = text.split("\n"), False
    values = {one.name: one.counted for one in counted}
    done: set[str] = set()
    for k, line in enumerate(lines):
        inside = line.strip() == "[numbers]" if line.startswith("[") else inside
        name = line.partition("=")[0].strip()
        if inside and name in values and line.rstrip().endswith("}"):
            lines[k] = _with_value(line.rstrip(), values[name])
            done.add(name)
    for name in values:
        if name not in done:
            raise WrongInput(f"numbers.{name} is not written in one line", "name = { worlds = ..., ... }")
    return "\n".join(lines)


def _with_value(line: str, value: float) -> str:
    told = f"{value:.10g}"
    if "value" in line:
        return re.sub(r"(,\s*value\s*=\s*)[-+0-9.eE_]+", lambda found: f"{found[1]}{told}", line)
    return re.sub(r"\s*\}$", f", value = {told} }}", line)
