"""What happens in a world besides acts and votes, read off its daily log: leaks, stages of the bill, talks, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.rules.executive import last_day_to_sign
from sim.rules.world import ENACTED, FLOOR_READY, KILLED, PRESENTED, ROUTE_OVERRIDE, ROUTE_UNSIGNED, VETOED

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Chronicle


TIMELINE, LEAKS, CONGRESS, DESK, HOME_ANSWER, RIVAL_ANSWER, NIGHT = range(7)
"""The steps of a day that a chronicle tells, in their order."""

Happening = tuple[int, int, str]
"""Its day, its step, and the sentence."""

AT_THE_DESK = (PRESENTED, VETOED)


def happenings(c: Chronicle) -> list[Happening]:
    """(day, step of the day, sentence) in the order of the days; the steps are those of :mod:`sim.rules.day`."""
    found = [*_leaks(c), *_stages(c), *_talks(c), *_oversight(c)]
    return sorted(found, key=lambda row: row[:2])


def _rises(c: Chronicle, field: str) -> Iterator[tuple[int, int]]:
    """The days on which a count of the log grows, and by how much."""
    steps = np.diff(c.daily[field], prepend=0)
    return ((int(day), int(steps[day])) for day in np.flatnonzero(steps > 0))


def _leaks(c: Chronicle) -> Iterator[Happening]:
    for day, _ in _rises(c, "leaks"):
        yield day, LEAKS, f"A leak; scandal stands at {c.daily['scandal'][day]:.2f}."


def _stages(c: Chronicle) -> Iterator[Happening]:
    stages = c.daily["stage"]
    for day in np.flatnonzero(np.diff(stages, prepend=0)):
        sentence = _stage_sentence(c, int(day), int(stages[day]))
        if sentence:
            yield int(day), _step(c, int(day), int(stages[day])), sentence


def _step(c: Chronicle, day: int, stage: int) -> int:
    """Who moved the bill to this stage: the president's desk, or Congress, an override included."""
    signed = stage == ENACTED and c.daily["law_route"][day] != ROUTE_OVERRIDE
    return DESK if signed or stage in AT_THE_DESK else CONGRESS


def _stage_sentence(c: Chronicle, day: int, stage: int) -> str:
    if stage == FLOOR_READY:
        return "A sanctions bill is ready for the floor of the House."
    if stage == PRESENTED:
        calendar = c.scenario.compile().calendar
        last = last_day_to_sign(calendar, day, int(c.scenario.parameters["congress.clock"]))
        return f"The bill is presented to the president, who has until {c.scenario.date_of(last)}."
    if stage == VETOED:
        return "The president vetoes the bill."
    if stage == ENACTED:
        return _enacted(c, day)
    return "The bill is dead." if stage == KILLED else ""


def _enacted(c: Chronicle, day: int) -> str:
    route = int(c.daily["law_route"][day])
    if route == ROUTE_OVERRIDE:
        return "Congress overrides the veto: the bill is law."
    if route == ROUTE_UNSIGNED:
        return "The ten days pass without a signature: the bill is law."
    statement = ", with a statement on how it will be read" if c.daily["statement"][day] else ""
    return f"The president signs the bill into law{statement}."


def _talks(c: Chronicle) -> Iterator[Happening]:
    for day in np.flatnonzero(np.diff(c.daily["talks"], prepend=c.daily["talks"][:1])):
        yield int(day), NIGHT, "Talks are open again." if c.daily["talks"][day] else "The blow closes the talks."


def _oversight(c: Chronicle) -> Iterator[Happening]:
    for day, _ in _rises(c, "calls"):
        yield day, DESK, "Members of Congress call for the overdue mandate to be met."
    for day, _ in _rises(c, "reviews"):
        yield day, DESK, "The executive reports an easing; under the lock it has to wait."
