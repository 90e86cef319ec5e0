"""Parameters that change on a date."""

from __future__ import annotations

from sim.parameters import PARAMETERS
from sim.scenario.located import Located
from sim.scenario.values import START_ONLY, accepted, expectation
from sim.words import did_you_mean, shown


def dated_changes(node: Located, key: str) -> list[tuple[str, float]]:
    """The parameters in a table by full name, each at a value it can have.

    Raises:
        WrongInput: an unknown parameter, one that cannot change on a date, or a value it cannot have.
    """
    return [_change(name, value, key) for name, value in _flat(node, "")]


def _change(name: str, value: Located, key: str) -> tuple[str, float]:
    where = f"{key}.{name}"[:200]
    if name not in PARAMETERS:
        close = did_you_mean(name, PARAMETERS)
        raise value.wrong(where, "there is no such parameter", "a name such as rival.legitimacy", close)
    if name in START_ONLY:
        raise value.wrong(where, f"{name} cannot change on a date: {START_ONLY[name]}", "another parameter")
    number = accepted(PARAMETERS[name], value.value)
    if number is None:
        raise value.wrong(where, f"found {shown(value.plain())}", expectation(PARAMETERS[name]))
    return name, number


def _flat(node: Located, prefix: str) -> list[tuple[str, Located]]:
    """``{"congress.whip" = 5}`` and ``{congress.whip = 5}`` alike, one level deep."""
    pairs = []
    for name, inner in node.table().items():
        if isinstance(inner.value, dict) and not prefix:
            pairs += _flat(inner, f"{name}.")
        else:
            pairs.append((prefix + name, inner))
    return pairs
