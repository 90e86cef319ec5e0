"""A window of history in the alphabet that every forecaster is scored in: what is given, and what is to be foretold.

One alphabet for all (:mod:`sim.rules.alphabet`): each side-day is silent or holds one package. Given, seen by all and
never scored: the timeline's acts, and the law at its last vote, an act of the home side that has no countable content.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.parameters import SIDES
from sim.records import History, Step
from sim.records.meaning import Meaning
from sim.rules.world import FORMS, UNITS
from sim.scenario import Scenario

HOME, RIVAL = 0, 1


class Deed(NamedTuple):
    """A package of one side on one day; ``units`` (UNITS,) by form, None where there is nothing to count (a law)."""

    day: int
    side: int
    units: NDArray[np.float64] | None


@dataclass(frozen=True)
class Window:
    """``days`` days; the deeds that are ``given`` and those that are ``scored``, by day; ``sides`` that are scored."""

    days: int
    given: tuple[Deed, ...]
    scored: tuple[Deed, ...]
    sides: tuple[int, ...]

    def blows_on(self, side: int) -> list[tuple[int, Deed]]:
        """What ``side`` suffered, each with the day on which it can first answer: the home side acts first in a day, so
        the rival feels its acts on the same day, and the home side those of the rival on the next.
        """
        found = [(deed.day + (side == HOME), deed) for deed in (*self.given, *self.scored) if deed.side != side]
        return sorted(found, key=lambda blow: blow[0])

    def open_days(self, side: int) -> NDArray[np.bool_]:
        """(days,) on which ``side`` is to be foretold: not those on which an act of its own is given."""
        mask = np.ones(self.days, bool)
        mask[[deed.day for deed in self.given if deed.side == side and deed.units is not None]] = False
        return mask


def window_of(history: History) -> Window:
    """The window from a scenario's first day to the end of its record.

    A side whose scenario lets it answer nothing, because all it did is given, is not scored.
    """
    s = history.scenario
    scored = [_deed(s, step) for step in history.steps if is_act(s, step)]
    sides = tuple(k for k, side in enumerate(SIDES) if _answers(s, side))
    days = (history.end - s.start).days
    return Window(days, tuple(sorted(_given(history), key=_when)), tuple(sorted(scored, key=_when)), sides)


def _given(history: History) -> list[Deed]:
    s, steps = history.scenario, history.steps
    acts = [event for event in s.timeline if event.kind == "act" and event.date < history.end]
    laws = [step for step in steps if step.kind == "vote" and step.chamber == "Senate"]
    given = [Deed(s.day_of(event.date), SIDES.index(event.by), _units(s, event.measures)) for event in acts]
    return [*given, *(Deed(s.day_of(step.date), HOME, None) for step in laws)]


def is_act(scenario: Scenario, step: Step) -> bool:
    """Whether a step is a package of a side: an act, or a mandate that was met by one (names on a list)."""
    return step.kind == "act" or (step.kind == "mandate" and any(Meaning(scenario).form(row) for row in step.rows))


def _when(deed: Deed) -> tuple[int, int]:
    return deed.day, deed.side


def _answers(scenario: Scenario, side: str) -> bool:
    return scenario.parameters[f"{side}.answer_rate"] > 0 or scenario.parameters[f"{side}.review_rate"] > 0


def _deed(scenario: Scenario, step: Step) -> Deed:
    parts = [(part.measure.name, part.size) for part in step.parts]
    return Deed(scenario.day_of(step.date), SIDES.index(step.side), _units(scenario, parts))


def _units(scenario: Scenario, parts: list[tuple[str, float]] | tuple[tuple[str, int], ...]) -> NDArray[np.float64]:
    forms = {m.name: FORMS.index(m.form) for m in scenario.catalogue}
    units = np.zeros(UNITS)
    for name, size in parts:
        if 0 < forms[name] < UNITS:
            units[forms[name]] += max(1.0, size)
    return units
