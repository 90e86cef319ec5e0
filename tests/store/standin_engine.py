"""An engine for tests of the store: instant worlds made from their key alone, some of which fail on request."""

from __future__ import annotations

import os
import time
from typing import Any

import numpy as np

from sim.engine.sketch import PathSketch
from sim.engine.telescope import Block
from sim.outcomes import OUTCOME, OUTCOMES

FAILING_RUNS = (13, 57)


def quick(setting: Any, seed: int, first: int, count: int, paths: bool = False) -> Block:
    """A block that depends on setting, seed and run only, like the real one."""
    key = int(abs(np.float64(setting.periods[0]["hope_patience"])) * 1e9) + int(setting.periods[0]["sides"][1]["staff"])
    table = np.zeros(count, OUTCOME)
    for row, run in zip(table, range(first, first + count), strict=True):
        draws = np.random.Generator(np.random.Philox(key=[seed, run], counter=[key, 0, 0, 0])).random(len(OUTCOMES))
        row["run"] = run
        for value, (name, outcome) in zip(draws, OUTCOMES.items(), strict=True):
            row[name] = _of_kind(outcome, value)
    return Block(table, np.zeros(count, np.int64), np.full(count, -1, np.int64), _sketch(table) if paths else None)


def slow(setting: Any, seed: int, first: int, count: int, paths: bool = False) -> Block:
    """The same worlds at the pace of real ones, so that there is time to be killed."""
    time.sleep(float(os.environ.get("STANDIN_PACE", ".03")))
    return quick(setting, seed, first, count, paths)


def failing(setting: Any, seed: int, first: int, count: int, paths: bool = False) -> Block:
    """The same, but the runs in ``FAILING_RUNS`` break an invariant on day 7."""
    block = quick(setting, seed, first, count, paths)
    broken = np.isin(block.table["run"], FAILING_RUNS)
    for name in OUTCOMES:
        block.table[name][broken] = np.nan
    return Block(block.table, np.where(broken, 3, 0), np.where(broken, 7, -1), block.sketch)


def _of_kind(outcome: Any, value: float) -> float:
    if outcome.kind == "day" and value < 0.2:
        return float("nan")
    if outcome.words:
        return float(int(value * len(outcome.words)))
    whole = {"day": 700, "count": 1300, "flag": 2}.get(outcome.kind)
    return float(int(value * whole)) if whole else value * (1 if outcome.kind == "share" else 90) - 0.3 * (value > 0.99)


def _sketch(table: np.ndarray) -> PathSketch:
    sketch = PathSketch.empty(3)
    for day in range(3):
        np.add.at(sketch.counts, (slice(None), day, (table["echo"] * 100).astype(int) + day), 1)
    sketch.sums[:] = table["echo"].sum()
    return PathSketch(sketch.counts, sketch.sums, len(table))
