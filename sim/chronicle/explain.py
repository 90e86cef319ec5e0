"""The why of an act: a deliberation as arithmetic, as a sentence and as JSON. MODEL sections 4-6."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.chronicle.account import Account, Entry, account, logged
from sim.chronicle.beliefs import Belief, able, willing
from sim.chronicle.chronicle import Act, Chronicle, Decision
from sim.chronicle.explain_text import TYPICAL_LUCK, explanation_dict, explanation_sentence, explanation_text
from sim.errors import WrongInput
from sim.parameters import SIDES
from sim.rules.menu import likeliest as _likeliest
from sim.rules.menu import pick as _pick
from sim.rules.world import SCRATCH
from sim.scenario import Scenario
from sim.scenario.arguments import date_of, whole
from sim.strategies.shelf import policies
from sim.words import Result, card, percent, side_name

GAP = 1e-9
"""How closely a ledger must agree with its entries, in points."""


@dataclass(frozen=True, repr=False)
class Explanation(Result):
    """Why one side did what it did on one day; ``decision`` is None on a day without a deliberation.

    ``target`` = max(0, ``full`` − ``restraint``) with ``full`` = ``reciprocity`` · ``ledger``, in points. ``entries``
    add up to ``ledger`` within 1e-9. ``willing`` and ``able`` are the parts of the rival's hope. ``before`` and
    ``after``: the nearest deliberations of the same side.
    """

    chronicle: Chronicle
    day: int
    side: str
    decision: Decision | None
    ledger: float
    entries: tuple[Entry, ...]
    reciprocity: float
    full: float
    restraint: float
    target: float
    hope: float
    willing: Belief
    able: Belief
    wish: float
    scandal: float
    fresh: bool
    hazard: float
    reason: str
    typical: int | None
    likeliest: int | None
    acts: tuple[Act, ...]
    before: Decision | None
    after: Decision | None

    @property
    def label(self) -> str:
        """Who, when, in which world."""
        return f"{self.actor} on {self.date}, {self.chronicle.label}"

    def __repr__(self) -> str:
        return card(
            "Explanation",
            self.label,
            run=self.chronicle.run,
            ledger=f"{self.ledger:.1f}",
            target=f"{self.target:.1f}",
            acts=len(self.acts),
        )

    @property
    def date(self) -> datetime.date:
        """The day as a date."""
        return self.chronicle.scenario.date_of(self.day)

    @property
    def actor(self) -> str:
        """The name of the side."""
        return side_name(self.chronicle.scenario, self.side)

    def text(self) -> str:
        """The explanation as aligned tables, the sentence first."""
        return explanation_text(self)

    def sentence(self) -> str:
        """The explanation in a few sentences."""
        return explanation_sentence(self)

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON values."""
        return explanation_dict(self)


def side_of(scenario: Scenario, actor: str) -> str:
    """``home`` or ``rival`` for what a person calls a side: home, executive, rival, or its name.

    Raises:
        WrongInput: no such side.
    """
    names = {
        "home": "home",
        "executive": "home",
        scenario.home.lower(): "home",
        scenario.home_adjective.lower(): "home",
        "rival": "rival",
        scenario.rival.lower(): "rival",
        scenario.rival_adjective.lower(): "rival",
    }
    if actor.strip().lower() not in names:
        raise WrongInput(
            f"no actor '{actor}' deliberates",
            f"home ({scenario.home}) or rival ({scenario.rival})",
            way_out="How Congress votes is in the chronicle, member by member",
        )
    return names[actor.strip().lower()]


def explain_day(chronicle: Chronicle, when: datetime.date | int | str, side: str = "rival") -> Explanation:
    """Why ``side`` did what it did ``when`` (a date or a day number), or why it did not deliberate at all.

    Raises:
        WrongInput: a day outside the scenario, or no such side.
    """
    scenario = chronicle.scenario
    side, day = side_of(scenario, side), _day(scenario, when)
    mine = [d for d in chronicle.decisions if d.side == side]
    decision = _last([d for d in mine if d.day == day])
    book = account(chronicle, day, side)
    _check(book, decision)
    numbers = _numbers(chronicle, day, side, decision)
    return Explanation(
        chronicle,
        day,
        side,
        decision,
        entries=tuple(sorted(book.entries, key=lambda e: -e.left)),
        willing=willing(chronicle, day, side),
        able=able(chronicle, day, side),
        typical=_at(decision, TYPICAL_LUCK),
        likeliest=_at(decision, None),
        acts=_acts_of(chronicle, decision),
        before=_last([d for d in mine if d.day < day]),
        after=_last([d for d in reversed(mine) if d.day > day]),
        reason=_reason(chronicle, day, side, decision, numbers),
        **numbers,
    )


def _at(decision: Decision | None, luck: float | None) -> int | None:
    """The option that ``luck`` selects, or the likeliest one; None without a deliberation."""
    if decision is None:
        return None
    return likeliest(decision) if luck is None else pick(decision, luck)


def _day(scenario: Scenario, when: datetime.date | int | str) -> int:
    if isinstance(when, (datetime.date, str)):
        return scenario.day_of(date_of(when, "when"))
    day = whole("when", when)
    if day is None or day >= scenario.days:
        raise WrongInput(f"day {day}", f"a day from 0 to {scenario.days - 1}")
    return day


def _acts_of(chronicle: Chronicle, decision: Decision | None) -> tuple[Act, ...]:
    return tuple(a for a in chronicle.acts if decision is not None and a.decision == decision.number)


def _last(found: list[Decision]) -> Decision | None:
    return found[-1] if found else None


def explain_act(chronicle: Chronicle, number: int) -> Explanation:
    """The explanation of act ``number`` of a chronicle.

    Raises:
        WrongInput: no such act, or one that nobody deliberated on (timeline, law, implementation, easing).
    """
    if not 0 <= number < len(chronicle.acts):
        raise WrongInput(f"act {number}", f"an act from 0 to {len(chronicle.acts) - 1}")
    act = chronicle.acts[number]
    if act.decision is None:
        raise WrongInput(f"act {number} has no deliberation behind it", f"its cause is: {act.cause}")
    return explain_day(chronicle, act.day, act.side)


def pick(decision: Decision, luck: float) -> int:
    """The option that a uniform draw ``luck`` selects: the rule's own choice from the menu as it was logged."""
    return int(_pick(_menu(decision), len(decision.options), luck))


def likeliest(decision: Decision) -> int:
    """The option of greatest utility; the first of equals."""
    return int(_likeliest(_menu(decision), len(decision.options)))


def _menu(decision: Decision) -> Any:
    """A SCRATCH record with the menu of a decision."""
    s = np.zeros(1, SCRATCH)
    for k, option in enumerate(decision.options):
        s["options"]["utility"][0, k], s["options"]["probability"][0, k] = option.utility, option.probability
    return s[0]


def _check(book: Account, decision: Decision | None) -> None:
    """The parts must make the whole; anything else would be an explanation of another world."""
    gap = max(book.error, abs(book.total - decision.ledger) if decision else 0.0)
    if gap > GAP:
        raise ArithmeticError(f"the entries miss the ledger by {gap:.3g} points")


def _numbers(c: Chronicle, day: int, side: str, decision: Decision | None) -> dict[str, Any]:
    """Ledger, restraint, target and what they hang on: from the decision if any, else as the turn found them."""
    i, setting, row = SIDES.index(side), c.scenario.compile(), c.daily[day]
    turn = logged(c)[0][day, i]
    mine = setting.periods[setting.calendar["period"][day]]["sides"][i]
    found = {"reciprocity": float(mine["reciprocity"]), "full": float(turn["full"])}
    if decision is not None:
        names = ("ledger", "restraint", "target", "hope", "wish", "scandal", "fresh", "hazard")
        return {**found, **{name: getattr(decision, name) for name in names}}
    found |= {name: float(turn[name]) for name in ("ledger", "restraint", "target", "scandal", "hazard")}
    return {**found, "hope": float(row["hope"]), "wish": float(row["wish"]), "fresh": bool(turn["fresh"])}


def _held_still(c: Chronicle, day: int, side: str) -> bool:
    """Whether the last force on this side, up to the day, is to do nothing."""
    forces = [
        e for e in c.scenario.timeline if e.kind == "force" and e.actor == side and c.scenario.day_of(e.date) <= day
    ]
    return bool(forces) and forces[-1].choice == "none"


def _why_it_met(decision: Decision, chance: str) -> str:
    if decision.forced:
        return "the scenario forces this choice"
    if decision.called:
        return "whoever sat there held a council"
    return f"an injury or news was waiting: {chance}" if decision.fresh else f"a routine review: {chance}"


def _reason(c: Chronicle, day: int, side: str, decision: Decision | None, numbers: dict[str, Any]) -> str:
    """Why there was a deliberation, or why there was none."""
    chance = f"{percent(numbers['hazard'])} a day"
    if decision is not None:
        return _why_it_met(decision, chance)
    v = policies(c.scenario.parameters)
    if _held_still(c, day, side):
        return "the scenario holds this side still"
    if v[f"{side}.answer_rule"]:
        return "this side answers exactly its target, in no particular form: there is no menu to choose from"
    if v[f"{side}.grit_interval"]:
        return "this side follows a series of confidence-building steps and deliberates only when it is exploited"
    if numbers["fresh"]:
        return f"an injury or news was waiting, but the day's draw against {chance} did not call for a deliberation"
    if numbers["target"] < 1.0:
        return "nothing new was waiting, and a review with a target below one point could only end in doing nothing"
    return f"nothing new was waiting, and the day's draw against {chance} did not call for a routine review"
