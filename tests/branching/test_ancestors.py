"""After a branch worlds share ancestors: intervals know it, and cover what they should."""

import datetime
import json

import numpy as np
import pytest

from sim import estimators as by
from sim.branching.branch import Departure, branch_pair, condition
from sim.branching.compare_branch import compare_branches
from sim.counterfactuals.compare import Pair
from sim.estimators import effective_number
from sim.report.comparison import comparison_dict
from sim.scenario import load_scenario

DATE = datetime.date(2018, 4, 1)
CHANGE = Departure(changes={"rival.legitimacy": 0.9, "rival.reciprocity": 1.3})
LEVELS, GAPS = ("home_points", "rival_points", "rival_peak_ledger", "leaks"), ("home_points", "rival_points")
SHARE = "eased_day happened"


@pytest.fixture(scope="module")
def scenario():
    """Both sides misread much, so that the record tells worlds apart and few first ancestors are left."""
    return load_scenario("us-russia-2016").replace({"home.misperception": 1.5, "rival.misperception": 1.5})


def pairs(scenario, runs, seed):
    """The same two futures, their intervals clustered by ancestors and not."""
    a, b = branch_pair(scenario, DATE, runs, None, CHANGE, particles=runs, seed=seed)
    return Pair(a, b, ancestors=a.ancestors), Pair(a, b)


def estimates(pair):
    """Four levels, two paired differences, and a share of one world in twenty."""
    return [pair[name].levels[0] for name in LEVELS] + [pair[name].mean for name in GAPS] + [pair[SHARE].levels[0]]


def coverage(scenario, runs, repetitions, large, times):
    """Share of repeated branches whose intervals hold the true value, clustered and not: (2, estimates).

    The truth is the mean of ``times`` large branches. One of 30,000 alone is a sixth of a standard deviation of those
    of 1,000 off, sometimes three times as much, by which every interval misses it: so it is asked how well the mean is
    known. An error of a fifth of a standard deviation makes 94.5 of 95%, one of a twentieth leaves them.
    """
    found = [[e.value for e in estimates(pairs(scenario, large, 1 + k)[0])] for k in range(times)]
    truth, noise = np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / np.sqrt(times)
    hits, values = np.zeros((2, len(truth))), np.zeros((repetitions, len(truth)))
    for k in range(repetitions):
        for row, pair in enumerate(pairs(scenario, runs, 1000 + k)):
            made = estimates(pair)
            hits[row] += [e.low <= value <= e.high for e, value in zip(made, truth)]
            values[k] = [e.value for e in made]
    error = noise / values.std(axis=0, ddof=1)
    assert np.sqrt((error**2).mean()) < 0.2, error
    return hits / repetitions


@pytest.mark.slow
def test_intervals_of_repeated_branches_cover_the_value_of_large_ones(scenario):
    """20 branches: three binomial standard deviations are 15%. Unclustered, some intervals cover it in four of ten.
    Three hundred, and three times as large ones, are in the nightly suite.
    """
    clustered, plain = coverage(scenario, 200, 20, 3000, 3)
    assert (clustered >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 20)).all(), clustered
    assert plain[:4].min() < 0.6, plain


@pytest.mark.nightly
def test_intervals_of_many_repeated_branches_cover_the_value_of_large_ones(scenario):
    """300 branches: three binomial standard deviations are 3.8%; the mean over all seven is known better."""
    clustered, _ = coverage(scenario, 1000, 300, 30_000, 12)
    assert (np.abs(clustered - 0.95) <= 3 * np.sqrt(0.95 * 0.05 / 300)).all(), clustered
    assert clustered.mean() > 0.94, clustered


def test_particles_and_worlds_tell_from_whom_they_stem(scenario):
    particles = condition(scenario, DATE, 300)
    assert len(np.unique(particles.ancestors)) < 200
    assert f"worth {effective_number(particles.ancestors):,.0f} equal ones" in particles.report()
    for field in ("seed", "run"):
        assert len(np.unique(particles.worlds[field])) == (300 if field == "run" else 1)


def test_a_comparison_after_a_branch_tells_what_its_worlds_are_worth(scenario):
    made, _ = compare_branches(scenario, DATE, [("changed", CHANGE)], 300)
    stems = json.loads(json.dumps(comparison_dict(made)["ancestors"]))
    assert stems["worlds"] == 300
    assert stems["effective"] < stems["distinct"] < 250
    assert made.worlds()["ancestor"].nunique() == stems["distinct"]
    row = made.frame().set_index("outcome").loc["leaks"]
    plain = Pair(made.pairs[0].first, made.pairs[0].second)["leaks"]
    assert row.first_low < row["first"] < row.first_high
    assert row.first_high - row.first_low > 1.2 * (plain.levels[0].high - plain.levels[0].low)


def test_the_daily_interval_is_clustered_like_that_of_the_outcome(scenario):
    """Points on the last day are the outcome; paths keep single precision. Taken for independent it is another."""
    made, _ = compare_branches(scenario, DATE, [("changed", CHANGE)], 300, paths=True)
    pair = made.pairs[0]
    for name in GAPS:
        gaps = pair.second[name] - pair.first[name]
        whole, plain = by.mean(gaps, pair.ancestors), by.mean(gaps)
        daily = [getattr(pair.paths, what)[name][-1] for what in ("mean", "low", "high")]
        assert daily == pytest.approx(whole[:3], rel=1e-4)
        assert daily != pytest.approx(plain[:3], rel=1e-3)
        before = scenario.day_of(DATE) - 1
        assert pair.paths.low[name][before] == pair.paths.high[name][before] == 0.0


def test_on_the_first_day_all_worlds_are_independent(scenario):
    made, _ = compare_branches(scenario, scenario.start, [("changed", CHANGE)], 50)
    assert made.ancestors is None
    assert "ancestor" not in made.worlds()
