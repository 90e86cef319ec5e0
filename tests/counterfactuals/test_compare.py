"""Paired counterfactuals: null, antisymmetry, no effect before its cause, closed forms."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from sim import load_scenario, simulate
from sim.counterfactuals.compare import compare
from sim.counterfactuals.side_by_side import choose_pair, deeds, first_difference, side_by_side
from sim.engine.parting import ACTORS
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.estimators import most_unseen
from sim.outcomes import OUTCOMES
from sim.report.comparison import comparison_dict
from sim.report.saving import save
from sim.theory.richardson import Reciprocator, daily_decay, mean_path

ROOT = Path(__file__).resolve().parents[2]
COUNTERFACTUALS = sorted(path.stem for path in (ROOT / "scenarios" / "counterfactuals").glob("*.toml"))
RUNS = 300


@pytest.fixture(scope="module")
def base():
    return load_scenario("us-russia-2016")


@pytest.fixture(scope="module")
def pair(base):
    return compare([base, load_scenario("no-promise")], RUNS).pairs[0]


def test_null_comparison_is_exactly_zero(base):
    null = compare([base, base], RUNS).pairs[0]
    for row in null.differences:
        assert row.mean.value == 0.0 or row.pairs == 0
        assert row.correlation == 1.0 or row.pairs == 0
        assert row.changed == 0.0
    assert null.unchanged == 1.0
    assert null.divergence(scripted=True)[["state_day", "first_day"]].isna().all(axis=None)
    assert all(not curve.any() for curve in (*null.paths.mean.values(), *null.paths.quantiles.values()))


def test_a_null_comparison_does_not_claim_that_nothing_could_ever_change(base):
    """[0, 0] would; 300 pairs leave room for a change in one of a hundred (rule of three), and none tells its size."""
    rows = [row for row in compare([base, base], RUNS).pairs[0].differences if row.pairs]
    assert all(-row.mean.low == row.mean.high == most_unseen(row.pairs) for row in rows if row.kind == "flag")
    assert np.isnan([row.mean[1:3] for row in rows if row.kind != "flag"]).all()


def test_what_does_not_matter_changes_nothing(base):
    other = dataclasses.replace(base, home="Ruritania", rival="Strelsau", title="Other names", name="other")
    assert compare([base, other], RUNS).pairs[0].unchanged == 1.0


def negated(values):
    return np.array([-value for value in values])


def test_antisymmetry_to_the_last_bit(base, pair):
    back = compare([load_scenario("no-promise"), base], RUNS, seed=base.seed).pairs[0]
    for one, other in zip(pair.differences, back.differences, strict=True):
        np.testing.assert_array_equal(one.mean[:3], negated([other.mean.value, other.mean.high, other.mean.low]))
        if one.median is not None:
            np.testing.assert_array_equal(
                one.median[:3], negated([other.median.value, other.median.high, other.median.low])
            )
        assert one.first == other.second or np.isnan(one.first)
    np.testing.assert_array_equal(pair.transitions, back.transitions.T)
    np.testing.assert_array_equal(pair.partings, back.partings)
    for name, curve in pair.paths.mean.items():
        np.testing.assert_array_equal(curve, -back.paths.mean[name])
        np.testing.assert_array_equal(pair.paths.low[name], -back.paths.high[name])
        np.testing.assert_array_equal(pair.paths.quantiles[name], -back.paths.quantiles[name][:, ::-1])


def first_change(base, other):
    """The first day on which a counterfactual says something else than the base."""
    if dict(base.parameters) != dict(other.parameters) or base.laws != other.laws:
        return 0
    apart = [e.date for e in (*base.timeline, *other.timeline) if e not in base.timeline or e not in other.timeline]
    return base.day_of(min(apart))


@pytest.mark.parametrize("name", COUNTERFACTUALS)
def test_no_divergence_before_the_change(base, name):
    other = load_scenario(name)
    found = compare([base, other], 200, paths=False).pairs[0]
    change = first_change(base, other)
    days = found.partings["deed"][found.partings["deed"] >= 0]
    assert (days >= change).all()
    states = found.partings["state"]
    assert (states[states >= 0] >= change).all()


def test_compounds_are_returned_in_may_and_not_before(base):
    found = compare([base, load_scenario("compounds-returned")], 200).pairs[0]
    day = base.day_of(load_scenario("compounds-returned").timeline[4].date)
    assert day == 130
    assert all(not curve[:day].any() for curve in found.paths.mean.values())
    assert (found.divergence(scripted=True)["actor"] == "timeline").mean() > 0.5


def test_pairs_are_the_worlds_of_the_ensemble(base, pair):
    for outcomes in (pair.first, pair.second):
        alone = ensemble(outcomes.scenario, RUNS, seed=base.seed)
        assert alone.table.tobytes() == outcomes.table.tobytes()


def test_threads_do_not_matter(base):
    made = [compare([base, load_scenario("veto")], 2300, paths=False, threads=n).pairs[0] for n in (1, 3)]
    assert made[0].second.table.tobytes() == made[1].second.table.tobytes()
    assert made[0].partings.tobytes() == made[1].partings.tobytes()


def test_parting_agrees_with_the_chronicles(base, pair):
    frame = pair.divergence(scripted=True)
    for run in range(12):
        a, b = (simulate(o.scenario, run, base.seed) for o in (pair.first, pair.second))
        acts = [[(x.day, x.side, x.measure, x.size, x.points, x.cause) for x in c.acts] for c in (a, b)]
        apart = [x[0] for x in {*acts[0]} ^ {*acts[1]}]
        assert frame["first_day"][run] <= min(apart, default=np.inf)
        same = np.flatnonzero(a.daily != b.daily)
        assert frame["state_day"][run] == (same[0] if len(same) else np.nan)


def test_difference_of_two_arms_races_is_that_of_the_closed_form():
    """Richardson's limit: the ensemble mean of the paired difference against the difference of the two mean paths."""
    race = load_scenario("arms-race")
    other = race.replace({"rival.reciprocity": race.parameters["rival.reciprocity"] * 0.8})
    found = compare([race, other], 2000).pairs[0].paths

    def theory(s):
        v = s.parameters
        sides = [
            Reciprocator(
                v[f"{k}.reciprocity"],
                v[f"{k}.review_rate"],
                daily_decay(v[f"{k}.memory_half_life"]),
                v[f"{k}.grievance"],
            )
            for k in ("home", "rival")
        ]
        return mean_path(*sides, s.days, tuple(v[f"{k}.ledger"] for k in ("home", "rival"))).struck.cumsum(axis=0)

    gap = theory(other) - theory(race)
    for k, name in enumerate(("home_points", "rival_points")):
        error = (found.high[name] - found.low[name]) / (2 * 1.96)
        # The points of a grievance and of an answer are struck on one day; five standard errors on 2 x 10 days.
        for day in np.linspace(30, race.days - 1, 10).astype(int):
            assert abs(found.mean[name][day] - gap[day, k]) < 5 * error[day] + 1e-9


def test_worlds_that_cannot_be_paired_are_refused(base):
    with pytest.raises(WrongInput, match="luck is keyed by the day"):
        compare([base, load_scenario("magnitsky-2012")], 10)
    other = dataclasses.replace(base, catalogue=base.catalogue[:-1])
    with pytest.raises(WrongInput, match="catalogues"):
        compare([base, other], 10)
    with pytest.raises(WrongInput, match="one scenario"):
        compare([base], 10)
    with pytest.raises(WrongInput, match="runs"):
        compare([base, base], 0)


@pytest.mark.parametrize("how", ["typical", "largest", "first"])
def test_a_pair_worth_telling(base, pair, how):
    run = choose_pair(pair, how)
    assert not pair.same[run]
    a, b = (simulate(o.scenario, run, base.seed) for o in (pair.first, pair.second))
    start = first_difference(a, b)
    told = side_by_side(a, b)
    assert str(base.date_of(start)) in told
    assert max(len(line) for line in told.splitlines()) < 120
    assert [d for d in deeds(a) if d.day < start] == [d for d in deeds(b) if d.day < start]


def test_two_equal_worlds_have_nothing_to_tell(base):
    assert "Nothing different ever happens" in side_by_side(simulate(base, 1), simulate(base, 1))


def test_what_is_stored_can_be_read_again(pair, tmp_path, base):
    import json

    import pandas as pd

    from sim.counterfactuals.compare import Comparison

    made = Comparison((pair,), base.seed, RUNS)
    save(made, tmp_path, "run.py compare")
    stored = json.loads((tmp_path / "comparison.json").read_text())
    assert stored == json.loads(json.dumps(comparison_dict(made, "run.py compare")))
    assert len(stored["others"][0]["outcomes"]) == len(pair.differences)
    worlds = pd.read_parquet(tmp_path / "worlds.parquet")
    assert len(worlds) == 2 * RUNS
    assert {*OUTCOMES} < {*worlds.columns}
    assert {*worlds["actor"].dropna()} <= {"", *ACTORS}
