"""What can be taken away as a file: the scenario that a link means, its worlds as a table, one world as data."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chronicle.as_json import outcome_value
from sim.chronicle.chronicle import Chronicle
from sim.outcomes import OUTCOMES
from sim.words import plain


def outcomes_csv(table: NDArray[Any]) -> str:
    """An OUTCOME table, a row a world: words for classes, nothing for what never came."""
    made = io.StringIO()
    rows = csv.writer(made, lineterminator="\n")
    rows.writerow(["run", *OUTCOMES])
    for row in table:
        rows.writerow([int(row["run"]), *(_cell(name, row) for name in OUTCOMES)])
    return made.getvalue()


def _cell(name: str, row: np.void) -> object:
    value = outcome_value(name, float(row[name]))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def world_json(c: Chronicle) -> Any:
    """One world, as ``run.py simulate --json`` prints it (docs/reference/simulate-json.md)."""
    return plain(c.to_dict())
