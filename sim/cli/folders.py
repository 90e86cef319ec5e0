"""Commands that look after results on disk: results, plot, verify, replay."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.basic import show_chronicle
from sim.cli.common import Json, Quiet, note, show_json
from sim.errors import WrongInput
from sim.words import option_values

if TYPE_CHECKING:
    from sim.report.figures import Chosen
    from sim.store.results import SweepResult

Folder = Annotated[Path, typer.Argument(metavar="DIR", show_default=False, help="A results folder (run.py results).")]
Drawing = Annotated[
    list[str] | None,
    typer.Option(
        "--outcome",
        metavar="NAME",
        show_default=False,
        help="Show this outcome instead of the usual ones; may be repeated (run.py outcomes).",
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    common.add(app, common.RESULTS, results, plot, verify, replay)


def check_outcomes(outcomes: Sequence[str] | None) -> None:
    """Refuse an outcome that cannot be drawn before any world is run."""
    if outcomes:
        from sim.report.sweep_figures import checked_outcomes

        checked_outcomes(outcomes)


def outcomes_of(command: str) -> list[str]:
    """The outcomes that a sweep was asked to show, from the command that made it."""
    from sim.outcomes import OUTCOMES

    return [name for name in option_values(command, "--outcome") if name in OUTCOMES]


def own_figures(folder: Path) -> Path:
    """Where the figures of a results folder go. They are written, and a folder may come from anyone: no links."""
    from sim.store.disk import check_own_folder

    check_own_folder(folder / "figures")
    return folder / "figures"


def figures_of(result: SweepResult, outcomes: Sequence[str]) -> Iterator[Chosen]:
    """The figures of a sweep that show ``outcomes``, and notes on those with nothing to show."""
    from sim.report.sweep_figures import sweep_figures

    return sweep_figures(result, outcomes)


def plot_command(folder: Path) -> str:
    """The command that draws the figures of a results folder again."""
    return f"run.py plot {shlex.quote(str(folder))}"


def plot(
    folder: Folder,
    outcome: Drawing = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Draw the figures of a results folder again, from what is stored; no world is run."""
    from sim.store import kept
    from sim.store.results import open_results

    other = kept.load(folder)
    if other is not None:
        raise WrongInput(
            f"{folder} holds {other.words}, whose figures show single worlds that are not stored",
            "a sweep",
            way_out=f"Draw them with: {other.command}" if other.command else "",
        )
    result = open_results(folder)
    check_outcomes(outcome)
    wanted = outcome or outcomes_of(result.command)
    made = pictures.draw(lambda: figures_of(result, wanted), own_figures(result.folder))
    if as_json:
        show_json(
            {
                "folder": result.folder,
                "figures": made.drawn,
                "figures_failed": made.failed,
                "figures_left_out": made.left_out,
            }
        )
    elif not quiet:
        for path in made.drawn:
            typer.echo(path)
    made.settle(quiet=True, kept=f"{common.counted(len(made.drawn), 'figure')} drawn")
    if made.failed:
        raise typer.Exit(1)


def results(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="A folder of results folders, or one of them.")
    ] = Path("results"),
    as_json: Json = False,
) -> None:
    """List the sweeps, comparisons, causes and other results on disk: done, partial or damaged."""
    from dataclasses import asdict

    from sim.store.verify import list_results

    if not folder.exists() and folder != Path("results"):
        raise WrongInput(f"there is no folder {folder}")
    found = list_results(folder)
    if as_json:
        show_json([asdict(one) for one in found])
    elif not found:
        typer.echo(f"No results in {folder}. Make one with: run.py sweep us-russia-2016")
    else:
        common.table(
            ("folder", "state", "kind", "scenario", ">points", ">worlds", ">parts", ">failed", "note"),
            [
                (
                    str(r.folder),
                    r.state,
                    r.design,
                    r.scenario,
                    f"{r.points:,}",
                    f"{r.runs:,}",
                    f"{r.parts_there:,}/{r.parts:,}",
                    f"{r.failed:,}",
                    r.note,
                )
                for r in found
            ],
            prose="note",
        )


def verify(folder: Folder, as_json: Json = False) -> None:
    """Check a results folder: manifest, scenario, every part and every table, by checksum."""
    from dataclasses import asdict

    from sim.store.verify import verify as verified

    report = verified(folder)
    if as_json:
        show_json({**asdict(report), "ok": report.ok})
    else:
        typer.echo(report.text())
    if not report.ok:
        raise typer.Exit(1)


def replay(
    folder: Folder,
    row: Annotated[int, typer.Option("--row", metavar="N", help="The number of the world in outcomes.parquet.")],
    figures: Annotated[
        Path | None,
        typer.Option("--figures", metavar="DIR", show_default=False, help="Also draw this world into a folder."),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Rebuild one world of a sweep, compare it with its stored row, and print its chronicle."""
    common.warm_up(quiet)
    from sim.sweeps.replay import replay as rebuilt

    found = rebuilt(folder, row)
    same = "equal to the stored row" if found.checked else "the sweep kept no row to compare with"
    note(f"row {found.row}: point {found.point}, run {found.run}, seed {found.seed}; {same}", quiet or as_json)
    told = {"row": found.row, "point": found.point, "changes": found.changes, "checked": found.checked}
    show_chronicle(found.chronicle, figures, quiet, as_json, told)
