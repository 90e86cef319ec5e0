"""The why of an act, from a chronicle or from the name of a scenario, whose world is lived first."""

from __future__ import annotations

import datetime
from pathlib import Path

from sim.agents.simulate import simulate
from sim.chronicle.chronicle import Chronicle
from sim.chronicle.explain import Explanation, explain_day
from sim.scenario import Scenario
from sim.scenario.arguments import checked


@checked
def explain(
    world: Chronicle | Scenario | str | Path,
    when: datetime.date | int | str,
    side: str = "rival",
    *,
    run: int = 0,
    seed: int | None = None,
) -> Explanation:
    """Why ``side`` did what it did ``when`` (a date or a day number), or why it did not deliberate at all.

    ``world`` is a chronicle, or a scenario (or a shipped name, or a file) whose run number ``run`` is lived first;
    ``seed`` is that of the scenario unless given. For a chronicle both are already settled and do not count.

    Raises:
        WrongInput: no such scenario, a day outside it, or no such side.
        WorldFailed: as :func:`simulate`.
    """
    chronicle = world if isinstance(world, Chronicle) else simulate(world, run, seed)
    return explain_day(chronicle, when, side)
