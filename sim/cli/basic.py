"""Commands about scenarios, names and single worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Quiet, Seed, Settings, Source, Without, note, scenario_of, show_json
from sim.cli.layout import told
from sim.cli.report import Page, leave, needs_out
from sim.errors import RetorsionError, WrongInput

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Chronicle
    from sim.evidence.fit import FitTable
    from sim.parameters import Parameter
    from sim.report.figures import Chosen
    from sim.scenario import Scenario


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    common.add(app, common.LOOK, scenarios, check, describe)
    common.add(app, common.WORK, simulate, fit)
    common.add(app, common.HELP, parameters, outcomes, strategies)


def scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with the project."""
    from sim.scenario import list_scenarios, load_scenario

    found = [(path.parent.name, load_scenario(path)) for path in list_scenarios().values()]
    if as_json:
        show_json([{**_head(s), "folder": folder} for folder, s in found])
        return
    common.table(
        ("name", "what", "from", "to"), [(s.name, s.title, str(s.start), str(s.end)) for _, s in found], prose="what"
    )


def _head(s: Scenario) -> dict[str, Any]:
    return {
        "name": s.name,
        "title": s.title,
        "start": s.start,
        "end": s.end,
        "home": s.home,
        "rival": s.rival,
        "file": s.file,
        "congress": s.has_congress,
    }


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", show_default=False, help="Scenario files or names.")],
    as_json: Json = False,
) -> None:
    """Check scenario files; all mistakes of each are named, with file, line and key."""
    results = [_checked(source) for source in files]
    if as_json:
        show_json([_as_json(*result) for result in results])
    else:
        for result in results:
            _tell_checked(*result)
    if any(wrong for _, wrong, *_ in results):
        raise typer.Exit(2)


def _as_json(source: str, wrong: Sequence[WrongInput], _: str, notes: Sequence[str]) -> dict[str, Any]:
    return {
        "file": source,
        "ok": not wrong,
        "error": _line(wrong[0]) if wrong else None,
        "mistakes": [error.parts() for error in wrong],
        "notes": notes,
    }


def _tell_checked(source: str, wrong: Sequence[WrongInput], facts: str, notes: Sequence[str]) -> None:
    if not wrong:
        typer.echo(f"{source}: in order, {facts}")
    for error in wrong:
        typer.echo(f"error: {_line(error)}", err=True)
    for line in notes:
        typer.echo(f"  note: {line}")


def _line(error: WrongInput) -> str:
    return " ".join(str(error).splitlines())


def _checked(source: str) -> tuple[str, tuple[WrongInput, ...], str, tuple[str, ...]]:
    from sim.scenario.gathering import gather
    from sim.scenario.loading import load_with_notes

    def read() -> tuple[Scenario, tuple[str, ...]]:
        s, notes = load_with_notes(source)
        s.compile()
        return s, notes

    found, wrong = gather(read)
    if found is None:
        return source, wrong, "", ()
    s, notes = found
    return source, (), f"{s.days} days from {s.start} to {s.end}, {len(s.timeline)} events", notes


def describe(
    source: Source,
    settings: Settings = None,
    without: Without = None,
    as_toml: Annotated[
        bool, typer.Option("--toml", help="Write it as a scenario file: what --set and --without change, on its base.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Tell a scenario in words: its timeline, its measures, its parameters."""
    s = scenario_of(source, settings, without)
    if as_toml:
        if as_json:
            raise WrongInput("--toml and --json", "one of them")
        typer.echo(s.to_toml(), nl=False)
        return
    if not as_json:
        typer.echo(s.describe())
        return
    told = [{"id": e.id, "date": e.date, "kind": e.kind, "text": e.text, "record": list(e.record)} for e in s.timeline]
    show_json(
        {
            **_head(s),
            "summary": s.summary,
            "identity": s.identity(),
            "parameters": dict(s.parameters),
            "timeline": told,
            "sweep": s.sweep,
        }
    )


def simulate(
    source: Source,
    run: Annotated[int, typer.Option("--run", metavar="K", help="Which world: runs differ in their luck.")] = 0,
    seed: Seed = None,
    settings: Settings = None,
    without: Without = None,
    figures: Annotated[
        Path | None,
        typer.Option("--figures", metavar="DIR", show_default=False, help="Also draw this world into a folder."),
    ] = None,
    out: Annotated[
        Path | None,
        common.out_option("Also keep it in a folder, as tables and text."),
    ] = None,
    page: Page = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Live one world day by day and print its chronicle: every act, vote and deliberation with its reasons."""
    s = scenario_of(source, settings, without)
    common.check_key(run, seed)
    common.check_out(out)
    needs_out(page, out)
    common.warm_up(quiet)
    from sim.agents.simulate import simulate as live

    chronicle = live(s, run, seed)
    if out is not None:
        _keep(chronicle, out, page, quiet)
    show_chronicle(chronicle, figures, quiet, as_json)


def _keep(chronicle: Chronicle, out: Path, page: bool, quiet: bool) -> None:
    """One world on disk, and its report if asked."""
    from sim.report.saving import save

    save(chronicle, out, common.given())
    note(f"Kept in {out}: world.json, chronicle.txt, acts.csv, days.csv", quiet)
    if page:
        leave(out, [chronicle.scenario], quiet)


def show_chronicle(
    chronicle: Chronicle, where: Path | None, quiet: bool, as_json: bool, more: Mapping[str, Any] | None = None
) -> None:
    """Print one world as text, or as JSON with ``more`` before it; then draw it into ``where`` if that is a folder."""
    from sim.chronicle.text import chronicle_lines

    def tell() -> None:
        typer.echo(told(chronicle_lines(chronicle)))

    found = {**(more or {}), **chronicle.to_dict()} if as_json else tell
    pictures.show(found, lambda: _figures(chronicle), where, quiet)


def _figures(chronicle: Chronicle) -> Sequence[Chosen]:
    from sim.report.figures import chronicle_figures

    return chronicle_figures(chronicle)


def parameters(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", show_default=False, help="A parameter, a group, or a part of a name."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the parameters: name, default, range, meaning, source."""
    found = _matching(name)
    if as_json:
        show_json(
            [
                {
                    "name": q.name,
                    "default": q.word(q.default) if q.choices else q.default,
                    "low": q.low,
                    "high": q.high,
                    "unit": q.unit,
                    "choices": list(q.choices),
                    "meaning": q.meaning,
                    "source": q.source,
                    "symbol": q.symbol,
                }
                for q in found
            ]
        )
        return
    common.table(
        ("name", ">default", "range", "unit", "meaning", "source"),
        [(q.name, q.word(q.default), _range(q), q.unit, q.meaning, q.source) for q in found],
        prose="meaning",
    )


def _matching(name: str | None) -> list[Parameter]:
    from sim.parameters import PARAMETERS
    from sim.scenario.values import unknown_parameter

    found = [q for q in PARAMETERS.values() if name in (None, q.name, q.group)]
    found = found or [q for q in PARAMETERS.values() if name is not None and name.lower() in q.name]
    if not found:
        raise unknown_parameter(name or "")
    return found


def _range(q: Parameter) -> str:
    if q.choices:
        return ", ".join(q.choices)
    return f"{q.low:g} to {q.high:g}"


def outcomes(as_json: Json = False) -> None:
    """List what is measured of each world: the columns of every table of results."""
    from dataclasses import asdict

    from sim.outcomes import OUTCOMES

    if as_json:
        show_json([asdict(o) for o in OUTCOMES.values()])
        return
    common.table(("name", "kind", "meaning"), [(o.name, o.kind, o.meaning) for o in OUTCOMES.values()], prose="meaning")


def strategies(as_json: Json = False) -> None:
    """List the strategies by which a side can weigh its menu: --set rival.strategy=NAME, or FILE.py:FUNCTION."""
    from sim.strategies.shelf import SHELF

    found = [{"name": s.name, "rule": s.rule, "source": s.source} for s in SHELF.values()]
    if as_json:
        show_json(found)
        return
    common.table(("name", "rule", "source"), [tuple(row.values()) for row in found], prose="rule")


def fit(
    source: Source = "us-russia-2016",
    runs: Annotated[int, common.runs_option("Worlds.", min=1)] = 10_000,
    seed: Seed = None,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write",
            metavar="PAGE",
            show_default=False,
            help="Put the table into a page, between the lines '<!-- fit -->' and '<!-- /fit -->'.",
        ),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Hold the model against the record of 2016-18: a fit to one history, not a validation."""
    from sim.evidence.fit import fit_of, fit_page

    s = scenario_of(source)
    common.check_key(seed=seed)
    common.warm_up(quiet)
    with common.Bar("Worlds", runs * 3, quiet) as bar:
        rows = fit_of(s, runs, seed, progress=bar)
    if write is not None:
        fit_page(write, rows, runs, s.seed if seed is None else seed)
        note(f"{write}: the table of the fit is up to date", quiet)
    _show_fit(rows, as_json)
    missed = [row.statement for row in rows if not row.holds]
    if missed:
        raise RetorsionError(f"the model misses the record: {'; '.join(missed)}")


def _show_fit(rows: FitTable, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        show_json([asdict(row) for row in rows])
    else:
        common.table(
            ("statement", ">model", "required", "holds"),
            [(r.statement, r.shown, r.required, "yes" if r.holds else "NO") for r in rows],
        )
