"""MODEL 11.3: a blow that echoes with a delay, summed by hand."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import WrongInput
from sim.theory.reciprocators import half_life, total_points


@given(st.floats(0, 1), st.floats(0, .95), st.floats(0, 50))
def test_the_total_is_the_sum_of_the_exchange(kappa_striker, kappa_answerer, blow):
    total, current, ratios = 0., blow, (kappa_answerer, kappa_striker)
    for turn in range(2000):
        total += current
        current *= ratios[turn % 2]
    assert total_points(blow, kappa_striker, kappa_answerer) == pytest.approx(total, rel=1e-9, abs=1e-12)


@given(st.floats(.1, 1), st.floats(.1, .95), st.floats(.5, 60), st.floats(.5, 60))
def test_blows_halve_in_a_half_life(one, two, delay_one, delay_two):
    rounds = half_life(one, two, delay_one, delay_two) / (delay_one + delay_two)
    assert (one * two) ** rounds == pytest.approx(.5)


def test_one_exchange_by_hand():
    assert total_points(10, .5, .8) == pytest.approx(10 * 1.8 / .6)
    assert half_life(.5, .8, 3, 4) == pytest.approx(7 * log(2) / -log(.4))
    assert half_life(0, .8, 3, 4) == 0


def test_an_exchange_without_end_is_refused():
    for kappas in ((1, 1), (2, .6), (-1, .5)):
        with pytest.raises(WrongInput):
            total_points(1, *kappas)
        with pytest.raises(WrongInput):
            half_life(*kappas, 1, 1)
