"""The microscope: one world as an ordinary Mesa model, every decision with its reasons.

``EscalationModel`` steps one day at a time in the numbered order of :mod:`sim.rules.day`. Its agents hold no luck and
no rules of their own: they call the compiled rules with the keyed draws, so the same world seen through the telescope
is identical to the last bit. Anything Mesa can do with a model works: a ``DataCollector``, a page, a class exercise.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.agents import doors
from sim.agents.congress import Congress
from sim.agents.governments import Executive, Press, Rival
from sim.errors import WorldFailed
from sim.outcomes import OUTCOME
from sim.rules.turns import TURN
from sim.rules.world import DAILY, FAILURES, SCRATCH, SOUND
from sim.scenario import Scenario
from sim.scenario.arguments import checked, class_of, refused, scenario_of
from sim.scenario.events import KINDS


class EscalationModel(mesa.Model):
    """One world of a scenario.

    ``world`` (1,) WORLD is the state, ``scratch`` (1,) SCRATCH what happened, ``daily`` (days,) DAILY the log,
    ``turns`` (days, 2) TURN what each side found (:mod:`sim.rules.turns`),
    ``occurred`` (events,) whether each event of the timeline took place (those of kind 'set' always do).
    Agents: ``executive``, ``rival``, ``press`` and, where there is a legislature, ``congress`` with its legislators;
    ``government``, ``congress`` and ``press`` name their classes, so that a subclass can decide differently.
    :func:`chronicle_of` tells a model that was lived.
    """

    @checked
    def __init__(
        self,
        scenario: Scenario | str | Path,
        run: int = 0,
        seed: int | None = None,
        *,
        government: tuple[type[Executive], type[Rival]] = (Executive, Rival),
        congress: type[Congress] = Congress,
        press: type[Press] = Press,
    ) -> None:
        super().__init__()
        scenario = scenario_of(scenario)
        self.played, self.run_number = scenario, run  # Mesa 3.5 takes the name "scenario" for itself
        self.key = scenario.seed if seed is None else seed
        self.setting = scenario.compile()
        self.world: NDArray[Any] = self.setting.template.copy()
        self.scratch: NDArray[Any] = np.zeros(1, SCRATCH)
        self.daily: NDArray[Any] = np.zeros(len(self.setting.calendar), DAILY)
        self.turns: NDArray[Any] = np.zeros((len(self.daily), 2), TURN)
        self.occurred: NDArray[Any] = np.array([KINDS[event.kind].everywhere for event in scenario.timeline], bool)
        self.day = -1
        self._period_of_day = self.setting.calendar["period"].tolist()
        self._periods = [self.setting.periods[k : k + 1] for k in range(len(self.setting.periods))]
        self.period = self._periods[0]
        doors.begin(self.world, self.scratch, np.uint64(self.key), run)
        if not isinstance(government, (tuple, list)) or len(government) != 2:
            raise refused("government", government, "two classes, such as (Executive, Rival)")
        class_of("government", government[0], Executive)
        class_of("government", government[1], Rival)
        class_of("congress", congress, Congress)
        class_of("press", press, Press)
        executive, rival = government
        self.executive = executive(self)
        self.congress = congress(self) if scenario.has_congress else None
        self.rival, self.press = rival(self), press(self)

    @property
    def finished(self) -> bool:
        """Whether the last day has been lived."""
        return self.day + 1 >= len(self.daily)

    def step(self) -> None:
        """Live one day: timeline and leaks, Congress, executive and hope, the two answers, night."""
        self.day += 1
        self.period = self._periods[self._period_of_day[self.day]]
        doors.morning(
            self.period, self.setting.calendar, self.setting.events, self.world, self.scratch, self.day, self.occurred
        )
        self.press.step()
        if self.congress is not None:
            self.congress.step()
        self.executive.govern()
        self.executive.answer()
        self.rival.answer()
        status = doors.night(self.period, self.world, self.daily, self.day)
        if status != SOUND:
            self._fail(status)

    def live(self) -> EscalationModel:
        """Step to the last day."""
        while not self.finished:
            self.step()
        return self

    def outcomes(self) -> NDArray[Any]:
        """The outcomes of the finished world: (1,) OUTCOME."""
        row = np.zeros(1, OUTCOME)
        doors.outcomes(self.world, len(self.daily) - 1, row)
        return row

    def _fail(self, status: int) -> None:
        from sim.engine.telescope import replay_command

        raise WorldFailed(
            f"{FAILURES[status]} on {self.played.date_of(self.day)}",
            self.run_number,
            self.key,
            self.played.name,
            replay_command(self.played, self.run_number, self.key),
        )
