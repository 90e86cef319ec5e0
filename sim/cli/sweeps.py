"""The command that makes results on disk: sweep."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from sim.cli import common, pictures
from sim.cli.calibrate import drawn
from sim.cli.common import Json, Quiet, Seed, Settings, Without, note, scenario_of, show_json
from sim.cli.folders import Drawing, check_outcomes, figures_of, outcomes_of, own_figures, plot_command
from sim.cli.report import Page, leave
from sim.cli.sweep_tables import summary_table
from sim.errors import WrongInput

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.design import Design
    from sim.store.results import SweepResult

RUNS = 1000
LIMIT = "1 hour or 5 GB"
"""In words, what :mod:`sim.sweeps.estimate` holds a sweep to that nobody said ``--yes`` to."""


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    common.add(app, common.WORK, sweep)


_Source = Annotated[
    str | None,
    typer.Argument(metavar="[FILE]", show_default=False, help="A scenario file or name; not with --resume."),
]
_Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="NAME=VALUES",
        show_default=False,
        help="Vary a parameter: name=from:to:count, name=x,y,z, or name=from:to in drawn designs; may be repeated. "
        "Without it the scenario's own [sweep] counts.",
    ),
]
_Design = Annotated[
    str | None,
    typer.Option(
        "--design",
        metavar="KIND",
        show_default=False,
        help="grid (usual), list, one-at-a-time, latin-hypercube or sobol.",
    ),
]
_Points = Annotated[
    int | None, typer.Option("--points", metavar="N", show_default=False, help="Points of a drawn design.")
]
_Posterior = Annotated[
    Path | None,
    typer.Option(
        "--posterior",
        metavar="DIR",
        show_default=False,
        help="Visit draws of a posterior (run.py calibrate), as many as --points, instead of --vary.",
    ),
]
_Runs = Annotated[
    int | None,
    common.runs_option(f"Worlds at each point ({RUNS:,} if nobody says).", show_default=False),
]
_Out = Annotated[
    Path | None,
    common.out_option("Where to; results/<scenario>-<time> if left out."),
]
_Resume = Annotated[
    Path | None,
    typer.Option("--resume", metavar="DIR", show_default=False, help="Finish the sweep in this folder."),
]
_Fresh = Annotated[bool, typer.Option("--fresh", help="Start anew even if this very sweep is there.")]
_On = Annotated[
    str,
    typer.Option("--on", metavar="PLACE", help="Where work runs: threads, processes, dask, or tcp://host:port."),
]
_Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", show_default=False, help="How many; all cores if left out.")
]
_Keep = Annotated[
    str | None,
    typer.Option("--keep", metavar="WHAT", show_default=False, help="rows (every world, usual) or summary."),
]
_Paths = Annotated[
    bool,
    typer.Option("--paths", help="Also keep daily quantile bands of the paths, for fans (usual for small sweeps)."),
]
_NoFigures = Annotated[bool, typer.Option("--no-figures", help="Draw nothing.")]
_DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say how many worlds it would be, and about how long and large.")
]
_Yes = Annotated[bool, typer.Option("--yes", help=f"Begin even if it takes more than {LIMIT}.")]


def sweep(
    source: _Source = None,
    vary: _Vary = None,
    design: _Design = None,
    points: _Points = None,
    posterior: _Posterior = None,
    runs: _Runs = None,
    seed: Seed = None,
    settings: Settings = None,
    without: Without = None,
    out: _Out = None,
    resume: _Resume = None,
    fresh: _Fresh = False,
    on: _On = "threads",
    workers: _Workers = None,
    keep: _Keep = None,
    paths: _Paths = False,
    outcome: Drawing = None,
    no_figures: _NoFigures = False,
    page: Page = False,
    dry_run: _DryRun = False,
    yes: _Yes = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run many worlds at many settings; leaves a results folder with tables and figures.

    The same command again computes only what is missing.
    """
    asked = {
        "FILE": source,
        "--vary": vary,
        "--design": design,
        "--points": points,
        "--posterior": posterior,
        "--runs": runs,
        "--seed": seed,
        "--set": settings,
        "--without": without,
        "--out": out,
        "--fresh": fresh,
        "--keep": keep,
        "--paths": paths,
        "--dry-run": dry_run,
    }
    _check_asked(source, resume, asked)
    check_outcomes(outcome)
    _check_place(on, workers)
    if posterior is not None:
        vary, design, points = drawn(posterior, vary, design, points)
    rest = (runs, seed, settings, without, keep or "rows", paths, outcome or ())
    wanted = _wanted(source, vary, design, points, *rest) if source is not None else None
    common.warm_up(quiet)
    if wanted is not None and _estimated(wanted, workers, out, yes, dry_run, quiet, as_json):
        return
    with common.Bar("Worlds", quiet=quiet, from_disk=True) as bar:
        result = _run(wanted, resume, out, fresh, on=on, workers=workers, progress=bar)
    _report(result, bar, (not no_figures, page), quiet, as_json, outcome or outcomes_of(result.command))


def _check_place(on: str, workers: int | None) -> None:
    from sim.engine.executors import check_place

    check_place(on, workers)


def _check_asked(source: str | None, resume: Path | None, asked: dict[str, Any]) -> None:
    """A scenario or a folder to go on with, not both; ``asked`` is what belongs to a new sweep."""
    given = [name for name, value in asked.items() if value not in (None, False, [])]
    if source is None and resume is None:
        raise WrongInput("no scenario is given", "a file or name (run.py scenarios), or --resume DIR")
    if resume is not None and given:
        raise WrongInput(f"--resume goes on with what its manifest says; leave out {', '.join(given)}")


class Wanted(NamedTuple):
    """A sweep as it was asked for."""

    scenario: Scenario
    design: Design
    runs: int
    seed: int
    keep: str
    paths: bool
    command: str


def _wanted(
    source: str,
    vary: Sequence[str] | None,
    design: str | None,
    points: int | None,
    runs: int | None,
    seed: int | None,
    settings: Sequence[str] | None,
    without: Sequence[str] | None,
    keep: str,
    paths: bool,
    outcomes: Sequence[str],
) -> Wanted:
    from sim.report.sweep_figures import wants_paths

    s = scenario_of(source, settings, without)
    key = s.seed if seed is None else seed
    common.check_key(seed=key)
    table = s.sweep if s.sweep is not None and not vary else None
    if table is not None and table.get("seed") is not None and seed is None:
        key = table["seed"]
    count = runs if runs is not None else (table or {}).get("runs") or RUNS
    made = _design(s, table, vary, design, points, key)
    paths = wants_paths(made, count, paths)
    command = _command(source, settings, without, made, count, key, keep, paths, outcomes)
    return Wanted(s, made, count, key, keep, paths, command)


def _run(wanted: Wanted | None, resume: Path | None, out: Path | None, fresh: bool, **more: Any) -> SweepResult:
    from sim.sweeps.sweep import resume_sweep
    from sim.sweeps.sweep import sweep as sweep_worlds

    if wanted is None:
        return resume_sweep(resume or Path(), **more)
    return sweep_worlds(
        *wanted[:4], out=out, fresh=fresh, keep=wanted.keep, paths=wanted.paths, command=wanted.command, **more
    )


def _estimated(
    wanted: Wanted, workers: int | None, out: Path | None, yes: bool, dry_run: bool, quiet: bool, as_json: bool
) -> bool:
    """Say what the sweep will take; refuse one that is too large to be meant. True if that is all that was asked."""
    from sim.sweeps.estimate import estimate
    from sim.sweeps.sweep import planned

    found = estimate(wanted.scenario, planned(*wanted[:6]), workers)
    took = f"{common.seconds(found.seconds)} and {common.size(found.bytes)}"
    if dry_run and as_json:
        show_json(
            {
                "points": found.points,
                "worlds": found.worlds,
                "seconds": found.seconds,
                "bytes": found.bytes,
                "command": wanted.command,
            }
        )
    else:
        worlds = common.counted(found.worlds, "world")
        line = f"{worlds} ({found.points:,} x {wanted.runs:,}): about {took} on this machine"
        typer.echo(line) if dry_run else note(line, quiet)
    begun = out is not None and (out / "manifest.json").exists()
    if found.large and not (yes or dry_run or begun):
        raise WrongInput(
            f"this sweep would take about {took}",
            f"at most {LIMIT}",
            way_out="Ask for fewer runs or points or for --keep summary, or say --yes",
        )
    return dry_run


def _design(
    s: Scenario,
    table: dict[str, Any] | None,
    vary: Sequence[str] | None,
    kind: str | None,
    points: int | None,
    seed: int,
) -> Design:
    from sim.scenario import design as designs

    if table is not None:
        own = {**table, "design": kind or table["design"], "points": points or table["points"]}
        return designs.from_table(own, s.parameters, seed)
    if not vary and (kind or points):
        raise WrongInput("--design and --points need something to vary", "--vary name=values")
    return designs.from_options(vary or (), kind, points, seed, s.parameters)


def _command(
    source: str,
    settings: Sequence[str] | None,
    without: Sequence[str] | None,
    design: Design,
    runs: int,
    seed: int,
    keep: str,
    paths: bool,
    outcomes: Sequence[str],
) -> str:
    """The command line that asks for this sweep, whole: what the manifest keeps."""
    from sim.scenario.library import looks_like_path
    from sim.words import kept_path

    words = ["run.py", "sweep", kept_path(Path(source)) if looks_like_path(source) else source]
    for option, values in (("--set", settings), ("--without", without)):
        words += [word for value in values or () for word in (option, value)]
    words += [*design.options, "--runs", str(runs), "--seed", str(seed)]
    words += ["--keep", keep] if keep != "rows" else []
    words += ["--paths"] if paths else []
    return shlex.join([*words, *(word for name in outcomes for word in ("--outcome", name))])


def _report(
    result: SweepResult, bar: common.Bar, drawn: tuple[bool, bool], quiet: bool, as_json: bool, outcomes: Sequence[str]
) -> None:
    """Table, folder, speed, then what is ``drawn`` (figures, a page); exit code 1 if worlds failed."""
    figures, page = drawn
    if page:
        leave(result.folder, [], quiet)
    worlds = result.plan.total
    told = {
        "folder": result.folder,
        "command": result.command,
        "points": len(result.design),
        "worlds": worlds,
        "failed": result.failed,
        "computed_parts": result.computed,
    }

    def table() -> None:
        if not quiet:
            summary_table(result, outcomes)
            typer.echo(f"\n{common.counted(worlds, 'world')} in {result.folder}{_speed(result, bar)}")

    found = {**told, "summary": result.summary().to_dict("records")} if as_json else table
    pictures.show(
        found,
        lambda: figures_of(result, outcomes),
        own_figures(result.folder) if figures else None,
        quiet,
        f"all worlds are in {result.folder}. Draw again with: {plot_command(result.folder)}",
    )
    if result.failed:
        first = result.failures[0] if result.failures else ""
        note(f"error: {result.failed:,} of {worlds:,} worlds failed and are in no figure. {first}")
        raise typer.Exit(1)


def _speed(result: SweepResult, bar: common.Bar) -> str:
    if not result.computed:
        return "; all of it was there already"
    return f"; {bar.computed:,} computed in {common.seconds(bar.elapsed)}, {common.pace(bar.computed, bar.elapsed)}"
