"""Simulation-based calibration (Talts et al. 2018): worlds drawn from the prior, each taken for a record.

If the likelihood is that of the rules, the place of the true value in its posterior is uniform. A likelihood that does
not weigh sizes, the mutant, must be found out: what it learns of reciprocity is biased.
"""

import dataclasses
import datetime

import numpy as np
import pytest
from scipy.stats import kstest, norm

from sim.branching.weighing import FLOOR, Particles, _live_day, _resample, _split, weigh_record
from sim.branching.worlds import Orders, begin_particles, work_room
from sim.engine.telescope import run_logged
from sim.evidence.likelihood import free_of
from sim.rules.draws import RESAMPLE, halves
from sim.rules.imposed import COMPONENTS
from sim.rules.imposed_acts import ACT_ORDER, ORDER, Today
from sim.rules.world import ANSWERED, MIRROR, PARITY, SCRATCH, WORDS
from sim.scenario import load_scenario
from sim.scenario.model import Event

DAYS, BLOWS = 120, ((0, 23), (20, 10), (40, 30), (60, 8), (80, 15), (100, 5))
GRID = 31
FREE = free_of(["rival.reciprocity"])
"""One parameter, so that its posterior can be summed over a grid of its prior instead of walked."""


def stage():
    """Six expulsions by a government that does nothing else; the other has no mirror, so that sizes tell its mind."""
    s = load_scenario("uk-russia-2018")
    day = lambda k: s.start + datetime.timedelta(days=k)  # noqa: E731
    blows = tuple(Event(id=f"e{k}", date=day(k), kind="act", by="home", measures=(("expel", n),)) for k, n in BLOWS)
    s = dataclasses.replace(s, record=None, timeline=blows, end=day(DAYS - 1))
    return s.replace({"executive.ease_rate": 0.0, "home.staff": 400, "rival.staff": 400, "home.sites": 6,
                      "rival.sites": 6, "home.misperception": 0.3, "rival.misperception": 0.3, "home.answer_rate": 0.0,
                      "home.review_rate": 0.0, "rival.mirror_bias": -20.0, "rival.parity_bias": -20.0,
                      "rival.precision": 1.0, "rival.answer_rate": 0.3})


def record_of(setting, scratch):
    """Orders from the chronicle of a world: its visible answers."""
    p, rows, when = setting.periods[0], [], []
    for act in scratch["acts"][0][: int(scratch["n_acts"][0])]:
        measure = int(act["measure"])
        if act["cause"] != ANSWERED or act["points"] <= 0 or int(p["measures"]["form"][measure]) == WORDS:
            continue
        whole = act["form"] in (MIRROR, PARITY)
        option = int(np.flatnonzero(p["measures"]["form"] == act["form"])[0]) if whole else measure
        rows.append((ACT_ORDER, int(act["side"]), option, measure, float(act["size"]), -1, 0.0, 0.0))
        when.append(int(act["day"]))
    starts = np.searchsorted(np.array(when, np.int64), np.arange(DAYS + 1)).astype(np.int64)
    return Orders(np.array(rows, ORDER) if rows else np.zeros(0, ORDER), starts)


def places(replicates, particles, seed):
    """Two arrays (replicates,): where the truth lies in its posterior, with sizes weighed and without.

    Every value of the grid is weighed with the same luck, so that noise falls out of their ratios.
    """
    s, rng, crowd = stage(), np.random.default_rng(seed), Particles.blank(particles)
    grid = norm.ppf((np.arange(GRID) + 0.5) / GRID)
    settings = [s.replace({"rival.reciprocity": float(value)}).compile() for value in FREE[0].at(grid)]
    found = []
    for k in range(replicates):
        truth = rng.standard_normal()
        setting = s.replace({"rival.reciprocity": float(FREE[0].at(np.array([truth]))[0])}).compile()
        orders = record_of(setting, run_logged(setting, 10_000 + seed, k)[1])
        logs = np.array([parts_of(other, orders, 977 * k, crowd) for other in settings])
        below = np.clip(norm.cdf(truth) * GRID - np.arange(GRID), 0, 1)  # of each cell of the grid
        found.append([float((np.exp(one - one.max()) * below).sum() / np.exp(one - one.max()).sum()) for one in logs.T])
    return np.array(found).T


def parts_of(setting, orders, seed, crowd):
    """(with sizes, without) log-likelihoods."""
    return weigh_record(setting, orders, seed, crowd).log_likelihood, unweighed(setting, orders, seed, crowd)


def unweighed(setting, orders, seed, crowd):
    """The mutant: the same filter, to which the size of what is imposed says nothing."""
    scratch, room, key = np.zeros(1, SCRATCH), work_room(setting), np.uint64(seed)
    begin_particles(setting.template, key, crowd.worlds, crowd.memos, scratch)
    crowd.weights[:] = -np.log(len(crowd.weights))
    found, total = np.zeros(len(COMPONENTS)), 0.0
    for day in range(DAYS):
        _live_day(setting, Today(orders.rows, orders.starts[day], orders.starts[day + 1], FLOOR), day, crowd,
                  scratch[0], room)
        crowd.parts[:, [COMPONENTS.index("home size"), COMPONENTS.index("rival size")]] = 0.0
        of_day = _split(crowd, found)
        total += of_day
        crowd.weights[:] = crowd.sums - of_day
        if 1.0 / np.exp(2.0 * crowd.weights).sum() < 0.5 * len(crowd.weights):
            _resample(crowd, halves(key, 0, day, RESAMPLE, 0)[0])
    return total


def test_the_truth_lies_anywhere_in_its_posterior_alike():
    weighed, _ = places(20, 60, 1)
    assert kstest(weighed, "uniform").pvalue > 0.01


@pytest.mark.nightly
def test_four_hundred_replicates_are_uniform_and_the_mutant_is_found_out():
    """KS below its 1% limit, 1.63 / sqrt(n), for the likelihood; above it for the one that does not weigh sizes."""
    weighed, mutant = places(400, 200, 2)
    limit = 1.63 / np.sqrt(400)
    assert kstest(weighed, "uniform").statistic < limit
    assert kstest(mutant, "uniform").statistic > limit
