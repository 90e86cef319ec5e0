"""What lies on the desk passes to the successor: it does not do what its predecessor wished and it does not."""

import datetime

import numpy as np
import pytest

from sim import load_scenario
from sim.rules.executive import present, presentment, report, talk_and_ease
from sim.rules.timeline import _happen
from sim.rules.world import BOTH_PASSED, EVENT, INAUGURATION, RIVAL, SCRATCH, SIGN, VETO

SCENARIO = load_scenario("us-russia-2016")
CALENDAR = SCENARIO.compile().calendar
REPORTED = SCENARIO.day_of(datetime.date(2018, 2, 1))


@pytest.fixture
def setting():
    return SCENARIO.compile()


@pytest.fixture
def scene(setting):
    """(parameters, world, scratch) of a president who wishes a reset, on a winter day."""
    w = setting.template.copy()[0]
    w["day"], w["wish"], w["expected_wish"], w["able"] = REPORTED, 0.8, 0.8, 1.0
    return setting.periods.copy()[0], w, np.zeros(1, SCRATCH)[0]


def inaugurate(p, w, s, wish):
    event = np.zeros(1, EVENT)[0]
    event["kind"], event["value"], event["measure"] = INAUGURATION, wish, -1
    _happen(p, CALENDAR, w, s, event)


@pytest.mark.parametrize(("wish", "eased"), [(0.8, 1), (0.1, 1), (0.0, 0), (-0.5, 0)])
def test_a_reported_easing_goes_through_only_under_an_executive_that_wants_it(scene, setting, wish, eased):
    p, w, s = scene
    w["lock"], w["sites_lost"][RIVAL] = 1, 2.0
    report(p, setting.calendar, w)
    end = int(w["review_end"])
    w["day"] = REPORTED + 10
    inaugurate(p, w, s, wish)
    assert (w["review_end"] < 0) == (eased == 0)
    assert (w["disapproval_due"] < 0) == (eased == 0)  # there is nothing left to disapprove of
    w["day"] = end
    talk_and_ease(p, setting.calendar, w, s, 1.0)
    assert w["eased"] == eased


def on_the_desk(p, w, calendar):
    """A weak law is presented to a president sure of the votes against an override, who would veto it."""
    w["stage"], w["presented_day"], w["bills"], w["scandal"] = BOTH_PASSED, w["day"], 1, 0.0
    w["yea"][0], w["nay"][0] = (220, 61), (215, 39)  # House, Senate
    p["executive_veto_gain"], p["executive_unsigned_share"] = 100.0, 0.0
    present(p, calendar, w)


def test_a_veto_meant_by_the_predecessor_is_not_cast_by_a_successor_without_a_quarrel(scene, setting):
    p, w, s = scene
    on_the_desk(p, w, setting.calendar)
    assert w["presentment"] == VETO
    day = int(w["presentment_day"])
    inaugurate(p, w, s, -0.2)
    assert (w["presentment"], w["presentment_day"]) == (SIGN, day)  # the same luck of the bill, another mind
    w["day"] = day
    presentment(p, setting.calendar, w)
    assert (w["vetoed"][0], w["law_day"][0]) == (0, day)


def test_a_successor_of_the_same_mind_decides_the_same(scene, setting):
    p, w, s = scene
    on_the_desk(p, w, setting.calendar)
    before = int(w["presentment"]), int(w["presentment_day"])
    inaugurate(p, w, s, 0.8)
    assert (int(w["presentment"]), int(w["presentment_day"])) == before


def test_no_decision_falls_on_a_day_gone_by(scene, setting):
    """The predecessor let the clock run out; the successor signs on its first day at the earliest."""
    p, w, s = scene
    p["executive_unsigned_share"] = 1.0
    w["wish"], w["stage"], w["presented_day"], w["bills"] = -0.5, BOTH_PASSED, w["day"], 1
    present(p, setting.calendar, w)
    p["executive_unsigned_share"] = 0.0
    w["day"] = w["clock_last"]
    inaugurate(p, w, s, -0.5)
    assert w["presentment"] == SIGN
    assert w["presentment_day"] == w["clock_last"]
