"""One world as lanes by hand: acts by area, hollow where scripted, small rings where a side thought and did nothing.

Under the marks lies the ledger as an area, and over the rival's the hope of relief as a dashed line: the area fills,
the line drops, the circle comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.chronicle.moves import Move, moves
from sim.dates import on
from sim.html.svg import CONGRESS, INK, LETTER, PRESS, SIDE, SOFT, SUNK, Box, Picture, escape, figure, step_line
from sim.parameters import SIDES
from sim.words import number, side_name

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Chronicle, Decision

LEFT, RIGHT, GAP = 104, 12, 7
HEIGHTS = {"home": 60, "congress": 40, "rival": 84}
EVERY = 3
NAMED = 5.0
"""Points from which a mark has its name beside it."""

Links = Mapping[tuple[int, str], str]
"""Day and side of a deliberation -> the place on the page where its reasons are told."""


class Quiet(NamedTuple):
    """A deliberation after which nothing was done."""

    day: int
    side: str
    decision: Decision


def quiet(c: Chronicle) -> list[Quiet]:
    """The deliberations that ended in doing nothing, by day."""
    acted = {act.decision for act in c.acts if act.decision is not None}
    return [Quiet(d.day, d.side, d) for d in c.decisions if d.number not in acted]


def lanes(c: Chronicle, width: int = 760, links: Links | None = None) -> str:
    """The lanes of one world. With ``links`` every mark that was thought about leads to its reasons."""
    boxes, height = _boxes(c, width)
    done, silent = moves(c), quiet(c)
    about = f"{len(c.acts)} acts, {len(c.rolls)} votes, {len(silent)} deliberations that ended in doing nothing."
    drawn = Picture(width, height, f"{c.label}: run {c.run}, day by day", about)
    drawn.role = "group" if links else "img"  # what lies in an image is nothing that a reader could enter
    most = max(12.0, float(c.daily["ledger"].max()))
    for name, box in boxes.items():
        drawn.add("rect", x=box.left, y=box.upper, width=box.width, height=box.height, fill=SUNK, rx=4)
        _name(drawn, c, name, box)
    for k, side in enumerate(SIDES):
        _ledger(drawn, boxes[side], c.daily["ledger"][:, k] / most, SIDE[side])
    _hope(drawn, boxes["rival"], c.daily["hope"])
    if "congress" in boxes:
        _congress(drawn, c, boxes["congress"])
    rings, circles = [_ring(c, one) for one in silent], [_circle(c, m) for m in done if m.kind != "law"]
    for mark in (*rings, *circles):
        _mark(drawn, boxes[mark.side], mark, (links or {}).get((mark.day, mark.side)))
    _labels(drawn, c, boxes, done)
    drawn.dates(c.scenario.start, c.scenario.days, boxes["rival"], 9)
    return str(drawn)


def _boxes(c: Chronicle, width: int) -> tuple[dict[str, Box], int]:
    upper, made = 4, {}
    for name, tall in HEIGHTS.items():
        if name == "congress" and not c.scenario.has_congress:
            continue
        made[name] = Box(LEFT, upper, width - LEFT - RIGHT, tall, (0, c.scenario.days, 1.0))
        upper += tall + GAP
    return made, upper + 24


def _name(drawn: Picture, c: Chronicle, lane: str, box: Box) -> None:
    words = {"congress": ["votes, leaks"], "home": ["area: ledger"], "rival": ["area: ledger", "dashed: hope"]}
    title = "Congress" if lane == "congress" else side_name(c.scenario, lane)
    middle, colour = box.upper + box.height / 2, SIDE.get(lane, CONGRESS)
    drawn.say(0, middle - 4, title if len(title) < 15 else f"{title[:13]}...", font_weight="700", fill=colour)
    for k, line in enumerate(words[lane]):
        drawn.say(0, middle + 10 + 13 * k, line, font_size=11)


def _ledger(drawn: Picture, box: Box, level: np.ndarray, colour: str) -> None:
    ys = [box.bottom - float(value) * (box.height - 8) for value in level[::EVERY]]
    xs = [box.x(k * EVERY) for k in range(len(ys))]
    line = "".join(f"L{figure(x)} {figure(y)}" for x, y in zip(xs, ys))
    drawn.add(
        "path", d=f"M{figure(xs[0])} {figure(box.bottom)}{line}V{figure(box.bottom)}Z", fill=colour, opacity="0.18"
    )


def _hope(drawn: Picture, box: Box, hope: np.ndarray) -> None:
    ys = [box.bottom - float(value) * (box.height - 8) for value in hope[::EVERY]]
    xs = [box.x(k * EVERY) for k in range(len(ys))]
    drawn.add("path", d=step_line(xs, ys, box.right), fill="none", stroke=INK, stroke_dasharray="4 3")


def _congress(drawn: Picture, c: Chronicle, box: Box) -> None:
    """Votes as bars with their tallies, the law as a band from its day on, leaks as triangles."""
    votes = [roll for roll in c.rolls if roll.question == "passage"]
    for roll in votes:
        drawn.down(box.x(roll.day), box.upper + 4, box.height - 8, stroke=CONGRESS, stroke_width=2.2)
        hint = f"{on(c.scenario.start, roll.day)}: {roll.chamber} {roll.yea}–{roll.nay}"
        drawn.add("rect", hint=hint, x=box.x(roll.day) - 4, y=box.upper, width=8, height=box.height, fill_opacity="0")
    tally = ", ".join(f"{roll.yea}–{roll.nay}" for roll in votes[-2:])
    if votes and box.x(votes[0].day) - box.left > LETTER * 12 * len(tally):
        _words(drawn, box, box.x(votes[0].day) - 6, tally, "end", 4)
        tally = ""
    law = float(c.outcomes["law_day"])
    if isfinite(law):
        middle = box.upper + box.height / 2
        drawn.add("rect", x=box.x(law), y=middle - 4, width=box.right - box.x(law), height=8, rx=2, fill=CONGRESS)
        _from(drawn, box, box.x(law), ", ".join(filter(None, (tally, "the law is in force"))))
    elif tally:
        _from(drawn, box, box.x(votes[-1].day), tally)
    _leaks(drawn, c, box)


def _from(drawn: Picture, box: Box, x: float, text: str) -> None:
    """A text that begins at x, or ends at the right edge where it has no room."""
    if box.right - x > LETTER * 12 * len(text):
        _words(drawn, box, x + 8, text, "start", -8)
    else:
        _words(drawn, box, box.right - 4, text, "end", -8)


def _words(drawn: Picture, box: Box, x: float, text: str, anchor: str, lower: float) -> None:
    y = box.upper + box.height / 2 + lower
    drawn.say(x, y, text, text_anchor=anchor, fill=CONGRESS, font_weight="600")


def _leaks(drawn: Picture, c: Chronicle, box: Box) -> None:
    for day in np.flatnonzero(np.diff(c.daily["leaks"], prepend=0) > 0).tolist():
        shape = f"M{figure(box.x(day) - 4.5)} {figure(box.bottom - 3)}l4.5 -8l4.5 8z"
        drawn.add("path", hint=f"{on(c.scenario.start, day)}: a leak", d=shape, fill=PRESS)


def _height(side: str, box: Box) -> float:
    """Where the marks of a side stand in its lane."""
    return box.upper + box.height * (0.66 if side == "home" else 0.58)


class Mark(NamedTuple):
    """A circle in a lane, what it says, and how it looks."""

    day: int
    side: str
    radius: float
    words: str
    look: dict[str, Any]


def _ring(c: Chronicle, one: Quiet) -> Mark:
    words = f"{on(c.scenario.start, one.day)}, {side_name(c.scenario, one.side)}: thought it over and did nothing"
    return Mark(one.day, one.side, 3.2, words, {"fill": "#fff", "stroke": SOFT, "stroke_width": 1.2})


def _circle(c: Chronicle, move: Move) -> Mark:
    """A measure: filled by whoever chose it, hollow where it is scripted, dashed where it gives back."""
    colour = SIDE[move.side]
    told = f"{move.text}, {number(move.points)} points".replace("\xa0", " ")
    words = f"{on(c.scenario.start, move.day)}, {side_name(c.scenario, move.side)}: {told}"
    look = {"fill": colour, "stroke": "#fff", "stroke_width": 0.8}
    if move.kind == "outside" or move.eases:
        look = {"fill": "#fff", "stroke": colour, "stroke_width": 2.2}
    if move.eases:
        look["stroke_dasharray"] = "2 2"
    return Mark(move.day, move.side, max(3.5, 2.35 * sqrt(abs(move.points))), words, look)


def _mark(drawn: Picture, box: Box, mark: Mark, target: str | None) -> None:
    """One circle; with ``target`` a link, at least 24 px wide, that says where it leads."""
    x, y, words = box.x(mark.day), _height(mark.side, box), mark.words
    if not target:
        drawn.add("circle", hint=words, cx=x, cy=y, r=mark.radius, **mark.look)
        return
    drawn.marks.append(f'<a href="#{escape(target)}" aria-label="{escape(words)}. Its reasons.">')
    drawn.add("circle", cx=x, cy=y, r=max(mark.radius, 12), fill_opacity="0")
    drawn.add("circle", hint=words, cx=x, cy=y, r=mark.radius, class_="mark", **mark.look)
    drawn.marks.append("</a>")


def _labels(drawn: Picture, c: Chronicle, boxes: dict[str, Box], done: Iterable[Move]) -> None:
    """The names of the heavy acts over their marks, heaviest first, where there is room."""
    taken: list[tuple[str, float, float]] = []
    for move in sorted((m for m in done if m.points > NAMED and m.kind != "law"), key=lambda m: -m.points):
        text = move.text.replace("\xa0", " ")
        text = text if len(text) <= 34 else f"{text[:32]}..."
        box, half = boxes[move.side], LETTER * 6 * len(text)
        x = min(max(box.x(move.day), box.left + half + 4), box.right - half)
        if any(side == move.side and low < x + half + 8 and x - half - 8 < high for side, low, high in taken):
            continue
        taken.append((move.side, x - half, x + half))
        drawn.say(x, box.upper + 15, text, text_anchor="middle", font_weight="600", fill=INK)
