"""From a lived model to a chronicle."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents import doors
from sim.agents.model import EscalationModel
from sim.chronicle.chronicle import Act, Chronicle, Decision, Option, RollCall
from sim.chronicle.telling import act_label, act_text, option_words, ordered_by, predicate, why
from sim.parameters import SIDES
from sim.rules.compiled import mark_warm
from sim.rules.world import ANSWERED, CAUSES, EASE, FORMS, GRIT_REPLY, MEMBER, QUESTIONS
from sim.scenario import Scenario
from sim.scenario.arguments import checked

CHAMBERS = ("House", "Senate")
PARTS = {"persons": "persons", "sites": "sites", "names": "names", "sectors": "sector"}
"""What a mirror or parity is made of, and its form."""


def _form(code: int) -> str:
    return FORMS[code] if code >= 0 else "none"


def option_of(scenario: Scenario, o: np.void) -> Option:
    """An OPTION record in words and numbers."""
    numbers = {name: float(o[name]) for name in ("size", "severity", "bias", "utility", "probability")}
    numbers |= {part: float(o["units"][FORMS.index(form)]) for part, form in PARTS.items()}
    measure = scenario.catalogue[o["measure"]] if o["measure"] >= 0 else None
    words = option_words(measure, numbers["size"], {part: numbers[part] for part in PARTS})
    return Option(_form(o["form"]), measure.name if measure else "none", **numbers, words=words)


def _decisions(model: EscalationModel) -> list[Decision]:
    """All deliberations of both sides in the order of the days, home first."""
    both = [*model.executive.deliberations, *model.rival.deliberations]
    both.sort(key=lambda pair: (pair[0]["day"], pair[0]["side"]))
    return [_decision(model.played, number, d, options) for number, (d, options) in enumerate(both)]


def _decision(scenario: Scenario, number: int, d: np.void, options: Any) -> Decision:
    reals = {
        name: float(d[name])
        for name in ("hazard", "ledger", "restraint", "target", "hope", "willing", "able", "wish", "scandal", "luck")
    }
    return Decision(
        number=number,
        day=int(d["day"]),
        date=scenario.date_of(d["day"]),
        side=SIDES[d["side"]],
        fresh=bool(d["fresh"]),
        forced=bool(d["forced"] == doors.FORCED),
        seated=bool(d["forced"] in (doors.SEATED, doors.CALLED)),
        called=bool(d["forced"] == doors.CALLED),
        chosen=int(d["chosen"]),
        options=tuple(option_of(scenario, o) for o in options),
        **reals,
    )


def _act_measure(scenario: Scenario, a: np.void) -> str:
    if a["measure"] >= 0:
        return scenario.catalogue[a["measure"]].name
    if a["form"] == EASE:
        return "easing"
    return "provocation" if CAUSES[a["cause"]] == "provocation" else "proportional answer"


def acts_of(scenario: Scenario, s: np.void, decisions: Sequence[Decision] = ()) -> tuple[Act, ...]:
    """The acts in a SCRATCH record ``s``, each with the number of the one of ``decisions`` behind it."""
    reason = {(d.day, d.side): d.number for d in decisions}
    acts: list[Act] = []
    for number, a in enumerate(s["acts"][: s["n_acts"]]):
        side = SIDES[a["side"]]
        first, last = int(a["answers_first"]), int(a["answers_last"])
        answered = (
            tuple(n for n in range(first, last + 1) if acts[n].side != side and acts[n].injury > 0)
            if first >= 0
            else ()
        )
        free = a["cause"] in (ANSWERED, GRIT_REPLY)
        acts.append(
            Act(
                number=number,
                day=int(a["day"]),
                date=scenario.date_of(a["day"]),
                side=side,
                measure=_act_measure(scenario, a),
                size=float(a["size"]),
                points=float(a["points"]),
                accepted=float(a["accepted"]),
                injury=float(a["injury"]),
                cause=CAUSES[a["cause"]],
                form=_form(a["form"]),
                package=int(a["package"]),
                answers=answered,
                text=act_text(scenario, a),
                decision=reason.get((int(a["day"]), side)) if free else None,
                ordered_by=ordered_by(scenario, a),
                predicate=predicate(scenario, a),
                why=why(scenario, a),
                label=act_label(scenario, a),
            )
        )
    return tuple(acts)


def _rolls(model: EscalationModel) -> tuple[RollCall, ...]:
    if model.congress is None:
        return ()
    return rolls_of(model.played, model.scratch[0], model.congress.ballots, model.setting.members)


def rolls_of(
    scenario: Scenario, s: np.void, ballots: Sequence[NDArray[np.int8]] = (), members: NDArray[Any] | None = None
) -> tuple[RollCall, ...]:
    """The roll calls in a SCRATCH record ``s``, each with its ballots where they were kept."""
    rolls = s["rolls"][: s["n_rolls"]]
    seats = np.zeros(0, MEMBER) if members is None else members
    votes = ballots or [np.zeros(0, np.int8)] * len(rolls)
    return tuple(
        RollCall(
            day=int(r["day"]),
            date=scenario.date_of(r["day"]),
            chamber=CHAMBERS[r["chamber"]],
            question=QUESTIONS[r["question"]],
            yea=int(r["yea"]),
            nay=int(r["nay"]),
            absent=int(r["absent"]),
            shock=float(r["shock"]),
            passed=bool(r["passed"]),
            votes=cast,
            members=seats[seats["chamber"] == r["chamber"]],
        )
        for r, cast in zip(rolls, votes, strict=True)
    )


@checked
def simulate(scenario: Scenario | str | Path, run: int = 0, seed: int | None = None) -> Chronicle:
    """Live one world of a scenario (or of a shipped name, or of a file) in the microscope and tell it.

    Raises:
        WorldFailed: the world broke an invariant; the message names it and how to see it again.
        WrongInput: no such scenario, run or seed.
    """
    model = EscalationModel(scenario, run, seed).live()
    mark_warm("microscope")
    return chronicle_of(model)


def chronicle_of(model: EscalationModel) -> Chronicle:
    """The chronicle of a model that was lived to its last day, whatever the classes of its agents."""
    decisions = _decisions(model)
    return Chronicle(
        model.played,
        model.run_number,
        model.key,
        acts_of(model.played, model.scratch[0], decisions),
        _rolls(model),
        tuple(decisions),
        model.daily,
        model.outcomes()[0],
        tuple(model.occurred.tolist()),
        turns=model.turns,
        moves=model.scratch["moves"][0, : model.scratch["n_moves"][0]],
    )
