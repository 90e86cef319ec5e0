"""Whole worlds, one after the other: the compiled loop of the telescope."""

from __future__ import annotations

from sim.engine.sketch import count_day
from sim.outcomes import measure
from sim.rules.compiled import compiled
from sim.rules.day import begin, live, log_day
from sim.rules.world import SOUND


@compiled
def run_world(periods, calendar, events, members, template, seed, run, worlds, scratch, daily, counts, sums):
    """One world from its first morning to its last night, in ``worlds[0]``.

    ``daily`` (days,) is filled if it has rows; ``counts`` and ``sums`` are added to if they have days.
    """
    worlds[0] = template[0]
    w, s = worlds[0], scratch[0]
    begin(w, s, seed, run)
    for day in range(len(calendar)):
        w.day = day
        p = periods[calendar[day].period]
        seen = len(daily) > 0 or counts.shape[1] > 0 or day == len(calendar) - 1
        live(p, calendar, events, members, w, s, seen)
        if w.status != SOUND:
            break
        if len(daily) > 0:
            log_day(p, w, daily[day])
        if counts.shape[1] > 0:
            count_day(w, counts, sums)


@compiled
def run_block(
    periods,
    calendar,
    events,
    members,
    template,
    seed,
    first,
    table,
    status,
    failed_day,
    counts,
    sums,
    worlds,
    scratch,
    daily,
):
    """Worlds ``first``, ``first`` + 1, ... one after the other, as many as ``table`` has rows."""
    for k in range(len(table)):
        run_world(periods, calendar, events, members, template, seed, first + k, worlds, scratch, daily, counts, sums)
        w = worlds[0]
        status[k] = w.status
        if w.status == SOUND:
            measure(w, len(calendar) - 1, table[k])
        else:
            table[k].run, table[k].failed = first + k, 1.0
            failed_day[k] = w.day
