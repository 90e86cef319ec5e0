"""A world that failed says nothing about causes and differences: it is left out of every number, and named."""

import json
import math
import re

import numpy as np
import pytest

from sim import cli, load_scenario
from sim.branching.branch import branch
from sim.branching.compare_branch import compare_branches
from sim.branching.forces import Departure
from sim.cli.comparison_tables import _worth_a_line
from sim.counterfactuals import paths
from sim.counterfactuals.causes import causes
from sim.counterfactuals.compare import compare
from sim.counterfactuals.side_by_side import HOWS, choose_pair
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.evidence.fit import fit_table
from sim.outcomes import OUTCOMES
from sim.rules.world import SOUND
from sim.store.reduction import Reduction
from sim.store.results import open_results
from sim.store.verify import verify

RULE = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
BASE = load_scenario("us-russia-2016")
HOT = {f"{side}.{name}": value for side in ("home", "rival") for name, value in
       {"answer_rate": 1, "answer_fade": math.inf, "status_quo_bias": -20, "mirror_bias": 20, "lane": 0,
        "legitimacy": 1, "reciprocity": 0.9, "restraint": 0}.items()} | dict.fromkeys(
            ("heed.persons", "heed.sites", "heed.names", "heed.sector"), 1)
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


ALWAYS = {**HOT, "home.legitimacy": 0, "rival.legitimacy": 0}
"""No world comes through."""


def given(option, changes):
    return [word for name, value in changes.items() for word in (option, f"{name}={value}")]


@pytest.mark.parametrize("branched", [False, True])
def test_mean_paths_of_pairs_leave_out_those_in_which_a_world_failed(hot, branched, monkeypatch):
    """The days that a failed world lived do not count either: the sums are those of the sound pairs alone."""
    blocks, made = [], paths.path_difference
    caller = "sim.branching.compare_branch" if branched else "sim.counterfactuals.compare"
    monkeypatch.setattr(f"{caller}.path_difference", lambda block, *more: blocks.append(block) or made(block, *more))
    if branched:
        compare_branches(BASE, BASE.date_of(20), [("hot", Departure(scenario=stormy(hot)))], 60, paths=True)
    else:
        compare([BASE, stormy(hot)], 60)
    block, sound = blocks[0], (blocks[0].status == SOUND).all(axis=0)
    assert 0 < sound.sum() < len(block.kept) == 60
    first, second = block.kept[sound, 0].astype(float), block.kept[sound, 1].astype(float)
    assert block.kept[sound].any(axis=(0, 1, 3)).all(), "no day is missing, those before a branch neither"
    for total, values in zip(block.sums, (first, second, second - first), strict=True):
        np.testing.assert_allclose(total, values.sum(axis=0), rtol=1e-5, atol=1e-3)
    np.testing.assert_allclose(block.squares, ((second - first) ** 2).sum(axis=0), rtol=1e-4, atol=1e-2)


def test_a_setting_at_which_every_world_fails_costs_its_fan_and_nothing_else(tmp_path, capsys):
    """Its share of failed worlds stands beside the setting, in each panel; the other settings have their figures."""
    line = ["sweep", "us-russia-2016", *given("--set", ALWAYS), "--vary", "rival.legitimacy=0,0.5,1", "--runs", "4",
            "--out", str(tmp_path / "s")]
    assert cli.main(line) == 1
    said = capsys.readouterr()
    assert not re.search("could not be prepared|damaged", said.err)
    assert said.out.count("100.0%") == said.out.count("failed") == len(re.findall(f"{RULE}+", said.out)) > 1
    assert (tmp_path / "s" / "figures" / "fans-home.png").exists()
    bands = open_results(tmp_path / "s").bands
    assert (list(bands), len(bands)) == ([1, 2], 2)
    assert bands[1].n == 4
    with pytest.raises(KeyError):
        bands[0]


def test_a_sweep_whose_every_world_fails_is_a_table_and_no_damage(tmp_path, capsys):
    line = ["sweep", "us-russia-2016", *given("--set", ALWAYS), "--runs", "3", "--out", str(tmp_path / "s")]
    assert cli.main(line) == 1
    said = capsys.readouterr()
    assert "fan is left out: every world failed" in said.err
    assert "damaged" not in said.err
    assert "path_class: quiet" in said.out


@pytest.mark.parametrize("more", [[], ["--json"], ["--from", "2017-01-27"], ["--show", "typical"]])
def test_a_comparison_whose_every_pair_has_a_failed_world_is_still_told(tmp_path, capsys, more):
    """The table (or the JSON) says that all failed, the folder is whole, and the exit code is 1."""
    line = ["compare", "us-russia-2016", *given("--with", ALWAYS), "--runs", "3", "--out", str(tmp_path / "c"), *more]
    assert cli.main(line) == 1
    said = capsys.readouterr()
    assert "3 worlds failed and are left out" in said.err
    assert "paths is left out: a world failed in every pair" in said.err
    assert "nan" not in said.out.lower().replace("nand", "")
    if more == ["--json"]:
        assert json.loads(said.out)["others"][0]["unchanged"] is None
    else:
        assert "failed" in said.out
    assert verify(tmp_path / "c").ok


def test_a_pair_with_a_failed_world_is_never_the_one_told(hot):
    pair = compare([hot, stormy(hot)], 60).pairs[0]
    sound = {int(run) for run in pair.second["run"][pair.second["failed"] == 0]}
    assert {choose_pair(pair, how) for how in HOWS} <= sound
    with pytest.raises(WrongInput, match="in each of them a world failed"):
        choose_pair(compare([BASE, BASE.replace(ALWAYS)], 2).pairs[0])


def test_causes_count_the_worlds_that_failed_as_they_are(tmp_path, capsys):
    line = ["causes", "us-russia-2016", *given("--set", ALWAYS), "--outcome", "rival_points>5", "--runs", "2"]
    assert cli.main([*line, "--out", str(tmp_path / "c")]) == 1
    said = capsys.readouterr()
    assert "in 0 of 0 worlds" in said.out
    assert "2 more worlds failed" in " ".join(said.out.split())
    assert "- to -" not in said.out
    assert "causes is left out: in no world did the outcome happen" in said.err
    assert json.loads((tmp_path / "c" / "causes.json").read_text())["failed"] == 2
