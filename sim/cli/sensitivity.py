"""The command that finds what an outcome hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import common, pictures
from sim.cli.common import Json, Out, Quiet, Seed, Settings, Source, Without, note

if TYPE_CHECKING:
    from sim.evidence.sensitivity import Sensitivity
    from sim.report.figures import Chosen

RUNS = 100


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    common.add(app, common.EVIDENCE, sensitivity)


def sensitivity(
    source: Source,
    method: Annotated[
        str, typer.Option("--method", metavar="HOW", help="morris (a screening) or sobol (shares of variance).")
    ] = "morris",
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="NAME[=FROM:TO]",
            show_default=False,
            help="A parameter, from half to double its value (a log-odds 1.5 either way) or from one end to another "
            "(:log for equal ratios); may be repeated. Twelve usual ones if left out.",
        ),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="NAME",
            show_default=False,
            help="An outcome or a condition, as in parity_used, law_day (ever), rival_points>40; may be repeated.",
        ),
    ] = None,
    points: Annotated[
        int | None,
        typer.Option(
            "--points", metavar="N", show_default=False, help="Paths of Morris (20), or points of Sobol, 2^k (256)."
        ),
    ] = None,
    runs: Annotated[int, common.runs_option("Worlds at each point, the same luck at all.")] = RUNS,
    seed: Seed = None,
    settings: Settings = None,
    without: Without = None,
    out: Out = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Find which parameters an outcome hangs on: Morris' effects or Sobol's indices, the same luck at every point."""
    from sim.evidence.sensitivity import as_data
    from sim.evidence.sensitivity import sensitivity as find

    common.check_key(seed=seed)
    common.check_out(out)
    scenario = common.scenario_of(source, settings, without)
    scenario = scenario.replace(seed=scenario.seed if seed is None else seed)
    common.warm_up(quiet)
    with common.Bar("Worlds", quiet=quiet) as bar:
        found = find(scenario, method, vary or (), outcome or (), points=points, runs=runs, progress=bar)
    pictures.show(as_data(found) if as_json else lambda: _show(found), lambda: _figures(found), out, quiet)
    if found.middle[-1] > 0.0:
        note(f"note: {found.middle[-1]:.0%} of the worlds fail as the scenario stands; they are in no other outcome")


def _show(found: Sensitivity) -> None:
    from sim.evidence.indices import Effects

    effects = isinstance(found.found, Effects)
    heads = (">mu*", "95% interval", ">sigma") if effects else (">total", "95% interval", ">first")
    common.say(f"{found.label}, seed {found.seed}\n")
    for o, outcome in enumerate(found.outcomes):
        if not found.main[o].any():
            common.say(f"{outcome.words}: the same at every point ({found.middle[o]:.3g})\n")
            continue
        common.say(f"{outcome.words}: {found.middle[o]:.3g} as the scenario stands\n")
        common.table(
            ("parameter", ">from", ">to", *heads, ">at low end", ">at high end"),
            [_row(found, o, k) for k in found.ranked(o)],
        )
        common.say("")
    common.say(_MORRIS if effects else _SOBOL)


_MORRIS = (
    "mu*: mean size of the change of the outcome per whole range of the parameter; sigma: how much that hangs on the "
    "others. The luck is the same at every point: 0 is exactly nothing."
)
_SOBOL = (
    "Total: share of the variance of the outcome that is left when all other parameters are known; first: share that "
    "goes when it alone is. The luck is the same at every point: 0 is exactly nothing."
)


def _row(found: Sensitivity, o: int, k: int) -> tuple[str, ...]:
    from sim.evidence.indices import Effects

    v, main, f = found.varied[k], found.main[o, k], found.found
    beside = f.spread[o, k] if isinstance(f, Effects) else f.first[o, k]
    interval = "" if main == 0.0 else f"{f.low[o, k]:.3f} to {f.high[o, k]:.3f}"
    shown = "0" if main == 0.0 else f"{main:.3f}"
    ends = (f"{end:.3g}" for end in found.ends[o, k])
    return v.name, f"{min(v.values):.3g}", f"{max(v.values):.3g}", shown, interval, f"{beside:.3f}", *ends


def _figures(found: Sensitivity) -> Iterator[Chosen]:
    from sim.evidence.indices import Effects
    from sim.plots import indices, tornado
    from sim.plots.index_chart import Shares
    from sim.plots.tornado import Swing
    from sim.report.figures import Drawn, LeftOut

    alive = [o for o in range(len(found.outcomes)) if found.main[o].any()]
    if not alive:
        yield LeftOut("tornado", "no outcome differs from point to point")
        return
    weight = (found.main[alive] / found.main[alive].max(axis=1, keepdims=True)).max(axis=0)
    order = sorted(range(len(found.varied)), key=lambda k: -weight[k])
    names, f = [found.varied[k].name for k in order], found.found
    swings = {
        found.outcomes[o].words: Swing(found.ends[o, order, 0], found.ends[o, order, 1], float(found.middle[o]))
        for o in alive
    }
    beside = f.spread if isinstance(f, Effects) else f.first
    shares = {
        found.outcomes[o].words: Shares(found.main[o, order], f.low[o, order], f.high[o, order], beside[o, order])
        for o in alive
    }
    words = (
        ("change per whole range", "mu*", "sigma")
        if isinstance(f, Effects)
        else ("share of the variance", "total index", "first-order index")
    )
    yield Drawn("tornado", "each parameter by itself", lambda: tornado(names, swings, found.label))
    yield Drawn("indices", "what an outcome hangs on", lambda: indices(names, shares, words, found.label))
