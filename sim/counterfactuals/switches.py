"""What can be switched off, declared once: exogenous events, institutions, mechanisms.

A switch is a name, words for people, and a pure function from a scenario to the scenario without the thing. Nothing
else may say what "without the lock" means.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.errors import WrongInput
from sim.scenario import Scenario
from sim.scenario.rows import Event
from sim.words import did_you_mean

EVENT, INSTITUTION, MECHANISM = "event", "institution", "mechanism"


@dataclass(frozen=True)
class Switch:
    """One thing that can be switched off. ``off`` gives the scenario without it."""

    name: str
    kind: str
    words: str
    off: Callable[[Scenario], Scenario]


def without_parameters(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The scenario with these parameters at these values for good: dated changes of them are dropped as well."""
    kept = tuple(_unset(event, values) for event in scenario.timeline)
    return dataclasses.replace(scenario.replace(values), timeline=kept)


def _unset(event: Event, values: Mapping[str, float]) -> Event:
    if not event.parameters:
        return event
    return dataclasses.replace(event, parameters=tuple((n, v) for n, v in event.parameters if n not in values))


def _parameters(name: str, kind: str, words: str, **values: float) -> Switch:
    """A switch that sets parameters; ``rival__restraint=0`` stands for ``rival.restraint``."""
    named = {key.replace("__", "."): value for key, value in values.items()}
    return Switch(name, kind, words, lambda scenario: without_parameters(scenario, named))


INSTITUTIONS: tuple[Switch, ...] = (
    Switch("congress", INSTITUTION, "Congress as a whole", lambda s: dataclasses.replace(s, has_congress=False)),
    _parameters("lock", INSTITUTION, "the review lock on easing", congress__lock=0),
    _parameters("whip", INSTITUTION, "the whip of the president's party", congress__whip=0),
    _parameters(
        "ten-day clock",
        INSTITUTION,
        "the ten days to sign or veto (the law is settled on the next day)",
        congress__clock=1,
    ),
    _parameters("cloture", INSTITUTION, "sixty senators to bring a bill to a vote", congress__cloture=0),
    Switch(
        "mandates",
        INSTITUTION,
        "the deadlines that the law sets the executive",
        lambda s: dataclasses.replace(s, mandates=()),
    ),
)
"""Needs a legislature."""

MECHANISMS: tuple[Switch, ...] = (
    _parameters(
        "promise-belief", MECHANISM, "belief in promises (they are made, and raise no goodwill)", hope__promise_boost=0
    ),
    _parameters("leaks", MECHANISM, "leaks besides those of the timeline", scandal__leak_rate=0),
    _parameters("rival-restraint", MECHANISM, "the rival's restraint out of hope", rival__restraint=0),
    _parameters("home-restraint", MECHANISM, "the home side's restraint out of its reset wish", home__restraint=0),
    _parameters("rival-legitimacy", MECHANISM, "what the rival grants as its due punishment", rival__legitimacy=0),
    _parameters("home-legitimacy", MECHANISM, "what the home side grants as its due punishment", home__legitimacy=0),
    _parameters(
        "misperception", MECHANISM, "errors in feeling an injury", home__misperception=0, rival__misperception=0
    ),
    _parameters("easing", MECHANISM, "easing by the executive's own decision", executive__ease_rate=0),
    _parameters("slow-walk", MECHANISM, "slow and hollow implementation", executive__slow_walk=0),
    _parameters("parity-bias", MECHANISM, "the liking for parity", home__parity_bias=0, rival__parity_bias=0),
    _parameters("mirror-bias", MECHANISM, "the liking for an exact mirror", home__mirror_bias=0, rival__mirror_bias=0),
    _parameters(
        "rival-memory", MECHANISM, "the rival's long memory (it forgets half in a week)", rival__memory_half_life=7
    ),
)


def event_switches(scenario: Scenario) -> tuple[Switch, ...]:
    """One switch for each event of the timeline."""
    return tuple(
        Switch(e.id, EVENT, e.text or e.id, lambda s, name=e.id: s.without(name))  # type: ignore[misc]
        for e in scenario.timeline
    )


def switches(scenario: Scenario) -> tuple[Switch, ...]:
    """All that can be switched off in a scenario and would make it another one."""
    institutions = INSTITUTIONS if scenario.has_congress else ()
    here = scenario.identity()
    found = (*event_switches(scenario), *institutions, *MECHANISMS)
    return tuple(s for s in found if s.off(scenario).identity() != here)


def known_switch(name: str) -> Switch | None:
    """The institution or mechanism of this name, None if there is none."""
    return next((s for s in (*INSTITUTIONS, *MECHANISMS) if s.name == name), None)


def without(scenario: Scenario, name: str) -> Scenario:
    """``scenario`` without an event (id or kind), an institution or a mechanism.

    Raises:
        WrongInput: nothing of that name.
    """
    if any(name in (e.id, e.kind) for e in scenario.timeline):
        return scenario.without(name)
    switch = known_switch(name)
    if switch is None:
        names = [
            *(e.id for e in scenario.timeline),
            *sorted({e.kind for e in scenario.timeline}),
            *(s.name for s in (*INSTITUTIONS, *MECHANISMS)),
        ]
        raise WrongInput(
            f"'{scenario.name}' has nothing called '{name}' to leave out",
            f"one of {', '.join(names)}",
            way_out=did_you_mean(name, names),
            key="--without",
        )
    return switch.off(scenario)
