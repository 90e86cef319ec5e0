"""Scenario discovery: where in the parameters of a sweep something happens, as a box that can be said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import WrongInput
from sim.evidence.prim import Box, Flags, Floats, picked, trajectory
from sim.evidence.where import Where, parse_where
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS
from sim.scenario.arguments import checked, path_of, whole, word
from sim.store.results import SweepResult, open_results

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 2_000_000


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found. ``x`` (n, d): parameters ``names`` of each world; ``y`` (n,): whether it is a case. ``boxes``:
    the trajectory from the whole to the smallest, of which number ``chosen`` is told.
    """

    label: str
    where: Where
    names: tuple[str, ...]
    x: Floats
    y: Flags
    boxes: tuple[Box, ...]
    chosen: int

    @property
    def box(self) -> Box:
        """The box that is told."""
        return self.boxes[self.chosen]

    def limits(self) -> list[tuple[str, float, float, float, float, float]]:
        """A row a restricted parameter, what matters most first: name, low, high, from, to of the whole, and the share
        of cases without this restriction.
        """
        whole, box = self.boxes[0], self.box
        rows = []
        for k in box.restricted(whole):
            low, high = box.low.copy(), box.high.copy()
            low[k], high[k] = whole.low[k], whole.high[k]
            without = ((self.x >= low) & (self.x <= high)).all(axis=1)
            alone = float(self.y[without].mean())
            rows.append(
                (
                    self.names[k],
                    float(box.low[k]),
                    float(box.high[k]),
                    float(whole.low[k]),
                    float(whole.high[k]),
                    alone,
                )
            )
        return sorted(rows, key=lambda row: row[-1])

    def words(self) -> str:
        """The box in a sentence."""
        parts = [_limit(*row[:5]) for row in self.limits()]
        inside = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "anywhere"
        box, whole = self.box, self.boxes[0]
        return (
            f"Where {inside}, {self.where.text} holds in {box.density:.0%} of the worlds ({whole.density:.0%} "
            f"everywhere). The box has {box.mass:.0%} of the worlds and {box.coverage:.0%} of the cases."
        )


def _limit(name: str, low: float, high: float, least: float, most: float) -> str:
    if low <= least:
        return f"{name} is at most {high:.3g}"
    return f"{name} is at least {low:.3g}" if high >= most else f"{name} is between {low:.3g} and {high:.3g}"


@checked
def discover(result: SweepResult | str | Path, condition: str, *, box: int | None = None) -> Discovery:
    """The boxes in the parameters of a sweep (or of the one in a folder) in which worlds are as ``condition`` says.

    ``box``: the number of the box that is told; where coverage times density is greatest if nobody says.

    Raises:
        WrongInput: an expression that cannot be read, no finished sweep with its rows, no parameter with an order, no
            case or nothing but cases, too many rows, or no box of that number.
    """
    parse_where(word("condition", condition))  # what cannot be read is refused before anything is opened
    whole("box", box, optional=True)
    swept = result if isinstance(result, SweepResult) else open_results(path_of(result, "result") or Path())
    return discover_in(swept.frame(), swept.design.names, condition, box=box, label=swept.label)


def discover_in(
    frame: pd.DataFrame, names: Sequence[str], condition: str, *, box: int | None = None, label: str = ""
) -> Discovery:
    """The same in a frame with a row a world, ``names`` of parameters and outcomes as columns."""
    meant = parse_where(condition)
    ordered = tuple(n for n in names if not PARAMETERS[n].choices and frame[n].nunique() > 1)
    if not ordered:
        raise WrongInput("no parameter of these results varies in numbers", "a sweep over one at least")
    if len(frame) > MOST_ROWS:
        raise WrongInput(f"{len(frame):,} worlds", f"at most {MOST_ROWS:,}", way_out="Sweep with fewer --runs")
    x = frame[list(ordered)].to_numpy(dtype=float)
    y = meant.test(_columns(frame))
    boxes = tuple(trajectory(x, y))
    chosen = picked(list(boxes)) if box is None else box
    if not 0 <= chosen < len(boxes):
        raise WrongInput(f"there is no box {chosen}", f"0 to {len(boxes) - 1}", key="--box")
    return Discovery(label, meant, ordered, x, y, boxes, chosen)


def _columns(frame: pd.DataFrame) -> Mapping[str, NDArray[Any]]:
    """Outcomes as numbers; classes as the position of their word."""
    made = {}
    for name, outcome in OUTCOMES.items():
        if name not in frame:
            continue
        column = frame[name]
        if outcome.words and not np.issubdtype(np.asarray(column).dtype, np.number):
            codes = {word: float(k) for k, word in enumerate(outcome.words)}
            made[name] = np.array([codes.get(word, np.nan) for word in column.astype(object)])
        else:
            made[name] = column.to_numpy(dtype=float)
    return made


def as_data(found: Discovery) -> dict[str, Any]:
    """The result as plain values for JSON."""
    return {
        "where": found.where.text,
        "worlds": len(found.y),
        "cases": int(found.y.sum()),
        "parameters": list(found.names),
        "chosen": found.chosen,
        "words": found.words(),
        "limits": [
            dict(zip(("parameter", "low", "high", "from", "to", "density_without"), row, strict=True))
            for row in found.limits()
        ],
        "trajectory": [
            {
                "low": box.low.tolist(),
                "high": box.high.tolist(),
                "coverage": box.coverage,
                "density": box.density,
                "mass": box.mass,
            }
            for box in found.boxes
        ],
    }
