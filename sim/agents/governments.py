"""The two governments that answer each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.agents import doors
from sim.rules.world import HOME, RIVAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.agents.model import EscalationModel


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
        """Deliberate or not, and act; a night then passes over the ledger."""
        m = self.model
        if doors.answer(m.period, m.world, m.scratch, self.side):
            decision = m.scratch["decision"][0].copy()
            self.deliberations.append((decision, m.scratch["options"][0, : decision["n_options"]].copy()))


class Executive(Government):
    """The president of the home side."""

    side = HOME

    def govern(self) -> None:
        """The desk: presentment, mandates, talks and easing; the rival then reads the day."""
        m = self.model
        doors.desk(m.period, m.setting.calendar, m.world, m.scratch)


class Rival(Government):
    """The rival's government."""

    side = RIVAL

    @property
    def hope(self) -> float:
        """Its hope of relief, 0 to 1."""
        return float(self.model.world["hope"][0])
