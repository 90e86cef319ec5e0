"""A checked scenario as arrays: parameters by period, calendar, timeline, members, and the first morning."""

from __future__ import annotations

import datetime
import hashlib
from functools import lru_cache
from math import inf, nan
from typing import TYPE_CHECKING

import numpy as np

from sim.elementary import log, power
from sim.parameters import PARAMETERS, SIDE_PARAMETERS, SIDES
from sim.rules.conditions import mask
from sim.rules.world import (
    CALENDAR,
    EVENT,
    FORMS,
    FREE,
    MEMBER,
    PERIOD,
    UNITS,
    WORLD,
)
from sim.scenario.events import KINDS
from sim.scenario.laws import law_number
from sim.scenario.roster import members_of
from sim.scenario.setting import Setting
from sim.strategies.shelf import address, policies

if TYPE_CHECKING:
    from sim.scenario.model import Scenario
    from sim.scenario.rows import Event

LONG_AGO = -10_000
NEVER = (
    "stage_due",
    "presented_day",
    "clock_last",
    "presentment",
    "presentment_day",
    "passed_day",
    "review_start",
    "review_end",
    "disapproval",
    "disapproval_due",
    "mandate_due",
    "mandate_met",
    "law_day",
    "first_answer",
    "first_after_vote",
    "parity_after_vote",
    "home_after_vote",
    "eased_day",
    "open_first",
    "open_last",
    "rung_day",
    "grit_due",
    "office_day",
    "scripted_day",
    "fresh_day",
    "broken_day",
    "mirror_day",
    "last_striker",
)
"""State fields that begin as 'never'."""


def compile_scenario(s: Scenario) -> Setting:
    """The arrays of a scenario; see :class:`Setting` for their shapes."""
    members = members_of(s.blocs, s.members, s.roster_seed) if s.has_congress else np.zeros(0, MEMBER)
    first_days, periods = _periods(s, members)
    events = _events(s)
    return Setting(periods, _calendar(s, first_days, events["day"]), events, members, _template(s))


def with_parameters(setting: Setting, s: Scenario) -> Setting:
    """The arrays of ``s``, which differs from the scenario of ``setting`` in parameters alone: nothing else is made."""
    return setting._replace(periods=_periods(s, setting.members)[1], template=_template(s))


def _periods(s: Scenario, members: np.ndarray) -> tuple[list[int], np.ndarray]:
    """The first day of each period and the ``PERIOD`` rows; a new one begins with each date of a 'set' event."""
    values, days, rows = dict(s.parameters), [0], [_period(s, s.parameters, members)]
    for event in s.timeline:
        if not KINDS[event.kind].everywhere:
            continue
        values.update(event.parameters)
        day, row = s.day_of(event.date), _period(s, values, members)
        if day == days[-1]:
            rows[-1] = row
        else:
            days.append(day)
            rows.append(row)
    periods = np.zeros(len(rows), PERIOD)  # not np.concatenate, whose copy of the dtype makes each compiled call slow
    for k, row in enumerate(rows):
        periods[k] = row[0]
    return days, periods


def _period(s: Scenario, values: dict[str, float] | object, members: np.ndarray) -> np.ndarray:
    """One ``PERIOD`` row, shape (1,)."""
    v = policies(values)  # type: ignore[arg-type]
    row = np.zeros(1, PERIOD)
    p = row[0]
    for q in PARAMETERS.values():
        if q.group not in SIDES:
            p[q.field] = v[q.name]
    for i, side in enumerate(SIDES):
        for pair in SIDE_PARAMETERS:
            p["sides"][i][pair.key] = v[f"{side}.{pair.key}"]
        p["sides"][i]["weigher"] = address(v, side, s.strategies)
        p["sides"][i]["decay"] = daily_factor(v[f"{side}.memory_half_life"])
    p["scandal_decay"] = daily_factor(v["scandal.half_life"])
    _fill_catalogue(s, p)
    p["has_congress"] = s.has_congress
    p["seats"] = [np.count_nonzero(members["chamber"] == chamber) for chamber in (0, 1)]
    p["n_laws"] = len(s.laws)
    for i, law in enumerate(s.laws):
        p["law_lock"][i], p["law_agenda"][i], p["law_objection"][i] = law.lock, law.agenda, law.objection
    names = [m.name for m in s.catalogue]
    mandates = s.mandates if s.has_congress else ()
    p["n_mandates"] = len(mandates)
    p["mandate_row"] = -1
    for i, mandate in enumerate(mandates):
        p["mandate_days"][i], p["mandate_row"][i], p["mandate_size"][i] = (
            mandate.days,
            names.index(mandate.measure),
            mandate.size,
        )
        p["mandate_law"][i] = law_number(s.laws, mandate.law)
    return row


def daily_factor(half_life: float) -> float:
    """What is left after a day: 2^(-1/half-life); 1 for a memory without end."""
    return 1.0 if half_life == inf else float(power(2.0, -1.0 / half_life))


def _fill_catalogue(s: Scenario, p: np.void) -> None:
    p["n_measures"] = len(s.catalogue)
    for i, m in enumerate(s.catalogue):
        used = [side in m.used_by for side in SIDES]
        adds = [x.name for x in s.catalogue].index(m.adds) if m.adds else -1
        sizes = (m.reference, m.of, m.at_least, m.at_most, m.ceiling)
        p["measures"][i] = (FORMS.index(m.form), m.weight, *sizes, adds, used, m.rung)
    forms = [m.form for m in s.catalogue]
    for form in ("sites", "law", "ease"):
        p[f"{form}_row"] = forms.index(form) if form in forms else -1
    for i, side in enumerate(SIDES):
        p["row_of"][i] = [_own_row(s, side, form) for form in FORMS[:UNITS]]


def _own_row(s: Scenario, side: str, form: str) -> int:
    """The row that a mirror of ``side`` takes units of a form with: its first; for people and properties, which no side
    is without, else the first of all; -1 where there is none.
    """
    rows = [(k, side in m.used_by) for k, m in enumerate(s.catalogue) if m.form == form]
    own = [k for k, used in rows if used] or [k for k, _ in rows if form in ("persons", "sites")]
    return own[0] if own else -1


def _events(s: Scenario) -> np.ndarray:
    rows = [row for source, event in enumerate(s.timeline) for row in _event_rows(s, event, source)]
    return np.array(rows, EVENT)


def _event_rows(s: Scenario, e: Event, source: int) -> list[tuple[float, ...]]:
    """``EVENT`` rows (day, kind, side, measure, size, points, value, source, key, only_if, unless), one a part."""
    kind = KINDS[e.kind]
    laws = tuple(law.name for law in s.laws)
    rest = (source, event_key(e.id), mask(e.only_if, laws), mask(e.unless, laws))
    return [(s.day_of(e.date), kind.code, *part, *rest) for part in kind.parts(s, e)]


def event_key(name: str) -> int:
    """The number by which draws know an event: 32 bits of its id, in which no other event has a part."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "little")


def _calendar(s: Scenario, first_days: list[int], event_days: np.ndarray) -> np.ndarray:
    """One ``CALENDAR`` row a day."""
    days = np.arange(s.days)
    calendar = np.zeros(s.days, CALENDAR)
    for field, column in zip(DATED, _dated(s.start, s.days), strict=True):
        calendar[field] = column
    calendar["period"] = np.searchsorted(first_days, days, side="right") - 1
    calendar["first_event"] = np.searchsorted(event_days, days, side="left")
    calendar["end_event"] = np.searchsorted(event_days, days, side="right")
    return calendar


DATED = ("sunday", "sitting", "long_review")
"""What the calendar owes to its dates alone, whatever happens on them."""


@lru_cache(maxsize=64)
def _dated(start: datetime.date, days: int) -> np.ndarray:
    """The columns of ``DATED``, (3, days), read only: made once however often a scenario changes.

    A review reported from 10 July to 7 September is long, in any year.
    """
    dates = [start + datetime.timedelta(days=day) for day in range(days)]
    long = [(7, 10) <= (date.month, date.day) <= (9, 7) for date in dates]
    columns = np.array([[date.weekday() == 6 for date in dates], [sits(date) for date in dates], long])
    columns.flags.writeable = False
    return columns


def sits(date: datetime.date) -> bool:
    """Whether Congress sits: on weekdays, but not from August to Labor Day, nor over the turn of the year."""
    labor_day = next(day for day in range(1, 8) if datetime.date(date.year, 9, day).weekday() == 0)
    year_end = (date.month, date.day) >= (12, 22) or (date.month, date.day) <= (1, 2)
    summer = (8, 1) <= (date.month, date.day) <= (9, labor_day)
    return date.weekday() < 5 and not summer and not year_end


def _template(s: Scenario) -> np.ndarray:
    """The world on the morning of day 0. What follows from parameters day by day (hope) is left to the first day."""
    world = np.zeros(1, WORLD)
    v = policies(s.parameters)
    for field in NEVER:
        world[field] = -1
    for field in ("yea", "nay", "mandate_substance"):
        world[field] = nan
    for i, side in enumerate(SIDES):
        for stock in ("ledger", "staff", "sites"):
            world[stock][0, i] = v[f"{side}.{stock}"]
        world["peak"][0, i] = v[f"{side}.ledger"]
        if v[f"{side}.grit_interval"] > 0:
            world["grit_due"][0, i] = v[f"{side}.grit_interval"]
    world["last_struck"] = LONG_AGO
    world["forced"] = FREE
    world["yea_share"] = 1.0
    world["goodwill"] = log(v["hope.goodwill_prior"] / (1 - v["hope.goodwill_prior"]))
    world["scandal"], world["hidden"] = v["scandal.initial"], v["scandal.hidden_contacts"]
    world["wish"], world["expected_wish"] = v["executive.reset_wish"], v["executive.expected_wish"]
    world["party"] = v["executive.party"]
    _begin_laws(s, world)
    return world


def _begin_laws(s: Scenario, world: np.ndarray) -> None:
    """Which law is meant where none is named, its first mandate, and which one Congress would take up by itself."""
    main = len(s.laws) - 1
    own = (k for k, m in enumerate(s.mandates) if law_number(s.laws, m.law) == main)
    world["main_law"], world["main_mandate"] = main, next(own, -1)
    world["next_law"] = next((k for k, law in enumerate(s.laws) if law.agenda), -1)
