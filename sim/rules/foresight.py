"""The first answer foreseen: when a side acts, and how much, from one pass through the days.

Silence is imposed day by day (``imposed_acts``), and on each day the chance of every option is booked. One pass through
the days of one world so gives the whole distribution of the first answer that a record would show; what stays hidden
(misperception, words, deliberations that ended in nothing) is drawn, so that the mean over some worlds is taken.
"""

from __future__ import annotations

from sim.rules.alphabet import units_of
from sim.rules.answer import grievance, size_chance
from sim.rules.arithmetic import exp
from sim.rules.compiled import compiled
from sim.rules.day import night
from sim.rules.draws import CHANCE, halves
from sim.rules.hope import update_hope
from sim.rules.imposed_acts import deliberation, silent, stay_silent
from sim.rules.ledger import forget
from sim.rules.scandal import stir
from sim.rules.timeline import happen
from sim.rules.world import HOME, RIVAL

NEGLIGIBLE = 1e-9
"""A silence less likely than this is not followed any further."""


SURE = 1e-7
"""Chance that a size is still larger below which no larger one is booked."""


@compiled
def _spread(p, w, option, mass, row):
    """Book an answer by number: each size that it may come out as."""
    size, left = 1.0, 1.0
    while size < len(row) and left > SURE:
        here = size_chance(p, w, RIVAL, option, size, size)
        row[int(size)] += mass * here
        left -= here
        size += 1.0
    row[len(row) - 1] += mass * max(0.0, left)


@compiled
def _book(p, w, s, n, form, mass, row):
    for k in range(n):
        if silent(p, s, k):
            continue
        option, here = s.options[k], mass * s.options[k].probability
        if option.form == form:
            _spread(p, w, option, here, row)
        else:
            row[min(int(units_of(option, form)), len(row) - 1)] += here


@compiled
def foresee(p, calendar, events, w, s, form, chances):
    """Add to ``chances`` (days, counts) the probability of the rival's first visible act by its day and by the units of
    ``form`` that it takes; column 0 is an act without any, the last column so many or more.

    ``w`` is a fresh world with its key. The home side is silent but for the timeline; there is no Congress.
    """
    silence = 1.0
    for day in range(len(calendar)):
        if silence < NEGLIGIBLE:
            return
        w.day = day
        s.n_acts, s.packages, s.n_rolls = 0, 0, 0
        luck, _ = halves(w.seed, w.run, w.day, CHANCE, 0)
        happen(p, calendar, events, w, s)
        stir(p, w, s, luck)
        update_hope(p, w)
        grievance(p, w, HOME)
        forget(p, w, HOME)
        hazard, n = deliberation(p, w, s, RIVAL)
        if hazard > 0.0:
            _book(p, w, s, n, form, silence * hazard, chances[day])
            silence *= exp(stay_silent(p, w, s, RIVAL, n, hazard))
        grievance(p, w, RIVAL)
        forget(p, w, RIVAL)
        night(p, w)
