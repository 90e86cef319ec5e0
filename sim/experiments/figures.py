"""Which figures belong to a result: those of a finished sweep, of one world, of the demonstration.

Figures are made one at a time, as they are saved, so that a folder of twenty never lies in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import RetorsionError, StorageFailed, WrongInput
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS
from sim.scenario import Scenario
from sim.scenario.words import did_you_mean, listing, shown
from sim.telescope import Outcomes, ensemble

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.chronicle import Chronicle
    from sim.plots.shapes import Record
    from sim.store.results import SweepResult

TOLD = ("echo", "rival_points", "parity_used", "law_day")
"""Outcomes drawn when nobody names any."""

MOST_FANS, MOST_LINES, MOST_VALUES, BINS = 12, 6, 25, 12
FAN_RUNS = 2000
"""Worlds of a fan that has to be computed because the sweep kept no paths."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with the name of its file and what it shows, in one sentence."""

    name: str
    meaning: str
    draw: Callable[[], Figure]


def save_all(figures: Iterator[Drawn] | Sequence[Drawn], where: Path) -> list[Path]:
    """Draw and save one after the other, each as PNG and SVG; returns the PNG files."""
    return list(save_each(lambda: figures, where))


def save_each(figures: Callable[[], Iterator[Drawn] | Sequence[Drawn]], where: Path,
              failed: Callable[[str], None] | None = None) -> Iterator[Path]:
    """The same one by one: each PNG file as soon as it is there.

    ``failed`` is told in one line of each figure that could not be drawn, and the others go on; without it the error of
    the first such figure is raised. Raises :class:`StorageFailed` when the disk refuses, whether or not.
    """
    from sim.plots import save
    from sim.store.disk import plain_errors

    with plain_errors(where):
        where.mkdir(parents=True, exist_ok=True)
        for figure in _each(figures, failed):
            path = _saved(figure, where, save, failed)
            if path is not None:
                yield path


def _each(figures: Callable[[], Iterator[Drawn] | Sequence[Drawn]],
          failed: Callable[[str], None] | None) -> Iterator[Drawn]:
    """The figures until they are over, or until what prepares the next one fails."""
    try:
        yield from figures()
    except (RetorsionError, OSError):
        raise
    except Exception as error:
        if failed is None:
            raise
        failed(f"the remaining figures could not be prepared ({_reason(error)})")


def _saved(figure: Drawn, where: Path, save: Callable[..., list[Path]],
           failed: Callable[[str], None] | None) -> Path | None:
    try:
        return save(figure.draw(), where / figure.name)[0]
    except (StorageFailed, OSError):
        raise
    except Exception as error:
        if failed is None:
            raise
        failed(f"the figure {figure.name} could not be drawn ({_reason(error)})")
        return None


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]


def chronicle_figures(chronicle: Chronicle) -> list[Drawn]:
    """What one world looks like."""
    from sim.plots import FIGURES

    names = ["escalation_path", "ladder", "swimlane", "staff", "phase"]
    names += ["hemicycle"] if chronicle.scenario.has_congress else []
    kinds = [FIGURES[name] for name in names]
    return [Drawn(kind.name.replace("_", "-"), kind.meaning, partial(kind.draw, chronicle)) for kind in kinds]


def record_of(scenario: Scenario) -> Record | None:
    """What happened, by side, on the model's own scale; None where the scenario has no record."""
    from sim.records import record_path

    found = record_path(scenario)
    return found if any(found.values()) else None


def fan_figure(outcomes: Outcomes, name: str = "fan") -> Drawn:
    """The fan of one ensemble with the record over it."""
    from sim.plots import fan

    record = record_of(outcomes.scenario)
    over = ", what really happened over it" if record else ""
    return Drawn(name, f"where the paths of {len(outcomes):,} worlds lie{over}", lambda: fan(outcomes, record))


def sweep_figures(result: SweepResult, outcomes: Sequence[str] = ()) -> Iterator[Drawn]:
    """Every figure that a finished sweep can fill: fan, path classes, then lines or heat maps by what was varied."""
    told = checked_outcomes(outcomes) or TOLD
    yield from _fans(result)
    if result.plan.keep == "rows":
        frame = result.frame(list(dict.fromkeys(["point", "path_class", *result.design.names, *told])))
        yield _classes(result, frame)
        yield from _effects(result, frame, [name for name in told if frame[name].notna().any()])


def _effects(result: SweepResult, frame: pd.DataFrame, outcomes: Sequence[str]) -> Iterator[Drawn]:
    """Two parameters that were crossed: heat maps. Anything else: a line for each parameter and outcome."""
    names = [name for name in result.design.names if frame[name].nunique() > 1]
    if len(names) == 2 and result.design.kind != "one-at-a-time" and _numeric(frame, names):
        yield from (_heat(frame, names, outcome) for outcome in outcomes)
        return
    for name in names[:MOST_LINES]:
        part = _alone(result, frame, name)
        yield from (_line(part, name, outcome) for outcome in outcomes)


def checked_outcomes(outcomes: Sequence[str]) -> tuple[str, ...]:
    """The outcomes a person wants drawn; refuses an unknown one, and one that is not a number."""
    for name in outcomes:
        if name not in OUTCOMES or OUTCOMES[name].words:
            known = [o.name for o in OUTCOMES.values() if not o.words]
            raise WrongInput(f"there is no number {shown(name)} to draw", f"one of {listing(known)}", key="outcome",
                             way_out=did_you_mean(name, known))
    return tuple(outcomes)


def _numeric(frame: pd.DataFrame, names: Sequence[str]) -> bool:
    import pandas as pd

    return all(pd.api.types.is_numeric_dtype(frame[name]) for name in names)


def _fans(result: SweepResult) -> Iterator[Drawn]:
    from sim.plots import small_multiples

    points = _fan_points(result)
    if not points:
        return
    made = [_ensemble(result, point) for point in points]
    if len(made) == 1:
        yield fan_figure(made[0])
        return
    for side in ("home", "rival"):
        yield Drawn(f"fans-{side}", f"the paths of the {side} side at {len(made)} of {len(result.design):,} settings",
                    partial(small_multiples, made, side))


def _fan_points(result: SweepResult) -> list[int]:
    """Up to twelve points, spread evenly over the design; none where the rules have changed and no paths were kept."""
    from sim.rules.compiled import RULE_VERSION

    if not result.plan.paths and result.manifest.rules != RULE_VERSION:
        return []
    count = len(result.design)
    return list(dict.fromkeys(np.linspace(0, count - 1, min(count, MOST_FANS)).round().astype(int).tolist()))


def _ensemble(result: SweepResult, point: int) -> Outcomes:
    """The ensemble of one point with bands: the stored ones if there are any, else those of its first worlds."""
    words = ", ".join(f"{name} = {word}" for name, word in result.design.words(point).items())
    scenario = result.scenario.replace(result.design.changes(point))
    titled = replace(scenario, title=words) if words else scenario
    if result.bands is None:
        return replace(ensemble(scenario, min(result.runs, FAN_RUNS), seed=result.seed, paths=True), scenario=titled)
    return Outcomes(titled, result.seed, np.empty(result.runs, [("run", np.int64)]), result.bands[point])


def _classes(result: SweepResult, frame: pd.DataFrame) -> Drawn:
    from sim.plots import path_classes

    one = result.design.names[0] if len(result.design.names) == 1 and len(result.design) <= MOST_VALUES else ""
    words = [result.design.words(point) for point in range(min(len(result.design), MOST_FANS))]
    told = [", ".join(f"{name} {word}" for name, word in here.items()) or result.scenario.name for here in words]
    names: dict[object, str] = dict(enumerate(told))
    by = one or "point"
    return Drawn("path-classes", "the shares of quiet, contained and spiralling worlds",
                 lambda: path_classes(frame, by, None if one or len(result.design) > MOST_FANS else names))


def _alone(result: SweepResult, frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows in which ``name`` varies: all, or in a one-at-a-time design those with the others at their baseline."""
    if result.design.kind != "one-at-a-time":
        return frame
    others = [k for k, other in enumerate(result.design.names) if other != name]
    points = np.flatnonzero((result.design.points[:, others] == result.design.points[0, others]).all(axis=1))
    return frame[frame["point"].isin(points)]


def _line(frame: pd.DataFrame, name: str, outcome: str) -> Drawn:
    from sim.plots import sweep_line

    return Drawn(f"line-{outcome}-by-{name}", f"{OUTCOMES[outcome].meaning}, as {PARAMETERS[name].meaning} varies",
                 lambda: sweep_line(_binned(frame, name), name, outcome))


def _heat(frame: pd.DataFrame, names: Sequence[str], outcome: str) -> Drawn:
    from sim.plots import sweep_heat

    return Drawn(f"heat-{outcome}", f"{OUTCOMES[outcome].meaning}, over {names[0]} and {names[1]}",
                 lambda: sweep_heat(frame, names[0], names[1], outcome))


def _binned(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Values of a scattered design put into bins, so that each mean rests on many runs."""
    values = frame[name]
    if not _numeric(frame, [name]) or values.nunique() <= MOST_VALUES:
        return frame
    edges = np.linspace(values.min(), values.max(), BINS + 1)
    place: Any = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, BINS - 1)
    return frame.assign(**{name: ((edges[:-1] + edges[1:]) / 2)[place]})
