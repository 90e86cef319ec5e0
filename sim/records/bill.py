"""The bills and laws of an event record: their stages in order, and what could not have happened so."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from sim.records.mapping import MEANINGS
from sim.records.meaning import Meaning
from sim.records.rows import Row, Vote, votes_path
from sim.records.steps import Part, Step
from sim.rules.executive import last_day_to_sign
from sim.scenario import Mandate, Scenario
from sim.scenario.laws import law_number, title_before

CHAMBERS = {"house": "House", "senate": "Senate"}


NO_PASSAGE = ("amendment", "voice")
"""Stages of the votes table that are no vote on the model's bill."""


class Bill:
    """Follows the bills of a record, one after the other, through their stages; refuses what could not have happened in
    that order. ``law`` is the number of the law that the bill under way is for.
    """

    def __init__(
        self,
        scenario: Scenario,
        votes: dict[str, Vote],
        rows: list[Row],
        last: datetime.date,
        named: Mapping[str, int],
        meaning: Meaning,
    ) -> None:
        self.scenario, self.votes, self.rows, self.last = scenario, votes, rows, last
        bills = [e for e in scenario.timeline if e.kind == "bill"]
        self.waiting = [(e.date, law_number(scenario.laws, e.law)) for e in bills]
        self.signed: dict[int, datetime.date] = {}
        self.met: set[int] = set()
        self.named, self.meaning = named, meaning
        self.done: list[Step] = []
        self._clear()

    def _clear(self) -> None:
        """No bill is under way."""
        self.law = 0
        self.ready: datetime.date | None = None
        self.house: datetime.date | None = None
        self.passed: datetime.date | None = None
        self.presented: datetime.date | None = None

    def steps(self) -> list[Step]:
        """The steps of the bills, their laws and mandates."""
        if not self.scenario.has_congress:
            return []
        for row in self.rows:
            self._bring(row.date)
            self._date_presentment(row.date, row.action == "present_bill")
            becomes = "mandate" if row.id in self.named else MEANINGS[row.action].becomes
            if becomes in CHAMBERS:
                self._vote(row, CHAMBERS[becomes])
            else:
                take = {"present": self._present, "sign": self._sign, "mandate": self._mandate}
                take[becomes](row)
        self._date_presentment(self.last + datetime.timedelta(days=1), False)
        return self.done

    def _bring(self, today: datetime.date) -> None:
        """Bills that the timeline has brought to the floor by ``today``; one that finds another there does nothing."""
        while self.waiting and self.waiting[0][0] <= today:
            date, law = self.waiting.pop(0)
            if self.ready is None and law not in self.signed:
                self.ready, self.law = date, law

    def _step(self, date: datetime.date, kind: str, *rows: Row, **more: Any) -> None:
        """Note a step of the bill under way."""
        title = title_before(self.scenario.laws, self.law)
        self.done.append(Step(date, kind, rows=rows, law=self.law, title=title, **more))

    def _date_presentment(self, today: datetime.date, recorded: bool) -> None:
        """A presentment that no row names comes by the scenario's delay."""
        if self.passed is None or self.presented is not None or recorded:
            return
        later = (row.action for row in self.rows if row.date >= self.passed)
        named = next((a for a in later if a in ("present_bill", "sign_bill")), "") == "present_bill"
        due = self.passed + datetime.timedelta(days=int(self.scenario.parameters["congress.presentment_delay"]))
        if not named and due < today:
            self.presented = due
            self._step(due, "present")

    def _vote(self, row: Row, chamber: str) -> None:
        vote = self.votes.get(row.id)
        if vote is None:
            raise row.place.wrong(
                "event_id", f"{row.id} is a vote without a tally", f"a row for it in {votes_path(row.place.file).name}"
            )
        if vote.stage in NO_PASSAGE:
            return
        if vote.stage == "floor":
            self._floor(row)
            return
        if vote.yea is None or vote.nay is None:
            raise vote.place.wrong("yea", f"{row.id} has no tally", "yeas and nays")
        self._pass(row, chamber)
        self._step(row.date, "vote", row, chamber=chamber, yea=vote.yea, nay=vote.nay)

    def _pass(self, row: Row, chamber: str) -> None:
        """The bill passes a chamber whose turn it is."""
        if chamber == "House":
            if self.ready is None or self.ready > row.date or self.house is not None:
                raise row.place.wrong("action", f"the House votes on {row.date}", "one bill that is floor-ready")
            self.house = row.date
        else:
            if self.house is None or self.house >= row.date or self.passed is not None:
                raise row.place.wrong(
                    "action", f"the Senate votes on {row.date}", "one bill that the House passed on a day before"
                )
            self.passed = row.date

    def _floor(self, row: Row) -> None:
        if self.ready is not None:
            raise row.place.wrong("action", f"a bill is floor-ready since {self.ready}", "one bill")
        laws = enumerate(self.scenario.laws)
        law = next((k for k, law in laws if law.agenda and k not in self.signed), None)
        if law is None:
            raise row.place.wrong("action", "a bill is floor-ready", "a law that Congress takes up by itself")
        self.ready, self.law = row.date, law
        self._step(row.date, "floor", row)

    def _present(self, row: Row) -> None:
        if self.passed is None or self.presented is not None or row.date <= self.passed:
            raise row.place.wrong("action", f"a bill is presented on {row.date}", "one that both chambers passed")
        self.presented = row.date
        self._step(row.date, "present", row)

    def _sign(self, row: Row) -> None:
        if self.presented is None:
            raise row.place.wrong("action", f"a bill is signed on {row.date}", "one bill that was presented")
        s = self.scenario
        clock = int(s.parameters["congress.clock"])
        last = s.date_of(last_day_to_sign(s.compile().calendar, s.day_of(self.presented), clock))
        if not self.presented < row.date <= last:
            raise row.place.wrong(
                "action", f"the bill is signed on {row.date}", f"a day after {self.presented} and not after {last}"
            )
        self._step(row.date, "sign", row)
        self.signed[self.law] = row.date
        self._clear()

    def _mandate(self, row: Row) -> None:
        number = self._which(row)
        if number is None or number in self.met:
            return
        mandate = self.scenario.mandates[number]
        signed = self.signed.get(law_number(self.scenario.laws, mandate.law))
        due = signed + datetime.timedelta(days=mandate.days) if signed else None
        if due is None or row.date < due:
            raise row.place.wrong(
                "action",
                f"the mandate '{mandate.name}' is met on {row.date}",
                f"a day from {due} on, when it is due" if due else "a law that was signed before",
            )
        self.done.append(
            Step(
                row.date,
                "mandate",
                parts=self._substance(row, mandate),
                mandate=number,
                size=row.magnitude or 0.0,
                rows=(row,),
            )
        )
        self.met.add(number)

    def _which(self, row: Row) -> int | None:
        """The mandate that a row meets: the one that names it, else the next open one that no row is named for."""
        if row.id in self.named:
            return self.named[row.id]
        taken = self.met.union(self.named.values())
        left = [k for k in range(len(self.scenario.mandates)) if k not in taken]
        in_force = [k for k in left if law_number(self.scenario.laws, self.scenario.mandates[k].law) in self.signed]
        return next(iter(in_force or left), None)

    def _substance(self, row: Row, mandate: Mandate) -> tuple[Part, ...]:
        """What a recorded act of a mandate takes; nothing where the record only says that something was published."""
        if not self.meaning.form(row):
            return ()
        return (Part(next(m for m in self.scenario.catalogue if m.name == mandate.measure), row.magnitude or 0.0),)
