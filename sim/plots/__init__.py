"""The figures: one a file, each takes a result and returns a matplotlib Figure.

>>> from sim.plots import escalation_path, save
>>> save(escalation_path(chronicle), "results/escalation")          # doctest: +SKIP

``FIGURES`` declares them all once; ``takes`` says what a figure is drawn from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from sim.plots.causes_bar import causes_bar
from sim.plots.corner import corner
from sim.plots.discovery import discovery
from sim.plots.divergence import divergence
from sim.plots.escalation import escalation_path
from sim.plots.fan import fan
from sim.plots.hemicycle import hemicycle
from sim.plots.index_chart import indices
from sim.plots.ladder import ladder
from sim.plots.matrix import matrix
from sim.plots.pair_timelines import pair_timelines
from sim.plots.paired_paths import paired_paths
from sim.plots.path_classes import path_classes
from sim.plots.phase import phase
from sim.plots.pit import pit
from sim.plots.reliability import reliability
from sim.plots.slope import slope
from sim.plots.small_multiples import small_multiples
from sim.plots.staff import staff
from sim.plots.style import save
from sim.plots.surprise import surprise
from sim.plots.sweep_heat import sweep_heat
from sim.plots.sweep_line import sweep_line
from sim.plots.swimlane import swimlane
from sim.plots.tornado import tornado
from sim.plots.wall import wall


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One kind of figure. ``takes`` is chronicle, outcomes, sweep (a frame of runs) or comparison."""

    name: str
    draw: Callable[..., Figure]
    takes: str
    meaning: str


K = FigureKind

FIGURES: dict[str, FigureKind] = {
    kind.name: kind
    for kind in (
        K(
            "escalation_path",
            escalation_path,
            "chronicle",
            "cumulative points of both sides in one run, acts named at their steps",
        ),
        K("fan", fan, "outcomes", "range of the paths of an ensemble by side, with the record over it"),
        K("ladder", ladder, "chronicle", "the rung on which each side stands, day by day"),
        K("swimlane", swimlane, "chronicle", "who acted when: one lane an actor, area by points"),
        K("hemicycle", hemicycle, "chronicle", "the last vote on passage in each chamber, member by member"),
        K("staff", staff, "chronicle", "people of both sides in the other's country, and parity"),
        K("phase", phase, "chronicle or outcomes", "one ledger of unanswered injuries against the other"),
        K("sweep_line", sweep_line, "sweep", "mean of an outcome with its confidence band along one parameter"),
        K("sweep_heat", sweep_heat, "sweep", "mean of an outcome over two parameters"),
        K("path_classes", path_classes, "sweep", "shares of quiet, contained and spiral paths"),
        K("small_multiples", small_multiples, "outcomes of several scenarios", "one fan a scenario on shared axes"),
        K("paired_paths", paired_paths, "comparison", "paths of two worlds and the band of their paired difference"),
        K("divergence", divergence, "comparison", "when, and at whose decision, paired worlds part"),
        K("slope", slope, "comparison", "outcomes from world to world"),
        K(
            "pair_timelines",
            pair_timelines,
            "comparison",
            "one pair of runs as two timelines, the first difference marked",
        ),
        K("causes_bar", causes_bar, "comparison", "share of worlds in which an outcome needed each cause"),
        K("discovery", discovery, "sweep", "the box of parameters in which something happens"),
        K("matrix", matrix, "tournament", "everybody against everybody: one number a pair"),
        K("tornado", tornado, "sensitivity", "an outcome from one end of each parameter's range to the other"),
        K("indices", indices, "sensitivity", "how much of an outcome hangs on each parameter"),
        K("surprise", surprise, "score", "bits of each recorded event by day, and their sum"),
        K("corner", corner, "posterior", "what a record taught of each parameter, and of every two"),
        K("reliability", reliability, "episodes", "what came, by the chance it was given"),
        K("pit", pit, "episodes", "where what came lies in what was foretold"),
        K("wall", wall, "comparison", "wall chart: what each counterfactual changes"),
    )
}
"""All figures by name, in the order in which a report shows them."""

__all__ = [
    "FIGURES",
    "FigureKind",
    "causes_bar",
    "discovery",
    "corner",
    "divergence",
    "escalation_path",
    "fan",
    "hemicycle",
    "indices",
    "ladder",
    "matrix",
    "pair_timelines",
    "paired_paths",
    "path_classes",
    "phase",
    "pit",
    "reliability",
    "save",
    "slope",
    "small_multiples",
    "staff",
    "surprise",
    "sweep_heat",
    "sweep_line",
    "swimlane",
    "tornado",
    "wall",
]
