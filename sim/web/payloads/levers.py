"""The levers of a page: which a scenario shows, in the words of a classroom, with the span worth dragging over."""

from __future__ import annotations

from typing import Any

from sim.levers import MECHANISMS
from sim.parameters import PARAMETERS, Parameter
from sim.scenario import Scenario
from sim.strategies.shelf import SHELF


def knobs(s: Scenario) -> list[dict[str, Any]]:
    """By mechanism {group, about, rows}, in the order of mechanisms, then in that of the scenario's ``[explore]``.

    A row is {name, label, unit, tag: R, L or J, help, value} and, for a slider, low, high, step, and least and most,
    the bounds that the rules can bear; for words to choose from, ``choices``: [{word, label, help}], its value a word.
    """
    shown = [PARAMETERS[name] for name in s.explore.levers]
    return [
        {"group": mechanism.heading, "about": mechanism.question, "rows": [_row(s, q) for q in rows]}
        for key, mechanism in MECHANISMS.items()
        if (rows := [q for q in shown if q.lever is not None and q.lever.mechanism == key])
    ]


def _row(s: Scenario, q: Parameter) -> dict[str, Any]:
    told = {"name": q.name, "label": q.label_for(s), "unit": q.unit, "tag": q.tag, "help": q.meaning}
    value = s.parameters[q.name]
    if q.span is None:
        choices = [_choice(word) for word in q.choices if word in SHELF or word == q.word(value)]
        return {**told, "value": q.word(value), "choices": choices}
    low, high, _ = q.span
    return {
        **told,
        "value": value,
        "low": low,
        "high": high,
        "step": q.span.step,
        "least": q.low,
        "most": q.high if q.high < float("inf") else None,
    }


def _choice(word: str) -> dict[str, str]:
    """A strategy by name, with its rule in a line; one's own, which came with the file, has no rule to tell."""
    rule = SHELF[word].rule if word in SHELF else "a strategy of one's own"
    return {"word": word, "label": word.replace("-", " "), "help": rule}
