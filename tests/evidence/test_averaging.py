"""Bits averaged over the priors of the parameters: the mean is of probabilities, the draws are those declared."""

import json

import numpy as np
import pytest

from sim.cli import main
from sim.errors import WrongInput
from sim.evidence import averaging
from sim.evidence.averaging import mean_of, prior_draws
from sim.evidence.score import score
from sim.parameters import PARAMETERS
from sim.priors import PRIORS, Prior
from sim.scenario import load_scenario

WINDOW = "uk-russia-2018"


@pytest.fixture(scope="module")
def draws():
    return prior_draws(256, 1)


@pytest.mark.parametrize("name", PRIORS)
def test_every_parameter_with_a_prior_is_drawn_inside_its_range_and_over_all_of_it(name, draws):
    """Each of them falls into both outer tenths of its prior."""
    q, values = PARAMETERS[name], np.array([draw[name] for draw in draws])
    assert ((values >= q.low) & (values <= q.high)).all()
    low, high = np.clip(PRIORS[name].at(np.array([0.1, 0.9])), q.low, q.high)
    assert values.min() <= low <= high <= values.max()


def test_a_seed_names_its_draws(draws):
    assert len(draws) == 256
    assert prior_draws(4, 1) == draws[:4]
    assert prior_draws(4, 2) != draws[:4]


def test_what_is_averaged_are_probabilities_not_bits():
    found = mean_of(np.array([np.log(0.5), np.log(0.25), -np.inf]))
    assert found.bits == pytest.approx(-np.log2(0.75 / 3))
    assert found.effective == pytest.approx(0.75**2 / (0.25 + 0.0625))
    assert found.low <= found.bits <= found.high


def test_an_act_that_no_draw_allows_costs_all_bits():
    assert mean_of(np.full(4, -np.inf)).bits == np.inf


def test_a_prior_of_one_value_gives_the_score_of_that_value(monkeypatch):
    """Eight draws of nothing but luck: what is averaged is what ``score`` weighs, within the noise of 100 particles."""
    value = 7.5
    monkeypatch.setattr(averaging, "PRIORS", {"rival.restraint": Prior("uniform", value, value + 1e-9)})
    found = score(load_scenario(WINDOW).replace({"rival.restraint": value}), 2000, baselines=False, draws=8)
    assert found.averaged.bits == pytest.approx(found.acts_bits, abs=0.6)
    assert found.averaged.effective > 4


def test_the_average_is_the_same_with_one_thread(monkeypatch):
    asked = [score(WINDOW, 10, baselines=False, draws=6).averaged]
    monkeypatch.setattr(averaging, "threads_available", lambda: 1)
    asked.append(score(WINDOW, 10, baselines=False, draws=6).averaged)
    assert asked[0] == asked[1]


def told(capsys, *more):
    """What ``score`` prints."""
    assert main(["score", WINDOW, "--particles", "50", "-q", *more]) == 0
    return capsys.readouterr().out


def test_the_table_and_the_json_have_it_if_it_is_asked_for(capsys):
    found = json.loads(told(capsys, "--averaged", "4", "--json"))["averaged"]
    assert found["draws"] == 4
    assert f"{found['bits']:.1f}" in told(capsys, "--averaged", "4")
    assert "averaged over its priors" not in told(capsys)


@pytest.mark.parametrize("draws", [-1, 1.5, "many"])
def test_a_number_of_draws_that_is_none_is_refused(draws):
    with pytest.raises(WrongInput, match="draws"):
        score(WINDOW, 10, draws=draws)


def test_progress_counts_draws():
    told = []
    score(WINDOW, 10, baselines=False, draws=3, progress=lambda *done: told.append(done))
    assert told == [(1, 3), (2, 3), (3, 3)]

