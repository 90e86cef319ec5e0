"""Futures of one past, followed day by day: the worlds of ``branch``, the partings and paths of ``compare``."""

import datetime

import numpy as np
import pytest

from sim import load_scenario
from sim.branching.branch import Departure, branch, condition
from sim.branching.compare_branch import compare_branches, told_branch
from sim.counterfactuals.compare import compare
from sim.counterfactuals.side_by_side import choose_pair, side_by_side

EVE = datetime.date(2017, 7, 27)
RUNS = 60
REJECT = Departure(forces=("congress: reject",))


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("us-russia-2016")


@pytest.fixture(scope="module")
def made(scenario):
    return compare_branches(scenario, EVE, [("reject", REJECT)], RUNS, paths=True)[0]


def same(a, b):
    return all(((a[name] == b[name]) | (np.isnan(a[name]) & np.isnan(b[name]))).all() for name in a.dtype.names)


def test_the_worlds_are_those_of_branch(scenario, made):
    particles = condition(scenario, EVE, 2000)
    pair = made.pairs[0]
    for world, departure in ((pair.first, None), (pair.second, REJECT)):
        alone = branch(scenario, EVE, RUNS, departure, particles=particles, paths=True)
        assert same(world.table, alone.table)
        for name, mean in alone.bands.mean.items():
            np.testing.assert_allclose(world.bands.mean[name], mean, rtol=1e-6)


def test_pairs_part_from_the_branch_on_and_not_before(scenario, made):
    pair, day = made.pairs[0], scenario.day_of(EVE)
    found = pair.divergence()
    assert (found["state_day"].dropna() >= day).all()
    assert (found["first_day"].dropna() >= day).all()
    assert (found["actor"] == "congress").mean() > 0.9
    assert not pair.paths.mean["rival_points"][:day].any()
    assert pair.paths.mean["rival_points"][-1] < 0


def test_nothing_changed_never_parts(scenario):
    made, _ = compare_branches(scenario, EVE, [("nothing", Departure())], 20)
    assert (made.pairs[0].partings["state"] == -1).all()
    assert made.pairs[0].unchanged == 1.0


def test_on_the_first_day_it_is_the_free_comparison_bit_for_bit(scenario):
    changed = scenario.replace({"rival.legitimacy": 0.2})
    free = compare([scenario, changed], 30).pairs[0]
    made, _ = compare_branches(scenario, scenario.start, [("c", Departure({"rival.legitimacy": 0.2}))], 30, paths=True)
    pair = made.pairs[0]
    assert same(pair.first.table, free.first.table)
    assert same(pair.second.table, free.second.table)
    assert (pair.partings == free.partings).all()
    for name, mean in free.paths.mean.items():
        assert (pair.paths.mean[name] == mean).all()


def test_threads_change_nothing(scenario):
    one, two = (compare_branches(scenario, EVE, [("reject", REJECT)], 300, threads=n)[0].pairs[0] for n in (1, 2))
    assert same(one.second.table, two.second.table)
    assert (one.partings == two.partings).all()


def test_a_pair_is_told_with_its_past(scenario, made):
    pair = made.pairs[0]
    run = choose_pair(pair, "largest")
    a, b = told_branch(pair.first, run), told_branch(pair.second, run)
    for chronicle in (a, b):
        points = sum(act.points for act in chronicle.acts if act.side == "rival")
        assert points == pytest.approx(float(chronicle.outcomes["rival_points"]))
    story = side_by_side(a, b)
    assert "The bill is dead" in story
    assert "Until 2017-07-27 the same happens in both" in story
    assert max(map(len, story.splitlines())) <= 80
