"""Commands that ask what if and why: compare, causes, explain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Quiet, Seed, note
from sim.cli.comparison_tables import day_of, results_folder, show_comparison
from sim.cli.report import Page, leave
from sim.cli.why import causes, explain
from sim.errors import WrongInput

if TYPE_CHECKING:
    from sim.branching.forces import Departure
    from sim.chronicle.chronicle import Chronicle
    from sim.counterfactuals.compare import Comparison
    from sim.scenario import Scenario

RUNS = 10_000
PANEL = "What if, and why"
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="NAME",
        show_default=False,
        help="One more world: the first without an event (id or kind), institution or mechanism (lock, leaks ...).",
    ),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="NAME=VALUE",
        show_default=False,
        help="One more world: the first with another parameter, as in rival.legitimacy=0.2; may be repeated.",
    ),
]


Show = Annotated[
    str | None,
    typer.Option("--show", metavar="HOW", show_default=False, help="Tell one pair: typical, largest or first."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", show_default=False, help="History as recorded up to this date, then free."),
]
Force = Annotated[
    list[str] | None,
    typer.Option(
        "--force",
        metavar="ACTOR:CHOICE",
        show_default=False,
        help='With --from: a decision forced at the branch, as in "rival: mirror".',
    ),
]
Out = Annotated[
    Path | None,
    common.out_option("Where to; results/compare-<names>-<time> if left out."),
]
Worlds = Annotated[
    list[str], typer.Argument(metavar="FILE...", show_default=False, help="Scenarios; each is compared with the first.")
]


Posterior = Annotated[
    Path | None,
    typer.Option(
        "--posterior",
        metavar="DIR",
        show_default=False,
        help="Draw parameters from a posterior (run.py calibrate), both worlds of a pair the same; not with --from.",
    ),
]
DRAWS = 200
"""Draws of a posterior that share the pairs, at most."""


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (compare, causes, explain):
        app.command(rich_help_panel=PANEL)(command)


def compare(
    sources: Worlds,
    runs: Annotated[int, common.runs_option("Pairs of worlds.")] = RUNS,
    seed: Seed = None,
    changes: With = None,
    without: Without = None,
    show: Show = None,
    since: From = None,
    force: Force = None,
    posterior: Posterior = None,
    out: Out = None,
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Draw nothing.")] = False,
    page: Page = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Compare worlds that differ in one thing and share all other luck."""
    from sim.report.comparison import comparison_dict, comparison_figures
    from sim.report.saving import save

    common.check_key(seed=seed)
    common.check_out(out)
    _check_options(show, since, force)
    if since is not None and posterior is not None:
        raise WrongInput("--posterior with --from", "one of them: particles of a branch have the values as set")
    if since is not None:
        departures = _departures(sources, changes, without, force)
        made, report = _branched(sources, runs, seed, departures, day_of(since), quiet)
    else:
        made, report = _paired(_scenarios(sources, changes, without), runs, seed, posterior, quiet), ""
    told = _told(made, show)
    story = _story(told)
    where = out or results_folder("compare", [pair.name for pair in made.pairs], made.first.scenario.name)
    save(made, where, common.given(), story)
    drawing = None if no_figures else where / "figures"
    pictures.show(
        comparison_dict(made) if as_json else lambda: show_comparison(made, report, story if show else ""),
        lambda: comparison_figures(made, told),
        drawing,
        quiet,
        f"the tables are in {where}",
    )
    note(f"Kept in {where}: comparison.json, comparison.csv, worlds.parquet", quiet)
    if page:
        leave(where, made.scenarios, quiet)
    _report_failures(made)


def _check_options(show: str | None, since: str | None, force: Sequence[str] | None) -> None:
    from sim.counterfactuals.side_by_side import HOWS

    if show is not None and show not in HOWS:
        raise WrongInput(f"--show {show}", f"one of {', '.join(HOWS)}")
    if force and since is None:
        raise WrongInput("--force needs a date at which history becomes free", "--from DATE")


def _report_failures(made: Comparison) -> None:
    from sim.errors import RetorsionError

    if made.failures:
        raise RetorsionError(f"{len(made.failures)} worlds failed and are left out; the first: {made.failures[0]}")


def _paired(scenarios: list[Scenario], runs: int, seed: int | None, posterior: Path | None, quiet: bool) -> Comparison:
    from sim.counterfactuals.compare import check_scenarios
    from sim.counterfactuals.compare import compare as run
    from sim.evidence.posterior import read_draws

    check_scenarios(scenarios, runs)
    draws = read_draws(posterior).spread(DRAWS).rows() if posterior is not None else None
    common.warm_up(quiet)
    run(scenarios[:2], 1, seed, paths=False)
    with common.Bar("Worlds", 2 * runs * (len(scenarios) - 1), quiet) as bar:
        made = run(scenarios, runs, seed, paths=len(scenarios) == 2, draws=draws, progress=bar)
    note(f"{bar.done:,} worlds in {common.seconds(bar.elapsed)}", quiet)
    return made


def _branched(
    sources: Sequence[str],
    runs: int,
    seed: int | None,
    departures: list[tuple[str, Departure]],
    since: date,
    quiet: bool,
) -> tuple[Comparison, str]:
    from sim.branching.compare_branch import compare_branches
    from sim.scenario import load_scenario

    common.warm_up(quiet)
    with common.Bar("Worlds", quiet=quiet) as bar:
        made, particles = compare_branches(
            load_scenario(sources[0]), since, departures, runs, seed, len(departures) == 1, progress=bar
        )
    return made, particles.report()


def _departures(
    sources: Sequence[str], changes: Sequence[str] | None, without: Sequence[str] | None, force: Sequence[str] | None
) -> list[tuple[str, Departure]]:
    """What differs after the branch: other scenarios, and one world with all the changes and forces."""
    from sim.branching.forces import Departure
    from sim.scenario import load_scenario

    found = [(other.name, Departure(scenario=other)) for other in (load_scenario(source) for source in sources[1:])]
    if changes or without or force:
        label = ", ".join([*(force or ()), *_label(changes, without)])
        found.append((label, Departure(_parsed(changes), tuple(force or ()), tuple(without or ()))))
    return found


def _parsed(changes: Sequence[str] | None) -> dict[str, float]:
    from sim.scenario import parse_setting

    return dict(parse_setting(text) for text in changes or ())


def _label(changes: Sequence[str] | None, without: Sequence[str] | None) -> list[str]:
    return [*(f"with {text}" for text in changes or ()), *(f"without {name}" for name in without or ())]


def _scenarios(sources: Sequence[str], changes: Sequence[str] | None, without: Sequence[str] | None) -> list[Scenario]:
    """The scenarios named, and the first with its changes as one more."""
    from sim.scenario import load_scenario

    scenarios = [load_scenario(source) for source in sources]
    if changes or without:
        scenarios.append(_changed(scenarios[0], changes, without))
    return scenarios


def _changed(first: Scenario, changes: Sequence[str] | None, without: Sequence[str] | None) -> Scenario:
    import dataclasses

    from sim.counterfactuals.switches import without as left_out
    from sim.scenario.own_files import with_settings

    changed = with_settings(first, changes or ())
    for name in without or ():
        changed = left_out(changed, name)
    label = ", ".join(_label(changes, without))
    return dataclasses.replace(changed, name=f"{first.name} {label}", title=label[:1].upper() + label[1:])


def _told(made: Comparison, show: str | None) -> tuple[Chronicle, Chronicle] | None:
    """Both chronicles of the pair worth telling: the one asked for, or a typical one for the figure of one pair."""
    from sim.agents.simulate import simulate
    from sim.branching.branch import Branched
    from sim.branching.compare_branch import told_branch
    from sim.counterfactuals.differences import sound_pairs
    from sim.counterfactuals.side_by_side import choose_pair

    pair = made.pairs[0]
    untold = pair.partings is None or (len(made.pairs) > 1 and show is None)
    if untold or not sound_pairs(pair.first, pair.second).any():
        return None
    run = choose_pair(pair, show or "typical")
    if isinstance(pair.first, Branched) and isinstance(pair.second, Branched):
        return told_branch(pair.first, run), told_branch(pair.second, run)
    return simulate(pair.first.scenario, run, made.seed), simulate(pair.second.scenario, run, made.seed)


def _story(told: tuple[Chronicle, Chronicle] | None) -> str:
    from sim.counterfactuals.side_by_side import side_by_side

    return side_by_side(*told) if told else ""
