"""What all kinds of timeline events have in common (:mod:`sim.scenario.events` has the kinds)."""

from __future__ import annotations

import datetime
from math import nan
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple

from pydantic import Field

from sim.parameters import SIDES
from sim.rules.world import HOME
from sim.scenario.located import Located
from sim.scenario.rows import Event, Measure
from sim.scenario.schema import Date, Name, Records, States, Strict, Words, key

if TYPE_CHECKING:
    from sim.scenario.model import Scenario


class Part(NamedTuple):
    """One row of an event for the rules."""

    side: int = HOME
    measure: int = -1
    size: float = 0.0
    points: float = 0.0
    value: float = 0.0


class Kind(Strict):
    """A row of the timeline, of whatever kind."""

    id: Name = key("what other files and results call the event", "second-promise")
    date: Date = key("the day on which it happens, within the scenario", datetime.date(2017, 3, 1))
    kind: Annotated[str, Field(description="the kind of event")] = key("which kind of event it is", "promise")
    only_if: States = key("it happens only where all these states hold on its day", ["law", "rival staff"], [])
    unless: States = key("it does not happen where one of these states holds on its day", "veto", [])
    text: Words = key("what a chronicle tells of it", "A second promise, in March.", "")
    record: Records = key("the rows of the event record that it stands for", ["E055"], [])

    code: ClassVar[int] = -1
    """The rule that it sets off, an ``EVENT_KINDS`` code; -1 for none."""
    everywhere: ClassVar[bool] = False
    """Whether it happens in every world and takes no premise."""
    told_as_act: ClassVar[bool] = False
    """Whether a chronicle tells it as the act it is, and not besides."""
    shows_in_deeds: ClassVar[bool] = False
    """Whether what it does is told anyway, so that two worlds side by side need not tell the event."""

    def read(self, node: Located, key: str, catalogue: tuple[Measure, ...]) -> dict[str, Any]:
        """The fields of :class:`Event` that this kind fills. Raises :class:`WrongInput` where they cannot be."""
        return {}

    def legislates(self) -> bool:
        """Whether it needs a legislature."""
        return False

    @staticmethod
    def effect(s: Scenario, e: Event) -> str:
        """What the event does in the model, in a few words."""
        raise NotImplementedError

    @staticmethod
    def parts(s: Scenario, e: Event) -> list[Part]:
        """Its rows for the rules: a shock of some points or value, unless a kind says otherwise."""
        return [Part(side_code(e), points=e.points, value=nan if e.value is None else e.value)]


def side_code(e: Event) -> int:
    """The side of its author."""
    return SIDES.index(e.by) if e.by else HOME


def strength_of(e: Event) -> float:
    """Its value, 0 without one."""
    return 0.0 if e.value is None else e.value
