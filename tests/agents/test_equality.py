"""Microscope and telescope: the same world to the last bit."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import list_scenarios, load_scenario
from sim.agents.model import EscalationModel
from sim.engine.telescope import compute_block, ensemble, run_logged
from sim.errors import WorldFailed
from sim.parameters import OWN, PARAMETERS
from sim.rules.conditions import STATES
from sim.rules.world import SOUND
from sim.scenario import Law

SCENARIOS = {name: load_scenario(name) for name in list_scenarios()}


def drawn_value(parameter):
    """Any value of a parameter, kept within three times the default or so: wide, but not only absurd."""
    if parameter.choices:
        known = [k for k, word in enumerate(parameter.choices) if word != OWN]  # which needs a file or a function
        return st.sampled_from(known).map(float)
    low, high = parameter.low, min(parameter.high, max(3 * abs(parameter.default), parameter.low + 1))
    if parameter.whole:
        return st.integers(int(low), int(min(high, 3000))).map(float)
    return st.floats(low, high, allow_nan=False)


@st.composite
def drawn_scenarios(draw):
    """A shipped scenario with up to twelve parameters, strategies, conditions and, at times, up to three laws drawn."""
    scenario = SCENARIOS[draw(st.sampled_from(sorted(SCENARIOS)))]
    names = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=12, unique=True))
    states = st.lists(st.sampled_from(sorted(STATES)), max_size=1).map(tuple)
    timeline = tuple(
        event if event.kind == "set" else dataclasses.replace(event, only_if=draw(states), unless=draw(states))
        for event in scenario.timeline
    )
    names += draw(st.sampled_from(((), ("home.strategy",), ("rival.strategy",), ("home.strategy", "rival.strategy"))))
    changes = {name: draw(drawn_value(PARAMETERS[name])) for name in names}
    made = scenario.replace(changes, timeline=timeline if draw(st.booleans()) else scenario.timeline)
    return drawn_laws(draw, made) if draw(st.booleans()) else made


def drawn_laws(draw, scenario):
    """The scenario with other laws: every mandate and every bill is of one of them, and premises name some."""
    names = ("a", "b", "c")[: draw(st.integers(1, 3))]
    objections, of = st.sampled_from((0.0, 2.0, 8.0)), st.sampled_from(names)
    laws = tuple(Law(name, name, draw(st.booleans()), draw(st.booleans()), draw(objections)) for name in names)
    mandates = tuple(dataclasses.replace(mandate, law=draw(of)) for mandate in scenario.mandates)
    timeline = tuple(of_a_law(event, draw(of)) for event in scenario.timeline)
    eager = {"congress.bill_rate": 0.1} if draw(st.booleans()) else {}
    return scenario.replace(eager, laws=laws, mandates=mandates, timeline=timeline)


def of_a_law(event, name):
    """The event as one of a scenario that has the law ``name``."""
    words = tuple(word if word in STATES else f"law {name}" for word in event.only_if)
    return dataclasses.replace(event, law=name if event.kind == "bill" else "", only_if=words)


def same_world(scenario, run, seed):
    """Assert that both instruments see the same world, and return it (world, scratch, daily)."""
    model = EscalationModel(scenario, run, seed)
    world, scratch, daily = run_logged(scenario.compile(), seed, run)
    if world["status"][0] != SOUND:
        with pytest.raises(WorldFailed, match=f"run {run} "):
            model.live()
        return None
    model.live()
    assert model.world.tobytes() == world.tobytes()
    assert model.daily.tobytes() == daily.tobytes()
    for rows, n in (("acts", "n_acts"), ("rolls", "n_rolls")):
        assert model.scratch[n][0] == scratch[n][0]
        count = scratch[n][0]
        assert model.scratch[rows][0, :count].tobytes() == scratch[rows][0, :count].tobytes()
    block = compute_block(scenario.compile(), seed, run, 1)
    assert model.outcomes().tobytes() == block.table.tobytes()
    return world[0], scratch[0], daily


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn_scenarios(), st.integers(0, 2**40), st.integers(0, 2**63 - 1))
def test_both_instruments_see_the_same_world(scenario, run, seed):
    """200 drawn scenarios and runs; within each, every outcome, act, roll call and daily state."""
    seen = same_world(scenario, run, seed)
    if seen:
        check_invariants(*seen)


def check_invariants(world, scratch, daily):
    """What holds in every world."""
    for name in ("ledger", "staff", "sites", "points", "scandal"):
        assert (daily[name] >= 0).all()
    assert ((daily["hope"] >= 0) & (daily["hope"] <= 1)).all()
    assert (np.diff(daily["points"], axis=0) >= 0).all()
    acts = scratch["acts"][: scratch["n_acts"]]
    struck = acts[acts["points"] > 0]
    assert (struck["accepted"] <= struck["points"] * (1 + 1e-12)).all()
    assert (struck["injury"] >= 0).all()
    assert (np.diff(acts["day"]) >= 0).all()
    assert (world["exogenous"] <= world["total"] * (1 + 1e-12) + 1e-12).all()


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_shipped_scenario_is_the_same_in_both(name):
    scenario = SCENARIOS[name]
    for run in range(3):
        assert same_world(scenario, run, scenario.seed) is not None


def test_the_number_of_threads_changes_nothing():
    scenario = SCENARIOS["us-russia-2016"]
    one, two, five = (ensemble(scenario, 2500, threads=k, paths=True) for k in (1, 2, 5))
    for other in (two, five):
        assert one.table.tobytes() == other.table.tobytes()
        assert all(one.bands.series[k].tobytes() == other.bands.series[k].tobytes() for k in one.bands.series)
        assert all(one.bands.mean[k].tobytes() == other.bands.mean[k].tobytes() for k in one.bands.mean)


def test_blocks_cut_differently_give_the_same_rows():
    setting = SCENARIOS["us-russia-2016"].compile()
    whole = compute_block(setting, 7, 0, 300).table
    pieces = np.concatenate([compute_block(setting, 7, start, 100).table for start in (0, 100, 200)])
    assert whole.tobytes() == pieces.tobytes()


def test_a_change_leaves_every_earlier_day_identical():
    scenario = SCENARIOS["us-russia-2016"]
    for event in scenario.timeline:
        day = scenario.day_of(event.date)
        for run in range(5):
            with_it, without = (run_logged(s.compile(), 11, run)[2] for s in (scenario, scenario.without(event.id)))
            assert with_it[:day].tobytes() == without[:day].tobytes()


def test_silencing_one_legislator_changes_no_other_vote():
    from sim.agents.congress import Legislator

    def ballots(silent):
        model = EscalationModel(SCENARIOS["us-russia-2016"], 0)
        if silent is not None:
            model.congress.legislators[0][silent].vote = lambda *_: -1
        model.live()
        return model.congress.ballots[0]

    assert isinstance(EscalationModel(SCENARIOS["us-russia-2016"]).congress.legislators[1][0], Legislator)
    heard, silenced = ballots(None), ballots(17)
    assert silenced[17] == -1
    assert np.array_equal(np.delete(heard, 17), np.delete(silenced, 17))


@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        (
            {
                "home.answer_rate": 1,
                "rival.answer_rate": 1,
                "home.answer_fade": math.inf,
                "rival.answer_fade": math.inf,
                "home.status_quo_bias": -20,
                "rival.status_quo_bias": -20,
                "home.mirror_bias": -20,
                "rival.mirror_bias": -20,
                "home.parity_bias": -20,
                "rival.parity_bias": -20,
                "home.lane": 0,
                "rival.lane": 0,
                **dict.fromkeys(("heed.persons", "heed.sites", "heed.names", "heed.sector"), 1),
                "home.legitimacy": 0,
                "rival.legitimacy": 0,
                "home.reciprocity": 1.5,
                "rival.reciprocity": 1.5,
                "rival.restraint": 0,
            },
            "acts buffer overflowed",
        ),
        (
            {
                "home.answer_rule": 1,
                "rival.answer_rule": 1,
                "home.answer_rate": 1,
                "rival.answer_rate": 1,
                "home.legitimacy": 0,
                "rival.legitimacy": 0,
                "home.reciprocity": 5,
                "rival.reciprocity": 5,
                "rival.restraint": 0,
                "home.restraint": 0,
            },
            "acts buffer overflowed|not a number",
        ),
    ],
)
def test_an_overflow_names_the_run(changes, stage):
    scenario = SCENARIOS["us-russia-2016"].replace(changes)
    outcomes = ensemble(scenario, 3)
    assert len(outcomes.failures) == 3
    failure = outcomes.failures[1]
    assert failure.run == 1
    assert "--run 1" in failure.replay
    assert any(part in str(failure) for part in stage.split("|"))
    assert np.isnan(outcomes["echo"]).all()
    with pytest.raises(WorldFailed, match="run 2"):
        EscalationModel(scenario, 2).live()
