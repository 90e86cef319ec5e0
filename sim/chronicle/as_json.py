"""One world as JSON values: words for every code, the daily state, leaks, and who voted how."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.chronicle.happenings import happenings
from sim.outcomes import OUTCOMES
from sim.parameters import PARTIES, SIDES
from sim.rules.world import ROUTES, STAGES

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Act, Chronicle, Decision, RollCall

SIDED = ("points", "ledger", "staff", "sites", "rung", "restraint")
"""Fields of the daily log that both sides have."""

WORDS = {"stage": STAGES, "law_route": ROUTES}
FLAGS = ("talks", "statement")
CAST = {1: "yea", 0: "nay", -1: "absent"}


def chronicle_dict(c: Chronicle) -> dict[str, Any]:
    """The chronicle as JSON values; ``docs/reference/simulate-json.md`` explains the keys.

    Codes are words, dates ISO dates, "never" and "not defined" null.
    """
    return {
        "scenario": c.scenario.name,
        "title": c.label,
        "home": c.scenario.home,
        "rival": c.scenario.rival,
        "run": c.run,
        "seed": c.seed,
        "start": str(c.scenario.start),
        "end": str(c.scenario.end),
        "acts": [_row(act) for act in c.acts],
        "rolls": [_roll(roll) for roll in c.rolls],
        "members": _members(c),
        "decisions": [_row(decision) for decision in c.decisions],
        "leaks": _leaks(c),
        "happenings": [
            {"day": day, "date": str(c.scenario.date_of(day)), "text": text} for day, _, text in happenings(c)
        ],
        "daily": daily(c),
        "outcomes": {name: outcome_value(name, float(c.outcomes[name])) for name in OUTCOMES},
    }


def outcome_value(name: str, value: float) -> float | bool | str | None:
    """An outcome as JSON has it: a word for a class, true or false for a flag, null for what never came."""
    outcome = OUTCOMES[name]
    if np.isnan(value):
        return None
    if outcome.words:
        return outcome.words[int(value)]
    if outcome.kind == "flag":
        return bool(value)
    return int(value) if outcome.kind in ("day", "count") and value == int(value) else value


def _row(item: Act | Decision) -> dict[str, Any]:
    row = dataclasses.asdict(item)
    return {**row, "date": str(row["date"])}


def _roll(roll: RollCall) -> dict[str, Any]:
    """A roll call with how each member voted, in the order of ``members``."""
    named = {field.name: getattr(roll, field.name) for field in dataclasses.fields(roll) if field.name != "members"}
    return {**named, "date": str(roll.date), "votes": [CAST[int(vote)] for vote in roll.votes]}


def _members(c: Chronicle) -> dict[str, list[dict[str, Any]]]:
    """Who sits in each chamber that voted: party and position."""
    seats = {roll.chamber: roll.members for roll in c.rolls}
    return {chamber: [_member(row) for row in found] for chamber, found in sorted(seats.items())}


def _member(row: np.void) -> dict[str, Any]:
    return {"party": PARTIES[int(row["party"])], "dim1": float(row["dim1"]), "dim2": float(row["dim2"])}


def _leaks(c: Chronicle) -> list[dict[str, Any]]:
    steps = np.diff(c.daily["leaks"], prepend=0)
    return [
        {
            "day": int(day),
            "date": str(c.scenario.date_of(int(day))),
            "leaks": int(steps[day]),
            "scandal": float(c.daily["scandal"][day]),
        }
        for day in np.flatnonzero(steps > 0)
    ]


def daily(c: Chronicle) -> dict[str, Any]:
    """The state of every evening, a list of one value a day for each field; of both sides as ``home`` and ``rival``."""
    found: dict[str, Any] = {"date": [str(c.scenario.date_of(day)) for day in range(len(c.daily))]}
    for name in c.daily.dtype.names or ():
        column = c.daily[name]
        found[name] = (
            {side: column[:, k].tolist() for k, side in enumerate(SIDES)} if name in SIDED else _evenings(name, column)
        )
    found["law"] = [c.scenario.laws[number].name for number in c.daily["law"]]
    return found


def _evenings(name: str, column: np.ndarray) -> list[Any]:
    if name in WORDS:
        return [WORDS[name][code] for code in column]
    return column.astype(bool).tolist() if name in FLAGS else column.tolist()
