"""A package is cut to what is left before it is priced: what is told is what is done, in every world."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import explain, list_scenarios, load_scenario, simulate
from sim.engine.telescope import run_logged
from sim.rules.world import PROVOKED, SOUND
from sim.scenario import Event, Mandate

SCENARIOS = {name: load_scenario(name) for name in list_scenarios()}
SMALL = {"home.staff": 60, "rival.staff": 50, "home.sites": 3, "rival.sites": 2}


def test_two_parts_on_one_stock_share_what_is_left():
    """1,000 and 1,000 of 1,210: the second part takes the 210 that are left."""
    scenario = SCENARIOS["us-russia-2016"]
    event = Event("both", scenario.date_of(3), "act", by="rival", measures=(("expel", 1000), ("expel", 1000)))
    chronicle = simulate(scenario.replace(timeline=(event,)))
    told = [a for a in chronicle.acts if a.cause == "timeline"]
    assert [a.size for a in told] == [1000, 210]
    done = chronicle.daily["points"][3, 1]
    assert sum(a.points for a in told) == pytest.approx(done)
    for d in chronicle.decisions:
        explain(chronicle, d.day, d.side)  # dies where points told are not points done


def test_a_part_for_which_nothing_is_left_is_no_measure():
    scenario = SCENARIOS["misperception"].replace({"home.staff": 0, "rival.answer_rate": 0, "rival.review_rate": 0})
    event = Event("nobody", scenario.date_of(3), "act", by="rival", measures=(("expel", 5),))
    chronicle = simulate(scenario.replace(timeline=(event,)))
    assert not chronicle.acts
    assert chronicle.outcomes["rival_measures"] == 0
    assert np.isnan(chronicle.outcomes["first_answer_day"])


def test_a_part_of_nothing_leaves_open_what_is_open():
    """Taking nothing answers nothing: the injury is still open to the answer that comes later."""
    scenario = SCENARIOS["misperception"].replace({"home.sites": 0, "rival.answer_rate": 0, "rival.review_rate": 0})
    spark = Event("spark", scenario.date_of(1), "act", by="home", measures=(("expel", 10),))
    empty = Event("empty", scenario.date_of(2), "act", by="rival", measures=(("close_site", 1),))
    later = Event("later", scenario.date_of(3), "act", by="rival", measures=(("expel", 5),))
    acts = simulate(scenario.replace(timeline=(spark, empty, later))).acts
    mine = [a for a in acts if a.side == "rival"]
    assert [(a.measure, a.size, a.answers) for a in mine] == [("expel", 5, (0,))]


def test_a_mandate_is_not_cut_to_the_cap_of_chosen_lists():
    """150 names are ordered and the cap of an answer is 100: full diligence names them all."""
    scenario = SCENARIOS["full-implementation"]
    order = tuple(dataclasses.replace(m, size=150) for m in scenario.mandates[:1])
    world, scratch, _ = run_logged(scenario.replace({"executive.slow_walk": 0}, mandates=order).compile(), 1, 0)
    acts = scratch[0]["acts"][: scratch[0]["n_acts"]]
    assert world["mandate_met"][0, 0] >= 0
    assert 150 in acts["size"]


parts = st.tuples(st.sampled_from(["expel", "close_site", "list", "protest", "embargo"]), st.integers(1, 2000))


@st.composite
def crowded(draw):
    """A shipped scenario with small stocks, random packages in its timeline and mandates on stocks."""
    scenario = SCENARIOS[draw(st.sampled_from(sorted(SCENARIOS)))]
    events = [Event(f"package-{k}", scenario.date_of(draw(st.integers(0, min(400, scenario.days - 1)))), "act",
                    by=draw(st.sampled_from(["home", "rival"])),
                    measures=tuple(draw(st.lists(parts, min_size=1, max_size=6))))
              for k in range(draw(st.integers(1, 4)))]
    timeline = (*scenario.timeline, *events)
    law = scenario.laws[-1].name
    measure, size = draw(st.sampled_from(["expel", "close_site", "list"])), draw(st.integers(1, 500))
    mandates = (Mandate("m", 0, measure, size, law=law),)
    return scenario.replace(SMALL, timeline=timeline, mandates=mandates if scenario.has_congress else ())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(crowded(), st.integers(0, 2**40))
def test_the_points_of_the_acts_are_the_points_of_their_side(scenario, run):
    """Words, provocations and relief count for nobody; grievance counts without an act."""
    world, scratch, _ = run_logged(scenario.compile(), scenario.seed, run)
    if world["status"][0] != SOUND:
        return
    acts = scratch[0]["acts"][: scratch[0]["n_acts"]]
    words = np.array([a["measure"] >= 0 and scenario.catalogue[a["measure"]].form == "words" for a in acts], bool)
    counted = acts[(acts["points"] > 0) & (acts["cause"] != PROVOKED) & ~words]
    for side, name in enumerate(("home", "rival")):
        steady = scenario.parameters[f"{name}.grievance"] * scenario.days
        told = counted["points"][counted["side"] == side].sum()
        assert told + steady == pytest.approx(world["points"][0, side], rel=1e-9, abs=1e-9)
        assert (counted["side"] == side).sum() == world["n_measures"][0, side]
    taken = counted[counted["measure"] >= 0]
    assert (taken["size"] > 0).all()
