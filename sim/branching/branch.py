"""Branch at a date: history as recorded up to it, then free. Abduction, action, prediction (Pearl 2009).

``condition`` infers what the record does not show; ``branch`` goes on from there, as it is or with something changed;
``branch_pair`` does so twice from the same particles with the same luck, so the two differ by the change alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.branching.conditioning import COLLAPSED, Particles, condition
from sim.branching.forces import Departure, check_menu, departed, parse_force
from sim.branching.pairs import Future
from sim.branching.worlds import Lineage, Past, begin_particles, compute_branch, run_branched
from sim.engine.blocks import blocks_of, in_order
from sim.engine.sketch import Bands, PathSketch
from sim.engine.telescope import SAMPLE, Block, Outcomes, check_runs, failures_of
from sim.rules.imposed import MEMO
from sim.rules.world import SCRATCH, WORLD
from sim.scenario import Scenario, Setting
from sim.scenario.arguments import checked, date_of, refused, scenario_of, whole

__all__ = ["COLLAPSED", "Branched", "Departure", "Particles", "branch", "branch_pair", "condition", "parse_force"]

LEAST_PARTICLES = 2000
"""Particles of a branch with fewer runs: inference needs more worlds than a picture does."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, repr=False, kw_only=True)
class Branched(Outcomes):
    """Outcomes over the whole of each history, the imposed days included. ``scenario`` is what ruled after the branch.

    Row k of two branches of one :func:`branch_pair` went on from the same particle with the same luck.
    """

    date: datetime.date
    departure: Departure
    particles: Particles
    past: Past
    forced: NDArray[np.int64]

    @property
    def ancestors(self) -> NDArray[np.int64]:
        """(n,) the particle of the first day from which each world stems; those of one are not independent."""
        return self.past.lineage.keys[0]

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings of the particle filter."""
        return self.particles.warnings

    def logged(self, run: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """One run with everything kept: (world (1,) WORLD, scratch (1,) SCRATCH with acts and roll calls, daily)."""
        return run_branched(self.past, self.scenario.compile(), self.forced, run)


@checked
def branch(
    scenario: Scenario | str | Path,
    date: datetime.date | str,
    runs: int = 1000,
    departure: Departure | Mapping[str, Any] | None = None,
    *,
    particles: Particles | int | None = None,
    seed: int | None = None,
    paths: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Branched:
    """Impose the record of ``scenario`` on the days before ``date``, then let ``runs`` worlds go on.

    ``scenario`` may be a shipped name or a file, ``date`` a text such as 2017-07-27.

    ``departure`` (or a plain mapping of parameter changes) is what differs from ``date`` on. ``particles``: how many
    infer the hidden state (at least 2,000 by default), or the result of :func:`condition` to go on from. On the
    scenario's first day nothing is imposed and the result is the free ensemble, bit for bit.

    Raises:
        WrongInput: as :func:`condition`, or a departure that is contradictory or not possible there.
    """
    made = _conditioned(scenario, date, runs, particles, seed, threads)
    return _continue(made, _departure(departure), runs, paths, threads, progress)


@checked
def branch_pair(
    scenario: Scenario | str | Path,
    date: datetime.date | str,
    runs: int,
    a: Departure | Mapping[str, Any] | None = None,
    b: Departure | Mapping[str, Any] | None = None,
    *,
    particles: Particles | int | None = None,
    seed: int | None = None,
    paths: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[Branched, Branched]:
    """Two futures of one past: same particles, same luck. ``a`` is usually nothing: the factual world.

    ``progress(done, all)`` counts the worlds of both.

    Raises:
        WrongInput: as :func:`branch`.
    """
    made = _conditioned(scenario, date, runs, particles, seed, threads)
    first, second = (_offset(progress, runs, k) for k in range(2))
    return (
        _continue(made, _departure(a), runs, paths, threads, first),
        _continue(made, _departure(b), runs, paths, threads, second),
    )


def _departure(given: Departure | Mapping[str, Any] | None) -> Departure:
    if isinstance(given, Departure):
        return given
    if given is not None and not isinstance(given, Mapping):
        raise refused("departure", given, "a Departure, or parameter changes such as {'rival.legitimacy': 0.2}")
    return Departure(changes=dict(given or {}))


def _offset(progress: Progress | None, runs: int, k: int) -> Progress | None:
    return (lambda done, _: progress(k * runs + done, 2 * runs)) if progress else None


def _conditioned(
    scenario: Scenario | str | Path,
    date: datetime.date | str,
    runs: int,
    particles: Particles | int | None,
    seed: int | None,
    threads: int | None,
) -> Particles:
    if isinstance(particles, Particles):
        return particles
    check_runs(runs)
    scenario, date = scenario_of(scenario), date_of(date)
    particles = whole("particles", particles, low=1, optional=True)
    # Nothing to infer on the first day: run k is then the free ensemble's run k.
    count = runs if date == scenario.start else particles or max(runs, LEAST_PARTICLES)
    return condition(scenario, date, count, seed=seed, threads=threads)


def future(particles: Particles, departure: Departure, runs: int) -> tuple[Scenario, Future]:
    """The scenario that rules after the branch, and what ``runs`` worlds go on from.

    Raises:
        WrongInput: a departure that is contradictory or not possible there.
    """
    date = particles.until
    then, forced = departed(particles.history, date, departure)
    setting = then.compile()
    past = particles.even(runs) if date > then.start else _fresh(particles, setting, runs)
    check_menu([e for e in then.timeline if e.id.startswith("force-") and e.date == date], then, past.worlds)
    return then, Future(past, setting, forced)


def _continue(
    particles: Particles, departure: Departure, runs: int, paths: bool, threads: int | None, progress: Progress | None
) -> Branched:
    then, (past, setting, forced) = future(particles, departure, runs)
    blocks = _blocks(past, setting, forced, runs, paths, threads, progress)
    bands, sample = _kept(blocks, past, setting, forced, runs) if paths else (None, None)
    failures = [failure for block in blocks for failure in failures_of(then, particles.seed, block)]
    return Branched(
        then,
        particles.seed,
        np.concatenate([block.table for block in blocks]),
        bands,
        sample,
        failures,
        date=particles.until,
        departure=departure,
        particles=particles,
        past=past,
        forced=forced,
    )


def _kept(
    blocks: list[Block], past: Past, setting: Setting, forced: NDArray[np.int64], runs: int
) -> tuple[Bands, NDArray[Any]]:
    """The daily bands of all runs, and the whole daily state of the first."""
    sample = np.stack([run_branched(past, setting, forced, k)[2] for k in range(min(SAMPLE, runs))])
    return PathSketch.merged(block.sketch for block in blocks if block.sketch is not None).bands(), sample


def _blocks(
    past: Past,
    setting: Setting,
    forced: NDArray[np.int64],
    runs: int,
    paths: bool,
    threads: int | None,
    progress: Progress | None,
) -> list[Block]:
    blocks, done = [], 0
    work = lambda task: compute_branch(past, setting, forced, task[0], task[1], paths)  # noqa: E731
    for block in in_order(work, blocks_of(runs), threads):
        blocks.append(block)
        done += len(block.table)
        if progress:
            progress(done, runs)
    return blocks


def _fresh(particles: Particles, setting: Setting, runs: int) -> Past:
    """Nothing is imposed: worlds begin as the departure's own scenario has them."""
    worlds, memos = np.zeros(runs, WORLD), np.zeros(runs, MEMO)
    begin_particles(setting.template, np.uint64(particles.seed), worlds, memos, np.zeros(1, SCRATCH))
    lineage = Lineage(np.arange(runs)[None, :], np.zeros(1, np.int64))
    return particles.past._replace(setting=setting, lineage=lineage, worlds=worlds, memos=memos)
