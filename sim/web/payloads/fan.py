"""The fan of many worlds: quantiles by day, a plume, and what became of them."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.fans import Fan
from sim.outcomes import CLAUSES, FAILED, OUTCOMES, PATH_CLASSES
from sim.parameters import SIDES

PLUME_ROWS = 128
FULL = 0.8
"""Root of the share of worlds in one row at which a plume is as dark as it gets."""
DOTS = 100
ALL = (0, 1, 2, 3, 4)
"""Every quantile of a fan, lowest first."""
SHORT = {
    "parity_used": "parity",
    "answered_before_vote": "before",
    "rival_ever_acted": "answer",
    "law_day": "law",
    "eased_day": "eased",
}
"""Short names of shares; a class of path or law goes by its own, all others by that of the outcome."""


def short(name: str) -> str:
    """The key of a share: ``law`` for ``law_day``, ``spiral`` for ``path_class=spiral``, ``vetoed`` as it is."""
    return SHORT.get(name, name.rpartition("=")[2])


SHARES = {short(name): name for name in CLAUSES}
"""What a fan has a share of, and a hundred dots: by key the name of what can be told in a sentence."""


def column(table: NDArray[Any], name: str) -> NDArray[np.float64]:
    """One of ``CLAUSES`` as 1, 0 or NaN (not known, or the world failed), one a world."""
    outcome, _, word = name.partition("=")
    values = np.asarray(table[outcome], float)
    if word:
        values = (values == OUTCOMES[outcome].words.index(word)).astype(float)
    elif OUTCOMES[outcome].kind == "day":
        values = (~np.isnan(values)).astype(float)
    return np.where(table[FAILED] > 0, np.nan, values)


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


def dots(values: NDArray[np.float64]) -> str:
    """The first hundred worlds, a letter each: 1 it happened, 0 it did not, x it cannot be said."""
    first = values[:DOTS]
    return np.where(np.isnan(first), b"x", np.where(first > 0, b"1", b"0")).tobytes().decode()


def summary(table: NDArray[Any]) -> dict[str, Any]:
    """What became of the worlds.

    ``classes``: shares of the classes of path, in their order; ``shares`` and ``dots`` by the keys of ``SHARES``;
    ``answer`` the share in which the rival acted at all and ``day`` its median first day; means of points and echo,
    medians of staff; ``failed`` how many worlds broke an invariant and are in nothing else.
    """
    columns = {key: column(table, name) for key, name in SHARES.items()}
    shares = {key: share(values) for key, values in columns.items()}
    return {
        "classes": [shares[name] for name in PATH_CLASSES],
        "parity": shares["parity"],
        "before": shares["before"],
        "law": shares["law"],
        "eased": shares["eased"],
        "answer": shares["answer"],
        "day": middle(table["first_answer_day"]),
        "home_points": _mean(table["home_points"]),
        "rival_points": _mean(table["rival_points"]),
        "home_staff": middle(table["home_staff"]),
        "rival_staff": middle(table["rival_staff"]),
        "echo": _mean(table["echo"]),
        "failed": int((table[FAILED] > 0).sum()),
        "shares": shares,
        "dots": {key: dots(values) for key, values in columns.items()},
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
