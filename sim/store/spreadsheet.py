"""``summary.csv``: the means of a sweep as a spreadsheet opens them, one row a setting.

``summary.parquet`` is long and has everything; this table is wide and has what a chart needs. Numbers are written so
that reading them gives the same number again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from math import isnan
from typing import BinaryIO

from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS
from sim.scenario.design import Design
from sim.store.reduction import Reduction


def columns(names: Sequence[str]) -> list[str]:
    """The heads: setting, worlds, means in the order of the outcomes, then of how many worlds each is the mean.

    A class has a column for each word, with its share; the share needs no count.
    """
    means = [f"{o.name}={word}" if word else o.name for o in OUTCOMES.values() for word in o.words or ("",)]
    counts = [f"worlds with {o.name}" for o in OUTCOMES.values() if not o.words]
    return ["point", *names, "worlds", "failed worlds", *means, *counts]


class Sheet:
    """Writes the rows of ``summary.csv`` as they come."""

    def __init__(self, file: BinaryIO, design: Design) -> None:
        self._file, self._design = file, design
        self._write([columns(design.names)])

    def add(self, batch: Sequence[tuple[int, Reduction]]) -> None:
        """One row for each point of ``batch``."""
        self._write([self._row(point, reduction) for point, reduction in batch])

    def close(self) -> None:
        """Nothing is held back."""

    def _row(self, point: int, reduction: Reduction) -> list[str]:
        found = [reduction.summary(name) for name in OUTCOMES]
        means = [value for s in found for value in (s.shares or (s.mean,))]
        counts = [s.worlds for s in found if not s.shares]
        setting = [_setting(name, value) for name, value in self._design.changes(point).items()]
        worlds = [str(reduction.sound), str(reduction.failed)]
        return [str(point), *setting, *worlds, *map(_cell, means), *map(str, counts)]

    def _write(self, rows: Sequence[Sequence[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        self._file.write(text.getvalue().encode())


def _setting(name: str, value: float) -> str:
    return PARAMETERS[name].word(value) if PARAMETERS[name].choices else repr(value)


def _cell(value: float) -> str:
    return "" if isnan(value) else repr(float(value))
