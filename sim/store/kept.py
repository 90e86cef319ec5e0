"""What comparisons and causes leave: a folder with tables and a manifest that vouches for them.

It is much smaller than that of a sweep, since such a folder is written at once and never resumed: the command that made
it, what it is about, and size and checksum of each table. It checks itself, as a sweep's does.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import WrongInput
from sim.store import disk, final, manifest
from sim.store.manifest import FileRecord

FORMATS = ("retorsion-comparison", "retorsion-causes")
SCHEMA = 1
LARGEST = 1_000_000
TABLES = ("comparison.json", "comparison.csv", "worlds.parquet", "side-by-side.txt", "causes.json", "causes.csv")


class Kept(BaseModel):
    """The manifest of a comparison or of causes. ``checksum`` is that of all other entries."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["retorsion-comparison", "retorsion-causes"]
    schema_version: int = Field(ge=SCHEMA, le=SCHEMA)
    command: str
    scenario: str
    about: str = Field(description="what it was compared with, or which outcome was asked about")
    worlds: int = Field(ge=0)
    failed: int = Field(ge=0)
    seed: int
    rules: str
    versions: dict[str, str]
    files: dict[str, FileRecord]
    checksum: str = ""

    @property
    def kind(self) -> str:
        """comparison or causes."""
        return self.format.partition("-")[2]

    def digest(self) -> str:
        """SHA-256 of everything but the checksum."""
        text = json.dumps(self.model_dump(mode="json", exclude={"checksum"}), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def keep(where: Path, kind: str, **entries: Any) -> None:
    """Write the manifest of a folder whose tables are there. Raises :class:`StorageFailed` when the disk refuses."""
    from sim.rules.compiled import RULE_VERSION

    with disk.plain_errors(where):
        files = {name: final.record(where / name) for name in TABLES if (where / name).is_file()}
        made = Kept(
            format=f"retorsion-{kind}",  # type: ignore[arg-type]
            schema_version=SCHEMA,
            rules=RULE_VERSION,
            versions=manifest.versions(),
            files=files,
            **entries,
        )
        made = made.model_copy(update={"checksum": made.digest()})
        disk.write(where / manifest.NAME, f"{made.model_dump_json(indent=1)}\n".encode())


def load(where: Path) -> Kept | None:
    """The manifest in ``where``; None where there is none of these.

    Raises :class:`WrongInput` for one of these that was edited or damaged.
    """
    file = where / manifest.NAME
    try:
        if not file.is_file() or file.is_symlink() or file.stat().st_size > LARGEST:
            return None
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("format") not in FORMATS:
        return None
    try:
        made = Kept.model_validate(found)
    except (ValidationError, RecursionError) as error:
        raise _edited(file) from error
    if made.checksum != made.digest() or not set(made.files) <= set(TABLES):
        raise _edited(file)
    return made


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
            lines.append(f"{path} is damaged or gone. Make it again with: {found.command}")
    return lines


def _edited(file: Path) -> WrongInput:
    return WrongInput("was edited or damaged", file=file, way_out="Restore it, or give the command that made it again")
