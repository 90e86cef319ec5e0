"""Which parameters are levers of the page: what they are called there, and the span worth dragging over."""

from __future__ import annotations

from typing import NamedTuple

Span = tuple[float, float, int]


class Lever(NamedTuple):
    """A parameter with the words a class understands and (low, high, steps)."""

    name: str
    label: str
    span: Span


GROUPS: tuple[tuple[str, str, tuple[Lever, ...]], ...] = (
    (
        "Promise and hope",
        "Why a side waits",
        (
            Lever("hope.promise_boost", "Strength of the promise", (0, 4, 40)),
            Lever("rival.restraint", "Held back while hoping", (0, 40, 40)),
        ),
    ),
    (
        "Ledgers",
        "What counts as an injury",
        (
            Lever("rival.legitimacy", "The rival grants as due", (0, 1, 40)),
            Lever("home.legitimacy", "Home grants as due", (0, 1, 40)),
            Lever("rival.misperception", "The rival misjudges", (0, 1.5, 30)),
            Lever("rival.reciprocity", "The rival answers, per point", (0, 2, 40)),
        ),
    ),
    (
        "Form of the answer",
        "What is chosen from the menu",
        (
            Lever("rival.mirror_bias", "Liking for a mirror", (-4, 6, 40)),
            Lever("rival.parity_bias", "Liking for parity", (-6, 4, 40)),
        ),
    ),
    (
        "Congress and leaks",
        "Who ties whose hands",
        (
            Lever("executive.reset_wish", "Reset wish at the start", (-1, 1, 40)),
            Lever("congress.lock", "The law ties the president", (0, 1, 1)),
        ),
    ),
)


def span_of(name: str) -> Span | None:
    """The span of a lever; None for a parameter that is none."""
    return next((row.span for _, _, rows in GROUPS for row in rows if row.name == name), None)
