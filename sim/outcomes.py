"""What is measured of a finished world: one named column each, declared once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.levers import TwoSides, spoken
from sim.rules.arithmetic import exp
from sim.rules.compiled import compiled
from sim.rules.world import HOME, HOUSE, RIVAL, ROUTES, SENATE, record

PATH_CLASSES = ("quiet", "contained", "even", "spiral")
QUIET, CONTAINED, EVEN, SPIRAL = range(4)
EVEN_GROWTH = 0.02
"""An exchange whose answers are within so much (in logs) of what they answer neither grows nor dies: tit for tat."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One column. ``kind`` is day, count, points, share, flag (0 or 1) or class (a code into ``words``).

    A day that never came, a tally of a vote not held, a lateness without a mandate and what the calendar ends too early
    to tell are NaN.

    ``clauses`` go on from "in 82 of 100 worlds ...", with the places of :func:`sim.levers.spoken`: one for a flag or a
    day (that it came), one a word for a class. What has none is not told in a sentence.
    """

    name: str
    kind: str
    meaning: str
    words: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


O = Outcome

FAILED = "failed"
"""The one outcome that failed worlds have: they are the explosive ones, and a mean without them is told with their share."""

# fmt: off
OUTCOMES: dict[str, Outcome] = {
    o.name: o
    for o in (
        O("path_class", "class", "quiet: nobody answered; contained: answers are on average smaller than what they answer; even: as large, within 2%; spiral: larger", PATH_CLASSES, clauses=("nobody answers", "the quarrel dies down", "blow follows blow of the same size", "the quarrel feeds itself")),
        O("growth", "share", "an answer against the blow it answers, geometric mean; above 1 an exchange grows (missing without an answer)"),
        O("echo", "share", "share of all points that answers, not outside events, account for; estimates the branching ratio"),
        O("home_points", "points", "severity of all measures the home side took"),
        O("rival_points", "points", "severity of all measures the rival took"),
        O("exogenous_points", "points", "severity of what came from outside the loop: timeline, provocations, law"),
        O("home_measures", "count", "measures the home side took"),
        O("rival_measures", "count", "measures the rival took"),
        O("rounds", "count", "times the striking side changed"),
        O("home_peak_ledger", "points", "highest ledger of unanswered injuries of the home side"),
        O("rival_peak_ledger", "points", "the same of the rival"),
        O("first_answer_day", "day", "day of the rival's first measure"),
        O("rival_ever_acted", "flag", "the rival took a measure at any time", clauses=("{the rival} answers",)),
        O("law_day", "day", "day the law came into force", clauses=("Congress passes a sanctions law",)),
        O("law_route", "class", "how the law came about", ROUTES, clauses=("no law comes into force", "the president signs the law", "the law comes into force unsigned", "Congress overrides a veto")),
        O("passed_day", "day", "day of the final vote"),
        O("house_yea", "count", "yeas in the last House vote on the bill"),
        O("house_nay", "count", "nays in it"),
        O("senate_yea", "count", "yeas in the last Senate vote on the bill"),
        O("senate_nay", "count", "nays in it"),
        O("veto_proof", "flag", "both chambers passed the bill by two thirds of those voting", clauses=("both chambers pass the law by two thirds",)),
        O("vetoed", "flag", "the executive vetoed it", clauses=("the president vetoes the law",)),
        O("answered_before_vote", "flag", "the rival took a measure before the final vote (missing if there was none)", clauses=("{the rival} answers before Congress has voted",)),
        O("answered_within_14d", "flag", "the rival took a measure within 14 days of the final vote", clauses=("{the rival} answers the vote within two weeks",)),
        O("parity_within_14d", "flag", "it was a cut to parity", clauses=("{the rival} cuts the {home_adjective} staff to its own number within two weeks of the vote",)),
        O("parity_used", "flag", "the rival cut to parity at any time", clauses=("{the rival} cuts the {home_adjective} staff to its own number",)),
        O("home_answer_within_60d", "flag", "the home side answered within 60 days of the rival's first measure after the final vote", clauses=("{the home} hits back within two months",)),
        O("mirror_within_14d", "flag", "the rival mirrored within 14 days of the home side's last scripted act (missing if there was none, or if the calendar ends within these days)", clauses=("{the rival} answers like with like within two weeks",)),
        O("broken", "flag", "relations were broken off: an embassy was closed by its host, and both went home", clauses=("relations are broken off",)),
        O("home_staff", "count", "the home side's people in the rival's country at the end"),
        O("rival_staff", "count", "the rival's people in the home country at the end"),
        O("home_sites", "count", "the home side's properties at the end"),
        O("rival_sites", "count", "the rival's properties at the end"),
        O("eased_day", "day", "day of the first easing by the executive", clauses=("{the home} gives something back",)),
        O("talks_days", "count", "days on which talks were open"),
        O("leaks", "count", "leaks"),
        O("scandal", "points", "scandal at the end"),
        O("hope", "share", "hope of the rival at the end"),
        O("mandate_days_late", "count", "lateness of the first mandate; to the last day if it was due and never met"),
        O(FAILED, "flag", "the world broke an invariant, mostly an exchange without end; it is in no other outcome"),
    )
}
# fmt: on
"""All outcomes by name, in the order of the columns."""

CLAUSES: dict[str, str] = {
    f"{o.name}={word}" if o.words else o.name: clause
    for o in OUTCOMES.values()
    for word, clause in zip(o.words or (o.name,), o.clauses)
}
"""What a sentence can be about, by name (``parity_used``, ``path_class=spiral``), and its clause."""


Table = NDArray[Any] | Mapping[str, NDArray[Any]]
"""OUTCOME records, or their columns by name."""


def share_of(table: Table, name: str) -> float:
    """In what share of the worlds of an OUTCOME table the clause ``name`` of :data:`CLAUSES` is true.

    Of the sound worlds for which it is known; a day is known to have come or not. NaN if there is none.
    """
    outcome, _, word = name.partition("=")
    values = table[outcome][table[FAILED] == 0]
    if word:
        values = values == OUTCOMES[outcome].words.index(word)
    elif OUTCOMES[outcome].kind == "day":
        values = ~np.isnan(values)
    else:
        values = values[~np.isnan(values)]
    return float(np.mean(values)) if len(values) else float("nan")


def sentence(table: Table, names: Sequence[str], sides: TwoSides) -> str:
    """What a table of worlds says: "In 82 of 100 worlds Russia cuts ... to its own number; in 12 ...".

    ``names`` are of :data:`CLAUSES`; one that is known of no world is left out.
    """
    known = [(round(100 * share), name) for name in names if (share := share_of(table, name)) == share]
    told = [f"in {n}{' of 100 worlds' * (not k)} {spoken(CLAUSES[name], sides)}" for k, (n, name) in enumerate(known)]
    text = "; ".join(told) or "nothing can be told of these worlds"
    return f"{text[0].upper()}{text[1:]}."


OUTCOME = record([("run", np.int64), *((name, np.float64) for name in OUTCOMES)])


@compiled
def _day(day):
    """A day as a number, NaN for 'never'."""
    return float(day) if day >= 0 else np.nan


@compiled
def _within(day, since, days, last_day):
    """1 if ``day`` came within ``days`` of ``since``, 0 if these days passed without; NaN where there is no ``since``,
    and where ``last_day`` came before all of them had passed: then "yes" could be told but "no" could not, and a share
    of what is told would lean to "yes".
    """
    if since < 0 or since + days > last_day:
        return np.nan
    return 1.0 if since <= day <= since + days else 0.0


@compiled
def _before(day, end):
    """1 if ``day`` came before ``end``; NaN where there is no ``end``."""
    if end < 0:
        return np.nan
    return 1.0 if 0 <= day < end else 0.0


@compiled
def _path_class(w):
    """By growth, so that Richardson's threshold divides contained exchanges from spirals."""
    if w.answers == 0:
        return QUIET
    mean = w.growth / w.answers
    if mean > EVEN_GROWTH:
        return SPIRAL
    return EVEN if mean >= -EVEN_GROWTH else CONTAINED


@compiled
def _measure_law(w, last_day, row):
    law = w.main_law
    passed = w.passed_day[law]
    row.law_day, row.law_route, row.passed_day = _day(w.law_day[law]), w.law_route[law], _day(passed)
    row.house_yea, row.house_nay = w.yea[law, HOUSE], w.nay[law, HOUSE]
    row.senate_yea, row.senate_nay = w.yea[law, SENATE], w.nay[law, SENATE]
    row.veto_proof = float(w.veto_proof[law]) if passed >= 0 else np.nan
    row.vetoed = float(w.vetoed[law])
    row.answered_before_vote = _before(w.first_answer, passed)
    row.answered_within_14d = _within(w.first_after_vote, passed, 14, last_day)
    row.parity_within_14d = _within(w.parity_after_vote, passed, 14, last_day)
    row.home_answer_within_60d = _within(w.home_after_vote, w.first_after_vote, 60, last_day)
    row.mirror_within_14d = _within(w.mirror_day, w.scripted_day, 14, last_day)


@compiled
def _measure_stocks(w, row):
    row.broken = 1.0 if w.broken_day >= 0 else 0.0
    row.home_staff, row.rival_staff = w.staff[HOME], w.staff[RIVAL]
    row.home_sites, row.rival_sites = w.sites[HOME], w.sites[RIVAL]
    row.home_peak_ledger, row.rival_peak_ledger = w.peak[HOME], w.peak[RIVAL]


@compiled
def days_late(w, last_day):
    """Lateness of the first mandate of the law in days, up to ``last_day`` if it is still open; NaN if none ever fell due."""
    k = w.main_mandate
    if k < 0 or w.mandate_due[k] < 0 or w.mandate_due[k] > last_day:
        return np.nan
    return float((w.mandate_met[k] if w.mandate_met[k] >= 0 else last_day) - w.mandate_due[k])


@compiled
def measure(w, last_day, row):
    """Fill the OUTCOME record ``row`` from a finished world whose last day was ``last_day``."""
    echo = 1.0 - w.exogenous / w.total if w.total > 0.0 else 0.0
    row.run, row.failed = w.run, 0.0
    row.path_class, row.echo = _path_class(w), echo
    row.growth = exp(w.growth / w.answers) if w.answers > 0 else np.nan
    row.home_points, row.rival_points, row.exogenous_points = w.points[HOME], w.points[RIVAL], w.exogenous
    row.home_measures, row.rival_measures, row.rounds = w.n_measures[HOME], w.n_measures[RIVAL], w.rounds
    row.first_answer_day, row.parity_used = _day(w.first_answer), float(w.parity_used)
    row.rival_ever_acted = 1.0 if w.first_answer >= 0 else 0.0
    _measure_law(w, last_day, row)
    _measure_stocks(w, row)
    row.eased_day, row.talks_days, row.leaks = _day(w.eased_day), w.talks_days, w.leaks
    row.scandal, row.hope = w.scandal, w.hope
    row.mandate_days_late = days_late(w, last_day)
