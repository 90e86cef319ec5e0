"""Paired estimators against closed forms, their coverage, and their antisymmetry."""

import numpy as np
import pytest

from sim.experiments import estimators as by

REPETITIONS = 2000
RNG = np.random.default_rng


def test_difference_of_two_independent_bernoulli_worlds():
    """P(second) - P(first) = .2; correlation 0; pairing gains nothing."""
    n = 200_000
    first, second = RNG(1).random(n) < 0.3, RNG(2).random(n) < 0.5
    found = by.share_difference(first, second)
    standard_error = np.sqrt((0.3 * 0.7 + 0.5 * 0.5) / n)
    assert abs(found.value - 0.2) < 4 * standard_error
    assert found.high - found.low == pytest.approx(2 * 1.959964 * standard_error, rel=0.02)
    a, b = first.astype(float), second.astype(float)
    assert abs(by.correlation(a, b)) < 4 / np.sqrt(n)
    assert by.variance_gain(a, b) == pytest.approx(1.0, abs=0.02)


def test_variance_gain_of_correlated_worlds_is_one_over_one_minus_correlation():
    """With equal variances: (1 + 1) / (2 - 2 r) = 1 / (1 - r)."""
    common, own = RNG(3).standard_normal(100_000), RNG(4).standard_normal((2, 100_000))
    first, second = (0.9**0.5 * common + 0.1**0.5 * one for one in own)
    assert by.correlation(first, second) == pytest.approx(0.9, abs=0.01)
    assert by.variance_gain(first, second) == pytest.approx(10.0, rel=0.03)


def bernoulli_pairs(rng, n):
    luck = rng.random(n)
    second = np.where(rng.random(n) < 0.6, luck, rng.random(n))
    return luck < 0.3, second < 0.45


@pytest.mark.parametrize(
    ("name", "draw", "estimate", "truth"),
    [
        ("share", lambda rng: bernoulli_pairs(rng, 300), lambda pair: by.share_difference(*pair), 0.15),
        ("mean", lambda rng: rng.gamma(4.0, 0.5, 200) - 1.0, by.mean_difference, 1.0),
        (
            "mean of few changes",
            lambda rng: np.where(rng.random(400) < 0.2, rng.exponential(2.0, 400), 0.0),
            by.mean_difference,
            0.4,
        ),
        ("median", lambda rng: rng.exponential(1.0, 301), by.median_difference, np.log(2)),
    ],
)
def test_intervals_cover_the_truth_in_93_to_97_percent(name, draw, estimate, truth):
    """2,000 repetitions: a true coverage of 95% leaves 93..97 with probability below 1 in 20,000 (binomial sd .49%)."""
    rng = RNG(20170727)
    hits = sum(found.low <= truth <= found.high for found in (estimate(draw(rng)) for _ in range(REPETITIONS)))
    assert 0.93 <= hits / REPETITIONS <= 0.97, (name, hits / REPETITIONS)


def test_few_changed_pairs_get_a_bootstrap_and_many_do_not():
    few = np.zeros(5000)
    few[:20] = RNG(5).exponential(3.0, 20)
    assert by.mean_difference(few).method == "bootstrap BCa"
    assert by.mean_difference(RNG(6).standard_normal(5000)).method == "t"


@pytest.mark.parametrize("estimate", [by.mean_difference, by.median_difference])
@pytest.mark.parametrize(
    "gaps",
    [RNG(7).gamma(1.0, 2.0, 500) - 1.3, np.r_[np.zeros(900), RNG(8).normal(1, 2, 31)], np.r_[np.zeros(50), 1.0, -1.0]],
)
def test_turning_the_pair_round_changes_the_sign_and_nothing_else(estimate, gaps):
    there, back = estimate(gaps), estimate(-gaps)
    assert (there.value, there.low, there.high) == (-back.value, -back.high, -back.low)


def test_shares_are_antisymmetric_too():
    first, second = bernoulli_pairs(RNG(9), 777)
    there, back = by.share_difference(first, second), by.share_difference(second, first)
    assert (there.value, there.low, there.high) == (-back.value, -back.high, -back.low)


def test_nothing_changed_is_exactly_zero():
    same = RNG(10).standard_normal(100)
    assert by.mean_difference(same - same) == by.UNCHANGED
    assert by.correlation(same, same) == 1.0
    assert by.variance_gain(same, same) == np.inf
    assert by.most_unseen(1000) == pytest.approx(3 / 1000, rel=0.01)
