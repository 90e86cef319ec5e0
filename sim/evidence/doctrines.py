"""Which doctrine of the shelf gives a record the most probability: each in turn, one side at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.branching.weighing import FLOOR
from sim.errors import WrongInput
from sim.evidence.score import PARTICLES, score
from sim.evidence.windows import window_of
from sim.parameters import SIDES
from sim.records import read_history
from sim.rules.imposed import HOME_PARTS, RIVAL_PARTS
from sim.scenario import Scenario
from sim.scenario.arguments import checked, scenario_of
from sim.strategies.shelf import SHELF


@dataclass(frozen=True)
class Doctrine:
    """``side`` by the strategy ``name``, the other side as the scenario has it. ``own`` are the bits of what that side
    did and left undone, ``total`` those of the whole record; both None where a record cannot weigh it, and ``why``.
    """

    name: str
    side: str
    own: float | None
    total: float | None
    why: str


@checked
def score_strategies(
    scenario: Scenario | str | Path,
    particles: int = PARTICLES,
    *,
    seed: int | None = None,
    floor: float = FLOOR,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Doctrine, ...]:
    """Every strategy for every side that is scored, the likeliest first; those that cannot be weighed last."""
    s = scenario_of(scenario)
    sides = [SIDES[k] for k in window_of(read_history(s)).sides]
    found = []
    for side in sides:
        for name in SHELF:
            found.append(_weighed(s, side, name, particles, seed, floor))
            if progress:
                progress(len(found), len(sides) * len(SHELF))
    return tuple(sorted(found, key=lambda d: (SIDES.index(d.side), d.own is None, d.own or 0.0)))


def _weighed(s: Scenario, side: str, name: str, particles: int, seed: int | None, floor: float) -> Doctrine:
    columns = slice(HOME_PARTS, RIVAL_PARTS) if side == "home" else slice(RIVAL_PARTS, None)
    try:
        made = score(s.replace({f"{side}.strategy": name}), particles, seed=seed, floor=floor, baselines=False)
    except WrongInput as error:
        return Doctrine(name, side, None, None, error.found)
    return Doctrine(name, side, float(made.parts[:, columns].sum()), made.total, "")
