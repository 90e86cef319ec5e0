"""Two governments that answer every blow in proportion, after a fixed delay. MODEL 11.3.

A strikes once with s₀ points; B answers κ_B times what it received, A κ_A times that, and so on: a geometric series.
"""

from __future__ import annotations

from math import log

from sim.errors import WrongInput


def total_points(first_blow: float, kappa_striker: float, kappa_answerer: float) -> float:
    """Points of both sides together after one blow: s₀ (1 + κ_B) / (1 − κ_A κ_B), A being the striker.

    Raises WrongInput if κ_A κ_B >= 1: the sum has no limit.
    """
    product = _damped(kappa_striker, kappa_answerer)
    return first_blow * (1.0 + kappa_answerer) / (1.0 - product)


def half_life(kappa_one: float, kappa_two: float, delay_one: float, delay_two: float) -> float:
    """Days in which the blows halve: (d_A + d_B) ln 2 / (−ln κ_A κ_B); 0 if one side never answers.

    Raises WrongInput if κ_A κ_B >= 1.
    """
    product = _damped(kappa_one, kappa_two)
    return (delay_one + delay_two) * log(2.0) / -log(product) if product > 0.0 else 0.0


def _damped(kappa_one: float, kappa_two: float) -> float:
    if min(kappa_one, kappa_two) < 0.0 or kappa_one * kappa_two >= 1.0:
        raise WrongInput(f"reciprocities {kappa_one:g} and {kappa_two:g}", "none below 0 and a product below 1")
    return kappa_one * kappa_two
