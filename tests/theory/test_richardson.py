"""MODEL 11.1: the recursion, its stationary point and a simulation that shares no code with it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import WrongInput
from sim.theory.richardson import (
    Race,
    Reciprocator,
    branching_ratio,
    daily_decay,
    echo,
    fixed_point,
    is_stable,
    mean_path,
    race_is_stable,
    stationary_strikes,
)

HOME = Reciprocator(reciprocity=.8, rate=.05, decay=.02, grievance=.1)
RIVAL = Reciprocator(reciprocity=1.1, rate=.1, decay=.01, grievance=.05)

sides = st.builds(Reciprocator, st.floats(0, 2), st.floats(.01, 1), st.floats(0, .5), st.floats(0, 5))
FAR_FROM_CRITICAL = .95


def test_the_numbers_of_the_model_page():
    assert branching_ratio(HOME) == pytest.approx(.579710, abs=5e-7)
    assert branching_ratio(RIVAL) == pytest.approx(1.009174, abs=5e-7)
    assert stationary_strikes(HOME, RIVAL) == pytest.approx((.310830, .363682), abs=5e-7)
    assert is_stable(HOME, RIVAL)


def test_the_mean_path_in_the_order_of_a_day_settles_at_the_stationary_point():
    last = mean_path(HOME, RIVAL, 3000).struck[-1]
    assert last == pytest.approx(stationary_strikes(HOME, RIVAL), rel=1e-12)


def test_rival_sees_the_strike_of_the_same_day_and_home_that_of_the_day_before():
    path = mean_path(HOME, RIVAL, 2, start=(10., 0.))
    assert path.struck[0, 0] == pytest.approx(.05 * .8 * 10 + .1)
    assert path.deliberated[0, 1] == path.struck[0, 0]
    assert path.deliberated[1, 0] == pytest.approx(.95 * .98 * 10 + path.struck[0, 1])
    assert path.evening[0] == pytest.approx([path.deliberated[1, 0], .9 * .99 * path.deliberated[0, 1]])


@given(sides, sides)
def test_simultaneous_and_sequential_days_have_the_same_stability_and_rest(home, rival):
    keep = [(1 - s.rate) * (1 - s.decay) for s in (home, rival)]
    gain = [s.rate * s.reciprocity for s in (home, rival)]
    together = np.array([[keep[0], gain[1]], [gain[0], keep[1]]])
    in_turn = np.array([[keep[0], gain[1]], [gain[0] * keep[0], keep[1] + gain[0] * gain[1]]])
    product = branching_ratio(home) * branching_ratio(rival)
    for step in (together, in_turn):
        if abs(product - 1) > 1e-6:
            assert (max(abs(np.linalg.eigvals(step))) < 1) == (product < 1)
    if product < FAR_FROM_CRITICAL:
        struck = np.array(stationary_strikes(home, rival))
        ledgers = struck[::-1] / (1 - np.array(keep))
        again = np.array(gain) * ledgers + [home.grievance, rival.grievance]
        assert again == pytest.approx(struck, rel=1e-9, abs=1e-12)


def test_the_mean_of_simulated_worlds_lies_within_five_standard_errors():
    """100,000 worlds, 40 days, both sides: 160 comparisons at 5 standard errors, false alarm below 1e-4."""
    worlds, days = 100_000, 40
    luck = np.random.default_rng(11)
    ledger = np.tile([6., 3.], (worlds, 1))
    path = mean_path(HOME, RIVAL, days, start=(6., 3.))
    for day in range(days):
        for i, side in enumerate((HOME, RIVAL)):
            _close(ledger[:, i], path.deliberated[day, i])
            answers = luck.random(worlds) < side.rate
            struck = np.where(answers, side.reciprocity * ledger[:, i], 0.) + side.grievance
            _close(struck, path.struck[day, i])
            ledger[:, i] = np.where(answers, 0., ledger[:, i]) * (1 - side.decay)
            ledger[:, 1 - i] += struck


def _close(sample, expected):
    assert abs(sample.mean() - expected) <= 5 * sample.std() / np.sqrt(len(sample)) + 1e-12


def test_echo_of_equal_sides_is_their_branching_ratio():
    assert echo(HOME, HOME) == pytest.approx(branching_ratio(HOME))


def test_the_first_strike_multiplies_to_the_stationary_total():
    """By superposition one point of grievance causes (1 + b) / (1 − b_home b_rival) points in all."""
    impulse = mean_path(HOME._replace(grievance=0), RIVAL._replace(grievance=0), 5000, start=(0., 1.))
    b_home, b_rival = branching_ratio(HOME), branching_ratio(RIVAL)
    assert 1 + impulse.struck.sum() == pytest.approx((1 + b_rival) / (1 - b_home * b_rival), rel=1e-9)


def test_half_lives():
    assert (1 - daily_decay(10)) ** 10 == pytest.approx(.5)
    assert daily_decay(float("inf")) == 0


def test_what_has_no_answer_is_refused():
    with pytest.raises(WrongInput):
        stationary_strikes(RIVAL._replace(reciprocity=3), RIVAL)
    with pytest.raises(WrongInput):
        branching_ratio(Reciprocator(1, 0, 0))
    with pytest.raises(WrongInput):
        daily_decay(0)
    with pytest.raises(WrongInput):
        fixed_point(Race(1, 1, 1, 1, 0, 0))


def test_continuous_time_rests_where_both_derivatives_vanish():
    race = Race(k=.3, l=.2, a=.5, b=.4, g=1, h=2)
    x, y = fixed_point(race)
    assert race.k * y - race.a * x + race.g == pytest.approx(0, abs=1e-12)
    assert race.l * x - race.b * y + race.h == pytest.approx(0, abs=1e-12)
    assert race_is_stable(race)
    assert not race_is_stable(race._replace(k=2))
