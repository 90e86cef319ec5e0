"""Simulation-based calibration (Talts et al. 2018): worlds drawn from the prior, each taken for a record.

If the likelihood is that of the rules, the place of the true value in its posterior is uniform. A likelihood that does
not weigh sizes, the mutant, must be found out: what it learns of reciprocity is biased.
"""

import dataclasses
import datetime

import numpy as np
import pytest
from scipy.stats import kstest, norm

from sim.branching.weighing import Particles, weigh_record
from sim.branching.worlds import Orders
from sim.engine.telescope import run_logged
from sim.evidence.likelihood import free_of
from sim.rules.imposed_acts import ACT_ORDER, ORDER
from sim.rules.world import ANSWERED, MIRROR, PARITY, WORDS
from sim.scenario import load_scenario
from sim.scenario.model import Event

DAYS, BLOWS = 120, ((0, 23), (20, 10), (40, 30), (60, 8), (80, 15), (100, 5))
GRID = 61
FREE = free_of(["rival.reciprocity"])
"""One parameter, so that its posterior can be summed over a grid of its prior instead of walked."""


def stage():
    """Six expulsions by a government that does nothing else; the other has no mirror, so that sizes tell its mind."""
    s = load_scenario("uk-russia-2018")
    day = lambda k: s.start + datetime.timedelta(days=k)  # noqa: E731
    blows = tuple(Event(id=f"e{k}", date=day(k), kind="act", by="home", measures=(("expel", n),)) for k, n in BLOWS)
    s = dataclasses.replace(s, record=None, timeline=blows, end=day(DAYS - 1))
    return s.replace({"executive.ease_rate": 0.0, "home.staff": 400, "rival.staff": 400, "home.sites": 6,
                      "rival.sites": 6, "home.misperception": 0.1, "rival.misperception": 0.1, "home.answer_rate": 0.0,
                      "home.review_rate": 0.0, "rival.mirror_bias": -20.0, "rival.parity_bias": -20.0,
                      "rival.precision": 1.0, "rival.answer_rate": 0.3})


def record_of(setting, scratch):
    """Orders from the chronicle of a world: its visible answers."""
    p, rows, when = setting.periods[0], [], []
    for act in scratch["acts"][0][: int(scratch["n_acts"][0])]:
        measure = int(act["measure"])
        if act["cause"] != ANSWERED or act["points"] <= 0 or int(p["measures"]["form"][measure]) == WORDS:
            continue
        whole = {MIRROR: int(p["mirror_row"]), PARITY: int(p["parity_row"])}
        option = whole.get(int(act["form"]), measure)
        rows.append((ACT_ORDER, int(act["side"]), option, measure, float(act["size"]), -1, 0.0, 0.0))
        when.append(int(act["day"]))
    starts = np.searchsorted(np.array(when, np.int64), np.arange(DAYS + 1)).astype(np.int64)
    return Orders(np.array(rows, ORDER) if rows else np.zeros(0, ORDER), starts)


def places(replicates, particles, seed):
    """Two arrays (replicates,): where the truth lies in its posterior, with sizes weighed and without."""
    s, rng, crowd = stage(), np.random.default_rng(seed), Particles.blank(particles)
    grid = norm.ppf((np.arange(GRID) + 0.5) / GRID)
    settings = [s.replace({"rival.reciprocity": float(value)}).compile() for value in FREE[0].at(grid)]
    found = []
    for k in range(replicates):
        truth = rng.standard_normal()
        setting = s.replace({"rival.reciprocity": float(FREE[0].at(np.array([truth]))[0])}).compile()
        orders = record_of(setting, run_logged(setting, 10_000 + seed, k)[1])
        logs = np.array([parts_of(other, orders, 977 * k + j, crowd) for j, other in enumerate(settings)])
        below = np.clip(norm.cdf(truth) * GRID - np.arange(GRID), 0, 1)  # of each cell of the grid
        found.append([float((np.exp(one - one.max()) * below).sum() / np.exp(one - one.max()).sum()) for one in logs.T])
    return np.array(found).T


def parts_of(setting, orders, seed, crowd):
    """(with sizes, without) log-likelihoods; the mutant leaves out the components that speak of sizes."""
    parts = weigh_record(setting, orders, seed, crowd).parts.sum(axis=0)
    sizes = parts[6] + parts[9]
    return float(parts.sum()), float(parts.sum() - sizes)


def test_the_truth_lies_anywhere_in_its_posterior_alike():
    weighed, _ = places(40, 30, 1)
    assert kstest(weighed, "uniform").pvalue > 0.01


@pytest.mark.nightly
def test_four_hundred_replicates_are_uniform_and_the_mutant_is_found_out():
    """KS below its 1% limit, 1.63 / sqrt(n), for the likelihood; above it for the one that does not weigh sizes."""
    weighed, mutant = places(400, 60, 2)
    limit = 1.63 / np.sqrt(400)
    assert kstest(weighed, "uniform").statistic < limit
    assert kstest(mutant, "uniform").statistic > limit
