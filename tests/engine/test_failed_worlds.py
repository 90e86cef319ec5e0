"""A world that failed says nothing about causes and differences: it is left out of every number, and named."""

import numpy as np
import pytest

from sim import cli, load_scenario
from sim.branching.branch import branch
from sim.cli.comparison_tables import _worth_a_line
from sim.counterfactuals.causes import causes
from sim.counterfactuals.compare import compare
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.evidence.fit import fit_table
from sim.outcomes import OUTCOMES
from sim.store.reduction import Reduction
from sim.store.results import open_results

BASE = load_scenario("us-russia-2016")
HOT = {f"{side}.{name}": value for side in ("home", "rival") for name, value in
       {"answer_rate": 1, "status_quo_bias": -20, "legitimacy": 1, "reciprocity": 1.5}.items()} | {"rival.restraint": 0}
"""Blow for blow, every day; only what each side grants as due keeps the chronicle from overflowing."""


@pytest.fixture(scope="module")
def hot():
    return BASE.replace(HOT)


def test_failed_worlds_enter_no_share_of_a_comparison(hot):
    """Some worlds of the second scenario fail; the shares are those of the pairs that are sound."""
    other = hot.replace({f"{side}.{name}": value for side in ("home", "rival")
                         for name, value in (("legitimacy", 0), ("answer_rate", 0.5))})
    made = compare([hot, other], 200)
    a, b = (ensemble(s, 200) for s in (hot, other))
    sound = ~np.isnan(b["echo"])
    assert 0 < sound.sum() < 200
    assert len(made.failures) == (~sound).sum()
    row = made.pairs[0]["law_day happened"]
    assert row.pairs == sound.sum()
    for value, world in ((row.first, a), (row.second, b)):
        assert value == np.isfinite(world["law_day"][sound]).mean()
    assert made.pairs[0].unchanged == made.pairs[0].same[sound].mean()


def test_a_world_that_fails_without_a_cause_does_not_hang_on_it(hot):
    found = causes(hot, "rival_points>1", 40, only=["rival-legitimacy", "home-legitimacy"], pairs=True)
    assert found.happened == 40
    assert len(found.failures) == 40
    assert np.isnan(found.pairs[0].hidden)
    assert np.isnan(found.pairs[0].both)


@pytest.mark.parametrize("runs", [-1, 0, 10**15])
def test_a_number_of_worlds_that_cannot_be_is_refused(runs):
    for ask in (lambda: ensemble(BASE, runs), lambda: compare([BASE, BASE], runs),
                lambda: causes(BASE, "parity_used", runs), lambda: branch(BASE, BASE.date_of(100), runs)):
        with pytest.raises(WrongInput, match="runs"):
            ask()


def test_a_sweep_with_failed_worlds_says_so_and_ends_with_exit_code_1(tmp_path, capsys):
    changes = [word for name, value in {**HOT, "home.legitimacy": 0, "rival.legitimacy": 0}.items()
               for word in ("--set", f"{name}={value}")]
    folder = tmp_path / "s"
    line = ["sweep", "us-russia-2016", *changes, "--runs", "3", "--out", str(folder), "--no-figures", "--quiet"]
    assert cli.main(line) == 1
    said = capsys.readouterr().err
    assert "3 of 3 worlds failed" in said
    assert f"run.py replay {folder} --row 0" in said or "--row 0" in said


def stormy(hot):
    """The same, but an account is never settled: some of these worlds run away."""
    return hot.replace({f"{side}.{name}": value for side in ("home", "rival")
                        for name, value in (("legitimacy", 0), ("answer_rate", 0.5))})


def test_failed_worlds_are_an_outcome_of_their_own(hot):
    """The share of failed worlds is a mean over all worlds; every other outcome lacks them."""
    outcomes = ensemble(stormy(hot), 200)
    assert set(outcomes["failed"]) == {0.0, 1.0}
    assert outcomes["failed"].sum() == len(outcomes.failures)
    assert np.array_equal(outcomes["failed"] == 1, np.isnan(outcomes["echo"]))
    assert {f.run for f in outcomes.failures} == set(outcomes["run"][outcomes["failed"] == 1])
    assert outcomes.frame()["failed"].mean() == outcomes["failed"].mean()


def test_a_comparison_shows_the_share_of_failed_worlds_where_there_are_any(hot):
    made = compare([hot, stormy(hot)], 200)
    row = made.pairs[0]["failed"]
    assert (row.first, row.pairs) == (0, 200)
    assert row.second == len(made.failures) / 200
    assert _worth_a_line(row)
    assert not _worth_a_line(compare([hot, hot], 20).pairs[0]["failed"])


def test_a_sweep_shows_the_share_of_failed_worlds_beside_its_means(hot, tmp_path, capsys):
    changes = [word for name, value in {**HOT, "home.answer_rate": 0.5, "rival.answer_rate": 0.5}.items()
               for word in ("--set", f"{name}={value}")]
    line = ["sweep", "us-russia-2016", *changes, "--set", "home.legitimacy=0", "--vary", "rival.legitimacy=0,1",
            "--runs", "100", "--out", str(tmp_path / "s"), "--no-figures"]
    assert cli.main(line) == 1
    assert "failed" in capsys.readouterr().out
    result = open_results(tmp_path / "s")
    found = result.summary().query("outcome == 'failed'")
    assert (found["worlds"] == 100).all()
    assert found["mean"].sum() * 100 == pytest.approx(result.failed)
    assert found["mean"].max() > 0
    rows = result.frame()
    assert rows.groupby("point")["failed"].mean().tolist() == pytest.approx(found["mean"].tolist())


def test_the_fit_says_how_many_worlds_it_leaves_out():
    row = next(row for row in fit_table(ensemble(BASE, 200)) if "failed" in row.statement)
    assert (row.value, row.holds) == (0, True)


@pytest.mark.parametrize(("count", "n"), [(0, 10), (3, 10), (10, 10), (1, 1), (0, 0)])
def test_the_summary_of_failed_worlds_is_that_of_a_flag(count, n):
    """The same numbers as if the flag had been reduced like any other outcome."""
    values = np.full((len(OUTCOMES), n), np.nan)
    values[list(OUTCOMES).index("failed")] = 0.0
    flags = values.copy()
    flags[list(OUTCOMES).index("vetoed"), :] = np.arange(n) < count
    failed = np.arange(n) < count
    told = Reduction.of(values, failed).summary("failed")
    plain = Reduction.of(flags, np.zeros(n, bool)).summary("vetoed")
    assert (told.worlds, told.never) == (n, 0)
    for name in ("mean", "sd", "low", "quantiles", "high"):
        assert getattr(told, name) == pytest.approx(getattr(plain, name), nan_ok=True), name
