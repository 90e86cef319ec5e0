"""What results other than sweeps leave: a folder with tables and a manifest that vouches for them.

It is much smaller than that of a sweep, since such a folder is written at once and never resumed: the command that made
it, what it is about, and size and checksum of each table. It checks itself, as a sweep's does.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import WrongInput
from sim.store import disk, final, manifest
from sim.store.manifest import FileRecord

KINDS = {
    "comparison": ("a comparison", ("comparison.json", "comparison.csv", "worlds.parquet", "side-by-side.txt")),
    "causes": ("causes", ("causes.json", "causes.csv")),
    "world": ("one world", ("world.json", "chronicle.txt", "acts.csv", "days.csv")),
    "ensemble": ("an ensemble", ("worlds.parquet", "bands.csv")),
    "branch": ("a branch", ("worlds.parquet", "bands.csv", "particles.txt")),
    "explanation": ("an explanation", ("explanation.json", "explanation.txt")),
    "fit": ("a fit", ("fit.csv",)),
    "score": ("a score", ("score.json", "score.csv")),
    "posterior": ("a posterior", ("posterior.json", "draws.csv", "predictive.csv")),
}
"""Kind of result -> what a person calls it, and the files that it may leave beside its manifest."""
FORMATS = {f"retorsion-{kind}": kind for kind in KINDS}
SCHEMA = 1
LARGEST = 1_000_000


class Input(BaseModel):
    """A scenario that went into a result: its name, and the SHA-256 of its resolved content.

    ``strategies`` are those of its own by side, as ``mine.py:patient``, with the SHA-256 of their text.
    """

    model_config = ConfigDict(extra="forbid")

    name: str
    identity: str
    strategies: dict[str, list[str]] = Field(default_factory=dict)


class Kept(BaseModel):
    """The manifest of a result that is no sweep. ``checksum`` is that of all other entries."""

    model_config = ConfigDict(extra="forbid")

    format: str
    schema_version: int = Field(ge=SCHEMA, le=SCHEMA)
    command: str = Field(description="the command line that makes it; empty where a program made it otherwise")
    scenario: str
    about: str = Field(description="what it was compared with, which outcome was asked about, which run, which day")
    inputs: list[Input] = Field(default_factory=list, description="every scenario in it")
    worlds: int = Field(ge=0)
    failed: int = Field(ge=0)
    seed: int
    rules: str
    versions: dict[str, str]
    files: dict[str, FileRecord]
    checksum: str = ""

    @property
    def kind(self) -> str:
        """One of :data:`KINDS`."""
        return FORMATS[self.format]

    @property
    def words(self) -> str:
        """What a person calls such a result."""
        return KINDS[self.kind][0]

    @property
    def again(self) -> str:
        """How a damaged file of it is made again."""
        return f"Make it again with: {self.command}" if self.command else "Save the result again"

    def digest(self) -> str:
        """SHA-256 of everything but the checksum."""
        text = json.dumps(self.model_dump(mode="json", exclude={"checksum"}, exclude_unset=True), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def keep(where: Path, kind: str, **entries: Any) -> None:
    """Write the manifest of a folder whose tables are there. Raises :class:`StorageFailed` when the disk refuses."""
    from sim.rules.compiled import RULE_VERSION

    with disk.plain_errors(where):
        files = {name: final.record(where / name) for name in KINDS[kind][1] if (where / name).is_file()}
        made = Kept(
            format=f"retorsion-{kind}",
            schema_version=SCHEMA,
            rules=RULE_VERSION,
            versions=manifest.versions(),
            files=files,
            **entries,
        )
        made = made.model_copy(update={"checksum": made.digest()})
        disk.write(where / manifest.NAME, f"{made.model_dump_json(indent=1, exclude_unset=True)}\n".encode())


def load(where: Path) -> Kept | None:
    """The manifest in ``where``; None where there is none of these.

    Raises :class:`WrongInput` for one of these that was edited or damaged.
    """
    file = where / manifest.NAME
    found = _stated(file)
    if found is None:
        return None
    try:
        made = Kept.model_validate(found)
    except (ValidationError, RecursionError) as error:
        raise _edited(file) from error
    if made.checksum != made.digest() or not set(made.files) <= set(KINDS[made.kind][1]):
        raise _edited(file)
    return made


def check_place(where: Path, kind: str) -> None:
    """Refuse a folder whose manifest is that of a sweep or of another kind of result: it would be lost."""
    file = where / manifest.NAME
    if file.exists():
        found = _stated(file)
        if found is None or FORMATS[found["format"]] != kind:
            raise WrongInput(f"{where} holds another result", way_out="Choose another folder; nothing was touched")


def _stated(file: Path) -> dict[str, Any] | None:
    """What a manifest says, unchecked, if it says that it is one of these."""
    try:
        if not file.is_file() or file.is_symlink() or file.stat().st_size > LARGEST:
            return None
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("format") in FORMATS else None


def problems(where: Path, found: Kept) -> list[str]:
    """One line for each table that is gone or not what it was, with the way out."""
    lines = []
    for name, file in found.files.items():
        path = where / name
        try:
            sound = final.has_size(path, file) and final.record(path) == file
        except OSError:
            sound = False
        if not sound:
            lines.append(f"{path} is damaged or gone. {found.again}")
    return lines


def _edited(file: Path) -> WrongInput:
    return WrongInput("was edited or damaged", file=file, way_out="Restore it, or give the command that made it again")
