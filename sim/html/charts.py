"""Small charts by hand: a hundred dots, bars with intervals, differences, lines of a sweep, a half circle of seats."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.chronicle.seats import rows_of, seats
from sim.html.svg import CONGRESS, HOME, INK, LETTER, LINE, SOFT, Box, Picture, figure, round_steps, wrapped
from sim.parameters import PARTIES
from sim.words import number

if TYPE_CHECKING:
    from sim.chronicle.chronicle import RollCall

ROW = 24
NAMES = 46
"""Letters of a name in front of a bar, at most."""


class Bar(NamedTuple):
    """A bar with its name; ``low`` .. ``high`` is an interval (NaN: none), ``told`` what stands at its end."""

    name: str
    value: float
    low: float
    high: float
    told: str
    colour: str = HOME


def hundred(shares: Sequence[tuple[str, float, str]], width: int = 760) -> str:
    """Shares as arrays of a hundred dots: (what happens, its share or NaN, a colour)."""
    size, each = 56, width / max(4, len(shares))
    known = [(what, share, colour, round(100 * share)) for what, share, colour in shares if isfinite(share)]
    about = "; ".join(f"{what}: {n} of 100 worlds" for what, _, _, n in known)
    drawn = Picture(width, size + 6, "Of a hundred worlds", f"{about}." if about else "No world has a value.")
    for k, (what, _, colour, n) in enumerate(known):
        left = k * each
        dots = [f"M{figure(left + 3 + 5.6 * (j % 10))} {figure(size - 5.6 * (j // 10))}h0" for j in range(100)]
        look: dict[str, Any] = {"fill": "none", "stroke_width": 4, "stroke_linecap": "round"}
        drawn.add("path", d="".join(dots[n:]), stroke="#e0ddd4", **look)
        if n:
            drawn.add("path", d="".join(dots[:n]), stroke=colour, **look)
        drawn.say(left + size + 10, 22, str(n), font_size=20, font_weight="700", fill=INK)
        for line, words in enumerate(wrapped(what, int((each - size - 14) / 6.4), 2)):
            drawn.say(left + size + 10, 38 + 14 * line, words)
    return str(drawn)


def bars(title: str, about: str, rows: Sequence[Bar], width: int = 760, unit: str = "") -> str:
    """Bars from zero to either side, one below the other, with intervals where they are known."""
    letters = min(NAMES, max(12, *(len(row.name) for row in rows)))
    left, room = int(LETTER * 12 * letters) + 8, 72
    ends = [value for row in rows for value in (row.value, row.low, row.high) if isfinite(value)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    steps = round_steps(low, high, 6)
    box = Box(left, 8, width - left - room, ROW * len(rows), (steps[0], steps[-1], 1.0))
    drawn = Picture(width, box.bottom + 36, title, about)
    for step in steps:
        drawn.down(box.x(step), box.upper, box.height, stroke=SOFT if step == 0 else LINE)
        drawn.say(box.x(step), box.bottom + 15, number(step), text_anchor="middle")
    if unit:
        drawn.say(box.left, box.bottom + 31, unit, font_size=11)
    for k, row in enumerate(rows):
        _bar(drawn, box, row, box.upper + ROW * k + ROW / 2, letters)
    return str(drawn)


def _bar(drawn: Picture, box: Box, row: Bar, y: float, letters: int) -> None:
    name = wrapped(row.name, letters, 1)[0]
    drawn.say(box.left - 8, y + 4, name, text_anchor="end", fill=INK)
    drawn.say(box.right + 10, y + 4, row.told, font_weight="600", fill=INK)
    if not isfinite(row.value):
        return
    a, b = sorted((box.x(0.0), box.x(row.value)))
    drawn.add(
        "rect",
        hint=f"{row.name}: {row.told}",
        x=a,
        y=y - 7,
        width=max(b - a, 1),
        height=14,
        fill=row.colour,
        opacity="0.85",
    )
    if isfinite(row.low) and isfinite(row.high):
        drawn.across(box.x(row.low), y, box.x(row.high) - box.x(row.low), stroke=INK, stroke_width=2)


class Line(NamedTuple):
    """One outcome along a parameter: values, means, and the ends of their intervals (NaN: none)."""

    outcome: str
    at: Sequence[float]
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    words: Sequence[str] = ()


def lines(parameter: str, found: Sequence[Line], width: int = 760) -> str:
    """Up to four small charts of the means of outcomes along one parameter, side by side."""
    each, tall = width / len(found), 170
    told = [f"{one.outcome} from {number(one.mean[0])} to {number(one.mean[-1])}" for one in found if len(one.mean)]
    drawn = Picture(width, tall, f"Means as {parameter} varies", f"{'; '.join(told)}.")
    for k, one in enumerate(found):
        _small(drawn, one, k * each, each, tall)
    return str(drawn)


def _small(drawn: Picture, one: Line, left: float, each: float, tall: float) -> None:
    ends = [value for column in (one.mean, one.low, one.high) for value in column if isfinite(value)]
    bottom = min([0.0, *ends])
    steps = round_steps(bottom, max([bottom + 1e-9, *ends]), 4)
    box = Box(left + 40, 24, each - 62, tall - 48, (min(one.at), max(one.at), steps[-1] - steps[0]))
    drawn.say(left + 40, 12, wrapped(one.outcome, int((each - 40) / 6.6), 1)[0], font_weight="700", fill=INK)
    for step in steps:
        drawn.across(box.left, box.y(step - steps[0]), box.width)
        drawn.say(box.left - 5, box.y(step - steps[0]) + 4, number(step), text_anchor="end", font_size=11)
    _points(drawn, one, box, steps[0])
    labels = list(zip(one.at, one.words)) or [(x, number(x)) for x in (one.at[0], one.at[-1])]
    for x, word in labels:
        drawn.say(box.x(x), box.bottom + 16, word[:12], text_anchor="middle", font_size=11)


def _points(drawn: Picture, one: Line, box: Box, lowest: float) -> None:
    """The means with their intervals, joined where the values are numbers."""
    known = [k for k, mean in enumerate(one.mean) if isfinite(mean)]
    places = [(box.x(one.at[k]), box.y(one.mean[k] - lowest)) for k in known]
    if places and not one.words:
        path = "M" + "L".join(f"{figure(x)} {figure(y)}" for x, y in places)
        drawn.add("path", d=path, fill="none", stroke=HOME, stroke_width=2)
    for k, (x, y) in zip(known, places):
        if isfinite(one.low[k]) and isfinite(one.high[k]):
            upper = box.y(one.high[k] - lowest)
            drawn.down(x, upper, box.y(one.low[k] - lowest) - upper, stroke=HOME, stroke_width=1.5)
        drawn.add("circle", cx=x, cy=y, r=3, fill=HOME)


def hemicycle(roll: RollCall, width: int = 320) -> str:
    """One vote on passage: party by shape, yea filled, nay white with a dark rim, absent pale."""
    order = np.argsort(roll.members["dim1"], kind="stable")
    places = seats(len(order))
    radius, half = width / 2 - 8, width / 2
    size = radius * 0.58 / max(1, rows_of(len(order)) - 1) * 0.4
    drawn = Picture(
        width,
        half + 28,
        f"{roll.chamber}, {roll.date}: {'passed' if roll.passed else 'rejected'}",
        f"{roll.yea:.0f} yea, {roll.nay:.0f} nay, {roll.absent:.0f} absent.",
    )
    looks: dict[int, dict[str, Any]] = {
        1: {"fill": CONGRESS},
        0: {"fill": "#fff", "stroke": INK, "stroke_width": 1.4},
        -1: {"fill": "#d5d2c8"},
    }
    for vote in (1, -1, 0):
        path = [
            _seat(places[k], PARTIES[int(roll.members["party"][n])][0].upper(), half, radius, size)
            for k, n in enumerate(order)
            if roll.votes[n] == vote
        ]
        if path:
            drawn.add("path", d="".join(path), **looks[vote])
    drawn.say(
        half,
        half - 14,
        f"{roll.yea:.0f}–{roll.nay:.0f}",
        text_anchor="middle",
        font_size=22,
        font_weight="700",
        fill=INK,
    )
    away = f", {roll.absent:.0f} absent" if roll.absent else ""
    drawn.say(half, half + 14, f"{roll.chamber}{away}", text_anchor="middle")
    return str(drawn)


def _seat(place: np.ndarray, party: str, half: float, radius: float, size: float) -> str:
    x, y, r = half + place[0] * radius, half - 8 - place[1] * radius, size
    if party == "D":
        return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z"
    if party == "R":
        return f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}z"
    return f"M{x:.1f} {y - r:.1f}l{r:.1f} {2 * r:.1f}h{-2 * r:.1f}z"
