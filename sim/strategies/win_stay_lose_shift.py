"""Keep doing what works; change whatever was followed by a blow."""

from __future__ import annotations

from typing import Any

from sim.strategies.hands import NOTHING, best_answer, take

NAME = "win-stay-lose-shift"
RULE = "each new blow turns answering into silence and silence into answering"
SOURCE = "L Nowak and Sigmund 1993 (Pavlov)"
COUNTS = True
ANSWERS, SEEN = range(2)


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """Memory: whether it answers now, and the points of the other it has seen. It begins silent."""
    theirs = w.points[1 - side]
    if theirs > w.memory[side, SEEN]:
        w.memory[side, SEEN] = theirs
        w.memory[side, ANSWERS] = 1.0 - w.memory[side, ANSWERS]
    take(s, n, best_answer(s, n) if w.memory[side, ANSWERS] > 0.0 else NOTHING)
