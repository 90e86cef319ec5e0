"""SVG by hand: a picture is a list of marks with a title and a description. No script, no style sheet, no library.

Whatever a scenario calls things is text here and never markup: :func:`escape` stands between the two in one place.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape as _escape
from math import ceil, isfinite, log10
from typing import Any

from sim.dates import ticks
from sim.words import ESCAPES

HOME, RIVAL, CONGRESS, PRESS = "#0067a3", "#bd4b06", "#00795a", "#6a4c93"
SIDE = {"home": HOME, "rival": RIVAL}
INK, SOFT, LINE, SUNK, PAPER = "#1c1f24", "#565b63", "#dcd9d0", "#f1efe9", "#fbfaf7"
"""Okabe and Ito's colours, darkened until text in them reads on paper (4.5:1); sides are also told apart by place."""

LETTER = 0.56
"""Width of a letter of the usual font, as a share of its size."""


def escape(text: object) -> str:
    """A text as HTML and SVG may hold it; what only a terminal would obey is taken out."""
    return _escape(ESCAPES.sub("", str(text)))


def attributes(given: dict[str, Any]) -> str:
    """Attributes of an element: ``stroke_width=2`` becomes ``stroke-width="2"``; what is None is left out."""
    told = ((name.rstrip("_").replace("_", "-"), value) for name, value in given.items() if value is not None)
    return "".join(f' {name}="{_value(value)}"' for name, value in told)


def _value(value: object) -> str:
    return figure(value) if isinstance(value, (int, float)) else escape(value)


def figure(value: float) -> str:
    """A coordinate with one decimal at most; a place that does not exist is the edge of the picture."""
    told = f"{value:.1f}".removesuffix(".0") if isfinite(value) else "0"
    return "0" if told == "-0" else told


class Picture:
    """Marks on a sheet of ``width`` x ``height``; ``title`` and ``about`` are what a screen reader says of it."""

    def __init__(self, width: float, height: float, title: str, about: str) -> None:
        self.width, self.height, self.title, self.about = width, height, title, about
        self.marks: list[str] = []
        self.role = "img"

    def add(self, tag: str, text: str = "", hint: str = "", **given: Any) -> None:
        """One element; ``hint`` is its title, which a pointer brings up."""
        inside = (f"<title>{escape(hint)}</title>" if hint else "") + escape(text)
        self.marks.append(f"<{tag}{attributes(given)}>{inside}</{tag}>" if inside else f"<{tag}{attributes(given)}/>")

    def say(self, x: float, y: float, text: str, **given: Any) -> None:
        """A text whose base line begins at (x, y)."""
        self.add("text", text, **{"x": x, "y": y, "fill": SOFT, **given})

    def across(self, x: float, y: float, width: float, **given: Any) -> None:
        """A line to the right."""
        self.add("path", d=f"M{figure(x)} {figure(y)}h{figure(width)}", **{"stroke": LINE, "fill": "none", **given})

    def down(self, x: float, y: float, height: float, **given: Any) -> None:
        """A line downwards."""
        self.add("path", d=f"M{figure(x)} {figure(y)}v{figure(height)}", **{"stroke": LINE, "fill": "none", **given})

    def dates(self, start: datetime.date, days: int, box: Box, most: int = 6) -> None:
        """A date axis below ``box``; a year stands in bold where it begins."""
        for day, words in ticks(start, days, most):
            x, (word, _, year) = box.x(day), words.partition("\n")
            self.down(x, box.bottom, 5, stroke="#b5b1a6")
            told, weight = (year, "600") if year and word == "Jan" else (" ".join(filter(None, (word, year))), None)
            room = LETTER * 6 * len(told)
            place = min(max(x, box.left - 20 + room), max(box.right + 20 - room, box.left))
            self.say(place, box.bottom + 18, told, text_anchor="middle", font_weight=weight)

    def __str__(self) -> str:
        w, h = figure(self.width), figure(self.height)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" role="{self.role}" '
            f'font-size="12" font-family="Inter,system-ui,sans-serif" style="max-width:100%;height:auto" '
            f'aria-label="{escape(f"{self.title}. {self.about}")}">'
        )
        return f"{head}<title>{escape(self.title)}</title><desc>{escape(self.about)}</desc>{''.join(self.marks)}</svg>"


class Box:
    """The part of a picture in which values stand: days (or other numbers) from left to right, ``top`` at its top."""

    def __init__(
        self, left: float, upper: float, width: float, height: float, span: tuple[float, float, float]
    ) -> None:
        """``span``: the value at the left edge, at the right edge, and at the top; the bottom is 0."""
        self.left, self.upper, self.width, self.height = left, upper, width, height
        self.first, self.last, self.top = span
        self.right, self.bottom = left + width, upper + height

    def x(self, value: float) -> float:
        """Where a day stands."""
        return self.left + (value - self.first) / ((self.last - self.first) or 1) * self.width

    def y(self, value: float) -> float:
        """Where a value stands; what is above the top stands at the top."""
        return self.bottom - min(value, self.top) / (self.top or 1) * self.height


def step_line(xs: Sequence[float], ys: Sequence[float], end: float) -> str:
    """A path of steps that keeps each value until the next; values that repeat take no room."""
    made = [f"M{figure(xs[0])} {figure(ys[0])}"]
    made += [f"H{figure(xs[k])}V{figure(ys[k])}" for k in range(1, len(xs)) if ys[k] != ys[k - 1]]
    return "".join(made) + f"H{figure(end)}"


def step_band(xs: Sequence[float], low: Sequence[float], high: Sequence[float], end: float) -> str:
    """The area between two paths of steps."""
    back = [f"H{figure(xs[k])}V{figure(low[k - 1])}" for k in range(len(xs) - 1, 0, -1) if low[k] != low[k - 1]]
    return f"{step_line(xs, high, end)}V{figure(low[-1])}{''.join(back)}H{figure(xs[0])}Z"


def round_steps(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from at or below ``low`` to at or above ``high``, at most ``most`` steps."""
    reach = high - low if isfinite(high - low) and high > low else 1.0
    size = 10.0 ** ceil(log10(reach / most))
    step = next(size * part for part in (0.2, 0.25, 0.5, 1.0, 2.0, 5.0) if reach / (size * part) <= most)
    first = int(low // step)
    return [round((first + k) * step, 10) for k in range(ceil((high - first * step) / step - 1e-9) + 1)]


def wrapped(text: str, letters: int, most: int = 3) -> list[str]:
    """A text in lines of at most so many letters, a word not broken; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if len(longer) <= letters or not lines[-1] else [*lines, word]
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} ..."]
    return [line if len(line) <= letters + 4 else line[: letters - 3] + "..." for line in lines]
