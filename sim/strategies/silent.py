"""Never an answer: what unilateral restraint looks like."""

from __future__ import annotations

from typing import Any

from sim.strategies.hands import NOTHING, take

NAME = "silent"
RULE = "never answers"
SOURCE = "J our own: the unconditional cooperator of the repeated game"


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """Nothing for certain."""
    take(s, n, NOTHING)
