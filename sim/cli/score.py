"""The command that weighs a recorded window: how many bits the theory needs, event by event, beside the baselines."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from sim.cli import common
from sim.cli.common import Json, Particles, Quiet, Seed, Settings, note, scenario_of, show_json
from sim.cli.report import Page, leave, needs_out
from sim.errors import WrongInput

if TYPE_CHECKING:
    from sim.evidence.doctrines import Doctrine
    from sim.evidence.score import Score
    from sim.report.figures import Chosen
    from sim.scenario import Scenario

Floor = Annotated[
    float,
    typer.Option("--floor", metavar="P", help="Chance a day and side of an act that the rules cannot explain."),
]
Averaged = Annotated[
    int,
    typer.Option(
        "--averaged",
        metavar="N",
        min=0,
        help="Also average the model over so many draws of the priors of its parameters (500 take about a minute).",
    ),
]


class Asked(NamedTuple):
    """What was asked for, whatever is weighed."""

    particles: int
    floor: float
    seed: int | None
    averaged: int
    quiet: bool
    as_json: bool

    def weigh(self, scenario: Scenario) -> Score:
        """The record of a scenario weighed as was asked."""
        from sim.evidence.score import score as weigh

        with common.Bar("Draws", quiet=self.quiet) as bar:
            return weigh(scenario, self.particles, seed=self.seed, floor=self.floor, draws=self.averaged, progress=bar)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.EVIDENCE, score)


def score(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            show_default=False,
            help="A scenario with a record, or the name of a shipped one; not with --all.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="The table of windows: every recorded one that ships.")] = False,
    strategies: Annotated[
        bool, typer.Option("--strategies", help="Which strategy of the shelf gives the record the most probability.")
    ] = False,
    particles: Particles = 2000,
    floor: Floor = 0.001,
    averaged: Averaged = 0,
    seed: Seed = None,
    settings: Settings = None,
    out: Annotated[
        Path | None,
        common.out_option("Also keep score.json, score.csv and a figure."),
    ] = None,
    page: Page = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Weigh a recorded window: bits by event and component, silences, and baselines beside them."""
    common.check_key(seed=seed)
    common.check_out(out)
    _check_asked(source, every, strategies or out is not None)
    needs_out(page, out)
    common.warm_up(quiet)
    asked = Asked(particles, floor, seed, averaged, quiet, as_json)
    if every:
        _score_all(settings, asked)
    elif strategies:
        _score_strategies(scenario_of(str(source), settings), asked)
    else:
        _score_one(scenario_of(str(source), settings), asked, out, page)


def _check_asked(source: str | None, every: bool, more: bool) -> None:
    """One scenario, or all of them and no ``more``."""
    if every != (source is None):
        found = "both a scenario and --all" if every else "neither a scenario nor --all"
        raise WrongInput(found, "one of them", way_out="As in: run.py score us-russia-2016, or run.py score --all")
    if every and more:
        raise WrongInput("--all with --strategies or --out", "--all by itself")


# ---------------------------------------------------------------- one window


def _score_one(scenario: Scenario, asked: Asked, out: Path | None, page: bool) -> None:
    from sim.cli import pictures
    from sim.report.saving import save

    found = asked.weigh(scenario)
    if out is not None:
        save(found, out, common.given())
    pictures.show(found.as_json() if asked.as_json else lambda: _show(found), lambda: _figures(found), out, asked.quiet)
    for text in found.warnings:
        note(f"warning: {text}")
    if out is not None:
        note(f"Kept in {out}: score.json, score.csv", asked.quiet)
        if page:
            leave(out, [scenario], asked.quiet)


def _figures(found: Score) -> list[Chosen]:
    from sim.plots import surprise
    from sim.report.figures import Drawn

    s = found.scenario
    draw = partial(surprise, found.label, s.start, found.parts, found.events, (s.home, s.rival))
    return [Drawn("surprise", "Bits of each recorded event by day, and their sum.", draw)]


def _show(found: Score) -> None:
    common.say(
        f"{found.label}: {found.total:.1f} bits for the record from {found.scenario.start} to the eve of {found.until}"
        f" ({found.particles:,} particles, floor {found.floor:g} a day and side)\n"
    )
    rows = sorted([*found.events, *found.silences], key=lambda row: (row.first, not row.label))
    common.table(
        ("date", "what", ">bits", "of which"),
        [(_when(row.first, row.last), row.label or "silence", _bits(row.total), _parts(row.bits)) for row in rows],
        keys=2,
    )
    common.say("")
    common.table(("component", ">bits"), [(name, _bits(b)) for name, b in found.by_component.items()])
    common.say("")
    _show_baselines([found])


def _when(first: Any, last: Any) -> str:
    return str(first) if first == last else f"{first} .. {last}"


def _bits(value: float) -> str:
    return f"{value:.2f}"


def _parts(bits: Any) -> str:
    from sim.rules.imposed import COMPONENTS

    told = [f"{name} {value:.1f}" for name, value in zip(COMPONENTS, bits) if abs(value) >= 0.05]
    return ", ".join(told) if len(told) > 1 else (told[0].rpartition(" ")[0] if told else "")


# ---------------------------------------------------------------- windows beside baselines


def _score_all(settings: list[str] | None, asked: Asked) -> None:
    from sim.priors import WINDOWS

    found = [asked.weigh(scenario_of(name, settings)) for name in WINDOWS]
    if asked.as_json:
        show_json([window.as_json() for window in found])
        return
    common.say(
        f"Bits for what both sides did and when they were silent, {asked.particles:,} particles, floor"
        f" {asked.floor:g} a day and side; fewer is better\n"
    )
    _show_baselines(found)
    for window in found:
        for text in window.warnings:
            note(f"warning: {window.scenario.name}: {text}")


def _show_baselines(found: list[Score]) -> None:
    """The bits of the acts by forecaster; the model at its own values, baselines averaged over priors and fitted."""
    bits = [_row_of(window) for window in found]
    rows = [(w.scenario.name, str(w.acts), *_told(row)) for w, row in zip(found, bits)]
    if len(rows) > 1:
        rows.append(("sum", str(sum(w.acts for w in found)), *_told([sum(column) for column in zip(*bits)])))
    common.table(_heads(found[0]), rows)
    common.say(
        "\nBaselines are averaged over their priors; 'fitted' knew the outcome. Neither is told anything of Congress,"
        " which the model foretells besides."
    )
    for text in _averages(found):
        common.say(text)


def _heads(window: Score) -> tuple[str, ...]:
    names = [f.name for f in window.baselines]
    model = (">model, as set", *([">model, averaged"] if window.averaged else []))
    return ("window", ">acts", *model, *(f">{n}" for n in names), *(f">{n}, fitted" for n in names))


def _averages(found: list[Score]) -> list[str]:
    """What the averages over the priors leave open, a line a window."""
    means = [(window.scenario.name, window.averaged) for window in found]
    return [
        f"{name}: the model averaged over its priors, {mean.bits:.1f} bits; so few draws leave {mean.low:.1f} to"
        f" {mean.high:.1f} ({mean.draws:,}, worth {mean.effective:.0f})"
        for name, mean in means
        if mean is not None
    ]


def _row_of(window: Score) -> list[float]:
    model = [window.acts_bits, *([window.averaged.bits] if window.averaged else [])]
    averaged = [forecast.averaged for forecast in window.baselines]
    return [*model, *averaged, *(forecast.fitted for forecast in window.baselines)]


def _told(row: list[float]) -> list[str]:
    return [f"{value:.1f}" for value in row]


# ---------------------------------------------------------------- strategies


def _score_strategies(scenario: Scenario, asked: Asked) -> None:
    from dataclasses import asdict

    from sim.evidence.doctrines import score_strategies

    with common.Bar("Strategies", quiet=asked.quiet) as bar:
        found = score_strategies(scenario, asked.particles, seed=asked.seed, floor=asked.floor, progress=bar)
    if asked.as_json:
        show_json([asdict(row) for row in found])
        return
    common.say(f"Bits of {scenario.title}, one side by another strategy; fewer is better\n")
    common.table(("side", "strategy", ">its own acts", ">whole record", "note"), [_row(d) for d in found], keys=2)


def _row(d: Doctrine) -> tuple[str, ...]:
    if d.own is None or d.total is None:
        return d.side, d.name, "-", "-", d.why
    return d.side, d.name, _bits(d.own), _bits(d.total), ""
