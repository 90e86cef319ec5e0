"""What the page shows, as a link, a command and a file. Pure: nothing here knows of a server.

A link says only what differs from the scenario as shipped, in the query string (``static/explorer/state.js`` writes and
reads the same):

=================  ====================================================================================
key                means
=================  ====================================================================================
``scenario``       its name
``rival.restraint``  a parameter that is set, any number of them; words for what has words
``off``            ids of events left out, joined by commas
``pin``            the same of the pinned world; ``1`` where it leaves out nothing
``pin.rival.restraint``  a parameter of the pinned world
``run``, ``seed``  which world
``day``, ``side``  the reasons shown: a day from 0, ``home`` or ``rival``
``look``, ``tab``  ``plume``; ``levers``, ``world``, ``why``
``projector``      ``1``
``lesson``         a name
``v``              package and rules under which the link was made
=================  ====================================================================================

What is unknown or impossible becomes the nearest that is possible, with a note in plain words; it is never an error.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isnan
from urllib.parse import parse_qsl, urlencode

from sim.errors import WrongInput
from sim.parameters import OWN, PARAMETERS, SIDES, Parameter
from sim.scenario import Scenario
from sim.scenario.values import is_flag
from sim.web.asking import FIRST_RUN, LARGEST_RUN
from sim.web.payloads.page import VERSION
from sim.words import did_you_mean, number, shown

LOOKS = ("bands", "plume")
TABS = ("fan", "levers", "world", "why")
LONGEST = 8_000
MOST_FIELDS = 200
_LESSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Changes:
    """What differs from the scenario as shipped: parameters by name, and ids of events left out, in their order."""

    set: Mapping[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()

    def applied(self, s: Scenario) -> Scenario:
        """The scenario with these changes."""
        changed = s.replace(dict(self.set)) if self.set else s
        return changed.without(*self.off) if self.off else changed


@dataclass(frozen=True)
class State:
    """What the page shows. ``seed`` None: the scenario's own; ``day`` None: no reasons are shown, and then no side."""

    scenario: str
    changes: Changes = Changes()
    pin: Changes | None = None
    run: int = FIRST_RUN
    seed: int | None = None
    day: int | None = None
    side: str | None = None
    look: str = LOOKS[0]
    tab: str = TABS[0]
    projector: bool = False
    lesson: str = ""


def query_of(state: State) -> str:
    """The state as a query string, without the question mark."""
    pairs = [("scenario", state.scenario), *_said(state.changes, "")]
    if state.changes.off:
        pairs.append(("off", ",".join(state.changes.off)))
    if state.pin is not None:
        pairs += [("pin", ",".join(state.pin.off) or "1"), *_said(state.pin, "pin.")]
    usual = State(state.scenario)
    for key in ("run", "seed", "look", "tab", "lesson", "day", "side"):
        if (value := getattr(state, key)) != getattr(usual, key):
            pairs.append((key, str(value)))
    if state.projector:
        pairs.append(("projector", "1"))
    return urlencode([*pairs, ("v", VERSION)], safe=",")


def read_query(query: str, get: Callable[[str], Scenario], first: str) -> tuple[State, tuple[str, ...]]:
    """The state that a link names, and a note for each thing in it that had to become another.

    ``get`` gives the scenario of a name or raises :class:`WrongInput`; ``first`` is the name to begin with.
    """
    notes: list[str] = []
    given = _fields(query, notes)
    name, s = _scenario(given.get("scenario", first), get, first, notes)
    day = _whole("day", given, None, s.days - 1, notes)
    seed = _whole("seed", given, None, 2**63 - 1, notes)
    run = _whole("run", given, FIRST_RUN, LARGEST_RUN, notes)
    state = State(
        name,
        _changes(given, "", given.get("off", ""), s, notes),
        _changes(given, "pin.", given.get("pin", ""), s, notes) if _is_pinned(given) else None,
        FIRST_RUN if run is None else run,
        None if seed == s.seed else seed,
        day,
        None if day is None else _word("side", given, SIDES[::-1], notes),
        _word("look", given, LOOKS, notes),
        _word("tab", given, TABS, notes),
        given.get("projector", "0") not in ("", "0", "false"),
        _lesson(given.get("lesson", ""), notes),
    )
    return state, (*_version_note(given.get("v", VERSION)), *notes)


def command_of(state: State) -> str:
    """The command that shows the world of the state."""
    words = ["run.py", "simulate", state.scenario]
    for name, text in _said(state.changes, ""):
        words += ["--set", f"{name}={text}"]
    for event in state.changes.off:
        words += ["--without", event]
    words += ["--run", str(state.run)]
    return shlex.join([*words, "--seed", str(state.seed)] if state.seed is not None else words)


def toml_of(state: State, s: Scenario) -> str:
    """The scenario of the state as a file; ``s`` is the scenario as shipped."""
    lived = state.changes.applied(s)
    return (lived if state.seed is None else lived.replace(seed=state.seed)).to_toml()


def _said(changes: Changes, before: str) -> list[tuple[str, str]]:
    return [(before + name, _text(PARAMETERS[name], value)) for name, value in changes.set.items()]


def _text(q: Parameter, value: float) -> str:
    """A value as a link and ``--set`` write it: a word, or the shortest number that is the same."""
    return q.choices[int(value)] if q.choices else repr(float(value)).removesuffix(".0")


def _fields(query: str, notes: list[str]) -> dict[str, str]:
    try:
        if len(query) > LONGEST:
            raise ValueError
        return dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        notes.append("The link is too long to be one of this page: the scenario is shown as it comes.")
        return {}


def _scenario(name: str, get: Callable[[str], Scenario], first: str, notes: list[str]) -> tuple[str, Scenario]:
    try:
        return name, get(name)
    except WrongInput as error:
        notes.append(f"There is no scenario {shown(name)}: {first} is shown instead. {error.way_out}".rstrip())
        return first, get(first)


def _is_pinned(given: Mapping[str, str]) -> bool:
    return "pin" in given or any(key.startswith("pin.") for key in given)


def _changes(given: Mapping[str, str], before: str, off: str, s: Scenario, notes: list[str]) -> Changes:
    """What the link changes under keys that begin with ``before``, without what changes nothing."""
    found: dict[str, float] = {}
    for name, text in _named(given, before).items():
        if name in PARAMETERS:
            found[name] = _nearest(PARAMETERS[name], text, s, notes)
        else:
            notes.append(f"There is no parameter {shown(name)}. {did_you_mean(name, PARAMETERS)}".rstrip())
    differing = {name: value for name, value in found.items() if value != s.parameters[name]}
    return Changes(differing, _left_out(off, [event.id for event in s.timeline], notes))


def _named(given: Mapping[str, str], before: str) -> dict[str, str]:
    """The parameters, right or wrong, under keys that begin with ``before``: whatever has a dot."""
    names = {key.removeprefix(before): text for key, text in given.items() if key.startswith(before)}
    return {name: text for name, text in names.items() if "." in name and not name.startswith("pin.")}


def _left_out(off: str, ids: list[str], notes: list[str]) -> tuple[str, ...]:
    """The ids in ``off``, in the order of the timeline; ``1`` says that there are none."""
    wanted = [one for one in off.split(",") if one and (one != "1" or "1" in ids)]
    notes += [f"The timeline has no event {shown(one)}." for one in wanted if one not in ids]
    return tuple(one for one in ids if one in wanted)


def _nearest(q: Parameter, text: str, s: Scenario, notes: list[str]) -> float:
    """The value that ``text`` names or, with a note, the nearest that the parameter can have."""
    value = _value_of(q, text)
    if value is None:
        notes.append(f"{_called(q, s)} cannot be {shown(text)}: it stays at {_spelled(q, s.parameters[q.name])}.")
        return s.parameters[q.name]
    fit = min(q.high, max(q.low, round(value) if q.whole and abs(value) < 1e15 else value))
    if fit != value:
        notes.append(f"{_called(q, s)} cannot be {shown(text)}: {_spelled(q, fit)} is the nearest.")
    return float(fit)


def _value_of(q: Parameter, text: str) -> float | None:
    """A number or the position of a word; None for what is neither, and for a strategy that is a file."""
    if q.choices:
        return float(q.choices.index(text)) if text in q.choices and text != OWN else None
    if is_flag(q) and text in ("true", "false"):
        return float(text == "true")
    try:
        value = float(text)
    except ValueError:
        return None
    return None if isnan(value) else value


def _called(q: Parameter, s: Scenario) -> str:
    return f"“{q.label_for(s)}”" if q.lever else q.name


def _spelled(q: Parameter, value: float) -> str:
    return q.word(value) if q.choices else number(value, str(value))


def _whole(key: str, given: Mapping[str, str], usual: int | None, most: int, notes: list[str]) -> int | None:
    if key not in given:
        return usual
    text = given[key]
    if not re.fullmatch(r"-?[0-9]{1,30}", text):
        told = "none is shown" if usual is None and key == "day" else "it is left as it was"
        notes.append(f"{shown(text)} is no {key}: {told}.")
        return usual
    fit = min(most, max(0, int(text)))
    if fit != int(text):
        notes.append(f"There is no {key} {text}: {fit} is the nearest.")
    return fit


def _word(key: str, given: Mapping[str, str], words: tuple[str, ...], notes: list[str]) -> str:
    """One of ``words``; the first where there is none or another."""
    text = given.get(key, words[0])
    if text in words:
        return text
    notes.append(f"There is no {key} {shown(text)}: {words[0]} is shown.")
    return words[0]


def _lesson(text: str, notes: list[str]) -> str:
    if not text or _LESSON.fullmatch(text):
        return text
    notes.append(f"There is no lesson {shown(text)}.")
    return ""


def _version_note(made: str) -> tuple[str, ...]:
    if made == VERSION:
        return ()
    return (f"Numbers may differ: this link was made with {shown(made)}, and this is {VERSION}.",)
