"""Several futures of one past, compared world by world: same particles, same luck."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import NamedTuple

from sim.agents.simulate import acts_of, rolls_of
from sim.branching.branch import LEAST_PARTICLES, Branched, Departure, future
from sim.branching.conditioning import Particles, condition
from sim.branching.pairs import Future, run_branch_pairs
from sim.chronicle.chronicle import Chronicle
from sim.counterfactuals.compare import Comparison, Pair, Progress
from sim.counterfactuals.paths import PathDifference, path_difference
from sim.engine.pairs import PairBlock
from sim.engine.telescope import Block, check_runs, failures_of
from sim.errors import WrongInput
from sim.scenario import Scenario


def compare_branches(
    scenario: Scenario,
    date: datetime.date,
    departures: Sequence[tuple[str, Departure]],
    runs: int = 1000,
    seed: int | None = None,
    paths: bool = False,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[Comparison, Particles]:
    """Impose the record up to ``date``, then compare each departure (label, what differs) with the world as it is.

    Row k of every world goes on from the same particle with the same luck, and both worlds of a pair are followed day
    by day. Intervals are clustered by the first ancestor of the particles. ``paths`` adds daily paths, the imposed days
    included. Returns the comparison and the particles, whose ``report()`` says how well the record is believed.

    Raises:
        WrongInput: no departure, or as :func:`sim.branching.branch.branch`.
    """
    if not departures:
        raise WrongInput("nothing differs after the branch", "--force, --with, --without or another scenario")
    check_runs(runs)
    made = condition(
        scenario, date, runs if date == scenario.start else max(runs, LEAST_PARTICLES), seed=seed, threads=threads
    )
    label = f"{scenario.name} from {date}"
    first = _World(label, f"As it was, from {date} on", Departure(), *future(made, Departure(), runs))
    others = [
        _World(f"{label}: {name}", f"From {date}: {name}", departure, *future(made, departure, runs))
        for name, departure in departures
    ]
    ancestors = None if date == scenario.start else first.future.past.lineage.keys[0]
    pairs = []
    for k, other in enumerate(others):
        report = _Report(progress, k * runs, len(others) * runs)
        block = run_branch_pairs(first.future, other.future, runs, paths, threads, report)
        daily = path_difference(block, ancestors) if paths else None
        a, b = (_branched(made, world, block, which, daily) for which, world in enumerate((first, other)))
        pairs.append(Pair(a, b, block.partings, daily, ancestors))
    return Comparison(tuple(pairs), made.seed, runs), made


class _World(NamedTuple):
    """One world to go on with; ``then`` is the scenario that rules from the branch on."""

    name: str
    label: str
    departure: Departure
    then: Scenario
    future: Future


def _branched(made: Particles, world: _World, block: PairBlock, which: int, daily: PathDifference | None) -> Branched:
    """One side of a block of pairs as a result of its own."""
    scenario = dataclasses.replace(world.then, name=world.name)
    table, past = block.tables[which], world.future.past
    failures = failures_of(scenario, made.seed, Block(table, block.status[which], block.failed_day[which], None))
    bands = daily.bands[which] if daily else None
    return Branched(
        scenario,
        made.seed,
        table,
        bands,
        None,
        failures,
        label=world.label,
        date=made.until,
        departure=world.departure,
        particles=made,
        past=past,
        forced=world.future.forced,
    )


class _Report:
    """Adds up pairs done for a progress bar that counts worlds."""

    def __init__(self, progress: Progress | None, before: int, total: int) -> None:
        self.progress, self.done, self.total = progress, before, total

    def __call__(self, pairs: int) -> None:
        self.done += pairs
        if self.progress:
            self.progress(2 * self.done, 2 * self.total)


def told_branch(world: Branched, run: int) -> Chronicle:
    """World number ``run`` of a branch as a chronicle, its imposed days included.

    A branch keeps neither deliberations nor ballots: ``decisions`` and the votes of its roll calls are empty. Nor does
    it log which events of the timeline took place: those that depend on the world are not told.
    """
    _, scratch, daily = world.logged(run)
    return Chronicle(
        world.scenario,
        run,
        world.seed,
        acts_of(world.scenario, scratch[0]),
        rolls_of(world.scenario, scratch[0]),
        (),
        daily,
        world.table[run],
        tuple(not (event.only_if or event.unless) for event in world.scenario.timeline),
        world.label,
    )
