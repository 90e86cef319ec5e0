"""Flags: texts of a lane, each on a straight pole over its own mark.

A flag stands above its mark and beside its pole, in its own lane, so that no reader has to guess which mark it names.
Heavier flags choose first, each the lowest free height. A flag that finds no room is left out, and the caller is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from sim.plots.labels import HALO, Box, Label, crosses, extent, overlap
from sim.plots.style import SMALL, freeze

LEVEL = 22.0
"""Pixels from one height to the next: a line of type."""
ASIDE, ABOVE = 5.0, 5.0
"""Pixels between a pole and its text, and between a mark and a text."""


SHADE = 2.5
"""What it costs to stand over a mark that has no name yet, in levels."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What is taken in a panel, in pixels: marks refuse texts; texts and poles refuse each other."""

    frame: Box
    marks: list[Box]
    texts: list[Box]
    poles: list[tuple[float, float, float]]
    """Across, foot, top."""

    def shaded(self, seat: Box, x: float, y: float) -> int:
        """How many other marks of the lane a text would leave without room for a name."""
        return sum(
            seat[0] - 3 < (left + right) / 2 < seat[2] + 3
            and abs((left + right) / 2 - x) > 1
            and abs(foot - y) < LEVEL
            and seat[1] - head < 2 * LEVEL
            for left, foot, right, head in self.marks
        )

    def refuses(self, seat: Box, pole: tuple[float, float, float]) -> bool:
        """Whether a text cannot stand in ``seat`` with its ``pole``."""
        left, bottom, right, top = self.frame
        return (
            seat[0] < left + 2
            or seat[2] > right
            or seat[1] < bottom
            or seat[3] > top
            or any(overlap(seat, other) for other in (*self.marks, *self.texts))
            or any(_pierced(other, pole) for other in self.texts)
            or any(_pierced(seat, other) for other in self.poles)
        )


def plant(axes: Axes, labels: Iterable[Label], room: float, size: float = SMALL) -> list[Label]:
    """Write each label over its mark, at most ``room`` (data units) above it; returns those left out.

    Settles the layout of the figure first: nothing that changes it may follow.
    """
    freeze(axes.figure.get_figure(root=True) or axes.figure)  # type: ignore[arg-type]
    wanted = sorted(labels, key=lambda label: (-label.weight, label.x, label.y, label.text))
    box = axes.get_window_extent()
    spots = [tuple(axes.transData.transform((label.x, label.y))) for label in wanted]
    marks = [_mark(spot, label.gap) for spot, label in zip(spots, wanted, strict=True)]
    lane = Lane((box.x0, box.y0, box.x1, box.y1), marks, [], [])
    left_out = []
    for label, (x, y) in zip(wanted, spots, strict=True):
        top = float(axes.transData.transform((label.x, label.y + room))[1])
        seat = _seat(lane, label, (x, y, top), extent(axes, label.text, size))
        if seat is None:
            left_out.append(label)
            continue
        lane.texts.append(seat)
        lane.poles.append((x, y + label.gap, seat[3]))
        _draw(axes, label, (x, y), seat, size)
    return left_out


def _mark(spot: Sequence[float], gap: float) -> Box:
    reach = max(0.0, gap - 5)  # the placing keeps a few pixels free by itself
    return spot[0] - reach, spot[1] - reach, spot[0] + reach, spot[1] + reach


def _seat(lane: Lane, label: Label, spot: tuple[float, float, float], wide_high: tuple[float, float]) -> Box | None:
    """The cheapest free place above the mark: low, right of its pole, and over no mark that then could not be named."""
    x, y, top = spot
    width, height = wide_high
    best, lowest = None, float("inf")
    bottom = y + label.gap + ABOVE
    for level in range(int((top - bottom - height) // LEVEL) + 1 if top >= bottom + height else 0):
        for side, left in enumerate((x + ASIDE, x - ASIDE - width)):
            seat = (left, bottom + level * LEVEL, left + width, bottom + level * LEVEL + height)
            cost = level + 0.5 * side + SHADE * lane.shaded(seat, x, y)
            if cost < lowest and not lane.refuses(seat, (x, y + label.gap, seat[3])):
                best, lowest = seat, cost
    return best


def _pierced(box: Box, pole: tuple[float, float, float]) -> bool:
    x, foot, top = pole
    return crosses(box, (x, foot), (x, top))


def _draw(axes: Axes, label: Label, spot: tuple[float, float], seat: Box, size: float) -> None:
    scale = 72 / axes.figure.dpi  # offsets in points keep their place at every resolution
    right = seat[0] > spot[0]
    axes.annotate(
        "",
        (label.x, label.y),
        (0, (seat[3] - spot[1] - 3) * scale),
        textcoords="offset points",
        arrowprops={"arrowstyle": "-", "color": label.colour, "linewidth": 1, "alpha": 0.7, "shrinkA": 0, "shrinkB": 0},
        zorder=2.5,
        annotation_clip=False,
    )
    axes.annotate(
        label.text,
        (label.x, label.y),
        ((seat[0] if right else seat[2]) * scale - spot[0] * scale, (seat[1] - spot[1]) * scale),
        textcoords="offset points",
        ha="left" if right else "right",
        va="bottom",
        color=label.colour,
        fontsize=size,
        linespacing=1.1,
        zorder=6,
        annotation_clip=False,
        path_effects=HALO,
    )
