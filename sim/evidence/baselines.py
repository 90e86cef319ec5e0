"""Forecasters that know nothing of diplomacy, in the alphabet of a window: what a theory must beat.

* constant hazard: each side acts with one chance a day;
* Hawkes: each act, the law included, raises the hazard of both sides for a while (Hawkes 1971);
* mirror rule: each blow is answered once or never, after a geometric delay, exactly or not, and besides there is noise.

Compositions and sizes that a rule does not name are learnt as the window goes on, from nothing (Dirichlet 1/2 each).
Every forecaster is scored twice: *fitted* in-sample, the score of somebody who knew the outcome, and *averaged* over
the priors declared here, the score of somebody who started knowing nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln
from scipy.stats import qmc

from sim.elementary import exp
from sim.evidence.windows import Deed, Window
from sim.rules.alphabet import BINS, NAMED_KINDS, same_bins, same_kind, size_bin
from sim.rules.world import NAMES, PERSONS, SECTOR, SITES, UNITS

Draws = NDArray[np.float64]
HALF = 0.5
"""Weight of what has not been seen, for every composition, bin and rate."""
DRAWS = 4096
"""Points of the prior at which a forecaster is averaged: a scrambled Sobol sequence."""
ROUNDS, ELITE = 12, 200
"""Rounds of the search for the best fit, and how many points of each lead to the next (cross-entropy method)."""


@dataclass(frozen=True)
class Prior:
    """One number of a forecaster: its name, and its range, uniform in itself or in its logarithm."""

    name: str
    low: float
    high: float
    in_log: bool = False

    def at(self, unit: Draws) -> Draws:
        """The values at quantiles ``unit``."""
        if not self.in_log:
            return self.low + (self.high - self.low) * unit
        values: Draws = exp(np.log(self.low) + (np.log(self.high) - np.log(self.low)) * unit)
        return values


RATE = (1 / 2000, 1 / 30)
MIRROR_PRIORS = (
    Prior("chance a day that an open blow is answered", 0.02, 0.9, True),
    Prior("chance that a blow is answered at all", 0, 1),
    Prior("share of exact mirrors among answers", 0, 1),
    Prior("chance a day of an act out of the blue", *RATE, True),
)
HAWKES_PRIORS = (
    Prior("home's own rate", *RATE, True),
    Prior("the rival's own rate", *RATE, True),
    Prior("acts of home that one of the rival sets off", 0, 1),
    Prior("acts of the rival that one of home sets off", 0, 1),
    Prior("acts of home that its own set off", 0, 0.5),
    Prior("acts of the rival that its own set off", 0, 0.5),
    Prior("mean lag in days", 1, 200, True),
)


@dataclass(frozen=True)
class Forecast:
    """Bits that a forecaster needed for a window: fitted in-sample, averaged over its priors, and how many numbers it
    has. ``best`` holds the fitted numbers by name.
    """

    name: str
    numbers: int
    fitted: float
    averaged: float
    best: dict[str, float]


# ---------------------------------------------------------------- what, if not when


def kind_of(units: Draws) -> int:
    """The composition of a package as a number: bits for persons, sites, names and a sector."""
    return sum(1 << (form - 1) for form in range(PERSONS, UNITS) if units[form] >= 1)


class Marks:
    """Compositions by side and sizes by form, counted as a window goes on."""

    def __init__(self) -> None:
        self.kinds = np.full((2, NAMED_KINDS + 1), HALF)
        self.sizes = [np.full(bins, HALF) for bins in BINS]

    def log_chance(self, side: int, units: Draws) -> float:
        """Log of the chance of a package, given that ``side`` does something."""
        kinds, kind = self.kinds[side], kind_of(units)
        found = np.log(kinds[_place(kind)] / kinds.sum()) - (np.log(7) if _place(kind) == NAMED_KINDS else 0.0)
        for form in (PERSONS, SITES, NAMES):
            if units[form] >= 1:
                sizes = self.sizes[form]
                found += np.log(sizes[size_bin(form, units[form])] / sizes.sum())
        return float(found)

    def count(self, side: int, units: Draws) -> None:
        """Take note of a package."""
        self.kinds[side][_place(kind_of(units))] += 1
        for form in (PERSONS, SITES, NAMES):
            if units[form] >= 1:
                self.sizes[form][size_bin(form, units[form])] += 1


def _place(kind: int) -> int:
    """The place of a composition among those that count by themselves; the others share the last."""
    return kind - 1 if kind <= 1 << (SECTOR - 1) else NAMED_KINDS


def learnt(window: Window) -> dict[tuple[int, int], float]:
    """Log-chances of the scored packages by (day, side), from counts of all that came before, the given ones too."""
    marks, found = Marks(), {}
    deeds = [(deed.day, 0, deed) for deed in window.given if deed.units is not None]
    deeds += [(deed.day, 1, deed) for deed in window.scored]
    for _, scored, deed in sorted(deeds, key=lambda item: (item[0], item[1], item[2].side)):
        assert deed.units is not None
        if scored:
            found[deed.day, deed.side] = marks.log_chance(deed.side, deed.units)
        marks.count(deed.side, deed.units)
    return found


# ---------------------------------------------------------------- the three rules


def constant_forecast(window: Window) -> Forecast:
    """One rate a side; averaged over Beta(1/2, 1/2)."""
    fitted = averaged = sum(learnt(window).values())
    best = {}
    for side in window.sides:
        acts = sum(deed.side == side for deed in window.scored)
        quiet = int(window.open_days(side).sum()) - acts
        fitted += sum(n * np.log(n / (acts + quiet)) for n in (acts, quiet) if n)
        averaged += betaln(HALF + acts, HALF + quiet) - betaln(HALF, HALF)
        best[f"{('home', 'rival')[side]}'s rate"] = acts / (acts + quiet)
    return Forecast("constant hazard", len(window.sides), bits(fitted), bits(averaged), best)


def _moments(window: Window, side: int) -> list[tuple[int, int]]:
    """Days on which something happens to or by ``side``, the first one included, each with its quiet days after it."""
    own = [deed.day for deed in (*window.given, *window.scored) if deed.side == side]
    days = sorted({0, *own, *(day for day, _ in window.blows_on(side) if day < window.days)})
    return [(day, end - day - 1) for day, end in zip(days, [*days[1:], window.days])]


def hawkes_log(window: Window, theta: Draws) -> Draws:
    """Log-likelihoods (n,) at ``theta`` (n, 7), numbers in the order of ``HAWKES_PRIORS``. Source: Hawkes 1971.

    Kernels are geometric and sum to one over the days on which they are felt; over quiet days the sum is closed.
    """
    n, fade = len(theta), np.exp(-1.0 / theta[:, 6])
    total = np.full(n, float(sum(learnt(window).values())))
    for side in window.sides:
        theirs, mine = np.zeros(n), np.zeros(n)
        blows = [day for day, _ in window.blows_on(side)]
        own = [deed.day for deed in (*window.given, *window.scored) if deed.side == side]
        acts, open_days = {deed.day for deed in window.scored if deed.side == side}, window.open_days(side)
        rate, cross, again = theta[:, side], theta[:, 2 + side], theta[:, 4 + side]
        for day, quiet in _moments(window, side):
            theirs = theirs * fade + blows.count(day) * (1.0 - fade)
            if open_days[day]:
                hazard = rate + cross * theirs + again * mine
                total += np.log1p(-np.exp(-hazard)) if day in acts else -hazard
            mine = mine * fade + own.count(day) * (1.0 - fade)
            left = fade**quiet
            felt = (cross * theirs * fade + again * mine) * (1.0 - left) / (1.0 - fade)
            total -= rate * quiet + felt
            theirs, mine = theirs * left, mine * left
    return total


def mirror_log(window: Window, theta: Draws) -> Draws:
    """Log-likelihoods (n,) at ``theta`` (n, 4), numbers in the order of ``MIRROR_PRIORS``.

    A side looks at the last blow it suffered: it will be answered or not, and if so after a geometric delay.
    """
    hazard, heeded, exact, noise = theta.T
    marks, total = learnt(window), np.zeros(len(theta))
    for side in window.sides:
        acts = {deed.day: deed for deed in window.scored if deed.side == side}
        blows, open_days = window.blows_on(side), window.open_days(side)
        pending: Draws = np.zeros(len(theta))
        last: Deed | None = None
        for day, quiet in _moments(window, side):
            while blows and blows[0][0] <= day:
                last, pending = blows.pop(0)[1], heeded
            answer = pending * hazard
            if day in acts:
                mark = np.exp(marks[day, side])
                share = exact * _alike(last, acts[day]) + (1 - exact) * mark if _counts(last) else mark
                total += np.log(answer * share + (1 - answer) * noise * mark)
                pending, last = np.zeros(len(theta)), None
            waiting = quiet + (open_days[day] and day not in acts)
            still = pending * (1 - hazard) ** waiting
            quiet_chance = 1 - pending + still
            with np.errstate(divide="ignore"):  # a sure answer on the day itself gives silence no chance
                total += np.log(quiet_chance) + waiting * np.log1p(-noise)
            pending = np.divide(still, quiet_chance, out=np.zeros(len(theta)), where=quiet_chance > 0)
    return total


def _counts(deed: Deed | None) -> bool:
    return deed is not None and deed.units is not None


def _alike(blow: Deed | None, act: Deed) -> float:
    if blow is None or blow.units is None or act.units is None:
        return 0.0
    return float(same_kind(blow.units, act.units) and same_bins(blow.units, act.units))


def bits(nats: float) -> float:
    """-log2 of a probability given as its natural logarithm."""
    return float(-nats / np.log(2))


# ---------------------------------------------------------------- fitted, and averaged


def _forecast(name: str, priors: tuple[Prior, ...], log_chance: Callable[[Draws], Draws], seed: int) -> Forecast:
    def values(units: Draws) -> Draws:
        return np.column_stack([prior.at(units[:, k]) for k, prior in enumerate(priors)])

    units = qmc.Sobol(len(priors), seed=seed).random(DRAWS)
    found = log_chance(values(units))
    averaged = float(found.max() + np.log(np.exp(found - found.max()).mean()))
    rng = np.random.default_rng(seed)
    for _ in range(ROUNDS):
        order = np.argsort(-found)[:ELITE]
        units, found = units[order], found[order]
        spread = 1.5 * units.std(axis=0) + 1e-9
        moved = units[rng.integers(0, ELITE, 4 * ELITE)] + spread * rng.normal(size=(4 * ELITE, len(priors)))
        moved = np.clip(moved, 0, 1)
        units, found = np.vstack([units, moved]), np.concatenate([found, log_chance(values(moved))])
    best = values(units[[int(np.argmax(found))]])[0]
    fitted = {prior.name: float(value) for prior, value in zip(priors, best)}
    return Forecast(name, len(priors), bits(float(found.max())), bits(averaged), fitted)


def forecasts(window: Window, seed: int = 0) -> tuple[Forecast, ...]:
    """The three baselines on one window; ``seed`` scrambles the points at which priors are averaged."""
    return (
        _forecast("mirror rule", MIRROR_PRIORS, lambda theta: mirror_log(window, theta), seed),
        _forecast("Hawkes process", HAWKES_PRIORS, lambda theta: hawkes_log(window, theta), seed),
        constant_forecast(window),
    )
