"""The first answer foreseen: when a side acts, and how much, from one pass through the days.

Silence is imposed day by day (``imposed_acts``), and on each day the chance of every option is booked. One pass through
the days of one world so gives the whole distribution of the first answer that a record would show; what stays hidden
(misperception, words, deliberations that ended in nothing) is drawn, so that the mean over some worlds is taken.
"""

from __future__ import annotations

from sim.rules.answer import grievance
from sim.rules.arithmetic import exp
from sim.rules.compiled import compiled
from sim.rules.day import night
from sim.rules.draws import CHANCE, halves
from sim.rules.hope import update_hope
from sim.rules.imposed_acts import deliberation, silent, stay_silent
from sim.rules.ledger import forget
from sim.rules.scandal import stir
from sim.rules.timeline import happen
from sim.rules.world import HOME, MIRROR, PARITY, PERSONS, RIVAL

NEGLIGIBLE = 1e-9
"""A silence less likely than this is not followed any further."""


@compiled
def units_of(option, form):
    """How many persons or sites (``form``) an option takes."""
    if option.form == MIRROR or option.form == PARITY:
        return option.persons if form == PERSONS else option.sites
    return option.size if option.form == form else 0.0


@compiled
def _book(p, s, n, form, mass, row):
    for k in range(n):
        if not silent(p, s, k):
            row[min(int(units_of(s.options[k], form)), len(row) - 1)] += mass * s.options[k].probability


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
            _book(p, s, n, form, silence * hazard, chances[day])
            silence *= exp(stay_silent(p, w, s, RIVAL, n, hazard))
        grievance(p, w, RIVAL)
        forget(p, w, RIVAL)
        night(p, w)
