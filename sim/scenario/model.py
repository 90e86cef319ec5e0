"""A checked scenario: what happens from outside, who plays, and by which numbers."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, SupportsIndex

from sim.errors import WrongInput
from sim.parameters import OWN, PARAMETERS, SIDES
from sim.scenario.casebook import Case
from sim.scenario.exploring import Explore
from sim.scenario.laws import ONE_LAW
from sim.scenario.rows import Bloc, Event, Law, Mandate, Measure, Seat
from sim.scenario.values import check_changes
from sim.strategies.own import Own, own_of
from sim.strategies.shelf import name_of, own_side
from sim.words import Shown, did_you_mean, listing, shown

if TYPE_CHECKING:
    from sim.scenario.setting import Setting


@dataclass(frozen=True)
class Scenario(Shown):
    """Everything a world needs but its luck. Immutable: changes make a new scenario.

    ``members`` are those of a member file, called ``members_from``; both are empty where members are drawn from blocs.
    ``tuned`` says in words what was set with its outcome known. ``laws`` may come one after the other.
    ``strategies`` are the sides' own ones, which play where the parameter ``strategy`` says ``own``.
    ``fitted``: unwritten parameters started from the values of 2016-18, else from neutral ones; no world hangs on it.
    ``explore``: what a page speaks of and moves first; ``case``: what a class is told; no world hangs on either.
    """

    name: str
    title: str
    summary: str
    file: Path | None
    start: datetime.date
    end: datetime.date
    home: str
    rival: str
    home_adjective: str
    rival_adjective: str
    seed: int
    has_congress: bool
    parameters: Mapping[str, float]
    catalogue: tuple[Measure, ...]
    timeline: tuple[Event, ...]
    mandates: tuple[Mandate, ...]
    blocs: tuple[Bloc, ...]
    members: tuple[Seat, ...]
    members_from: str
    roster_seed: int
    sweep: dict[str, Any] | None
    record: Path | None
    text: str = field(repr=False)
    strategies: tuple[Own, ...] = ()
    fitted: bool = False
    explore: Explore = Explore()
    laws: tuple[Law, ...] = ONE_LAW
    tuned: str = ""
    case: Case | None = None

    def __post_init__(self) -> None:
        """The timeline is kept by date; events of one day keep the order in which they were given.

        Raises:
            WrongInput: a side is to play a strategy of its own, and has none.
        """
        object.__setattr__(self, "timeline", tuple(sorted(self.timeline, key=lambda event: event.date)))
        for side in SIDES:
            if name_of(self.parameters, side) == OWN:
                own_side(self.strategies, side)

    def __getstate__(self) -> dict[str, Any]:
        """The fields for pickling, which read-only mappings do not survive; scenarios travel to other processes."""
        return {**self.__dict__, "parameters": dict(self.parameters)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update({**state, "parameters": MappingProxyType(state["parameters"])})

    @property
    def days(self) -> int:
        """The number of days simulated, the first and the last included."""
        return (self.end - self.start).days + 1

    def day_of(self, date: datetime.date) -> int:
        """The number of a date, 0 on the first day.

        Raises:
            WrongInput: the date lies outside the scenario.
        """
        if not self.start <= date <= self.end:
            raise WrongInput(
                f"{date} lies outside the scenario '{self.name}'", f"a date from {self.start} to {self.end}"
            )
        return (date - self.start).days

    def date_of(self, day: int) -> datetime.date:
        """The date of a day number."""
        return self.start + datetime.timedelta(days=int(day))

    def replace(self, changes: Mapping[str, float | str | bool] | None = None, /, **fields: Any) -> Scenario:
        """A copy with other parameter values (by full name) or other fields, such as ``seed=`` or ``name=``.

        >>> scenario.replace({"rival.legitimacy": .2}, seed=7)   # doctest: +SKIP

        Raises:
            WrongInput: an unknown parameter or field, or a value it cannot have.
        """
        known = [f.name for f in dataclasses.fields(self)]
        for name in fields:
            if name not in known or name == "parameters":
                raise WrongInput(f"a scenario has no field '{name}'", listing(known), way_out=did_you_mean(name, known))
        seed = fields.get("seed", self.seed)
        if isinstance(seed, bool) or not isinstance(seed, SupportsIndex) or not 0 <= int(seed) < 2**63:
            raise WrongInput(f"found {shown(seed)}", "a whole number from 0 to 2^63 - 1", key="seed")
        merged = {**self.parameters, **check_changes({} if changes is None else changes)}
        return dataclasses.replace(self, parameters=MappingProxyType(merged), **fields)

    def with_strategies(
        self, *, home: Callable[..., None] | str | None = None, rival: Callable[..., None] | str | None = None
    ) -> Scenario:
        """A copy in which a side weighs its menu by ``weigh(w, s, side, n)``, or by a name of the shelf.

        >>> scenario.with_strategies(rival=patient)   # doctest: +SKIP

        The source text of the function, with the constants and functions it uses, becomes part of the scenario.

        Raises:
            WrongInput: a function whose source is not to be had or cannot be compiled; an unknown name.
        """
        scenario = self
        for side, given in zip(SIDES, (home, rival), strict=True):
            if isinstance(given, str):
                scenario = scenario.replace({f"{side}.strategy": given})
            elif given is not None:
                scenario = scenario.with_own(own_of(side, given))
        return scenario

    def with_own(self, *own: Own) -> Scenario:
        """A copy in which these strategies of one's own play, each for its side."""
        sides = {one.side for one in own}
        kept = tuple(one for one in self.strategies if one.side not in sides)
        return self.replace({f"{side}.strategy": OWN for side in sides}, strategies=(*kept, *own))

    def without(self, *ids: str) -> Scenario:
        """A copy without these timeline events, named by id or, where no id matches, by kind (``"promise"``).

        Raises:
            WrongInput: neither an id nor a kind of this timeline.
        """
        gone = set().union(*(self._events_named(name) for name in ids))
        return dataclasses.replace(self, timeline=tuple(e for e in self.timeline if e.id not in gone))

    def _events_named(self, name: str) -> set[str]:
        """The ids of the events called ``name`` or, where there is none, of that kind."""
        ids = [e.id for e in self.timeline]
        found = {name} if name in ids else {e.id for e in self.timeline if e.kind == name}
        if not found:
            known = [*ids, *{e.kind: 0 for e in self.timeline}]
            raise WrongInput(
                f"the timeline of '{self.name}' has no event '{name}'",
                f"one of {listing(known)}",
                way_out=did_you_mean(name, known),
            )
        return found

    def describe(self) -> str:
        """The timeline and the parameters in words."""
        from sim.scenario.describe import describe

        return describe(self)

    def to_toml(self, folder: Path | None = None) -> str:
        """The text of a file that loads to the same content, to be saved in ``folder``: what differs from its own file.

        Raises:
            WrongInput: a strategy given in Python, or members whose file is not at hand.
        """
        from sim.scenario.writing import to_toml

        return to_toml(self, folder)

    def compile(self) -> Setting:
        """The scenario as arrays for the rules."""
        from sim.scenario.compiling import compile_scenario

        return compile_scenario(self)

    def identity(self) -> str:
        """SHA-256 (hex) of all that can make worlds differ, but for seed and run.

        Names, titles, comments and the words and record ids of events and mandates do not count, nor do ``[sweep]``,
        ``[explore]`` and ``[case]``.
        The id of an event does: its luck hangs on it.
        """
        return hashlib.sha256(json.dumps(_content(self), sort_keys=True).encode()).hexdigest()


def _content(s: Scenario) -> dict[str, Any]:
    """The canonical content behind :meth:`Scenario.identity`, as JSON values."""
    words = ("text", "record")
    return {
        "start": s.start.isoformat(),
        "end": s.end.isoformat(),
        "congress": s.has_congress,
        "parameters": {name: repr(float(s.parameters[name])) for name in PARAMETERS},
        "catalogue": [_fields(m, ("text", "cameo", "sentence", "label", "actions")) for m in s.catalogue],
        "timeline": [_fields(e, words) for e in s.timeline],
        **_legislature(s),
        **({"strategies": sorted((o.side, o.name, o.digest) for o in s.strategies)} if s.strategies else {}),
    }


def _legislature(s: Scenario) -> dict[str, Any]:
    """Mandates and members: those read from a file or, without one, by the blocs and their seed."""
    content: dict[str, Any] = {"mandates": [], "blocs": [], "members": [], "roster_seed": 0}
    if not s.has_congress:
        return content
    if s.laws != ONE_LAW:
        content["laws"] = [_fields(law, ("title",)) for law in s.laws]
    content["mandates"] = [_fields(m, ("name", "text", "record")) for m in s.mandates]
    if s.members:
        return {**content, "members": [[chamber, party, repr(x), repr(y)] for chamber, party, x, y in s.members]}
    return {**content, "blocs": [_fields(b, ()) for b in s.blocs], "roster_seed": s.roster_seed}


def _fields(row: Any, words: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a row but its ``words``; ``law`` counts where one is named, for it is empty where there is one."""
    kept = (f.name for f in dataclasses.fields(row) if f.name not in words and (f.name != "law" or row.law))
    return {
        name: value.isoformat() if isinstance(value := getattr(row, name), datetime.date) else value for name in kept
    }
