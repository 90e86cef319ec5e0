"""What the rows of an event record mean in one scenario: which measure of its catalogue a recorded act becomes."""

from __future__ import annotations

from sim.errors import WrongInput
from sim.records.mapping import CAP, MEANINGS, NOTHING, USUAL
from sim.records.rows import Row
from sim.scenario import Measure, Scenario
from sim.words import did_you_mean, listing, shown

FREE = (*USUAL, NOTHING)
"""What an action may be by the table for a measure to take it for itself."""


class Meaning:
    """Reads actions with the eyes of one scenario: a measure's own ``actions`` first, then the table of the mapping.

    Raises:
        WrongInput: a measure takes an action that is unknown, no act, or taken by another.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.taken: dict[str, Measure] = {}
        for measure in scenario.catalogue:
            for action in measure.actions:
                self._take(measure, action)

    def _take(self, measure: Measure, action: str) -> None:
        known = [name for name, meaning in MEANINGS.items() if meaning.becomes in FREE]
        if action in known and action not in self.taken:
            self.taken[action] = measure
            return
        found = f"'{self.taken[action].name}' takes {action} too" if action in known else f"found {shown(action)}"
        raise WrongInput(
            found,
            "an action of a record that is no step of a bill, in one measure alone",
            file=self.scenario.file,
            key=f"measure {measure.name}.actions",
            way_out=did_you_mean(action, known) or "See docs/reference/record-mapping.md",
        )

    def form(self, row: Row) -> str:
        """The form of measure that a row is an act of, ``cap`` for a cut to parity; empty if it is no act."""
        if row.action in self.taken:
            return self.taken[row.action].form
        becomes = MEANINGS[row.action].becomes
        return USUAL.get(becomes, CAP if becomes == CAP else "")

    def measure(self, row: Row) -> Measure:
        """The measure that the act of a row becomes; of a cut to parity, the one that takes its people.

        Raises:
            WrongInput: the catalogue has none for it, or several of which none has the usual name.
        """
        if row.action in self.taken:
            return self.taken[row.action]
        becomes = MEANINGS[row.action].becomes
        name = "expel" if becomes == CAP else becomes
        named = self._named(name)
        if len(named) == 1:
            return named[0]
        if not named:
            found = f"the catalogue of '{self.scenario.name}' has no measure of form '{USUAL[name]}'"
            raise row.place.wrong("action", found)
        raise row.place.wrong(
            "action",
            f"in '{self.scenario.name}' {row.action} could become {listing(m.name for m in named)}",
            f"a measure '{name}', or one that takes the action",
            f'Write in its [[measure]]: actions = ["{row.action}"]',
        )

    def _named(self, name: str) -> list[Measure]:
        """The measure of a usual name; without it, all of its form."""
        fitting = [m for m in self.scenario.catalogue if m.form == USUAL[name]]
        return [m for m in fitting if m.name == name] or fitting
