"""The timeline: dated events from outside the loop."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.rules.conditions import NAMED, STATES
from sim.scenario.catalogue import rows_of
from sim.scenario.checking import check, choice
from sim.scenario.events import KINDS, Bill
from sim.scenario.gathering import attempt, attempt_row, rows
from sim.scenario.kind import Kind
from sim.scenario.laws import ONE_LAW, check_law_named
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
    states = [*STATES, *(NAMED + law.name for law in laws if laws != ONE_LAW)]
    known = _Known(head, catalogue, laws, states)
    return rows(attempt_row(_event, node, key, known) for node, key in rows_of(tree, "timeline"))


class _Known(NamedTuple):
    """What an event may speak of. Without a catalogue (it is wrong as a whole) measures are not judged."""

    head: Head
    catalogue: tuple[Measure, ...]
    laws: tuple[Law, ...]
    states: list[str]


def _event(node: Located, key: str, known: _Known) -> Event:
    if "kind" not in node.table():
        raise node.wrong(
            f"{key}.kind",
            "this key is missing" if isinstance(node.value, dict) else f"found {shown(node.plain())}",
            "the kind of event",
        )
    kind = choice(node.at("kind"), f"{key}.kind", KINDS)
    row = check(KINDS[kind], node, key)
    attempt(_check_date, node, key, row, known.head)
    parts = attempt(row.read, node, key, known.catalogue) if known.catalogue else None
    premise = attempt(_premise, node, key, kind, known.states)
    if known.head.legislature is False and row.legislates():
        raise node.wrong(key, "the scenario has no legislature", "legislature = true", "Or remove this event")
    if isinstance(row, Bill):
        check_law_named(node, key, row.law, known.laws)
    return Event(row.id, row.date, kind, row.text, tuple(row.record), **(parts or {}), **(premise or {}))


def _check_date(node: Located, key: str, row: Kind, head: Head) -> None:
    if not head.start <= row.date <= head.end:
        raise node.at("date").wrong(
            f"{key}.date", f"{row.date} lies outside the scenario", f"a date from {head.start} to {head.end}"
        )


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
