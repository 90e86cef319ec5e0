"""How likely a record is, and the episodes, under some values of parameters: what calibration asks very often."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sim.branching.conditioning import check_weighable
from sim.branching.weighing import FLOOR, Particles, weigh_record, with_crowds
from sim.branching.worlds import Orders, orders_of
from sim.errors import WrongInput
from sim.evidence.fitting import FITTING_WORLDS
from sim.evidence.forecasts import predictions, total
from sim.evidence.one_blow import STRIPPED, Model, forecast
from sim.parameters import PARAMETERS, Parameter
from sim.priors import PRIOR_KINDS, PRIORS, Prior
from sim.records import History, read_history
from sim.records.episodes import Episode, read_episodes
from sim.scenario import Scenario
from sim.words import did_you_mean, listing, shown

Floats = NDArray[np.float64]
_DECLARED = re.compile(r"([a-z][a-z_.]*)\s*=\s*([a-z-]+)\(\s*([^,()]+)\s*,\s*([^,()]+)\s*\)")
NEAREST = 1e-6
"""How near to 0 and 1 a quantile of a prior is taken."""


class Free(NamedTuple):
    """A parameter that a record may teach, and what is believed of it before."""

    name: str
    prior: Prior

    def at(self, z: Floats) -> Floats:
        """The values at places ``z`` where the prior is a standard normal, kept inside the parameter's range."""
        q = PARAMETERS[self.name]
        return np.clip(np.asarray(self.prior.at(np.clip(ndtr(z), NEAREST, 1 - NEAREST))), q.low, q.high)


def free_of(texts: Sequence[str]) -> tuple[Free, ...]:
    """What ``--free`` names: ``rival.restraint``, with its declared prior, or ``rival.restraint=uniform(1, 40)``.

    Raises:
        WrongInput: nothing, a name twice, no such parameter, one without a prior, or a prior that is none.
    """
    found = tuple(_free(text.strip()) for text in texts)
    names = [one.name for one in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice or not names:
        raise WrongInput(f"{twice} is named twice" if twice else "no parameter is free", "each name once", key="--free")
    return found


def _free(text: str) -> Free:
    declared = _DECLARED.fullmatch(text)
    name = declared[1] if declared else text
    if name not in PARAMETERS:
        raise WrongInput(
            f"found {shown(name)}",
            "a parameter, or one with a prior such as rival.restraint=log-uniform(1, 60)",
            key="--free",
            way_out=did_you_mean(name, PARAMETERS),
        )
    q = PARAMETERS[name]
    if q.choices or q.whole:
        raise WrongInput(f"{name} comes in steps", "a parameter that is a number", key="--free")
    if declared:
        return Free(name, _prior(name, declared[2], declared[3], declared[4]))
    if name not in PRIORS:
        expected = f"one of {listing(PRIORS)}, or a prior as in {name}=uniform({q.low:g}, {min(q.high, 1):g})"
        raise WrongInput(f"{name} has no declared prior", expected, key="--free")
    return Free(name, PRIORS[name])


def _prior(name: str, kind: str, first: str, second: str) -> Prior:
    key = f"--free {name}"
    if kind not in PRIOR_KINDS:
        raise WrongInput(f"found {shown(kind)}", f"one of {listing(PRIOR_KINDS)}", key=key)
    try:
        prior = Prior(kind, float(first), float(second))
    except ValueError:
        raise WrongInput(f"found {shown(f'{first}, {second}')}", "two numbers", key=key) from None
    expected = _expected(PARAMETERS[name], prior)
    if expected:
        raise WrongInput(f"found {prior}", expected, key=key)
    return prior


def _expected(q: Parameter, prior: Prior) -> str:
    """What a prior of a parameter should have been; nothing where it is sound."""
    flat = "uniform" in prior.kind
    if not (math.isfinite(prior.a) and math.isfinite(prior.b)) or prior.b <= (prior.a if flat else 0.0):
        return "a range from less to more" if flat else "a spread above zero"
    low = max(q.low, 1e-300) if prior.kind == "log-uniform" else q.low
    if flat and not low <= prior.a <= prior.b <= q.high:
        return f"a range inside {q.low:g} to {q.high:g}" + (", above zero" if prior.kind == "log-uniform" else "")
    return ""


@dataclass(frozen=True)
class Likelihood:
    """The log-likelihood of a scenario's record, and of the episodes if ``episodes``, as a function of ``free``."""

    scenario: Scenario
    free: tuple[Free, ...]
    particles: int
    floor: float
    history: History
    orders: Orders
    episodes: bool = False

    @classmethod
    def of(
        cls, scenario: Scenario, free: tuple[Free, ...], particles: int, floor: float = FLOOR, episodes: bool = False
    ) -> Likelihood:
        """Read the record of a scenario. Raises :class:`WrongInput` as :func:`sim.evidence.score.score`."""
        history = read_history(scenario)
        check_weighable(scenario, history, history.end)
        orders = orders_of(history, scenario.compile(), history.end)
        return cls(scenario, free, particles, floor, history, orders, episodes)

    def values(self, z: Floats) -> dict[str, float]:
        """The parameters at a place (D,) where every prior is a standard normal."""
        return {one.name: float(one.at(z[k])) for k, one in enumerate(self.free)}

    def at(self, z: Floats, seed: int, crowd: Particles) -> float:
        """An estimate of the log-likelihood at one place, unbiased in the likelihood."""
        setting = self.scenario.replace(self.values(z)).compile()
        found = weigh_record(setting, self.orders, seed, crowd, self.floor)
        return found.log_likelihood + (episodes_log(self.values(z)) if self.episodes else 0.0)

    def many(self, places: Floats, first: int, threads: int) -> Floats:
        """Estimates (n,) at places (n, D); the k-th has the seed ``first`` + k, whatever the number of threads."""

        def one(k: int, crowd: Particles) -> float:
            return self.at(places[k], first + k, crowd)

        return np.array(list(with_crowds(one, len(places), self.particles, threads)))


@lru_cache(maxsize=1)
def _episodes() -> tuple[Episode, ...]:
    return read_episodes().rows


def episodes_log(values: Mapping[str, float]) -> float:
    """Log-likelihood of the shipped episodes under the rules with ``values``: the mean of each group counts once, since
    the rows of a group are one decision.
    """
    rows = _episodes()
    model = Model({name: value for name, value in values.items() if name not in STRIPPED}, FITTING_WORLDS)
    bits = total(predictions(lambda row: forecast(model.reaction(row.unit, row.blow)), rows))
    groups: dict[str, list[float]] = {}
    for row, cost in zip(rows, bits):
        groups.setdefault(row.group, []).append(float(cost))
    return -math.log(2) * sum(sum(costs) / len(costs) for costs in groups.values())
