"""The fan of many worlds: quantiles by day, a plume, and what became of them."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.fans import Fan
from sim.outcomes import OUTCOMES, PATH_CLASSES
from sim.parameters import SIDES

PLUME_ROWS = 128
FULL = 0.8
"""Root of the share of worlds in one row at which a plume is as dark as it gets."""
DOTS = 100
ALL = (0, 1, 2, 3, 4)
"""Every quantile of a fan, lowest first."""
HAPPENED = {"law": "law_day", "eased": "eased_day"}
"""Days that came or did not, as shares: their short name, and the outcome."""
FLAGS = tuple(name for name, outcome in OUTCOMES.items() if outcome.kind == "flag")


def column(table: NDArray[Any], name: str) -> NDArray[np.float64]:
    """An outcome as 1, 0 or NaN, one a world: a flag, ``law`` and ``eased`` (it ever came), or a class of path."""
    failed = table["failed"] > 0
    if name in HAPPENED:
        found = np.where(np.isnan(table[HAPPENED[name]]), 0.0, 1.0)
    elif name in PATH_CLASSES:
        found = np.where(table["path_class"] == PATH_CLASSES.index(name), 1.0, 0.0)
    else:
        found = np.asarray(table[name], float)
    return found if name == "failed" else np.where(failed, np.nan, found)


SHARES = (*FLAGS, *HAPPENED, *PATH_CLASSES)
"""What a fan has a share of, and a hundred dots."""


def share(values: NDArray[np.float64]) -> float | None:
    """The share of those of which it is known; None where it is known of none."""
    known = values[~np.isnan(values)]
    return round(float(known.mean()), 5) if len(known) else None


def middle(values: NDArray[np.float64]) -> float | None:
    """The median of those that are there."""
    known = values[~np.isnan(values)]
    return round(float(np.median(known)), 3) if len(known) else None


def _mean(values: NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return round(float(known.mean()), 3) if len(known) else None


def dots(table: NDArray[Any], name: str) -> str:
    """The first hundred worlds, a letter each: 1 it happened, 0 it did not, x it cannot be said."""
    first = column(table[:DOTS], name)
    return "".join("x" if np.isnan(value) else "01"[int(value)] for value in first)


def summary(table: NDArray[Any]) -> dict[str, Any]:
    """What became of the worlds.

    ``classes``: shares of the classes of path, in their order; ``shares`` and ``dots`` by the names of ``SHARES``;
    ``answer`` the share in which the rival acted at all and ``day`` its median first day; means of points and echo,
    medians of staff; ``failed`` how many worlds broke an invariant and are in nothing else.
    """
    shares = {name: share(column(table, name)) for name in SHARES}
    return {
        "classes": [shares[name] for name in PATH_CLASSES],
        "parity": shares["parity_used"],
        "before": shares["answered_before_vote"],
        "law": shares["law"],
        "eased": shares["eased"],
        "answer": shares["rival_ever_acted"],
        "day": middle(table["first_answer_day"]),
        "home_points": _mean(table["home_points"]),
        "rival_points": _mean(table["rival_points"]),
        "home_staff": middle(table["home_staff"]),
        "rival_staff": middle(table["rival_staff"]),
        "echo": _mean(table["echo"]),
        "failed": int((table["failed"] > 0).sum()),
        "shares": shares,
        "dots": {name: dots(table, name) for name in SHARES},
    }


def fan_payload(fan: Fan, plume: bool) -> dict[str, Any]:
    """``runs``, ``step`` (days between columns), ``top`` (points), ``clipped`` (share of worlds above it).

    Column k is day k * ``step``, the last one the last day. ``q``: by side five lists (5, 25, 50, 75, 95 of a hundred
    worlds) of tenths of a point, one a column, null on days that no world reached. ``plume``: by
    side bytes in base64, a column of ``rows`` after the other from the bottom, 255 where most worlds are. And what
    :func:`summary` holds.
    """
    tenths = tenths_of(fan)
    made: dict[str, Any] = {
        "runs": fan.runs,
        "step": fan.step,
        "top": fan.top,
        "clipped": round(fan.clipped, 4),
        "q": {side: tenths[k] for k, side in enumerate(SIDES)},
        **summary(fan.table),
    }
    if plume:
        shades = {side: _shades(dense) for side, dense in zip(SIDES, fan.plume(PLUME_ROWS), strict=True)}
        made |= {"rows": PLUME_ROWS, "plume": shades}
    return made


def tenths_of(fan: Fan, kept: tuple[int, ...] = ALL) -> list[list[list[int | None]]]:
    """By side, then by quantile: tenths of a point, a column each."""
    points = np.round(fan.quantiles()[:, :, list(kept)] * 10)
    if np.isnan(points).any():
        return [[[None if np.isnan(x) else int(x) for x in line] for line in side.T] for side in points]
    found: list[list[list[int | None]]] = np.moveaxis(points, 2, 1).astype(int).tolist()
    return found


def _shades(dense: NDArray[np.float64]) -> str:
    """Shares (columns, rows) as bytes in base64."""
    return base64.b64encode((255 * np.minimum(1.0, np.sqrt(dense) / FULL)).astype(np.uint8).tobytes()).decode()
