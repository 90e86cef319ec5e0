"""The strategies by name, and what each asks of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.parameters import ANSWER_RULES, STRATEGIES
from sim.rules.weighing import address_of
from sim.strategies import (
    contrite,
    escalator,
    generous,
    grim,
    grit,
    logit,
    mirror,
    parity,
    proportional,
    silent,
    tit_for_two_tats,
    win_stay_lose_shift,
)


@dataclass(frozen=True, slots=True)
class Strategy:
    """One of the shelf. ``weigh`` is None where the rules themselves do it, by the logit or without a menu.

    ``counts`` marks one whose memory takes what happened between two askings for one thing: see the room's page.
    """

    name: str
    rule: str
    source: str
    weigh: Callable[..., None] | None
    counts: bool


_FILES = (
    logit,
    proportional,
    mirror,
    generous,
    contrite,
    tit_for_two_tats,
    win_stay_lose_shift,
    grim,
    parity,
    escalator,
    silent,
    grit,
)
SHELF: dict[str, Strategy] = {
    f.NAME: Strategy(f.NAME, f.RULE, f.SOURCE, f.weigh, getattr(f, "COUNTS", False)) for f in _FILES
}
"""Every strategy by name, in the order of ``STRATEGIES``."""


def strategy_of(parameters: Mapping[str, float], side: str) -> Strategy:
    """The strategy that a scenario's parameters give to ``side`` ('home' or 'rival')."""
    return SHELF[STRATEGIES[int(parameters[f"{side}.strategy"])]]


def address(parameters: Mapping[str, float], side: str) -> int:
    """Where that strategy lies in this process, for the side's record; 0 for those that the rules do themselves."""
    weigh = strategy_of(parameters, side).weigh
    return address_of(weigh) if weigh else 0


def policies(parameters: Mapping[str, float]) -> dict[str, float]:
    """The parameters with ``answer_rule`` and ``grit_interval`` of both sides as their strategies have them.

    With the logit they are what the scenario says, so that older scenarios mean what they meant. Any other strategy
    decides alone: one side has one policy.
    """
    meant = dict(parameters)
    for side in ("home", "rival"):
        name, rule, interval = strategy_of(parameters, side).name, f"{side}.answer_rule", f"{side}.grit_interval"
        if name != "logit":
            meant[rule] = float(ANSWER_RULES.index("proportional")) if name == "proportional" else 0.0
            meant[interval] = (meant[interval] or grit.INTERVAL) if name == "grit" else 0.0
    return meant
