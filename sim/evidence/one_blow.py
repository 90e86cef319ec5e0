"""The model's forecast of an episode: one blow between stripped governments, by the rules themselves.

There is no legislature, no hope and no restraint; both sides have the same number of people and sites, so that parity
plays no part before the blow. Everything else is neutral, as for any two governments of which nothing
is known (:data:`sim.parameters.NEUTRAL`), or what is to be tried.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from sim.evidence.forecasts import COUNTS, DAYS, Floats, Forecast, Predict, lognormal_lags, power_counts
from sim.parameters import NEUTRAL, defaults
from sim.rules.day import begin
from sim.rules.foresight import foresee
from sim.rules.world import FORMS, SCRATCH, WORLD
from sim.scenario import Scenario, Setting, load_scenario

STAGE, BLOW = "us-china-2020", "houston"
"""The shipped scenario without a legislature that lends its catalogue, and its event that becomes the blow."""

STRIPPED = {
    "home.staff": 1300.0,
    "rival.staff": 1300.0,
    "home.sites": 6.0,
    "rival.sites": 6.0,
    "home.restraint": 0.0,
    "rival.restraint": 0.0,
    "hope.goodwill_prior": 0.1,
    "scandal.initial": 0.0,
    "scandal.leak_rate": 0.0,
    "executive.ease_rate": 0.0,
}
"""What makes the two governments bare ones; a blow above :data:`LARGEST` is taken as that."""

LARGEST = {"persons": 1000, "consulates": 6}
FORM = {"persons": "persons", "consulates": "sites"}
MEASURE = {"persons": "expel", "consulates": "close_site"}

FLOOR = 0.05
"""Weight of what the rules cannot explain: any lag, any count, so that nothing that came has probability zero."""
FLOOR_ANSWERED = 0.9
WORLDS = 24
SEED = 2018

_FLOOR_LAGS, _FLOOR_COUNTS = lognormal_lags(float(np.log(6.0)), 1.5), power_counts()


def stage(unit: str, parameters: Mapping[str, float] | None = None) -> Scenario:
    """A scenario of one blow of one unit on its first day, with neutral values but for ``parameters``.

    Raises:
        WrongInput: no such parameter, or a value outside its range.
    """
    return _bare(unit).replace(dict(parameters or {}))


@lru_cache(maxsize=len(MEASURE))
def _bare(unit: str) -> Scenario:
    scenario = load_scenario(STAGE)
    blow = next(event for event in scenario.timeline if event.id == BLOW)
    struck = dataclasses.replace(blow, date=scenario.start, measures=((MEASURE[unit], 1),))
    ended = scenario.start + datetime.timedelta(days=DAYS - 1)
    return dataclasses.replace(scenario, timeline=(struck,), end=ended).replace({**defaults(), **NEUTRAL, **STRIPPED})


def struck(setting: Setting, unit: str, blow: int) -> Setting:
    """The same stage with a blow of another size."""
    events = setting.events.copy()
    events["size"][0] = min(blow, LARGEST[unit])
    return setting._replace(events=events)


def first_answer(setting: Setting, unit: str, worlds: int = WORLDS, seed: int = SEED) -> Floats:
    """Chances (DAYS, COUNTS) of the first visible answer by its lag and its count in the unit of the blow.

    Column 0: an answer in another kind. What is missing to one: no answer within the year. The mean over ``worlds``.
    """
    chances, scratch, w = np.zeros((DAYS, COUNTS)), np.zeros(1, SCRATCH), np.zeros(1, WORLD)
    form = FORMS.index(FORM[unit])
    for run in range(worlds):
        w[0] = setting.template[0]
        begin(w[0], scratch[0], np.uint64(seed), run)
        foresee(setting.periods[0], setting.calendar, setting.events, w[0], scratch[0], form, chances)
    return chances / worlds


@dataclasses.dataclass(frozen=True)
class Reaction:
    """A distribution of the first answer with its empty columns left out: ``chances`` (DAYS, k) of ``counts`` (k,)."""

    chances: Floats
    counts: np.ndarray

    def at(self, lag: int | None) -> Floats:
        """(COUNTS,): chance of each count on that day, or on any."""
        made = np.zeros(COUNTS)
        made[self.counts] = self.chances.sum(axis=0) if lag is None else self.chances[min(lag, DAYS - 1)]
        return made


class Model:
    """Reactions of governments with given parameters, each worked out once."""

    def __init__(self, parameters: Mapping[str, float] | None = None, worlds: int = WORLDS) -> None:
        """``parameters`` by full name; ``worlds``: how many the mean is taken over."""
        self.parameters, self.worlds = dict(parameters or {}), worlds
        self._settings: dict[str, Setting] = {}
        self._kept: dict[tuple[str, int], Reaction] = {}

    def reaction(self, unit: str, blow: int) -> Reaction:
        """What follows a blow of so many units."""
        key = (unit, min(blow, LARGEST[unit]))
        if key not in self._kept:
            if unit not in self._settings:
                self._settings[unit] = stage(unit, self.parameters).compile()
            chances = first_answer(struck(self._settings[unit], unit, blow), unit, self.worlds)
            counts = np.flatnonzero(chances[:, 1:].sum(axis=0)) + 1
            self._kept[key] = Reaction(chances[:, counts].copy(), counts)
        return self._kept[key]


def forecast(reaction: Reaction, floor: float = FLOOR) -> Forecast:
    """A reaction as a forecast, mixed with the floor."""
    certain, vague = 1.0 - floor, floor * FLOOR_ANSWERED
    answered = certain * float(reaction.chances.sum()) + vague
    lags = certain * reaction.chances.sum(axis=1) + vague * _FLOOR_LAGS

    def counts(lag: int | None) -> Floats:
        share = 1.0 if lag is None else _FLOOR_LAGS[min(lag, DAYS - 1)]
        found = certain * reaction.at(lag) + vague * share * _FLOOR_COUNTS
        return np.asarray(found / found.sum())

    return Forecast(answered, lags / lags.sum(), counts)


@lru_cache(maxsize=1)
def shipped() -> Predict:
    """The forecaster with the values of this version, nothing fitted to episodes."""
    model = Model()
    return lambda episode: forecast(model.reaction(episode.unit, episode.blow))
