"""Hope taken apart: the log-odds of 'willing' and of 'able', term by term. MODEL section 6."""

from __future__ import annotations

from math import exp, log
from typing import Any, NamedTuple

from sim.chronicle.chronicle import Chronicle, RollCall
from sim.rules.world import ENACTED, FLOOR_READY, KILLED, NO_BILL, ONE_PASSED, STAGES


class Term(NamedTuple):
    """One summand of log-odds."""

    words: str
    log_odds: float


class Belief(NamedTuple):
    """A probability and the terms whose sum is its log-odds."""

    terms: tuple[Term, ...]

    @property
    def probability(self) -> float:
        """1 / (1 + exp(-sum)); 0 where the exponential has no number left, as in the rules."""
        try:
            return 1.0 / (1.0 + exp(-sum(term.log_odds for term in self.terms)))
        except OverflowError:
            return 0.0


def willing(chronicle: Chronicle, day: int) -> Belief:
    """The rival's belief on ``day`` that the executive is willing to give relief."""
    prior = chronicle.scenario.parameters["hope.goodwill_prior"]
    periods = _periods(chronicle)
    eased = relief_days(chronicle, day)
    return Belief(
        (
            Term("goodwill at the start", log(prior / (1 - prior))),
            _promised(chronicle, periods, day),
            Term(f"relief delivered ({len(eased)})", sum(float(periods[d]["hope_ease_boost"]) for d in eased)),
            _waited(chronicle, periods, min(day, eased[0] - 1) if eased else day),
        )
    )


def relief_days(chronicle: Chronicle, day: int) -> list[int]:
    """The day of each easing by the executive up to ``day``, in order."""
    eased = {(a.day, a.package) for a in chronicle.acts if a.points < 0 and a.cause in ("easing", "timeline")}
    return sorted(when for when, _ in eased if when <= day)


def _promised(chronicle: Chronicle, periods: list[Any], day: int) -> Term:
    scenario = chronicle.scenario
    found = [
        (scenario.day_of(e.date), 1.0 if e.value is None else e.value)
        for e in scenario.timeline
        if e.kind == "promise" and scenario.day_of(e.date) <= day
    ]
    boost = sum(float(periods[when]["hope_promise_boost"]) * strength for when, strength in found)
    return Term(f"promises through the back channel ({len(found)})", boost)


def _waited(chronicle: Chronicle, periods: list[Any], last: int) -> Term:
    """Each day in office without relief, up to ``last``, tells against a willing executive."""
    scenario, able_before = chronicle.scenario, chronicle.daily["able"]
    offices = [scenario.day_of(e.date) for e in scenario.timeline if e.kind == "inauguration"]
    days = range(min(offices, default=last + 1), last + 1)
    spent = sum(float(periods[d]["hope_patience"]) * (float(able_before[d - 1]) if d else 0.0) for d in days)
    return Term(f"patience spent ({len(days)} days in office without relief)", 0.0 - spent)


def able(chronicle: Chronicle, day: int, scandal: float) -> Belief:
    """The rival's belief on ``day`` that the executive is able to give relief, at the day's ``scandal``."""
    p = _periods(chronicle)[day]
    wish = expected_wish(chronicle, day)
    stage = int(chronicle.daily["stage"][day])
    chance, share = law_expected(chronicle, p, day, stage)
    return Belief(
        (
            Term(f"reset wish expected ({wish:+.2f})", float(p["hope_reset_gain"]) * wish),
            Term(f"scandal ({scandal:.2f})", -float(p["hope_scandal_weight"]) * scandal),
            Term(
                f"law expected ({STAGES[stage]}: {chance:.2f} at {share:.0%} yeas)"
                if chance
                else "law expected (none)",
                0.0 - float(p["hope_law_weight"]) * chance * share,
            ),
        )
    )


def expected_wish(chronicle: Chronicle, day: int) -> float:
    """The reset wish that the rival reckons with."""
    scenario = chronicle.scenario
    wish = scenario.parameters["executive.expected_wish"]
    for event in scenario.timeline:
        known = event.kind in ("election", "inauguration") and scenario.day_of(event.date) <= day
        if known and event.value is not None:
            wish = event.value
    return float(wish)


def law_expected(chronicle: Chronicle, p: Any, day: int, stage: int) -> tuple[float, float]:
    """(probability of a law that ties hands, by the stage of the bill; yea share of the last vote on it)."""
    rolls = [r for r in chronicle.rolls if r.day <= day and r.question in ("passage", "override")]
    share = rolls[-1].yea / max(1, rolls[-1].yea + rolls[-1].nay) if rolls else 1.0
    tied = stage not in (NO_BILL, KILLED) and float(p["congress_lock"]) > 0.0
    return (_chance(p, stage, _strong(rolls, "House"), _strong(rolls, "Senate")) if tied else 0.0), share


def _chance(p: Any, stage: int, house: bool, senate: bool) -> float:
    """The probability that the rival reads off a stage; ``house`` and ``senate``: two thirds in that chamber."""
    if stage == ENACTED:
        return 1.0
    if stage == FLOOR_READY:
        return float(p["hope_law_floor"])
    if stage == ONE_PASSED:
        return float(p["hope_law_one" if house else "hope_law_one_weak"])
    return float(p["hope_law_both" if house and senate else "hope_law_both_weak"])


def _strong(rolls: list[RollCall], chamber: str) -> bool:
    """Whether the last passage in a chamber had two thirds."""
    passages = [r for r in rolls if r.chamber == chamber and r.question == "passage"]
    return bool(passages) and 3 * passages[-1].yea >= 2 * (passages[-1].yea + passages[-1].nay)


def _periods(chronicle: Chronicle) -> list[Any]:
    """The PERIOD record of each day."""
    setting = chronicle.scenario.compile()
    return [setting.periods[k] for k in setting.calendar["period"]]
