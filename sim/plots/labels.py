"""A small label placer: texts near their points, never on one another, never out of the panel.

Greedy and deterministic: labels are placed in order of weight, each at the cheapest of a fixed set of seats around
its point. A seat costs its distance and what it hides of the lines; seats that touch a placed text, cross a leader or
leave the panel are refused. A label without a free seat is left out, and the caller is told how many were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from sim.plots.style import INK, SMALL, freeze

Point = tuple[float, float]
"""Across and up in pixels."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in pixels."""

HALO = [withStroke(linewidth=3, foreground="white", alpha=0.85)]
"""Keeps a text readable over lines."""

RADII = (10, 20, 34, 52, 75, 105, 140, 180, 230, 290)
NEAR = RADII[:6]
"""For labels of weight 1 or less: rather no name than a name far away."""

DIRECTIONS = tuple(2 * pi * n / 24 for n in range(24))
GAP_X, GAP_Y = 9.0, 4.0
"""Pixels kept free beside and above every text."""
MARK = 8.0
"""Pixels kept free around every point that has a label."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text to be placed near the data point ``x, y``; heavier labels choose first."""

    x: float
    y: float
    text: str
    weight: float = 0.0
    colour: str = INK
    gap: float = 0.0
    """Radius of the mark in pixels."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A panel while labels are placed in it, all in pixels."""

    frame: Box
    ink: np.ndarray
    """Points along the lines, shape (n, 2)."""
    points: np.ndarray
    """The points that have marks, shape (n, 2)."""
    taken: list[Box]
    leaders: list[tuple[Point, Point]]

    def refuses(self, seat: Box, point: Point) -> bool:
        """Whether a text for ``point`` cannot stand in ``seat``: out of the panel, or over a text or a leader."""
        end = _nearest(seat, point)
        return (
            self._is_left_by(seat)
            or any(overlap(seat, other) for other in self.taken)
            or any(crosses(seat, *leader) for leader in self.leaders)
            or any(_meet(point, end, *leader) for leader in self.leaders)
            or any(crosses(other, point, end) for other in self.taken)
        )

    def _is_left_by(self, seat: Box) -> bool:
        left, bottom, right, top = self.frame
        return seat[0] < left + 6 or seat[1] < bottom + 4 or seat[2] > right or seat[3] > top

    def hidden_by(self, seat: Box) -> int:
        """What a text in ``seat`` costs for the lines and points that it hides."""
        return 9 * _inside(seat, self.ink) + 150 * _inside(seat, self.points, MARK)


def place(
    axes: Axes,
    labels: Iterable[Label],
    lines: Sequence[tuple[np.ndarray, np.ndarray]] = (),
    size: float = SMALL,
    avoid: Sequence[Box] = (),
    marks: Sequence[Point] = (),
) -> int:
    """Write ``labels`` into ``axes``; ``lines`` and ``marks`` (data coordinates) should stay visible, the points of
    the labels do anyway. Returns how many found no room.

    Settles the layout of the figure first: nothing that changes it may follow.
    """
    freeze(axes.figure.get_figure(root=True) or axes.figure)  # type: ignore[arg-type]
    wanted = sorted(labels, key=lambda label: (-label.weight, label.x, label.y, label.text))
    points: list[Point] = [tuple(axes.transData.transform((label.x, label.y))) for label in wanted]
    others = [point for point in (tuple(axes.transData.transform(mark)) for mark in marks) if point not in points]
    box = axes.get_window_extent()
    ground = Ground(
        (box.x0, box.y0, box.x1, box.y1),
        _samples(axes, lines),
        np.array([*points, *others]),
        taken=list(avoid),
        leaders=[],
    )
    left_out = 0
    for label, point in zip(wanted, points, strict=True):
        seat = _best_seat(ground, label, point, extent(axes, label.text, size))
        if seat is None:
            left_out += 1
            continue
        end = _nearest(seat, point)
        ground.taken.append(seat)
        ground.leaders.append((point, end))
        _draw(axes, label, point, seat, end, size)
    return left_out


def extent(axes: Axes, text: str, size: float) -> tuple[float, float]:
    """Width and height of a text in pixels."""
    artist = axes.text(0, 0, text, fontsize=size, linespacing=1.1)
    box = artist.get_window_extent()
    artist.remove()
    return box.width, box.height


def _samples(axes: Axes, lines: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Points every six pixels along the lines, in pixels, shape (n, 2)."""
    found = [np.empty((0, 2))]
    for x, y in lines:
        track = axes.transData.transform(np.column_stack([np.asarray(x, float), np.asarray(y, float)]))
        track = track[np.isfinite(track).all(axis=1)]
        if len(track):
            length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(track, axis=0).T))])
            at = np.arange(0, length[-1] + 6, 6)
            found.append(np.column_stack([np.interp(at, length, track[:, 0]), np.interp(at, length, track[:, 1])]))
    return np.concatenate(found)


def _best_seat(ground: Ground, label: Label, point: Point, extent: tuple[float, float]) -> Box | None:
    best, lowest = None, np.inf
    for radius in RADII if label.weight > 1 else NEAR:
        for direction in DIRECTIONS:
            seat = _seat(point, extent, radius + label.gap, direction)
            if ground.refuses(seat, point):
                continue
            cost = radius + ground.hidden_by(seat)
            if cost < lowest:
                best, lowest = seat, cost
    return best


def _seat(point: Point, extent: tuple[float, float], radius: float, direction: float) -> Box:
    """The text box whose centre lies in ``direction`` and whose edge is ``radius`` pixels off the point."""
    dx, dy = cos(direction), sin(direction)
    x = point[0] + dx * radius + (dx / max(abs(dx), abs(dy))) * extent[0] / 2
    y = point[1] + dy * radius + (dy / max(abs(dx), abs(dy))) * extent[1] / 2
    return x - extent[0] / 2, y - extent[1] / 2, x + extent[0] / 2, y + extent[1] / 2


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes meet, or come closer than texts should."""
    return a[0] < b[2] + GAP_X and b[0] < a[2] + GAP_X and a[1] < b[3] + GAP_Y and b[1] < a[3] + GAP_Y


def crosses(box: Box, a: Point, b: Point) -> bool:
    """Does the segment from ``a`` to ``b`` touch the box, or pass within two pixels? (Liang and Barsky 1984)"""
    enters, leaves = 0.0, 1.0
    for axis in (0, 1):
        step = b[axis] - a[axis]
        low, high = box[axis] - 2 - a[axis], box[axis + 2] + 2 - a[axis]
        if step == 0:
            if low > 0 or high < 0:
                return False
            continue
        first, last = sorted((low / step, high / step))
        enters, leaves = max(enters, first), min(leaves, last)
    return enters <= leaves


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Do the segments a-b and c-d cross?"""

    def turn(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def _inside(box: Box, points: np.ndarray, more: float = 2.0) -> int:
    if not len(points):
        return 0
    x, y = points[:, 0], points[:, 1]
    return int(np.count_nonzero((x > box[0] - more) & (x < box[2] + more) & (y > box[1] - more) & (y < box[3] + more)))


def _nearest(box: Box, point: Point) -> Point:
    return min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])


def _draw(axes: Axes, label: Label, point: Point, seat: Box, end: Point, size: float) -> None:
    to_data = axes.transData.inverted().transform
    if hypot(end[0] - point[0], end[1] - point[1]) > 13 + label.gap:
        x, y = np.array([to_data(point), to_data(end)]).T
        axes.plot(x, y, color=label.colour, linewidth=1, alpha=0.6, zorder=2.5)
    align = "left" if seat[0] >= point[0] - 1 else "right" if seat[2] <= point[0] + 1 else "center"
    side = {"left": seat[0], "right": seat[2], "center": (seat[0] + seat[2]) / 2}[align]
    # Anchored by an offset in points, so that the text keeps its place at every resolution.
    scale = 72 / axes.figure.dpi
    axes.annotate(
        label.text,
        (label.x, label.y),
        ((side - point[0]) * scale, (seat[1] - point[1]) * scale),
        textcoords="offset points",
        ha=align,
        va="bottom",
        color=label.colour,
        fontsize=size,
        linespacing=1.1,
        zorder=6,
        annotation_clip=False,
        path_effects=HALO,
    )
