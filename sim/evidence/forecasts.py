"""Forecasts of the answer to one blow, and how they are scored.

A forecast is a distribution over {no answer} and {answer} x {lag 0 .. 365 days} x {count 1 .. 1,023}; the last lag and
the last count stand for all beyond. What is scored, each given what comes before it: whether there is an answer, its
lag, its count. *Bits* are -log2 of the probability of what came. Brier 1950; CRPS: Matheson and Winkler 1976; PIT of
counts: Czado, Gneiting and Held 2009.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from sim.records.episodes import Episode

DAYS, COUNTS = 366, 1024
QUICK = 3
"""Days: 'within three days' is one of the events whose chances are held against what came (reliability)."""

Floats = NDArray[np.float64]
PARTS = ("answered", "lag", "count")
"""The parts of the log score, in the order of the chain rule."""

EVENTS = ("answered", "quick", "exact")
"""What reliability is shown of: an answer at all; given one, within three days; given one, in exactly equal number."""

SCORES = np.dtype(
    [
        *((part, "f8") for part in PARTS),
        ("brier", "f8"),
        ("crps_lag", "f8"),
        ("crps_count", "f8"),
        *((f"{part}_{end}", "f8") for part in ("lag", "count") for end in ("below", "upto")),
        *((f"chance_{event}", "f8") for event in EVENTS),
    ]
)
"""One episode under one forecaster: bits of each part; Brier of 'answered'; CRPS in log2(1 + days) and in log2(count /
blow); the distribution function just below and at what came; the chance given to each of :data:`EVENTS`. NaN where the
record says nothing."""

_LOG_LAG = np.diff(np.log2(1.0 + np.arange(DAYS)))
_LOG_COUNT = np.diff(np.log2(np.arange(1, COUNTS)))


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of one episode.

    ``answered``: chance of an answer. ``lags`` (DAYS,): given one. ``counts(lag)`` (COUNTS,): given one on that day, or
    on whatever day where ``lag`` is None; place 0 is empty.
    """

    answered: float
    lags: Floats
    counts: Callable[[int | None], Floats]


Predict = Callable[[Episode], Forecast]


def score(forecast: Forecast, episode: Episode, row: Any) -> None:
    """Write the scores of one episode into a row of :data:`SCORES`, all NaN at first."""
    came = 1.0 if episode.answered else 0.0
    row["answered"] = -math.log2(forecast.answered if episode.answered else 1.0 - forecast.answered)
    row["brier"] = (forecast.answered - came) ** 2
    row["chance_answered"] = forecast.answered
    if episode.lag is not None:
        row["chance_quick"] = forecast.lags[: QUICK + 1].sum()
        _place(row, "lag", forecast.lags, min(episode.lag, DAYS - 1), _LOG_LAG)
    if episode.count is not None:
        counts = forecast.counts(episode.lag)[1:]
        row["chance_exact"] = counts[min(episode.blow, COUNTS - 1) - 1]
        _place(row, "count", counts, min(episode.count, COUNTS - 1) - 1, _LOG_COUNT)


def _place(row: Any, part: str, chances: Floats, came: int, steps: Floats) -> None:
    """Bits, CRPS and place of what came in a discrete distribution; ``steps``: distances from one place to the next."""
    below = np.minimum(np.cumsum(chances), 1.0)
    row[part] = -math.log2(chances[came])
    row[f"crps_{part}"] = float((((below - (np.arange(len(chances)) >= came)) ** 2)[:-1] * steps).sum())
    row[f"{part}_below"], row[f"{part}_upto"] = (below[came - 1] if came else 0.0), below[came]


def blank_scores(count: int) -> NDArray[Any]:
    """``count`` rows of :data:`SCORES` that say nothing yet."""
    made = np.zeros(count, SCORES)
    for name in SCORES.names or ():
        made[name] = np.nan
    return made


def total(scores: NDArray[Any]) -> Floats:
    """Bits of each episode (n,): its parts added, those the record says nothing of left out."""
    return np.asarray(np.nansum([scores[part] for part in PARTS], axis=0))


# ---------------------------------------------------------------- distributions that forecasts are made of


def lognormal_lags(centre: float, spread: float) -> Floats:
    """Lags (DAYS,): day d holds ln(d + .5) to ln(d + 1.5) of a normal, day 0 also what lies below."""
    below = norm.cdf((np.log(np.arange(DAYS + 1) + 0.5) - centre) / spread)
    chances = np.diff(below)
    chances[0] += below[0]
    return _whole(chances)


def lognormal_counts(centre: float, spread: float) -> Floats:
    """Counts (COUNTS,) around exp(``centre``): count c holds ln(c - .5) to ln(c + .5), 1 also what lies below."""
    below = norm.cdf((np.log(np.arange(1, COUNTS + 1) - 0.5) - centre) / spread)
    chances = np.zeros(COUNTS)
    chances[1:] = np.diff(below)
    chances[1] += below[0]
    return _whole(chances)


def power_counts() -> Floats:
    """Counts (COUNTS,) as 1 / (c (c + 1)): half of them 1, and no largest one."""
    chances = np.zeros(COUNTS)
    counts = np.arange(1.0, COUNTS)
    chances[1:] = 1.0 / (counts * (counts + 1.0))
    return _whole(chances)


def exact_or(count: int, share: float, otherwise: Floats) -> Floats:
    """``count`` with chance ``share``, else any other, as ``otherwise`` has it."""
    place = min(count, COUNTS - 1)
    others = otherwise.copy()
    others[place] = 0.0
    chances = _whole(others) * (1.0 - share)
    chances[place] = share
    return chances


def _whole(chances: Floats) -> Floats:
    """Positive everywhere it may be, and adding up to one."""
    chances = np.maximum(chances, 0.0)
    chances[1:] += 1e-12
    return np.asarray(chances / chances.sum())


def predictions(predict: Predict, episodes: Iterable[Episode]) -> NDArray[Any]:
    """The scores of one forecaster, a row an episode."""
    rows = list(episodes)
    made = blank_scores(len(rows))
    for k, episode in enumerate(rows):
        score(predict(episode), episode, made[k])
    return made
