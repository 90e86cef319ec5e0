"""Writing the manifest of a sweep and turning it back into a plan and a command."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from sim.errors import WrongInput
from sim.parameters import PARAMETERS
from sim.rules.world import FAILURES
from sim.scenario import Scenario
from sim.scenario.design import Design
from sim.store import frozen, manifest
from sim.store.folder import Store, final_names
from sim.store.manifest import DesignRecord, FailureRecord, FileRecord, Manifest, PartRecord, SessionRecord
from sim.store.parts import Failure
from sim.store.plan import MOST_WORLDS, SCHEMA_VERSION, Plan, usual_part_runs
from sim.words import kept_path


def resume_command(where: Path) -> str:
    """The command that goes on with the sweep in a folder."""
    return f"run.py sweep --resume {shlex.quote(str(where))}"


def replay_command(where: Path, row: int) -> str:
    """The command that shows one world of a sweep again."""
    return f"run.py replay {shlex.quote(str(where))} --row {row}"


def command_of(scenario: Scenario, plan: Plan) -> str:
    """The command line that asks for this sweep."""
    source = kept_path(scenario.file) if scenario.file else scenario.name
    words = ["run.py", "sweep", source, *plan.design.options, "--runs", str(plan.runs), "--seed", str(plan.seed)]
    words += ["--keep", plan.keep] if plan.keep != "rows" else []
    return shlex.join([*words, *(["--paths"] if plan.paths else [])])


def first_manifest(plan: Plan, scenario: Scenario, command: str) -> Manifest:
    """The manifest of a sweep of which nothing is computed yet."""
    return Manifest(
        format="retorsion-sweep",
        schema_version=SCHEMA_VERSION,
        state="unfinished",
        identity=plan.identity,
        command=command,
        scenario=frozen.freeze(scenario),
        design=DesignRecord(
            kind=plan.design.kind,  # type: ignore[arg-type]
            names=list(plan.design.names),
            points=plan.design.points.tolist(),
            options=list(plan.design.options),
        ),
        runs=plan.runs,
        seed=plan.seed,
        keep=plan.keep,  # type: ignore[arg-type]
        paths=plan.paths,
        part_runs=plan.part_runs,
        rules=plan.rules,
        arrow=pa.__version__,
        sessions=[],
        parts=[PartRecord(number=part.number, identity=part.identity, runs=part.runs) for part in plan],
    )


def begun(record: Manifest, store: Store, session: SessionRecord) -> Manifest:
    """The manifest at the start of a session. Parts that nobody signed for are of the session that was killed last."""
    last = len(record.sessions) - 1 if record.sessions else None
    parts = [_signed(part, store, set(store.found), last) for part in record.parts]
    return record.model_copy(
        update={
            "state": "unfinished",
            "sessions": [*record.sessions, session],
            "parts": parts,
            "files": {},
            "failed": 0,
            "failures": [],
        }
    )


def closed(
    record: Manifest, store: Store, files: Mapping[str, FileRecord] | None = None, failures: Sequence[Failure] = ()
) -> Manifest:
    """The manifest at the end of its last session; the sweep is done when there are final ``files``."""
    *before, session = record.sessions
    parts = [_signed(part, store, store.made, len(before)) for part in record.parts]
    ended = session.model_copy(
        update={"ended": manifest.now(), "parts": sum(part.session == len(before) for part in parts)}
    )
    return record.model_copy(
        update={
            "state": "done" if files else "unfinished",
            "sessions": [*before, ended],
            "parts": parts,
            "files": dict(files or {}),
            "failed": len(failures),
            "failures": [failure_record(store, failure) for failure in failures[: manifest.MOST_FAILURES]],
        }
    )


def _signed(part: PartRecord, store: Store, made: set[int], session: int | None) -> PartRecord:
    """What is known of a part: nothing while it is not there, else its checksum, and the ``session`` that made it."""
    if part.number not in store.found:
        return PartRecord(number=part.number, identity=part.identity, runs=part.runs)
    return part.model_copy(
        update={
            "checksum": store.known.get(part.number),
            "size": store.sizes.get(part.number),
            "session": session if part.session is None and part.number in made else part.session,
        }
    )


def failure_record(store: Store, failure: Failure) -> FailureRecord:
    """A failed world with its key, as the manifest lists it."""
    point, run = divmod(failure.row, store.plan.runs)
    return FailureRecord(
        row=failure.row,
        point=point,
        run=run,
        seed=store.plan.seed,
        stage=FAILURES[failure.status],
        day=failure.day,
        replay=replay_command(Path(store.folder.name), failure.row),
    )


def plan_of(found: Manifest, where: Path) -> Plan:
    """The plan that a manifest describes. Raises :class:`WrongInput` when its pieces do not fit together."""
    plan = Plan(
        found.scenario.identity,
        found.rules,
        _design_of(found, where),
        found.runs,
        found.seed,
        found.keep,
        found.paths,
        found.part_runs,
    )
    if found.part_runs != usual_part_runs(plan.total) or plan.total > MOST_WORLDS[plan.keep]:
        raise _unfit(where, "part_runs")
    if plan.identity != found.identity:
        raise _unfit(where, "identity")
    if not _same_parts(found, plan):
        raise _unfit(where, "parts")
    if found.state == "done":
        _check_done(found, plan, where)
    elif found.files or found.failures or found.failed:
        raise _unfit(where, "state")
    return plan


def _same_parts(found: Manifest, plan: Plan) -> bool:
    """Lengths first: a plan may have any number of parts."""
    return len(found.parts) == len(plan) and all(
        (part.number, part.runs, part.identity) == (made.number, made.runs, made.identity)
        for part, made in zip(found.parts, plan, strict=True)
    )


def _design_of(found: Manifest, where: Path) -> Design:
    design = found.design
    known = all(name in PARAMETERS for name in design.names) and len(set(design.names)) == len(design.names)
    if not known or any(len(point) != len(design.names) for point in design.points):
        raise _unfit(where, "design")
    return Design(design.kind, tuple(design.names), design.points, tuple(design.options))  # type: ignore[arg-type]


def _check_done(found: Manifest, plan: Plan, where: Path) -> None:
    """A finished sweep knows all its parts and exactly the final files that belong to it, and lists failed worlds."""
    if set(found.files) != set(final_names(plan)):
        raise _unfit(where, "files")
    if any(part.checksum is None or part.size is None for part in found.parts):
        raise _unfit(where, "parts")
    if len(found.failures) != min(found.failed, manifest.MOST_FAILURES):
        raise _unfit(where, "failed")


def _unfit(where: Path, key: str) -> WrongInput:
    return WrongInput("its entries do not fit together", file=where / manifest.NAME, key=key, way_out=manifest.RESTORE)
