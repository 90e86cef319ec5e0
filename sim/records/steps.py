"""The dated steps of an imposed history."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from sim.records.rows import Row
from sim.scenario import Measure


class Part(NamedTuple):
    """``size`` units of one measure of the catalogue, taken from ``present`` where it takes from a stock."""

    measure: Measure
    size: float
    present: float = 1e9


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that history did on a day.

    ``kind``: act, floor, vote, present, sign or mandate. An act has a ``side``, the ``option`` of the menu it counts
    as (a catalogue name) and its ``parts``; a vote its ``chamber`` and tally; a mandate its number and ``size``, the
    names published, and ``parts`` where an act met it. What belongs to a law has its number and, where there are
    several, its ``title`` as it stands before "bill" and "law". ``rows`` are the rows of the record behind it (none for
    a presentment that the scenario dates).
    """

    date: datetime.date
    kind: str
    side: str = "home"
    option: str = ""
    parts: tuple[Part, ...] = ()
    chamber: str = ""
    yea: int = 0
    nay: int = 0
    mandate: int = 0
    size: float = 0.0
    rows: tuple[Row, ...] = ()
    law: int = 0
    title: str = ""

    @property
    def label(self) -> str:
        """The step in a few words."""
        if self.kind == "act":
            parts = ", ".join(_part_words(part) for part in self.parts)
            return parts if self.option in [part.measure.name for part in self.parts] else f"{self.option}: {parts}"
        if self.kind == "vote":
            return f"{self.chamber} passes the {self.title}bill {self.yea}-{self.nay}"
        return {
            "floor": f"the {self.title}bill is floor-ready",
            "present": f"the {self.title}bill is presented",
            "sign": f"the {self.title}law is signed",
            "mandate": f"mandate {self.mandate + 1} is met",
        }[self.kind]


def _part_words(part: Part) -> str:
    if part.measure.label:
        return part.measure.in_short(part.size)
    n, form = f"{part.size:g}", part.measure.form
    return {"persons": f"expels {n}", "sites": f"closes {n} site{'s' * (part.size != 1)}", "names": f"lists {n}"}.get(
        form, part.measure.name
    )
