"""Acts, votes and chronicles in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.outcomes import OUTCOMES
from sim.rules.world import (
    ANSWERED,
    CAUSES,
    EASE,
    FORMS,
    GRIT_STEP,
    IMPLEMENTED,
    LAW,
    LEGISLATED,
    NAMES,
    PERSONS,
    PROVOKED,
    SCRIPTED,
    SECTOR,
    SITES,
    WORDS,
)

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Decision
    from sim.scenario import Scenario


def side_name(scenario: Scenario, side: str | int) -> str:
    """The name shown to people."""
    return scenario.home if side in ("home", 0) else scenario.rival


def count(n: float, one: str, many: str) -> str:
    """``1 site``, ``2 sites``."""
    return f"{n:.0f} {one if round(n) == 1 else many}"


def measure_words(scenario: Scenario, side: int, row: int, size: float, points: float) -> str:
    """What one measure does, without its author: ``expels 35 people of the Russian staff``.

    ``row`` is its place in the catalogue, -1 for none. A measure with a ``text`` of its own is told in those words.
    """
    measure = scenario.catalogue[row] if row >= 0 else None
    form = FORMS.index(measure.form) if measure else -1
    if form == EASE or points < 0:
        return f"gives back {count(size, *PLACES)}" if size > 0 else "takes names off its sanctions lists"
    amount = _amount(form, size, scenario.rival_adjective if side == 0 else scenario.home_adjective)
    own = measure.text if measure and form != LAW else ""
    return _own_words(own, amount) if own else _form_words(form, size, amount)


def _own_words(text: str, amount: str) -> str:
    """The words of a measure, with how much of it there was."""
    return f"{text} ({amount})" if amount else text


def _form_words(form: int, size: float, amount: str) -> str:
    """What a measure does that has no words of its own."""
    words = {
        WORDS: "protests",
        PERSONS: f"expels {amount}",
        SITES: f"closes {amount}",
        NAMES: f"puts {amount} on its sanctions list" if size else "reports, and names nobody",
        SECTOR: "imposes a measure on a whole sector",
        LAW: "Congress passes the sanctions law",
    }
    return words.get(form, "answers in proportion")


def _amount(form: int, size: float, whose: str) -> str:
    """How much of what: ``35 people of the Russian staff``; empty for what has no size."""
    words = {
        PERSONS: f"{count(size, 'person', 'people')} of the {whose} staff",
        SITES: count(size, f"{whose} site", f"{whose} sites"),
        NAMES: count(size, "name", "names"),
    }
    return words.get(form, "")


def act_text(scenario: Scenario, a: np.void) -> str:
    """One ACT record as a sentence without its date."""
    side, name = int(a["side"]), side_name(scenario, int(a["side"]))
    if a["cause"] == PROVOKED:
        event = scenario.timeline[a["source"]].text if a["source"] >= 0 else ""
        return event or f"{name} provokes."
    words = measure_words(scenario, side, int(a["measure"]), a["size"], a["points"])
    if a["cause"] == GRIT_STEP:
        words = "makes a conciliatory gesture"
    if a["cause"] == LEGISLATED:
        return f"{words}."
    return f"{name} {words}{_why(scenario, int(a['cause']), int(a['source']))}."


def _why(scenario: Scenario, cause: int, source: int) -> str:
    """Who ordered an act that no government chose, in brackets."""
    if cause == ANSWERED:
        return ""
    if cause == IMPLEMENTED:
        return f" (implementation of {scenario.mandates[source].name})"
    return " (scripted)" if cause == SCRIPTED else f" ({CAUSES[cause]})"


def ordered_by(scenario: Scenario, a: np.void) -> str:
    """The id of the timeline event, or the name of the mandate, behind an ACT record; empty for a free act."""
    source = int(a["source"])
    if source < 0:
        return ""
    return scenario.mandates[source].name if a["cause"] == IMPLEMENTED else scenario.timeline[source].id


PEOPLE, PLACES = ("person", "persons"), ("site", "sites")


def option_words(d: Decision, k: int) -> str:
    """One option in a few words: ``expel 12``, ``mirror (35 persons, 2 sites)``."""
    o = d.options[k]
    if o.form == "none":
        return "do nothing"
    if o.form in ("mirror", "parity"):
        parts = [count(n, *words) for n, words in ((o.persons, PEOPLE), (o.sites, PLACES)) if n]
        return f"{o.form} ({', '.join(parts)})"
    return f"{o.measure} {o.size:.0f}" if o.form in ("persons", "sites", "names") else o.measure


def decision_sentence(scenario: Scenario, d: Decision) -> str:
    """Why one deliberation went as it did, as a sentence; the price is what its acts weigh together."""
    o = d.choice
    price = "" if o.form == "none" else f" for {o.severity:.2f} points"
    why = "forced by the scenario" if d.forced else f"chosen with probability {o.probability:.2f}"
    if len(d.options) == 1 and not d.forced:
        why = "for a target below one point leaves no choice"
    return (
        f"{side_name(scenario, d.side)} deliberates: ledger {d.ledger:.1f} points, {d.restraint:.1f} withheld, "
        f"target {d.target:.1f}; {option_words(d, d.chosen)}{price}, {why}."
    )


def outcome_words(name: str, value: float) -> str:
    """An outcome value as people write it: a word for classes, ``never`` for missing days."""
    outcome = OUTCOMES[name]
    if np.isnan(value):
        return "never" if outcome.kind == "day" else "-"
    if outcome.words:
        return outcome.words[int(value)]
    if outcome.kind == "flag":
        return "yes" if value else "no"
    return f"{value:.0f}" if outcome.kind in ("day", "count") else f"{value:.2f}"
