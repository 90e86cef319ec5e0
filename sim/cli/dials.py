"""The command that turns every parameter and says what it moves and which record has something to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common
from sim.cli.common import Json, Quiet, show_json

if TYPE_CHECKING:
    from sim.evidence.dials import Dial


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.EVIDENCE, dials)


def dials(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", show_default=False, help="Parameters; all if left out (takes minutes)."),
    ] = None,
    record: Annotated[
        list[str] | None,
        typer.Option(
            "--record",
            metavar="NAME",
            show_default=False,
            help="A window by the name of its scenario, or episodes; may be repeated. All if left out.",
        ),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Turn each parameter over its span: in which scenarios it moves an outcome, and which record speaks of it."""
    from sim.evidence.dials import scan
    from sim.parameters import PARAMETERS
    from sim.priors import RECORDS

    common.warm_up(quiet)
    with common.Bar("Scenarios and records", quiet=quiet) as bar:
        found = scan(names or tuple(PARAMETERS), records=record or RECORDS, progress=bar)
    if as_json:
        show_json([_plain(dial) for dial in found])
        return
    records = list(found[0].bits)
    common.table(
        ("parameter", ">moves", *(f">{name}" for name in records), "declared"),
        [(d.name, str(len(d.moves)), *(_cost(d, name) for name in records), ", ".join(_declared(d))) for d in found],
    )
    common.say(
        "\nMoves: in so many shipped scenarios the outcome of some world changes. Then by record: bits that the low and"
        " the high end of the span cost more than the best of low end, value and high end; all else as set."
    )


def _declared(dial: Dial) -> tuple[str, ...]:
    from sim.parameters import PARAMETERS

    return PARAMETERS[dial.name].by


def _cost(dial: Dial, record: str) -> str:
    low, _, high = dial.bits[record]
    return "0" if low == high == 0.0 else f"{low:.1f}, {high:.1f}"


def _plain(dial: Dial) -> dict[str, object]:
    bits = {name: dict(zip(("low", "as_set", "high"), costs)) for name, costs in dial.bits.items()}
    return {
        "parameter": dial.name,
        "moves": list(dial.moves),
        "bits": bits,
        "taught_by": list(dial.taught_by),
        "declared": list(_declared(dial)),
    }
