"""The model fitted to episodes: any declared parameters, one value for all or one for each class of responder.

Besides the parameters, the floor is fitted. Maximum likelihood by Nelder and Mead 1965 with a weak pull to the neutral
values (:data:`sim.parameters.NEUTRAL`), from which episodes are foretold unfitted and every fit begins: nothing of what
is foretold leaks into it. How sizes come out is the rules' alone (``part_bias``, ``size_spread``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

from sim.errors import WrongInput
from sim.evidence.forecasters import Forecaster, Rows
from sim.evidence.forecasts import Floats, Forecast, Predict, predictions, total
from sim.evidence.one_blow import FLOOR, STRIPPED, Model, forecast
from sim.parameters import PARAMETERS, Parameter, starting_values
from sim.records.episodes import Episode, classes
from sim.words import did_you_mean, shown

BY = "@responder"
"""``rival.answer_rate@responder``: a value each for Russia at war, Russia, and all others."""
CLASSES = ("others", "Russia", "wartime Russia")
EVALUATIONS, FITTING_WORLDS, PULL = 300, 8, 0.02
_SMALL = 1e-4


class Free(NamedTuple):
    """A parameter to be fitted, and whether each class of responder has its own value."""

    parameter: Parameter
    by_class: bool


def free_of(text: str) -> Free:
    """What ``NAME`` or ``NAME@responder`` stands for.

    Raises:
        WrongInput: no parameter of that name, or one that cannot be fitted to episodes.
    """
    name = text.removesuffix(BY)
    if name not in PARAMETERS:
        raise WrongInput(
            f"no parameter {shown(name)}",
            f"a name of run.py parameters, with {BY} for one value a class of responder",
            key="--free",
            way_out=did_you_mean(name, PARAMETERS),
        )
    parameter = PARAMETERS[name]
    if parameter.choices or parameter.whole or name in STRIPPED:
        raise WrongInput(f"{name} has no part in an episode, or no steps between its values", key="--free")
    return Free(parameter, text.endswith(BY))


def _share(parameter: Parameter) -> bool:
    return parameter.low >= 0.0 and parameter.high <= 1.0


def to_line(parameter: Parameter, value: float) -> float:
    """A value on the whole line: logit of a share, logarithm of a scale, else as it is."""
    if _share(parameter):
        return float(logit(min(1.0 - _SMALL, max(_SMALL, value))))
    return math.log(max(_SMALL, value)) if parameter.low >= 0.0 else value


def from_line(parameter: Parameter, place: float) -> float:
    """The value of a place on the line, kept inside the parameter's range."""
    place = min(40.0, max(-40.0, place))
    value = float(expit(place)) if _share(parameter) else math.exp(place) if parameter.low >= 0.0 else place
    return min(parameter.high, max(parameter.low, value))


@dataclass(frozen=True)
class Fitted:
    """A fitted model: values by class of responder, and the weight of what the rules cannot explain."""

    values: dict[str, dict[str, float]]
    floor: float
    models: dict[str, Model]

    def predict(self, episode: Episode) -> Forecast:
        """The forecast of one episode."""
        model = self.models[classes([episode])[0]]
        return forecast(model.reaction(episode.unit, episode.blow), self.floor)


class _Problem:
    """The likelihood of some episodes as a function of a point: parameters on the line, then the logit of the floor."""

    def __init__(self, free: Sequence[Free], rows: Rows) -> None:
        self.free, self.rows = free, rows
        self.start = np.array([*self._start(), float(logit(FLOOR))])
        self._kept: dict[tuple[float, ...], Model] = {}

    def _start(self) -> list[float]:
        neutral = starting_values(fitted=False)
        places = [
            (to_line(f.parameter, neutral[f.parameter.name]), len(CLASSES) if f.by_class else 1) for f in self.free
        ]
        return [place for place, count in places for _ in range(count)]

    def values(self, point: Floats) -> dict[str, dict[str, float]]:
        """Parameters by class of responder."""
        made: dict[str, dict[str, float]] = {name: {} for name in CLASSES}
        k = 0
        for f in self.free:
            for n, name in enumerate(CLASSES):
                made[name][f.parameter.name] = from_line(f.parameter, float(point[k + (n if f.by_class else 0)]))
            k += len(CLASSES) if f.by_class else 1
        return made

    def at(self, point: Floats) -> Fitted:
        """The model at a point; what two points share is worked out once."""
        values = self.values(point)
        keys = {name: tuple(values[name].values()) for name in CLASSES}
        if len(self._kept) > 50:
            self._kept.clear()
        for name, key in keys.items():
            if key not in self._kept:
                self._kept[key] = Model(values[name], FITTING_WORLDS)
        return Fitted(values, float(expit(point[-1])), {name: self._kept[key] for name, key in keys.items()})

    def surprise(self, point: Floats) -> float:
        """Bits of the episodes, and the pull to the start."""
        bits = total(predictions(self.at(point).predict, self.rows)).sum()
        return float(bits + PULL * ((point - self.start) ** 2).sum())


def fit(
    free: Sequence[Free],
    rows: Rows,
    evaluations: int = EVALUATIONS,
    progress: Callable[[int, int], None] | None = None,
) -> Fitted:
    """The values that give ``rows`` the most probability, by at most so many evaluations."""
    problem = _Problem(free, rows)
    simplex = np.vstack([problem.start, problem.start + 0.5 * np.eye(len(problem.start))])
    done = 0

    def surprise(point: Floats) -> float:
        nonlocal done
        done += 1
        if progress:
            progress(min(done, evaluations), evaluations)
        return problem.surprise(point)

    options = {"maxfev": evaluations, "initial_simplex": simplex, "xatol": 1e-2, "fatol": 0.05}
    best = minimize(surprise, problem.start, method="Nelder-Mead", options=options)
    return problem.at(best.x)


def fitted_forecaster(names: Sequence[str], evaluations: int = EVALUATIONS) -> Forecaster:
    """The model with these parameters (:func:`free_of`) fitted, as a forecaster beside the others.

    Raises:
        WrongInput: a name that cannot be fitted.
    """
    free = [free_of(name) for name in dict.fromkeys(names)]
    numbers = sum(len(CLASSES) if f.by_class else 1 for f in free) + 1

    def learn(rows: Rows) -> Predict:
        return fit(free, rows, evaluations).predict

    return Forecaster("the model, fitted", numbers, f"fitted: {', '.join((*names, 'floor'))}", learn)
