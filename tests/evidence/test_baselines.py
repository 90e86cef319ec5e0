"""The forecasters without a theory: closed sums against a loop over days, probabilities that add up, known windows."""

from itertools import product

import numpy as np
import pytest

from sim.evidence.baselines import (
    HAWKES_PRIORS,
    MIRROR_PRIORS,
    Marks,
    constant_forecast,
    forecasts,
    hawkes_log,
    learnt,
    mirror_log,
)
from sim.evidence.windows import HOME, RIVAL, Deed, Window, window_of
from sim.records import read_history
from sim.scenario import load_scenario

PERSON = np.array([0.0, 1, 0, 0, 0])
SITES3 = np.array([0.0, 0, 3, 0, 0])
GIVEN = (Deed(2, HOME, PERSON), Deed(6, HOME, None))
SMALL = Window(12, GIVEN, (Deed(4, RIVAL, PERSON), Deed(9, HOME, SITES3)), (0, 1))


def test_the_days_of_a_window_come_from_the_scenario():
    window = window_of(read_history(load_scenario("us-russia-2016")))
    assert (window.days, window.sides) == (481, (0, 1))
    assert [(deed.day, deed.side, *deed.units[1:]) for deed in window.scored] == [
        (211, 1, 755, 2, 0, 0), (245, 0, 0, 3, 0, 0), (455, 1, 60, 1, 0, 0)]
    assert [(deed.day, deed.units is None) for deed in window.given] == [(0, False), (210, True), (452, False)]


def test_a_side_all_of_whose_acts_are_given_is_not_scored():
    assert window_of(read_history(load_scenario("ukraine-2014"))).sides == (RIVAL,)


def felt(window, theta, side, day):
    """The hazard of a side on a day, kernel by kernel."""
    fade, hazard = np.exp(-1 / theta[6]), theta[side]
    for deed in (*window.given, *window.scored):
        own = deed.side == side
        late = day - deed.day - (own or side == HOME)
        if late >= 0:
            hazard += theta[(4 if own else 2) + side] * (1 - fade) * fade**late
    return hazard


def slow_hawkes(window, theta):
    """Day by day."""
    total = sum(learnt(window).values())
    for side in window.sides:
        acts = {deed.day for deed in window.scored if deed.side == side}
        for day in np.flatnonzero(window.open_days(side)):
            hazard = felt(window, theta, side, day)
            total += np.log(1 - np.exp(-hazard)) if day in acts else -hazard
    return total


def test_quiet_days_are_summed_in_closed_form():
    theta = np.array([0.01, 0.02, 0.3, 0.6, 0.1, 0.2, 4.0])
    window = Window(12, SMALL.given[:1], SMALL.scored, (0, 1))
    assert hawkes_log(window, theta[None])[0] == pytest.approx(slow_hawkes(window, theta), abs=1e-12)


def test_the_mirror_rule_by_hand():
    """One blow on day 1, answered in kind on day 3 of five; nothing else."""
    window = Window(5, (Deed(1, HOME, PERSON),), (Deed(3, RIVAL, PERSON),), (RIVAL,))
    h, a, x, e = 0.3, 0.6, 0.7, 0.01
    mark = np.exp(learnt(window)[3, RIVAL])
    before = (1 - e) ** 3 * (1 - a + a * (1 - h) ** 2)  # day 0, then two days of silence with the blow open
    pending = a * (1 - h) ** 2 / (1 - a + a * (1 - h) ** 2)
    act = pending * h * (x + (1 - x) * mark) + (1 - pending * h) * e * mark
    expected = np.log(before * act * (1 - e))
    assert mirror_log(window, np.array([[h, a, x, e]]))[0] == pytest.approx(expected)


def test_marks_of_one_day_add_up_to_one():
    marks = Marks()
    marks.count(RIVAL, PERSON)
    sizes = {1: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512], 2: [1, 2, 3, 5], 3: [1, 8, 16, 32, 64], 4: [1]}
    packages = product(*([0, *sizes[form]] for form in sizes))
    total = sum(np.exp(marks.log_chance(RIVAL, np.array([0.0, *p]))) for p in packages if any(p))
    assert total == pytest.approx(1)


def test_known_windows_cost_what_the_table_says():
    """Prior-averaged bits of the four windows, as measured with another program before this one was written."""
    known = {"us-russia-2016": (40.9, 47.8, 58.5), "ukraine-2014": (39.3, 45.2, 49.2),
             "magnitsky-2012": (37.8, 43.3, 51.1), "uk-russia-2018": (30.4, 28.9, 33.5)}
    for name, expected in known.items():
        window = window_of(read_history(load_scenario(name)))
        assert [f.averaged for f in forecasts(window)] == pytest.approx(expected, abs=0.25), name


def test_who_knew_the_outcome_needs_fewer_bits():
    for forecast in forecasts(SMALL):
        assert forecast.fitted < forecast.averaged
        assert forecast.numbers == len(forecast.best)


def test_fitted_numbers_lie_within_their_priors():
    mirror, hawkes, _ = forecasts(SMALL)
    for forecast, priors in ((mirror, MIRROR_PRIORS), (hawkes, HAWKES_PRIORS)):
        for prior in priors:
            assert prior.low - 1e-12 <= forecast.best[prior.name] <= prior.high + 1e-12


def test_a_constant_hazard_is_the_share_of_days_with_an_act():
    assert constant_forecast(SMALL).best == {"home's rate": 1 / 11, "rival's rate": 1 / 12}
