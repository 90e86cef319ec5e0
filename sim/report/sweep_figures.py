"""Which figures a finished sweep can fill, from what it stored and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import WrongInput
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS
from sim.report.figures import Chosen, Drawn, Fan, LeftOut, fan_figure
from sim.words import did_you_mean, in_words, listing, shown

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.scenario.design import Design
    from sim.store.results import SweepResult

TOLD = ("echo", "rival_points", "parity_used", "law_day")
"""Outcomes drawn when nobody names any."""

MOST_FANS, MOST_LINES, MOST_VALUES, BINS = 12, 6, 25, 12
FAN_WORLDS = 24_000
"""Up to so many worlds a sweep of few points keeps the daily bands of its fans without being asked."""


def sweep_figures(result: SweepResult, outcomes: Sequence[str] = ()) -> Iterator[Chosen]:
    """Every figure that a finished sweep can fill from what it stored, and what it cannot.

    Fans need the daily bands of ``paths``; path classes, lines and heat maps need single worlds.
    """
    told = checked_outcomes(outcomes) or TOLD
    yield from _fans(result)
    if result.plan.keep != "rows":
        yield LeftOut("path-classes", "the sweep kept no single worlds (--keep rows)")
        yield LeftOut("lines and heat maps", "the sweep kept no single worlds (--keep rows)")
        return
    frame = result.frame(list(dict.fromkeys(["point", "path_class", *result.design.names, *told])))
    yield from _classes(result, frame)
    if result.design.names:
        changing, still = _changing(frame, told)
        yield from still
        yield from _effects(result, frame, changing)


def _changing(frame: pd.DataFrame, outcomes: Sequence[str]) -> tuple[list[str], list[LeftOut]]:
    """The outcomes that differ from world to world, and why the others are not drawn."""
    changing, still = [], []
    for name in outcomes:
        values = frame[name].dropna().unique()
        if len(values) > 1:
            changing.append(name)
        else:
            why = f"it is {values[0]:g} in every world" if len(values) else "no world has a value"
            still.append(LeftOut(name, why))
    return changing, still


def _effects(result: SweepResult, frame: pd.DataFrame, outcomes: Sequence[str]) -> Iterator[Chosen]:
    """Two parameters that vary freely: heat maps. Anything else: a line for each parameter and outcome."""
    names = [name for name in result.design.names if frame[name].nunique() > 1]
    kind = result.design.kind
    if len(names) == 2 and kind not in ("one-at-a-time", "list") and _numeric(frame, names):
        yield from (_heat(frame, names, outcome) for outcome in outcomes)
    elif kind == "list" and len(names) > 1:
        yield LeftOut("heat maps", f"{in_words(names)} change together in this design, so there is one line an outcome")
        yield from _lines(result, frame, names[:1], outcomes)
    else:
        yield from _lines(result, frame, names, outcomes)


def _lines(result: SweepResult, frame: pd.DataFrame, names: Sequence[str], outcomes: Sequence[str]) -> Iterator[Chosen]:
    for name in names[:MOST_LINES]:
        part, beside = _alone(result, frame, name), _beside(result, frame, name)
        yield from (_line(part, name, outcome, beside) for outcome in outcomes)
    if len(names) > MOST_LINES:
        yield LeftOut("lines", f"of {in_words(names[MOST_LINES:])}: only the first {MOST_LINES} parameters are drawn")


def _beside(result: SweepResult, frame: pd.DataFrame, name: str) -> str:
    """What else changes along a line, in words."""
    others = [other for other in result.design.names if other != name and frame[other].nunique() > 1]
    if not others or result.design.kind == "one-at-a-time":
        return ""
    if result.design.kind != "list":
        return "Mean over all values of what else is varied."
    same = all((frame[name] == frame[other]).all() for other in others)
    return f"{in_words(others)} {'has the same value' if same else 'changes along with it'}."


def checked_outcomes(outcomes: Sequence[str]) -> tuple[str, ...]:
    """The outcomes a person wants drawn; refuses an unknown one, and one that is not a number."""
    for name in outcomes:
        if name not in OUTCOMES or OUTCOMES[name].words:
            known = [o.name for o in OUTCOMES.values() if not o.words]
            raise WrongInput(
                f"there is no number {shown(name)} to draw",
                f"one of {listing(known)}",
                key="outcome",
                way_out=did_you_mean(name, known),
            )
    return tuple(outcomes)


def _numeric(frame: pd.DataFrame, names: Sequence[str]) -> bool:
    import pandas as pd

    return all(pd.api.types.is_numeric_dtype(frame[name]) for name in names)


def _fans(result: SweepResult) -> Iterator[Chosen]:
    if result.bands is None:
        yield LeftOut("fan", "the sweep kept no daily paths, and drawing runs no world (sweep again with --paths)")
        return
    made = [_fan(result, point) for point in _fan_points(result)]
    if not any(fan.moves for fan in made):
        why = "no side takes a measure in any world" if made else "every world failed"
        yield LeftOut("fan", why)
        return
    if len(made) == 1:
        try:
            yield fan_figure(made[0])
        except WrongInput as error:
            yield fan_figure(made[0], record=False)
            yield LeftOut("the record over the fan", str(error))
        return
    for side in ("home", "rival"):
        yield Drawn(
            f"fans-{side}",
            f"the paths of the {side} side at {len(made)} of {len(result.design):,} settings",
            partial(_small_multiples, made, side),
        )


def _small_multiples(made: Sequence[Fan], side: str) -> Figure:
    from sim.plots import small_multiples

    return small_multiples(made, side)


def wants_paths(design: Design, runs: int, asked: bool = False) -> bool:
    """Whether a sweep keeps the daily bands of its fans: if asked, or for few settings and not too many worlds."""
    return asked or len(design) <= MOST_VALUES and len(design) * runs <= FAN_WORLDS


def _fan_points(result: SweepResult) -> list[int]:
    """Up to twelve points, spread evenly over those with a world that did not fail."""
    sound = list(result.bands or ())
    chosen = np.linspace(0, len(sound) - 1, min(len(sound), MOST_FANS)).round().astype(int).tolist()
    return [sound[k] for k in dict.fromkeys(chosen)]


def _fan(result: SweepResult, point: int) -> Fan:
    """The stored bands of one point; it is called after what was varied."""
    assert result.bands is not None
    words = ", ".join(f"{name} = {word}" for name, word in result.design.words(point).items())
    scenario, bands = result.scenario.replace(result.design.changes(point)), result.bands[point]
    return Fan(scenario, result.seed, bands.n, bands, words or scenario.title)


def _classes(result: SweepResult, frame: pd.DataFrame) -> Iterator[Chosen]:
    """Bars by setting where there are few, else by the values of each parameter; none where all worlds are alike."""
    classes = frame["path_class"].dropna().unique()
    if len(classes) < 2:
        why = f"every world is {classes[0]}" if len(classes) else "no world has a class"
        yield LeftOut("path-classes", why)
    elif len(result.design) <= MOST_FANS and len(result.design.names) != 1:
        yield _class_bars(frame, "point", "path-classes", _settings(result))
    else:
        names = [name for name in result.design.names if frame[name].nunique() > 1]
        for name in names[:MOST_LINES]:
            file = "path-classes" if len(names) == 1 else f"path-classes-by-{name}"
            yield _class_bars(_binned(_alone(result, frame, name), name), name, file)


def _settings(result: SweepResult) -> dict[object, str]:
    """Every setting in words, by the number of its point."""
    words = [result.design.words(point) for point in range(len(result.design))]
    told = [", ".join(f"{name} {word}" for name, word in here.items()) or result.scenario.name for here in words]
    return dict(enumerate(told))


def _class_bars(frame: pd.DataFrame, by: str, file: str, names: dict[object, str] | None = None) -> Drawn:
    from sim.plots import path_classes

    meaning = "the share of worlds of each path class"
    return Drawn(file, meaning, lambda: path_classes(frame, by, names))


def _alone(result: SweepResult, frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows in which ``name`` varies: all, or in a one-at-a-time design those with the others at their baseline."""
    if result.design.kind != "one-at-a-time":
        return frame
    others = [k for k, other in enumerate(result.design.names) if other != name]
    points = np.flatnonzero((result.design.points[:, others] == result.design.points[0, others]).all(axis=1))
    return frame[frame["point"].isin(points)]


def _line(frame: pd.DataFrame, name: str, outcome: str, beside: str = "") -> Drawn:
    from sim.plots import sweep_line

    return Drawn(
        f"line-{outcome}-by-{name}",
        f"{OUTCOMES[outcome].meaning}, as {PARAMETERS[name].meaning} varies",
        lambda: sweep_line(_binned(frame, name), name, outcome, beside),
    )


def _heat(frame: pd.DataFrame, names: Sequence[str], outcome: str) -> Drawn:
    from sim.plots import sweep_heat

    return Drawn(
        f"heat-{outcome}",
        f"{OUTCOMES[outcome].meaning}, over {names[0]} and {names[1]}",
        lambda: sweep_heat(frame, names[0], names[1], outcome),
    )


def _binned(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Values of a scattered design put into bins, so that each mean rests on many runs."""
    values = frame[name]
    if not _numeric(frame, [name]) or values.nunique() <= MOST_VALUES:
        return frame
    edges = np.linspace(values.min(), values.max(), BINS + 1)
    place: Any = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, BINS - 1)
    return frame.assign(**{name: ((edges[:-1] + edges[1:]) / 2)[place]})
