"""The acts of a world packed as pictures show them: one mark a day, side and kind of reason, with few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

PROVOCATION = "provocation"
OUTSIDE = ("timeline", "provocation")
"""Causes of acts that no actor of the model chose."""


@dataclass(frozen=True, slots=True)
class Move:
    """What one side did on one day for one kind of reason: one marker, one label.

    ``kind`` is free, outside or law. ``points`` < 0 is relief: the side takes back what it did.
    """

    day: int
    side: str
    kind: str
    points: float
    text: str

    @property
    def eases(self) -> bool:
        """Whether it gives something back."""
        return self.points < 0

    @property
    def counts(self) -> bool:
        """Whether it weighs anything: a protest does not."""
        return self.points != 0


class Acted(Protocol):
    """What is read of a world: its acts, and the catalogue of its scenario."""

    @property
    def scenario(self) -> Any:
        """What was run."""

    @property
    def acts(self) -> Sequence[Any]:
        """Measures taken, in order."""


def moves(chronicle: Acted) -> list[Move]:
    """The acts of a run, packed by day, side, kind and whether they give or take, in order of day.

    Provocations are no measures and add nothing to a side's path: they are among the events of a figure.
    """
    return [move for move, _ in packed_moves(chronicle)]


def packed_moves(chronicle: Acted) -> list[tuple[Move, list[Any]]]:
    """The same, each with the acts it stands for."""
    packs: dict[tuple[int, str, str, bool], list[Any]] = {}
    for act in chronicle.acts:
        if act.measure == PROVOCATION:
            continue
        packs.setdefault((int(act.day), act.side, _kind(act.cause), float(act.points) < 0), []).append(act)
    words = {measure.name for measure in chronicle.scenario.catalogue if getattr(measure, "form", "") == "words"}
    return [
        (Move(day, side, kind, _weight(acts, words), _pack_text(acts)), acts)
        for (day, side, kind, _), acts in sorted(packs.items(), key=lambda item: item[0][0])
    ]


def _weight(acts: Sequence[Any], words: set[str]) -> float:
    """Points that a pack adds to its side's path; words injure nobody and add nothing."""
    return sum(float(act.points) for act in acts if act.measure not in words)


def _kind(cause: str) -> str:
    return "outside" if cause in OUTSIDE else "law" if cause == "law" else "free"


def _pack_text(acts: Sequence[Any]) -> str:
    """The labels of a package; hard spaces keep a measure and its size on one line."""
    parts = list(dict.fromkeys(act.label.replace(" ", "\xa0") for act in acts))
    rest = f", +{len(parts) - 3} more" if len(parts) > 3 else ""
    form = str(acts[0].form)
    before = f"{form}: " if form in ("mirror", "parity") and form != acts[0].measure else ""
    return before + ", ".join(parts[:3]) + rest
