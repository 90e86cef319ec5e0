"""Acts, outcomes and parameters in few words, as labels need them."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from sim.chronicle.moves import PROVOCATION
from sim.dates import on
from sim.parameters import PARAMETERS, SIDES
from sim.plots.shapes import ChronicleLike


def net_path(chronicle: ChronicleLike, side: str) -> tuple[np.ndarray, np.ndarray]:
    """Cumulative points of a side with what it gave back taken off, as a step line (see :func:`track`)."""
    days, points = track(chronicle.daily, "points", side)
    points = points.copy()
    for act in chronicle.acts:
        if act.side == side and act.points < 0:
            points[int(act.day) :] += float(act.points)
    return days, points


def law_text(chronicle: ChronicleLike) -> tuple[int, str] | None:
    """Day of the final vote and a line on it; None if no bill passed."""
    passed, law = outcome(chronicle, "passed_day"), outcome(chronicle, "law_day")
    if not isfinite(passed):
        return None
    text = f"final vote\n{on(chronicle.scenario.start, passed)}"
    return int(passed), text + (
        f"\n(law {on(chronicle.scenario.start, law, year=False)})" if isfinite(law) else "\n(no law)"
    )


def outcome(chronicle: ChronicleLike, name: str) -> float:
    """One outcome of a run; NaN where it is not defined."""
    return float(chronicle.outcomes[name])


def events(chronicle: ChronicleLike) -> list[tuple[int, str]]:
    """Day and name of what happened besides measures, by day: of the timeline (promises, inaugurations, provocations
    ...) as it calls them, and provocations that came by chance.
    """
    days, scenario = chronicle.scenario.days, chronicle.scenario
    told = [event for event, occurred in zip(scenario.timeline, chronicle.occurred, strict=True) if occurred]
    named = [((event.date - scenario.start).days, event) for event in told if event.kind != "act"]
    chance = [(int(act.day), PROVOCATION) for act in chronicle.acts if _by_chance(act)]
    return sorted({*((day, event.id.replace("-", " ")) for day, event in named if 0 <= day < days), *chance})


def _by_chance(act: Any) -> bool:
    """Whether an act is a provocation that the timeline does not hold."""
    return bool(act.measure == PROVOCATION and not act.ordered_by)


def run_text(chronicle: ChronicleLike) -> str:
    """Which run this is."""
    return f"one run of the model: run {chronicle.run}, seed {chronicle.seed}"


def runs_text(count: int, seed: int) -> str:
    """How many runs this is."""
    return f"{count:,} run{'' if count == 1 else 's'} of the model, seed {seed}"


def pairs_text(count: int) -> str:
    """How many pairs these are."""
    return f"{count:,} pair{'' if count == 1 else 's'} of runs"


def parameter_label(name: str) -> str:
    """A parameter with its unit: rival.reciprocity (points per point)."""
    unit = PARAMETERS[name].unit if name in PARAMETERS else ""
    return f"{name} ({unit})" if unit else name


def outcome_meaning(name: str) -> str:
    """What an outcome means; its name where it is none of ours."""
    from sim.outcomes import OUTCOMES  # late: the outcomes module compiles rules, a figure of acts should not wait

    return OUTCOMES[name].meaning if name in OUTCOMES else name.replace("_", " ")


def outcome_kind(name: str) -> str:
    """day, count, points, share, flag or class; "value" where the outcome is none of ours.

    The share of one class (``spiral``, ``path_class=spiral``, ``P(spiral)``) counts as a flag.
    """
    from sim.outcomes import OUTCOMES, PATH_CLASSES

    if name in PATH_CLASSES or "=" in name or name.startswith("P("):
        return "flag"

    return OUTCOMES[name].kind if name in OUTCOMES else "value"


def outcome_unit(name: str) -> str:
    """What the axis of an outcome's mean says."""
    plain = name.replace("_", " ")
    return {
        "flag": f"share of runs: {plain}",
        "share": f"mean {plain} (share)",
        "points": f"mean {plain} (points)",
        "day": f"mean {plain} (days from start)",
    }.get(outcome_kind(name), f"mean {plain}")


def track(daily: np.ndarray, field: str, side: str) -> tuple[np.ndarray, np.ndarray]:
    """A daily series as a step line that runs to the end of the last day, (days + 1,) each."""
    values = np.asarray(daily[field][:, SIDES.index(side)], float)
    return np.append(np.arange(len(values)), len(values) - 0.5), np.append(values, values[-1:])
