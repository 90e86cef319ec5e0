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
    LEGISLATED,
    NAMES,
    PERSONS,
    PROVOKED,
    SCRIPTED,
    SECTOR,
    SITES,
    WORDS,
)
from sim.scenario.laws import title_before
from sim.words import placed, side_name

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Decision
    from sim.scenario import Measure, Scenario


def count(n: float, one: str, many: str) -> str:
    """``1 site``, ``2 sites``."""
    return f"{n:.0f} {one if round(n) == 1 else many}"


def measure_words(scenario: Scenario, side: int, row: int, size: float, points: float) -> str:
    """What one measure does, without its author: ``expels 35 people of the Russian staff``.

    ``row`` is its place in the catalogue, -1 for none. A measure with a ``sentence`` of its own is told by it; one with
    a ``text``, in those words and its amount.
    """
    measure = scenario.catalogue[row] if row >= 0 else None
    form = FORMS.index(measure.form) if measure else -1
    if form == EASE or points < 0:
        return f"gives back {count(size, 'site', 'sites')}" if size > 0 else "takes names off its sanctions lists"
    whose = scenario.rival_adjective if side == 0 else scenario.home_adjective
    own = _own_words(measure, size, whose) if measure else ""
    return own or _form_words(form, size, _amount(form, size, whose))


def _own_words(measure: Measure, size: float, whose: str) -> str:
    """The words of a measure, with how much of it there was; empty if it has none."""
    if measure.sentence and (size > 0 or not measure.sized):
        return placed(measure.sentence, size, whose)
    if not measure.text or measure.form == "law":
        return ""
    amount = _amount(FORMS.index(measure.form), size, whose)
    return f"{measure.text} ({amount})" if amount else measure.text


def _form_words(form: int, size: float, amount: str) -> str:
    """What a measure does that has no words of its own."""
    words = {
        WORDS: "protests",
        PERSONS: f"expels {amount}",
        SITES: f"closes {amount}",
        NAMES: f"puts {amount} on its sanctions list" if size else "reports, and names nobody",
        SECTOR: "imposes a measure on a whole sector",
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


def predicate(scenario: Scenario, a: np.void) -> str:
    """What an ACT record says its author did: ``expels 35 people of the Russian staff``. Of a law it is all."""
    if a["cause"] == PROVOKED:
        return "provokes"
    if a["cause"] == GRIT_STEP:
        return "makes a conciliatory gesture"
    if a["cause"] == LEGISLATED:
        return f"Congress passes the {scenario.laws[a['source']].title} law"
    return measure_words(scenario, int(a["side"]), int(a["measure"]), a["size"], a["points"])


def act_text(scenario: Scenario, a: np.void) -> str:
    """One ACT record as a sentence without its date."""
    name, words = side_name(scenario, int(a["side"])), predicate(scenario, a)
    if a["cause"] == LEGISLATED:
        return f"{words}."
    if a["cause"] == PROVOKED and a["source"] >= 0 and scenario.timeline[a["source"]].text:
        return scenario.timeline[a["source"]].text
    return f"{name} {words}{why(scenario, a)}."


def why(scenario: Scenario, a: np.void) -> str:
    """Who ordered an act that no government chose, in brackets, after a space; empty for a free act."""
    if a["cause"] in (ANSWERED, PROVOKED, LEGISLATED):
        return ""
    if a["cause"] == IMPLEMENTED:
        return f" (implementation of {scenario.mandates[a['source']].name})"
    return " (scripted)" if a["cause"] == SCRIPTED else f" ({CAUSES[a['cause']]})"


def act_label(scenario: Scenario, a: np.void) -> str:
    """An ACT record as a figure marks it: ``close 2 sites``; what is no measure of the catalogue by its points."""
    if a["measure"] < 0:
        return f"{a['points']:.1f} points"
    if a["cause"] == LEGISLATED and len(scenario.laws) > 1:
        return f"{title_before(scenario.laws, int(a['source']))}law"
    measure = scenario.catalogue[a["measure"]]
    if measure.form == FORMS[NAMES] and not a["size"]:
        return "report"  # a list that names nobody
    return measure.in_short(float(a["size"]))


def ordered_by(scenario: Scenario, a: np.void) -> str:
    """The id of the timeline event, or the name of the mandate, behind an ACT record; of several laws the name of the
    one that was passed; empty for a free act.
    """
    source = int(a["source"])
    if a["cause"] == LEGISLATED:
        return scenario.laws[source].name if len(scenario.laws) > 1 else ""
    if source < 0:
        return ""
    return scenario.mandates[source].name if a["cause"] == IMPLEMENTED else scenario.timeline[source].id


def option_words(measure: Measure | None, size: float, parts: dict[str, float]) -> str:
    """One option in a few words: ``expel 12``, ``mirror (35 persons, 2 sites)``; no measure is to do nothing.

    ``parts``: how many of each plural word a mirror or parity takes.
    """
    if measure is None:
        return "do nothing"
    if measure.form in ("mirror", "parity"):
        told = ", ".join(count(n, plural[:-1], plural) for plural, n in parts.items() if n)
        return f"{measure.form}{' and more' if measure.adds else ''} ({told})"
    return measure.in_menu(size)


def side_spread(scenario: Scenario, side: str) -> float:
    """The spread with which an answer of ``side`` by number comes out, in log points."""
    return float(scenario.parameters[f"{side}.size_spread"])


def decision_sentence(scenario: Scenario, d: Decision) -> str:
    """Why one deliberation went as it did, as a sentence; the price is what its acts weigh together."""
    o = d.choice
    rough = side_spread(scenario, d.side) > 0.0 and o.form in ("persons", "sites", "names")
    price = "" if o.form == "none" else f" {'or so, about' if rough else 'for'} {o.severity:.2f} points"
    why = "forced by the scenario" if d.forced else f"chosen with probability {o.probability:.2f}"
    if d.seated:
        why = f"chosen by whoever sat there; the model gave it {o.probability:.2f}"
    if len(d.options) == 1 and not d.forced:
        why = "for a target below one point leaves no choice"
    return (
        f"{side_name(scenario, d.side)} deliberates: ledger {d.ledger:.1f} points, {d.restraint:.1f} withheld, "
        f"target {d.target:.1f}; {o.words}{price}, {why}."
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
