"""The half circle of a chamber: its last vote on passage, and where its members sit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np


def last_passage(rolls: Iterable[Any]) -> dict[str, Any]:
    """The last roll call on passage by chamber, of those that voted."""
    return {roll.chamber: roll for roll in rolls if roll.question == "passage"}


def seats(count: int) -> np.ndarray:
    """Seats on concentric half circles, ordered from left to right; shape (count, 2), outer radius 1."""
    rows = rows_of(count)
    radii = np.linspace(0.42, 1.0, rows) if rows > 1 else np.array([1.0])
    share = np.floor(count * radii / radii.sum()).astype(int)
    for n in range(count - share.sum()):
        share[-1 - n % rows] += 1
    places = []
    for radius, here in zip(radii, share, strict=True):
        angles = np.linspace(np.pi, 0, here) if here > 1 else np.full(here, np.pi / 2)
        places += [(angle, radius) for angle in angles]
    places.sort(key=lambda seat: (-round(seat[0], 9), seat[1]))
    return np.array([(radius * np.cos(angle), radius * np.sin(angle)) for angle, radius in places]).reshape(-1, 2)


def rows_of(count: int) -> int:
    """How many rows a chamber of so many has."""
    return max(1, round(float(np.sqrt(count / 3.2))))
