"""MODEL 11.5: tallies of independent voters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from sim.errors import WrongInput
from sim.theory.rollcalls import mean_and_variance, needed_to_override, probability_of_at_least, tally_distribution

chances = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(chances)
def test_the_distribution_has_the_stated_mean_and_variance(p):
    pmf = tally_distribution(p)
    mean, variance = mean_and_variance(p)
    yeas = np.arange(len(pmf))
    assert pmf.sum() == pytest.approx(1)
    assert pmf @ yeas == pytest.approx(mean, abs=1e-9)
    assert pmf @ (yeas - mean) ** 2 == pytest.approx(variance, abs=1e-9)


def test_equal_voters_are_binomial():
    assert tally_distribution([.3] * 100) == pytest.approx(binom.pmf(np.arange(101), 100, .3), abs=1e-14)
    assert probability_of_at_least([.3] * 100, 67) == pytest.approx(binom.sf(66, 100, .3), abs=1e-14)
    assert probability_of_at_least([.3] * 3, -1) == pytest.approx(1)


def test_simulated_roll_calls():
    """200,000 votes of 30 members, every tally within 5 standard errors: 31 comparisons, false alarm below 2e-5."""
    luck, votes = np.random.default_rng(5), 200_000
    p = luck.random(30)
    seen = np.bincount((luck.random((votes, 30)) < p).sum(axis=1), minlength=31) / votes
    pmf = tally_distribution(p)
    # One vote of slack where the normal approximation has nothing to approximate.
    assert np.all(np.abs(seen - pmf) <= 5 * np.sqrt(pmf * (1 - pmf) / votes) + 1 / votes)


@pytest.mark.parametrize(("voting", "needed"), [(100, 67), (98, 66), (422, 282), (435, 290), (0, 0), (3, 2)])
def test_two_thirds(voting, needed):
    assert needed_to_override(voting) == needed


@pytest.mark.parametrize("p", [[.5, 1.2], [-.1], [float("nan")], [[.5]]])
def test_bad_chances_are_refused(p):
    with pytest.raises(WrongInput):
        tally_distribution(p)
