"""Tit for tat with a conscience: it takes the reply to its own excess as deserved."""

from __future__ import annotations

from typing import Any

from sim.strategies.hands import NOTHING, best_answer, take

NAME = "contrite"
RULE = "answers as it likes best, until it has done as much as was done to it"
SOURCE = "J our own: standing kept in points, after L Sugden 1986; Boyd 1989"


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """Whoever has hurt as much as it was hurt (points since the start) is not owed more, and bears what comes."""
    take(s, n, best_answer(s, n) if w.points[side] < w.points[1 - side] else NOTHING)
