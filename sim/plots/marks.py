"""The mark of a move: its side by colour and shape, whether it gives back, and whether it counts at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.lines import Line2D

from sim.chronicle.moves import Move
from sim.plots.style import EASING, EMPTY, GREY, SIDE_COLOUR, SIDE_MARKER


def mark_of(move: Move, size: float = 10) -> dict[str, Any]:
    """How a move is plotted: a triangle down eases, a small cross counts nothing, a hollow mark came from outside."""
    colour = SIDE_COLOUR[move.side]
    hollow = move.kind == "outside"
    return {
        "marker": shape_of(move),
        "color": colour,
        "markersize": size if move.counts else 0.7 * size,
        "markeredgewidth": 2.2,
        "markeredgecolor": colour,
        "markerfacecolor": "white" if hollow else colour,
    }


def shape_of(move: Move) -> str:
    """The marker alone."""
    return EASING if move.eases else SIDE_MARKER[move.side] if move.counts else EMPTY


def special_handles(done: Sequence[Move]) -> list[Line2D]:
    """The legend of easings and of acts that count nothing, where there are any."""
    found = [(EASING, "gives something back")] if any(move.eases for move in done) else []
    empty = dict.fromkeys(move.text for move in done if not move.counts)
    found += [(EMPTY, f"counts nothing ({' or '.join(list(empty)[:2])})")] if empty else []
    return [
        Line2D([], [], color=GREY, marker=marker, markersize=9, markeredgewidth=2, linestyle="", label=label)
        for marker, label in found
    ]
