"""Where in the box of parameters something happens: the patient rule induction method (Friedman and Fisher 1999).

Thin slices are peeled off the box, each time the one whose loss raises the share of cases in it most, until no slice
does or too little is left. Every step is kept: a trajectory from full coverage to high density, from which one box is
picked. Ties and quantiles are as in ema_workbench, whose boxes these equal (tests/evidence/test_prim.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import WrongInput

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PEEL, LEAST = 0.05, 0.05
"""Share of a box that one slice takes; share of all rows below which no box goes."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rows with ``low`` <= x <= ``high`` (d,) each. ``coverage``: share of the cases that it holds; ``density``: share
    of its rows that are cases; ``mass``: share of all rows.
    """

    low: Floats
    high: Floats
    coverage: float
    density: float
    mass: float

    def holds(self, x: Floats) -> Flags:
        """Which rows (n, d) lie inside."""
        return np.asarray(((x >= self.low) & (x <= self.high)).all(axis=1))

    def restricted(self, whole: Box) -> list[int]:
        """The dimensions in which it is smaller than the whole."""
        return [int(k) for k in np.flatnonzero((self.low > whole.low) | (self.high < whole.high))]


def trajectory(x: Floats, y: Flags, peel: float = PEEL, least: float = LEAST) -> list[Box]:
    """Boxes from the whole to the smallest, for rows ``x`` (n, d) of which ``y`` (n,) are cases.

    Raises:
        WrongInput: no row is a case, or each is: there is nothing to discover.
    """
    if not y.any() or y.all():
        raise WrongInput(
            f"{'every' if y.any() else 'no'} world is a case", "some worlds that are, and some that are not"
        )
    inside = np.arange(len(y))
    boxes = [_box(x.min(axis=0), x.max(axis=0), y, inside)]
    while True:
        found = _best(x, y, inside, boxes[0], boxes[-1], peel)
        if found is None or len(found[2]) < least * len(y) or y[found[2]].mean() <= y[inside].mean():
            return boxes
        low, high, inside = found
        boxes.append(_box(low, high, y, inside))


def _best(
    x: Floats, y: Flags, inside: NDArray[np.int64], whole: Box, box: Box, peel: float
) -> tuple[Floats, Floats, NDArray[np.int64]] | None:
    """The slice that leaves the highest share of cases; of equals the one that restricts fewer dimensions, then the
    first, upper ends before lower ones.
    """
    best: tuple[float, int] | None = None
    kept = None
    for k in range(x.shape[1]):
        column = x[inside, k]
        for upper in (True, False):
            cut = slice_at(column, 1.0 - peel if upper else peel)
            rows = inside[column <= cut if upper else column >= cut]
            if not 0 < len(rows) < len(inside):
                continue
            low, high = box.low.copy(), box.high.copy()
            (high if upper else low)[k] = cut
            free = int(((low == whole.low) & (high == whole.high)).sum())
            rank = (float(y[rows].mean()), free)
            if best is None or rank > best:
                best, kept = rank, (low, high, rows)
    return kept


def slice_at(values: Floats, share: float) -> float:
    """A cut at about ``share`` of the values, halfway to the next different one: equal values stay together."""
    ranked = np.sort(values)
    place = (len(ranked) - 1) * share
    below, above = int(np.floor(place)), int(np.ceil(place))
    if share > 0.5:
        while ranked[below] == ranked[above] and below > 0:
            below -= 1
    else:
        while ranked[below] == ranked[above] and above < len(ranked) - 1:
            above += 1
    return float((ranked[below] + ranked[above]) / 2.0)


def _box(low: Floats, high: Floats, y: Flags, inside: NDArray[np.int64]) -> Box:
    cases = int(y[inside].sum())
    return Box(low, high, cases / int(y.sum()), cases / len(inside), len(inside) / len(y))


def picked(boxes: list[Box]) -> int:
    """The box that a person would most likely pick: coverage times density at its greatest, the first of equals."""
    return int(np.argmax([box.coverage * box.density for box in boxes]))
