"""What a page may ask: a message or a query, checked as anything a stranger sends, into a question.

Nothing here names a file of this machine: a scenario is a name on the :class:`~sim.web.shelf.Shelf`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, NoReturn

from sim.errors import WrongInput
from sim.parameters import PARAMETERS, SIDES
from sim.scenario import Scenario
from sim.scenario.values import check_changes, parse_value, unknown_parameter
from sim.web.shelf import Shelf
from sim.words import listing, shown

MOST_RUNS = 10_000
"""Worlds of one fan."""
MOST_DAYS = 7_500_000
"""Days lived for one answer: 10,000 worlds of two years, half a second of two cores."""
MOST_COLUMNS = 400
"""Columns of a fan, so that its counts stay in the cache."""
MOST_SET = len(PARAMETERS)
MOST_OFF = 200
FIRST_RUN, LARGEST_RUN = 0, 10**9
"""Worlds by number; the first is the one that is meant where none is named, as on the command line."""
PAIRS = 500
"""Pairs behind the histogram of partings."""


def refuse_constant(word: str) -> NoReturn:
    """NaN and Infinity, which Python reads and JSON does not have."""
    raise WrongInput(f"found {word}", "a number")


def read_json(text: str) -> dict[str, Any]:
    """One message: a JSON object.

    Raises:
        WrongInput: anything else, nested too deep to read included.
    """
    try:
        found = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        raise WrongInput("not JSON", "one JSON object a message") from None
    if not isinstance(found, dict):
        raise WrongInput(f"found {shown(found)}", "one JSON object a message")
    return found


@dataclass(frozen=True)
class Question:
    """A scenario with what differs from it, checked. ``set`` holds no value that the scenario has anyway."""

    name: str
    scenario: Scenario = field(compare=False, repr=False)
    set: tuple[tuple[str, float], ...] = ()
    off: tuple[str, ...] = ()
    seed: int = 0

    @property
    def lived(self) -> Scenario:
        """The scenario that is asked about."""
        changed = self.scenario.replace(dict(self.set)) if self.set else self.scenario
        return changed.without(*self.off) if self.off else changed

    @property
    def key(self) -> tuple[Any, ...]:
        """What the answer hangs on."""
        return (self.name, self.set, self.off, self.seed)

    def at(self, name: str, value: float) -> Question:
        """The same question with one lever elsewhere."""
        moved = {**dict(self.set), name: value}
        return replace(self, set=_settled(self.scenario, moved))


def _settled(scenario: Scenario, changes: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Changes by name, without those that change nothing and without the noise of a slider's arithmetic."""
    tidy = {name: float(f"{value:.9g}") for name, value in changes.items()}
    return tuple(sorted((n, v) for n, v in tidy.items() if v != scenario.parameters[n]))


def question_of(q: object, shelf: Shelf) -> Question:
    """The question in ``q``: {scenario, set: {name: value}, off: [event ids], seed}; all may be missing.

    Raises:
        WrongInput: an unknown scenario, parameter or event, a value it cannot have, or anything of a wrong type.
    """
    if not isinstance(q, dict):
        raise WrongInput(f"found {shown(q)}", "a table of what is asked", key="q")
    name = q.get("scenario", shelf.first)
    scenario = shelf.get(name)
    changes = _changes(q.get("set") or {})
    question = Question(
        name,
        scenario,
        _settled(scenario, changes),
        _off(scenario, q.get("off") or []),
        whole("seed", q.get("seed"), scenario.seed, 0, 2**63 - 1),
    )
    question.lived  # noqa: B018 (values that do not go together are refused here)
    return question


def _changes(given: object) -> dict[str, float]:
    if not isinstance(given, dict) or len(given) > MOST_SET:
        raise WrongInput(f"found {shown(given)}", "parameter names with their values", key="set")
    found: dict[str, float] = {}
    for name, value in given.items():
        if name not in PARAMETERS:
            raise unknown_parameter(name)
        found |= {name: parse_value(name, value)} if isinstance(value, str) else check_changes({name: value})
    return found


def _off(scenario: Scenario, given: object) -> tuple[str, ...]:
    """The ids of events to leave out, in the order of the timeline."""
    if not isinstance(given, list) or len(given) > MOST_OFF or not all(isinstance(one, str) for one in given):
        raise WrongInput(f"found {shown(given)}", "a list of ids of events", key="off")
    ids = [event.id for event in scenario.timeline]
    for one in given:
        if one not in ids:
            raise WrongInput(f"no event {shown(one)}", f"one of {listing(ids)}", key="off")
    return tuple(one for one in ids if one in given)


def whole(key: str, given: object, default: int, low: int, high: int) -> int:
    """A whole number in a range; ``default`` where none is given."""
    if given is None:
        return default
    if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
        raise WrongInput(f"found {shown(given)}", f"a whole number from {low:,} to {high:,}", key=key)
    return given


def real(key: str, given: object, default: float, low: float, high: float) -> float:
    """A number in a range; ``default`` where none is given."""
    if given is None:
        return default
    sound = isinstance(given, (int, float)) and not isinstance(given, bool) and low <= given <= high and isfinite(given)
    if not sound:
        raise WrongInput(f"found {shown(given)}", f"a number from {low:g} to {high:g}", key=key)
    return float(given)  # type: ignore[arg-type]


def flag(key: str, given: object) -> bool:
    """True or false; false where nothing is given."""
    if given is not None and not isinstance(given, bool):
        raise WrongInput(f"found {shown(given)}", "true or false", key=key)
    return bool(given)


def one_of(key: str, given: object, words: tuple[str, ...]) -> str:
    """One of some words; the first where none is given."""
    if given is None:
        return words[0]
    if not isinstance(given, str) or given not in words:
        raise WrongInput(f"found {shown(given)}", f"one of {listing(words)}", key=key)
    return given


@dataclass(frozen=True)
class FanAsked:
    """How a fan is to be drawn: worlds, days between columns, the highest point, and whether as a plume."""

    runs: int
    step: int
    top: float
    plume: bool


def fan_of(q: Mapping[str, Any], days: int) -> FanAsked:
    """The shape of the fan in ``q``.

    Raises:
        WrongInput: more worlds, columns or days than one answer may take.
    """
    least = step_of(days, MOST_COLUMNS)
    return FanAsked(
        whole("runs", q.get("runs"), 300, 1, most_runs(days)),
        whole("step", q.get("step"), step_of(days), least, 100),
        real("top", q.get("top"), 80.0, 1.0, 1e6),
        flag("plume", q.get("plume")),
    )


def most_runs(days: int) -> int:
    """Worlds that one fan over so many days may have."""
    return max(100, min(MOST_RUNS, MOST_DAYS // days))


def step_of(days: int, columns: int = 250) -> int:
    """Days between the columns of a fan, for at most so many of them."""
    return max(1, -(-days // columns))


def run_of(given: object) -> int:
    """The number of a world."""
    return whole("run", given, FIRST_RUN, 0, LARGEST_RUN)


def moment_of(m: Mapping[str, Any], days: int) -> tuple[int, str]:
    """Day and side of a reason that is asked for."""
    return whole("day", m.get("day"), 0, 0, days - 1), one_of("side", m.get("side"), (SIDES[1], SIDES[0]))
