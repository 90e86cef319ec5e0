"""The command that makes a report: one HTML file that needs nothing else."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common
from sim.cli.common import Json, Quiet, Seed, Settings, Without, note, scenario_of, show_json
from sim.errors import WrongInput

if TYPE_CHECKING:
    from sim.scenario import Scenario

NAME = "report.html"
"""The file that a report of a folder becomes, in the folder, if nobody says otherwise."""
Page = Annotated[bool, typer.Option("--report", help=f"Also leave {NAME}: all of it as one page (run.py report).")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.RESULTS, report)


def report(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            show_default=False,
            help="A results folder, or a scenario (run.py scenarios).",
        ),
    ],
    run: Annotated[
        int | None,
        typer.Option("--run", metavar="K", show_default=False, help="The world told whole; 0 if nobody says."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", show_default=False, help=f"Where to; {NAME} in the folder, usually."
        ),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="FILE",
            show_default=False,
            help="A scenario of your own from which the results in the folder were made; may be repeated.",
        ),
    ] = None,
    seed: Seed = None,
    settings: Settings = None,
    without: Without = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make one HTML file of results or of a scenario: charts, one world with all its reasons, record, manifest.

    It opens by double click, asks for nothing, runs nothing, and prints on two pages.
    """
    common.check_key(run or 0, seed)
    folder = Path(source) if Path(source).is_dir() else None
    where = out or _usual_file(source, folder)
    check_file(where)
    if folder is not None:
        _refuse(
            {"--seed": seed, "--set": settings, "--without": without}, f"{folder} is a results folder, made as it is"
        )
        html = _of_folder(folder, run, [scenario_of(name) for name in scenario or ()], quiet)
    else:
        _refuse({"--scenario": scenario}, f"{source} is a scenario itself")
        html = _of_scenario(scenario_of(source, settings, without), run or 0, seed, quiet)
    write_page(where, html)
    size = len(html.encode())
    if as_json:
        show_json({"file": str(where), "bytes": size})
    elif not quiet:
        typer.echo(f"{where} ({common.size(size)}). Open it in a browser; it needs nothing else")


def _usual_file(source: str, folder: Path | None) -> Path:
    """In the folder of the results; of a scenario, here, under its name."""
    return folder / NAME if folder is not None else Path(f"report-{Path(source).stem}.html")


def leave(folder: Path, given: Sequence[Scenario], quiet: bool, run: int | None = None) -> None:
    """What ``--report`` of other commands does once their results lie in ``folder``."""
    where = folder / NAME
    write_page(where, _of_folder(folder, run, given, quiet))
    note(f"The report is {where}", quiet)


def needs_out(page: bool, out: Path | None) -> None:
    """Refuse ``--report`` where a command keeps nothing unless it is told where."""
    if page and out is None:
        raise WrongInput("--report without --out", "a folder for it: --out DIR --report")


def _refuse(given: Mapping[str, object], why: str) -> None:
    """Refuse options that say nothing here."""
    names = ", ".join(name for name, value in given.items() if value is not None and value != [])
    if names:
        raise WrongInput(f"{names}: {why}", way_out=f"Leave out {names}")


def check_file(where: Path) -> None:
    """Refuse a folder where a file is wanted, and a name that nobody would open, before any work is done."""
    if where.is_dir():
        raise WrongInput(f"{where} is a folder", "a file such as report.html", key="--out")
    if where.suffix.lower() not in (".html", ".htm"):
        raise WrongInput(f"{where} does not end in .html", "a file such as report.html", key="--out")


def _of_folder(folder: Path, run: int | None, given: Sequence[Scenario], quiet: bool) -> str:
    from sim.html.report import report_of_folder

    common.warm_up(quiet)
    return report_of_folder(folder, run, given)


def _of_scenario(scenario: Scenario, run: int, seed: int | None, quiet: bool) -> str:
    from sim.html.report import WORLDS, report_of_scenario

    common.warm_up(quiet)
    with common.Bar("Worlds", WORLDS, quiet) as bar:
        return report_of_scenario(scenario, run, seed, command=_told(common.given()), progress=bar)


def _told(command: str) -> str:
    """The command without folders that tell whose machine it was."""
    from sim.words import kept_path

    words = [kept_path(Path(word)) if Path(word).is_absolute() else word for word in shlex.split(command)]
    return shlex.join(words)


def write_page(where: Path, html: str) -> None:
    """Write a page to where the user wants it, its folder made."""
    from sim.store import disk

    with disk.plain_errors(where.parent):
        disk.make_folder(where.parent)
        disk.write(where, html.encode())
