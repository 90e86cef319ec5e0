"""A sweep: many settings, many worlds each, cut into parts that survive anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from sim.engine.blocks import threads_available
from sim.engine.executors import Crew, check_place, crew, run_all
from sim.engine.limits import check_paths
from sim.engine.sketch import DAY_BYTES
from sim.engine.stopping import listening
from sim.errors import Interrupted, RetorsionError, WrongInput
from sim.scenario import Scenario
from sim.scenario.arguments import checked, scenario_of, whole
from sim.scenario.design import Design, design_of
from sim.store import disk, final, folder, frozen, manifest
from sim.store.bookkeeping import begun, closed, command_of, first_manifest, plan_of, resume_command
from sim.store.folder import Store
from sim.store.manifest import FileRecord, Manifest
from sim.store.parts import Failure
from sim.store.plan import KEEPS, MOST_LISTED, MOST_WORLDS, Plan, usual_part_runs
from sim.store.results import SweepResult, open_results
from sim.sweeps.work import Task, do

Progress = Callable[[int, int], None]
"""Called with (runs done, runs in all) at the start and after each part."""

Engine = Callable[..., Any]
"""What computes a block of worlds: :func:`sim.engine.telescope.compute_block`, or a stand-in with its signature."""

RESULTS = Path("results")
_PATIENCE_SECONDS = 10


@checked
def sweep(
    scenario: Scenario | str | Path,
    design: Design | Mapping[str, Any] | None = None,
    runs: int = 1000,
    seed: int | None = None,
    out: str | Path | None = None,
    *,
    on: str = "threads",
    workers: int | None = None,
    keep: str = "rows",
    paths: bool = False,
    progress: Progress | None = None,
    fresh: bool = False,
    root: str | Path = RESULTS,
    command: str = "",
    engine: Engine | None = None,
) -> SweepResult:
    """Run ``runs`` worlds at every point of ``design`` and keep them in a results folder.

    ``scenario`` may be a shipped name or a file; ``design`` a grid, ``{"rival.legitimacy": [0, 0.5, 1]}``.

    Without ``out`` the same call finds its own folder below ``root`` again and computes only what is missing, unless
    ``fresh``. ``on`` and ``workers`` say where (see :mod:`sim.engine.executors`); they never change a byte of the data.
    ``keep="summary"`` keeps no single worlds; ``paths`` also keeps daily quantile bands. ``command`` is what the
    manifest says made it, where the call cannot know (changes by ``--set``).

    Raises :class:`WrongInput` for what cannot be done, :class:`StorageFailed` for a disk that refuses,
    :class:`Interrupted` after Ctrl-C.
    """
    scenario, design = scenario_of(scenario), design_of(design)
    check_place(on, workers)
    if paths:
        check_paths(scenario.days, DAY_BYTES, _here(on, workers))
    plan = planned(scenario, design, runs, scenario.seed if seed is None else seed, keep, paths)
    written = command or command_of(scenario, plan)
    where = Path(out) if out is not None else _own_folder(scenario, plan, Path(root), written, fresh)
    return _carry_out(scenario, plan, where, written, on, workers, progress, engine)


@checked
def resume_sweep(
    where: str | Path,
    *,
    on: str = "threads",
    workers: int | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> SweepResult:
    """Finish the sweep in the folder ``where``, from its manifest alone."""
    found = manifest.load(Path(where))
    scenario = frozen.played(found.scenario, Path(where) / manifest.NAME)
    plan = plan_of(found, Path(where))
    if plan.paths and found.state != "done":
        check_paths(scenario.days, DAY_BYTES, _here(on, workers))
    return _carry_out(scenario, plan, Path(where), found.command, on, workers, progress, engine)


def _here(on: str, workers: int | None) -> int:
    """How many workers share the memory of this machine; those of a running cluster do not."""
    return 0 if "://" in on else workers or threads_available()


def _own_folder(scenario: Scenario, plan: Plan, root: Path, command: str, fresh: bool) -> Path:
    """The folder below ``root`` that holds this very sweep, else a new one, with its manifest.

    A new one is made under a lock, so that two equal sweeps started at once do not make two.
    """
    found = None if fresh else folder.find(plan, root)
    if found is not None:
        return found
    with disk.plain_errors(root):
        disk.make_folder(root)
        with disk.locked(root, _PATIENCE_SECONDS):
            found = None if fresh else folder.find(plan, root)
            if found is None:
                found = folder.new(scenario.name, root)
                folder.begin(found)
                first_manifest(plan, scenario, command).save(found)
            return found


def planned(scenario: Scenario, design: Design, runs: int, seed: int, keep: str = "rows", paths: bool = False) -> Plan:
    """What a sweep would compute, and in which parts. Raises :class:`WrongInput` for what cannot be done."""
    from sim.rules.compiled import RULE_VERSION

    if runs < 1:
        raise WrongInput(f"{runs} runs", "1 or more", key="runs")
    if keep not in KEEPS:
        raise WrongInput(f"keep '{keep}'", "rows or summary", key="keep")
    _check_size(runs * len(design), keep)
    whole("seed", seed)
    plan = Plan(scenario.identity(), RULE_VERSION, design, runs, seed, keep, paths, usual_part_runs(len(design) * runs))
    if len(plan) > MOST_LISTED:
        raise WrongInput(
            f"{len(plan):,} parts, one for the daily bands of each point",
            f"at most {MOST_LISTED:,}",
            key="points",
            way_out="Vary fewer values, or leave out --paths",
        )
    return plan


def _check_size(worlds: int, keep: str) -> None:
    if worlds <= MOST_WORLDS[keep]:
        return
    way_out = "Ask for fewer runs or points"
    if worlds <= max(MOST_WORLDS.values()):
        way_out = "Ask for fewer runs or points, or keep no single worlds (--keep summary)"
    raise WrongInput(
        f"{worlds:,} worlds",
        f"at most {MOST_WORLDS[keep]:,} in a sweep with --keep {keep}",
        key="runs",
        way_out=way_out,
    )


def _carry_out(
    scenario: Scenario,
    plan: Plan,
    where: Path,
    command: str,
    on: str,
    workers: int | None,
    progress: Progress | None,
    engine: Engine | None,
) -> SweepResult:
    check_place(on, workers)
    store, computed = Store(where, plan), 0
    with disk.plain_errors(where, f"go on with: {resume_command(where)}"), listening():
        try:
            if not _nothing_to_do(plan, where):
                folder.begin(where)
                with disk.locked(where):
                    record = _opened(store, scenario, command)
                    if not _whole(store, record):
                        folder.same_writer(record, where)
                        computed = _work(store, scenario, record, on, workers, progress, engine)
            return open_results(where, computed)
        except KeyboardInterrupt as stop:
            raise _interrupted(store, stop) from None


def _interrupted(store: Store, stop: KeyboardInterrupt) -> BaseException:
    """What to tell of a sweep that was stopped: where its worlds are, once there is a folder that can be resumed."""
    if not (store.folder / manifest.NAME).exists():
        return stop
    if not store.found:
        with suppress(RetorsionError):
            store.look()
    done = sum(store.plan[number].runs for number in store.found)
    return Interrupted(store.folder, done, store.plan.total, resume_command(store.folder), getattr(stop, "code", 130))


def _nothing_to_do(plan: Plan, where: Path) -> bool:
    """Whether the finished sweep lies there, so that not even the right to write is needed."""
    if not (where / manifest.NAME).exists() or disk.left_over(where):
        return False
    record, store = manifest.load(where), Store(where, plan)
    folder.same_sweep(record, plan, where)
    store.look()
    return _whole(store, record)


def _whole(store: Store, record: Manifest) -> bool:
    there = len(store.found) == len(store.plan) and final.intact(store.folder, record)
    return there and record.state == "done"


def _opened(store: Store, scenario: Scenario, command: str) -> Manifest:
    """The manifest of a new or a continued sweep, after a look at the names of the parts that are there."""
    where = store.folder
    disk.sweep_up(where)
    if (where / manifest.NAME).exists():
        record = manifest.load(where)
        folder.same_sweep(record, store.plan, where)
        store.known = {part.number: part.checksum for part in record.parts if part.checksum}
    else:
        record = first_manifest(store.plan, scenario, command)
    store.look()
    return record


def _work(
    store: Store,
    scenario: Scenario,
    record: Manifest,
    on: str,
    workers: int | None,
    progress: Progress | None,
    engine: Engine | None,
) -> int:
    """Compute what is missing, write the final files and the manifest. Returns the number of parts computed."""
    before = len(store.found)
    for _ in store.read_all():
        pass  # reading checks: a damaged part is refused before hours are spent on the others
    record = begun(record, store, manifest.session(on, workers))
    record.save(store.folder)  # before any work, so that whoever computed a part is known even after a kill
    closed(record, store, *_finished(store, scenario, record, on, workers, progress, engine)).save(store.folder)
    return len(store.found) - before


def _finished(
    store: Store,
    scenario: Scenario,
    record: Manifest,
    on: str,
    workers: int | None,
    progress: Progress | None,
    engine: Engine | None,
) -> tuple[dict[str, FileRecord], list[Failure]]:
    """Missing parts, then final files; a session that is broken off is closed in the manifest."""
    try:
        if len(store.found) < len(store.plan):
            _compute_at(on, workers, store, scenario, progress, engine)
        return final.finish(store)
    except BaseException:
        with suppress(OSError):
            closed(record, store).save(store.folder)
        raise


def _compute_at(
    on: str, workers: int | None, store: Store, scenario: Scenario, progress: Progress | None, engine: Engine | None
) -> None:
    place = crew(on, workers)
    try:
        _compute(store, scenario, place, progress, engine)
    except BaseException:
        place.abandon()
        raise
    place.close()


def _compute(store: Store, scenario: Scenario, place: Crew, progress: Progress | None, engine: Engine | None) -> None:
    done = sum(store.plan[number].runs for number in store.found)
    report = progress or (lambda _done, _total: None)
    report(done, store.plan.total)
    with closing(run_all(place, do, _tasks(store, scenario, engine))) as results:
        for result in results:
            store.put(result.part, result.data)
            done += result.part.runs
            report(done, store.plan.total)


def _tasks(store: Store, scenario: Scenario, engine: Engine | None) -> Iterator[Task]:
    from sim.engine.telescope import compute_block

    plan, sent = store.plan, frozen.portable(scenario)
    for part in store.missing():
        changes = tuple(plan.design.changes(segment.point) for segment in part.segments)
        yield Task(
            part,
            sent,
            plan.scenario,
            changes,
            plan.seed,
            plan.runs,
            plan.keep,
            plan.paths,
            plan.rules,
            pa.__version__,
            engine or compute_block,
        )
