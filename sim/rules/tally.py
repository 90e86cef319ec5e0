"""How likely a recorded tally is, the shock of its roll call integrated out. docs/model-branching.md."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from sim.rules.arithmetic import exp
from sim.rules.compiled import compiled
from sim.rules.rollcall import absence, whip, yea_probability
from sim.rules.world import PASSAGE

# Gauss-Hermite nodes for a standard normal, and what each weight is against the normal density there: the half
# from 0 on. Written out, since NumPy takes them from LAPACK, whose last bits depend on the processor.
_HALF_NODES = (0.0, 0.678045692440644, 1.3597658232112302, 2.049102468257163, 2.7505929810523733,
               3.4698466904753764, 4.214343981688422, 4.994963944782025, 5.8293820073044715,
               6.751444718717461, 7.849382895113822)  # fmt: skip
_HALF_SHARES = (0.27026018357287707, 0.2709845942032273, 0.273209381836852, 0.2771003512787595, 0.2829760799738453,
                0.29139343020336955, 0.3033329912165956, 0.32063634203539143, 0.34721401206882213, 0.3933979166331952,
                0.5024151408774891)  # fmt: skip
_NODES = (*(-x for x in reversed(_HALF_NODES[1:])), *_HALF_NODES)
_SHARES = (*reversed(_HALF_SHARES[1:]), *_HALF_SHARES)
_STEPS = 30
"""Steps to the mode at most; four to six are usual."""


class Counted(NamedTuple):
    """What of a tally is weighed: ``ballots`` nays or yeas of a chamber, under the ``pull`` of the whip."""

    chamber: int
    pull: float
    nays: bool
    ballots: int


@compiled
def tally_given(p, w, members, counted, shock, room):
    """P(exactly so many nays (or yeas)) given the shock: Poisson-binomial, by convolution."""
    chamber, pull, count_nays, count = counted
    for j in range(count + 1):
        room[j] = 0.0
    room[0] = 1.0
    for k in range(len(members)):
        if members[k].chamber != chamber:
            continue
        chance = yea_probability(p, w, members[k], pull, shock)
        q = (1.0 - absence(p, chamber)) * (1.0 - chance if count_nays else chance)
        for j in range(count, 0, -1):
            room[j] += q * (room[j - 1] - room[j])
        room[0] *= 1.0 - q
    return room[count]


@compiled
def _pulls(p, w, members, counted, eta):
    """Slope and curvature in η of log P(count | η) − η²/2, the count taken for Poisson-binomial near its mean.

    The slope is that of the exponential family with the same mean m and variance v: (count − m) m'/v − η.
    """
    chamber, pull, count_nays, count = counted
    shock = p.congress_vote_shock * eta
    mean, variance, drift = 0.0, 0.0, 0.0
    for k in range(len(members)):
        if members[k].chamber != chamber:
            continue
        chance = yea_probability(p, w, members[k], pull, shock)
        here = 1.0 - absence(p, chamber)
        q = here * (1.0 - chance if count_nays else chance)
        mean += q
        variance += q * (1.0 - q)
        drift += here * chance * (1.0 - chance)
    drift *= -p.congress_vote_shock if count_nays else p.congress_vote_shock
    if variance < 1e-300:
        return -eta, 1.0
    return (count - mean) * drift / variance - eta, drift * drift / variance + 1.0


@compiled
def _mode(p, w, members, counted):
    """Where the integrand over η is greatest, and its width there: Newton's steps, none longer than 2, halved whenever
    the slope changes sign.
    """
    eta, most, before = 0.0, 2.0, 0.0
    slope, bend = _pulls(p, w, members, counted, eta)
    for _ in range(_STEPS):
        step = min(most, max(-most, slope / bend))
        if step * before < 0.0:
            most *= 0.5
            step = min(most, max(-most, step))
        eta, before = eta + step, step
        slope, bend = _pulls(p, w, members, counted, eta)
        if abs(step) < 1e-3 / sqrt(bend):
            break
    return eta, 1.0 / sqrt(bend)


@compiled
def tally_chance(p, w, members, chamber, yea, nay, room):
    """P(the smaller count of a tally), the shock of the roll call integrated out. ``room``: more places than members.

    ∫ P(count | σ η) φ(η) dη by Gauss-Hermite quadrature centred on the mode of the integrand and as wide as it is there
    (Naylor and Smith 1982): fixed nodes miss it where the shock is large or the tally far from what is expected.
    Absences are left out: their chance is the same in every particle, so they tell nothing about what is hidden.
    """
    counted = Counted(chamber, whip(p, w, chamber, PASSAGE), nay <= yea, int(min(yea, nay)))
    if p.congress_vote_shock <= 0.0:
        return tally_given(p, w, members, counted, 0.0, room)
    centre, width = _mode(p, w, members, counted)
    total = 0.0
    for k in range(len(_NODES)):
        eta = centre + width * _NODES[k]
        given = tally_given(p, w, members, counted, p.congress_vote_shock * eta, room)
        total += width * _SHARES[k] * exp(-0.5 * eta * eta) * given
    return total
