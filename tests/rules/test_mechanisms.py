"""One mechanism a test: what would go unnoticed if only whole chronicles were compared."""

import datetime

import numpy as np
import pytest

from sim import load_scenario
from sim.rules.answer import answer, restraint
from sim.rules.congress import Roll, bill_hazard, record_roll, sitting_on
from sim.rules.executive import implement, meet, report, talk_and_ease, talks_open
from sim.rules.hope import read_roll, update_hope
from sim.rules.ledger import felt
from sim.rules.menu import fill_menu
from sim.rules.package import Blow, add_part, begin_package, strike
from sim.rules.rollcall import ballot_luck, whip, yea_probability
from sim.rules.scandal import stir
from sim.rules.severity import severity
from sim.rules.timeline import _happen
from sim.rules.world import (
    DISAPPROVAL,
    DISAPPROVAL_OVERRIDE,
    EASED,
    ENACTED,
    EVENT,
    GRIT_REPLY,
    HOME,
    HOUSE,
    LEGISLATED,
    OVERRIDE,
    PARITY,
    PASSAGE,
    PERSONS,
    PROMISE,
    PROVOKED,
    RIVAL,
    SCRATCH,
    SCRIPTED,
    SENATE,
    SITES,
)

SCENARIO = load_scenario("us-russia-2016").replace({"home.misperception": 0, "rival.misperception": 0})
NAMES = [m.name for m in SCENARIO.catalogue]


@pytest.fixture
def setting():
    return SCENARIO.compile()


@pytest.fixture
def scene(setting):
    """(parameters, world, scratch) on the first morning; all three may be changed."""
    return setting.periods.copy()[0], setting.template.copy()[0], np.zeros(1, SCRATCH)[0]


def day_of(month, day):
    return SCENARIO.day_of(datetime.date(2017, month, day))


def test_the_luck_of_a_vote_is_keyed_by_the_bill_and_not_by_the_day(scene):
    """A bill that comes a week later meets the same legislators in the same mood."""
    _, w, _ = scene
    w["bills"], w["reviews"], w["day"] = 1, 1, 200
    passage, disapproval = (ballot_luck(w, question, 17) for question in (PASSAGE, DISAPPROVAL))
    w["day"] = 207
    assert (ballot_luck(w, PASSAGE, 17), ballot_luck(w, DISAPPROVAL, 17)) == (passage, disapproval)
    w["bills"] = 2
    assert ballot_luck(w, PASSAGE, 17) != passage
    assert ballot_luck(w, DISAPPROVAL, 17) == disapproval
    w["reviews"] = 2
    assert ballot_luck(w, DISAPPROVAL, 17) != disapproval
    assert ballot_luck(w, OVERRIDE, 17) != ballot_luck(w, PASSAGE, 17)


def test_the_house_feels_a_share_of_the_whip_and_a_disapproval_more_than_the_whole_of_it(scene):
    p, w, _ = scene
    w["wish"], w["scandal"] = 0.8, 0.0
    assert whip(p, w, HOUSE, PASSAGE) == pytest.approx(0.5 * whip(p, w, SENATE, PASSAGE))
    assert whip(p, w, SENATE, DISAPPROVAL) == pytest.approx(1.9 * 8.5 * 0.8)
    assert whip(p, w, SENATE, DISAPPROVAL_OVERRIDE) == pytest.approx(2 * 1.9 * 8.5 * 0.8)


def test_objections_of_allies_cost_yeas(scene, setting):
    p, w, _ = scene
    member = setting.members[0]
    before = yea_probability(p, w, member, 0.0, 0.0)
    p["congress_objection"] = 3.0
    after = yea_probability(p, w, member, 0.0, 0.0)
    assert np.log(before / (1 - before)) - np.log(after / (1 - after)) == pytest.approx(3.0)


@pytest.mark.parametrize(("month", "day", "waits"), [(7, 9, 30), (7, 10, 60), (9, 7, 60), (9, 8, 30)])
def test_an_easing_reported_in_summer_waits_sixty_days(scene, setting, month, day, waits):
    p, w, _ = scene
    w["day"] = day_of(month, day)
    report(p, setting.calendar, w)
    assert w["review_end"] - w["day"] == waits


@pytest.mark.parametrize("lock", [0, 1])
def test_a_lock_makes_easing_wait(scene, setting, lock):
    p, w, s = scene
    w["lock"], w["wish"], w["capable"], w["sites_lost"][RIVAL], w["day"] = lock, 0.8, 1.0, 2.0, day_of(2, 1)
    goodwill, sites = float(w["goodwill"]), float(w["sites"][RIVAL])
    talk_and_ease(p, setting.calendar, w, s, 0.0)
    assert (w["reviews"], w["eased"]) == (lock, 1 - lock)
    assert w["goodwill"] - goodwill == pytest.approx(0 if lock else p["hope_ease_boost"])
    assert w["sites"][RIVAL] - sites == (0 if lock else 2)
    if not lock:
        assert s["acts"][0]["cause"] == EASED


@pytest.mark.parametrize(("yeas", "stopped"), [(67, True), (66, False)])
def test_a_disapproval_that_survives_the_veto_stops_the_easing(scene, setting, yeas, stopped):
    p, w, s = scene
    w["day"], w["lock"] = day_of(6, 1), 1
    report(p, setting.calendar, w)
    record_roll(p, setting.calendar, w, s, Roll(SENATE, DISAPPROVAL_OVERRIDE, yeas, 100 - yeas, 0, 0.0))
    assert (w["review_end"] < 0) == stopped
    assert w["disapproval_due"] == -1


def test_a_failed_override_takes_back_the_injury_of_the_law(scene, setting):
    p, w, s = scene
    w["ledger"][RIVAL], w["law_points"] = 7.0, 5.0
    record_roll(p, setting.calendar, w, s, Roll(HOUSE, OVERRIDE, 200, 230, 5, 0.0))
    assert w["ledger"][RIVAL] == pytest.approx(2.0)


def test_talks_are_closed_for_thirty_days_after_a_blow(scene):
    p, w, _ = scene
    w["last_struck"] = 100
    for day, opened in ((100, False), (130, False), (131, True)):
        w["day"] = day
        assert bool(talks_open(p, w)) == opened


def test_goodwill_wears_off_in_office_until_something_is_delivered(scene):
    p, w, _ = scene
    w["office_day"], w["able"], w["goodwill"] = 0, 0.5, 1.0
    update_hope(p, w)
    assert w["goodwill"] == pytest.approx(1.0 - p["hope_patience"] * 0.5)
    w["eased"], before = 1, float(w["goodwill"])
    update_hope(p, w)
    assert w["goodwill"] == before


def test_a_promise_buys_goodwill_and_leaves_a_contact_that_can_leak(scene, setting):
    p, w, s = scene
    goodwill, event = float(w["goodwill"]), np.zeros(1, EVENT)[0]
    event["kind"], event["value"] = PROMISE, 1.0
    _happen(p, setting.calendar, w, s, event)
    assert w["goodwill"] - goodwill == pytest.approx(p["hope_promise_boost"])
    assert w["hidden"] == 1
    luck = 1.5 * float(p["scandal_leak_rate"])  # leaks only because of the contact
    stir(p, w, s, luck)
    assert (w["leaks"], w["hidden"]) == (1, 0)
    stir(p, w, s, luck)
    assert w["leaks"] == 1


def test_a_provocation_by_chance_injures_and_adds_to_the_scandal(scene):
    p, w, s = scene
    p["scandal_provocation_rate"], p["scandal_provocation_points"], p["scandal_provocation_shock"] = 1.0, 3.0, 0.25
    scandal, ledger = float(w["scandal"]), float(w["ledger"][HOME])
    stir(p, w, s, 1.0)
    assert w["scandal"] - scandal == pytest.approx(0.25)
    assert w["ledger"][HOME] - ledger == pytest.approx(3.0)


@pytest.mark.parametrize(("measure", "form", "stock"), [("expel", PERSONS, "staff"), ("close_site", SITES, "sites")])
def test_what_is_taken_can_be_mirrored(scene, measure, form, stock):
    p, w, s = scene
    p["heed_persons"], p["heed_sites"] = 1.0, 1.0
    before = float(w[stock][RIVAL])
    begin_package(s)
    add_part(p, w, s, HOME, NAMES.index(measure), 4.0)
    strike(p, w, s, HOME, Blow(SCRIPTED, 0, -1, -1))
    assert w["due"][RIVAL, form] == 4.0
    assert before - w[stock][RIVAL] == 4.0


def test_parity_takes_the_unanswered_sites_too(scene):
    p, w, s = scene
    w["due"][RIVAL, SITES] = 2.0
    options = s["options"][: fill_menu(p, w, s, RIVAL, 15.0)]
    parity = options[options["form"] == PARITY][0]
    assert parity["units"].tolist() == [0, 720, 2, 0, 0]
    points = severity(p, NAMES.index("expel"), 720.0, 1210.0) + severity(p, NAMES.index("close_site"), 2.0, 6.0)
    assert parity["severity"] == pytest.approx(points)


def test_a_leaked_promise_and_a_hostile_act_cost_goodwill_only_where_remorse_is_set(scene):
    """Before an office is taken nothing is held against it."""
    p, w, s = scene
    for office, remorse, cost in ((-1, 0.5, 0.0), (0, 0.0, 0.0), (0, 0.5, 0.5)):
        p["hope_remorse"], w["office_day"], w["goodwill"] = remorse, office, 1.0
        begin_package(s)
        add_part(p, w, s, HOME, NAMES.index("expel"), 35.0)
        points = strike(p, w, s, HOME, Blow(SCRIPTED, 0, -1, -1))
        assert w["goodwill"] == pytest.approx(1.0 - cost * points)


def test_powers_not_yet_used_restrain_the_rival_only_where_deterrence_is_set(scene):
    """By what the law still orders, times the will to use it."""
    p, w, _ = scene
    w["law_day"], w["mandate_met"][:], w["wish"], w["hope"] = 10, -1, 0.0, 0.0
    assert restraint(p, w, RIVAL) == 0.0
    p["hope_deterrence"] = 0.7
    points = sum(severity(p, int(p["mandate_row"][k]), float(p["mandate_size"][k]), 1e9) for k in range(2))
    assert restraint(p, w, RIVAL) == pytest.approx(0.7 * points)
    w["mandate_met"][0] = 70
    assert restraint(p, w, RIVAL) < 0.7 * points


def test_congress_rests_on_weekends_and_in_august(setting):
    """A vote falls on the first day on which it sits."""
    sits = setting.calendar["sitting"]
    for month, day, expected in ((7, 28, 1), (7, 29, 0), (7, 30, 0), (8, 15, 0), (9, 4, 0), (9, 5, 1), (12, 25, 0)):
        assert sits[day_of(month, day)] == expected
    assert sitting_on(setting.calendar, day_of(7, 29)) == day_of(7, 31)
    assert sitting_on(setting.calendar, day_of(8, 1)) == day_of(9, 5)


def test_a_blow_overtakes_an_easing_that_waits(scene, setting):
    """Nothing is given back after a blow since the report, unless talks have opened again meanwhile."""
    p, w, s = scene
    for struck, eased in ((-100, 1), (20, 0)):
        w["lock"], w["wish"], w["sites_lost"][RIVAL], w["day"], w["eased"] = 1, 0.8, 2.0, day_of(2, 1), 0
        report(p, setting.calendar, w)
        w["last_struck"] = w["day"] + struck
        w["day"] = w["review_end"]
        talk_and_ease(p, setting.calendar, w, s, 1.0)
        assert (w["eased"], w["review_end"]) == (eased, -1)


def test_congress_hears_the_blows_of_the_rival(scene, setting):
    """An unanswered injury is a reason for a bill, with a reset wish or without; on days of rest there is none."""
    p, w, _ = scene
    w["day"], w["wish"], w["scandal"] = day_of(3, 1), -0.5, 0.0
    assert bill_hazard(p, setting.calendar, w) == 0.0
    w["ledger"][HOME] = 10.0
    assert bill_hazard(p, setting.calendar, w) == pytest.approx(p["congress_bill_rate"] * p["congress_anger"] * 10.0)
    w["day"] = day_of(3, 4)
    assert bill_hazard(p, setting.calendar, w) == 0.0


def test_a_lock_takes_hope_only_as_far_as_congress_would_hold(scene):
    """98 of 100 leave nothing, three fifths nearly all; without lock or review nothing is taken."""
    p, w, _ = scene
    w["stage"], w["expected_wish"], w["scandal"] = ENACTED, 0.8, 0.0
    for share, low, high in ((0.98, 0.0, 0.001), (2 / 3, 0.45, 0.5), (0.55, 0.85, 1.0)):
        read_roll(w, share)
        update_hope(p, w)
        assert low <= w["able"] / w["capable"] <= high
    for name in ("congress_lock", "congress_review"):
        kept, p[name] = float(p[name]), 0.0
        read_roll(w, 0.98)
        update_hope(p, w)
        assert w["able"] == w["capable"]
        p[name] = kept


def test_two_blows_of_one_day_are_misread_each_in_its_own_way(scene):
    """Each by what it is, in whatever order they come."""
    p, w, _ = scene
    p["sides"]["misperception"][:] = 0.5
    causes = (SCRIPTED, 7), (SCRIPTED, 8), (PROVOKED, 7), (LEGISLATED, 7)
    blows = [*((RIVAL, *blow) for blow in causes), (HOME, SCRIPTED, 7)]
    forwards = [felt(p, w, side, 1.0, cause, number) for side, cause, number in blows]
    backwards = [felt(p, w, side, 1.0, cause, number) for side, cause, number in reversed(blows)]
    assert len(set(forwards)) == len(blows)
    assert forwards == backwards[::-1]


def late_mandate(p, w):
    w["mandate_due"][0], w["mandate_met"][0], w["day"] = 0, -1, 30
    p["executive_diligence"], p["executive_call_rate"], p["executive_call_effect"] = 0.0, 100.0, 1.0


def test_an_oversight_call_gets_a_late_mandate_met_and_none_comes_on_the_first_day(scene):
    p, w, s = scene
    late_mandate(p, w)
    w["mandate_due"][0] = 30
    implement(p, w, s)
    assert (w["calls"], w["mandate_met"][0]) == (0, -1)
    w["mandate_due"][0] = 0
    implement(p, w, s)
    assert (w["calls"], w["mandate_met"][0]) == (1, 30)


@pytest.mark.parametrize("effort", [0.3, 0.8])
def test_a_report_names_all_or_nobody_and_all_as_often_as_the_diligence(scene, effort):
    """4,000 worlds at 5 standard errors: false alarm 6e-7."""
    p, w, s = scene
    found = []
    for run in range(4000):
        w["run"], s["n_acts"] = run, 0
        meet(p, w, s, 0, effort)
        found.append(float(w["mandate_substance"][0]))
    assert set(found) == {0.0, 1.0}
    assert abs(np.mean(found) - effort) < 5 * np.std(found) / len(found) ** 0.5


def test_confidence_building_steps_until_it_is_exploited_and_then_answers(scene):
    p, w, s = scene
    p["sides"]["grit_interval"][HOME], p["sides"]["grit_size"][HOME], p["sides"]["answer_rate"][HOME] = 30, 2.0, 1.0
    w["ledger"][RIVAL], w["ledger"][HOME], w["day"] = 5.0, 10.0, 40
    w["fresh"][HOME], w["grit_exploited"][HOME], w["grit_due"][HOME] = 0, 0, 40
    answer(p, w, s, HOME)
    assert w["ledger"][RIVAL] == pytest.approx(3.0)
    assert w["grit_due"][HOME] == 70
    w["fresh"][HOME], w["grit_exploited"][HOME], acts = 1, 1, int(s["n_acts"])
    answer(p, w, s, HOME)
    assert w["grit_exploited"][HOME] == 0
    assert s["acts"][acts]["cause"] == GRIT_REPLY


def test_an_answer_in_proportion_waits_until_it_is_large_enough(scene):
    """What is too small stays on the ledger, whole, and is part of the next answer."""
    p, w, s = scene
    p["sides"]["answer_rule"][HOME], p["sides"]["answer_rate"][HOME], p["sides"]["restraint"][HOME] = 1, 1.0, 0.0
    p["sides"]["reciprocity"][HOME], p["sides"]["decay"][HOME], p["sides"]["smallest_answer"][HOME] = 1.0, 1.0, 0.5
    w["ledger"][HOME], w["fresh"][HOME] = 0.4, 1
    answer(p, w, s, HOME)
    assert (s["n_acts"], w["ledger"][HOME], w["fresh"][HOME]) == (0, 0.4, 0)
    w["ledger"][HOME], w["fresh"][HOME] = 0.6, 1
    answer(p, w, s, HOME)
    assert (s["n_acts"], w["ledger"][HOME]) == (1, 0.0)
    assert s["acts"][0]["points"] == pytest.approx(0.6)
