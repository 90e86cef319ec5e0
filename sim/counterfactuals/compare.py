"""Paired counterfactuals: worlds that differ in one thing and share all other luck.

Each scenario is compared with the first, run by run; :mod:`sim.counterfactuals.differences` has the rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim import estimators as by
from sim.counterfactuals.differences import Difference, equal, flat, mean, rows, sound_pairs
from sim.counterfactuals.paths import PathDifference, path_difference
from sim.engine.pairs import PairBlock, run_pairs
from sim.engine.parting import ACTORS, first_deed
from sim.engine.telescope import Block, Outcomes, check_runs, drawn_from, failures_of
from sim.errors import WrongInput
from sim.outcomes import OUTCOMES, PATH_CLASSES
from sim.scenario import Scenario
from sim.scenario.arguments import checked, refused, scenario_of
from sim.words import Result, card

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
"""Called with (worlds done, worlds in all)."""


@dataclass(frozen=True, repr=False)
class Pair:
    """Two scenarios, world by world with the same luck. ``partings`` (n,) PARTING where they were followed day by day;
    ``paths`` if asked for. ``ancestors`` (n,): the particle from which each pair stems, where pairs are not independent
    because they go on from the particles of a filter; all intervals are then clustered by it.
    """

    first: Outcomes
    second: Outcomes
    partings: NDArray[Any] | None = None
    paths: PathDifference | None = None
    ancestors: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.first)

    @property
    def label(self) -> str:
        """The second world against the first."""
        return f"{self.second.label} against {self.first.label}"

    def __repr__(self) -> str:
        return card("Pair", self.label, pairs=f"{len(self):,}", unchanged=f"{self.unchanged:.1%}")

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """All rows, in the order of the outcomes."""
        return tuple(
            row for outcome in OUTCOMES.values() for row in rows(outcome, self.first, self.second, self.ancestors)
        )

    def __getitem__(self, name: str) -> Difference:
        """One row by its name: ``rival_points``, ``path_class=spiral``, ``law_day happened``."""
        for row in self.differences:
            if row.name == name:
                return row
        raise WrongInput(f"no outcome '{name}' in this comparison", ", ".join(row.name for row in self.differences))

    @cached_property
    def same(self) -> NDArray[np.bool_]:
        """(n,) whether all outcomes of the pair are identical to the last bit."""
        return np.all([equal(self.first[name], self.second[name]) for name in OUTCOMES], axis=0)

    @property
    def unchanged(self) -> float:
        """Share of pairs in which nothing measured changed at all; pairs with a failed world are left out."""
        return mean(self.same[sound_pairs(self.first, self.second)])

    @property
    def transitions(self) -> NDArray[np.int64]:
        """(3, 3) pairs by path class in the first world (rows) and in the second (columns); failed worlds left out."""
        table = np.zeros((len(PATH_CLASSES), len(PATH_CLASSES)), np.int64)
        a, b = self.first["path_class"], self.second["path_class"]
        sound = ~np.isnan(a) & ~np.isnan(b)
        np.add.at(table, (a[sound].astype(int), b[sound].astype(int)), 1)
        return table

    def divergence(self, scripted: bool = False) -> pd.DataFrame:
        """One row a pair: ``run``, ``state_day`` (first day with any difference in the logged state), ``first_day`` and
        ``actor`` of the first different deed; NaN and "" where the pair never parts.

        Deeds that the timeline writes are counted only if ``scripted``: that they differ is the change itself.
        """
        import pandas as pd

        if self.partings is None:
            raise WrongInput("these worlds were not followed day by day", "a pair made by compare")
        day, who = first_deed(self.partings, tuple(range(0 if scripted else 1, len(ACTORS))))
        state = self.partings["state"]
        return pd.DataFrame(
            {
                "run": self.partings["run"],
                "state_day": np.where(state < 0, np.nan, state),
                "first_day": np.where(day < 0, np.nan, day),
                "actor": [ACTORS[k] if k >= 0 else "" for k in who],
            }
        )

    @property
    def name(self) -> str:
        """What the second world is called."""
        return self.second.scenario.name


@dataclass(frozen=True, repr=False)
class Comparison(Result):
    """Several scenarios with the same luck, each compared with the first."""

    pairs: tuple[Pair, ...]
    seed: int
    runs: int

    @property
    def label(self) -> str:
        """Every other world against the first."""
        return f"{'; '.join(pair.second.label for pair in self.pairs)} against {self.first.label}"

    def __repr__(self) -> str:
        return card("Comparison", self.label, worlds_each=f"{self.runs:,}", seed=self.seed, failed=len(self.failures))

    @property
    def first(self) -> Outcomes:
        """The world that the others are compared with."""
        return self.pairs[0].first

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """All scenarios, the first one first."""
        return (self.first.scenario, *(pair.second.scenario for pair in self.pairs))

    def frame(self) -> pd.DataFrame:
        """One row an outcome and counterfactual; see :class:`Difference` for the columns."""
        import pandas as pd

        return pd.DataFrame([{"scenario": pair.name, **flat(row)} for pair in self.pairs for row in pair.differences])

    def worlds(self) -> pd.DataFrame:
        """One row a world: ``scenario``, ``run``, all outcomes, and for the others when and by whom they part.

        After a branch also ``ancestor``: the particle from which a world stems (cluster by it).
        """
        import pandas as pd

        parts = [self.first.frame().assign(scenario=self.first.scenario.name)]
        for pair in self.pairs:
            frame = pair.second.frame().assign(scenario=pair.name)
            if pair.partings is not None:
                parting = pair.divergence()
                frame = frame.assign(**{name: parting[name] for name in ("state_day", "first_day", "actor")})
            parts.append(frame)
        if self.ancestors:
            parts = [part.assign(ancestor=self.pairs[0].ancestors) for part in parts]
        table = pd.concat(parts, ignore_index=True)
        return table[["scenario", *(c for c in table.columns if c != "scenario")]]

    @property
    def ancestors(self) -> dict[str, float] | None:
        """``worlds``, from how many ``distinct`` first particles they stem, and how many independent worlds they are
        worth by that (``effective``); None where all worlds are independent.
        """
        found = self.pairs[0].ancestors
        if found is None:
            return None
        return {"worlds": len(found), "distinct": len(np.unique(found)), "effective": by.effective_number(found)}

    @property
    def failures(self) -> list[Exception]:
        """Worlds that broke an invariant; they are left out of every number."""
        return [*self.first.failures, *(f for pair in self.pairs for f in pair.second.failures)]


@checked
def compare(
    scenarios: Sequence[Scenario | str | Path],
    runs: int = 1000,
    seed: int | None = None,
    paths: bool = True,
    *,
    draws: Sequence[Mapping[str, float]] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare each scenario (or shipped name, or file) with the first over ``runs`` worlds that share their luck.

    ``seed``: by default the first scenario's. ``paths`` adds daily paths: means over all pairs, quantiles over the
    first 2,000. ``draws`` of parameters (:func:`sim.evidence.posterior.read_draws`) share the pairs among them, both
    worlds of a pair at the same draw. The result does not depend on ``threads``.

    Raises:
        WrongInput: fewer than two scenarios, or two that cannot be paired.
    """
    played = _told_apart(_scenarios(scenarios))
    check_scenarios(played, runs)
    first, key, done = played[0], played[0].seed if seed is None else seed, 0
    settings, pairs = [one.compile() for one in drawn_from(first, draws, runs)], []
    total = 2 * runs * (len(played) - 1)

    def report(count: int) -> None:
        nonlocal done
        done += 2 * count
        if progress:
            progress(done, total)

    for other in played[1:]:
        others = [one.compile() for one in drawn_from(other, _kept(draws, first, other), runs)]
        block = run_pairs(list(zip(settings, others)), key, runs, paths, threads, report)
        pairs.append(_pair(first, other, key, block, paths))
    return Comparison(tuple(pairs), key, runs)


def _kept(
    draws: Sequence[Mapping[str, float]] | None, first: Scenario, other: Scenario
) -> list[dict[str, float]] | None:
    """The draws for the second world of a pair: what the comparison itself changes is not drawn over."""
    if draws is None:
        return None
    own = {name for name, value in other.parameters.items() if value != first.parameters[name]}
    return [{name: value for name, value in draw.items() if name not in own} for draw in draws]


def _scenarios(given: object) -> list[Scenario]:
    """What was given to be compared, loaded where it is named; one alone is no list."""
    if isinstance(given, (str, Path, Scenario, Mapping)) or not isinstance(given, Iterable):
        raise refused("scenarios", given, "a list of two or more scenarios, names or paths")
    return [scenario_of(one) for one in given]


def _told_apart(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The scenarios with names that tell them apart: a second one of a name becomes ``name (2)``."""
    named: list[Scenario] = []
    for scenario in scenarios:
        same = sum(one.name == scenario.name or one.name.startswith(f"{scenario.name} (") for one in named)
        named.append(dataclasses.replace(scenario, name=f"{scenario.name} ({same + 1})") if same else scenario)
    return named


def _pair(first: Scenario, second: Scenario, seed: int, block: PairBlock, paths: bool) -> Pair:
    daily = path_difference(block) if paths else None
    made = []
    for k, scenario in enumerate((first, second)):
        bands = daily.bands[k] if daily else None
        part = Block(block.tables[k], block.status[k], block.failed_day[k], None)
        made.append(Outcomes(scenario, seed, block.tables[k], bands, None, failures_of(scenario, seed, part)))
    return Pair(made[0], made[1], block.partings, daily)


def check_scenarios(scenarios: Sequence[Scenario], runs: int) -> None:
    """Refuse what cannot be compared: fewer than two scenarios, no runs, two that cannot be paired."""
    if len(scenarios) < 2:
        raise WrongInput("one scenario", "two or more, or one with a change to compare it with")
    check_runs(runs)
    for other in scenarios[1:]:
        check_pairable(scenarios[0], other)


def check_pairable(first: Scenario, second: Scenario) -> None:
    """Refuse two scenarios whose worlds cannot be paired, with the reason.

    A pair needs the same days (luck is keyed by the day) and the same measures in the same units (else an act of one
    world has no counterpart). Weights, parameters, timelines, names and the roster may differ.
    """
    who = f"'{first.name}' and '{second.name}' cannot be paired"
    if (first.start, first.end) != (second.start, second.end):
        raise WrongInput(
            f"{who}: the first runs from {first.start} to {first.end}, the second from {second.start} to {second.end}",
            "the same start and end, since luck is keyed by the day",
        )
    kinds = [[(m.name, m.form, m.reference) for m in s.catalogue] for s in (first, second)]
    if kinds[0] != kinds[1]:
        names = [{name for name, *_ in kind} for kind in kinds]
        apart = ", ".join(sorted(names[0] ^ names[1])) or "order, form or reference size of their measures"
        raise WrongInput(f"{who}: their catalogues of measures differ ({apart})", "the same measures in the same order")
