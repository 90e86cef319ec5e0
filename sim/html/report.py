"""A report in one file: charts, one world with all its reasons, the record, the manifest, the command that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.dates import words
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.html.fan import fan, key
from sim.html.many import FLAGS, SHOWN, classes, flags, headline, measured, spoken_of
from sim.html.page import bare, clipped, facts, folded, page
from sim.html.reading import Told
from sim.html.stored import read_folder
from sim.html.svg import escape
from sim.html.tables import table
from sim.html.told_world import one_world
from sim.records import record_path
from sim.rules.compiled import RULE_VERSION
from sim.scenario import Scenario
from sim.words import side_name

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Chronicle
    from sim.plots.shapes import Record

WORLDS = 2000
"""Worlds of a report of a scenario."""


def report_of_folder(folder: Path, run: int | None = None, given: Sequence[Scenario] = ()) -> str:
    """The page of a results folder (:func:`sim.html.stored.read_folder`); ``run`` is the world it shows.

    Raises:
        WrongInput: as :func:`read_folder`; a world that is asked for and cannot be shown, or lies outside the result.
    """
    told = read_folder(folder, given)
    if run is not None and told.scenario is None:
        raise WrongInput(f"--run {run}: {told.why_not}", way_out="Without --run the report is made without a world")
    if run is not None and told.runs and run >= told.runs:
        raise WrongInput(f"run {run}", f"a run from 0 to {told.runs - 1:,}", key="--run")
    return whole(told, _lived(told, told.run if run is None else run))


def _lived(told: Told, run: int) -> Chronicle | None:
    """The world that the page tells whole, if there can be one."""
    from sim.agents.simulate import simulate

    return simulate(told.scenario, run, told.seed) if told.scenario is not None else None


def report_of_scenario(
    scenario: Scenario, run: int = 0, seed: int | None = None, *, command: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> str:  # fmt: skip
    """The page of a scenario: 2,000 worlds with the record over them, and world ``run``."""
    from sim.agents.simulate import simulate

    found = ensemble(scenario, WORLDS, seed=seed, paths=True, progress=progress)
    world = simulate(scenario, run, found.seed)
    history, doubt = _record(scenario)
    columns = {name: found[name] for name in (*SHOWN, *FLAGS, *spoken_of(scenario))}
    picture = ""
    if found.bands is not None and found.bands.n:
        picture = fan(scenario, found.bands, found.seed, history, world, (1120, 300)) + key(history is not None, run)
    parts = [
        picture,
        flags(scenario, columns),
        classes(columns, 1120),
        folded("Every usual outcome", measured(columns)),
    ]
    told = [
        ("kind", "a scenario"),
        ("scenario", f"{scenario.name}, SHA-256 {scenario.identity()}"),
        ("worlds", f"{len(found):,}"),
        ("worlds that failed", f"{len(found.failures):,}"),
        ("seed", str(found.seed)),
        ("rules", RULE_VERSION),
    ]
    deck, sentence = " ".join(scenario.summary.split()), headline(scenario, columns)
    about = Told(
        "a scenario", scenario.title, deck, sentence, [*parts, doubt], scenario, "", found.seed, 0, command, told,
        run=run, wide=True,
    )  # fmt: skip
    return whole(about, world)


def whole(told: Told, world: Chronicle | None) -> str:
    """The page: head, what many worlds say, one world, what is folded away, the command."""
    from sim import __version__

    eyebrow = f"Retorsion {__version__}: {told.kind}"
    head = (
        f'<header><p class="eyebrow">{escape(eyebrow)}</p><h1>{escape(clipped(told.title))}</h1>'
        f'<p class="deck">{escape(told.deck[:2000])}</p></header>'
    )
    kind = f'class="{"wide" if told.wide else "two"}" tabindex="0" role="group" aria-label="Many worlds"'
    parts = f"<div {kind}>{bare(''.join(told.parts))}</div>"
    many = f'<section class="many">{head}<h2>{escape(told.sentence)}</h2>{parts}</section>'
    if world is not None:
        one = one_world(world, told.first if world.run == told.run else None) + _around(world.scenario)
    else:
        one = f'<p class="note">No single world is shown: {escape(told.why_not)}.</p>'
    manifest = folded("How it was made", facts(told.facts))
    again = f"<p>Made by: <code>{escape(told.command)}</code></p>" if told.command else ""
    claim = "The numbers are the model's, not history's: docs/what_it_can_claim.md says what they may be used for."
    foot = f"<footer>{again}<p>{escape(claim)}</p></footer>"
    return page(told.title, many, one, bare(manifest), foot)


def _record(scenario: Scenario) -> tuple[Record | None, str]:
    """What happened, and a note where the record does not fit the scenario."""
    try:
        found = record_path(scenario)
    except WrongInput as error:
        return None, f'<p class="note">{escape(f"The record is not drawn: {error}")}</p>'
    return (found if any(found.values()) else None), ""


def _around(scenario: Scenario) -> str:
    """The timeline and the record as tables."""
    events = [(words(e.date), e.kind, e.text) for e in scenario.timeline if e.kind != "set"]
    made = folded("What comes from outside", table(("date", "kind", "what happens"), events)) if events else ""
    history, _ = _record(scenario)
    rows = [
        (words(date), side_name(scenario, side), label, f"{points:.1f}")
        for side, steps in (history or {}).items()
        for date, points, label in steps
    ]
    record = table(("date", "side", "what", ">points, cumulative"), rows)
    return bare(made + (folded("What really happened, in the model's weights", record) if rows else ""))
