"""Values of parameters: what is accepted, and the words that say so. All of it comes from ``sim.parameters``."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isnan

from sim.errors import WrongInput
from sim.parameters import PARAMETERS, Parameter
from sim.words import did_you_mean, listing, shown

START_ONLY: dict[str, str] = {
    **{
        f"{side}.{key}": "it is the state at the start"
        for side in ("home", "rival")
        for key in ("ledger", "staff", "sites")
    },
    **{f"{side}.grit_interval": "the series is announced at the start" for side in ("home", "rival")},
    **{f"{side}.strategy": "a strategy remembers from the start" for side in ("home", "rival")},
    "scandal.initial": "it is the state at the start; a later rise is an event of kind 'leak' or 'provocation'",
    "scandal.hidden_contacts": "it is the state at the start; a later contact is an event of kind 'contact'",
    "executive.reset_wish": "it is the state at the start; a later change is an event of kind 'inauguration'",
    "executive.expected_wish": "it is the state at the start; a later change is an event of kind 'election'",
    "executive.party": "it is the state at the start; a later change is an event of kind 'inauguration'",
    "hope.goodwill_prior": "it is the state at the start; later beliefs follow from promises and deeds",
}
"""Parameters that a dated change cannot reach, and why."""


def is_flag(q: Parameter) -> bool:
    """Whether the parameter is an on-off switch, which a file may also write as true or false."""
    return q.whole and not q.choices and (q.low, q.high) == (0, 1)


def expectation(q: Parameter) -> str:
    """What a value of this parameter must be, in words."""
    if q.choices:
        return f"one of {listing(q.choices)}"
    if is_flag(q):
        return "true or false (or 1 or 0)"
    kind = "a whole number" if q.whole else "a number"
    return f"{kind} of at least {q.low:g}" if q.high == inf else f"{kind} from {q.low:g} to {q.high:g}"


def accepted(q: Parameter, raw: object, codes: bool = False) -> float | None:
    """The value as the record holds it, or None if it cannot be accepted.

    ``codes`` also takes the position of a choice, as resolved parameters hold it.
    """
    if isinstance(raw, bool):
        return float(raw) if is_flag(q) else None
    if isinstance(raw, str):
        return float(q.choices.index(raw)) if raw in q.choices else None
    if not isinstance(raw, (int, float)) or (q.choices and not codes):
        return None
    return _within(q, raw)


def _within(q: Parameter, raw: float) -> float | None:
    """A number if it lies in the range of ``q`` and is whole where it has to be."""
    try:
        value = float(raw)
    except OverflowError:
        return None
    if isnan(value) or not q.low <= value <= q.high:
        return None
    return None if (q.whole or q.choices) and value != int(value) else value


def unknown_parameter(name: str) -> WrongInput:
    """The refusal of a parameter that does not exist."""
    way_out = did_you_mean(name, PARAMETERS) or "See all with: run.py parameters"
    return WrongInput(f"there is no parameter {shown(name)}", "a name such as rival.legitimacy", way_out=way_out)


def check_changes(changes: Mapping[str, object]) -> dict[str, float]:
    """Parameter changes given in code or on the command line, as floats.

    Raises:
        WrongInput: an unknown name, or a value that the parameter cannot have.
    """
    if not isinstance(changes, Mapping):
        raise WrongInput(
            f"found {shown(changes)}", "parameter names with their values, such as {'rival.legitimacy': 0.2}"
        )
    result = {}
    for name, raw in changes.items():
        if not isinstance(name, str) or name not in PARAMETERS:
            raise unknown_parameter(str(name))
        raw = raw.item() if hasattr(raw, "item") and not getattr(raw, "shape", ()) else raw  # numpy scalars
        value = accepted(PARAMETERS[name], raw, codes=True)
        if value is None:
            raise WrongInput(f"found {shown(raw)}", expectation(PARAMETERS[name]), key=name)
        result[name] = value
    return result


def parse_value(name: str, text: str) -> float:
    """The value of parameter ``name`` written as text: a number, inf, a choice word, true or false."""
    if name not in PARAMETERS:
        raise unknown_parameter(name)
    word = text.strip()
    try:
        raw: object = float(word)
    except ValueError:
        raw = {"true": True, "false": False}.get(word, word)
    return check_changes({name: raw})[name]


def parse_setting(text: str) -> tuple[str, float]:
    """``rival.legitimacy=0.2`` as name and value, for ``--set``."""
    name, equals, value = text.partition("=")
    if not equals:
        raise WrongInput(f"found {shown(text)}", "name=value, such as rival.legitimacy=0.2")
    return name.strip(), parse_value(name.strip(), value)
