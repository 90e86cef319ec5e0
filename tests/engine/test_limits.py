"""What cannot be done is refused at once, in one line with the way out, before time and memory are spent."""

import time

import pytest

import sim.engine.limits
from sim.engine.telescope import ensemble
from sim.errors import WrongInput
from sim.scenario import load_scenario
from sim.scenario.design import MOST_NUMBERS, MOST_POINTS, design, from_options
from sim.sweeps.sweep import planned, sweep


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("us-russia-2016")


@pytest.mark.parametrize(("kind", "varies"), [
    ("grid", ["rival.legitimacy=0:1:1001", "home.legitimacy=0:1:1000"]),
    ("list", ["rival.legitimacy=0:1:9999999", "home.legitimacy=0:1:9999999"]),
    ("list", ["rival.legitimacy=0:1:100001"]),
    ("one-at-a-time", ["rival.legitimacy=0:1:60000", "home.legitimacy=0:1:60000"]),
    ("one-at-a-time", ["rival.legitimacy=0:1:9999999", "home.legitimacy=0:1:9999999"]),
])
def test_every_design_has_a_limit(scenario, kind, varies):
    begun = time.monotonic()
    with pytest.raises(WrongInput, match=r"at most 100,000|from 1 to 100,000"):
        from_options(varies, kind, None, 1, scenario.parameters)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("kind", ["sobol", "latin-hypercube"])
def test_drawn_designs_have_the_same_limit(scenario, kind):
    with pytest.raises(WrongInput, match="at most 100,000"):
        from_options(["rival.legitimacy=0:1"], kind, MOST_POINTS + 1, 1, scenario.parameters)


def test_many_parameters_allow_fewer_points(scenario):
    names = [name for name in scenario.parameters if name.endswith(("legitimacy", "reciprocity", "patience"))]
    names += [name for name in ("rival.credence", "home.credence") if name in scenario.parameters]
    varies = [f"{name}=0.1:0.2" for name in names][:5]
    most = MOST_NUMBERS // len(varies)
    assert most < MOST_POINTS
    with pytest.raises(WrongInput, match=f"at most {most:,} where {len(varies)} parameters vary"):
        from_options(varies, "sobol", most + 1, 1, scenario.parameters)


@pytest.mark.parametrize(("runs", "keep", "way_out"), [
    (10**12, "rows", "Ask for fewer runs"), (10**10 + 1, "summary", "Ask for fewer runs"),
    (10**9 + 1, "rows", "--keep summary"), (2**63, "rows", "Ask for fewer runs"),
])
def test_worlds_beyond_all_measure_are_refused_with_advice_that_helps(scenario, runs, keep, way_out):
    with pytest.raises(WrongInput, match="at most") as refused:
        planned(scenario, design("grid", []), runs, 1, keep)
    assert way_out in str(refused.value)


def test_the_limit_counts_all_points(scenario):
    many = from_options(["rival.legitimacy=0:1:1000"], None, None, 1, scenario.parameters)
    with pytest.raises(WrongInput, match="2,000,000,000 worlds"):
        planned(scenario, many, 2_000_000, 1)


def test_daily_bands_must_fit_into_memory(scenario, tmp_path, monkeypatch):
    """Known beforehand: days x workers; the advice says how many workers fit, if any do."""
    monkeypatch.setattr(sim.engine.limits, "memory", lambda: 500_000_000)
    with pytest.raises(WrongInput, match=r"Use --workers 4, a shorter scenario, or leave out --paths"):
        sweep(scenario, None, 10, out=tmp_path / "s", paths=True, workers=64)
    with pytest.raises(WrongInput, match="half of the memory"):
        ensemble(scenario, 10, paths=True, threads=64)
    assert not (tmp_path / "s").exists()
    monkeypatch.setattr(sim.engine.limits, "memory", lambda: 50_000_000)
    with pytest.raises(WrongInput, match=r"Use a shorter scenario, or leave out --paths"):
        sweep(scenario, None, 10, out=tmp_path / "s", paths=True, workers=1)


def test_this_machine_says_how_much_memory_it_has():
    assert sim.engine.limits.memory() > 100_000_000
