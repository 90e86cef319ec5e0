"""Writing the manifest of a sweep and turning it back into a plan and a command."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.errors import WrongInput
from sim.experiments.designs import Design
from sim.parameters import PARAMETERS
from sim.rules.world import FAILURES
from sim.scenario import Scenario
from sim.scenario.words import show_path
from sim.store import frozen, manifest
from sim.store.folder import Store
from sim.store.manifest import DesignRecord, FailureRecord, FileRecord, Manifest, PartRecord, SessionRecord
from sim.store.parts import Failure
from sim.store.plan import SCHEMA_VERSION, Plan


def resume_command(where: Path) -> str:
    """The command that goes on with the sweep in a folder."""
    return f"run.py sweep --resume {shlex.quote(str(where))}"


def replay_command(where: Path, row: int) -> str:
    """The command that shows one world of a sweep again."""
    return f"run.py replay {shlex.quote(str(where))} --row {row}"


def command_of(scenario: Scenario, plan: Plan) -> str:
    """The command line that asks for this sweep."""
    source = show_path(scenario.file) if scenario.file else scenario.name
    words = ["run.py", "sweep", source, *plan.design.options, "--runs", str(plan.runs), "--seed", str(plan.seed)]
    words += ["--keep", plan.keep] if plan.keep != "rows" else []
    return shlex.join([*words, *(["--paths"] if plan.paths else [])])


def first_manifest(plan: Plan, scenario: Scenario, command: str) -> Manifest:
    """The manifest of a sweep of which nothing is computed yet."""
    return Manifest(
        format="retorsion-sweep", schema_version=SCHEMA_VERSION, state="unfinished", identity=plan.identity,
        command=command, scenario=frozen.freeze(scenario),
        design=DesignRecord(kind=plan.design.kind, names=list(plan.design.names), points=plan.design.points.tolist(),  # type: ignore[arg-type]
                            options=list(plan.design.options)),
        runs=plan.runs, seed=plan.seed, keep=plan.keep, paths=plan.paths, part_runs=plan.part_runs, rules=plan.rules,  # type: ignore[arg-type]
        versions=manifest.versions(), commit=manifest.commit(), machine=manifest.machine(), sessions=[],
        parts=[PartRecord(number=part.number, identity=part.identity, runs=part.runs) for part in plan],
    )


def closed(record: Manifest, store: Store, session: SessionRecord, before: int,
           files: Mapping[str, FileRecord] | None = None, failures: Sequence[Failure] = ()) -> Manifest:
    """The manifest at the end of a session; the sweep is done when there are final ``files``."""
    ended = session.model_copy(update={"ended": manifest.now(), "parts": len(store.found) - before})
    parts = [part.model_copy(update={"checksum": store.known.get(part.number), "size": store.sizes.get(part.number)})
             for part in record.parts]
    return record.model_copy(update={
        "state": "done" if files else "unfinished", "sessions": [*record.sessions, ended], "parts": parts,
        "files": dict(files or {}), "failed": len(failures),
        "failures": [failure_record(store, failure) for failure in failures[:manifest.MOST_FAILURES]],
    })


def failure_record(store: Store, failure: Failure) -> FailureRecord:
    """A failed world with its key, as the manifest lists it."""
    point, run = divmod(failure.row, store.plan.runs)
    return FailureRecord(row=failure.row, point=point, run=run, seed=store.plan.seed, stage=FAILURES[failure.status],
                         day=failure.day, replay=replay_command(Path(store.folder.name), failure.row))


def plan_of(found: Manifest, where: Path) -> Plan:
    """The plan that a manifest describes. Raises :class:`WrongInput` when its pieces do not fit together."""
    design = found.design
    known = all(name in PARAMETERS for name in design.names) and len(set(design.names)) == len(design.names)
    if not known or any(len(point) != len(design.names) for point in design.points):
        raise _unfit(where, "design")
    plan = Plan(found.scenario.identity, found.rules,
                Design(design.kind, tuple(design.names), design.points, tuple(design.options)),  # type: ignore[arg-type]
                found.runs, found.seed, found.keep, found.paths, found.part_runs)
    if plan.identity != found.identity:
        raise _unfit(where, "identity")
    listed = [(part.number, part.runs, part.identity) for part in found.parts]
    if listed != [(part.number, part.runs, part.identity) for part in plan]:
        raise _unfit(where, "parts")
    return plan


def _unfit(where: Path, key: str) -> WrongInput:
    return WrongInput("its entries do not fit together", file=where / manifest.NAME, key=key, way_out=manifest.RESTORE)
