"""Scandal, leaks and provocations. MODEL section 7.

The loop: a promise makes a hidden contact and buys restraint now; a leak of it makes scandal; scandal makes the law
likelier, the whip weaker and easing dearer; hope falls; the answer comes later and larger.
"""

from __future__ import annotations

from math import isnan

from sim.rules.compiled import compiled, inlined
from sim.rules.draws import PROVOKE, uniform
from sim.rules.package import Blow, provoke
from sim.rules.world import PROVOKED, RIVAL


@compiled
def leak(p, w, size):
    """A leak adds to scandal (``size``, or the parameter where it is not a number) and uncovers one hidden contact."""
    w.scandal += p.scandal_leak_shock if isnan(size) else size
    w.hidden = max(0.0, w.hidden - 1.0)
    w.leaks += 1


@inlined
def leak_hazard(p, w):
    """Chance a day that something leaks: each hidden contact adds as much as there is without any."""
    return p.scandal_leak_rate * (1.0 + w.hidden)


@inlined
def stir(p, w, s, luck):
    """One day of leaks (today's uniform is ``luck``) and of provocations by the rival outside the timeline."""
    if luck < leak_hazard(p, w):
        leak(p, w, p.scandal_leak_shock)
    if p.scandal_provocation_rate > 0.0 and uniform(w, PROVOKE, 0) < p.scandal_provocation_rate:
        provoke(p, w, s, RIVAL, p.scandal_provocation_points, Blow(PROVOKED, w.day, -1, -1))
        w.scandal += p.scandal_provocation_shock


@inlined
def fade(p, w):
    """A night passes over the scandal."""
    w.scandal *= p.scandal_decay
