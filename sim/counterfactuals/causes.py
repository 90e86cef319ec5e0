"""But-for causes: without which of these would the outcome not have come about, world by world?

Each cause is switched off with all luck kept. Among the worlds in which the outcome happened, the share in which it
would not have happened *but for* the cause is counted (the but-for test of the law of torts; Pearl's probability of
necessity, here by keeping the exogenous draws). The shares need not add up to one: two causes may both be necessary, or
each be enough without the other (overdetermination), which only pairs show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.counterfactuals.conditions import Condition, parse_condition
from sim.counterfactuals.switches import Switch, switches
from sim.engine.telescope import check_runs, ensemble
from sim.errors import WorldFailed, WrongInput
from sim.estimators import wilson
from sim.scenario import Scenario
from sim.scenario.arguments import checked, refused, scenario_of, word
from sim.words import Result, card, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Cause:
    """One thing switched off.

    ``needed``: share of the worlds with the outcome that would not have had it, with its 95% interval (Wilson);
    ``averted``: share of the worlds without the outcome that would have had it (the cause held it back).
    """

    name: str
    kind: str
    words: str
    needed: float
    low: float
    high: float
    averted: float


@dataclass(frozen=True)
class JointCause:
    """Two things switched off together. ``both``: share of the worlds with the outcome that lose it without both;
    ``hidden``: share that lose it without both though neither alone makes a difference (overdetermination).
    """

    names: tuple[str, str]
    both: float
    hidden: float
    low: float
    high: float


@dataclass(frozen=True, repr=False)
class Causes(Result):
    """The answer: ``happened`` of ``runs`` worlds had the outcome; causes from the most to the least often needed.

    A world that failed, as it is or with something switched off, is left out of every share it would enter;
    ``failures`` names them, and ``failed`` counts those that failed as they are.
    """

    scenario: Scenario
    condition: Condition
    seed: int
    runs: int
    happened: int
    causes: tuple[Cause, ...]
    pairs: tuple[JointCause, ...] = ()
    failures: tuple[WorldFailed, ...] = ()
    failed: int = 0

    @property
    def sound(self) -> int:
        """How many worlds did not fail as they are."""
        return self.runs - self.failed

    @property
    def label(self) -> str:
        """What was asked, of which scenario."""
        return f"{self.condition.words}, {self.scenario.title}"

    def __repr__(self) -> str:
        happened = f"in {self.happened:,} of {self.sound:,} worlds"
        return card("Causes", self.label, happened=happened, seed=self.seed, causes=len(self.causes))

    def __getitem__(self, name: str) -> Cause:
        """One cause by name."""
        for cause in self.causes:
            if cause.name == name:
                return cause
        names = [cause.name for cause in self.causes]
        raise WrongInput(f"no cause '{name}' here", f"one of {', '.join(names)}", way_out=did_you_mean(name, names))

    def frame(self) -> pd.DataFrame:
        """One row a cause, as ``sim.plots.causes_bar`` takes it."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "name": c.name,
                    "cause": label(c),
                    "kind": c.kind,
                    "share": c.needed,
                    "low": c.low,
                    "high": c.high,
                    "averted": c.averted,
                }
                for c in self.causes
            ],
            columns=["name", "cause", "kind", "share", "low", "high", "averted"],
        )

    def pairs_frame(self) -> pd.DataFrame:
        """One row a pair of causes."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "cause": f"{p.names[0]} + {p.names[1]}",
                    "kind": "pair",
                    "share": p.hidden,
                    "low": p.low,
                    "high": p.high,
                    "both": p.both,
                }
                for p in self.pairs
            ],
            columns=["cause", "kind", "share", "low", "high", "both"],
        )


def label(cause: Cause) -> str:
    """The name of a cause as a figure shows it."""
    return cause.name.replace("-", " ")


@checked
def causes(
    scenario: Scenario | str | Path,
    outcome: str,
    runs: int = 2000,
    seed: int | None = None,
    *,
    pairs: bool = False,
    only: Iterable[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Causes:
    """Which events, institutions and mechanisms ``outcome`` hangs on, over ``runs`` worlds.

    ``outcome`` is a condition (see :func:`parse_condition`). ``pairs`` also switches off every two of those causes that
    are not needed in every world. ``only`` keeps to some switches by name.

    Raises:
        WrongInput: an outcome or a switch that does not exist.
    """
    scenario = scenario_of(scenario)
    condition, key = parse_condition(outcome), scenario.seed if seed is None else seed
    check_runs(runs)
    chosen = _chosen(scenario, only)
    count = Counter(condition, runs, key, threads, progress, total=1 + len(chosen))
    happened = count(scenario)
    without = {s.name: count(s.off(scenario)) for s in chosen}
    single = sorted((_cause(s, happened, without[s.name]) for s in chosen), key=lambda c: -_known(c.needed))
    joint = _joint(scenario, chosen, happened, without, count) if pairs else ()
    failures, number = tuple(count.failures), int((happened == 1).sum())
    failed = int(np.isnan(happened).sum())
    return Causes(scenario, condition, key, runs, number, tuple(single), joint, failures, failed)


def _chosen(scenario: Scenario, only: Iterable[str] | None) -> tuple[Switch, ...]:
    found = switches(scenario)
    if only is None:
        return found
    if isinstance(only, str) or not isinstance(only, Iterable):
        raise refused("only", only, "a list of names, such as ['promise']")
    wanted, names = [word("only", name) for name in only], [s.name for s in found]
    for name in wanted:
        if name not in names:
            raise WrongInput(
                f"nothing called '{name}' can be switched off in '{scenario.name}'",
                f"one of {', '.join(names)}",
                way_out=did_you_mean(name, names),
            )
    return tuple(s for s in found if s.name in wanted)


@dataclass
class Counter:
    """Runs scenarios with the same luck and says in which worlds the outcome happened.

    The answer (runs,) is 1, 0, or NaN where the world failed.
    """

    condition: Condition
    runs: int
    seed: int
    threads: int | None
    progress: Progress | None
    total: int
    done: int = 0
    failures: list[WorldFailed] = field(default_factory=list)

    def __call__(self, scenario: Scenario) -> NDArray[np.float64]:
        """Run the worlds of one scenario."""
        outcomes = ensemble(scenario, self.runs, seed=self.seed, threads=self.threads, progress=self._report)
        self.done += 1
        self.failures.extend(outcomes.failures)
        return np.where(np.isnan(outcomes["path_class"]), np.nan, self.condition.test(outcomes.table))

    def _report(self, done: int, runs: int) -> None:
        if self.progress:
            self.progress(self.done * runs + done, self.total * runs)


def _share(part: NDArray[np.bool_], of: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Share of ``part`` among ``of`` with Wilson's interval; NaN where there is none to share."""
    n, k = int(of.sum()), int((part & of).sum())
    if n == 0:
        return float("nan"), float("nan"), float("nan")
    return k / n, *wilson(k, n)


def _cause(switch: Switch, happened: NDArray[np.float64], without: NDArray[np.float64]) -> Cause:
    needed = _share(without == 0, (happened == 1) & ~np.isnan(without))
    averted = _share(without == 1, (happened == 0) & ~np.isnan(without))
    return Cause(switch.name, switch.kind, switch.words, *needed, averted[0])


def _known(value: float) -> float:
    return -1.0 if np.isnan(value) else value


def _joint(
    scenario: Scenario,
    chosen: tuple[Switch, ...],
    happened: NDArray[np.float64],
    without: dict[str, NDArray[np.float64]],
    count: Counter,
) -> tuple[JointCause, ...]:
    """Every two causes that leave some worlds with the outcome; most hidden first."""
    rest = [s for s in chosen if ((without[s.name] == 1) & (happened == 1)).any()]
    found = list(combinations(rest, 2))
    count.total += len(found)
    made = []
    for one, other in found:
        a, b, both = without[one.name], without[other.name], count(one.off(other.off(scenario)))
        known = (happened == 1) & ~np.isnan(a + b + both)
        gone = both == 0
        hidden = gone & (a == 1) & (b == 1)
        made.append(JointCause((one.name, other.name), _share(gone, known)[0], *_share(hidden, known)))
    return tuple(sorted(made, key=lambda p: -_known(p.hidden)))
