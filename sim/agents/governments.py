"""The two governments that answer each other, and the press.

Whatever an agent decides passes through one method of it, which is given the model's own choice and returns it:
``decide`` (an option of the menu), ``present`` (the bill on the desk), ``ease``, ``leak``. Who overrides one sits in
that chair; the luck of the day is drawn all the same, so a chair that returns what it is given changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.agents import doors
from sim.errors import WrongInput
from sim.rules.world import HOME, RIVAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.agents.model import EscalationModel


def chosen(what: str, choice: int, n: int) -> int:
    """A choice of a chair, checked: one of 0 .. ``n`` - 1.

    Raises:
        WrongInput: it is none of them.
    """
    if not isinstance(choice, (int, np.integer)) or not 0 <= choice < n:
        raise WrongInput(f"{what} is {choice!r}", f"a whole number from 0 to {n - 1}")
    return int(choice)


class Government(mesa.Agent):
    """A side that keeps a ledger. ``deliberations`` holds each deliberation as (decision record, options)."""

    model: EscalationModel
    side: int

    def __init__(self, model: EscalationModel) -> None:
        super().__init__(model)
        self.deliberations: list[tuple[np.void, NDArray[Any]]] = []

    @property
    def ledger(self) -> float:
        """Unanswered injuries, in points."""
        return float(self.model.world["ledger"][0, self.side])

    def answer(self) -> None:
        """Convene, decide and settle, or let the day pass; a night then passes over the ledger."""
        m = self.model
        n = self.meet()
        if n:
            own = int(m.scratch["decision"]["chosen"][0])
            k = self.decide(n, own)
            self.settle(chosen(f"the choice of {type(self).__name__}", k, int(m.scratch["decision"]["n_options"][0])))
        if doors.adjourn(m.period, m.world, m.scratch, m.turns, self.side):
            decision = m.scratch["decision"][0].copy()
            self.deliberations.append((decision, m.scratch["options"][0, : decision["n_options"]].copy()))

    def meet(self) -> int:
        """How many options the side chooses from today; 0 where it does not meet or has nothing to choose."""
        m = self.model
        return int(doors.convene(m.period, m.world, m.scratch, m.turns, self.side))

    def settle(self, k: int) -> None:
        """Do option ``k``."""
        m = self.model
        doors.settle(m.period, m.world, m.scratch, self.side, k)

    def decide(self, n: int, own: int) -> int:
        """Which of the ``n`` options on the menu to take; ``own`` is the model's choice, option 0 to do nothing.

        The menu is ``self.model.scratch["options"][0, :n]`` and why it met ``self.model.scratch["decision"][0]``
        (:mod:`sim.rules.world`). Asked only where a menu is chosen from: not of a side that the scenario forces, that
        answers in proportion or follows a series of confidence-building steps.
        """
        return own


class Executive(Government):
    """The president of the home side."""

    side = HOME

    def govern(self) -> None:
        """The desk: presentment, mandates, talks and easing; the rival then reads the day."""
        m, calendar = self.model, self.model.setting.calendar
        own = doors.would_present(m.period, m.world)
        if own != doors.NOT_ASKED:
            choice = chosen(f"what {type(self).__name__} does with the bill", self.present(own), 3)
            doors.present(m.period, calendar, m.world, choice)
        doors.desk(m.period, calendar, m.world, m.scratch)
        own = doors.would_ease(m.period, m.world)
        eases = own != doors.NOT_ASKED and bool(self.ease(own == 1))
        doors.relief(m.period, calendar, m.world, m.scratch, eases)

    def present(self, own: int) -> int:
        """What becomes of the bill on the desk: SIGN, UNSIGNED or VETO (:mod:`sim.rules.world`); ``own`` is the model's
        choice. On which day, the luck of the bill says. Asked on the day of presentment, and of a new executive anew.
        """
        return own

    def ease(self, own: bool) -> bool:
        """Whether to give relief today (under the lock: to report it); ``own`` is the model's choice.

        Asked where the model might: it wishes to, holds something, has a rate of easing, and no report waits.
        """
        return own


class Rival(Government):
    """The rival's government."""

    side = RIVAL

    @property
    def hope(self) -> float:
        """Its hope of relief, 0 to 1."""
        return float(self.model.world["hope"][0])


class Press(mesa.Agent):
    """Those to whom hidden contacts leak."""

    model: EscalationModel

    def step(self) -> None:
        """One day: something leaks or nothing does; then provocations outside the timeline."""
        m = self.model
        doors.press(m.period, m.world, m.scratch, bool(self.leak(bool(doors.would_leak(m.period, m.world)))))

    def leak(self, own: bool) -> bool:
        """Whether something leaks today; ``own`` is the model's choice."""
        return own
