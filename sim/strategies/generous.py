"""Tit for tat that forgives now and then, so that an error does not echo for ever."""

from __future__ import annotations

from typing import Any

from sim.strategies.hands import NOTHING, best_answer, take

NAME = "generous"
RULE = "answers as it likes best, but lets one deliberation in three pass"
SOURCE = "L Nowak and Sigmund 1992, at the payoffs 5, 3, 1, 0"
PARDON = 1.0 / 3.0
"""min(1 - (T - R) / (R - S), (R - P) / (T - P)) at T, R, P, S = 5, 3, 1, 0."""


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """The best answer with two chances in three, nothing with one."""
    answer = best_answer(s, n)
    take(s, n, answer)
    if answer != NOTHING:
        s.options[NOTHING].probability = PARDON
        s.options[answer].probability = 1.0 - PARDON
