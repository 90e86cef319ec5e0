"""Hope taken apart: the log-odds of 'willing' and of 'able', term by term. MODEL section 6."""

from __future__ import annotations

from math import exp, log
from typing import Any, NamedTuple

from sim.chronicle.chronicle import Act, Chronicle
from sim.rules.world import STAGES


class Term(NamedTuple):
    """One summand of log-odds."""

    words: str
    log_odds: float


class Belief(NamedTuple):
    """A probability: log-odds that are the sum of ``terms``, times ``factor``, which ``factor_words`` tell."""

    terms: tuple[Term, ...]
    factor: float = 1.0
    factor_words: str = ""

    @property
    def probability(self) -> float:
        """factor / (1 + exp(-sum)); 0 where the exponential has no number left, as in the rules."""
        try:
            return self.factor / (1.0 + exp(-sum(term.log_odds for term in self.terms)))
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
            *_rued(chronicle, periods, day),
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
    able_before = chronicle.daily["able"]
    days = range(min(_offices(chronicle), default=last + 1), last + 1)
    spent = sum(float(periods[d]["hope_patience"]) * (float(able_before[d - 1]) if d else 0.0) for d in days)
    return Term(f"patience spent ({len(days)} days in office without relief)", 0.0 - spent)


def _rued(chronicle: Chronicle, periods: list[Any], day: int) -> list[Term]:
    """What hostile acts of an executive in office cost it; nothing unless ``hope.remorse`` is set."""
    office = min(_offices(chronicle), default=day + 1)
    counted = [a for a in chronicle.acts if _hostile(a) and office <= a.day <= day]
    cost = sum(float(periods[a.day]["hope_remorse"]) * a.points for a in counted)
    return [Term(f"hostile acts in office ({len(counted)})", -cost)] if cost else []


def _hostile(a: Act) -> bool:
    return a.side == "home" and a.points > 0 and a.cause != "provocation" and a.form != "words"


def _offices(chronicle: Chronicle) -> list[int]:
    """The days on which an executive took office."""
    scenario = chronicle.scenario
    return [scenario.day_of(e.date) for e in scenario.timeline if e.kind == "inauguration"]


def able(chronicle: Chronicle, day: int, scandal: float) -> Belief:
    """The rival's belief on ``day`` that the executive is able to give relief, at the day's ``scandal``: what it could
    give by itself, as far as Congress would not stop it.
    """
    p, row = _periods(chronicle)[day], chronicle.daily[day]
    wish, law, block = expected_wish(chronicle, day), float(row["law_chance"]), float(row["block_chance"])
    words = f"a law is to be expected ({STAGES[int(row['stage'])]}: {law:.2f}) that would stop it ({block:.2f})"
    return Belief(
        (
            Term(f"reset wish expected ({wish:+.2f})", float(p["hope_reset_gain"]) * wish),
            Term(f"scandal ({scandal:.2f})", -float(p["hope_scandal_weight"]) * scandal),
        ),
        1.0 - float(p["hope_law_weight"]) * law * block,
        words if law * block > 0.0 else "no law is to be expected that would stop it",
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


def _periods(chronicle: Chronicle) -> list[Any]:
    """The PERIOD record of each day."""
    setting = chronicle.scenario.compile()
    return [setting.periods[k] for k in setting.calendar["period"]]
