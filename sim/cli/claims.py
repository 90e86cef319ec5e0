"""The command that computes the figures of the documentation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common
from sim.cli.common import Json, Quiet, note, show_json
from sim.errors import WrongInput

if TYPE_CHECKING:
    from sim.evidence.claims import Found
    from sim.evidence.readings import Reading


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.WORK, claims)


def claims(
    pages: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PAGE...", show_default=False, help="Pages with marked figures; those of the project if left out."
        ),
    ] = None,
    runs: Annotated[int, common.runs_option("Worlds.", min=1)] = 10_000,
    write: Annotated[bool, typer.Option("--write", help="Write the figures into the pages.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Compute every figure that the documentation states in prose; those of "How good is it?" take minutes."""
    from sim.evidence.claims import PAGES, compute, named, rewritten
    from sim.evidence.readings import PAGE, group_of, readings

    texts = {page: _text(page) for page in pages or (*PAGES, PAGE)}
    names = [name for text in texts.values() for name in named(text)]
    if not names:
        raise WrongInput("no figure is marked in these pages", "marks such as <!--=parity-->80%<!--=-->")
    common.warm_up(quiet)
    with common.Bar("Worlds", quiet=quiet) as bar:
        worlds = compute([name for name in names if not group_of(name)], runs, progress=bar)
    found: list[Found | Reading] = [*worlds, *readings(names)]
    for page, text in texts.items() if write else ():
        page.write_text(rewritten(text, found), encoding="utf-8")
        note(f"{page}: {len(named(text))} figures are up to date", quiet)
    _show(found, as_json)


def _text(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"{page} cannot be read ({error})", "a page of Markdown") from None


def _show(found: list[Found | Reading], as_json: bool) -> None:
    if as_json:
        show_json([{"name": f.name, "value": f.value, "low": f.low, "high": f.high, "shown": f.shown} for f in found])
        return
    common.table(
        ("figure", ">as shown", ">value", ">low", ">high"),
        [(f.name, f.shown, *(f"{x:.4g}" for x in (f.value, f.low, f.high))) for f in found],
    )
