"""Two actors with saturating feedback. MODEL 11.8; Liebovitch et al. 2008, Physica A 387, 6360-6378.

dx/dt = −|m| x + c tanh(y), dy/dt = −|m| y + c tanh(x): fatigue |m| (per day) against an answer of strength c (points
per day) that saturates. At c = |m| the quiet point splits into war and peace: a pitchfork.
"""

from __future__ import annotations

from math import tanh

from scipy.optimize import brentq

from sim.errors import WrongInput


def fixed_points(fatigue: float, strength: float) -> tuple[float, ...]:
    """Feelings x = y at rest, ascending: (0,) up to the pitchfork, (−x*, 0, x*) beyond it.

    x* solves |m| x = c tanh x; for |m| = .9 and c = 1.5 it is 1.512221. ``strength`` must not be below 0 (for rivals
    with a negative c the same numbers hold with y = −x). Absolute error below 1e-12.
    """
    _check(fatigue, strength)
    if strength <= fatigue:
        return (0.0,)
    root = _outer_root(strength / fatigue)
    return (-root, 0.0, root)


def is_stable(fatigue: float, strength: float, x: float) -> bool:
    """Whether the fixed point x = y attracts: |m| > c (1 − tanh² x); the largest eigenvalue is their difference."""
    _check(fatigue, strength)
    return fatigue > strength * (1.0 - tanh(x) ** 2)


def _outer_root(ratio: float) -> float:
    # The root lies below ratio (tanh < 1) and above sqrt(3(ratio − 1)/ratio), its leading term near the pitchfork.
    low = 0.5 * min(1.0, (3.0 * (ratio - 1.0) / ratio) ** 0.5)
    return float(brentq(lambda x: ratio * tanh(x) - x, low, ratio, xtol=1e-13))


def _check(fatigue: float, strength: float) -> None:
    if not (fatigue > 0.0 and strength >= 0.0):
        raise WrongInput(f"fatigue {fatigue:g} and strength {strength:g}", "fatigue above 0, strength not below 0")
