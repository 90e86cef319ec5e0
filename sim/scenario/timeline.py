"""The timeline: dated events from outside the loop."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from sim.parameters import PARAMETERS
from sim.rules.conditions import STATES
from sim.rules.world import FORCE_ACTORS, PRESENTMENT_CHOICES, VOTE_CHOICES
from sim.scenario.catalogue import COMPOSITE, ONCE, SIZED, rows_of
from sim.scenario.checking import check, choice
from sim.scenario.located import Located
from sim.scenario.model import Event, Measure
from sim.scenario.schema import EVENT_ROWS, ActRow
from sim.scenario.values import START_ONLY, accepted, expectation
from sim.words import did_you_mean, shown

NO_MEASURE = "none"
LEGISLATIVE = ("congress", "executive")


def read_timeline(
    tree: Located, start: datetime.date, end: datetime.date, catalogue: tuple[Measure, ...], legislature: bool
) -> tuple[Event, ...]:
    """The checked ``[[timeline]]`` rows as they were written.

    Raises:
        WrongInput: a row is wrong, lies outside start..end, or needs a legislature that is not there.
    """
    events = []
    for node, key in rows_of(tree, "timeline"):
        if "kind" not in node.table():
            raise node.wrong(
                f"{key}.kind",
                "this key is missing" if isinstance(node.value, dict) else f"found {shown(node.plain())}",
                "the kind of event",
            )
        kind = choice(node.at("kind"), f"{key}.kind", EVENT_ROWS)
        row = check(EVENT_ROWS[kind], node, key)
        if not start <= row.date <= end:
            raise node.at("date").wrong(
                f"{key}.date", f"{row.date} lies outside the scenario", f"a date from {start} to {end}"
            )
        extra = {**_READERS.get(kind, _nothing)(row, node, key, catalogue), **_premise(node, key, kind)}
        if not legislature and (kind == "bill" or extra.get("actor") in LEGISLATIVE):
            raise node.wrong(key, "the scenario has no legislature", "legislature = true", "Or remove this event")
        events.append(Event(row.id, row.date, kind, row.text, tuple(row.record), **extra))
    return tuple(events)


def _premise(node: Located, key: str, kind: str) -> dict[str, Any]:
    """``only_if`` and ``unless`` as states of the world."""
    states: dict[str, tuple[str, ...]] = {}
    for name in [name for name in ("only_if", "unless") if name in node.table()]:
        place = node.at(name)
        if kind == "set":
            raise place.wrong(
                f"{key}.{name}", "parameters change on a date, in every world", "no such key in an event of kind 'set'"
            )
        words = [(f"{key}.{name}", place)]
        if isinstance(place.value, list):
            words = [(f"{key}.{name}[#{i + 1}]", inner) for i, inner in enumerate(place.value)]
        states[name] = tuple(dict.fromkeys(choice(inner, where, STATES) for where, inner in words))
    for word in states.get("unless", ()):
        if word in states.get("only_if", ()):
            raise node.at("unless").wrong(f"{key}.unless", f"'{word}' stands in only_if as well", "another state")
    return states


def _nothing(row: Any, node: Located, key: str, catalogue: tuple[Measure, ...]) -> dict[str, Any]:
    return {}


def _act(row: ActRow, node: Located, key: str, catalogue: tuple[Measure, ...]) -> dict[str, Any]:
    by_name = {m.name: m for m in catalogue}
    package = []
    for i, part in enumerate(row.measures):
        place, name = node.at("measures", i), f"{key}.measures[#{i + 1}]"
        measure = by_name[choice(place.at("measure"), f"{name}.measure", [m.name for m in catalogue])]
        _check_scriptable(measure, place, name)
        if measure.form in SIZED and part.size is None:
            raise place.wrong(f"{name}.size", "this key is missing", f"how many, for '{measure.name}' comes in numbers")
        if measure.form not in SIZED and part.size not in (None, 1):
            raise place.at("size").wrong(f"{name}.size", f"'{measure.name}' has no size", "no such key")
        package.append((measure.name, part.size or 1))
    return {"by": row.by, "measures": tuple(package)}


def _check_scriptable(measure: Measure, place: Located, name: str) -> None:
    ways = {
        **dict.fromkeys(COMPOSITE, "Write the persons and sites as measures of their own"),
        "law": "Use an event of kind 'bill', or 'force' the votes",
        "ease": "Use an event of kind 'ease'",
    }
    if measure.form in ONCE:
        raise place.at("measure").wrong(
            f"{name}.measure",
            f"a measure of form '{measure.form}' cannot be scripted",
            "words, persons, sites, names or sector",
            ways[measure.form],
        )


def _provocation(row: Any, *_: Any) -> dict[str, Any]:
    return {"by": row.by, "points": row.points, "value": row.scandal}


def _inauguration(row: Any, *_: Any) -> dict[str, Any]:
    return {"value": row.reset_wish, "party": row.party or ""}


def _force(row: Any, node: Located, key: str, catalogue: tuple[Measure, ...]) -> dict[str, Any]:
    actor = choice(node.at("actor"), f"{key}.actor", FORCE_ACTORS)
    choices = force_choices(actor, catalogue)
    choice(node.at("choice"), f"{key}.choice", choices)
    return {"actor": actor, "choice": row.choice}


def force_choices(actor: str, catalogue: tuple[Measure, ...]) -> tuple[str, ...]:
    """What the decision of ``actor`` can be forced to."""
    if actor == "congress":
        return VOTE_CHOICES
    if actor == "executive":
        return PRESENTMENT_CHOICES
    return NO_MEASURE, *(m.name for m in catalogue if m.form not in ("law", "ease") and actor in m.used_by)


def _set(row: Any, node: Located, key: str, *_: Any) -> dict[str, Any]:
    changes = []
    for name, value in _flat(node.at("parameters"), ""):
        where = f"{key}.parameters.{name}"[:200]
        if name not in PARAMETERS:
            raise value.wrong(
                where, "there is no such parameter", "a name such as rival.legitimacy", did_you_mean(name, PARAMETERS)
            )
        if name in START_ONLY:
            raise value.wrong(where, f"{name} cannot change on a date: {START_ONLY[name]}", "another parameter")
        number = accepted(PARAMETERS[name], value.value)
        if number is None:
            raise value.wrong(where, f"found {shown(value.plain())}", expectation(PARAMETERS[name]))
        changes.append((name, number))
    if not changes:
        raise node.wrong(f"{key}.parameters", "nothing is set", "at least one parameter")
    return {"parameters": tuple(changes)}


def _flat(node: Located, prefix: str) -> list[tuple[str, Located]]:
    """``{"congress.whip" = 5}`` and ``{congress.whip = 5}`` alike, one level deep."""
    pairs = []
    for name, inner in node.table().items():
        if isinstance(inner.value, dict) and not prefix:
            pairs += _flat(inner, f"{name}.")
        else:
            pairs.append((prefix + name, inner))
    return pairs


_READERS: dict[str, Callable[..., dict[str, Any]]] = {
    "act": _act,
    "provocation": _provocation,
    "inauguration": _inauguration,
    "force": _force,
    "set": _set,
    "promise": lambda row, *_: {"value": row.strength},
    "contact": lambda row, *_: {"value": float(row.count)},
    "leak": lambda row, *_: {"value": row.size},
    "election": lambda row, *_: {"value": row.reset_wish},
    "ease": lambda row, *_: {"by": "home", "sites": row.sites},
}
