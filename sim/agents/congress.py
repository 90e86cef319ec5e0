"""Congress and its 535 legislators, each an agent that votes with its own luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.agents import doors
from sim.rules.congress import Roll
from sim.rules.rollcall import ABSENT, NAY, YEA
from sim.rules.world import HOUSE, SENATE

if TYPE_CHECKING:
    from sim.agents.model import EscalationModel

NO_VOTE = -1


class Legislator(mesa.Agent):
    """One member; ``number`` is the place in the roster (``setting.members``), which keys its luck."""

    model: EscalationModel

    def __init__(self, model: EscalationModel, number: int) -> None:
        super().__init__(model)
        self.number = number

    def vote(self, question: int, pull: float, shock: float) -> int:
        """1 yea, 0 nay, -1 absent, given the pull of the whip and the shock that the whole roll call shares."""
        m = self.model
        vote: int = doors.ballot(m.period, m.world, m.setting.members, self.number, question, pull, shock)
        return vote


class Congress(mesa.Agent):
    """The agenda, the stages of the bill and the guard of the lock.

    ``ballots`` holds the votes (members of the chamber,) of every roll call, in the order of ``scratch.rolls``.
    """

    model: EscalationModel

    def __init__(self, model: EscalationModel) -> None:
        super().__init__(model)
        chambers = model.setting.members["chamber"].tolist()
        legislators = [Legislator(model, number) for number in range(len(chambers))]
        self.legislators = tuple([m for m in legislators if chambers[m.number] == c] for c in (HOUSE, SENATE))
        self.ballots: list[NDArray[np.int8]] = []

    def step(self) -> None:
        """One day: agenda, and the vote that is due."""
        vote = self.business()
        if vote != NO_VOTE:
            self.call_roll(question=vote // 2, chamber=vote % 2)

    def business(self) -> int:
        """What comes onto the table: the vote due today, as 2 · question + chamber, or NO_VOTE."""
        m = self.model
        return int(doors.table(m.period, m.setting.calendar, m.world, m.scratch))

    def call_roll(self, question: int, chamber: int) -> None:
        """Let every member of a chamber vote and record the tally."""
        m = self.model
        pull, shock = doors.climate(m.period, m.world, chamber, question)
        votes = self.cast(
            np.array([member.vote(question, pull, shock) for member in self.legislators[chamber]], np.int8)
        )
        self.ballots.append(votes)
        yea, nay, absent = (int((votes == choice).sum()) for choice in (YEA, NAY, ABSENT))
        roll = Roll(chamber, question, float(yea), float(nay), float(absent), float(shock))
        doors.record_roll(m.period, m.setting.calendar, m.world, m.scratch, roll)

    def cast(self, votes: NDArray[np.int8]) -> NDArray[np.int8]:
        """The ballots (members of the chamber,) as they are counted, 1 yea, 0 nay, -1 absent: here as they were cast.

        A subclass may return others; the tally and the chronicle hold what it returns.
        """
        return votes
