"""Several laws, one after the other: each has its own lock, orders, objection and injury, and the last is *the* law."""

import dataclasses

import numpy as np
import pytest

from sim import ensemble, load_scenario, simulate
from sim.agents import doors
from sim.chronicle.account import Keeper
from sim.engine.telescope import compute_block, run_logged
from sim.rules.congress import sitting_on
from sim.rules.ledger import close_account
from sim.rules.menu import open_lane
from sim.rules.world import DISAPPROVAL, FLOOR_READY, NAMES, RIVAL, SCRATCH
from sim.scenario import Law

TWO = """
base = "base"
start = 2020-01-06
end = 2021-06-30

[congress]
house_delay = 1
senate_delay = 1
bill_rate = 0
[executive]
diligence = 1
slow_walk = 0
ease_rate = 0
[home]
answer_rate = 0
review_rate = 0
[rival]
answer_rate = 0
review_rate = 0

[[law]]
name = "names"
title = "Ivanov"
lock = false
agenda = false
[[law]]
name = "tied"
title = "embargo"
objection = 2.0

[[mandate]]
name = "ten"
law = "names"
days = 10
measure = "list"
size = 5
[[mandate]]
name = "twenty"
law = "tied"
days = 20
measure = "list"
size = 7

[[timeline]]
id = "pass"
date = 2020-01-06
kind = "force"
actor = "congress"
choice = "pass"
[[timeline]]
id = "sign"
date = 2020-01-06
kind = "force"
actor = "executive"
choice = "sign"
[[timeline]]
id = "early"
date = 2020-01-06
kind = "provocation"
points = 0
only_if = "law names"
[[timeline]]
id = "one"
date = 2020-01-07
kind = "bill"
law = "names"
[[timeline]]
id = "between"
date = 2020-03-02
kind = "provocation"
points = 0
only_if = "law names"
unless = ["law tied", "law"]
[[timeline]]
id = "two"
date = 2020-03-03
kind = "bill"
law = "tied"
[[timeline]]
id = "again"
date = 2020-09-14
kind = "bill"
law = "names"
[[timeline]]
id = "late"
date = 2020-09-15
kind = "provocation"
points = 0
only_if = ["law names", "law tied", "law"]
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    file = tmp_path_factory.mktemp("laws") / "two.toml"
    file.write_text(TWO)
    return load_scenario(file)


@pytest.fixture(scope="module")
def lived(two):
    world, scratch, daily = run_logged(two.compile(), 1, 0)
    return world[0], scratch[0], daily


@pytest.fixture(scope="module")
def told(two):
    return simulate(two, run=0, seed=1)


def with_laws(scenario, **second):
    """The same with keys of its second law changed."""
    return scenario.replace(laws=(scenario.laws[0], dataclasses.replace(scenario.laws[1], **second)))


def test_each_law_comes_into_force_once_and_in_its_turn(two, lived):
    world, _, daily = lived
    first, second = world["law_day"][:2]
    assert 0 < first < two.day_of(next(e.date for e in two.timeline if e.id == "two")) < second
    assert world["bills"] == 2  # the third bill is for a law in force, and does nothing
    assert np.array_equal(np.unique(daily["law"]), [0, 1])


def test_outcomes_mean_the_last_law(two, lived):
    world = lived[0]
    row = compute_block(two.compile(), 1, 0, 1).table[0]
    assert (row["law_day"], row["passed_day"]) == (world["law_day"][1], world["passed_day"][1])
    assert row["house_yea"] == world["yea"][1, 0] != world["yea"][0, 0]
    assert row["mandate_days_late"] == world["mandate_met"][1] - world["mandate_due"][1]
    without = two.without("two")
    row = compute_block(without.compile(), 1, 0, 1).table[0]
    missing = ("law_day", "passed_day", "house_yea", "veto_proof", "mandate_days_late")
    assert all(np.isnan(row[name]) for name in missing)


def test_each_law_orders_its_own_and_ties_what_it_ties(lived):
    world, _, daily = lived
    assert list(world["mandate_due"][:2] - world["law_day"][:2]) == [10, 20]
    assert np.array_equal(world["mandate_met"][:2], world["mandate_due"][:2])  # the order of the first goes on
    second = world["law_day"][1]
    floor = np.flatnonzero(daily["law"] == 1)[0]
    assert not daily["law_chance"][:floor].any()  # a law without a lock weighs on no hope
    assert (daily["law_chance"][floor:second] > 0).all()
    assert (daily["law_chance"][second:] == 1).all()
    assert world["lock"] == 1


def test_a_lock_outlives_a_later_law_without_one(two):
    turned = two.replace(laws=tuple(dataclasses.replace(law, lock=not law.lock) for law in two.laws))
    world, _, daily = run_logged(turned.compile(), 1, 0)
    assert world["lock"][0] == 1
    assert (daily["law_chance"][world["law_day"][0, 0] :] == 1).all()
    able = daily["able"] < daily["capable"]
    assert able[world["law_day"][0, 1] :].all()


def test_congress_takes_up_by_itself_what_it_may_and_in_order(two):
    eager = {"congress.bill_rate": 1, "executive.reset_wish": 1}
    bare = two.without("one", "two", "again").replace(eager)
    world, _, _ = run_logged(bare.compile(), 1, 0)
    assert world["bills"][0] == 1  # the first has agenda = false
    assert list(world["law_day"][0, :2] >= 0) == [False, True]
    both = bare.replace(laws=tuple(dataclasses.replace(law, agenda=True) for law in bare.laws))
    world, _, _ = run_logged(both.compile(), 1, 0)
    assert world["bills"][0] == 2  # and then the agenda is closed
    assert 0 < world["law_day"][0, 0] < world["law_day"][0, 1]


def test_a_second_bill_that_dies_takes_back_nothing_of_the_first_law(two):
    """The injury of a law in force stays on the ledger, and its lanes stay open, whatever becomes of the next bill."""
    reject = dataclasses.replace(
        next(e for e in two.timeline if e.id == "pass"), id="reject", date=two.date_of(50), choice="reject"
    )
    killed = two.replace(timeline=(*two.timeline, reject))
    world, _, daily = run_logged(killed.compile(), 1, 0)
    _, _, alone = run_logged(killed.without("two").compile(), 1, 0)
    assert world["law_day"][0, 1] == -1
    assert np.array_equal(daily["ledger"], alone["ledger"])
    assert (world["law_points"][0], world["law_open"][0]) == (0.0, 1)
    assert open_lane(world[0], RIVAL, NAMES)


def test_an_answer_closes_the_lanes_that_an_earlier_law_opened_and_words_do_not(two):
    """What a law did is answered once, also where a later bill came to the floor in between."""
    setting, names = two.compile(), [m.name for m in two.catalogue]
    p, w, s = setting.periods[0], setting.template.copy()[0], np.zeros(1, SCRATCH)[0]
    w["law_open"] = 1
    close_account(p, w, s, RIVAL, names.index("protest"))
    assert open_lane(w, RIVAL, NAMES)
    close_account(p, w, s, RIVAL, names.index("expel"))
    assert not open_lane(w, RIVAL, NAMES)


def test_a_disapproval_and_a_bill_that_fall_on_one_day_are_both_voted_on(two):
    setting = two.compile()
    world, scratch = setting.template.copy(), np.zeros(1, SCRATCH)
    day = sitting_on(setting.calendar, 30)
    world["day"], world["stage"], world["law"] = day, FLOOR_READY, 1
    world["stage_due"], world["disapproval"], world["disapproval_due"] = day, 0, day
    assert doors.table(setting.periods[:1], setting.calendar, world, scratch) == 2 * DISAPPROVAL
    assert world["stage_due"][0] == sitting_on(setting.calendar, day + 1)


def test_allies_who_object_cost_their_own_law_votes_and_no_other(two):
    free = two.without("pass", "sign")
    heard = ensemble(free, 200)
    none, deaf = ensemble(with_laws(free, objection=0.0), 200), ensemble(with_laws(free, objection=6.0), 200)
    assert (none["house_yea"] >= heard["house_yea"]).all()
    assert np.nanmean(none["house_yea"] - deaf["house_yea"]) > 50
    first = [run_logged(s.compile(), 1, 0)[0]["yea"][0, 0] for s in (free, with_laws(free, objection=6.0))]
    assert np.array_equal(*first)


def test_allies_unheeded_can_cost_the_law_its_two_thirds():
    """The shipped scenario of objecting allies against the same worlds without them."""
    told = load_scenario("allies-unheeded")
    deaf, heard = ensemble("us-russia-2016", 300), ensemble(told, 300)
    assert told.laws[0].objection > 0
    assert np.nanmean(deaf["veto_proof"]) - np.nanmean(heard["veto_proof"]) > 0.1
    assert np.isfinite(deaf["law_day"]).mean() - np.isfinite(heard["law_day"]).mean() > 0.02


def test_one_law_that_is_written_out_is_the_one_that_is_not():
    scenario = load_scenario("us-russia-2016")
    written = scenario.replace(laws=(Law("any", "other"),))
    assert ensemble(written, 200).table.tobytes() == ensemble(scenario, 200).table.tobytes()
    assert scenario.identity() != with_laws(scenario.replace(laws=(Law("a"), Law("b")))).identity()


# ---------------------------------------------------------------- told


def test_a_premise_can_name_a_law(two, told):
    happened = {e.id for e, occurred in zip(two.timeline, told.occurred, strict=True) if occurred}
    assert {"between", "late"} <= happened
    assert not {"early", "again"} & happened


def test_the_chronicle_says_which_law(told):
    text = " ".join(told.text().split())
    for sentence in (
        "An Ivanov bill is ready for the floor of the House.",
        "Congress passes the Ivanov law.",
        "The president signs the Ivanov bill into law",
        "An embargo bill is ready for the floor of the House.",
        "Allies object to the embargo bill: its clauses would cost them too.",
        "Congress passes the embargo law.",
        "The embargo bill is presented to the president",
    ):
        assert sentence in text
    assert "Allies object to the Ivanov bill" not in text
    passed = [act for act in told.acts if act.cause == "law"]
    assert [(act.ordered_by, act.label) for act in passed] == [("names", "Ivanov law"), ("tied", "embargo law")]


def test_describe_tells_the_laws_and_which_is_meant(two):
    text = two.describe()
    assert "the Ivanov law (names): ties no easing; only an event brings it to the floor" in text
    assert "the embargo law (tied): ties easing to a review; Congress takes it up by itself; allies object (2" in text
    assert "is the last: here the embargo law" in text
    assert "the Ivanov law orders ten" in text
    assert "only if the law 'names' is in force" in text


def test_a_ledger_is_explained_to_the_point_with_two_laws(two):
    """The account replays the rules: what each law did is felt, faded and answered as it is in the world."""
    answering = two.replace({"rival.answer_rate": 0.2, "home.answer_rate": 0.2}, seed=5)
    for run in range(4):
        chronicle = simulate(answering, run=run)
        for side in ("home", "rival"):
            assert Keeper(chronicle, side).until(answering.days - 1).error < 1e-9
