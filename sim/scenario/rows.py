"""What a scenario is made of: measures, events, mandates, and who sits in the legislature."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sim.words import placed


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the catalogue. ``weight`` in points at ``reference`` units; ``at_most`` 0 means no cap.

    ``of``: how many the reference is taken from; points then go by the odds of what is taken to what is left (0: by
    number). By number at least ``at_least`` are taken, at most a share ``ceiling`` of what is left (0: all).
    ``adds``: the row of which a mirror takes one unit more.

    ``sentence`` and ``label`` tell it, with the places of :func:`sim.words.placed`; where they are empty it is told as
    its form is. ``actions`` are those of an event record that become this measure.
    """

    name: str
    form: str
    weight: float
    reference: int
    at_most: int
    used_by: tuple[str, ...]
    rung: int
    cameo: str = ""
    text: str = ""
    sentence: str = ""
    label: str = ""
    actions: tuple[str, ...] = ()
    of: int = 0
    at_least: int = 0
    ceiling: float = 0.0
    adds: str = ""

    @property
    def sized(self) -> bool:
        """Whether it comes in numbers."""
        return self.reference > 0

    def in_short(self, n: float) -> str:
        """``n`` units of it as the mark of a figure is labelled: ``expel 35``, ``close 2 sites``, ``protest``."""
        counted = self.sized and n > 0
        if self.label:
            return placed(self.label, n) + (f" {n:.0f}" if counted and "{n}" not in self.label else "")
        verb, _, noun = self.name.partition("_")
        if counted and self.form == "sites" and noun:
            return f"{verb} {n:g} {noun.replace('_', ' ')}{'s' * (n != 1)}"
        return self.name.replace("_", " ") + (f" {n:g}" if counted else "")

    def in_menu(self, n: float) -> str:
        """``n`` units of it as a menu lists them: its label, or its name as the scenario spells it."""
        if self.label:
            return self.in_short(n)
        return f"{self.name} {n:.0f}" if self.sized else self.name


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event. Which fields count depends on ``kind``; the others keep their defaults.

    ``measures`` is the package of an act, (name, size) each. ``value`` is the strength of a promise, the number of
    contacts, the scandal of a provocation or leak (None: the leak's usual size), or the reset wish of an election or
    inauguration. ``record`` names rows of the event record that the event stands for.
    It happens where all states of ``only_if`` and none of ``unless`` hold (words of ``sim.rules.conditions.STATES``).
    """

    id: str
    date: datetime.date
    kind: str
    text: str = ""
    record: tuple[str, ...] = ()
    by: str = ""
    measures: tuple[tuple[str, int], ...] = ()
    points: float = 0.0
    value: float | None = None
    party: str = ""
    sites: int | None = None
    actor: str = ""
    choice: str = ""
    parameters: tuple[tuple[str, float], ...] = ()
    only_if: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    law: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """One of the laws that Congress may pass, one after the other; ``title`` stands before "bill" and "law" wherever it
    is told. ``lock``: it can tie easing to a review; ``agenda``: Congress may take it up by itself, else only an event
    brings it; ``objection``: what allies object, in log-odds of each vote on it.
    """

    name: str
    title: str = "sanctions"
    lock: bool = True
    agenda: bool = True
    objection: float = 0.0


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a law orders: ``size`` units of ``measure`` within ``days`` of enactment. ``record`` names the rows of the
    event record that meet it; ``law`` whose order it is, empty where there is one.
    """

    name: str
    days: int
    measure: str
    size: int
    text: str = ""
    record: tuple[str, ...] = ()
    law: str = ""


@dataclass(frozen=True, slots=True)
class Bloc:
    """A party in a chamber; its members are drawn from these moments, truncated to the unit disc."""

    chamber: str
    party: str
    seats: int
    dim1_mean: float
    dim1_sd: float
    dim2_mean: float
    dim2_sd: float
    correlation: float


Seat = tuple[int, int, float, float]
"""A member read from a file: chamber and party (codes), first and second dimension."""
