"""One blow may be an error; two are a policy."""

from __future__ import annotations

from typing import Any

from sim.strategies.hands import NOTHING, best_answer, take

NAME = "tit-for-two-tats"
RULE = "answers only the second blow since its own last act"
SOURCE = "L Axelrod 1984"
COUNTS = True
BLOWS, SEEN, OWN = range(3)


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """Memory: blows since its own last act, the points it then saw of the other, and its own."""
    mine, theirs = w.points[side], w.points[1 - side]
    if mine > w.memory[side, OWN]:
        w.memory[side, OWN], w.memory[side, BLOWS] = mine, 0.0
    if theirs > w.memory[side, SEEN]:
        w.memory[side, SEEN] = theirs
        w.memory[side, BLOWS] += 1.0
    take(s, n, best_answer(s, n) if w.memory[side, BLOWS] >= 2.0 else NOTHING)
