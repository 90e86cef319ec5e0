"""A ledger taken apart: which injury each of its points comes from, after decay and relief.

The account replays the chronicle of one side day by day with the arithmetic of :mod:`sim.rules.ledger`. Relief (what
the side dealt itself, easing) settles all open entries alike, in proportion to what is left of them; a law that fails
after all takes back its own injury first. Decay takes the same share of every entry. So the entries always add up to
the ledger, and :attr:`Account.error` says how closely they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.chronicle.chronicle import Act, Chronicle
from sim.parameters import SIDES
from sim.rules.ledger import REAL

ANSWERS = ("answer", "confidence building", "answer to exploitation")
"""Causes of acts that a side takes when its turn comes, late in the day."""

OVERRIDE = "override"


@dataclass
class Entry:
    """One injury on a ledger, in points: as ``felt``, what has ``faded``, what was ``settled`` and what is ``left``."""

    act: int | None
    day: int
    words: str
    felt: float
    faded: float = 0.0
    settled: float = 0.0
    left: float = 0.0


@dataclass
class Account:
    """The ledger of one side. ``fresh``: an injury or news is waiting to be deliberated, since day ``since``.
    ``error``: the largest gap between the entries and the chronicle's own ledger at the end of any day so far (points).
    """

    entries: list[Entry] = field(default_factory=list)
    fresh: bool = False
    since: int = 0
    error: float = 0.0

    @property
    def total(self) -> float:
        """Points on the ledger."""
        return sum(entry.left for entry in self.entries)

    def injure(self, act: int | None, day: int, words: str, points: float) -> None:
        """A new entry; repeated irritants without an act share one."""
        if points <= 0.0:
            return
        for entry in self.entries if act is None else ():
            if entry.words == words:
                entry.felt += points
                entry.left += points
                return
        self.entries.append(Entry(act, day, words, points, left=points))

    def news(self, day: int) -> None:
        """Something calls for a deliberation."""
        self.fresh, self.since = True, day

    def relieve(self, points: float, first: int | None = None) -> None:
        """Take ``points`` off, from the entry of act ``first`` before the others."""
        for entry in self.entries:
            if first is not None and entry.act == first:
                taken = min(points, entry.left)
                entry.settled, entry.left, points = entry.settled + taken, entry.left - taken, points - taken
        total = self.total
        share = min(1.0, points / total) if total > 0.0 else 0.0
        for entry in self.entries:
            taken = entry.left * share
            entry.settled, entry.left = entry.settled + taken, entry.left - taken

    def fade(self, factor: float) -> None:
        """A night passes."""
        for entry in self.entries:
            lost = entry.left * (1.0 - factor)
            entry.faded, entry.left = entry.faded + lost, entry.left - lost


class Keeper:
    """Keeps the account of one side of a chronicle."""

    def __init__(self, chronicle: Chronicle, side: str) -> None:
        self.chronicle, self.side, self.i = chronicle, side, SIDES.index(side)
        setting = chronicle.scenario.compile()
        self.periods, self.period_of = setting.periods, setting.calendar["period"]
        self.forms = {measure.name: measure.form for measure in chronicle.scenario.catalogue}
        self.account = Account()
        self.law: int | None = None
        self.law_points = 0.0
        start = chronicle.scenario.parameters[f"{side}.ledger"]
        self.account.injure(None, 0, "unanswered at the start", start)
        self.acts = _by_day(chronicle.acts)
        self.news = {chronicle.scenario.day_of(e.date) for e in chronicle.scenario.timeline if e.kind == "inauguration"}
        self.deliberated = {d.day for d in chronicle.decisions if d.side == side}

    def until(self, day: int) -> Account:
        """The account as the side finds it when it may deliberate on ``day``."""
        for past in range(day):
            self._before(past)
            self._after(past)
            gap = abs(self.account.total - float(self.chronicle.daily["ledger"][past, self.i]))
            self.account.error = max(self.account.error, gap)
        self._before(day)
        return self.account

    def _sides(self, day: int) -> Any:
        return self.periods[self.period_of[day]]["sides"]

    def _before(self, day: int) -> None:
        """All that happens before the side's own turn."""
        if day in self.news:
            self.account.news(day)
        acts = self.acts.get(day, [])
        early = [act for act in acts if act.cause in ("timeline", "provocation")]
        for act in early:
            self._book(act)
        self._take_back(day)
        for act in acts:
            if act not in early and act.cause not in ANSWERS:
                self._book(act)
        if self.side == "rival":
            self._turn_of_the_other(day)

    def _after(self, day: int) -> None:
        """The side's own turn, the night over its ledger, and what comes later that day."""
        if day in self.deliberated:
            self.account.fresh = False
        for act in self._answers(day, self.side):
            self._book(act)
        decay = float(self._sides(day)["decay"][self.i])
        self.account.fade(decay)
        self.law_points *= decay
        if self.side == "home":
            self._turn_of_the_other(day)

    def _turn_of_the_other(self, day: int) -> None:
        other = SIDES[1 - self.i]
        for act in self._answers(day, other):
            self._book(act)
        self.account.injure(None, day, "steady grievance", float(self._sides(day)["grievance"][1 - self.i]))

    def _answers(self, day: int, side: str) -> Iterator[Act]:
        return (act for act in self.acts.get(day, ()) if act.side == side and act.cause in ANSWERS)

    def _book(self, act: Act) -> None:
        """Enter one act: an injury by the other side, its relief, or what the side itself has dealt."""
        words = self.forms.get(act.measure) == "words"
        if act.side != self.side:
            if act.points < 0.0:
                self.account.relieve(-act.points)
            elif not words:
                self._suffer(act)
        elif act.points > 0.0 and act.cause != "provocation":
            kappa = float(self._sides(act.day)["reciprocity"][self.i])
            if kappa > 0.0:
                self.account.relieve(act.points / kappa)
            if not words:
                self.law_points = 0.0

    def _suffer(self, act: Act) -> None:
        self.account.injure(act.number, act.day, act.text, act.injury)
        whole = sum(a.injury for a in self.acts[act.day] if a.package == act.package)
        if whole >= REAL or act.cause == "law":
            self.account.news(act.day)
        if act.cause == "law":
            self.law, self.law_points = act.number, act.injury

    def _take_back(self, day: int) -> None:
        """A failed override takes back what is left of what the passage of the law had done."""
        if any(r.day == day and r.question == OVERRIDE and not r.passed for r in self.chronicle.rolls):
            self.account.relieve(self.law_points, self.law)
            self.law_points = 0.0


def _by_day(acts: tuple[Act, ...]) -> dict[int, list[Act]]:
    found: dict[int, list[Act]] = {}
    for act in acts:
        found.setdefault(act.day, []).append(act)
    return found


def account(chronicle: Chronicle, day: int, side: str) -> Account:
    """The ledger of ``side`` on ``day``, entry by entry, as it is when the side may deliberate."""
    return Keeper(chronicle, side).until(day)
