"""The command that scores the model on episodes of retaliation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Out, Quiet

if TYPE_CHECKING:
    from sim.evidence.episodes import Interval, Report
    from sim.report.figures import Chosen

EVALUATIONS = 300
OTHERS = ("brier", "crps_lag", "crps_count")
SHOWN = ("the model", "the model, fitted", "climatology", "regression")
"""Forecasters that the figures show; a table has all."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.EVIDENCE, episodes)


def episodes(
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            show_default=False,
            help="Episodes as CSV, with the columns of the shipped record; the shipped record if left out.",
        ),
    ] = None,
    split: Annotated[
        str,
        typer.Option(
            "--split",
            metavar="HOW",
            help="groups (5 folds of whole groups), years (each from the years before), leave-one-out, or none.",
        ),
    ] = "groups",
    free: Annotated[
        list[str] | None,
        typer.Option(
            "--free",
            metavar="NAME",
            show_default=False,
            help="Also fit the model: a parameter, or NAME@responder for a value each class of responder; may be "
            "repeated (takes minutes).",
        ),
    ] = None,
    evaluations: Annotated[
        int, typer.Option("--evaluations", metavar="N", min=1, help="Of the likelihood, for each fit.")
    ] = EVALUATIONS,
    out: Out = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Score the model on episodes of retaliation, blow by blow, beside forecasters that know no governments."""
    from sim.evidence.episodes import MODEL, as_data, score_episodes
    from sim.evidence.fitting import fitted_forecaster
    from sim.evidence.forecasters import BASELINES
    from sim.records.episodes import read_episodes

    common.check_out(out)
    found = read_episodes(source)
    fitted = [fitted_forecaster(free, evaluations)] if free else []
    common.warm_up(quiet)
    with common.Bar("Forecasters", quiet=quiet) as bar:
        report = score_episodes(found, split, forecasters=(MODEL, *fitted, *BASELINES), progress=bar)
    pictures.show(as_data(report) if as_json else lambda: _show(report), lambda: _figures(report), out, quiet)


def _show(report: Report) -> None:
    from sim.evidence.forecasts import PARTS

    common.say(f"{report.label}, split: {report.split}. Bits an episode (fewer are better)\n")
    common.table(
        ("forecaster", ">numbers", *(f">{part}" for part in PARTS), ">all", "95% interval", ">model more", "interval"),
        list(_rows_of_bits(report)),
    )
    common.say("")
    common.table(
        ("forecaster", ">Brier", ">CRPS lag", ">CRPS count", "what it is"),
        [
            (one.forecaster.name, *(_figure(report.part(one, name), 3) for name in OTHERS), one.forecaster.about)
            for one in report.scored
        ],
        prose="what it is",
    )
    common.say("\nWhat the model foresaw least\n")
    common.table(
        ("id", "episode", "answer", ">bits", *(f">{part}" for part in PARTS)),
        [
            (row.id, row.label, _answer(row.answered, row.lag, row.count), f"{bits:.1f}", *map(_bits, parts))
            for row, bits, parts in report.worst()
        ],
        keys=2,
    )
    _show_left_out(report.episodes.left_out)


def _rows_of_bits(report: Report) -> Iterator[tuple[str, ...]]:
    from sim.evidence.forecasts import PARTS

    for k, one in enumerate(report.scored):
        parts = [report.part(one, part) for part in (*PARTS, "total")]
        more = report.against(one)
        than_it = (f"{more.value:+.2f}", _range(more, "+")) if k else ("", "")
        yield one.forecaster.name, str(one.forecaster.numbers), *map(_figure, parts), _range(parts[-1]), *than_it


def _show_left_out(notes: dict[str, str]) -> None:
    from sim.records.episodes import CORRECTIONS

    if notes:
        common.say("\nNot scored\n")
        told = [(name, "; ".join(filter(None, (why, CORRECTIONS.get(name))))) for name, why in notes.items()]
        common.table(("id", "why"), told, prose="why")


def _figure(interval: Interval, digits: int = 2) -> str:
    return f"{interval.value:.{digits}f}"


def _range(interval: Interval, sign: str = "") -> str:
    return f"{interval.low:{sign}.2f} to {interval.high:{sign}.2f}"


def _bits(value: float) -> str:
    return "-" if value != value else f"{value:.1f}"


def _answer(answered: bool, lag: int | None, count: int | None) -> str:
    if not answered:
        return "none"
    known = [f"{count}" if count is not None else "?", f"after {lag} d" if lag is not None else ""]
    return " ".join(filter(None, known))


def _figures(report: Report) -> Iterator[Chosen]:
    from sim.evidence.episodes import pit, reliability
    from sim.evidence.forecasts import EVENTS, QUICK
    from sim.plots import pit as pit_figure
    from sim.plots import reliability as reliability_figure
    from sim.report.figures import Drawn

    titles = {"answered": "answered", "quick": f"within {QUICK} days, if answered", "exact": "in equal number"}
    shown = [one for one in report.scored if one.forecaster.name in SHOWN]
    events = {titles[e]: {one.forecaster.name: reliability(report, one, e) for one in shown} for e in EVENTS}
    places = {part: {one.forecaster.name: pit(one, part) for one in shown} for part in ("lag", "count")}
    words = f"{report.label}; split: {report.split}"
    yield Drawn("reliability", "chances given, and how often it came", lambda: reliability_figure(events, words))
    yield Drawn("pit", "where what came lies in what was foretold", lambda: pit_figure(places, words))
