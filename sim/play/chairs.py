"""The agents of the microscope that ask whoever sits in their chair.

Each overrides the one method through which its decisions pass, and asks only where the model would decide, or at a
council of the chair's own. Its luck is drawn all the same, so whoever repeats the model's choice lives its world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.agents import doors
from sim.agents.congress import Congress
from sim.agents.governments import Executive, Government, Press, Rival
from sim.agents.simulate import CHAMBERS, option_of
from sim.parameters import SIDES
from sim.play.questions import (
    ANSWER,
    AS_EACH_WOULD,
    BALLOT,
    EASE,
    FLOOR,
    LARGEST_SIZE,
    LEAK,
    PRESENTMENT,
    Lever,
)
from sim.rules.world import QUESTIONS, SIGN, UNSIGNED, VETO

if TYPE_CHECKING:
    from sim.play.game import PlayedModel
    from sim.scenario import Measure, Scenario

LEVERS = ("words", "persons", "sites", "names", "sector", "break")
"""Forms that a chair can take in a size of its own; what is made of others, a mirror or parity, stands on the menu."""

STEPS = (1, 2, 3, 5, 8, 12, 20, 35, 60, 100, 150, 250, 400, 650, 1000)
"""Sizes at which a lever tells what it weighs, beside its smallest and its largest."""

NOUNS = {"persons": (" person", " people"), "names": (" name", " names")}
"""What a form counts, for measures whose words do not say it."""

AT_THE_DESK = {SIGN: "sign it", UNSIGNED: "let it become law without a signature", VETO: "veto it"}


class SeatedGovernment(Government):
    """A government whose meetings somebody decides."""

    model: PlayedModel
    chair: str
    _exact = False

    def meet(self) -> int:
        """As the model would or, on a calendar of one's own, at councils and alarms."""
        m = self.model
        if not (m.on_own_clock(self.chair) and doors.has_menu(m.period, m.world, self.side)):
            return super().meet()
        return int(doors.council(m.period, m.world, m.scratch, m.turns, self.side, m.called(self.chair, self.side)))

    def decide(self, n: int, own: int) -> int:
        """What whoever sits there moves."""
        m = self.model
        if not m.occupied(self.chair):
            return own
        menu = m.scratch["options"][0, :n]
        move = m.ask(self.chair, ANSWER, self._words(menu), own, menu["severity"].tolist(), self._levers)
        m.note_meeting(self.side)
        if not isinstance(move, tuple):
            return int(move)
        self._exact = True
        row = [measure.name for measure in m.played.catalogue].index(move[0])
        return int(doors.add_option(m.period, m.world, m.scratch, self.side, row, float(move[1])))

    def settle(self, k: int) -> None:
        """A size of one's own is carried out to the number; one of the menu comes out as the model's do."""
        m = self.model
        period = m.period
        if self._exact:
            period, self._exact = m.period.copy(), False
            doors.to_the_number(period, self.side)
        doors.settle(period, m.world, m.scratch, self.side, k)

    def _words(self, menu: NDArray[Any]) -> list[str]:
        scenario = self.model.played
        rough = scenario.parameters[f"{SIDES[self.side]}.size_spread"] > 0.0
        return [_in_words(scenario, o, rough) for o in menu]

    def _levers(self) -> tuple[Lever, ...]:
        """What can be taken in a size of one's own today."""
        m, name = self.model, SIDES[self.side]
        rows = [(k, row) for k, row in enumerate(m.played.catalogue) if row.form in LEVERS and name in row.used_by]
        return tuple(lever for k, row in rows if (lever := self._lever(k, row)) is not None)

    def _lever(self, k: int, row: Any) -> Lever | None:
        m = self.model
        if row.form == "break" and m.world[0]["broken_day"] >= 0:
            return None
        most = min(LARGEST_SIZE, int(doors.most(m.period, m.world, self.side, k))) if row.sized else 1
        least = max(1, row.at_least)
        if most < least:
            return None
        sizes = sorted({least, *(size for size in STEPS if least < size < most), most})
        steps = [(n, float(doors.points_of(m.period, m.world, self.side, k, float(n)))) for n in sizes]
        return Lever(row.name, row.form, counted(row, "#", 2.0), counted(row, "1", 1.0), least, most, tuple(steps))


def _in_words(scenario: Scenario, o: np.void, rough: bool) -> str:
    """One option of a menu as people say it; a number that the ministries work out is said to be about so many."""
    measure = scenario.catalogue[o["measure"]] if o["measure"] >= 0 else None
    if measure is None or measure.form in ("mirror", "parity"):
        return option_of(scenario, o).words
    return counted(measure, f"{'about ' * (rough and measure.sized)}{o['size']:.0f}", float(o["size"]))


def counted(measure: Measure, n: str, size: float) -> str:
    """``n`` units of a measure in words, with what they are: ``expel about 35 people``."""
    if not measure.sized:
        return measure.in_short(0)
    words = measure.in_short(size)
    one, many = ("", "") if measure.label else NOUNS.get(measure.form, ("", ""))
    return words.replace(f"{size:.0f}", n, 1) + (one if size == 1 else many)


class SeatedExecutive(SeatedGovernment, Executive):
    """The executive: its answers, the bill on the desk, relief."""

    chair = "executive"

    def present(self, own: int) -> int:
        """What becomes of the bill on the desk."""
        m = self.model
        if not m.occupied(self.chair):
            return own
        return int(m.ask(self.chair, PRESENTMENT, list(AT_THE_DESK.values()), own))

    def ease(self, own: bool) -> bool:
        """Relief: on the model's clock on the day it would give it, on one's own at each council."""
        m = self.model
        if not m.occupied(self.chair):
            return own
        if not (m.in_council() if m.on_own_clock(self.chair) else own):
            return False
        return bool(m.ask(self.chair, EASE, ["keep what we hold", "give relief"], int(own)))


class SeatedRival(SeatedGovernment, Rival):
    """The rival: its answers."""

    chair = "rival"


class SeatedCongress(Congress):
    """Congress: whether a bill comes to the floor, and how the seats vote that are held."""

    model: PlayedModel
    _roll = (0, 0)

    def business(self) -> int:
        """On a day on which a bill would come to the floor, whoever holds Congress may keep it in committee."""
        m = self.model
        if m.occupied("congress") and doors.would_table(m.period, m.setting.calendar, m.world, m.scratch):
            options = ["keep the bill in committee", "bring the bill to the floor"]
            if not m.ask("congress", FLOOR, options, 1):
                return int(doors.kept_off(m.period, m.setting.calendar, m.world, m.scratch))
        return super().business()

    def call_roll(self, question: int, chamber: int) -> None:
        """Note what is voted on; then as ever."""
        self._roll = (question, chamber)
        super().call_roll(question, chamber)

    def cast(self, votes: NDArray[np.int8]) -> NDArray[np.int8]:
        """The held seats of this chamber vote bloc by bloc as they are told, or as each would."""
        m = self.model
        question, chamber = self._roll
        places = [k for k, member in enumerate(self.legislators[chamber]) if member.number in m.held]
        if not places or not m.occupied("congress"):
            return votes
        blocs = np.array_split(np.array(places), min(m.game.blocs, len(places)))
        what = f" on the {QUESTIONS[question]}, {CHAMBERS[chamber]}"
        options = [f"nay{what}", f"yea{what}", "as each of them would"]
        move = m.ask("congress", BALLOT, options, AS_EACH_WOULD, blocs=len(blocs))
        cast = votes.copy()
        for bloc, k in zip(blocs, move if isinstance(move, tuple) else [move] * len(blocs), strict=True):
            if k != AS_EACH_WOULD:
                cast[bloc] = k
        return cast


class SeatedPress(Press):
    """The press: whether what reaches it is printed."""

    model: PlayedModel

    def leak(self, own: bool) -> bool:
        """Asked on a day on which something would leak; nobody can print what nobody has."""
        m = self.model
        if not (own and m.occupied("press")):
            return own
        return bool(m.ask("press", LEAK, ["hold the story", "print the story"], 1))
