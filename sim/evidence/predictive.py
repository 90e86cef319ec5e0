"""What worlds do under a posterior: the posterior predictive, beside what they do with the values as they are set."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.telescope import Outcomes, ensemble
from sim.evidence.posterior import Draws
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

DRAWN, WORLDS = 60, 200
"""Draws of the posterior, and worlds of each."""


def predictive(
    scenario: Scenario,
    draws: Draws,
    *,
    drawn: int = DRAWN,
    worlds: int = WORLDS,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """One row an outcome: its mean as set, and over the draws the mean with the 5% and 95% quantiles of their means.

    A day counts by whether it comes at all; classes are left out. Worlds of all draws share their luck.
    """
    import pandas as pd

    chosen = draws.spread(drawn)
    found = []
    for k in range(len(chosen)):
        found.append(_means(ensemble(scenario.replace(chosen.row(k)), worlds)))
        if progress:
            progress((k + 1) * worlds, len(chosen) * worlds)
    as_set = _means(ensemble(scenario, 5 * worlds))
    rows = []
    for name in as_set:
        values = np.array([one[name] for one in found])
        known = values[~np.isnan(values)]
        low, high = np.quantile(known, (0.05, 0.95)) if len(known) else (np.nan, np.nan)
        mean = known.mean() if len(known) else np.nan
        rows.append({"outcome": name, "as_set": as_set[name], "mean": mean, "low": low, "high": high})
    return pd.DataFrame(rows)


def _means(outcomes: Outcomes) -> dict[str, float]:
    """The mean of each outcome; of a day, the share of worlds in which it comes."""
    found = {}
    for name, outcome in OUTCOMES.items():
        if outcome.kind == "class":
            continue
        column = outcomes[name]
        if outcome.kind == "day":
            found[f"{name} (ever)"] = float((~np.isnan(column)).mean())
        else:
            known = column[~np.isnan(column)]
            found[name] = float(known.mean()) if len(known) else float("nan")
    return found
