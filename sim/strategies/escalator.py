"""Each answer a step above the last: the ladder climbed on purpose."""

from __future__ import annotations

from typing import Any

from sim.strategies.hands import heaviest, take

NAME = "escalator"
RULE = "the mildest option that is heavier than its own last act, or the heaviest"
SOURCE = "L Kahn 1965"
COUNTS = True
LAST, OWN = range(2)


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """Memory: the weight of its last act, and its own points."""
    mine = w.points[side]
    if mine > w.memory[side, OWN]:
        w.memory[side, LAST], w.memory[side, OWN] = mine - w.memory[side, OWN], mine
    chosen = heaviest(s, n)
    for k in range(1, n):
        if w.memory[side, LAST] < s.options[k].severity < s.options[chosen].severity:
            chosen = k
    take(s, n, chosen)
