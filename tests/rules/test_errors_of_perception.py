"""How a blow is felt hangs on that blow alone: adding anything to a world changes no other error of perception."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import list_scenarios, load_scenario, simulate
from sim.engine.telescope import run_logged
from sim.rules.world import IMPLEMENTED
from sim.scenario import Event

SIGHT = {"home.misperception": 0.8, "rival.misperception": 0.8}
SCENARIOS = {name: load_scenario(name).replace(SIGHT) for name in list_scenarios()
             if name != "arms-race"}  # whose worlds run away under such errors


def blow_of(scenario, act):
    """What a blow is: an event of the timeline by its id, anything else by cause, day and side."""
    if act["cause"] != IMPLEMENTED and act["source"] >= 0:
        return scenario.timeline[act["source"]].id
    return int(act["side"]), int(act["cause"]), int(act["day"])


def errors(scenario, run):
    """The factor with which each blow is felt, by what the blow is."""
    _, scratch, _ = run_logged(scenario.compile(), scenario.seed, run)
    new = {}
    for act in scratch[0]["acts"][: scratch[0]["n_acts"]]:
        share = float(act["points"] - act["accepted"])
        if act["injury"] > 0 and share > 1e-6:
            new.setdefault(blow_of(scenario, act), float(act["injury"]) / share)
    return new


@st.composite
def additions(draw):
    """(scenario, the same with one more event somewhere in its timeline)."""
    scenario = SCENARIOS[draw(st.sampled_from(sorted(SCENARIOS)))]
    date = scenario.date_of(draw(st.integers(0, scenario.days - 1)))
    side = draw(st.sampled_from(["home", "rival"]))
    event = draw(st.sampled_from([
        Event("added", date, "provocation", by=side, value=0.0),
        Event("added", date, "provocation", by=side, points=3.0, value=0.1),
        Event("added", date, "act", by=side, measures=(("expel", 4),)),
        Event("added", date, "leak", value=0.2),
        Event("added", date, "contact", value=1.0),
    ]))
    return scenario, scenario.replace(timeline=(event, *scenario.timeline))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(additions(), st.integers(0, 10**6))
def test_an_added_event_changes_no_other_error(pair, run):
    without, with_it = (errors(scenario, run) for scenario in pair)
    for blow in without.keys() & with_it.keys():
        assert with_it[blow] == pytest.approx(without[blow], rel=1e-9), blow


def test_a_provocation_of_nothing_leaves_sixty_expulsions_as_they_were_felt():
    scenario = SCENARIOS["us-russia-2016"]
    salisbury = datetime.date(2018, 3, 26)
    nothing = Event("nothing", salisbury, "provocation", by="home", value=0.0)
    pinched = scenario.replace(timeline=(nothing, *scenario.timeline))

    def felt_that_day(one):
        return [a.injury / (a.points - a.accepted) for a in simulate(one, 0).acts
                if a.date == salisbury and a.cause == "timeline" and a.side == "home"]

    assert felt_that_day(scenario)
    assert felt_that_day(pinched) == pytest.approx(felt_that_day(scenario))
