"""What a worker does with one part of a sweep: compile its points, run the worlds, make the bytes of the part file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

import pyarrow as pa

from sim.errors import WrongInput
from sim.scenario import Scenario, Setting
from sim.store.parts import encode
from sim.store.plan import Part

_KEPT = 8
_settings: OrderedDict[tuple[Any, ...], Setting] = OrderedDict()
_guard = Lock()


@dataclass(frozen=True)
class Task:
    """One part, with all that a worker anywhere needs. ``changes`` is what each point of the part sets.

    ``scenario_hash`` is the scenario's identity, ``rules`` the version of the rules and ``arrow`` that of pyarrow that
    whoever takes the task must have, ``compute`` the engine (:func:`sim.engine.telescope.compute_block` or a stand-in
    with its signature).
    """

    part: Part
    scenario: Scenario
    scenario_hash: str
    changes: tuple[Mapping[str, float], ...]
    seed: int
    runs: int
    keep: str
    paths: bool
    rules: str
    arrow: str
    compute: Callable[..., Any]


class Done(NamedTuple):
    """A finished part: its file as bytes, and how many of its worlds failed."""

    part: Part
    data: bytes
    failed: int


def do(task: Task) -> Done:
    """Compute one part. Pure: the same task gives the same bytes anywhere.

    Raises :class:`WrongInput` when this worker has other rules or another pyarrow than those that planned the sweep.
    """
    from sim.rules.compiled import RULE_VERSION

    if task.rules != RULE_VERSION:
        raise WrongInput(
            f"this process has other rules ({RULE_VERSION}) than began the sweep ({task.rules})",
            way_out="Install the same version of retorsion, the one that began it, everywhere and resume",
        )
    if task.arrow != pa.__version__:
        raise WrongInput(
            f"this process has pyarrow {pa.__version__}, the sweep has {task.arrow}, which writes other bytes",
            way_out=f"Give every worker the same: pip install pyarrow=={task.arrow}, and resume",
        )
    blocks = [
        task.compute(_setting(task, changes), task.seed, segment.first, segment.count, task.paths)
        for segment, changes in zip(task.part.segments, task.changes, strict=True)
    ]
    data = encode(task.part, blocks, task.changes, seed=task.seed, runs=task.runs, keep=task.keep)
    return Done(task.part, data, sum(int((block.status != 0).sum()) for block in blocks))


def _setting(task: Task, changes: Mapping[str, float]) -> Setting:
    """The compiled scenario at one point; the latest few are kept, as the blocks of a point share it."""
    key = (task.scenario_hash, tuple(changes.items()))
    with _guard:
        if key in _settings:
            _settings.move_to_end(key)
            return _settings[key]
        made = task.scenario.replace(changes).compile()
        _settings[key] = made
        while len(_settings) > _KEPT:
            _settings.popitem(last=False)
        return made
