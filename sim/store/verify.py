"""Checking results folders: one of them wholly, or many at a glance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sim.errors import RetorsionError
from sim.store import disk, final, frozen, kept, manifest, parts
from sim.store.bookkeeping import failure_record, plan_of, resume_command
from sim.store.folder import Store
from sim.store.kept import Kept
from sim.store.manifest import Manifest
from sim.store.parts import Failure


@dataclass
class Report:
    """What ``verify`` found: ``state`` is done, partial or damaged; each problem is one line with its way out."""

    folder: Path
    state: str = "done"
    parts: int = 0
    parts_sound: int = 0
    runs: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing is damaged. An unfinished sweep whose parts are sound is in order too."""
        return self.state != "damaged"

    def text(self) -> str:
        """The report in lines: what was found, then one line a problem."""
        head = f"{self.folder}: {self.state}, {self.parts_sound:,} of {self.parts:,} parts sound, {self.runs:,} runs"
        failed = [f"{self.failed:,} worlds failed; they are listed in {manifest.NAME}"] if self.failed else []
        return "\n".join([head, *failed, *self.problems])


@dataclass(frozen=True)
class Listed:
    """One line of ``results``: ``state`` is done, partial or damaged, ``note`` says why or how to go on."""

    folder: Path
    state: str
    scenario: str = ""
    design: str = ""
    points: int = 0
    runs: int = 0
    parts: int = 0
    parts_there: int = 0
    failed: int = 0
    started: datetime | None = None
    note: str = ""


def verify(where: str | Path) -> Report:
    """Check a whole folder: manifest, scenario, plan, every part, every final file. Never raises for what it finds.

    Raises :class:`WrongInput` only when the folder is no sweep or cannot be understood at all.
    """
    report = Report(Path(where))
    other = kept.load(report.folder)
    if other is not None:
        return _verified_kept(other, report)
    found = manifest.load(report.folder)
    with disk.plain_errors(report.folder):
        plan = plan_of(found, report.folder)
        frozen.played(found.scenario, report.folder / manifest.NAME)
        store = Store(report.folder, plan, known={part.number: part.checksum for part in found.parts if part.checksum})
        report.parts, report.runs, report.failed = len(plan), plan.total, found.failed
        failures = _check_parts(store, report)
        _check_files(found, report)
    missing = report.parts - len(store.found)
    if found.state == "done" and report.parts_sound == report.parts:
        _check_failures(found, store, failures, report)
    if report.problems:
        report.state = "damaged"
    elif found.state != "done" or missing:
        report.state = "partial"
        what = f"{missing:,} parts are missing" if missing else "all parts are there, the final tables are missing"
        report.problems.append(f"{what}. Go on with: {resume_command(report.folder)}")
    return report


def _verified_kept(found: Kept, report: Report) -> Report:
    report.parts, report.runs, report.failed = len(found.files), found.worlds, found.failed
    report.problems = kept.problems(report.folder, found)
    report.parts_sound = report.parts - len(report.problems)
    report.state = "damaged" if report.problems else "done"
    return report


def _check_parts(store: Store, report: Report) -> list[Failure]:
    """Read every part; returns the failed worlds in them."""
    failures: list[Failure] = []
    disk.check_own_folder(store.parts)
    for path in sorted(store.parts.glob("part-*")):
        try:
            number = store.own(path)
            if number in store.found:
                raise parts.damaged(path, "another file holds the same part")
            store.found[number] = path.name
            failures += store.read(number).failures
            report.parts_sound += 1
        except RetorsionError as error:
            report.problems.append(str(error))
        except OSError as error:
            report.problems.append(str(parts.damaged(path, f"it cannot be read ({error.strerror})")))
    return failures


def _check_failures(found: Manifest, store: Store, failures: list[Failure], report: Report) -> None:
    """Failed worlds are those that the parts hold; the command that shows one names the folder as it was called."""
    listed = [f.model_copy(update={"replay": ""}) for f in found.failures]
    held = [failure_record(store, f).model_copy(update={"replay": ""}) for f in failures[: manifest.MOST_FAILURES]]
    if (found.failed, listed) != (len(failures), held):
        report.problems.append(
            f"{report.folder / manifest.NAME}: failed: it says {found.failed:,} failed worlds, the "
            f"parts hold {len(failures):,}, or others. {manifest.RESTORE}"
        )


def _check_files(found: Manifest, report: Report) -> None:
    for name, file in found.files.items():
        path = report.folder / name
        try:
            sound = final.has_size(path, file) and final.record(path) == file
        except OSError:
            sound = False
        if not sound:
            report.problems.append(
                f"{path} is damaged or gone. Delete it and make it again from the parts with: "
                f"{resume_command(report.folder)}"
            )


def list_results(root: str | Path = "results") -> list[Listed]:
    """The sweeps below ``root`` at a glance (sizes and names, not contents); ``root`` may be one of them itself."""
    place = Path(root)
    if (place / manifest.NAME).exists():
        return [_listed(place)]
    with disk.plain_errors(place):
        folders = sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []
    return [_listed(path) for path in folders if (path / manifest.NAME).exists()]


def _listed_kept(where: Path, found: Kept) -> Listed:
    """A result that is no sweep: one part, written at once."""
    whole = all(final.has_size(where / name, file) for name, file in found.files.items())
    note = "" if whole else f"tables are gone. {found.again}"
    return Listed(
        where,
        "done" if whole else "damaged",
        found.scenario,
        found.kind,
        1,
        found.worlds,
        1,
        int(whole),
        found.failed,
        None,
        note,
    )


def _listed(where: Path) -> Listed:
    try:
        other = kept.load(where)
        if other is not None:
            return _listed_kept(where, other)
        found = manifest.load(where)
        store = Store(where, plan_of(found, where))
        store.look()
        whole = found.state == "done" and len(store.found) == len(store.plan)
        if found.state == "done" and not final.intact(where, found):
            state, note = "damaged", f"final files are gone. Make them again with: {resume_command(where)}"
        else:
            state, note = ("done", "") if whole else ("partial", f"go on with: {resume_command(where)}")
    except (RetorsionError, OSError) as error:
        return Listed(where, "damaged", note=str(error))
    return Listed(
        where,
        state,
        found.scenario.name,
        found.design.kind,
        len(store.plan.design),
        store.plan.total,
        len(store.plan),
        len(store.found),
        found.failed,
        found.sessions[0].started if found.sessions else None,
        note,
    )
