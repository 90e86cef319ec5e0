"""History as the model can live it: an event record mapped to dated steps of one scenario, and checked against it.

What an action means is declared in :mod:`sim.records.mapping`; the rows are read by :mod:`sim.records.rows`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from sim.errors import WrongInput
from sim.parameters import SIDES
from sim.records.bill import CHAMBERS, Bill
from sim.records.mapping import (
    ACTORS,
    HOME_WORDS,
    MEANINGS,
    PLAYERS,
    RIVAL_WORDS,
    USUAL_HOME,
    USUAL_RIVAL,
    word_of,
)
from sim.records.meaning import Meaning
from sim.records.rows import Row, Vote, read_rows, read_votes
from sim.records.steps import Part, Step
from sim.records.stocks import settled
from sim.rules.severity import severity
from sim.scenario import Event, Measure, Scenario
from sim.words import did_you_mean, listing, shown

LANES = ({"persons", "sites"}, {"names"}, {"sector"})
"""Forms that one mirror can be made of."""
RESTATED = datetime.timedelta(days=7)


@dataclass(frozen=True)
class History:
    """What a record imposes on a scenario: ``steps`` by date, and the ``last`` date of which the record speaks."""

    scenario: Scenario
    steps: tuple[Step, ...]
    last: datetime.date

    def date_of(self, kind: str, chamber: str = "", law: int = -1) -> datetime.date | None:
        """The date of the first step of a kind (and chamber, and law), None if there is none."""
        found = (s for s in self.steps if s.kind == kind and (not chamber or s.chamber == chamber))
        return next((s.date for s in found if law in (-1, s.law)), None)

    @property
    def end(self) -> datetime.date:
        """The latest date at which one can branch: the day after the record's last row, or the scenario's last day."""
        return min(self.last + datetime.timedelta(days=1), self.scenario.end)


def read_history(scenario: Scenario, before: datetime.date | None = None) -> History:
    """What the scenario's record imposes on the days before ``before`` (None: all of them).

    Raises:
        WrongInput: the scenario has no record, or a row of it is wrong, unknown or impossible.
    """
    reader = _Reader(scenario, before)
    steps = reader.steps(reader.but(_named(scenario.timeline)), scripted=True)
    return History(scenario, steps, max(row.date for row in reader.rows) if reader.rows else scenario.start)


def record_path(scenario: Scenario) -> dict[str, list[tuple[datetime.date, float, str]]]:
    """By side: (date, cumulative points after it, label) of what the record says was done, in this scenario's weights.

    Recorded acts count whether or not the timeline scripts them, as does the law at its final vote; what the timeline
    holds as a provocation does not, nor does a mandate met by words; one met by an act (names on a list) does. Empty
    without a record.

    Raises:
        WrongInput: as :func:`read_history`.
    """
    path: dict[str, list[tuple[datetime.date, float, str]]] = {side: [] for side in SIDES}
    if scenario.record is None:
        return path
    reader = _Reader(scenario, None)
    other = _named(event for event in scenario.timeline if event.kind != "act")
    total = dict.fromkeys(SIDES, 0.0)
    for step in reader.steps(reader.but(other), scripted=False):
        points, label = _told(scenario, step)
        if points > 0:
            total[step.side] += points
            path[step.side].append((step.date, total[step.side], label))
    return path


def _named(events: Iterable[Event]) -> set[str]:
    """The rows of the record that events of the timeline stand for."""
    return {name for event in events for name in event.record}


def _told(scenario: Scenario, step: Step) -> tuple[float, str]:
    """Points and label of a step on a path."""
    if step.kind == "vote" and step.chamber == "Senate":
        return next(m.weight for m in scenario.catalogue if m.form == "law"), f"{scenario.laws[step.law].title} law"
    return sum(_points(scenario, part) for part in step.parts), step.label


def _points(scenario: Scenario, part: Part) -> float:
    """Severity of a part, as the rules price it on the first day."""
    row = [m.name for m in scenario.catalogue].index(part.measure.name)
    return float(severity(scenario.compile().periods[0], row, part.size, part.present))


def _is_vote(row: Row) -> bool:
    return MEANINGS[row.action].becomes in CHAMBERS


def _players(scenario: Scenario) -> dict[str, str]:
    """The side behind each word of a record; words of neither are missing."""
    home = PLAYERS.get(scenario.home, PLAYERS[USUAL_HOME])
    rival = PLAYERS.get(scenario.rival, PLAYERS[USUAL_RIVAL])
    usual = {**dict.fromkeys((*home, *HOME_WORDS), "home"), **dict.fromkeys((*rival, *RIVAL_WORDS), "rival")}
    return {**usual, word_of(scenario.home): "home", word_of(scenario.rival): "rival"}


@dataclass
class _Reader:
    """Reads one record for one scenario, as far as ``before``."""

    scenario: Scenario
    before: datetime.date | None
    rows: tuple[Row, ...] = field(init=False)
    votes: dict[str, Vote] = field(init=False)

    def __post_init__(self) -> None:
        if self.scenario.record is None:
            raise WrongInput(
                f"the scenario '{self.scenario.name}' has no event record",
                way_out='Give it one with: record = "records/file.csv"',
            )
        self.rows = read_rows(self.scenario.record)
        self.players = _players(self.scenario)
        for row in self.rows:
            _check_words(row, (*ACTORS, *(word for word in self.players if word not in ACTORS)))
        self.votes = read_votes(self.scenario.record)
        self.meaning = Meaning(self.scenario)

    @cached_property
    def scripted_by(self) -> dict[str, str]:
        """The side that the timeline gives to a row it scripts as an act."""
        return {name: event.by for event in self.scenario.timeline if event.kind == "act" for name in event.record}

    @cached_property
    def mandated(self) -> dict[str, int]:
        """The rows of this record that mandates of the law name, and the number of the mandate."""
        known = {row.id for row in self.rows}
        return {name: k for k, m in enumerate(self.scenario.mandates) for name in m.record if name in known}

    def steps(self, rows: Iterable[Row], scripted: bool) -> tuple[Step, ...]:
        """The steps of those rows that lie in the calendar and mean something, by date.

        ``scripted``: the acts of the timeline are not among the rows and happen besides.
        """
        last = self.scenario.end if self.before is None else self.before - datetime.timedelta(days=1)
        kept = [row for row in rows if self.scenario.start <= row.date <= last and self._means(row)]
        steps = [
            *self._acts([row for row in kept if self._is_act(row)]),
            *self._bill([row for row in kept if not self._is_act(row)], last).steps(),
        ]
        steps.sort(key=lambda s: (s.date, SIDES.index(s.side)))
        return tuple(settled(self.scenario, steps, scripted, self.meaning))

    def _bill(self, rows: list[Row], last: datetime.date) -> Bill:
        return Bill(self.scenario, self.votes, rows, last, self.mandated, self.meaning)

    def but(self, scripted: set[str]) -> list[Row]:
        """The rows that the timeline does not hold; a vote is never scripted."""
        return [row for row in self.rows if row.id not in scripted or _is_vote(row)]

    def side(self, row: Row) -> str:
        """``home``, ``rival`` or nothing."""
        return self.players.get(row.actor) or self.scripted_by.get(row.id, "")

    def _is_act(self, row: Row) -> bool:
        """Whether a row is an act by itself; one that a mandate names meets that mandate instead."""
        ordered = self.scenario.has_congress and self.side(row) == "home" and row.id in self.mandated
        return bool(self.meaning.form(row)) and not ordered

    def _means(self, row: Row) -> bool:
        """Whether a row of this scenario's two sides means anything in the model."""
        side, becomes = self.side(row), MEANINGS[row.action].becomes
        if self.meaning.form(row):
            return bool(side) and self.players.get(row.target, side) != side
        to = self.players.get(row.target)
        return becomes != "nothing" and side == "home" and to is not None and self.scenario.has_congress

    def _acts(self, rows: list[Row]) -> list[Step]:
        acts = [row for row in rows if not self._restates(row)]
        acts.sort(key=lambda row: (row.date, self.side(row)))
        return [
            self._package(date, side, list(group))
            for (date, side), group in groupby(acts, key=lambda row: (row.date, self.side(row)))
        ]

    def _restates(self, row: Row) -> bool:
        if row.action != "cap_staff" or row.unit != "staff_cut":
            return False
        return any(
            r.action == "cap_staff"
            and r.unit == "staff_cap"
            and (r.actor, r.target) == (row.actor, row.target)
            and row.date - RESTATED <= r.date <= row.date
            for r in self.rows
        )

    def _package(self, date: datetime.date, side: str, rows: list[Row]) -> Step:
        parts: dict[str, Part] = {}
        for row in rows:
            part = self._part(row)
            before = parts.get(part.measure.name)
            parts[part.measure.name] = Part(part.measure, part.size + (before.size if before else 0.0))
        package = tuple(parts.values())
        return Step(date, "act", side, self._option(side, rows, package), package, rows=tuple(rows))

    def _part(self, row: Row) -> Part:
        """What one row takes; a cap keeps the size it names until the stocks are known (see ``_check_stocks``)."""
        measure = self.meaning.measure(row)
        if not measure.sized:
            return Part(measure, 1.0)
        if row.magnitude is None or row.magnitude < 1 or row.magnitude != int(row.magnitude):
            raise row.place.wrong(
                "magnitude",
                f"found {row.magnitude if row.magnitude is not None else 'nothing'}",
                "a whole number of at least 1",
            )
        return Part(measure, row.magnitude)

    def _option(self, side: str, rows: list[Row], parts: tuple[Part, ...]) -> str:
        if any(row.action == "cap_staff" for row in rows):
            return self._composite("parity", side, rows)
        for mirror in (m for m in self.scenario.catalogue if m.form == "mirror" and side in m.used_by):
            if self._mirrors(side, rows, mirror):
                return mirror.name
        return max(parts, key=lambda part: _points(self.scenario, part)).measure.name

    def _composite(self, form: str, side: str, rows: list[Row]) -> str:
        measure = self._only(form)
        if measure is None or side not in measure.used_by:
            raise rows[0].place.wrong(
                "action", f"in '{self.scenario.name}' no measure of form '{form}' is open to the {side} side"
            )
        return measure.name

    def _only(self, form: str) -> Measure | None:
        """The one measure of a form of which a catalogue has at most one."""
        return next((m for m in self.scenario.catalogue if m.form == form), None)

    def _mirrors(self, side: str, rows: list[Row], mirror: Measure) -> bool:
        """Whether a package takes what the acts it answers took, and one more of what ``mirror`` adds."""
        mine, theirs = self._counts(rows), self._counts(self._answered(side, rows))
        if mirror.adds:
            extra = next(m.form for m in self.scenario.catalogue if m.name == mirror.adds)
            theirs[extra] = theirs.get(extra, 0.0) + 1.0
        return mine == theirs and any(set(mine) <= lane for lane in LANES) and bool(mine)

    def _answered(self, side: str, rows: list[Row]) -> list[Row]:
        """The acts of the other side that the rows of ``side`` say they answer."""
        named = {name for row in rows for name in row.answers}
        return [row for row in self.rows if row.id in named and self.side(row) not in ("", side)]

    def _counts(self, rows: Iterable[Row]) -> dict[str, float]:
        """Magnitudes of acts by form."""
        counts: dict[str, float] = {}
        for row in rows:
            form = self.meaning.form(row)
            if form:
                counts[form] = counts.get(form, 0.0) + (row.magnitude or 0.0)
        return counts


def _check_words(row: Row, actors: tuple[str, ...]) -> None:
    if row.action not in MEANINGS:
        raise row.place.wrong(
            "action",
            f"found {shown(row.action)}",
            "an action of the mapping table",
            did_you_mean(row.action, MEANINGS) or "See docs/reference/record-mapping.md",
        )
    for key, word in (("actor", row.actor), ("target", row.target)):
        if word not in actors:
            raise row.place.wrong(key, f"found {shown(word)}", f"one of {listing(actors)}", did_you_mean(word, actors))
