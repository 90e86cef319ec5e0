"""The model's bits averaged over wide priors: the score of somebody who started knowing nothing.

The baselines have theirs beside them (:mod:`sim.evidence.baselines`). Parameters are drawn from :data:`PRIORS`, all at
once and whatever the scenario sets, the record is weighed at each draw, and the probabilities, not the bits, are
averaged. Stocks, the catalogue, the roster and parameters without a prior stay as the scenario has them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.branching.weighing import Particles, Weighed, weigh_record, with_crowds
from sim.branching.worlds import Orders
from sim.engine.blocks import threads_available
from sim.parameters import PARAMETERS
from sim.priors import PRIORS
from sim.scenario import Scenario
from sim.scenario.compiling import with_parameters

Floats = NDArray[np.float64]
PARTICLES = 100
"""Particles at each draw: the filter is unbiased in the probability, so few are enough."""
RESAMPLES, INSIDE = 1000, 0.95


class Averaged(NamedTuple):
    """``bits`` of the acts over ``draws`` of the priors, and the 95% interval that so few draws leave, in ``low`` to
    ``high``; ``effective``: how many draws the mean rests on.
    """

    draws: int
    bits: float
    low: float
    high: float
    effective: float


def prior_draws(draws: int, seed: int) -> list[dict[str, float]]:
    """Values of every parameter that has a prior, at a scrambled Sobol sequence, kept inside its range."""
    units = qmc.Sobol(len(PRIORS), rng=seed).random_base2(int(np.ceil(np.log2(max(draws, 2)))))[:draws]
    columns = {
        name: np.clip(prior.at(np.clip(units[:, k], 1e-6, 1 - 1e-6)), PARAMETERS[name].low, PARAMETERS[name].high)
        for k, (name, prior) in enumerate(PRIORS.items())
    }
    return [{name: float(values[k]) for name, values in columns.items()} for k in range(draws)]


def averaged(
    scenario: Scenario,
    orders: Orders,
    acts: Callable[[Weighed], float],
    draws: int,
    *,
    seed: int,
    floor: float,
    progress: Callable[[int, int], None] | None = None,
) -> Averaged:
    """The bits of what ``acts`` takes from a weighed record (in nats), averaged over ``draws`` of the priors.

    The same numbers whatever the number of threads.
    """
    setting, values = scenario.compile(), prior_draws(draws, seed)

    def one(k: int, crowd: Particles) -> float:
        changed = with_parameters(setting, scenario.replace(values[k]))
        return acts(weigh_record(changed, orders, seed + 1 + k, crowd, floor))

    logs = []
    for found in with_crowds(one, draws, PARTICLES, threads_available()):
        logs.append(found)
        if progress:
            progress(len(logs), draws)
    return mean_of(np.array(logs))


def mean_of(logs: Floats) -> Averaged:
    """The mean of probabilities given as logarithms (n,), as bits; its interval is a bootstrap over the draws."""
    top = logs.max()
    if top == -np.inf:
        return Averaged(len(logs), np.inf, np.inf, np.inf, 0.0)
    chances = np.exp(logs - top)
    drawn = np.random.default_rng(0).integers(0, len(logs), (RESAMPLES, len(logs)))
    means = np.maximum(chances[drawn].mean(axis=1), 1e-300)
    tails = np.quantile(means, [(1 + INSIDE) / 2, (1 - INSIDE) / 2])
    bits, low, high = (float(-(top + np.log(mean)) / np.log(2)) for mean in (chances.mean(), *tails))
    return Averaged(len(logs), bits, low, high, float(chances.sum() ** 2 / (chances**2).sum()))
