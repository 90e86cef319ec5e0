"""The command that plays doctrines against each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Out, Quiet
from sim.words import number

if TYPE_CHECKING:
    from sim.evidence.tournament import Tournament
    from sim.report.figures import Chosen

RUNS = 300
MOST_SHOWN = 10_000.0
"""Damage above which a figure tells nothing more."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.EVIDENCE, tournament)


def tournament(
    doctrine: Annotated[
        list[str] | None,
        typer.Option(
            "--doctrine", metavar="NAME", show_default=False, help="Who plays; may be repeated. All if left out."
        ),
    ] = None,
    runs: Annotated[int, common.runs_option("Worlds for each pair.")] = RUNS,
    accidents: Annotated[
        float, typer.Option("--accidents", metavar="RATE", help="Acts that nobody ordered, a year by each side.")
    ] = 1.0,
    misperception: Annotated[
        float, typer.Option("--misperception", metavar="SPREAD", help="Error with which blows are felt, log points.")
    ] = 0.2,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The key of all luck.")] = 2017,
    out: Out = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Play doctrines against each other: what damage follows from a blow and from accidents."""
    from sim.evidence.tournament import DOCTRINES, as_data, doctrine_of
    from sim.evidence.tournament import tournament as play

    common.check_key(seed=seed)
    common.check_out(out)
    chosen = [doctrine_of(name) for name in doctrine or DOCTRINES]
    common.warm_up(quiet)
    with common.Bar("Worlds", quiet=quiet) as bar:
        found = play(chosen, runs=runs, accidents=accidents, misperception=misperception, seed=seed, progress=bar)
    pictures.show(as_data(found) if as_json else lambda: _show(found), lambda: _figures(found), out, quiet)


def _show(found: Tournament) -> None:
    about = {d.name: d.about for d in found.doctrines}
    common.say(f"{found.label}, seed {found.seed}\n")
    common.table(
        (">rank", "doctrine", ">damage", ">own people left", ">all left", ">rounds", ">failed", "what it is"),
        [
            (
                str(k + 1),
                one.name,
                _damage(one.damage),
                f"{one.own_left:.0%}",
                f"{one.all_left:.0%}",
                number(one.rounds),
                f"{one.failed:.0%}",
                about[one.name],
            )
            for k, one in enumerate(found.standings())
        ],
        keys=2,
        prose="what it is",
    )
    common.say(
        "\nDamage: points in all per point that came from outside, the median over worlds and then over opponents. "
        "Nothing in the model rewards a blow, so whoever never answers does best: what counts is how much worse others "
        "are. Failed: exchanges without end."
    )
    itself = {d.name: found.pairs[k][k] for k, d in enumerate(found.doctrines)}
    common.say("\nAgainst itself\n")
    common.table(
        ("doctrine", ">damage", ">people left", ">rounds"),
        [
            (name, _damage(pair.damage), f"{sum(pair.left) / 2:.0%}", number(pair.rounds))
            for name, pair in itself.items()
        ],
    )


def _damage(value: float) -> str:
    if value >= MOST_SHOWN:
        return "no end" if value == float("inf") else f"over {MOST_SHOWN:,.0f}"
    return f"{value:.1f}"


def _figures(found: Tournament) -> Iterator[Chosen]:
    from sim.plots import matrix
    from sim.report.figures import Drawn

    names = [one.name for one in found.standings()]
    places = {d.name: k for k, d in enumerate(found.doctrines)}
    order = [places[name] for name in names]
    values = found.damage[order][:, order]
    title = "Damage by pair of doctrines: points in all per point from outside"
    yield Drawn("tournament", "damage by pair of doctrines", lambda: matrix(names, values, title, found.label))
