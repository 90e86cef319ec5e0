"""One world on a page: its lanes, its votes, and the reasons of every deliberation, each where a mark leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.chronicle.chronicle import Chronicle, Decision
from sim.chronicle.explain import explain_day
from sim.chronicle.seats import last_passage
from sim.html.charts import hemicycle
from sim.html.lanes import lanes
from sim.html.page import bare
from sim.html.reasons import parts, question
from sim.html.svg import escape
from sim.html.tables import paragraph
from sim.html.worlds import acts

ROOM = 150_000
"""Bytes that reasons may take: the heaviest answers first, then the silences in their order."""
WIDE = 400


KEY = (
    "A circle is a measure, its area its points; hollow: scripted; a small ring: thought it over and did nothing; a "
    "triangle: a leak."
)


def one_world(c: Chronicle, first: tuple[int, str] | None = None) -> str:
    """The section on one world; ``first`` is the day and side whose reasons stand there unasked."""
    order = _order(c, first)
    told, left = _whys(c, order)
    links = {place: _name(*place) for place, _ in told}
    chambers = [hemicycle(roll, 300 if roll.chamber == "House" else 200) for roll in _last_votes(c)]
    halls = f'<div class="chambers">{"".join(chambers)}</div>' if chambers else ""
    hint = "Choose a circle or a ring for its reasons." if told else "Nobody deliberated in this world."
    rest = f" The reasons of {left} more are told by run.py explain." if left else ""
    done = f'<div class="acts">{acts(c)}</div>'
    key = f'<p class="key">{KEY} <span class="no-print">{escape(hint + rest)}</span></p>'
    frame = 'class="left" tabindex="0" role="group" aria-label="One world"'
    pictures = f"<div {frame}>{key}{lanes(c, links=links)}{halls}{done}</div>"
    kinds = 'class="whys" tabindex="0" role="group" aria-label="Reasons"'
    whys = f"<div {kinds}>{''.join(html for _, html in told)}</div>" if told else ""
    section = f'<section class="one"><h2>World {c.run}</h2><div class="cols">{pictures}{whys}</div></section>'
    return _lights(links.values()) + bare(section)


def _name(day: int, side: str) -> str:
    return f"why-{day}-{side}"


def _order(c: Chronicle, first: tuple[int, str] | None) -> list[Decision]:
    """Deliberations, those to be told first first: the one asked for, then answers by weight, then silences by day."""
    weight = {act.decision: 0.0 for act in c.acts}
    for act in c.acts:
        weight[act.decision] += act.points
    rival = {"rival": 0.5, "home": 0.0}
    return sorted(
        c.decisions,
        key=lambda d: (
            (d.day, d.side) != first,
            -weight.get(d.number, 0.0) - rival[d.side] * (d.number in weight),
            d.day,
        ),
    )


def _whys(c: Chronicle, order: Sequence[Decision]) -> tuple[list[tuple[tuple[int, str], str]], int]:
    """The reasons of as many deliberations as there is room for, by place; and how many are left."""
    made: list[tuple[tuple[int, str], str]] = []
    room = ROOM
    for d in order:
        html = _why(c, d, not made)
        room -= len(html)
        if room < 0 and made:
            break
        made.append(((d.day, d.side), html))
    return made, len(order) - len(made)


def _why(c: Chronicle, d: Decision, first: bool) -> str:
    e = explain_day(c, d.day, d.side)
    place, kind = _name(d.day, d.side), "why first" if first else "why"
    html = bare(f"<h3>{escape(question(e))}</h3>{paragraph(e.sentence())}{''.join(parts(e, WIDE))}")
    return f'<section class="{kind}" id="{place}" aria-label="{escape(question(e))}" tabindex="-1">{html}</section>'


def _lights(names: Iterable[str]) -> str:
    """A rule a mark: the one whose reasons are shown has a dark rim."""
    known = list(names)
    if not known:
        return ""
    shown = [f'body:has(#{name}:target) a[href="#{name}"] .mark' for name in known]
    first = f'body:not(:has(.why:target)) a[href="#{known[0]}"] .mark'
    return f"<style>{','.join([first, *shown])}{{stroke:#1c1f24;stroke-width:3}}</style>"


def _last_votes(c: Chronicle) -> list:
    """The last vote on passage of each chamber, the larger first."""
    return sorted(last_passage(c.rolls).values(), key=lambda roll: -len(roll.votes))
