"""Hope taken apart: the log-odds of 'willing' and of 'able', term by term, as logged. MODEL section 6."""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from sim.chronicle.account import logged
from sim.chronicle.chronicle import Chronicle
from sim.parameters import SIDES
from sim.rules.world import DELIVERED, PROMISED, RUED, STAGES


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


def willing(chronicle: Chronicle, day: int, side: str) -> Belief:
    """The rival's belief, when the turn of ``side`` comes on ``day``, that the executive is willing to give relief."""
    turns, moves = logged(chronicle)
    now = turns[day, SIDES.index(side)]
    start = float(chronicle.scenario.compile().template["goodwill"][0])
    past = moves[: now["first"]]
    gains = {kind: past["change"][past["kind"] == kind] for kind in (PROMISED, DELIVERED, RUED)}
    made, kept, rued = (float(gains[kind].sum()) for kind in gains)
    days = int(turns["waits"][: day + 1, -1].sum())
    spent = float(now["goodwill"]) - start - made - kept - rued if days else 0.0
    terms = (
        Term("goodwill at the start", start),
        Term(f"promises through the back channel ({len(gains[PROMISED])})", made),
        Term(f"relief delivered ({len(gains[DELIVERED])})", kept),
        Term(f"patience spent ({days} days in office without relief)", spent),
    )
    return Belief((*terms, Term(f"hostile acts in office ({len(gains[RUED])})", rued)) if rued else terms)


def able(chronicle: Chronicle, day: int, side: str) -> Belief:
    """The rival's belief, at that turn, that the executive is able to give relief: what it could give by itself, as far
    as Congress would not stop it.
    """
    turns, _ = logged(chronicle)
    now, row = turns[day, SIDES.index(side)], chronicle.daily[day]
    law, block, stage = float(row["law_chance"]), float(row["block_chance"]), STAGES[int(row["stage"])]
    stopped = f"a law is to be expected ({stage}: {law:.2f}) that would stop it ({block:.2f})"
    return Belief(
        (
            Term(f"reset wish expected ({now['expected_wish']:+.2f})", float(now["gain"])),
            Term(f"scandal ({now['scandal']:.2f})", 0.0 - float(now["blot"])),
        ),
        float(now["unstopped"]),
        stopped if law * block > 0.0 else "no law is to be expected that would stop it",
    )
