"""What happens in a world besides acts and votes, read off its daily log: leaks, stages of the bill, talks, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.rules.executive import last_day_to_sign
from sim.rules.rollcall import objection
from sim.rules.world import ENACTED, FLOOR_READY, KILLED, PRESENTED, ROUTE_OVERRIDE, ROUTE_UNSIGNED, VETOED
from sim.scenario.laws import title_before

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
        if stages[day] == FLOOR_READY and _objection(c, int(day)) > 0.0:
            yield int(day), CONGRESS, f"Allies object to {_the_bill(c, int(day))}: its clauses would cost them too."


def _the_bill(c: Chronicle, day: int) -> str:
    """``the bill``, or ``the Magnitsky bill`` where there are several laws."""
    return f"the {title_before(c.scenario.laws, int(c.daily['law'][day]))}bill"


def _objection(c: Chronicle, day: int) -> float:
    """What allies object to the bill of a day, in log-odds of each vote on it."""
    setting = c.scenario.compile()
    return float(objection(setting.periods[setting.calendar["period"][day]], c.daily["law"][day]))


def floor_sentence(c: Chronicle, day: int) -> str:
    """How a new bill is told."""
    title = c.scenario.laws[int(c.daily["law"][day])].title
    return f"{'An' if title[0].lower() in 'aeiou' else 'A'} {title} bill is ready for the floor of the House."


def _step(c: Chronicle, day: int, stage: int) -> int:
    """Who moved the bill to this stage: the president's desk, or Congress, an override included."""
    signed = stage == ENACTED and c.daily["law_route"][day] != ROUTE_OVERRIDE
    return DESK if signed or stage in AT_THE_DESK else CONGRESS


def _stage_sentence(c: Chronicle, day: int, stage: int) -> str:
    if stage == FLOOR_READY:
        return floor_sentence(c, day)
    if stage == PRESENTED:
        calendar = c.scenario.compile().calendar
        last = last_day_to_sign(calendar, day, int(c.scenario.parameters["congress.clock"]))
        return f"{_cap(_the_bill(c, day))} is presented to the president, who has until {c.scenario.date_of(last)}."
    if stage == VETOED:
        return f"The president vetoes {_the_bill(c, day)}."
    if stage == ENACTED:
        return _enacted(c, day)
    return f"{_cap(_the_bill(c, day))} is dead." if stage == KILLED else ""


def _cap(words: str) -> str:
    return words[0].upper() + words[1:]


def _enacted(c: Chronicle, day: int) -> str:
    route, bill = int(c.daily["law_route"][day]), _the_bill(c, day)
    if route == ROUTE_OVERRIDE:
        return f"Congress overrides the veto: {bill} is law."
    if route == ROUTE_UNSIGNED:
        return f"The ten days pass without a signature: {bill} is law."
    statement = ", with a statement on how it will be read" if c.daily["statement"][day] else ""
    return f"The president signs {bill} into law{statement}."


def _talks(c: Chronicle) -> Iterator[Happening]:
    for day in np.flatnonzero(np.diff(c.daily["talks"], prepend=c.daily["talks"][:1])):
        yield int(day), NIGHT, "Talks are open again." if c.daily["talks"][day] else "The blow closes the talks."


def _oversight(c: Chronicle) -> Iterator[Happening]:
    for day, _ in _rises(c, "calls"):
        yield day, DESK, "Members of Congress call for the overdue mandate to be met."
    for day, _ in _rises(c, "reviews"):
        yield day, DESK, "The executive reports an easing; under the lock it has to wait."
