"""The command that finds where in a sweep something happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Out, Quiet

if TYPE_CHECKING:
    from sim.evidence.discovery import Discovery
    from sim.report.figures import Chosen

MOST_STEPS = 15
"""Boxes of the trajectory that the table shows."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.RESULTS, discover)


def discover(
    folder: Annotated[
        Path, typer.Argument(metavar="RESULTS", show_default=False, help="The folder of a sweep (run.py results).")
    ],
    where: Annotated[
        str,
        typer.Option(
            "--where",
            metavar="EXPRESSION",
            show_default=False,
            help='Which worlds: conditions on outcomes with and, or, not and brackets, as in "rival_points>40 and not '
            'parity_used".',
        ),
    ],
    box: Annotated[
        int | None,
        typer.Option(
            "--box",
            metavar="K",
            show_default=False,
            help="Tell box K of the trajectory; where coverage times density is greatest if left out.",
        ),
    ] = None,
    out: Out = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Find where in the parameters of a sweep something happens: a box, in words (PRIM)."""
    from sim.evidence.discovery import as_data
    from sim.evidence.discovery import discover as find

    common.check_out(out)
    found = find(folder, where, box=box)
    pictures.show(as_data(found) if as_json else lambda: _show(found), lambda: _figures(found), out, quiet)


def _show(found: Discovery) -> None:
    common.say(f"{found.label}: {len(found.y):,} worlds\n")
    common.say(f"{found.words()}\n")
    if found.limits():
        common.table(
            ("parameter", ">from", ">to", ">least", ">most", ">share without"),
            [(name, *(f"{x:.3g}" for x in numbers), f"{alone:.0%}") for name, *numbers, alone in found.limits()],
        )
        common.say("\nShare without: share of cases if this parameter alone were free again.\n")
    common.table(
        (">box", ">coverage", ">density", ">mass", "restricts"),
        [
            (
                f"{k}{'*' if k == found.chosen else ''}",
                *(f"{x:.0%}" for x in (found.boxes[k].coverage, found.boxes[k].density, found.boxes[k].mass)),
                ", ".join(found.names[j] for j in found.boxes[k].restricted(found.boxes[0])) or "nothing",
            )
            for k in _shown(found)
        ],
        prose="restricts",
    )


def _shown(found: Discovery) -> list[int]:
    """Some boxes of the trajectory, the first, the last and the chosen one among them."""
    last = len(found.boxes) - 1
    steps = {round(k * last / (MOST_STEPS - 1)) for k in range(MOST_STEPS)}
    return sorted(steps | {found.chosen})


def _figures(found: Discovery) -> Iterator[Chosen]:
    import numpy as np

    from sim.plots import discovery
    from sim.plots.discovery import Plane
    from sim.report.figures import Drawn

    plane = None
    if len(found.names) > 1:
        told = [found.names.index(row[0]) for row in found.limits()]
        pair = [*told, *(k for k in range(len(found.names)) if k not in told)][:2]
        points, place = np.unique(found.x, axis=0, return_inverse=True)
        shares = np.bincount(place.ravel(), found.y) / np.bincount(place.ravel())
        names = (found.names[pair[0]], found.names[pair[1]])
        plane = Plane(names, points[:, pair], shares, found.box.low[pair], found.box.high[pair])
    steps = [(box.coverage, box.density) for box in found.boxes]
    yield Drawn(
        "discovery",
        "where it happens",
        lambda: discovery(steps, found.chosen, plane, found.where.text, found.label),
    )
