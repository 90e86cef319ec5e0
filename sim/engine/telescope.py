"""The telescope: thousands of worlds on all cores.

Worlds are computed in blocks of fixed size, so that sums are added in the same order whatever the number of threads.
The compiled loop works without the interpreter lock; its memory does not grow with the number of runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.blocks import in_order, shared_blocks, threads_available
from sim.engine.limits import check_paths
from sim.engine.loop import Kept, run_block, run_world
from sim.engine.sketch import DAY_BYTES, Bands, PathSketch
from sim.errors import WorldFailed, WrongInput
from sim.outcomes import OUTCOMES
from sim.parameters import OWN, PARAMETERS
from sim.rules.compiled import mark_warm
from sim.rules.world import FAILURES, SOUND
from sim.scenario.arguments import checked, refused, scenario_of
from sim.words import Result, card, show_path

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario, Setting

MOST_RUNS = 10**8
"""Worlds that one table may hold; a sweep takes more, part by part."""

SAMPLE = 40
"""Worlds whose whole daily state is kept for figures when paths are asked for."""


def check_runs(runs: int) -> None:
    """Refuse a number of worlds that one table cannot hold."""
    if runs < 1:
        raise WrongInput(f"{runs} runs", "1 or more", key="runs")
    if runs > MOST_RUNS:
        raise WrongInput(f"{runs:,} runs", f"at most {MOST_RUNS:,}; a sweep takes more", key="runs")


@dataclass(frozen=True)
class Block:
    """What one task computes. Rows of failed worlds hold NaN; ``failed_day`` is -1 for sound worlds."""

    table: NDArray[Any]
    status: NDArray[np.int64]
    failed_day: NDArray[np.int64]
    sketch: PathSketch | None


def block_of(kept: Kept, paths: bool) -> Block:
    """The rows and, with ``paths``, the sketch of what was kept."""
    sketch = PathSketch(kept.counts, kept.sums, int((kept.status == SOUND).sum())) if paths else None
    return Block(kept.table, kept.status, kept.failed_day, sketch)


def compute_block(setting: Setting, seed: int, first: int, count: int, paths: bool = False) -> Block:
    """Run ``count`` worlds from number ``first`` on. Pure: the same arguments give the same bytes anywhere."""
    kept = Kept.blank(count, sketched=len(setting.calendar) if paths else 0)
    run_block(setting, np.uint64(seed), first, kept)
    mark_warm()
    return block_of(kept, paths)


def run_logged(setting: Setting, seed: int, run: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """One world with everything kept: (world (1,) WORLD, scratch (1,) SCRATCH, daily (days,) DAILY)."""
    kept = Kept.blank(0, logged=len(setting.calendar))
    run_world(setting, np.uint64(seed), run, kept)
    return kept.worlds, kept.scratch, kept.daily


@dataclass(frozen=True, repr=False)
class Outcomes(Result):
    """Many worlds of one scenario: a table (runs,) OUTCOME, and on request the daily bands and a sample of paths.

    ``label`` is what figures and tables call it: the scenario's title unless something else is given.
    """

    scenario: Scenario
    seed: int
    table: NDArray[Any]
    bands: Bands | None = None
    sample: NDArray[Any] | None = None
    failures: list[WorldFailed] = field(default_factory=list)
    label: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", self.label or self.scenario.title)

    def __repr__(self) -> str:
        paths = "kept" if self.bands else "not kept"
        return card(
            type(self).__name__,
            self.label,
            worlds=f"{len(self):,}",
            seed=self.seed,
            paths=paths,
            failed=len(self.failures),
        )

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """One outcome as a column (runs,)."""
        column: NDArray[np.float64] = self.table[name]
        return column

    def frame(self) -> pd.DataFrame:
        """One row a run; classes as words."""
        return frame_of(self.table)


def frame_of(table: NDArray[Any]) -> pd.DataFrame:
    """An OUTCOME table as a pandas frame; class columns become categories of words."""
    import pandas as pd

    frame = pd.DataFrame({name: table[name] for name in table.dtype.names or ()})
    for name, outcome in OUTCOMES.items():
        if outcome.words and name in frame:
            codes = np.nan_to_num(frame[name].to_numpy(), nan=-1).astype(int)
            frame[name] = pd.Categorical.from_codes(codes, categories=list(outcome.words))
    return frame


def replay_command(scenario: Scenario, run: int, seed: int) -> str:
    """The command that shows one world, with what the scenario changes against its file."""
    from sim.scenario import load_scenario

    if scenario.file is None:
        return f"run.py simulate {scenario.name} --run {run} --seed {seed}"
    written = load_scenario(scenario.file)
    own = {f"{one.side}.strategy": one.label for one in scenario.strategies}
    changes = [
        f"--set {name}={_spelled(name, value, own)}"
        for name, value in scenario.parameters.items()
        if value != written.parameters[name]
    ]
    gone = {e.id for e in written.timeline} - {e.id for e in scenario.timeline}
    words = [f"run.py simulate {show_path(scenario.file)}", f"--run {run} --seed {seed}", *changes]
    return " ".join([*words, *(f"--without {name}" for name in sorted(gone))])


def _spelled(name: str, value: float, own: dict[str, str]) -> str:
    """A value as the command line takes it; a strategy of one's own by file and function."""
    q = PARAMETERS[name]
    word = q.word(value) if q.choices else repr(float(value))
    return own[name] if word == OWN else word


def failures_of(scenario: Scenario, seed: int, block: Block) -> list[WorldFailed]:
    """The failed worlds of a block as exceptions that name stage, run and replay command."""
    return [
        WorldFailed(
            f"{FAILURES[block.status[k]]} on {scenario.date_of(int(block.failed_day[k]))}",
            int(block.table["run"][k]),
            seed,
            scenario.name,
            replay_command(scenario, int(block.table["run"][k]), seed),
        )
        for k in np.flatnonzero(block.status != SOUND)
    ]


def _workers(threads: int | None, days: int) -> int:
    """How many threads work; refuses daily bands over ``days`` days that they could not hold."""
    workers = threads or threads_available()
    check_paths(days, DAY_BYTES, workers)
    return workers


@checked
def ensemble(
    scenario: Scenario | str | Path,
    runs: int = 1000,
    *,
    seed: int | None = None,
    first: int = 0,
    paths: bool = False,
    draws: Sequence[Mapping[str, float]] | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Outcomes:
    """Run worlds ``first`` .. ``first + runs - 1`` of a scenario (or of a shipped name, or of a file).

    ``draws`` of parameters (of a posterior: :func:`sim.evidence.posterior.read_draws`) share the worlds among them.
    ``progress(done, runs)`` is called after each block. A world that breaks an invariant leaves a row of NaN and an
    entry in ``failures``. The result does not depend on ``threads``.

    Raises:
        WrongInput: no such scenario, or an argument that is no number of its kind.
    """
    scenario = scenario_of(scenario)
    check_runs(runs)
    key = scenario.seed if seed is None else seed
    drawn = drawn_from(scenario, draws, runs)
    settings = [one.compile() for one in drawn]
    tables, failures, merged, done = [], [], None, 0
    workers = _workers(threads, scenario.days if paths else 0)
    tasks = list(shared_blocks(runs, len(settings), first))
    work = lambda task: compute_block(settings[task[0]], key, task[1], task[2], paths)  # noqa: E731
    for task, block in zip(tasks, in_order(work, tasks, workers)):
        tables.append(block.table)
        failures.extend(failures_of(drawn[task[0]], key, block))
        if block.sketch is not None:
            merged = block.sketch if merged is None else PathSketch.merged([merged, block.sketch])
        done += len(block.table)
        if progress:
            progress(done, runs)
    sample = _sample(settings, key, first, runs) if paths else None
    return Outcomes(scenario, key, np.concatenate(tables), merged.bands() if merged else None, sample, failures)


def _sample(settings: Sequence[Setting], seed: int, first: int, runs: int) -> NDArray[Any]:
    """The daily state of the first worlds; with several settings, of the first worlds of each in turn."""
    share = runs // len(settings)
    chosen = [(k % len(settings), k // len(settings)) for k in range(min(SAMPLE, share * len(settings)))]
    return np.stack([run_logged(settings[k], seed, first + runs * k // len(settings) + nth)[2] for k, nth in chosen])


def drawn_from(scenario: Scenario, draws: object, runs: int) -> list[Scenario]:
    """The scenario at each of ``draws`` (parameters by name), at most one a run; the scenario itself without any.

    Raises:
        WrongInput: no list of tables, an unknown parameter, or a value it cannot have.
    """
    if draws is None:
        return [scenario]
    if isinstance(draws, (str, bytes)) or not isinstance(draws, Sequence) or not draws:
        raise refused("draws", draws, "a list of parameters by name, as read_draws(folder).rows() gives")
    if not all(isinstance(one, Mapping) for one in draws):
        raise WrongInput("a draw that is no table", "parameters by name, such as {'rival.restraint': 10}", key="draws")
    return [scenario.replace(dict(one)) for one in draws[:runs]]
