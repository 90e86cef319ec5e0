"""The doctrine of equal numbers: staff in each other's country is cut to the same."""

from __future__ import annotations

from typing import Any

from sim.rules.world import MIRROR, PARITY
from sim.strategies.hands import of_form, take

NAME = "parity"
RULE = "a cut to equal staff where the other has more; else an exact mirror; else nothing"
SOURCE = "R E083: 755 told to leave, so that 455 stay on either side"


def weigh(w: Any, s: Any, side: int, n: int) -> None:
    """Parity, else mirror, else nothing."""
    cut = of_form(s, n, PARITY)
    take(s, n, cut if cut > 0 else of_form(s, n, MIRROR))
