"""The draw floor: the keyed draws that worlds really take, and nothing else.

A first pass counts the Philox blocks that a sample of worlds takes (from their daily state and roll calls: a block a
day for leaks and easing, one for the agenda while it is open, one per day and side with something to answer, one for
two ballots, one per blow); the timed pass draws the same number with the same generator.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.engine.telescope import run_logged
from sim.rules.compiled import compiled
from sim.rules.draws import halves
from sim.scenario import Setting


@compiled
def draw(seed, first, blocks, days):
    """Draw ``blocks[k]`` Philox blocks for world ``first + k``; returns a sum so that nothing is optimised away."""
    total = 0.0
    for k in range(len(blocks)):
        for n in range(blocks[k]):
            a, b = halves(seed, first + k, n % days, n // days, 0)
            total += a + b
    return total


def blocks_of_world(setting: Setting, seed: int, run: int) -> int:
    """How many Philox blocks one world takes: a block a day for leaks and easing, and what happened besides."""
    _, scratch, daily = run_logged(setting, seed, run)
    s, days = scratch[0], len(daily)
    rolls = s["rolls"][: s["n_rolls"]]
    seats = setting.periods[0]["seats"]
    ballots = sum((int(seats[r["chamber"]]) + 1) // 2 + 1 for r in rolls)
    open_agenda = int(((daily["stage"] == 0) & (daily["wish"] > 0)).sum())
    blows = int((s["acts"][: s["n_acts"]]["injury"] > 0).sum())
    return days + ballots + open_agenda + blows + answer_draws(setting.periods[0], daily)


def answer_draws(p: np.void, daily: np.ndarray) -> int:
    """Days on which a side has at least a point to answer and so draws, from the evening state of the day before."""
    ledger = p["sides"]["reciprocity"] * daily["ledger"][:-1]
    held = np.stack(
        [
            p["sides"]["restraint"][0] * np.maximum(daily["wish"], 0) / (1 + daily["scandal"]),
            p["sides"]["restraint"][1] * daily["hope"],
        ],
        axis=1,
    )[1:]
    return int((ledger - held >= 1.0).sum())


def floor_of(setting: Setting, seed: int, worlds: int, sampled: int = 200) -> Callable[[], object]:
    """The work of drawing for ``worlds`` worlds, the number of blocks of each taken from a sample of them."""
    sample = [blocks_of_world(setting, seed, run) for run in range(sampled)]
    blocks = np.resize(np.array(sample, dtype=np.int64), worlds)
    return lambda: draw(np.uint64(seed), 0, blocks, len(setting.calendar))
