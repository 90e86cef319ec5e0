"""The manifest: everything that turns a results folder back into the command that made it."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import WrongInput
from sim.parameters import PARAMETERS
from sim.scenario.design import MOST_POINTS
from sim.store import sealed
from sim.store.plan import MOST_LISTED, MOST_WORLDS, SCHEMA_VERSION

NAME = "manifest.json"
FORMAT = "retorsion-sweep"
RESTORE = (
    "It was edited or damaged: restore it; or delete it and give the command that began the sweep again, with "
    "--out and this folder: sound parts are kept"
)
LIBRARIES = ("numpy", "numba", "llvmlite", "scipy", "pandas", "pyarrow", "pydantic", "mesa", "dask", "distributed")
MOST_FAILURES = 1000
_MOST = {"parts": MOST_LISTED, "failures": MOST_FAILURES, "sessions": 10_000, "files": 10}


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", ser_json_inf_nan="strings")


class ScenarioRecord(_Record):
    """The scenario: as written, and resolved so that nothing but this file is needed to run it again."""

    name: str
    title: str = ""
    identity: str = Field(description="SHA-256 of the resolved content, not of names and comments")
    file: str | None = Field(description="name of the scenario file, where it came from one")
    source: str = Field(description="the text as written, with the texts it builds on")
    parameters: dict[str, float] = Field(description="every parameter by full name")
    resolved: dict[str, Any] = Field(description="the whole scenario in resolved form")


class DesignRecord(_Record):
    """The points of the design; a word parameter holds the position of the word."""

    kind: Literal["grid", "list", "one-at-a-time", "latin-hypercube", "sobol"]
    names: list[str]
    points: list[list[float]] = Field(min_length=1)
    options: list[str] = Field(default_factory=list, description="the words of the command line that ask for it")


class PartRecord(_Record):
    """One part of the plan."""

    number: int = Field(ge=0)
    identity: str = Field(description="SHA-256 of scenario, parameters, seed, block, rules and schema")
    runs: int = Field(ge=1)
    checksum: str | None = Field(default=None, description="SHA-256 of the file, null until it is known")
    size: int | None = Field(default=None, description="bytes")
    session: int | None = Field(default=None, description="which of the sessions computed it, from 0; null: not known")


class FileRecord(_Record):
    """One final file: SHA-256 and bytes."""

    checksum: str
    size: int


class FailureRecord(_Record):
    """One world that broke an invariant."""

    row: int
    point: int
    run: int
    seed: int
    stage: str
    day: int
    replay: str


class SessionRecord(_Record):
    """One stretch of work on the sweep, and what it was done with."""

    started: datetime
    ended: datetime | None = Field(default=None, description="null: it was killed, or is still at work")
    on: str = Field(description="threads, processes or dask")
    workers: int | None = None
    parts: int = Field(default=0, description="parts computed in it, where it came to its end")
    versions: dict[str, str] = Field(description="Python, this project and the libraries that touch results")
    commit: str | None = Field(description="of the checkout, with + where it was changed since; null outside one")
    machine: dict[str, str | int | None] = Field(description="what computed it, without naming host or person")


class Manifest(_Record):
    """One sweep. Times and machine stand here and nowhere else, so that data files repeat to the byte."""

    format: Literal["retorsion-sweep"]
    schema_version: int = Field(ge=SCHEMA_VERSION, le=SCHEMA_VERSION)
    state: Literal["unfinished", "done"]
    identity: str = Field(description="SHA-256 of all that decides the data: the same command has the same one")
    command: str
    scenario: ScenarioRecord
    design: DesignRecord
    runs: int = Field(ge=1, le=max(MOST_WORLDS.values()), description="runs of each point")
    seed: int = Field(ge=0, lt=2**63)
    keep: Literal["rows", "summary"]
    paths: bool
    part_runs: int = Field(ge=1, description="runs in a part")
    rules: str = Field(description="hash of the source of all rules")
    arrow: str = Field(description="version of pyarrow, which decides the bytes of files as the rules do")
    sessions: list[SessionRecord]
    parts: list[PartRecord]
    files: dict[str, FileRecord] = Field(default_factory=dict)
    failed: int = Field(default=0, ge=0, description="worlds that broke an invariant")
    failures: list[FailureRecord] = Field(default_factory=list, description="the first thousand")
    checksum: str = Field(default="", description="SHA-256 of all the rest: as JSON in ASCII, keys sorted, no spaces")

    def save(self, folder: Path) -> None:
        """Write it in one step, with its checksum: the old one stands until the new one is complete."""
        sealed.write(folder / NAME, json.loads(self.model_dump_json()))


def load(folder: Path) -> Manifest:
    """The manifest in ``folder``, which is the one that was written, field by field.

    Raises :class:`WrongInput` in one line whatever is wrong with it.
    """
    file = folder / NAME
    try:
        found = sealed.read(file)
    except (FileNotFoundError, NotADirectoryError):
        raise _not_a_sweep(folder) from None
    except OSError as error:
        raise WrongInput(f"cannot be read ({error.strerror})", file=file) from error
    except (ValueError, RecursionError) as error:
        raise WrongInput("is not valid JSON", file=file, way_out=RESTORE) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _not_a_sweep(folder)
    _check_schema(found.get("schema_version"), file)
    made = _validated(found, file)
    if not sealed.is_sealed(found):
        raise WrongInput("it does not have the checksum that stands in it", file=file, key=sealed.KEY, way_out=RESTORE)
    return made


def _check_schema(stated: object, file: Path) -> None:
    if not isinstance(stated, int) or isinstance(stated, bool) or stated == SCHEMA_VERSION:
        return
    if stated > SCHEMA_VERSION:
        raise WrongInput(
            f"was written with schema {str(stated)[:20]}, this version reads schema {SCHEMA_VERSION}",
            file=file,
            way_out="Update retorsion: pip install --upgrade retorsion",
        )
    if stated > 0:
        raise WrongInput(
            f"was written with schema {stated}, this version reads schema {SCHEMA_VERSION}",
            file=file,
            way_out="Its tables open in any Parquet reader; to go on with it, use the version that wrote "
            "it, or give its command again for a new folder",
        )


def _validated(found: dict[str, Any], file: Path) -> Manifest:
    sealed.check_lengths(found, _MOST, file, RESTORE)
    design = found.get("design")
    if isinstance(design, dict):
        sealed.check_lengths(design, {"points": MOST_POINTS, "names": len(PARAMETERS)}, file, RESTORE)
        points = design.get("points")
        longest = (
            max((point for point in points if isinstance(point, list)), key=len, default=[])
            if isinstance(points, list)
            else []
        )
        sealed.check_lengths({"point": longest}, {"point": len(PARAMETERS)}, file, RESTORE)
    try:
        return Manifest.model_validate(found)
    except (ValidationError, RecursionError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": "nested too deep"}
        key = ".".join(str(step) for step in first["loc"])
        raise WrongInput(str(first["msg"])[:120], file=file, key=key[:80], way_out=RESTORE) from error


def _not_a_sweep(folder: Path) -> WrongInput:
    return WrongInput(
        f"{folder} is not a results folder",
        f"a folder with a {NAME} as 'sweep' leaves it",
        way_out="List those there are with: run.py results",
    )


def now() -> datetime:
    """The time, to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def versions() -> dict[str, str]:
    """Python, this project and the libraries that touch results."""
    found = {"python": platform.python_version()}
    for name in ("retorsion", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, str | int | None]:
    """What computed it, without naming host or person."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "implementation": sys.implementation.name,
    }


@lru_cache(maxsize=1)
def commit() -> str | None:
    """The commit of the checkout the code lies in, with ``+`` where it was changed since; None outside a checkout."""
    here = Path(__file__).resolve().parents[2]
    if not (here / ".git").exists():
        return None
    try:
        said = subprocess.run(
            ["git", "-C", str(here), "describe", "--always", "--abbrev=40", "--dirty=+"],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return said.stdout.strip() or None


def session(on: str, workers: int | None) -> SessionRecord:
    """A session that begins now, in this process. The address of a scheduler names a machine, so it is left out."""
    return SessionRecord(
        started=now(),
        on="dask" if "://" in on else on,
        workers=workers,
        versions=versions(),
        commit=commit(),
        machine=machine(),
    )


def schema() -> str:
    """The JSON schema of the manifest, as printed in ``docs/reference/manifest.schema.json``."""
    described = Manifest.model_json_schema(mode="validation")
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(described, indent=2, sort_keys=True) + "\n"
