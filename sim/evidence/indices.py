"""Morris' and Sobol's designs and indices for any function on the unit cube.

``evaluate`` takes points (n, d) in [0, 1] and returns finite values (n, outcomes). Where the same luck rules at every
point, a coordinate that the function does not use changes nothing, and both its indices are exactly 0.

Sources: Morris 1991, with mu* of Campolongo, Cariboni and Saltelli 2007; Sobol 1993, Saltelli et al. 2010 (first and
total order as ``scipy.stats.sobol_indices`` has them).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc, sobol_indices

from sim.errors import WrongInput

Floats = NDArray[np.float64]
Evaluate = Callable[[Floats], Floats]
LEVELS = 4
"""Morris: coordinates take 0, 1/3, 2/3 and 1, and a step is 2/3."""

RESAMPLES, LEVEL = 200, 0.95


@dataclass(frozen=True, slots=True)
class Effects:
    """Morris. ``mean`` (mu*), its interval ``low`` to ``high``, and ``spread`` (sigma): (outcomes, d) each, in the
    units of the outcome for the whole range of a coordinate.
    """

    mean: Floats
    low: Floats
    high: Floats
    spread: Floats


@dataclass(frozen=True, slots=True)
class Indices:
    """Sobol. ``first`` and ``total`` (outcomes, d), the interval of the second, and the ``variance`` (outcomes,)."""

    first: Floats
    total: Floats
    low: Floats
    high: Floats
    variance: Floats


def morris(evaluate: Evaluate, d: int, n: int, seed: int) -> Effects:
    """Elementary effects along ``n`` random paths of d + 1 points; intervals by a bootstrap over paths."""
    if n < 2:
        raise WrongInput(f"{n} paths", "2 or more", key="--points")
    luck = np.random.default_rng(seed)
    paths, order = morris_design(d, n, luck)
    values = evaluate(paths.reshape(-1, d)).reshape(n, d + 1, -1)
    steps = np.diff(paths, axis=1)  # (n, d, d): each step moves one coordinate
    moved = np.take_along_axis(steps, order[:, :, None], axis=2)  # (n, d, 1)
    effects = np.zeros((n, d, values.shape[2]))
    np.put_along_axis(effects, order[:, :, None], np.diff(values, axis=1) / moved, axis=1)
    drawn = np.abs(effects)[luck.integers(0, n, (RESAMPLES, n))].mean(axis=1)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return Effects(np.abs(effects).mean(axis=0).T, low.T, high.T, effects.std(axis=0, ddof=1).T)


def morris_design(d: int, n: int, luck: np.random.Generator) -> tuple[Floats, NDArray[np.int64]]:
    """``n`` paths (n, d + 1, d) that move each coordinate once by 2/3, up or down, and the order (n, d) of moves."""
    step = LEVELS / (2.0 * (LEVELS - 1.0))
    start = luck.integers(0, LEVELS, (n, d)) / (LEVELS - 1.0)
    away = np.where(start + step <= 1.0 + 1e-12, start + step, start - step)
    order = luck.permuted(np.tile(np.arange(d), (n, 1)), axis=1)
    moved = np.argsort(order, axis=1)[:, None, :] < np.arange(d + 1)[None, :, None]
    return np.where(moved, away[:, None, :], start[:, None, :]), order


def sobol(evaluate: Evaluate, d: int, n: int, seed: int) -> Indices:
    """First and total indices from n (d + 2) points. ``n``: a power of two. Where an outcome does not vary, they are 0.

    Raises:
        WrongInput: ``n`` is no power of two.
    """
    if n < 2 or n & (n - 1):
        raise WrongInput(f"{n} points", "a power of two, such as 256", key="--points")
    design = sobol_design(d, n, seed)
    values = evaluate(design.reshape(-1, d)).reshape(d + 2, n, -1)
    parts = {"f_A": values[0].T, "f_B": values[1].T, "f_AB": values[2:].transpose(0, 2, 1)}
    variance = np.var(np.concatenate([values[0], values[1]]), axis=0)
    varies = variance > 0.0
    first, total, low, high = (np.zeros((len(variance), d)) for _ in range(4))
    if varies.any():
        found = sobol_indices(
            func={"f_A": parts["f_A"][varies], "f_B": parts["f_B"][varies], "f_AB": parts["f_AB"][:, varies]}, n=n
        )
        first[varies], total[varies] = found.first_order, found.total_order
        low[varies], high[varies] = _interval(parts, varies, np.random.default_rng(seed))
    return Indices(first, total, low, high, variance)


def sobol_design(d: int, n: int, seed: int) -> Floats:
    """(d + 2, n, d): matrices A and B, and A with each column of B in turn (scrambled Sobol points)."""
    drawn = qmc.Sobol(2 * d, scramble=True, rng=np.random.default_rng(seed)).random(n)
    a, b = drawn[:, :d], drawn[:, d:]
    design = np.repeat(a[None], d + 2, axis=0)
    design[1] = b
    for k in range(d):
        design[k + 2, :, k] = b[:, k]
    return design


def _interval(parts: dict[str, Floats], varies: NDArray[np.bool_], luck: np.random.Generator) -> tuple[Floats, Floats]:
    """Percentile interval of the total indices, points resampled (Jansen's estimator, as SciPy has it)."""
    a, b, ab = parts["f_A"][varies], parts["f_B"][varies], parts["f_AB"][:, varies]
    drawn = luck.integers(0, a.shape[1], (RESAMPLES, a.shape[1]))
    gaps = ((a[None] - ab) ** 2).transpose(1, 0, 2)  # (outcomes, d, n)
    found = []
    for rows in drawn:
        variance = np.var(np.concatenate([a[:, rows], b[:, rows]], axis=1), axis=1)
        found.append(0.5 * gaps[:, :, rows].mean(axis=2) / np.maximum(variance, 1e-300)[:, None])
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high
