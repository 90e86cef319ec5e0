"""What the model of an episode is held against: forecasters that know nothing of governments.

Each is fitted to some episodes and then foretells others. None is a straw man: the regression knows who was struck, and
the climatology is hard to beat where all that is known is a size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import norm

from sim.evidence.forecasts import (
    COUNTS,
    DAYS,
    Floats,
    Forecast,
    Predict,
    exact_or,
    lognormal_counts,
    lognormal_lags,
    power_counts,
)
from sim.records.episodes import Episode

Rows = Sequence[Episode]


@dataclass(frozen=True, slots=True)
class Forecaster:
    """``fit`` learns ``numbers`` numbers from episodes and returns what foretells another one."""

    name: str
    numbers: int
    about: str
    fit: Callable[[Rows], Predict]


# ---------------------------------------------------------------- timing


def geometric(hazard: float) -> Floats:
    """Lags (DAYS,) under a constant chance a day, given that the answer comes within them."""
    chances = hazard * (1.0 - hazard) ** np.arange(DAYS)
    return np.asarray(chances / chances.sum())


def hawkes_lags(base: float, jump: float, decay: float) -> Floats:
    """Chance (DAYS,) that the first answer comes on each day: rate ``base`` + ``jump`` ``decay`` e^(-``decay`` d)."""
    rate = base + jump * decay * np.exp(-decay * np.arange(DAYS))
    alive = np.exp(-np.concatenate([[0.0], np.cumsum(rate)]))
    return np.asarray(alive[:-1] - alive[1:])


def _hawkes_fit(rows: Rows, jumps: bool) -> Floats:
    """The rates that give the recorded timing the most probability (maximum likelihood)."""
    lags = np.array([min(row.lag, DAYS - 1) for row in rows if row.lag is not None], dtype=int)
    undated = sum(row.answered and row.lag is None for row in rows)
    silent = sum(not row.answered for row in rows)

    def rates(free: Floats) -> tuple[float, float, float]:
        known = np.exp(np.clip(free, -20.0, 5.0))
        return float(known[0]), (float(known[1]) if jumps else 0.0), (float(known[2]) if jumps else 1.0)

    def surprise(free: Floats) -> float:
        chances = hawkes_lags(*rates(free))
        answered = min(float(chances.sum()), 1.0 - 1e-9)
        dated = np.log(np.maximum(chances[lags], 1e-300)).sum()
        return -float(dated + undated * math.log(answered) + silent * math.log(1.0 - answered))

    start = np.log([0.005, 2.0, 0.3]) if jumps else np.log([0.05])
    return np.array(rates(minimize(surprise, start, method="Nelder-Mead", options={"maxfev": 600}).x))


# ---------------------------------------------------------------- counts


def _marks(rows: Rows) -> tuple[float, float, float]:
    """Share of exact mirrors, and centre and spread of ln(count / blow) of the others."""
    pairs = [(row.blow, row.count) for row in rows if row.count is not None]
    exact = (sum(blow == count for blow, count in pairs) + 0.5) / (len(pairs) + 1.0)
    others = np.log([count / blow for blow, count in pairs if blow != count])
    centre, spread = (float(others.mean()), max(float(others.std()), 0.3)) if len(others) > 2 else (0.0, 1.0)
    return exact, centre, spread


def _counts(marks: tuple[float, float, float], blow: int) -> Floats:
    exact, centre, spread = marks
    return exact_or(blow, exact, lognormal_counts(math.log(blow) + centre, spread))


def _answer_rate(rows: Rows) -> float:
    return (sum(row.answered for row in rows) + 0.5) / (len(rows) + 1.0)


def _fixed(answered: float, lags: Floats, counts: Callable[[int], Floats]) -> Predict:
    """A forecaster that knows the size of the blow and nothing else of the episode."""
    kept: dict[int, Floats] = {}

    def predict(episode: Episode) -> Forecast:
        if episode.blow not in kept:
            kept[episode.blow] = counts(episode.blow)
        found = kept[episode.blow]
        return Forecast(answered, lags, lambda _lag: found)

    return predict


# ---------------------------------------------------------------- the forecasters


def constant_hazard(rows: Rows) -> Predict:
    """An answer as likely on one day as on any other, and as large as answers are, whatever the blow."""
    rate = _hawkes_fit(rows, jumps=False)
    chances = hawkes_lags(*rate)
    seen = np.bincount([min(row.count, COUNTS - 1) for row in rows if row.count is not None], minlength=COUNTS)
    usual = 0.85 * seen / max(1, seen.sum()) + 0.15 * power_counts()
    usual = usual / usual.sum()
    return _fixed(min(float(chances.sum()), 1.0 - 1e-9), chances / chances.sum(), lambda _blow: usual)


def hawkes(rows: Rows) -> Predict:
    """A blow raises the chance of an answer, which then fades; counts as in the climatology."""
    chances, marks = hawkes_lags(*_hawkes_fit(rows, jumps=True)), _marks(rows)
    answered = min(float(chances.sum()), 1.0 - 1e-9)
    return _fixed(answered, chances / chances.sum(), lambda blow: _counts(marks, blow))


def mirror(_rows: Rows) -> Predict:
    """Nothing fitted: an answer in 95%, three days later on average, in equal number in 95%."""
    return _fixed(0.95, geometric(0.25), lambda blow: exact_or(blow, 0.95, power_counts()))


def climatology(rows: Rows) -> Predict:
    """How often, when and how exactly answers came so far: lags as they were, smoothed by a log-normal."""
    lags = np.array([min(row.lag, DAYS - 1) for row in rows if row.lag is not None], dtype=int)
    logs = np.log1p(lags.astype(float)) if len(lags) else np.array([1.0])
    smooth = lognormal_lags(float(logs.mean()), max(float(logs.std()), 0.3))
    seen, n = np.bincount(lags, minlength=DAYS).astype(float), max(1, len(lags) - 1)
    weights = np.arange(0.0, 0.81, 0.1)
    others = (seen[lags] - 1.0) / n  # leave one out, else the past would foretell itself
    fits = [np.log(w * others + (1.0 - w) * smooth[lags]).sum() for w in weights]
    best = float(weights[int(np.argmax(fits))])
    marks = _marks(rows)
    mixed = best * seen / max(1, len(lags)) + (1.0 - best) * smooth
    return _fixed(_answer_rate(rows), mixed / mixed.sum(), lambda blow: _counts(marks, blow))


# ---------------------------------------------------------------- the regression


def _features(row: Episode) -> Floats:
    """(5,): one, ln of the blow, Russia struck, Russia struck at war, consulates."""
    return np.array(
        [1.0, math.log(row.blow), float(row.russian), float(row.wartime), float(row.unit == "consulates")], dtype=float
    )


def _logit(features: Floats, came: Floats, shrink: float = 0.5) -> Floats:
    """Logistic regression with a ridge on all but the intercept."""

    def surprise(beta: Floats) -> tuple[float, Floats]:
        chance = expit(features @ beta)
        fit = -(came * np.log(chance + 1e-12) + (1.0 - came) * np.log(1.0 - chance + 1e-12)).sum()
        kept = np.concatenate([[0.0], beta[1:]])
        return float(fit + shrink * (kept**2).sum()), features.T @ (chance - came) + 2.0 * shrink * kept

    return np.asarray(minimize(surprise, np.zeros(features.shape[1]), jac=True, method="BFGS").x)


def _lag_fit(features: Floats, lags: Floats) -> Floats:
    """(7,): coefficients of the log-normal's centre, then of the logarithm of its spread (intercept, Russia)."""

    def surprise(theta: Floats) -> float:
        centre, spread = features @ theta[:5], np.exp(np.clip(theta[5] + theta[6] * features[:, 2], -3.0, 3.0))
        high = norm.cdf((np.log(lags + 1.5) - centre) / spread)
        low = np.where(lags == 0, 0.0, norm.cdf((np.log(lags + 0.5) - centre) / spread))
        return float(-np.log(np.maximum(high - low, 1e-12)).sum() + 0.3 * (theta[1:] ** 2).sum())

    return np.asarray(minimize(surprise, np.array([1.0, 0, 0, 0, 0, 0, 0]), method="BFGS").x)


def _part_fit(rows: Rows) -> tuple[Floats, float]:
    """ln count = a + b ln blow + noise, for the answers that are no exact mirror: (a, b) and the spread."""
    unequal = [row for row in rows if row.count is not None and row.count != row.blow]
    if len(unequal) <= 2:
        return np.array([0.0, 1.0]), 1.0
    blows = np.log([row.blow for row in unequal])
    counts = np.log([float(row.count or 1) for row in unequal])
    design = np.column_stack([np.ones_like(blows), blows])
    line = np.linalg.solve(design.T @ design + 0.1 * np.eye(2), design.T @ counts)
    return line, max(0.4, float((counts - design @ line).std()))


def regression(rows: Rows) -> Predict:
    """Three regressions on the size of the blow and on who was struck: answered, lag, exact mirror or a part."""
    features = np.array([_features(row) for row in rows])
    answered = _logit(features[:, :3], np.array([float(row.answered) for row in rows]))
    dated = [k for k, row in enumerate(rows) if row.lag is not None]
    timing = _lag_fit(features[dated], np.array([float(rows[k].lag or 0) for k in dated]))
    counted = [k for k, row in enumerate(rows) if row.count is not None]
    exact = _logit(features[counted][:, :4], np.array([float(rows[k].count == rows[k].blow) for k in counted]))
    line, spread = _part_fit(rows)

    def predict(episode: Episode) -> Forecast:
        x = _features(episode)
        lags = lognormal_lags(float(x @ timing[:5]), math.exp(np.clip(timing[5] + timing[6] * x[2], -3.0, 3.0)))
        share = float(np.clip(expit(x[:4] @ exact), 0.02, 0.98))
        counts = exact_or(episode.blow, share, lognormal_counts(float(line[0] + line[1] * x[1]), spread))
        return Forecast(float(np.clip(expit(x[:3] @ answered), 0.01, 0.99)), lags, lambda _lag: counts)

    return predict


BASELINES: tuple[Forecaster, ...] = (
    Forecaster("constant hazard", 1, "every day alike; counts as they ever were", constant_hazard),
    Forecaster("Hawkes", 6, "the blow raises the chance, which fades; counts as in the climatology", hawkes),
    Forecaster("exact mirror", 0, "in 95%, in equal number in 95%, three days later on average", mirror),
    Forecaster("climatology", 6, "how often, when and how exactly so far", climatology),
    Forecaster("regression", 17, "on the size of the blow and on who was struck", regression),
)
"""The forecasters of episodes that are no model, from the simplest on."""
