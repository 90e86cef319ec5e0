"""The timeline: dated events from outside the loop."""

from __future__ import annotations

from typing import Any

from sim.rules.conditions import NAMED, STATES
from sim.scenario.catalogue import rows_of
from sim.scenario.checking import check, choice
from sim.scenario.events import KINDS
from sim.scenario.laws import ONE_LAW
from sim.scenario.located import Located
from sim.scenario.rows import Event, Law, Measure
from sim.scenario.schema import Head
from sim.words import shown


def read_timeline(
    tree: Located, head: Head, catalogue: tuple[Measure, ...], laws: tuple[Law, ...]
) -> tuple[Event, ...]:
    """The checked ``[[timeline]]`` rows as they were written.

    Raises:
        WrongInput: a row is wrong, lies outside the calendar, or needs a legislature that is not there.
    """
    events, start, end = [], head.start, head.end
    states = [*STATES, *(NAMED + law.name for law in laws if laws != ONE_LAW)]
    for node, key in rows_of(tree, "timeline"):
        if "kind" not in node.table():
            raise node.wrong(
                f"{key}.kind",
                "this key is missing" if isinstance(node.value, dict) else f"found {shown(node.plain())}",
                "the kind of event",
            )
        kind = choice(node.at("kind"), f"{key}.kind", KINDS)
        row = check(KINDS[kind], node, key)
        if not start <= row.date <= end:
            raise node.at("date").wrong(
                f"{key}.date", f"{row.date} lies outside the scenario", f"a date from {start} to {end}"
            )
        extra = {**row.read(node, key, catalogue), **_premise(node, key, kind, states)}
        if not head.legislature and row.legislates():
            raise node.wrong(key, "the scenario has no legislature", "legislature = true", "Or remove this event")
        events.append(Event(row.id, row.date, kind, row.text, tuple(row.record), **extra))
    return tuple(events)


def _premise(node: Located, key: str, kind: str, known: list[str]) -> dict[str, Any]:
    """``only_if`` and ``unless`` as states of the world."""
    states: dict[str, tuple[str, ...]] = {}
    for name in [name for name in ("only_if", "unless") if name in node.table()]:
        place = node.at(name)
        if KINDS[kind].everywhere:
            raise place.wrong(
                f"{key}.{name}",
                "parameters change on a date, in every world",
                f"no such key in an event of kind '{kind}'",
            )
        words = [(f"{key}.{name}", place)]
        if isinstance(place.value, list):
            words = [(f"{key}.{name}[#{i + 1}]", inner) for i, inner in enumerate(place.value)]
        states[name] = tuple(dict.fromkeys(choice(inner, where, known) for where, inner in words))
    for word in states.get("unless", ()):
        if word in states.get("only_if", ()):
            raise node.at("unless").wrong(f"{key}.unless", f"'{word}' stands in only_if as well", "another state")
    return states
