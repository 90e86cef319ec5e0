"""The strategies by name, and what each asks of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.errors import WrongInput
from sim.parameters import ANSWER_RULES, OWN, STRATEGIES
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
from sim.strategies.own import Own


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


def name_of(parameters: Mapping[str, float], side: str) -> str:
    """The name of the strategy that parameters give to ``side`` ('home' or 'rival')."""
    return (*STRATEGIES, OWN)[int(parameters[f"{side}.strategy"])]


def strategy_of(parameters: Mapping[str, float], side: str, own: Sequence[Own] = ()) -> Strategy:
    """The strategy that a scenario's parameters give to ``side``; ``own`` are those that come with the scenario.

    Raises:
        WrongInput: the text of one's own strategy cannot be run.
    """
    name = name_of(parameters, side)
    if name != OWN:
        return SHELF[name]
    mine = own_side(own, side)
    return Strategy(mine.label, "a strategy of one's own", mine.file or "given in Python", mine.weigh(), mine.counts())


def address(parameters: Mapping[str, float], side: str, own: Sequence[Own] = ()) -> int:
    """Where that strategy lies in this process, for the side's record; 0 for those that the rules do themselves.

    Raises:
        WrongInput: one's own strategy cannot be compiled.
    """
    name = name_of(parameters, side)
    if name == OWN:
        return own_side(own, side).address()
    weigh = SHELF[name].weigh
    return address_of(weigh) if weigh else 0


def own_side(own: Sequence[Own], side: str) -> Own:
    """The strategy that ``side`` brings along. Raises :class:`WrongInput` where there is none."""
    for one in own:
        if one.side == side:
            return one
    raise WrongInput(
        f"the {side} side has no strategy of its own",
        "a name of the shelf (run.py strategies), or a file, as in mine.py:patient",
        key=f"{side}.strategy",
    )


def policies(parameters: Mapping[str, float]) -> dict[str, float]:
    """The parameters with ``answer_rule`` and ``grit_interval`` of both sides as their strategies have them.

    With the logit they are what the scenario says, so that older scenarios mean what they meant. Any other strategy
    decides alone: one side has one policy.
    """
    meant = dict(parameters)
    for side in ("home", "rival"):
        name, rule, interval = name_of(parameters, side), f"{side}.answer_rule", f"{side}.grit_interval"
        if name != "logit":
            meant[rule] = float(ANSWER_RULES.index("proportional")) if name == "proportional" else 0.0
            meant[interval] = (meant[interval] or grit.INTERVAL) if name == "grit" else 0.0
    return meant
