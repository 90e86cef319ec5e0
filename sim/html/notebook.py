"""What a notebook shows of a result: a card with hand-made SVG. ``_repr_mimebundle_`` asks :func:`mimebundle`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

_WHERE = {
    "Scenario": "sim.html.worlds",
    "Chronicle": "sim.html.worlds",
    "Explanation": "sim.html.reasons",
    "Outcomes": "sim.html.many",
    "Comparison": "sim.html.changes",
    "Causes": "sim.html.changes",
    "SweepResult": "sim.html.sweeps",
    "Score": "sim.html.bits",
}
"""Kind of result -> the module whose function of that name, in small letters, tells it; a subclass as its base."""


def mimebundle(result: object) -> dict[str, str]:
    """``text/plain`` as ever, and ``text/html`` for the kinds of result that have a picture.

    No script, no style sheet, no file: it also shows in a notebook that is not trusted to run anything.
    """
    told = _teller(result)
    return {"text/plain": repr(result), **({"text/html": told(result)} if told else {})}


def _teller(result: object) -> Callable[[Any], str] | None:
    for kind in type(result).__mro__:
        if kind.__name__ in _WHERE:
            found: Callable[[Any], str] = getattr(import_module(_WHERE[kind.__name__]), kind.__name__.lower())
            return found
    return None
