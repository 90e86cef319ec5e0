"""Decisions forced at the branch, and what else differs from then on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import WrongInput
from sim.records import History
from sim.rules.ledger import PLENTY
from sim.rules.menu import fill_menu
from sim.rules.world import FORCE_ACTORS, FREE, HOME, RIVAL, SCRATCH
from sim.scenario import Event, Scenario
from sim.scenario.forcing import LEGISLATIVE, force_choices, force_code
from sim.scenario.values import START_ONLY, check_changes
from sim.words import did_you_mean, listing, shown

NOTHING = {
    "mirror": "there is nothing unanswered to mirror",
    "parity": "the other side has no more staff",
    "persons": "there is nobody left to expel",
    "sites": "there is no site left to close",
}
"""Why a measure of a form is on no menu."""


@dataclass(frozen=True)
class Departure:
    """What differs from the branch on: parameters, forced decisions (``"rival: mirror"``), timeline events left out.

    ``scenario`` is another scenario whose rules hold from the branch on (None: the one that was branched).
    """

    changes: Mapping[str, float | str | bool] = field(default_factory=dict)
    forces: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    scenario: Scenario | None = None


def parse_force(text: str, scenario: Scenario, date: datetime.date) -> Event:
    """``"congress: reject"`` as a timeline event on the branch date.

    Raises:
        WrongInput: no such actor or choice in this scenario.
    """
    actor, colon, choice = (part.strip() for part in text.partition(":"))
    if not colon:
        raise WrongInput(f"found {shown(text)}", 'actor: choice, such as "rival: mirror"', key="force")
    if actor not in FORCE_ACTORS:
        raise WrongInput(
            f"there is no actor {shown(actor)}",
            f"one of {listing(FORCE_ACTORS)}",
            key="force",
            way_out=did_you_mean(actor, FORCE_ACTORS),
        )
    if actor in LEGISLATIVE and not scenario.has_congress:
        raise WrongInput(f"'{scenario.name}' has no legislature, so nothing of '{actor}' can be forced", key="force")
    choices = force_choices(actor, scenario.catalogue)
    if choice not in choices:
        raise WrongInput(
            f"'{actor}' cannot {shown(choice)}",
            f"one of {listing(choices)}",
            key="force",
            way_out=did_you_mean(choice, choices),
        )
    return Event(f"force-{actor}", date, "force", f"Forced: {actor}: {choice}.", actor=actor, choice=choice)


def parse_forces(texts: Iterable[str], scenario: Scenario, date: datetime.date) -> tuple[Event, ...]:
    """All forces of one departure.

    Raises:
        WrongInput: as :func:`parse_force`, or two of them contradict each other or the scenario's timeline.
    """
    events = [parse_force(text, scenario, date) for text in texts]
    choices: dict[str, str] = {}
    for event in events:
        if event.actor in choices:
            raise _contradiction(f"{event.actor}: {choices[event.actor]}", f"{event.actor}: {event.choice}")
        choices[event.actor] = event.choice
    if choices.get("congress") == "reject" and "executive" in choices:
        raise _contradiction(
            "congress: reject", f"executive: {choices['executive']}", "for then no bill reaches the executive"
        )
    _check_timeline(scenario, choices)
    return tuple(events)


def _check_timeline(scenario: Scenario, choices: dict[str, str]) -> None:
    """Refuse a force that the scenario's own timeline contradicts."""
    for event in scenario.timeline:
        if event.kind == "force" and event.choice != choices.get(event.actor, event.choice):
            raise _contradiction(
                f"{event.actor}: {choices[event.actor]}", f"the timeline's '{event.id}' ({event.actor}: {event.choice})"
            )


def _contradiction(one: str, other: str, why: str = "") -> WrongInput:
    return WrongInput(
        f"'{one}' contradicts {other if other.startswith('the ') else repr(other)}" + (f", {why}" if why else ""),
        "one choice an actor",
        key="force",
    )


def departed(history: History, date: datetime.date, departure: Departure) -> tuple[Scenario, NDArray[np.int64]]:
    """The scenario that rules from the branch on, and the forced decisions (4,) by actor (FREE where none).

    Raises:
        WrongInput: a change that cannot reach the future of the branch, or a force that is not possible there.
    """
    scenario = departure.scenario or history.scenario
    check_pairable(history.scenario, scenario, date)
    _check_reach(scenario, departure, date)
    events = parse_forces(departure.forces, scenario, date)
    for event in events:
        check_possible(event, history, date)
    scenario = scenario.without(*departure.without) if departure.without else scenario
    codes = np.full(len(FORCE_ACTORS), FREE, np.int64)
    names = [m.name for m in scenario.catalogue]
    for event in events:
        codes[FORCE_ACTORS.index(event.actor)] = force_code(event.actor, event.choice, names)
    return scenario.replace(departure.changes, timeline=(*scenario.timeline, *events)), codes


def _check_reach(scenario: Scenario, departure: Departure, date: datetime.date) -> None:
    """What is settled before the branch cannot be changed there."""
    if date == scenario.start:
        return
    for name in check_changes(departure.changes):
        if name in START_ONLY:
            raise WrongInput(f"{name} cannot change at the branch: {START_ONLY[name]}", key=name)
    if departure.without:
        left = scenario.without(*departure.without).timeline
        gone = [event for event in scenario.timeline if event not in left]
        past = next((event for event in gone if event.date < date), None)
        if past is not None:
            raise WrongInput(
                f"'{past.id}' lies on {past.date}, before the branch on {date}",
                "an event that is to come",
                way_out="Compare without --from to undo what history holds",
            )


def check_pairable(first: Scenario, second: Scenario, date: datetime.date) -> None:
    """Refuse to continue ``first`` as ``second`` where they do not share calendar, catalogue, legislature and past.

    Raises:
        WrongInput: they do not.
    """
    if first is second:
        return
    names = f"'{first.name}' and '{second.name}'"
    if (first.start, first.end) != (second.start, second.end):
        raise WrongInput(f"{names} have different calendars", f"{first.start} to {first.end} in both")
    if first.catalogue != second.catalogue or len(first.mandates) != len(second.mandates):
        raise WrongInput(f"{names} have different catalogues or mandates", "the same in both")
    if [law.name for law in first.laws] != [law.name for law in second.laws]:
        raise WrongInput(f"{names} have different laws", "the same in both")
    if first.has_congress != second.has_congress:
        raise WrongInput(f"only one of {names} has a legislature", "both or none")
    _check_past(first, second, date)


def _check_past(first: Scenario, second: Scenario, date: datetime.date) -> None:
    """Refuse scenarios that differ before the branch: history has been lived under the first."""
    names = f"'{first.name}' and '{second.name}'"
    past = [[event for event in s.timeline if event.date < date] for s in (first, second)]
    for event in (*past[0], *past[1]):
        if event not in past[0] or event not in past[1]:
            raise WrongInput(
                f"{names} differ before the branch on {date}: '{event.id}' of {event.date}",
                "scenarios that share the past",
                way_out="Compare them without --from",
            )
    if date > first.start:
        _check_start(first, second, f"{names} differ before the branch on {date}")


def _check_start(first: Scenario, second: Scenario, differ: str) -> None:
    """Refuse scenarios that begin otherwise, where the beginning has been lived."""
    for name in START_ONLY:
        if first.parameters[name] != second.parameters[name]:
            raise WrongInput(f"{differ}: {START_ONLY[name]}", "the same", key=name)
    if {(o.side, o.name, o.digest) for o in first.strategies} != {
        (o.side, o.name, o.digest) for o in second.strategies
    }:
        raise WrongInput(f"{differ}: {START_ONLY['rival.strategy']}", "the same strategies of their own")


def check_possible(event: Event, history: History, date: datetime.date) -> None:
    """Refuse to force what history has settled before the branch.

    Raises:
        WrongInput: the vote, or the decision on the bill, lies in the past.
    """
    last = len(history.scenario.laws) - 1  # laws before it may be settled, and the choice is still open
    dates = {"congress": history.date_of("vote", "Senate", last), "executive": history.date_of("sign", law=last)}
    settled = dates.get(event.actor)
    if settled is not None and settled < date:
        what = "both chambers passed the bill" if event.actor == "congress" else "the law was signed"
        raise WrongInput(
            f"'{event.actor}: {event.choice}' is not possible on {date}: {what} on {settled}",
            f"a branch not later than {settled}",
            key="force",
        )


def check_menu(events: Iterable[Event], scenario: Scenario, worlds: NDArray[Any]) -> None:
    """Refuse a measure that no particle could take at the branch.

    Raises:
        WrongInput: nothing to mirror, no gap in staff, nobody to expel, no site to close.
    """
    setting, rows = scenario.compile(), {m.name: k for k, m in enumerate(scenario.catalogue)}
    for event in events:
        if event.actor in LEGISLATIVE or event.choice == "none":
            continue
        p = setting.periods[setting.calendar["period"][scenario.day_of(event.date)]]
        row, side = rows[event.choice], HOME if event.actor == "home" else RIVAL
        if not any(_offered(p, world, side, row) for world in worlds):
            why = NOTHING.get(scenario.catalogue[row].form, "there is nothing left to take")
            raise WrongInput(f"'{event.actor}: {event.choice}' is not possible at the branch: {why}", key="force")


def _offered(p: np.void, world: np.void, side: int, row: int) -> bool:
    """Whether a catalogue row is on the menu of a side in a world, however much it wants to answer."""
    s = np.zeros(1, SCRATCH)
    n = fill_menu(p, world.copy(), s[0], side, PLENTY)
    return bool((s["options"]["measure"][0, :n] == row).any())
