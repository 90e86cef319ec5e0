"""``new``: a scenario file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli import common
from sim.cli.common import Json, Quiet, note, show_json
from sim.errors import StorageFailed


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    common.add(app, common.LOOK, new)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="What to call it.")],
    base: Annotated[
        str,
        typer.Option(
            "--from", metavar="S", show_default=False, help="Build on this scenario: a shipped one or a file."
        ),
    ] = "",
    dyad: Annotated[
        tuple[str, str] | None,
        typer.Option("--dyad", metavar="A B", show_default=False, help="The home side and its rival, such as UK Iran."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", show_default=False, help="Usually NAME.toml, here.")
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write a scenario file with comments, which passes check as it stands. No file is overwritten."""
    from sim.scenario.starting import write_new

    file = out or Path(f"{name}.toml")
    try:
        s = write_new(name, file, base, dyad)
    except (OSError, ValueError) as error:
        raise StorageFailed(f"{file}: cannot be written ({getattr(error, 'strerror', None) or error})") from None
    if as_json:
        show_json({"file": file, "name": s.name, "base": base or "base", "home": s.home, "rival": s.rival})
        return
    typer.echo(str(file))
    note(f"Check it with: run.py check {file}. Live it with: run.py simulate {file}", quiet)
