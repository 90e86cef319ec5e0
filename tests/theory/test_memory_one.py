"""MODEL 11.2: self-play with errors of the hand, as numbers, as chains and as played games."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import WrongInput
from sim.theory.memory_one import (
    SHELF,
    best_generosity,
    contrite_chain,
    contrite_cooperation,
    cooperation,
    generous,
    generous_cooperation,
    legitimacy_cooperation,
    stationary,
    transition,
)

TFT, GTFT = SHELF["tit for tat"].vector, SHELF["generous tit for tat"].vector
errors = st.floats(.001, .499)
shares = st.floats(0, 1)


def test_the_numbers_of_the_model_page():
    assert generous_cooperation(.01, 0) == pytest.approx(.5)
    assert generous_cooperation(.01, 1 / 3) == pytest.approx(.971154, abs=5e-7)
    assert contrite_cooperation(.01) == pytest.approx(.980392, abs=5e-7)
    assert best_generosity(5, 3, 1, 0) == pytest.approx(1 / 3)


@given(errors)
def test_tit_for_tat_with_itself_visits_all_four_states_alike(error):
    assert stationary(transition(TFT, TFT, error)) == pytest.approx([.25] * 4)


@given(errors, shares)
def test_generous_formula_is_the_chain(error, generosity):
    vector = generous(generosity).vector
    assert cooperation(vector, vector, error) == pytest.approx([generous_cooperation(error, generosity)] * 2)


@given(errors)
def test_contrite_formula_is_the_chain_of_standings(error):
    both, mine, theirs, none = stationary(contrite_chain(error))
    moves = (both + theirs + none) * (1 - error) + mine * error
    assert moves == pytest.approx(contrite_cooperation(error))


@given(*[st.tuples(shares, shares, shares, shares)] * 2, errors)
def test_the_two_players_of_a_chain_can_be_exchanged(one, two, error):
    assert cooperation(one, two, error) == pytest.approx(cooperation(two, one, error)[::-1])


def test_legitimacy_between_tit_for_tat_and_contrition():
    assert legitimacy_cooperation(.01, 0) == pytest.approx(.5)
    assert legitimacy_cooperation(.01, 1) == pytest.approx((1 - .01 + .01 ** 2) / 1.01)


@pytest.mark.parametrize("legitimacy", [0., .45, 1.])
def test_legitimacy_formula_in_played_games(legitimacy):
    """40,000 pairs, 400 rounds burnt, one round read: 5 standard errors, false alarm below 2e-6 a case."""
    pairs, error, luck = 40_000, .05, np.random.default_rng(2)
    grievance = np.zeros((pairs, 2), dtype=bool)
    for _ in range(400):
        strikes = grievance ^ (luck.random((pairs, 2)) < error)
        granted = grievance & (luck.random((pairs, 2)) < legitimacy)
        grievance = (strikes & ~granted)[:, ::-1]
    _near((~strikes).mean(axis=1), legitimacy_cooperation(error, legitimacy))


@pytest.mark.parametrize("one", SHELF)
@pytest.mark.parametrize("two", SHELF)
def test_every_pair_of_the_shelf_in_played_games(one, two):
    """20,000 pairs, 300 rounds burnt, one read; 50 comparisons at 5 standard errors, false alarm below 1e-4."""
    pairs, error, luck = 20_000, .05, np.random.default_rng(3)
    intents = [np.array(SHELF[name].vector) for name in (one, two)]
    last = [np.zeros(pairs, dtype=int), np.zeros(pairs, dtype=int)]  # 0 cooperated, 1 defected
    for _ in range(300):
        will = [intents[i][2 * last[i] + last[1 - i]] for i in range(2)]
        last = [((luck.random(pairs) >= w) ^ (luck.random(pairs) < error)).astype(int) for w in will]
    for mine, expected in zip(last, cooperation(intents[0], intents[1], error), strict=True):
        _near(1. - mine, expected)


def test_contrition_in_played_games():
    """40,000 pairs, 200 rounds burnt, one read: 5 standard errors."""
    pairs, error, luck = 40_000, .05, np.random.default_rng(4)
    good = np.ones((pairs, 2), dtype=bool)
    for _ in range(200):
        just = good & ~good[:, ::-1]
        defects = just ^ (luck.random((pairs, 2)) < error)
        good = ~defects | just
    _near((~defects).mean(axis=1), contrite_cooperation(error))


def _near(sample, expected):
    assert abs(sample.mean() - expected) <= 5 * sample.std() / np.sqrt(len(sample)) + 1e-12


def test_best_generosity_makes_defection_no_better_than_cooperation():
    """Above it an unconditional defector would earn more against it than it earns with itself."""
    temptation, reward, punishment, sucker = 5, 3, 1, 0
    g = best_generosity(temptation, reward, punishment, sucker)
    defector = g * temptation + (1 - g) * punishment
    assert defector <= reward


def test_every_strategy_of_the_shelf_tells_its_rule():
    for name, strategy in SHELF.items():
        assert strategy.name == name
        assert strategy.rule
        assert len(strategy.vector) == 4


def test_what_has_no_answer_is_refused():
    with pytest.raises(WrongInput, match="more than one stationary"):
        cooperation(TFT, TFT, 0)
    with pytest.raises(WrongInput):
        generous_cooperation(0, 0)
    with pytest.raises(WrongInput):
        legitimacy_cooperation(0, 0)
    with pytest.raises(WrongInput):
        transition(TFT, TFT, 1.5)
    with pytest.raises(WrongInput):
        best_generosity(3, 5, 1, 0)
