"""A scenario in words, before anything runs."""

from __future__ import annotations

import datetime
from textwrap import fill
from typing import TYPE_CHECKING

from sim.parameters import PARAMETERS, PARTIES, starting_values
from sim.rules.conditions import THE_LAW, meaning_of
from sim.scenario.events import KINDS
from sim.scenario.laws import ONE_LAW, law_number, title_before
from sim.scenario.notes import remarks
from sim.words import side_name

if TYPE_CHECKING:
    from sim.scenario.model import Scenario
    from sim.scenario.rows import Event, Law, Mandate, Measure

WIDTH = 100
FORM_WORDS = {"persons": "expels staff", "sites": "closes properties", "names": "puts names on a sanctions list"}
"""What a measure does that has no words of its own."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def describe(s: Scenario) -> str:
    """Title, summary, players, timeline, catalogue, legislature and parameters as text for a person."""
    parts = [_head(s), _case(s), _timeline(s), _notes(s), _catalogue(s), _legislature(s), _sweep(s), _parameters(s)]
    return "\n\n".join(part for part in parts if part)


def long_date(date: datetime.date) -> str:
    """``29 December 2016``, whatever the language of the machine."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _head(s: Scenario) -> str:
    party = PARTIES[int(s.parameters["executive.party"])]
    span = f"{long_date(s.start)} to {long_date(s.end)}, {s.days} day{'s' * (s.days != 1)}."
    players = f"Home side: {s.home} ({s.home_adjective}). Rival: {s.rival} ({s.rival_adjective})."
    law = f"With a legislature; the executive is of party {party}." if s.has_congress else "Without a legislature."
    tuned = fill(f"What was tuned: {s.tuned}", WIDTH) if s.tuned else ""
    return "\n".join(filter(None, (s.title, fill(" ".join(s.summary.split()), WIDTH), tuned, span, players, law)))


def _case(s: Scenario) -> str:
    """What a class is told: the history, the question, the sources; nothing for a scenario that is no case."""
    if s.case is None:
        return ""
    sources = (fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ") for text in s.case.sources)
    history, question = fill(s.case.history, WIDTH), fill(f"A question for a class: {s.case.question}", WIDTH)
    return "\n".join(("The history", history, "", question, "Sources", *sources))


def _timeline(s: Scenario) -> str:
    if not s.timeline:
        return "Timeline\n  Nothing comes from outside."
    return "\n".join(("Timeline", *(_line(s, event) for event in s.timeline)))


def _line(s: Scenario, e: Event) -> str:
    told = f"{e.text} " if e.text else ""
    return fill(
        f"{e.date}  {e.id}: {told}({effect(s, e)}{premise(e)}){_rows(e.record)}",
        WIDTH,
        initial_indent="  ",
        subsequent_indent=" " * 14,
    )


def _rows(names: tuple[str, ...]) -> str:
    """The rows of the record that something in the scenario stands for."""
    return f" [{', '.join(names)}]" if names else ""


def effect(s: Scenario, e: Event) -> str:
    """What an event does in the model, in a few words."""
    return KINDS[e.kind].effect(s, e)


def premise(e: Event) -> str:
    """On what an event depends, in words: ``; only if a sanctions law is in force``; empty where on nothing."""
    needs = " and ".join(meaning_of(word) for word in e.only_if)
    bars = " or ".join(meaning_of(word) for word in e.unless)
    return (f"; only if {needs}" if needs else "") + (f"; not if {bars}" if bars else "")


def _measure_words(s: Scenario, name: str, size: int) -> str:
    return next(m for m in s.catalogue if m.name == name).in_menu(size)


def _notes(s: Scenario) -> str:
    lines = [
        fill(f"{note.key}: {note.text}", WIDTH, initial_indent="  ", subsequent_indent="    ") for note in remarks(s)
    ]
    return "\n".join(("To know", *lines)) if lines else ""


def _catalogue(s: Scenario) -> str:
    return "\n".join(("Measures", *(f"  {m.name:<12} {_about(s, m)}" for m in s.catalogue)))


def _about(s: Scenario, m: Measure) -> str:
    facts = [m.text or _plain(m) or FORM_WORDS.get(m.form, m.form)]
    if m.weight:
        facts.append(f"{m.weight:g} points" + (f" at {m.reference}" if m.reference else ""))
    if m.at_most:
        facts.append(f"at most {m.at_most}")
    if len(m.used_by) < 2:
        facts.append(f"only {side_name(s, m.used_by[0])}" if m.used_by else "used by nobody")
    return "; ".join(facts)


def _plain(m: Measure) -> str:
    """The sentence of a measure without its places: ``bars officials from entry``."""
    text = m.sentence.replace("{s}", "s").replace("{n}", "").replace("{other}", "")
    return " ".join(text.split())


def _legislature(s: Scenario) -> str:
    if not s.has_congress:
        return ""
    lines = [f"  {b.chamber} {b.party}: {b.seats} seats" for b in s.blocs]
    if s.members:
        lines = [f"  members from {s.members_from}"]
    orders = [f"  the {_law_words(s, m.law)} orders {_order(s, m)}{_rows(m.record)}" for m in s.mandates]
    return "\n".join(("Legislature", *lines, *_laws(s), *orders))


def _order(s: Scenario, m: Mandate) -> str:
    return f"{m.name}: {_measure_words(s, m.measure, m.size)} within {m.days} days. {m.text}".rstrip()


def _law_words(s: Scenario, name: str) -> str:
    """``Magnitsky law``, or ``law`` where there is one."""
    return f"{title_before(s.laws, law_number(s.laws, name))}law"


def _laws(s: Scenario) -> list[str]:
    """What each law can do, where a scenario writes any."""
    if s.laws == ONE_LAW:
        return []
    told = [f"  the {law.title} law ({law.name}): {'; '.join(_about_law(law))}" for law in s.laws]
    return [*told, *([f"  {THE_LAW}: here the {s.laws[-1].title} law"] if len(s.laws) > 1 else [])]


def _about_law(law: Law) -> list[str]:
    facts = ["ties easing to a review" if law.lock else "ties no easing"]
    facts.append("Congress takes it up by itself" if law.agenda else "only an event brings it to the floor")
    return [*facts, *([f"allies object ({law.objection:g} log-odds off each vote)"] if law.objection else [])]


def _sweep(s: Scenario) -> str:
    if not s.sweep:
        return ""
    lines = [
        f"  {name}: {', '.join(PARAMETERS[name].word(v) for v in values[:12])}{' ...' * (len(values) > 12)}"
        for name, values in s.sweep["vary"].items()
    ]
    return "\n".join((f"Sweep ({s.sweep['design']})", *lines))


def _parameters(s: Scenario) -> str:
    """Every parameter; those that differ from what this scenario starts from are marked with a star."""
    start = starting_values(s.fitted)
    lines = [f"Parameters (* differs from the {'fitted' if s.fitted else 'neutral'} value it would start from)"]
    for name, q in PARAMETERS.items():
        star = "*" if s.parameters[name] != start[name] else " "
        lines.append(f"{star} {name:<28} {q.word(s.parameters[name]):>12} {q.unit:<20} {q.meaning}".rstrip())
    return "\n".join(lines)
