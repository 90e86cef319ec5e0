"""A scenario and one world of it as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chronicle.moves import PROVOCATION
from sim.dates import words
from sim.html.lanes import lanes
from sim.html.tables import card, paragraph, table
from sim.words import side_name

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Act, Chronicle
    from sim.scenario import Scenario

MOST = 40
"""Rows of a card; the rest is counted."""


def scenario(s: Scenario) -> str:
    """A scenario: its story, and its timeline as a table."""
    about = f"{s.name}: {s.home} and {s.rival}, {s.days:,} days from {words(s.start)} to {words(s.end)}, seed {s.seed}"
    told = [event for event in s.timeline if event.kind != "set"]
    rows = [(words(event.date), event.id, event.kind, event.text) for event in told[:MOST]]
    timeline = table(("date", "id", "kind", "what happens"), rows, "What comes from outside") if rows else ""
    return card(s.title, about, paragraph(" ".join(s.summary.split())), timeline, _rest(len(told)))


def chronicle(c: Chronicle) -> str:
    """One world: its lanes, and its acts as a table."""
    about = f"run {c.run}, seed {c.seed}: {len(c.acts)} acts, {len(c.rolls)} votes, {len(c.decisions)} deliberations"
    return card(c.label, about, lanes(c), acts(c, MOST), _rest(len(c.acts)))


def acts(c: Chronicle, most: int | None = None) -> str:
    """The acts of one world as a table: when, who, what, points, and where they come from."""
    rows = [
        (words(act.date), side_name(c.scenario, act.side), act.text, f"{act.points:.1f}", _cause(act))
        for act in c.acts[:most]
    ]
    if not rows:
        return paragraph("Neither side did anything in this world.")
    return table(("date", "side", "what", ">points", "from"), rows, "Everything that was done")


def _cause(act: Act) -> str:
    if act.cause == PROVOCATION:
        return "timeline" if act.ordered_by else "chance"
    return "the law" if act.cause == "law" else act.cause.replace("_", " ")


def _rest(count: int) -> str:
    return paragraph(f"... and {count - MOST} more.") if count > MOST else ""
