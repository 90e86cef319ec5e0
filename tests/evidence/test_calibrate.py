"""Calibration: priors that are declared, a chain that is the same however it is run, a file that lies to nobody.

Whether what is learnt is right is asked by simulation-based calibration (``test_sbc.py``).
"""

import json
import shutil

import numpy as np
import pytest
from scipy.stats import kstest, norm

from sim import compare, ensemble, open_results
from sim.cli import main
from sim.errors import WrongInput
from sim.evidence.calibrate import calibrate
from sim.evidence.likelihood import Likelihood, episodes_log, free_of
from sim.evidence.posterior import Draws, read_draws
from sim.evidence.predictive import predictive
from sim.parameters import PARAMETERS
from sim.priors import PRIORS, Prior
from sim.scenario import load_scenario

pytest.importorskip("emcee")
FREE = ("rival.legitimacy", "rival.reciprocity")


@pytest.fixture(scope="module")
def likelihood():
    return Likelihood.of(load_scenario("uk-russia-2018"), free_of(FREE), 20)


@pytest.fixture(scope="module")
def made(likelihood):
    return calibrate(likelihood, 40, walkers=8)


# ---------------------------------------------------------------- priors


@pytest.mark.parametrize("name", PRIORS)
def test_a_declared_prior_lies_inside_the_range_of_its_parameter(name):
    """At its 1% and 99%; what lies beyond is cut to the range."""
    q, values = PARAMETERS[name], PRIORS[name].at(np.array([0.01, 0.5, 0.99]))
    assert q.low <= values[0] < values[1] < values[2] <= q.high


@pytest.mark.parametrize(("prior", "kind"), [
    (Prior("uniform", 2, 5), lambda x: (x - 2) / 3),
    (Prior("log-uniform", 1, 100), lambda x: np.log(x) / np.log(100)),
    (Prior("normal", 1, 2), lambda x: norm.cdf(x, 1, 2)),
    (Prior("log-normal", 0, 0.4), lambda x: norm.cdf(np.log(x), 0, 0.4)),
])
def test_quantiles_of_a_prior_are_those_of_its_kind(prior, kind):
    unit = np.linspace(0.01, 0.99, 99)
    assert kind(prior.at(unit)) == pytest.approx(unit)


@pytest.mark.parametrize("text", ["", "rival.legitimicy", "rival.staff", "rival.strategy", "rival.grievance",
                                  "rival.legitimacy=uniform(1,0)", "rival.legitimacy=uniform(0,2)",
                                  "rival.restraint=log-uniform(0,3)", "rival.restraint=gamma(1,2)",
                                  "rival.restraint=uniform(1,x)", "rival.restraint=normal(1,0)",
                                  "rival.restraint=uniform(1,inf)", "rival.restraint=__import__('os')"])
def test_a_free_parameter_that_cannot_be_is_refused(text):
    with pytest.raises(WrongInput, match="--free"):
        free_of([text])


def test_a_prior_of_one_s_own_needs_no_declared_one():
    (free,) = free_of(["rival.grievance=uniform(0, 2)"])
    assert free.at(np.array([0.0])) == pytest.approx(1.0)
    with pytest.raises(WrongInput, match="twice"):
        free_of(["rival.legitimacy", "rival.legitimacy=uniform(0,1)"])


# ---------------------------------------------------------------- the chain


def test_a_chain_is_the_same_with_any_threads_and_after_any_stop(likelihood, made, tmp_path):
    calibrate(likelihood, 17, walkers=8, folder=tmp_path, threads=1)
    again = calibrate(likelihood, 40, walkers=8, folder=tmp_path, threads=2)
    assert np.array_equal(again.chain.places, made.chain.places)
    assert np.array_equal(again.chain.logs, made.chain.logs)
    assert again.chain.calls == made.chain.calls == 8 * 41


def test_where_the_record_says_nothing_the_posterior_is_the_prior():
    """A parameter of an institution that this window does not have."""
    likelihood = Likelihood.of(load_scenario("uk-russia-2018"), free_of(["congress.whip=uniform(0, 20)"]), 1)
    found = calibrate(likelihood, 400, walkers=8)
    assert kstest(norm.cdf(found.places[::20, 0]), "uniform").pvalue > 1e-3
    assert abs(found.frame()["contraction"][0]) < 0.1


def test_the_table_says_what_was_learnt_and_what_the_chain_is_worth(made):
    table = made.frame().set_index("parameter")
    assert list(table.index) == list(FREE)
    assert (table["posterior_5"] < table["posterior_95"]).all()
    assert 0 < made.acceptance < 1
    assert 1 <= made.effective <= len(made.places)
    assert made.warnings
    assert json.dumps(made.as_json())


def test_another_calibration_is_not_overwritten(likelihood, tmp_path):
    calibrate(likelihood, 1, walkers=8, folder=tmp_path)
    other = Likelihood.of(load_scenario("uk-russia-2018"), free_of(["rival.legitimacy"]), 20)
    with pytest.raises(WrongInput, match="another calibration: free"):
        calibrate(other, 1, walkers=8, folder=tmp_path)
    (tmp_path / "chain.npz").write_bytes(b"no chain")
    with pytest.raises(WrongInput, match="cannot be read"):
        calibrate(likelihood, 1, walkers=8, folder=tmp_path)


@pytest.mark.parametrize("walkers", [4, 7])
def test_too_few_walkers_are_refused(likelihood, walkers):
    with pytest.raises(WrongInput, match="--walkers"):
        calibrate(likelihood, 1, walkers=walkers)


def test_episodes_prefer_values_under_which_there_are_answers():
    assert episodes_log({"rival.answer_rate": 0.2}) > episodes_log({"rival.answer_rate": 0.001}) + 20


# ---------------------------------------------------------------- the file


@pytest.fixture
def folder(made, tmp_path):
    made.save(tmp_path / "posterior")
    return tmp_path / "posterior"


def test_draws_are_read_as_they_were_written(made, folder):
    draws = read_draws(folder)
    assert draws.names == FREE
    assert draws.values == pytest.approx(made.draws.values)
    assert draws.row(len(draws)) == draws.row(0)
    assert len(draws.spread(7)) == 7
    assert main(["verify", str(folder)]) == 0


def spoil(folder, old, new):
    """Edit the draws, and the manifest with them, as somebody would who wants it to pass."""
    from sim.store import kept

    file = folder / "draws.csv"
    file.write_text(file.read_text().replace(old, new, 1))
    found = kept.load(folder)
    kept.keep(folder, "posterior", **{name: getattr(found, name) for name in
                                      ("command", "scenario", "about", "inputs", "worlds", "failed", "seed")})


@pytest.mark.parametrize(("old", "new", "told"), [
    ("rival.legitimacy", "rival.legitimicy", r"draws.csv:1: .*rival.legitimacy"),
    ("rival.reciprocity\n", "rival.reciprocity\nx,1\n", r"draws.csv:2: rival.legitimacy: found 'x'"),
    ("rival.reciprocity\n", "rival.reciprocity\n7,1\n", r"draws.csv:2: rival.legitimacy: found '7'; .*0 to 1"),
    ("rival.reciprocity\n", "rival.reciprocity\n.5\n", r"draws.csv:2: 1 cells"),
    ("rival.reciprocity\n", "rival.reciprocity\nnan,1\n", r"draws.csv:2: rival.legitimacy"),
])
def test_draws_that_were_edited_are_refused_with_their_place(folder, old, new, told):
    spoil(folder, old, new)
    with pytest.raises(WrongInput, match=told):
        read_draws(folder)


def test_a_damaged_posterior_or_none_is_refused(folder, tmp_path):
    (folder / "draws.csv").write_text("rival.legitimacy\n0.5\n")
    with pytest.raises(WrongInput, match="damaged"):
        read_draws(folder)
    shutil.rmtree(folder)
    for where in (folder, tmp_path):
        with pytest.raises(WrongInput, match="holds no posterior"):
            read_draws(where)


# ---------------------------------------------------------------- prediction and the command


def test_the_posterior_predictive_spreads_where_the_draws_do(made):
    table = predictive(made.likelihood.scenario, made.draws, drawn=8, worlds=50).set_index("outcome")
    row = table.loc["rival_points"]
    assert row["low"] < row["mean"] < row["high"]
    one = made.draws.spread(1)
    still = predictive(made.likelihood.scenario, one, drawn=8, worlds=50).set_index("outcome").loc["rival_points"]
    assert still["low"] == still["high"]


def test_the_command_leaves_a_posterior_and_goes_on(tmp_path, capsys):
    words = ["calibrate", "uk-russia-2018", "--free", "rival.legitimacy", "--walkers", "4", "--particles", "5",
             "--out", str(tmp_path / "p"), "--quiet", "--json"]
    assert main([*words, "--steps", "3"]) == 0
    assert json.loads(capsys.readouterr().out)["likelihoods"] == 4 * 4
    assert main([*words, "--steps", "5"]) == 0
    assert json.loads(capsys.readouterr().out)["likelihoods"] == 4 * 6
    assert (tmp_path / "p" / "figures" / "corner.png").exists()
    assert len(read_draws(tmp_path / "p")) > 0


def test_a_sweep_visits_draws_of_a_posterior_and_its_manifest_needs_no_other_file(made, folder, tmp_path):
    words = ["sweep", "uk-russia-2018", "--posterior", str(folder), "--points", "4", "--runs", "5", "--no-figures",
             "--quiet", "--out", str(tmp_path / "swept")]
    assert main(words) == 0
    swept = open_results(tmp_path / "swept")
    expected = read_draws(folder).spread(4).values
    assert swept.design.names == FREE
    assert swept.design.points == pytest.approx(expected[: len(swept.design.points)])
    assert "--vary" in swept.command
    assert str(folder) not in swept.command


@pytest.mark.parametrize("more", [["--vary", "rival.legitimacy=0,1"], ["--design", "grid"], ["--points", "0"]])
def test_a_posterior_goes_with_no_other_points(folder, more, capsys):
    assert main(["sweep", "uk-russia-2018", "--posterior", str(folder), *more, "--quiet"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_walker_that_stood_still_is_visited_once():
    values = np.array([[0.1, 1.0], [0.1, 1.0], [0.2, 1.5], [0.3, 1.5]])
    assert Draws(FREE, values, None).specifications() == ["rival.legitimacy=0.1,0.2", "rival.reciprocity=1.0,1.5"]


def test_worlds_at_draws_are_those_of_each_draw_by_itself():
    """Worlds 0-2 live at the first draw, 3-5 at the second, each with the luck of its number."""
    scenario = load_scenario("uk-russia-2018")
    draws = [{"rival.legitimacy": 0.1}, {"rival.legitimacy": 0.9}]
    mixed = ensemble(scenario, 6, draws=draws, paths=True)
    for k, draw in enumerate(draws):
        alone = ensemble(scenario.replace(draw), 3, first=3 * k)
        assert mixed.table[3 * k : 3 * k + 3].tobytes() == alone.table.tobytes()
    assert len(mixed.sample) == 6


def test_both_worlds_of_a_pair_are_at_the_same_draw_but_for_what_is_compared():
    scenario = load_scenario("uk-russia-2018")
    draws = [{"rival.legitimacy": 0.1, "rival.reciprocity": 0.7}, {"rival.legitimacy": 0.9, "rival.reciprocity": 1.2}]
    pair = compare([scenario, scenario.replace({"rival.legitimacy": 0.5})], 6, draws=draws).pairs[0]
    first = ensemble(scenario, 6, draws=draws)
    second = ensemble(scenario.replace({"rival.legitimacy": 0.5}), 6,
                      draws=[{"rival.reciprocity": draw["rival.reciprocity"]} for draw in draws])
    assert pair.first.table.tobytes() == first.table.tobytes()
    assert pair.second.table.tobytes() == second.table.tobytes()


def test_a_comparison_draws_from_a_posterior(folder, tmp_path, capsys):
    words = ["compare", "uk-russia-2018", "--with", "home.legitimacy=0", "--runs", "20", "--no-figures", "--quiet",
             "--posterior", str(folder)]
    assert main([*words, "--out", str(tmp_path / "compared")]) == 0
    capsys.readouterr()
    assert main([*words, "--from", "2018-03-20"]) == 2
    assert "--posterior with --from" in capsys.readouterr().err


@pytest.mark.parametrize("draws", [[], "x", 3, [3], [{"rival.legitimicy": 0.1}], [{"rival.legitimacy": 7}]])
def test_draws_that_cannot_be_are_refused(draws):
    with pytest.raises(WrongInput):
        ensemble("uk-russia-2018", 2, draws=draws)
