"""The chance of a recorded tally, its shared shock integrated out, against a dense sum over the shock."""

import functools
from math import exp, pi, sqrt

import numpy as np
import pytest

from sim.branching.worlds import begin_particles, work_room
from sim.rules.compiled import compiled
from sim.rules.imposed import MEMO
from sim.rules.rollcall import whip
from sim.rules.tally import Counted, tally_chance, tally_given
from sim.rules.world import HOUSE, PASSAGE, SCRATCH, SENATE, WORLD
from sim.scenario import load_scenario

SHOCKS = (0.0, 0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
TALLIES = {
    HOUSE: ((365, 43), (419, 3), (435, 0), (250, 180), (150, 280), (20, 400), (0, 435)),
    SENATE: ((92, 4), (98, 2), (100, 0), (60, 40), (10, 90)),
}
CASES = [(chamber, *tally) for chamber, tallies in TALLIES.items() for tally in tallies]
ERROR = 3e-4
"""Largest relative error allowed; .0004 bits."""


@compiled
def dense(p, w, members, chamber, yea, nay, room, reach, points):
    """The same integral by the trapezoidal rule on an even grid: exact to rounding for so smooth a function."""
    counted = Counted(chamber, whip(p, w, chamber, PASSAGE), nay <= yea, int(min(yea, nay)))
    step, total = 2.0 * reach / points, 0.0
    for k in range(points + 1):
        eta = k * step - reach
        given = tally_given(p, w, members, counted, p.congress_vote_shock * eta, room)
        total += given * exp(-0.5 * eta * eta) * step / sqrt(2.0 * pi)
    return total


@functools.cache
def chances(chamber, yea, nay, shock, points=2400, absence=0.03):
    changes = {"congress.vote_shock": shock, "congress.senate_absence": absence}
    scenario = load_scenario("magnitsky-2012").replace(changes)
    setting, worlds = scenario.compile(), np.zeros(1, WORLD)
    begin_particles(setting.template, np.uint64(1), worlds, np.zeros(1, MEMO), np.zeros(1, SCRATCH))
    return _both(setting.periods, worlds, setting.members, chamber, float(yea), float(nay), work_room(setting).tally,
                 points)


@compiled
def _both(periods, worlds, members, chamber, yea, nay, room, points):
    found = tally_chance(periods[0], worlds[0], members, chamber, yea, nay, room)
    return found, dense(periods[0], worlds[0], members, chamber, yea, nay, room, 45.0, points)


def bits(chance):
    return -np.log2(chance)


@pytest.mark.parametrize("shock", SHOCKS)
@pytest.mark.parametrize(("chamber", "yea", "nay"), CASES)
def test_a_tally_has_the_chance_of_a_dense_integration(chamber, yea, nay, shock):
    """Nine fixed nodes gave 365-43 17.2, 9.8 and 16.0 bits at shocks of 1.5, 2 and 3."""
    found, exact = chances(chamber, yea, nay, shock)
    assert found == pytest.approx(exact, rel=ERROR, abs=1e-280)


def test_the_bits_of_a_tally_change_smoothly_with_the_shock():
    """365-43 is far from what is expected, so the first shocks make it likelier; past its best it gets slowly rarer."""
    found = np.array([bits(chances(HOUSE, 365, 43, shock, 1)[0]) for shock in np.linspace(0.2, 3.0, 57)])
    best = int(np.argmin(found))
    assert (np.diff(found[: best + 1]) < 0).all()
    assert (np.diff(found[best:]) > 0).all()
    curve = np.diff(found, 2)[best - 5 :]
    assert np.abs(np.diff(curve)).max() < 0.01


def test_the_chances_of_all_tallies_of_a_senate_add_up():
    """With nobody absent, nays 0 to 50 and yeas 0 to 49 are all that can happen."""
    total = sum(chances(SENATE, 100 - nay, nay, 2.0, 1, absence=0.0)[0] for nay in range(101))
    assert total == pytest.approx(1.0, abs=ERROR)
