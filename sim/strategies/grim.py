"""Once struck, the hardest answer there is, every time."""

from __future__ import annotations

from typing import Any

from sim.strategies.hands import NOTHING, heaviest, take

NAME = "grim"
RULE = "nothing until the first blow, then always the heaviest option"
SOURCE = "L Friedman 1971"


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """The heaviest option for certain, once the other side has done anything."""
    take(s, n, heaviest(s, n) if w.points[1 - side] > 0.0 else NOTHING)
