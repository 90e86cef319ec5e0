"""Commands that ask why: causes, explain."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Quiet, Seed, Settings, Source, note, scenario_of, show_json
from sim.cli.comparison_tables import day_of, results_folder
from sim.cli.report import Page, leave
from sim.errors import RetorsionError
from sim.words import percent

if TYPE_CHECKING:
    from sim.counterfactuals.causes import Cause, Causes, JointCause
    from sim.report.figures import Chosen

CAUSE_RUNS = 2000


def causes(
    source: Source,
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            metavar="CONDITION",
            help="parity_used, law_day (ever), rival_points>20, path_class=contained ...",
        ),
    ],
    runs: Annotated[int, common.runs_option("Worlds for each cause.")] = CAUSE_RUNS,
    seed: Seed = None,
    settings: Settings = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Also every two causes together (takes longer).")] = False,
    out: Annotated[
        Path | None,
        common.out_option("Where to; results/causes-<names>-<time> if left out."),
    ] = None,
    page: Page = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Find what an outcome hangs on: each event, institution and mechanism switched off in turn, luck kept."""
    from sim.counterfactuals.causes import causes as find
    from sim.counterfactuals.conditions import parse_condition
    from sim.report.saving import causes_dict, save

    common.check_key(seed=seed)
    common.check_out(out)
    scenario = scenario_of(source, settings)
    condition = parse_condition(outcome)
    common.warm_up(quiet)
    with common.Bar("Worlds", quiet=quiet) as bar:
        found = find(scenario, outcome, runs, seed, pairs=pairs, progress=bar)
    where = out or results_folder("causes", [condition.text], scenario.name)
    save(found, where, common.given())
    shown = causes_dict(found) if as_json else lambda: _show_causes(found)
    pictures.show(shown, lambda: _figures(found), where, quiet, f"the tables are in {where}")
    note(f"Kept in {where}: causes.json, causes.csv", quiet)
    if page:
        leave(where, [scenario], quiet)
    if found.failures:
        raise RetorsionError(f"{len(found.failures)} worlds failed and are left out; the first: {found.failures[0]}")


def _show_causes(found: Causes) -> None:
    failed = f"; {common.counted(found.failed, 'more world')} failed" if found.failed else ""
    where = f"in {found.happened:,} of {found.sound:,} worlds of {found.scenario.title}"
    common.say(f"{found.condition.words}: {where}{failed}\n")
    common.table(
        ("without", "kind", ">not but for it", "95% interval", ">held back"),
        [(c.name, c.kind, percent(c.needed), _interval(c), percent(c.averted)) for c in found.causes],
    )
    common.say(
        "\nNot but for it: share of the worlds with the outcome that would not have had it. Held back: share of the "
        "worlds without it that would have had it."
    )
    if found.pairs:
        _show_pairs(found.pairs)


def _show_pairs(pairs: Sequence[JointCause]) -> None:
    hidden = [p for p in pairs if p.hidden > 0][:15]
    if not hidden:
        common.say("\nPairs: no two together make a difference where neither makes one alone.")
        return
    common.say("\nPairs: neither alone makes a difference, both together do (most frequent first)")
    common.table(
        ("without both", ">only both", "95% interval", ">with both off"),
        [(" + ".join(p.names), percent(p.hidden), _interval(p), percent(p.both)) for p in hidden],
    )


def _interval(cause: Cause | JointCause) -> str:
    """The 95% interval of a share; ``-`` where there is no world to share."""
    return "-" if isnan(cause.low) else f"{percent(cause.low)} to {percent(cause.high)}"


def _figures(found: Causes) -> Sequence[Chosen]:
    from sim.plots import causes_bar
    from sim.report.figures import Drawn, LeftOut

    if not found.happened:
        return [LeftOut("causes", "in no world did the outcome happen")]
    if not any(cause.needed > 0 for cause in found.causes):
        return [LeftOut("causes", "no world with the outcome loses it, whatever is switched off alone")]
    words = f"{found.scenario.title}; {found.happened:,} of {found.sound:,} worlds, seed {found.seed}"
    return [Drawn("causes", "but-for causes", lambda: causes_bar(found.frame(), found.condition.words, words))]


def explain(
    source: Source,
    day: Annotated[str, typer.Option("--date", metavar="DATE", help="The day, as in 2017-07-28.")],
    run: Annotated[int, typer.Option("--run", metavar="K", help="Which world.")] = 0,
    actor: Annotated[
        str, typer.Option("--actor", metavar="WHO", help="home or rival, or a name such as Russia.")
    ] = "rival",
    seed: Seed = None,
    settings: Settings = None,
    without: common.Without = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Tell why a side did what it did on a day: its ledger, its hope, its target, its options, its luck."""
    from sim.agents.why import explain as find
    from sim.chronicle.explain import side_of

    scenario = scenario_of(source, settings, without)
    common.check_key(run, seed)
    side, when = side_of(scenario, actor), day_of(day)
    scenario.day_of(when)
    common.warm_up(quiet)
    from sim.agents.simulate import simulate

    found = find(simulate(scenario, run, seed), when, side)
    if as_json:
        show_json(found.to_dict())
    else:
        typer.echo(found.text(), nl=False)
