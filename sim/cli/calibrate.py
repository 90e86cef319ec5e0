"""The command that learns parameters from a record: calibrate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Particles, Quiet, Seed, Settings, Source, note, scenario_of
from sim.cli.comparison_tables import results_folder
from sim.errors import WrongInput
from sim.words import number

if TYPE_CHECKING:
    from sim.evidence.calibrate import Posterior
    from sim.report.figures import Chosen


DRAWS = 50
"""Draws of a posterior that a sweep visits if nobody says how many."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.EVIDENCE, calibrate)


_Free = Annotated[
    list[str],
    typer.Option(
        "--free",
        metavar="NAME",
        show_default=False,
        help="A parameter that the record may teach, or NAME=KIND(a, b) with a prior of your own: uniform, "
        "log-uniform, normal, log-normal; may be repeated.",
    ),
]
_Episodes = Annotated[
    bool, typer.Option("--with-episodes", help="Learn from the episodes of retaliation too (much slower).")
]
_Steps = Annotated[int, typer.Option("--steps", metavar="N", min=1, help="Steps of each walker.")]
_Walkers = Annotated[int, typer.Option("--walkers", metavar="N", help="Walkers, an even number.")]
_Out = Annotated[
    Path | None,
    common.out_option("Where to; results/calibrate-<names>-<time> if left out."),
]
_Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", show_default=False, help="Threads; all cores if left out.")
]


def calibrate(
    source: Source,
    free: _Free,
    with_episodes: _Episodes = False,
    steps: _Steps = 500,
    walkers: _Walkers = 24,
    particles: Particles = 100,
    seed: Seed = None,
    settings: Settings = None,
    out: _Out = None,
    workers: _Workers = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Learn parameters from a record: a posterior with its contraction, and draws that other commands take.

    The same command with the same --out goes on where it stopped; more --steps lengthen a finished chain.
    """
    import dataclasses

    from sim.evidence.calibrate import calibrate as walk
    from sim.evidence.likelihood import Likelihood, free_of
    from sim.evidence.predictive import predictive
    from sim.report.saving import save

    common.check_key(seed=seed)
    common.check_out(out)
    named = free_of(free)
    likelihood = Likelihood.of(scenario_of(source, settings), named, particles, episodes=with_episodes)
    where = out or results_folder("calibrate", [one.name for one in named], likelihood.scenario.name)
    common.warm_up(quiet)
    with common.Bar("Likelihoods", quiet=quiet, from_disk=True) as bar:
        made = walk(likelihood, steps, walkers=walkers, seed=seed, folder=where, threads=workers, progress=bar)
    with common.Bar("Worlds", quiet=quiet) as bar:
        found = dataclasses.replace(made, predicted=predictive(likelihood.scenario, made.draws, progress=bar))
    save(found, where, common.given())
    pictures.show(
        found.as_json() if as_json else lambda: _show(found),
        lambda: _figures(found),
        where / "figures",
        quiet,
        f"the tables are in {where}",
    )
    for text in found.warnings:
        note(f"warning: {text}")
    note(f"Kept in {where}: posterior.json, draws.csv, predictive.csv; draw from it with --posterior {where}", quiet)


def _figures(found: Posterior) -> list[Chosen]:
    from sim.plots import corner
    from sim.report.figures import Drawn

    free = found.likelihood.free
    as_set = [found.likelihood.scenario.parameters[one.name] for one in free]
    priors = tuple(one.prior for one in free)
    draw = partial(corner, found.label, found.names, found.draws.values, priors, as_set)
    return [Drawn("corner", "What the record taught of each parameter, and of every two of them.", draw)]


def _show(found: Posterior) -> None:
    common.say(
        f"What the record taught of {len(found.names)} parameters of {found.label}: {found.chain.calls:,} likelihoods, "
        f"{found.acceptance:.0%} of proposals taken, about {found.effective:,.0f} effective draws\n"
    )
    rows = [
        (
            str(row.parameter),
            *(f"{value:.3g}" for value in (row.prior_5, row.prior_50, row.prior_95)),
            *(f"{value:.3g}" for value in (row.posterior_5, row.posterior_50, row.posterior_95)),
            f"{row.contraction:.2f}",
            f"{row.as_set:.3g}",
        )
        for row in found.frame().itertuples()
    ]
    quantiles = [f">{what} {q}%" for what in ("prior", "posterior") for q in (5, 50, 95)]
    common.table(("parameter", *quantiles, ">contraction", ">as set"), rows)
    if found.predicted is None:
        return
    common.say("\nWorlds under the posterior: means, and the 5% and 95% quantiles over its draws\n")
    told = [
        (str(row.outcome), *(number(float(value)) for value in (row.as_set, row.mean, row.low, row.high)))
        for row in found.predicted.itertuples()
    ]
    common.table(("outcome", ">as set", ">posterior", ">5%", ">95%"), told)


def drawn(
    posterior: Path, vary: Sequence[str] | None, design: str | None, points: int | None
) -> tuple[list[str], str, None]:
    """``--vary``, ``--design`` and ``--points`` of a sweep over draws of a posterior.

    The values themselves are varied together, so that the command in the manifest needs no other file.
    """
    from sim.evidence.posterior import read_draws

    if vary or design:
        raise WrongInput("--posterior with --vary or --design", "one of them: its draws are the points")
    if points is not None and points < 1:
        raise WrongInput(f"{points} points", "at least one", key="--points")
    return read_draws(posterior).spread(DRAWS if points is None else points).specifications(), "list", None
