"""A world that failed says nothing about causes and differences: it is left out of every number, and named."""

import numpy as np
import pytest

from sim import cli, load_scenario
from sim.errors import WrongInput
from sim.experiments.branch import branch
from sim.experiments.causes import causes
from sim.experiments.compare import compare
from sim.telescope import ensemble

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
