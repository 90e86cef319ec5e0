"""Paired estimators against closed forms, their coverage, and their antisymmetry."""

import re
from math import fsum
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim import estimators as by

REPETITIONS, FEW = 2000, 400
"""How often an interval is drawn; that by bootstrap, which takes two hundred times as long, in the ordinary suite."""
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


CHANGES = ("mean of few changes", lambda rng: np.where(rng.random(400) < 0.2, rng.exponential(2.0, 400), 0.0),
           by.mean_difference, 0.4)


@pytest.mark.parametrize(
    ("name", "draw", "estimate", "truth"),
    [
        ("share", lambda rng: bernoulli_pairs(rng, 300), lambda pair: by.share_difference(*pair), 0.15),
        ("mean", lambda rng: rng.gamma(4.0, 0.5, 200) - 1.0, by.mean_difference, 1.0),
        pytest.param(*CHANGES, marks=pytest.mark.nightly),
        ("median", lambda rng: rng.exponential(1.0, 301), by.median_difference, np.log(2)),
    ],
)
def test_intervals_cover_the_truth_in_93_to_97_percent(name, draw, estimate, truth):
    """2,000 repetitions: a true coverage of 95% leaves 93..97 with probability below 1 in 20,000 (binomial sd .49%)."""
    share = covered(draw, estimate, truth, REPETITIONS)
    assert 0.93 <= share <= 0.97, (name, share)


def covered(draw, estimate, truth, repetitions):
    """Share of intervals that hold the truth."""
    rng = RNG(20170727)
    return np.mean([found.low <= truth <= found.high for found in (estimate(draw(rng)) for _ in range(repetitions))])


def test_bootstrap_intervals_cover_the_truth_in_91_7_to_98_3_percent():
    """400 repetitions: three binomial standard deviations of 1.1%. The nightly suite has 2,000."""
    _, draw, estimate, truth = CHANGES
    assert abs(covered(draw, estimate, truth, FEW) - 0.95) <= 3 * np.sqrt(0.95 * 0.05 / FEW)


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
    found = by.mean_difference(same - same)
    assert (found.value, found.method) == (0.0, "no pair changed")
    assert by.correlation(same, same) == 1.0
    assert by.variance_gain(same, same) == np.inf
    assert by.most_unseen(1000) == pytest.approx(3 / 1000, rel=0.01)


# ---------------------------------------------------------------- one Wilson


def test_wilson_agrees_with_scipy_and_holds_the_share_for_every_count_of_alike_flags():
    for n in range(1, 3001):
        for count in (0, n):
            low, high = by.wilson(count, n)
            assert 0.0 <= low <= count / n <= high <= 1.0
            assert count / n in (low, high)
    for count, n in ((0, 1), (0, 50), (1, 3), (8, 10), (50, 50), (1499, 3000)):
        exact = stats.binomtest(count, n).proportion_ci(method="wilson")
        assert by.wilson(count, n) == pytest.approx((exact.low, exact.high), abs=1e-12)


def test_there_is_one_wilson_in_the_project():
    """A second one was wrong where all flags are alike; the quantile of the normal has one place as well."""
    sources = {p: p.read_text(encoding="utf-8") for p in Path(by.__file__).parent.rglob("*.py")}
    written = [p.name for p, text in sources.items() if re.search(r"def \w*wilson|1\.9599|1\.96\b|wilson\"", text)]
    assert written == ["estimators.py"]


# ---------------------------------------------------------------- nothing changed


@pytest.mark.parametrize("n", [1, 10, 300, 10_000])
def test_a_share_that_no_pair_changed_is_not_known_to_the_last_digit(n):
    """Rule of three: where a change hits 3 pairs of n, one series of n in twenty shows none."""
    flags = np.ones(n, bool)
    found = by.share_difference(flags, flags)
    assert found.value == 0.0
    assert -found.low == found.high == pytest.approx(1 - 0.05 ** (1 / n))
    assert (1 - found.high) ** n == pytest.approx(0.05)


def test_a_mean_that_no_pair_changed_has_no_interval():
    """How large the change of an unseen pair would be, no pair tells; [0, 0] would be a claim."""
    found = by.mean_difference(np.zeros(500))
    assert np.isnan([found.low, found.high]).all()
    assert (by.median_difference(np.zeros(500)).low, by.median_difference(np.zeros(500)).high) == (0.0, 0.0)


# ---------------------------------------------------------------- the order of pairs


@given(st.integers(0, 10_000), st.sampled_from([1, 5, 40, 150]), st.booleans())
def test_no_interval_depends_on_the_order_of_pairs(seed, changed, clustered):
    rng = RNG(seed)
    gaps = np.zeros(300)
    gaps[:changed] = rng.choice([-2.0, -0.5, 0.1, 1.0, 3.7], changed)
    clusters = rng.integers(0, 60, 300) if clustered else None
    order = rng.permutation(300)
    mixed = clusters[order] if clustered else None
    for estimate in (by.mean_difference, by.median_difference):
        there, mixed_up = estimate(gaps, clusters), estimate(gaps[order], mixed)
        assert there[:3] == pytest.approx(mixed_up[:3], rel=0, abs=0, nan_ok=True)
        back = estimate(-gaps[order], mixed)
        assert (back.value, back.low, back.high) == pytest.approx((-there.value, -there.high, -there.low), rel=0,
                                                                 abs=0, nan_ok=True)


@pytest.mark.parametrize("n", [1, 2, 5, 6, 37, 300, 4001])
def test_ranks_of_the_median_are_those_of_the_binomial_law(n):
    assert by._fair_coin(n) == stats.binom.ppf(0.025, n, 0.5)


# ---------------------------------------------------------------- common ancestors


def offspring(rng, families, largest=15):
    """Values of worlds of which those of one family hang together; the mean over all is 0 in the long run."""
    clusters = np.repeat(np.arange(families), rng.integers(1, largest, families))
    common, own = rng.standard_normal(families), rng.standard_normal(len(clusters))
    return 0.8 * common[clusters] + 0.6 * own, clusters


def test_worlds_that_are_their_own_ancestors_are_independent():
    values, own = RNG(11).standard_normal(400), RNG(12).permutation(400)
    assert by.effective_number(own) == 400
    assert by.standard_error(values, own) == by.standard_error(values) == pytest.approx(stats.sem(values))
    for estimate in (by.mean, by.mean_difference, by.median_difference):
        assert estimate(values, own) == estimate(values)
    flags = values > 0
    assert by.share(flags, own) == by.share(flags)
    assert by.share_difference(flags, values > 0.3, own) == by.share_difference(flags, values > 0.3)


def test_equal_families_are_worth_their_number():
    assert by.effective_number(np.repeat(np.arange(50), 8)) == 50
    assert by.effective_number(np.array([7, 7, 7, 1])) == pytest.approx(16 / 10)


def test_a_copied_world_tells_nothing_new():
    """Each of 40 worlds 25 times: the interval is that of 40, not of 1,000."""
    values = RNG(13).standard_normal(40)
    copied, clusters = np.repeat(values, 25), np.repeat(np.arange(40), 25)
    assert by.standard_error(copied, clusters) == pytest.approx(by.standard_error(values))
    assert by.mean(copied, clusters)[:3] == pytest.approx(by.mean(values)[:3])
    assert by.share(copied > 0, clusters)[1:3] == pytest.approx(by.share(values > 0)[1:3], abs=0.004)
    same = np.ones(1000, bool)
    assert by.share_difference(same, same, clusters).high == pytest.approx(by.most_unseen(40))


@pytest.mark.parametrize(
    ("name", "estimate", "truth"),
    [
        ("mean", by.mean, 0.0),
        ("share", lambda x, c: by.share(x < 0.5, c), stats.norm.cdf(0.5)),
        ("paired share", lambda x, c: by.share_difference(x < 0.5, x < 1.0, c), np.diff(stats.norm.cdf([0.5, 1.0]))[0]),
        ("mean difference", by.mean_difference, 0.0),
        ("median difference", by.median_difference, 0.0),
        ("mean of few changes", lambda x, c: by.mean_difference(np.where(c % 5, 0.0, x), c), 0.0),
    ],
)
def test_clustered_intervals_cover_the_truth(name, estimate, truth):
    """1,000 repetitions with 120 families: binomial sd .7%, so 92..98 leaves a true 95% out once in 10,000."""
    rng = RNG(20180326)
    hits = sum(found.low <= truth <= found.high for found in (estimate(*offspring(rng, 120)) for _ in range(1000)))
    assert 0.92 <= hits / 1000 <= 0.98, (name, hits / 1000)


def unequal(rng, families=60, spread=1.3):
    """The same with sizes as unequal as a filter leaves them: sixty families, most worlds of a handful."""
    clusters = np.repeat(np.arange(families), np.ceil(np.exp(spread * rng.standard_normal(families))).astype(int))
    common, own = rng.standard_normal(families), rng.standard_normal(len(clusters))
    return 0.8 * common[clusters] + 0.6 * own, clusters


@pytest.mark.parametrize(
    ("name", "estimate", "truth"),
    [
        ("mean", by.mean, 0.0),
        ("share", lambda x, c: by.share(x < 0.5, c), stats.norm.cdf(0.5)),
        ("paired share", lambda x, c: by.share_difference(x < 0.5, x < 1.0, c), np.diff(stats.norm.cdf([0.5, 1.0]))[0]),
        ("mean difference", by.mean_difference, 0.0),
        ("median difference", by.median_difference, 0.0),
    ],
)
def test_intervals_of_few_large_families_are_rather_too_wide_than_too_narrow(name, estimate, truth):
    """4,000 repetitions: three binomial sd are 1%. With as many degrees of freedom as equal families have, and the pull
    of the large ones left in, these covered 91 to 93.5%.
    """
    rng = RNG(20180401)
    hits = sum(found.low <= truth <= found.high for found in (estimate(*unequal(rng)) for _ in range(4000)))
    assert 0.94 <= hits / 4000 <= 0.99, (name, hits / 4000)


SIZES = np.array([120, 60, 30, 30, 15, 15, 8, 8, 4, 2, 1, 1, 1])


def test_a_large_family_does_not_hide_its_own_deviation():
    """The squared error expected where families hang together is Σ over families of that of a world which only they
    know. It is the variance, Σ (n_c / n)²; with the pull of large families on the mean left in, 38% were missing.
    """
    clusters = np.repeat(np.arange(len(SIZES)), SIZES)
    expected = sum(by.standard_error((clusters == c).astype(float), clusters) ** 2 for c in range(len(SIZES)))
    assert expected == pytest.approx((SIZES**2).sum() / SIZES.sum() ** 2, rel=1e-12)


def test_the_interval_of_many_columns_is_as_much_wider_as_that_of_each():
    """Against the one of the normal, which is what daily paths have; a column that stands still has none to widen."""
    columns, clusters = [], offspring(RNG(16), 40)[1]
    for k in range(3):
        columns.append(RNG(17 + k).standard_normal(40)[clusters] * k + RNG(27 + k).standard_normal(len(clusters)))
    columns.append(np.zeros(len(clusters)))
    found = by.widening(np.array(columns).T, clusters)
    for values, wider in zip(columns[:3], found):
        made = by.mean(values, clusters)
        plain = stats.norm.ppf(0.975) * by.standard_error(values)
        assert wider == pytest.approx((made.high - made.value) / plain)
    assert found[3] == pytest.approx(stats.t.ppf(0.975, by.freedom(clusters)) / stats.norm.ppf(0.975))
    own = RNG(18).permutation(len(clusters))
    assert by.widening(np.array(columns).T, own) == pytest.approx(np.full(4, 1.0), abs=0.02)
    assert np.isinf(by.widening(np.array(columns).T, np.zeros(len(clusters)))).all()


def test_degrees_of_freedom_are_the_families_less_one_and_fewer_where_few_carry_all():
    assert by.freedom(np.repeat(np.arange(50), 8)) == pytest.approx(49)
    assert by.freedom(np.repeat(np.arange(len(SIZES)), SIZES)) == pytest.approx(
        float((SIZES**2).sum() ** 2 / (SIZES.astype(float) ** 4).sum()) - 1
    )
    assert by.freedom(np.zeros(9)) == by.freedom(np.zeros(0)) == 0.0


def test_where_one_family_is_nearly_all_worlds_nothing_is_known():
    values, clusters = RNG(15).random(1000), np.r_[np.zeros(999), 1]
    assert (by.mean(values, clusters).low, by.mean(values, clusters).high) == (-np.inf, np.inf)
    for one in (clusters, np.zeros(1000)):
        low, high = by.share(values > 0.5, one)[1:3]
        assert high - low > 0.8
        assert by.share_difference(values > 0.5, values > 0.6, one).high > 0.8
        assert by.median_difference(values, one).high == np.inf


def test_sums_are_exact_so_order_has_no_say():
    values = np.array([1e16, 1.0, -1e16, 1.0])
    assert by.mean(values).value == fsum(values) / 4 == 0.5
