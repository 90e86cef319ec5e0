"""What a sweep will take, before it begins: worlds, time and bytes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sim.engine.blocks import threads_available
from sim.engine.telescope import compute_block
from sim.scenario import Scenario
from sim.scenario.design import Design
from sim.store.plan import Plan

MOST_SECONDS, MOST_BYTES = 3600.0, 5e9
"""A sweep that takes more than this wants to be asked for twice."""

PROBE = 50
"""Worlds lived to see how long one takes."""

_ROW, _SUMMARY, _REDUCTION, _SKETCH, _BANDS = 300, 5_000, 12_000, 400_000, 70_000
"""Bytes of a world kept, of a point's summary, of a reduction, of a daily sketch and of a point's bands; measured."""

_SKETCH_SECONDS = 0.15
"""What the daily sketch of a block costs beside its worlds."""


@dataclass(frozen=True)
class Estimate:
    """``worlds`` at ``points`` settings, and about how many ``seconds`` and ``bytes`` they take."""

    points: int
    worlds: int
    seconds: float
    bytes: float

    @property
    def large(self) -> bool:
        """Whether it is more than anybody asks for by mistake."""
        return self.seconds > MOST_SECONDS or self.bytes > MOST_BYTES


def estimate(scenario: Scenario, plan: Plan, workers: int | None = None) -> Estimate:
    """Live a few worlds at the first and the last point of ``plan`` and reckon up the sweep from them.

    Times are for this machine, ``workers`` (all cores if None) at once, and right within a factor of two or so.

    Raises:
        WrongInput: a point at which the scenario cannot be.
    """
    points = len(plan.design)
    blocks = points * -(-plan.runs // plan.part_runs)
    seconds = plan.total * _seconds_a_world(scenario, plan.design, plan.seed) + blocks * plan.paths * _SKETCH_SECONDS
    kept = plan.total * _ROW if plan.keep == "rows" else blocks * _REDUCTION
    daily = plan.paths * (blocks * _SKETCH + points * _BANDS) * scenario.days / 733
    return Estimate(points, plan.total, seconds / (workers or threads_available()), kept + points * _SUMMARY + daily)


def _seconds_a_world(scenario: Scenario, design: Design, seed: int) -> float:
    times = []
    for point in {0, len(design) - 1}:
        setting = scenario.replace(design.changes(point)).compile()
        start = time.perf_counter()
        compute_block(setting, seed, 0, PROBE)
        times.append((time.perf_counter() - start) / PROBE)
    return sum(times) / len(times)
