"""Several futures of one past, compared world by world: same particles, same luck."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from sim.errors import WrongInput
from sim.experiments.branch import LEAST_PARTICLES, Branched, Departure, branch
from sim.experiments.compare import Comparison, Pair, Progress
from sim.experiments.conditioning import Particles, condition
from sim.scenario import Scenario
from sim.telescope import check_runs


def compare_branches(
    scenario: Scenario,
    date: datetime.date,
    departures: Sequence[tuple[str, Departure]],
    runs: int = 1000,
    seed: int | None = None,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[Comparison, Particles]:
    """Impose the record up to ``date``, then compare each departure (label, what differs) with the world as it is.

    Row k of every world goes on from the same particle with the same luck. Intervals are clustered by the first
    ancestor of the particles. Returns the comparison and the particles,
    whose ``report()`` says how well the record is believed.

    Raises:
        WrongInput: no departure, or as :func:`sim.experiments.branch.branch`.
    """
    if not departures:
        raise WrongInput("nothing differs after the branch", "--force, --with, --without or another scenario")
    check_runs(runs)
    made = condition(
        scenario, date, runs if date == scenario.start else max(runs, LEAST_PARTICLES), seed=seed, threads=threads
    )
    worlds: list[Branched] = []
    for k, departure in enumerate([Departure(), *(departure for _, departure in departures)]):
        worlds.append(
            branch(
                scenario,
                date,
                runs,
                departure,
                particles=made,
                threads=threads,
                progress=_offset(progress, runs, k, len(departures) + 1),
            )
        )
    labels = [
        (f"{scenario.name} from {date}", f"As it was, from {date} on"),
        *((f"{scenario.name} from {date}: {label}", f"From {date}: {label}") for label, _ in departures),
    ]
    named = [
        dataclasses.replace(world, scenario=dataclasses.replace(world.scenario, name=name, title=title))
        for world, (name, title) in zip(worlds, labels, strict=True)
    ]
    stems = None if date == scenario.start else worlds[0].ancestors
    return Comparison(tuple(Pair(named[0], other, ancestors=stems) for other in named[1:]), made.seed, runs), made


def _offset(progress: Progress | None, runs: int, k: int, of: int) -> Progress | None:
    return (lambda done, _: progress(k * runs + done, of * runs)) if progress else None
