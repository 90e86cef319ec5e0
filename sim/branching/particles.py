"""The particle filter itself, knowing nothing of diplomacy: weigh; resample when too few particles carry the weight.

Sequential importance resampling (Gordon, Salmond and Smith 1993) with systematic resampling whenever the effective
sample size falls below a share of the particles (Liu and Chen 1998). The product of the mean weights is an unbiased
estimate of the likelihood of everything observed (Del Moral 2004), which the tests check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.elementary import exp, log

THRESHOLD = 0.5
"""Resample when the effective sample size falls below this share of the particles."""


@dataclass(frozen=True)
class Filtered:
    """The weights of ``n`` particles over ``steps`` steps.

    ``log_weights`` (steps, n): normalised, after weighing and before any resampling of that step. ``ess`` (steps,):
    effective sample size 1 / Σ w². ``log_likelihoods`` (steps,): log of the estimated probability of each step's
    observation given all before. ``resampled``: (step, ancestors (n,)) of each resampling. ``impossible``: steps at
    which no particle gave the observation any chance; their weights were left as they were.
    """

    log_weights: NDArray[np.float64]
    final: NDArray[np.float64]
    ess: NDArray[np.float64]
    log_likelihoods: NDArray[np.float64]
    resampled: tuple[tuple[int, NDArray[np.int64]], ...]
    impossible: tuple[int, ...]

    @property
    def log_likelihood(self) -> float:
        """Log of the estimated probability of everything observed."""
        return float(self.log_likelihoods.sum())


def run_filter(
    n: int,
    steps: int,
    weigh: Callable[[int], NDArray[np.float64]],
    select: Callable[[int, NDArray[np.int64]], None],
    luck: Callable[[int], float],
    threshold: float = THRESHOLD,
) -> Filtered:
    """Filter ``n`` particles through ``steps`` observations.

    ``weigh(step)`` moves all particles one step and returns the log-probability (n,) that each gives to what was
    observed; ``select(step, ancestors)`` puts a copy of particle ``ancestors[k]`` into slot k; ``luck(step)`` is one
    uniform number for the resampling of a step.
    """
    weights = even(n)
    logs, ess, likelihoods = np.empty((steps, n)), np.empty(steps), np.empty(steps)
    resampled, impossible = [], []
    for step in range(steps):
        weights, likelihoods[step] = reweigh(weights, weigh(step))
        if not np.isfinite(likelihoods[step]):
            impossible.append(step)
        logs[step], ess[step] = weights, effective(weights)
        if ess[step] < threshold * n:
            ancestors = systematic(weights, n, luck(step))
            select(step, ancestors)
            resampled.append((step, ancestors))
            weights = even(n)
    return Filtered(logs, weights, ess, likelihoods, tuple(resampled), tuple(impossible))


def even(n: int) -> NDArray[np.float64]:
    """The log-weights (n,) of equals."""
    return np.full(n, -float(log(n)))


def reweigh(weights: NDArray[np.float64], chances: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Normalised log-weights after an observation, and the log of its estimated probability.

    If no particle gives it any chance the weights stay, and the log-probability is minus infinity.
    """
    joint = weights + chances
    top = joint.max()
    if top == -np.inf:
        return weights, -np.inf
    total = float(top + log(exp(joint - top).sum()))
    return joint - total, total


def effective(weights: NDArray[np.float64]) -> float:
    """Effective sample size of normalised log-weights: n for equals, 1 when one carries everything."""
    return float(1.0 / exp(2.0 * weights).sum())


def systematic(weights: NDArray[np.float64], count: int, luck: float) -> NDArray[np.int64]:
    """``count`` ancestors in order of their numbers, from normalised log-weights and one uniform number.

    Particle k is taken ⌊count · w⌋ or ⌈count · w⌉ times; equals are each taken once.
    """
    ladder = np.cumsum(exp(weights))
    rungs = (np.arange(count) + luck) / count * ladder[-1]
    return np.minimum(np.searchsorted(ladder, rungs, side="right"), len(weights) - 1).astype(np.int64)
