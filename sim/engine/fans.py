"""The fan of a lever that moves: of many worlds what a picture shows, and nothing else.

Kept of each world are its row of outcomes, the very row that the telescope gives, and the points of both sides on
every ``step``-th day, as counts in linear bins as high as a pixel. :mod:`sim.engine.sketch` keeps eight series of
every day to a fixed relative error, for tables that are read; a picture redrawn under its reader's hand needs a
hundredth of it. Only whole numbers are added up, so nothing hangs on how runs are cut into blocks: they may be small,
and two cores share three hundred worlds.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.blocks import BLOCK, blocks_of, in_order, threads_available
from sim.engine.limits import check_paths
from sim.engine.loop import Kept, keep_world
from sim.engine.sketch import QUANTILES, ranks
from sim.engine.telescope import check_runs
from sim.outcomes import FAILED
from sim.rules.compiled import compiled, mark_warm
from sim.rules.day import begin, live
from sim.rules.world import SOUND
from sim.scenario.arguments import checked, real, refused, scenario_of, whole
from sim.scenario.model import Scenario
from sim.scenario.setting import Setting
from sim.words import card

BINS = 512
"""Bins of a column, from 0 to the top of the picture; the last one also holds what lies above it."""
COLUMN_BYTES = 2 * BINS * 4
LEAST_BLOCK = 64
"""Worlds that are worth a task of their own."""


class Grid(NamedTuple):
    """Where points are counted: ``counts`` (2, columns, BINS), a column every ``step`` days, ``scale`` bins a point."""

    counts: NDArray[np.int32]
    step: int
    scale: float

    @classmethod
    def blank(cls, days: int, step: int, top: float) -> Grid:
        """No worlds yet, over so many ``days`` and up to ``top`` points."""
        return cls(np.zeros((2, len(shown_days(days, step)), BINS), np.int32), step, (BINS - 1) / top)


def shown_days(days: int, step: int) -> NDArray[np.int64]:
    """The days that have a column: every ``step``-th from day 0, and the last."""
    return np.unique(np.append(np.arange(0, days, step), days - 1))


@compiled
def _count_points(w, column, grid):
    last = grid.counts.shape[2] - 1
    for side in range(2):
        grid.counts[side, column, int(min(w.points[side] * grid.scale + 0.5, last))] += 1


@compiled
def _fan_world(setting, seed, run, kept, grid):
    """One world from morning to night, in ``kept.worlds[0]``; a day on which it fails is not counted."""
    kept.worlds[0] = setting.template[0]
    w, s, last_day = kept.worlds[0], kept.scratch[0], len(setting.calendar) - 1
    begin(w, s, seed, run)
    for day in range(last_day + 1):
        w.day = day
        p = setting.periods[setting.calendar[day].period]
        live(p, setting.calendar, setting.events, setting.members, w, s, day == last_day)
        if w.status != SOUND:
            break
        if day % grid.step == 0 or day == last_day:
            _count_points(w, (day + grid.step - 1) // grid.step, grid)


@compiled
def _fan_block(setting, seed, first, kept, grid):
    """Worlds ``first``, ``first`` + 1, ..., as many as ``kept.table`` has rows."""
    for k in range(len(kept.table)):
        _fan_world(setting, seed, first + k, kept, grid)
        keep_world(kept.worlds[0], len(setting.calendar) - 1, first + k, kept, k)


@compiled
def _read_quantiles(counts, places, bins):
    """The bin of each place, by one pass up every column; ``places`` and ``bins`` (quantiles, 2, columns)."""
    for side in range(counts.shape[0]):
        for column in range(counts.shape[1]):
            below, q = 0, 0
            for k in range(counts.shape[2]):
                below += counts[side, column, k]
                while q < len(places) and below >= places[q, side, column]:
                    bins[q, side, column] = k
                    q += 1
                if q == len(places):
                    break


@dataclass(frozen=True, repr=False)
class Fan:
    """``runs`` worlds as a picture shows them.

    ``table`` (runs,) OUTCOME, as of :func:`sim.ensemble`; ``counts`` (2, columns, BINS), how many worlds have so many
    points of a side (home first) by each of ``days`` (columns,); the bins go from 0 to ``top`` points. A world that
    fails is counted as far as it came through, as in the daily bands.
    """

    label: str
    seed: int
    runs: int
    step: int
    top: float
    days: NDArray[np.int64]
    table: NDArray[Any]
    counts: NDArray[np.int32]

    def __repr__(self) -> str:
        return card(type(self).__name__, self.label, worlds=f"{self.runs:,}", seed=self.seed, failed=self.failed)

    def __len__(self) -> int:
        return self.runs

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """One outcome as a column (runs,)."""
        column: NDArray[np.float64] = self.table[name]
        return column

    @property
    def failed(self) -> int:
        """How many worlds broke an invariant."""
        return int(self.table[FAILED].sum())

    @property
    def lived(self) -> NDArray[np.int64]:
        """How many worlds came through each of the ``days``, (columns,)."""
        return self.counts[0].sum(axis=1, dtype=np.int64)

    @property
    def clipped(self) -> float:
        """The share of worlds that reach the top of the picture; above .005 it deserves twice the height."""
        return float(self.counts[:, :, -1].max()) / self.runs

    def quantiles(self) -> NDArray[np.float64]:
        """Points (2, columns, 5) at the quantiles 5, 25, 50, 75 and 95%, each within half a bin of the exact one.

        Over the worlds that lived the day; NaN where none did. What lies above ``top`` is told as ``top``.
        """
        lived = self.counts.sum(axis=2, dtype=np.int64)
        bins = np.zeros((len(QUANTILES), *lived.shape), np.int64)
        _read_quantiles(self.counts, ranks(lived), bins)
        points = np.where(lived > 0, bins * (self.top / (BINS - 1)), np.nan)
        return np.moveaxis(points, 0, 2)

    def plume(self, rows: int = 128) -> NDArray[np.float64]:
        """The density of worlds, (2, columns, rows) from 0 points up: the share of those that lived the day.

        Bands hide that a fan may have two peaks; this shows it.

        Raises:
            WrongInput: the bins cannot be put together into so many rows.
        """
        if isinstance(rows, bool) or not isinstance(rows, int) or not 1 <= rows <= BINS or BINS % rows:
            raise refused("rows", rows, f"a divisor of {BINS}")
        dense = self.counts.reshape(2, len(self.days), rows, -1).sum(axis=3)
        return dense / np.maximum(1, self.lived)[:, None]


@checked
def fan(
    scenario: Scenario | Setting | str | Path,
    seed: int | None = None,
    runs: int = 1000,
    *,
    step: int = 3,
    top: float = 80.0,
    block: int | None = None,
    threads: int | None = None,
) -> Fan:
    """Worlds 0 .. ``runs`` - 1 of a scenario (a :class:`Scenario`, name, file, or its compiled ``Setting``) as a fan.

    A column every ``step`` days and up to ``top`` points; ``seed`` None is the scenario's own (0 for a ``Setting``).
    The result depends neither on ``block``, the worlds of a task, nor on ``threads``.

    Raises:
        WrongInput: no such scenario, or an argument that is no number of its kind.
    """
    setting, label, own = _compiled(scenario)
    check_runs(runs)
    step, top, block = whole("step", step, 1) or 1, real("top", top, 1e-6, 1e9), whole("block", block, 1, optional=True)
    days, workers = len(setting.calendar), threads or threads_available()
    check_paths(len(shown_days(days, step)), COLUMN_BYTES, workers)
    key = np.uint64(own if seed is None else seed)
    size = block or max(LEAST_BLOCK, min(BLOCK, -(-runs // (4 * workers))))

    def work(task: tuple[int, int]) -> tuple[Kept, Grid]:
        kept, grid = Kept.blank(task[1]), Grid.blank(days, step, top)
        _fan_block(setting, key, task[0], kept, grid)
        return kept, grid

    tables, counts = _joined(in_order(work, blocks_of(runs, size=size), workers))
    mark_warm("fan")
    return Fan(label, int(key), runs, step, top, shown_days(days, step), tables, counts)


def _compiled(given: object) -> tuple[Setting, str, int]:
    """The arrays of what was given, what it is called, and its seed."""
    if isinstance(given, Setting):
        return given, "", 0
    scenario = scenario_of(given)
    return scenario.compile(), scenario.title, scenario.seed


def _joined(parts: Iterator[tuple[Kept, Grid]]) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """The rows of all blocks and their counts, whose order does not matter."""
    kept, grid = next(parts)
    tables, counts = [kept.table], grid.counts
    for kept, grid in parts:
        tables.append(kept.table)
        counts += grid.counts
    return np.concatenate(tables), counts
