"""A posterior: what a record taught of some parameters, as draws, as a table, and as a file others can draw from.

The folder holds ``posterior.json`` (what was asked, and the table), ``draws.csv`` (a row a draw, a column a parameter)
and ``chain.npz`` (from which a calibration goes on), with a manifest that vouches for them. Nothing in it is code.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import WrongInput
from sim.parameters import PARAMETERS
from sim.store import disk, kept
from sim.words import card, did_you_mean, show_path, shown

if TYPE_CHECKING:
    import pandas as pd

DRAWS_FILE = "draws.csv"
LARGEST = 50_000_000
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, repr=False)
class Draws:
    """Values of parameters to draw from: ``names`` (D,) and ``values`` (n, D), one row as likely as another."""

    names: tuple[str, ...]
    values: NDArray[np.float64]
    folder: Path

    def __repr__(self) -> str:
        return card("Draws", show_path(self.folder), draws=f"{len(self):,}", parameters=", ".join(self.names))

    def __len__(self) -> int:
        return len(self.values)

    def row(self, k: int) -> dict[str, float]:
        """Draw ``k`` as parameters by name; after the last comes the first again."""
        return dict(zip(self.names, map(float, self.values[k % len(self)])))

    def rows(self) -> list[dict[str, float]]:
        """All draws as parameters by name: what ``ensemble`` and ``compare`` take as ``draws``."""
        return [self.row(k) for k in range(len(self))]

    def spread(self, count: int) -> Draws:
        """At most ``count`` of the draws, evenly spaced."""
        if count >= len(self):
            return self
        return Draws(self.names, self.values[np.linspace(0, len(self) - 1, count).round().astype(int)], self.folder)

    def specifications(self) -> list[str]:
        """``name=x,y,z`` for each parameter, the k-th values together a draw; what a sweep's ``--vary`` reads.

        A draw that repeats a value of one before (a walker that stood still) is left out: a list holds each value once.
        """
        rows: list[NDArray[np.float64]] = []
        for row in self.values:
            if not any((row == other).any() for other in rows):
                rows.append(row)
        columns = np.array(rows).T
        return [f"{name}={','.join(repr(float(v)) for v in column)}" for name, column in zip(self.names, columns)]

    def frame(self) -> pd.DataFrame:
        """One row a draw."""
        import pandas as pd

        return pd.DataFrame(self.values, columns=list(self.names))


def read_draws(folder: Path) -> Draws:
    """The draws of a posterior on disk.

    Raises:
        WrongInput: no posterior there, or one that was edited, damaged or is not for this version; the file, line and
            column say where.
    """
    found = kept.load(folder) if folder.is_dir() else None
    if found is None or found.kind != "posterior":
        raise WrongInput(
            f"{show_path(folder)} holds no posterior",
            "a folder that run.py calibrate left",
            key="--posterior",
            way_out="As in: run.py calibrate us-russia-2016 --free rival.restraint --out DIR",
        )
    for line in kept.problems(folder, found):
        raise WrongInput(line, key="--posterior")
    file = folder / DRAWS_FILE
    text = disk.read(file, LARGEST).decode("utf-8", errors="replace")
    rows = list(_rows(file, csv.reader(io.StringIO(text, newline=""), strict=True)))
    names = _names(file, rows[0] if rows else [])
    if len(rows) < 2:
        raise WrongInput("there is no draw", "a row of numbers a draw", file=show_path(file), line=2)
    return Draws(names, np.array([_values(file, k + 2, names, row) for k, row in enumerate(rows[1:])]), folder)


def _rows(file: Path, reader: Any) -> Iterator[list[str]]:
    try:
        yield from (row for row in reader if row)
    except csv.Error as error:
        raise WrongInput(f"this is not CSV ({error})", file=show_path(file), line=reader.line_num) from None


def _names(file: Path, head: list[str]) -> tuple[str, ...]:
    for name in head:
        if name not in PARAMETERS or head.count(name) > 1:
            raise WrongInput(
                f"found the column {shown(name)}",
                "names of parameters, each once",
                file=show_path(file),
                line=1,
                way_out=did_you_mean(name, PARAMETERS),
            )
    if not head:
        raise WrongInput("the file is empty", "a line with names of parameters", file=show_path(file), line=1)
    return tuple(head)


def _values(file: Path, line: int, names: tuple[str, ...], row: list[str]) -> list[float]:
    if len(row) != len(names):
        raise WrongInput(f"{len(row)} cells", f"{len(names)}", file=show_path(file), line=line)
    found = []
    for name, cell in zip(names, row):
        q = PARAMETERS[name]
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not q.low <= value <= q.high:
            expected = f"a number from {q.low:g} to {q.high:g}"
            raise WrongInput(f"found {shown(cell)}", expected, file=show_path(file), line=line, key=name)
        found.append(value)
    return found
