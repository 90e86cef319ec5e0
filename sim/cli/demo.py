"""``run.py demo``: the spiral of 2017 in pictures, within a minute."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Quiet, note
from sim.cli.layout import wrapped

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Chronicle
    from sim.engine.telescope import Outcomes
    from sim.report.figures import Chosen, Drawn

SCENARIO = "us-russia-2016"
WORLDS, SWEPT = 2000, 500
VARIED = "hope.promise_boost=0:3:7"
VOTE = "2017-07-27"
MEANINGS = {
    "fan": "what 2,000 worlds with the same start and other luck do; the dashed line is what happened",
    "escalation-path": "one world like the record: quiet for months, then all at once",
    "ladder": "the same world: the harshest kind of measure on each day",
    "staff": "the same world: people in each other's country, and the cut to parity",
    "hemicycle": "the same world: the veto-proof vote, member by member",
    "line-answered_before_vote": "a stronger promise buys silence: share of worlds with an answer before the vote",
}
"""What each picture says to someone who sees it for the first time."""


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    common.add(app, common.LOOK, demo)


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the pictures go.")] = Path("results/demo"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """See the spiral of 2017: thousands of worlds, one typical world, one small sweep, in six pictures."""
    common.warm_up(quiet)
    from sim.agents.simulate import simulate
    from sim.engine.telescope import ensemble
    from sim.scenario import load_scenario

    scenario = load_scenario(SCENARIO)
    with common.Bar("Worlds", WORLDS, quiet) as bar:
        worlds = ensemble(scenario, WORLDS, paths=True, progress=bar)
    run = typical_run(worlds)
    chronicle = simulate(scenario, run)
    note("Drawing six pictures ...", quiet)
    told = {"scenario": SCENARIO, "worlds": WORLDS, "typical_run": run}
    made = pictures.show(
        told if as_json else lambda: _tell(worlds, run), lambda: _pictures(worlds, chronicle), out, quiet=True
    )
    if not as_json:
        _tell_pictures(made.drawn, run)


def typical_run(worlds: Outcomes) -> int:
    """The first run that went as the record did.

    That is: Russia took no measure before the final vote, the vote came within 30 days of 27 July 2017, Russia cut to
    parity within 14 days of it, America answered within 60 days, nothing was given back before, and Russia mirrored the
    act of March 2018. The first run of all if none did.
    """
    import datetime

    import numpy as np

    vote = worlds.scenario.day_of(datetime.date.fromisoformat(VOTE))
    like = (worlds["answered_before_vote"] == 0) & (worlds["parity_within_14d"] == 1)
    like &= (np.abs(worlds["passed_day"] - vote) <= 30) & (worlds["home_answer_within_60d"] == 1)
    like &= np.isnan(worlds["eased_day"]) | (worlds["eased_day"] > worlds["passed_day"])
    like &= worlds["mirror_within_14d"] == 1
    found = np.flatnonzero(like)
    return int(worlds["run"][found[0]]) if len(found) else 0


def _pictures(worlds: Outcomes, chronicle: Chronicle) -> Iterator[Chosen]:
    from sim.report.figures import chronicle_figures, fan_figure

    yield fan_figure(worlds)
    yield from (drawn for drawn in chronicle_figures(chronicle) if drawn.name in MEANINGS)
    yield _promise_line(worlds)


def _promise_line(worlds: Outcomes) -> Drawn:
    """A small sweep in memory: the promise from nothing to twice its strength, with the same luck at each point."""
    import pandas as pd

    from sim.engine.telescope import ensemble
    from sim.plots import sweep_line
    from sim.report.figures import Drawn
    from sim.scenario.design import parse_vary

    vary, outcome = parse_vary(VARIED), "answered_before_vote"
    parts = [ensemble(worlds.scenario.replace({vary.name: value}), SWEPT)[outcome] for value in vary.values]
    frame = pd.concat([pd.DataFrame({vary.name: value, outcome: part}) for value, part in zip(vary.values, parts)])
    return Drawn(f"line-{outcome}", MEANINGS[f"line-{outcome}"], lambda: sweep_line(frame, vary.name, outcome))


def _tell(worlds: Outcomes, run: int) -> None:
    import numpy as np

    law = ~np.isnan(worlds["law_day"])
    like = (worlds["answered_before_vote"] == 0) & (worlds["parity_within_14d"] == 1)
    common.say(
        f"{len(worlds):,} worlds from 29 December 2016 on. Congress passed the law in {law.mean():.0%} of them; in "
        f"{like[law].mean():.0%} of those Russia took no measure before the final vote and then cut the American staff "
        f"to its own number within 14 days, as it did in 2017. The one world drawn is run "
        f"{run}: the first that went so within a month of the real date, with an American answer, nothing given back "
        "before, and a Russian mirror in March 2018.\n"
    )


def _tell_pictures(drawn: list[Path], run: int) -> None:
    for path in drawn:
        typer.echo(f"  {path}")
        typer.echo(wrapped(MEANINGS[path.stem], indent="      "))
    typer.echo(
        f"\nThe same as SVG beside them. Next:  run.py simulate {SCENARIO} --run {run}\n"
        f"                                 run.py sweep {SCENARIO} --vary rival.legitimacy=0:1:6"
    )
