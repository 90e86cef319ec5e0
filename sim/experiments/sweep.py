"""A sweep: many settings, many worlds each, cut into parts that survive anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sim.errors import Interrupted, WrongInput
from sim.executors import Crew, check_place, crew, run_all
from sim.experiments.designs import Design
from sim.experiments.work import Task, do
from sim.scenario import Scenario
from sim.store import disk, final, folder, frozen, manifest
from sim.store.bookkeeping import closed, command_of, first_manifest, plan_of, resume_command
from sim.store.folder import Store
from sim.store.manifest import Manifest, SessionRecord
from sim.store.plan import KEEPS, MOST_RUNS, Plan, usual_part_runs
from sim.store.results import SweepResult, open_results

Progress = Callable[[int, int], None]
"""Called with (runs done, runs in all) at the start and after each part."""

Engine = Callable[..., Any]
"""What computes a block of worlds: :func:`sim.telescope.compute_block`, or a stand-in with its signature."""

RESULTS = Path("results")


def sweep(scenario: Scenario, design: Design | None = None, runs: int = 1000, seed: int | None = None,
              out: str | Path | None = None, *, on: str = "threads", workers: int | None = None, keep: str = "rows",
              paths: bool = False, progress: Progress | None = None, fresh: bool = False, root: str | Path = RESULTS,
              command: str = "", engine: Engine | None = None) -> SweepResult:
    """Run ``runs`` worlds at every point of ``design`` and keep them in a results folder.

    Without ``out`` the same call finds its own folder below ``root`` again and computes only what is missing, unless
    ``fresh``. ``on`` and ``workers`` say where (see :mod:`sim.executors`); they never change a byte of the data.
    ``keep="summary"`` keeps no single worlds; ``paths`` also keeps daily quantile bands. ``command`` is what the
    manifest says made it, where the call cannot know (changes by ``--set``).

    Raises :class:`WrongInput` for what cannot be done, :class:`StorageFailed` for a disk that refuses,
    :class:`Interrupted` after Ctrl-C.
    """
    design = design or Design.single()
    plan = _plan(scenario, design, runs, scenario.seed if seed is None else seed, keep, paths)
    where = Path(out) if out is not None else folder.unfinished_or_new(plan, scenario.name, Path(root), fresh=fresh)
    written = command or command_of(scenario, plan)
    return _carry_out(scenario, plan, where, written, on, workers, progress, engine)


def resume_sweep(where: str | Path, *, on: str = "threads", workers: int | None = None,
                 progress: Progress | None = None, engine: Engine | None = None) -> SweepResult:
    """Finish the sweep in the folder ``where``, from its manifest alone."""
    found = manifest.load(Path(where))
    scenario = frozen.thaw(found.scenario, Path(where) / manifest.NAME)
    plan = plan_of(found, Path(where))
    return _carry_out(scenario, plan, Path(where), found.command, on, workers, progress, engine)


def check_key(run: int, seed: int) -> None:
    """Refuse a run or a seed that no world can have."""
    if not 0 <= run < 2**63:
        raise WrongInput(f"run {run}", "a whole number from 0", key="run")
    if not 0 <= seed < 2**63:
        raise WrongInput(f"seed {seed}", "a whole number from 0 to 2^63 - 1", key="seed")


def _plan(scenario: Scenario, design: Design, runs: int, seed: int, keep: str, paths: bool) -> Plan:
    from sim.rules.compiled import RULE_VERSION

    if runs < 1:
        raise WrongInput(f"{runs} runs", "1 or more", key="runs")
    if runs > MOST_RUNS:
        raise WrongInput(f"{runs:,} runs", f"at most {MOST_RUNS:,} at each point", key="runs")
    check_key(runs - 1, seed)
    if keep not in KEEPS:
        raise WrongInput(f"keep '{keep}'", "rows or summary", key="keep")
    return Plan(scenario.identity(), RULE_VERSION, design, runs, seed, keep, paths, usual_part_runs(len(design) * runs))


def _carry_out(scenario: Scenario, plan: Plan, where: Path, command: str, on: str, workers: int | None,
               progress: Progress | None, engine: Engine | None) -> SweepResult:
    check_place(on, workers)
    with disk.plain_errors(where, f"go on with: {resume_command(where)}"):
        folder.begin(where)
        with disk.locked(where):
            store = Store(where, plan)
            record = _opened(store, scenario, command)
            computed = 0
            if record.state == "unfinished":
                computed = _work(store, scenario, record, on, workers, progress, engine)
    return open_results(where, computed)


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
        record.save(where)
    store.look()
    whole = len(store.found) == len(store.plan) and final.intact(where, record)
    return record if whole or record.state == "unfinished" else record.model_copy(update={"state": "unfinished"})


def _work(store: Store, scenario: Scenario, record: Manifest, on: str, workers: int | None, progress: Progress | None,
          engine: Engine | None) -> int:
    """Compute what is missing, write the final files and the manifest. Returns the number of parts computed."""
    for _ in store.read_all():
        pass  # reading checks: a damaged part is refused before hours are spent on the others
    session, before = SessionRecord(started=manifest.now(), on=on, workers=workers), len(store.found)
    try:
        if before < len(store.plan):
            with closing(crew(on, workers)) as place:
                _compute(store, scenario, place, progress, engine)
        files, failures = final.finish(store)
    except BaseException as error:
        with suppress(OSError):
            closed(record, store, session, before).save(store.folder)
        if isinstance(error, KeyboardInterrupt):
            done = sum(store.plan[number].runs for number in store.found)
            raise Interrupted(store.folder, done, store.plan.total, resume_command(store.folder)) from None
        raise
    closed(record, store, session, before, files, failures).save(store.folder)
    return len(store.found) - before


def _compute(store: Store, scenario: Scenario, place: Crew, progress: Progress | None,
             engine: Engine | None) -> None:
    done = sum(store.plan[number].runs for number in store.found)
    report = progress or (lambda _done, _total: None)
    report(done, store.plan.total)
    with closing(run_all(place, do, _tasks(store, scenario, engine))) as results:
        for result in results:
            store.put(result.part, result.data)
            done += result.part.runs
            report(done, store.plan.total)


def _tasks(store: Store, scenario: Scenario, engine: Engine | None) -> Iterator[Task]:
    from sim.telescope import compute_block

    plan, sent = store.plan, frozen.portable(scenario)
    for part in store.missing():
        changes = tuple(plan.design.changes(segment.point) for segment in part.segments)
        yield Task(part, sent, plan.scenario, changes, plan.seed, plan.runs, plan.keep, plan.paths, plan.rules,
                   engine or compute_block)
