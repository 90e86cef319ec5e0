"""Pivotal politics: which status quos a legislature cannot change. MODEL 11.4; Krehbiel 1998.

One dimension, everybody votes for what is nearer. A move to the right passes if each chamber has its needed number of
members to the right of the status quo, and the president is there too or every chamber can override. The same holds
for the left, mirrored. With a president on the right, beyond the members needed, that gives Krehbiel's interval
[filibuster pivot, min(president, veto pivot)].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import WrongInput


class Chamber(NamedTuple):
    """A chamber: ideal points of its members, votes needed to pass a bill (60 under the filibuster) and to override."""

    ideal_points: ArrayLike
    needed: int
    to_override: int


def gridlock_interval(chambers: Sequence[Chamber], president: float) -> tuple[float, float]:
    """The closed interval (left, right) of status quos that no bill can replace.

    left = min(filibuster pivot, max(president, veto pivot)) over the leftmost pivots of all chambers, right its
    mirror image. A president between the two filibuster pivots vetoes nothing that could pass: the interval is then
    theirs, a case that Krehbiel's formula for an extreme president leaves out.
    """
    if not chambers:
        raise WrongInput("no chamber", "at least one")
    left = min(_nth_from_right(c, c.needed) for c in chambers)
    right = max(_nth_from_left(c, c.needed) for c in chambers)
    veto_left = min(_nth_from_right(c, c.to_override) for c in chambers)
    veto_right = max(_nth_from_left(c, c.to_override) for c in chambers)
    return min(left, max(president, veto_left)), max(right, min(president, veto_right))


def _sorted(chamber: Chamber, n: int) -> NDArray[np.float64]:
    points = np.sort(np.asarray(chamber.ideal_points, dtype=float))
    if not 1 <= n <= len(points):
        raise WrongInput(f"{n} votes needed in a chamber of {len(points)}", f"1 to {len(points)}")
    return points


def _nth_from_left(chamber: Chamber, n: int) -> float:
    return float(_sorted(chamber, n)[n - 1])


def _nth_from_right(chamber: Chamber, n: int) -> float:
    return float(_sorted(chamber, n)[-n])
