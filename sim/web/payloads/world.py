"""One world: acts, quiet deliberations, votes, leaks, the law, and how ledger and hope ran."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chronicle.chronicle import Act, Chronicle, RollCall
from sim.chronicle.happenings import happenings
from sim.chronicle.moves import Move, packed_moves
from sim.outcomes import OUTCOMES
from sim.parameters import PARTIES, SIDES
from sim.rules.world import ENACTED, FLOOR_READY
from sim.scenario.laws import title_before

NOT_TOLD = ("act", "set")
"""Kinds of events that are told otherwise (as acts) or not at all."""


def world_payload(c: Chronicle) -> dict[str, Any]:
    """``run``, ``seed``, ``start``, ``days``, and

    * ``acts``: {day, side, kind: "free", "outside" (written in the timeline) or "law", points (below 0: relief), text,
      words: [sentences], form, felt, granted, why (whether its reasons can be asked for), cause, people, sites};
    * ``quiet``, deliberations after which nothing was done: {day, side, p, words, target, ledger};
    * ``rolls``: {day, date, chamber, question, yea, nay, absent, passed, votes: "10x...", party: "DRI...", dim1, seat},
      members from left to right;
    * ``bills``, one after the other: {title: "Magnitsky " where there are several laws, floor: the day from which the
      House can vote, law: the day it came into force or null};
    * ``leaks``: [[day, how many, scandal]]; ``happenings``: [[day, sentence]];
      ``timeline``: [[date, day, kind, text]] of the events that took place;
    * ``path``: by side [[day, points so far]] at each change; ``daily``, every ``every``-th day: hope, scandal,
      ledger [home, rival], staff [home, rival];
    * ``outcomes`` by name, null where there is none.
    """
    s = c.scenario
    return {
        "run": c.run,
        "seed": c.seed,
        "start": s.start.isoformat(),
        "days": s.days,
        "acts": [_act(move, acts) for move, acts in packed_moves(c)],
        "quiet": _quiet(c),
        "rolls": [_roll(roll) for roll in c.rolls],
        "bills": _bills(c),
        "leaks": _leaks(c),
        "happenings": [[day, text] for day, _, text in happenings(c)],
        "timeline": [
            [e.date.isoformat(), s.day_of(e.date), e.kind, e.text]
            for e, occurred in zip(s.timeline, c.occurred, strict=True)
            if occurred and e.kind not in NOT_TOLD
        ],
        "path": {side: steps_of(c.daily["points"][:, k]) for k, side in enumerate(SIDES)},
        "daily": _daily(c),
        "outcomes": {name: _number(float(c.outcomes[name])) for name in OUTCOMES},
    }


def steps_of(points: NDArray[np.float64]) -> list[list[float]]:
    """A daily path as [day, value after it] wherever it changes."""
    change = np.flatnonzero(np.diff(points, prepend=0.0) != 0)
    return [[int(day), round(float(points[day]), 2)] for day in change]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 3)


def _act(move: Move, pack: list[Act]) -> dict[str, Any]:
    return {
        "day": move.day,
        "side": move.side,
        "kind": move.kind,
        "points": round(move.points, 2),
        "text": move.text.replace("\xa0", " "),
        "words": [act.text for act in pack],
        "form": pack[0].form,
        "felt": round(sum(act.injury for act in pack), 2),
        "granted": round(sum(act.accepted for act in pack), 2),
        "why": any(act.decision is not None for act in pack),
        "cause": pack[0].cause,
        "people": sum(act.size for act in pack if act.measure == "expel"),
        "sites": sum(act.size for act in pack if act.measure == "close_site"),
    }


def _quiet(c: Chronicle) -> list[dict[str, Any]]:
    acted = {act.decision for act in c.acts if act.decision is not None}
    return [
        {
            "day": d.day,
            "side": d.side,
            "p": round(d.choice.probability, 3),
            "words": d.choice.words,
            "target": round(d.target, 1),
            "ledger": round(d.ledger, 1),
        }
        for d in c.decisions
        if d.number not in acted
    ]


def _roll(roll: RollCall) -> dict[str, Any]:
    order = np.argsort(roll.members["dim1"], kind="stable")
    members, votes = roll.members[order], roll.votes[order]
    return {
        "day": roll.day,
        "date": roll.date.isoformat(),
        "chamber": roll.chamber,
        "question": roll.question,
        "yea": roll.yea,
        "nay": roll.nay,
        "absent": roll.absent,
        "passed": roll.passed,
        "votes": "".join("01"[vote] if vote >= 0 else "x" for vote in votes),
        "party": "".join(PARTIES[code] for code in members["party"]),
        "dim1": [round(float(x), 2) for x in members["dim1"]],
        "seat": order.tolist(),
    }


def _bills(c: Chronicle) -> list[dict[str, Any]]:
    bills: list[dict[str, Any]] = []
    stages = c.daily["stage"]
    for day in np.flatnonzero(np.diff(stages, prepend=0)).tolist():
        if stages[day] == FLOOR_READY:
            title = title_before(c.scenario.laws, int(c.daily["law"][day]))
            bills.append({"title": title, "floor": day, "law": None})
        elif stages[day] == ENACTED and bills:
            bills[-1]["law"] = day
    return bills


def _leaks(c: Chronicle) -> list[list[float]]:
    steps = np.diff(c.daily["leaks"], prepend=0)
    return [[int(d), int(steps[d]), round(float(c.daily["scandal"][d]), 2)] for d in np.flatnonzero(steps > 0)]


def _daily(c: Chronicle) -> dict[str, Any]:
    every = max(1, -(-len(c.daily) // 250))
    rows = c.daily[::every]
    both = lambda name, digits: [np.round(rows[name][:, k], digits).tolist() for k in (0, 1)]  # noqa: E731
    return {
        "every": every,
        "hope": np.round(rows["hope"], 3).tolist(),
        "scandal": np.round(rows["scandal"], 2).tolist(),
        "ledger": both("ledger", 1),
        "staff": [rows["staff"][:, k].astype(int).tolist() for k in (0, 1)],
    }
