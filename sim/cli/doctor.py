"""``doctor``: what is here, what is missing and how to get it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import typer

from sim.cli import common
from sim.cli.common import Json, install_command, show_json, size

LEAST_DISK, LEAST_MEMORY = 1e9, 1e9
"""Bytes below which work may stop for want of room."""
PARTS = ("telescope", "microscope", "fan", "pairs", "branch", "branch-pairs")
"""The parts of the machine code, as those that make them call them."""
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)[^;]*(?:;.*extra\s*==\s*['\"]([^'\"]+))?")


class Finding(NamedTuple):
    """One line of the verdict; ``way_out`` is empty where nothing is to be done. ``needed``: work fails without it."""

    what: str
    found: str
    way_out: str = ""
    needed: bool = False


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    common.add(app, common.HELP, doctor)


def doctor(as_json: Json = False) -> None:
    """Say what is installed, what this machine has, what is missing and how to get it."""
    found = list(findings())
    if as_json:
        show_json([finding._asdict() for finding in found])
    else:
        common.table(("what", "found"), [(f.what, f.found) for f in found], prose="found")
        for f in found:
            if f.way_out:
                typer.echo(f"{'needed' if f.needed else 'to be had'}: {f.what}: {f.way_out}")
    if any(f.needed for f in found):
        raise typer.Exit(1)


def findings() -> Iterator[Finding]:
    """Everything that is looked at, in the order in which it is told."""
    from sim import __version__
    from sim.rules.compiled import RULE_VERSION

    yield Finding("retorsion", f"{__version__}, rules {RULE_VERSION}")
    yield Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    for extra, names in _requirements().items():
        yield _libraries(extra, names)
    yield _machine_code()
    yield from _machine()
    yield _writable("results", Path("results"))
    yield _cache()
    yield _browser()


def _requirements() -> dict[str, list[str]]:
    """Libraries by the extra that asks for them ('' for all work), as the package itself declares them."""
    page = Path(__file__).resolve().parents[2] / "pyproject.toml"
    if page.is_file():
        project = tomllib.loads(page.read_text(encoding="utf-8"))["project"]
        declared = {"": project["dependencies"], **project["optional-dependencies"]}
        return {extra: [_name(line) for line in lines] for extra, lines in declared.items()}
    found: dict[str, list[str]] = {}
    for line in metadata.requires("retorsion") or ():
        match = REQUIREMENT.match(line)
        found.setdefault(match[2] or "" if match else "", []).append(_name(line))
    return found


def _name(requirement: str) -> str:
    match = REQUIREMENT.match(requirement)
    return match[1] if match else requirement


def _libraries(extra: str, names: list[str]) -> Finding:
    """The libraries of an extra with their versions; those that are not there."""
    here, missing = [], []
    for name in names:
        try:
            here.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    what = f"extra {extra}" if extra else "libraries"
    absent = f"missing: {', '.join(missing)}" if missing else ""
    way_out = install_command(extra) if missing else ""
    return Finding(what, "; ".join(filter(None, (", ".join(here), absent))), way_out, bool(missing and not extra))


def _machine_code() -> Finding:
    from sim.rules.compiled import is_warm

    warm = [part for part in PARTS if is_warm(part)]
    cold = [part for part in PARTS if part not in warm]
    told = f"ready: {', '.join(warm) or 'nothing'}" + (f"; to be made at first use: {', '.join(cold)}" if cold else "")
    return Finding("machine code", told, "run.py demo makes it (once, about half a minute)" if not warm else "")


def _machine() -> Iterator[Finding]:
    """Cores, memory and room on the disk of the working directory."""
    from sim.engine.blocks import threads_available

    yield Finding("cores", str(threads_available()))
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        yield Finding("memory", size(memory), "use --keep summary, and fewer runs" if memory < LEAST_MEMORY else "")
    free = shutil.disk_usage(Path.cwd()).free
    yield Finding("disk", f"{size(free)} free here", "make room, or use --keep summary" if free < LEAST_DISK else "")


def _writable(what: str, folder: Path) -> Finding:
    """Whether a folder, or where it is to be made, takes a file."""
    there = next(place for place in (folder, *folder.resolve().parents) if place.is_dir())
    try:
        with tempfile.TemporaryFile(dir=there):
            return Finding(what, f"{folder}: can be written")
    except OSError as error:
        way_out = "go to a folder of your own, or use --out"
        return Finding(what, f"{folder}: cannot be written ({error.strerror})", way_out, needed=True)


def _cache() -> Finding:
    """Where the machine code is kept."""
    from sim.rules.conditions import allowed

    kept: Any = getattr(getattr(allowed, "stats", None), "cache_path", None)
    if kept is None:
        way_out = "set NUMBA_CACHE_DIR to a folder that can be written; until then each start takes half a minute"
        return Finding("cache", "machine code is kept nowhere", way_out)
    return _writable("cache", Path(kept))._replace(needed=False)


def _browser() -> Finding:
    import webbrowser

    try:
        return Finding("browser", getattr(webbrowser.get(), "name", "found"))
    except webbrowser.Error:
        way_out = "the page works from any other machine: run.py explore --no-browser --lan"
        return Finding("browser", "none found", way_out)
