"""Staff and sites under an imposed history: nothing is taken that is not there, and a cap becomes a cut."""

from __future__ import annotations

import dataclasses

from sim.parameters import SIDES
from sim.records.mapping import CAP
from sim.records.meaning import Meaning
from sim.records.rows import Row
from sim.records.steps import Step
from sim.scenario import Event, Scenario

STOCK = {"persons": "staff", "sites": "sites"}


class Stocks:
    """What each side still has in the other's country, day by day."""

    def __init__(self, scenario: Scenario) -> None:
        v = scenario.parameters
        self.scenario = scenario
        self.forms = {m.name: m.form for m in scenario.catalogue}
        self.left = {(side, stock): v[f"{side}.{stock}"] for side in SIDES for stock in ("staff", "sites")}
        self.lost = dict.fromkeys(SIDES, 0.0)

    def happen(self, event: Event) -> None:
        """A scripted act takes what is left at most; a scripted easing gives sites back."""
        if event.kind == "ease":
            back = self.lost["rival"] if event.sites is None else min(float(event.sites), self.lost["rival"])
            self.lost["rival"] -= back
            self.left["rival", "sites"] += back
        for name, size in event.measures:
            form, other = self.forms[name], _other(event.by)
            if form in STOCK:
                self.take(other, STOCK[form], min(float(size), self.left[other, STOCK[form]]))

    def take(self, side: str, stock: str, size: float) -> None:
        """``side`` loses."""
        self.left[side, stock] -= size
        if stock == "sites":
            self.lost[side] += size

    def cut(self, side: str, rows: tuple[Row, ...]) -> float | None:
        """How many ``side`` loses by a cap among the rows of a package; None without one."""
        for row in rows:
            if row.action == "cap_staff" and row.unit == "staff_cap":
                cut = self.left[side, "staff"] - (row.magnitude or 0.0)
                if cut < 1:
                    raise row.place.wrong(
                        "magnitude",
                        f"a cap of {row.magnitude:g} on a staff of {self.left[side, 'staff']:g}",
                        "a cap below the staff there is",
                    )
                return cut
        return None

    def check(self, side: str, form: str, size: float, rows: tuple[Row, ...]) -> None:
        """Refuse a part that takes more than ``side`` has, naming its first row."""
        stock = STOCK[form]
        if size > self.left[side, stock]:
            what = "people" if form == "persons" else "sites"
            who = self.scenario.home if side == "home" else self.scenario.rival
            raise rows[0].place.wrong(
                "magnitude",
                f"{size:g} {what} of {who} are taken on {rows[0].date}",
                f"at most the {self.left[side, stock]:g} there are",
            )


def _other(side: str) -> str:
    return SIDES[1 - SIDES.index(side)]


def settled(scenario: Scenario, steps: list[Step], scripted: bool, meaning: Meaning) -> list[Step]:
    """The steps (by date) with caps turned into cuts.

    ``scripted``: the timeline's own acts happen too, before the steps of their day.

    Raises:
        WrongInput: a step takes more people or sites than there are.
    """
    stocks = Stocks(scenario)
    events = [e for e in scenario.timeline if e.kind == "ease" or (scripted and e.kind == "act")]
    result = []
    for step in steps:
        while events and events[0].date <= step.date:
            stocks.happen(events.pop(0))
        result.append(_settle(stocks, step, meaning))
    return result


def _settle(stocks: Stocks, step: Step, meaning: Meaning) -> Step:
    """One step against the stocks."""
    if step.kind != "act":
        return step
    other = _other(step.side)
    cut = stocks.cut(other, step.rows)
    parts = []
    for part in step.parts:
        form = part.measure.form
        size = cut if cut is not None and form == "persons" else part.size
        here = part.present
        if form in STOCK:
            here = stocks.left[other, STOCK[form]]
            stocks.check(other, form, size, _rows_of(step.rows, form, meaning))
            stocks.take(other, STOCK[form], size)
        parts.append(part._replace(size=size, present=here))
    return dataclasses.replace(step, parts=tuple(parts))


def _rows_of(rows: tuple[Row, ...], form: str, meaning: Meaning) -> tuple[Row, ...]:
    """The rows of a package that take persons or sites."""
    fitting = [row for row in rows if meaning.form(row) in ((form, CAP) if form == "persons" else (form,))]
    return tuple(fitting) or rows
