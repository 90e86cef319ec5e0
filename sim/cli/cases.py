"""The command that lists the casebook: exchanges of history, each with its bits beside the baselines'."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from sim.cli import common
from sim.cli.common import Json, Particles, Quiet, Seed, note, show_json

if TYPE_CHECKING:
    from sim.evidence.score import Score


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.EVIDENCE, cases)


def cases(particles: Particles = 2000, seed: Seed = None, quiet: Quiet = False, as_json: Json = False) -> None:
    """List the casebook: exchanges of history, and how well the model and three plain rules foretell each."""
    from sim.evidence.casebook import as_data, score_cases

    common.check_key(seed=seed)
    common.warm_up(quiet)
    with common.Bar("Cases", quiet=quiet) as bar:
        found = score_cases(particles, seed=seed, progress=bar)
    if as_json:
        show_json([as_data(window) for window in found])
    else:
        _show(found)
    for window in found:
        for text in window.warnings:
            note(f"warning: {window.scenario.name}: {text}", quiet)


def _show(found: tuple[Score, ...]) -> None:
    common.say("Bits for what both sides did and when they were silent; fewer is better\n")
    names = [f">{one.name}" for one in found[0].baselines]
    rows = [(w.scenario.name, str(w.acts), *map(_told, _bits(w))) for w in found]
    total = [sum(column) for column in zip(*map(_bits, found))]
    rows.append(("sum", str(sum(w.acts for w in found)), *map(_told, total)))
    common.table(("case", ">acts", ">model", *names), rows)
    common.say(
        "\nActs: what was done and not given. Baselines are averaged over their priors. The history, the sources and a"
        " question for a class: run.py describe CASE, or docs/reference/cases.md."
    )


def _bits(window: Score) -> list[float]:
    return [window.acts_bits, *(one.averaged for one in window.baselines)]


def _told(value: float) -> str:
    return f"{value:.1f}"
