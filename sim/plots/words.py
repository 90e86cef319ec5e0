"""Acts, outcomes and parameters in few words, as labels need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from sim.parameters import PARAMETERS, SIDES
from sim.plots.dates import on
from sim.plots.shapes import ChronicleLike

PROVOCATION = "provocation"
OUTSIDE = ("timeline", "provocation")
"""Causes of acts that no actor of the model chose."""


@dataclass(frozen=True, slots=True)
class Move:
    """What one side did on one day for one kind of reason: one marker, one label.

    ``kind`` is free, outside or law. ``points`` < 0 is relief: the side takes back what it did.
    """

    day: int
    side: str
    kind: str
    points: float
    text: str

    @property
    def eases(self) -> bool:
        """Whether it gives something back."""
        return self.points < 0

    @property
    def counts(self) -> bool:
        """Whether it weighs anything: a protest does not."""
        return self.points != 0


def moves(chronicle: ChronicleLike) -> list[Move]:
    """The acts of a run, packed by day, side, kind and whether they give or take, in order of day.

    Provocations are no measures and add nothing to a side's path: they are among the :func:`events`.
    """
    packs: dict[tuple[int, str, str, bool], list[Any]] = {}
    for act in chronicle.acts:
        if act.measure == PROVOCATION:
            continue
        packs.setdefault((int(act.day), act.side, _kind(act.cause), float(act.points) < 0), []).append(act)
    words = {measure.name for measure in chronicle.scenario.catalogue if getattr(measure, "form", "") == "words"}
    return [
        Move(day, side, kind, _weight(acts, words), _pack_text(acts))
        for (day, side, kind, _), acts in sorted(packs.items(), key=lambda item: item[0][0])
    ]


def _weight(acts: Sequence[Any], words: set[str]) -> float:
    """Points that a pack adds to its side's path; words injure nobody and add nothing."""
    return sum(float(act.points) for act in acts if act.measure not in words)


def net_path(chronicle: ChronicleLike, side: str) -> tuple[np.ndarray, np.ndarray]:
    """Cumulative points of a side with what it gave back taken off, as a step line (see :func:`track`)."""
    days, points = track(chronicle.daily, "points", side)
    points = points.copy()
    for act in chronicle.acts:
        if act.side == side and act.points < 0:
            points[int(act.day) :] += float(act.points)
    return days, points


def _kind(cause: str) -> str:
    return "outside" if cause in OUTSIDE else "law" if cause == "law" else "free"


def _pack_text(acts: Sequence[Any]) -> str:
    """The labels of a package; hard spaces keep a measure and its size on one line."""
    parts = list(dict.fromkeys(act.label.replace(" ", "\xa0") for act in acts))
    rest = f", +{len(parts) - 3} more" if len(parts) > 3 else ""
    form = str(acts[0].form)
    before = f"{form}: " if form in ("mirror", "parity") and form != acts[0].measure else ""
    return before + ", ".join(parts[:3]) + rest


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
