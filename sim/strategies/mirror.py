"""Like for like, in kind and number: the reply of diplomats' law."""

from __future__ import annotations

from typing import Any

from sim.rules.world import MIRROR
from sim.strategies.hands import of_form, take

NAME = "mirror"
RULE = "an exact mirror where there is one; otherwise nothing"
SOURCE = "J our own rule; R 76% of 173 recorded pairs are one for one"


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """The mirror for certain; 0 is 'none'."""
    take(s, n, of_form(s, n, MIRROR))
