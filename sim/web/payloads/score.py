"""How surprising the record is under the present levers, against a rule that knows nothing of diplomacy."""

from __future__ import annotations

from typing import Any

from sim.evidence.baselines import Forecast
from sim.evidence.score import Score


def score_payload(score: Score, baselines: tuple[Forecast, ...]) -> dict[str, Any]:
    """``bits`` the model needs for what both sides did and when they were silent, ``acts`` how many acts these are.

    ``baselines``: [{name, bits}], averaged over their priors, the mirror rule first; ``better``: bits by which the
    model beats that rule (negative: the rule wins). ``particles``, ``warnings``: [words].
    """
    rivals = [{"name": one.name, "bits": round(one.averaged, 2)} for one in baselines]
    bits = finite(score.acts_bits)
    return {
        "bits": bits,
        "acts": score.acts,
        "baselines": rivals,
        "better": None if bits is None or not rivals else round(baselines[0].averaged - score.acts_bits, 2),
        "particles": score.particles,
        "warnings": list(score.warnings),
    }


def finite(value: float) -> float | None:
    """A number of bits; None where the record is impossible."""
    return round(value, 2) if abs(value) < float("inf") else None
