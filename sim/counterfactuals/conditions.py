"""An outcome as a yes-or-no question about a world: ``parity_used``, ``rival_points>20``, ``path_class=contained``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import WrongInput
from sim.outcomes import OUTCOMES, Outcome
from sim.words import did_you_mean

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_FORM = re.compile(r"^\s*([A-Za-z_0-9.]+)\s*(>=|<=|!=|==|=|>|<)?\s*(.*?)\s*$")


@dataclass(frozen=True)
class Condition:
    """``text`` as written; ``test`` maps a table (n,) OUTCOME to yes or no (n,). What is not defined is a no."""

    text: str
    words: str
    test: Callable[[NDArray[Any]], NDArray[np.bool_]]


def parse_condition(text: str) -> Condition:
    """Read a condition.

    A flag alone asks whether it is set, a day alone whether it ever came. Anything else needs a comparison (>, >=, <,
    <=, =, !=) with a number, or for a class with one of its words.

    Raises:
        WrongInput: no such outcome, or a comparison that says nothing about it.
    """
    found = _FORM.match(text)
    name, sign, right = found.groups() if found else (text.strip(), None, "")
    if name not in OUTCOMES:
        raise WrongInput(
            f"no outcome '{name}'",
            "a name such as parity_used, or rival_points>20, or path_class=contained",
            way_out=did_you_mean(name, OUTCOMES) or "See all with: run.py outcomes",
            key="--outcome",
        )
    outcome = OUTCOMES[name]
    if sign is None and not right:
        return _bare(outcome)
    value = _value(outcome, right, text)
    compare = OPERATORS["=" if sign == "==" else str(sign)]
    return Condition(
        f"{name}{sign}{right}",
        f"{name.replace('_', ' ')} {sign} {right}",
        lambda table: compare(table[name], value) & ~np.isnan(table[name]),
    )


def _bare(outcome: Outcome) -> Condition:
    name = outcome.name
    if outcome.kind == "flag":
        return Condition(name, name.replace("_", " "), lambda table: table[name] == 1.0)
    if outcome.kind == "day":
        return Condition(
            name, f"{name.removesuffix('_day').replace('_', ' ')} (ever)", lambda table: ~np.isnan(table[name])
        )
    example = f"{name}={outcome.words[1]}" if outcome.words else f"{name}>20"
    raise WrongInput(f"'{name}' is not a yes-or-no outcome", f"a comparison such as {example}", key="--outcome")


def _value(outcome: Outcome, right: str, text: str) -> float:
    if outcome.words:
        if right not in outcome.words:
            raise WrongInput(
                f"'{right}' in '{text}'",
                f"one of {', '.join(outcome.words)}",
                way_out=did_you_mean(right, outcome.words),
                key="--outcome",
            )
        return float(outcome.words.index(right))
    if outcome.kind == "flag" and right in ("yes", "no"):
        return float(right == "yes")
    try:
        value = float(right)
        if not isfinite(value):
            raise ValueError
        return value
    except ValueError:
        raise WrongInput(f"'{right}' in '{text}'", "a number", key="--outcome") from None
