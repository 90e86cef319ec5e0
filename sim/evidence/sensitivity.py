"""Which parameters an outcome hangs on: Morris' effects and Sobol's indices over many worlds at each point.

The luck is the same at every point, so that what differs is the parameters and nothing else: an index of a parameter
that is connected to nothing is exactly 0. Failed worlds are an outcome of their own, beside every other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.counterfactuals.conditions import parse_condition
from sim.engine.blocks import in_order
from sim.engine.telescope import check_runs, compute_block
from sim.errors import WrongInput
from sim.evidence.indices import Effects, Floats, Indices, morris, sobol
from sim.outcomes import FAILED, OUTCOMES
from sim.parameters import PARAMETERS
from sim.rules.world import SOUND
from sim.scenario import Scenario, Setting
from sim.scenario.arguments import checked, scenario_of, texts, whole, word
from sim.scenario.compiling import with_parameters
from sim.scenario.design import Vary, parse_vary
from sim.scenario.values import unknown_parameter
from sim.words import did_you_mean, listing, shown

METHODS = ("morris", "sobol")
POINTS = {"morris": 20, "sobol": 256}
"""Paths of Morris, or points of each of Sobol's matrices, if nobody says."""

RUNS, MOST_WORLDS = 100, 10_000_000
USUAL = (
    "severity.size_exponent",
    "rival.reciprocity",
    "home.reciprocity",
    "home.legitimacy",
    "rival.restraint",
    "rival.answer_rate",
    "rival.precision",
    "rival.mirror_bias",
    "rival.parity_bias",
    "home.answer_rate",
    "hope.law_weight",
    "scandal.leak_rate",
)
"""Parameters that are varied if nobody names any."""

OUTCOMES_OF = {True: ("answered_before_vote", "parity_within_14d", "rival_points"), False: ("rival_points", "rounds")}
"""Outcomes that are measured if nobody names any: with a legislature, and without."""

WIDE = 1.5
"""Half the range of a log-odds."""


@dataclass(frozen=True)
class Measured:
    """An outcome as one number of many worlds: ``of`` maps a table of sound worlds to it (NaN where none has it)."""

    name: str
    words: str
    of: Callable[[NDArray[Any]], float]


@dataclass(frozen=True)
class Sensitivity:
    """What was found. Arrays run over ``outcomes`` (the last is the share of failed worlds) and parameters.

    ``ends`` (outcomes, parameters, 2): the outcome at the low and at the high end of one parameter, all others as in
    the scenario; ``middle`` (outcomes,) as the scenario stands.
    """

    scenario: Scenario
    method: str
    varied: tuple[Vary, ...]
    outcomes: tuple[Measured, ...]
    found: Effects | Indices
    middle: Floats
    ends: Floats
    points: int
    runs: int
    seed: int

    @property
    def label(self) -> str:
        """What was asked of what, in short."""
        return f"{self.scenario.title}: {self.method.capitalize()}, {self.points:,} points of {self.runs:,} worlds"

    @property
    def main(self) -> Floats:
        """(outcomes, parameters): mu* of Morris or the total index of Sobol, what parameters are ranked by."""
        return self.found.mean if isinstance(self.found, Effects) else self.found.total

    def ranked(self, outcome: int) -> list[int]:
        """Parameters by number, what matters most to an outcome first."""
        return [int(k) for k in np.argsort(-self.main[outcome], kind="stable")]


def measured(text: str) -> Measured:
    """An outcome (its mean; of points, the mean of log10(1 + points)), or a condition (its share).

    Raises:
        WrongInput: no such outcome, or a condition that says nothing about it.
    """
    kind = OUTCOMES[text].kind if text in OUTCOMES else ""
    if kind in ("points", "count", "share"):
        scale, words = (_log, "log10 of 1 + ") if kind == "points" else (_plain, "mean of ")
        return Measured(text, words + text.replace("_", " "), partial(_mean, text, scale))
    condition = parse_condition(text)
    return Measured(condition.text, condition.words, lambda table: float(condition.test(table).mean()))


def _log(values: Floats) -> Floats:
    return np.log10(1.0 + values)


def _plain(values: Floats) -> Floats:
    return values


def _mean(name: str, scale: Callable[[Floats], Floats], table: NDArray[Any]) -> float:
    known = table[name][~np.isnan(table[name])]
    return float(scale(known).mean()) if len(known) else float("nan")


def range_of(text: str, scenario: Scenario) -> Vary:
    """``NAME=FROM:TO[:log]`` as it says; ``NAME`` alone from half to double its value, a log-odds 1.5 either way.

    Raises:
        WrongInput: no such parameter, a value it cannot have, or a range that has no width.
    """
    name, sign, values = (piece.strip() for piece in text.partition("="))
    if name not in PARAMETERS:
        raise unknown_parameter(name)
    if sign:
        log = values.endswith(":log")
        made = parse_vary(f"{name}={values.removesuffix(':log')}")
        if not made.ends or (log and min(made.values) <= 0.0):
            raise WrongInput(f"found {shown(text)}", f"{name}=from:to, or from:to:log with ends above 0", key="--vary")
        made = Vary(name, made.values, log=log, ends=True)
    else:
        made = _usual(name, float(scenario.parameters[name]))
    if min(made.values) == max(made.values):
        raise WrongInput(f"{name} has no range around {made.values[0]:g}", f"{name}=from:to", key="--vary")
    return made


def _usual(name: str, value: float) -> Vary:
    q = PARAMETERS[name]
    if q.choices or not np.isfinite(value):
        raise WrongInput(f"{name} is {q.word(value)}: it has no half and no double", f"{name}=from:to", key="--vary")
    if q.unit == "log-odds":
        return Vary(name, (max(q.low, value - WIDE), min(q.high, value + WIDE)), ends=True)
    ends = (max(q.low, value / 2.0), min(q.high, value * 2.0))
    return Vary(name, ends, log=min(ends) > 0.0 and not q.whole, ends=True)


@checked
def sensitivity(
    scenario: Scenario | str | Path,
    method: str = "morris",
    vary: Sequence[str] = (),
    outcomes: Sequence[str] = (),
    *,
    points: int | None = None,
    runs: int = RUNS,
    progress: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """Effects or indices of parameters on outcomes, with the scenario's own seed for design and luck.

    Raises:
        WrongInput: an unknown method, parameter or outcome; too many worlds; an outcome that no world of a point has.
    """
    scenario = scenario_of(scenario)
    n = whole("points", points, low=1, optional=True)
    if word("method", method) not in METHODS:
        raise WrongInput(
            f"found {shown(method)}", listing(METHODS), key="--method", way_out=did_you_mean(method, METHODS)
        )
    check_runs(runs)
    varied, chosen = _varied(scenario, texts("vary", vary)), _chosen(scenario, texts("outcomes", outcomes))
    n = n or POINTS[method]
    ends, total = 2 * len(varied) + 1, n * (len(varied) + (1 if method == "morris" else 2))
    _check_work((ends + total) * runs)
    worlds = _Worlds(scenario, varied, chosen, runs, ends + total, progress)
    middle, sides = _one_at_a_time(worlds)
    found = (morris if method == "morris" else sobol)(worlds.evaluate, len(varied), n, scenario.seed)
    return Sensitivity(scenario, method, varied, chosen, found, middle, sides, ends + total, runs, scenario.seed)


def _varied(scenario: Scenario, vary: Sequence[str]) -> tuple[Vary, ...]:
    varied = tuple(range_of(text, scenario) for text in vary or _present(scenario))
    names = [v.name for v in varied]
    if len(set(names)) < len(names):
        raise WrongInput(f"a parameter is given twice ({listing(names)})", "each once", key="--vary")
    return varied


def _chosen(scenario: Scenario, outcomes: Sequence[str]) -> tuple[Measured, ...]:
    """What is measured; the share of failed worlds always, and last."""
    asked = [name for name in outcomes or OUTCOMES_OF[scenario.has_congress] if name != FAILED]
    return (*map(measured, dict.fromkeys(asked)), measured(FAILED))


def _present(scenario: Scenario) -> list[str]:
    """The usual parameters that have a range around their value in this scenario."""
    return [name for name in USUAL if scenario.parameters[name] != 0.0 or PARAMETERS[name].unit == "log-odds"]


def _check_work(worlds: int) -> None:
    if worlds > MOST_WORLDS:
        raise WrongInput(f"{worlds:,} worlds", f"at most {MOST_WORLDS:,}", way_out="Ask for fewer points or --runs")


class _Worlds:
    """The function that is analysed: from points of the unit cube to outcomes, the luck the same at each."""

    def __init__(
        self,
        scenario: Scenario,
        varied: Sequence[Vary],
        outcomes: Sequence[Measured],
        runs: int,
        total: int,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.scenario, self.varied, self.outcomes, self.runs = scenario, varied, outcomes, runs
        self.total, self.progress, self.done = total, progress, 0
        self.setting: Setting = scenario.compile()

    def evaluate(self, shares: Floats) -> Floats:
        """(n, outcomes) at points (n, parameters)."""
        columns = [v.at(np.minimum(shares[:, k], 1.0 - 1e-12)) for k, v in enumerate(self.varied)]
        return self.at(np.column_stack(columns))

    def at(self, values: Floats) -> Floats:
        """(n, outcomes) at values (n, parameters)."""
        made = np.array(list(in_order(self._point, values)))
        return self._finite(made)

    def _point(self, values: Floats) -> list[float]:
        changed = self.scenario.replace({v.name: float(x) for v, x in zip(self.varied, values, strict=True)})
        block = compute_block(with_parameters(self.setting, changed), self.scenario.seed, 0, self.runs)
        self.done += 1
        if self.progress and self.done % 10 == 0:
            self.progress(min(self.done, self.total) * self.runs, self.total * self.runs)
        sound = block.table[block.status == SOUND]
        failed = 1.0 - len(sound) / self.runs
        return [failed if m.name == FAILED else (m.of(sound) if len(sound) else np.nan) for m in self.outcomes]

    def _finite(self, values: Floats) -> Floats:
        """Where every world failed, an outcome has no value of its own: it takes the largest there is, as explosive.

        Raises WrongInput where an outcome has no value at a point whose worlds are sound.
        """
        failed = values[:, -1] == 1.0
        for k, one in enumerate(self.outcomes):
            missing = np.isnan(values[:, k])
            if (missing & ~failed).any():
                raise WrongInput(
                    f"no world of {int((missing & ~failed).sum())} points has a value of {one.name}",
                    "an outcome that some world of every point has, or a condition such as law_day (ever)",
                    key="--outcome",
                )
            known = values[~missing, k]
            values[missing, k] = known.max() if len(known) else 0.0
        return values


def _one_at_a_time(worlds: _Worlds) -> tuple[Floats, Floats]:
    """The outcomes as the scenario stands, and at both ends of each parameter."""
    base = [float(worlds.scenario.parameters[v.name]) for v in worlds.varied]
    points = [base]
    for k, v in enumerate(worlds.varied):
        points += [[*base[:k], end, *base[k + 1 :]] for end in (min(v.values), max(v.values))]
    values = worlds.at(np.array(points))
    return values[0], values[1:].reshape(len(base), 2, -1).transpose(2, 0, 1)


def as_data(found: Sensitivity) -> dict[str, Any]:
    """The result as plain values for JSON, a row a parameter and outcome."""
    effects = isinstance(found.found, Effects)
    columns = ("mean", "low", "high", "spread") if effects else ("first", "total", "low", "high")
    rows = [
        {
            "outcome": outcome.name,
            "parameter": v.name,
            "from": min(v.values),
            "to": max(v.values),
            **{name: float(getattr(found.found, name)[o, k]) for name in columns},
            "at_from": float(found.ends[o, k, 0]),
            "at_to": float(found.ends[o, k, 1]),
        }
        for o, outcome in enumerate(found.outcomes)
        for k, v in enumerate(found.varied)
    ]
    return {
        "scenario": found.scenario.name,
        "method": found.method,
        "points": found.points,
        "runs": found.runs,
        "seed": found.seed,
        "as_it_stands": {one.name: float(found.middle[o]) for o, one in enumerate(found.outcomes)},
        "indices": rows,
    }
