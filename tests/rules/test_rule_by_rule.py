"""The small rules one by one, with numbers worked out by hand: each test fails if its rule is another one."""

import math

import numpy as np
import pytest

from sim import load_scenario
from sim.rules.answer import bracket, grievance, restraint, target
from sim.rules.congress import carried, enact, geometric_delay
from sim.rules.day import rung
from sim.rules.hope import believe, law_expected, read_capital, two_thirds
from sim.rules.ledger import forget, injure, relieve
from sim.rules.rollcall import ABSENT, NAY, YEA, absence, ballot
from sim.rules.scandal import fade, leak, stir
from sim.rules.world import (
    BOTH_PASSED,
    ENACTED,
    FLOOR_READY,
    HOME,
    HOUSE,
    KILLED,
    NO_BILL,
    ONE_PASSED,
    OVERRIDE,
    PASSAGE,
    RELIEVED,
    RIVAL,
    SCRATCH,
    SENATE,
)


@pytest.fixture
def scene():
    """(parameters, world, scratch) of the main scenario on its first morning; all three may be changed."""
    setting = load_scenario("us-russia-2016").compile()
    return setting.periods.copy()[0], setting.template.copy()[0], np.zeros(1, SCRATCH)[0]


def test_an_injury_is_added_is_news_and_raises_the_peak(scene):
    _, w, s = scene
    w["ledger"][RIVAL], w["peak"][RIVAL], w["fresh"][RIVAL] = 3.0, 4.0, 0
    injure(w, s, RIVAL, 2.0)
    assert (w["ledger"][RIVAL], w["peak"][RIVAL], w["fresh"][RIVAL]) == (5.0, 5.0, 1)
    w["peak"][RIVAL] = 9.0
    injure(w, s, RIVAL, 1.0)
    assert (w["ledger"][RIVAL], w["peak"][RIVAL]) == (6.0, 9.0)


@pytest.mark.parametrize("points", [0.0, -1.0])
def test_what_injures_nobody_is_no_news(scene, points):
    _, w, s = scene
    w["fresh"][HOME], w["ledger"][HOME] = 0, 2.0
    injure(w, s, HOME, points)
    assert (w["ledger"][HOME], w["fresh"][HOME]) == (2.0, 0)


def test_relief_never_makes_a_debt(scene):
    _, w, s = scene
    w["ledger"][HOME] = 3.0
    relieve(w, s, HOME, 1.25, RELIEVED)
    assert w["ledger"][HOME] == 1.75
    relieve(w, s, HOME, 10.0, RELIEVED)
    assert w["ledger"][HOME] == 0.0


def test_a_night_forgets_a_share_and_of_the_law_as_much(scene):
    """Half is forgotten after a half-life of nights; what the law did to the rival fades with its ledger only."""
    p, w, _ = scene
    p["sides"][RIVAL]["decay"], p["sides"][HOME]["decay"] = 0.5 ** (1 / 10), 0.5
    w["ledger"][:], w["law_points"] = 8.0, 4.0
    forget(p, w, HOME)
    assert (w["ledger"][HOME], w["law_points"]) == (4.0, 4.0)
    for _ in range(10):
        forget(p, w, RIVAL)
    assert w["ledger"][RIVAL] == pytest.approx(4.0)
    assert w["law_points"] == pytest.approx(2.0)


def test_a_grievance_irritates_the_other_side_and_is_counted_as_exogenous(scene):
    p, w, _ = scene
    p["sides"][HOME]["grievance"] = 0.5
    before = w["ledger"].copy(), w["points"].copy(), float(w["total"]), float(w["exogenous"])
    grievance(p, w, HOME)
    assert w["ledger"][RIVAL] == before[0][RIVAL] + 0.5
    assert w["ledger"][HOME] == before[0][HOME]
    assert w["points"][HOME] == before[1][HOME] + 0.5
    assert w["peak"][RIVAL] >= w["ledger"][RIVAL]
    assert (w["total"], w["exogenous"]) == (before[2] + 0.5, before[3] + 0.5)


def test_a_leak_uncovers_one_contact_and_is_as_large_as_it_says(scene):
    """Where it says nothing it has the size of the parameter; without a hidden contact none is uncovered."""
    p, w, _ = scene
    p["scandal_leak_shock"] = 0.4
    w["scandal"], w["hidden"], w["leaks"] = 1.0, 1.5, 0
    leak(p, w, math.nan)
    assert (w["scandal"], w["hidden"], w["leaks"]) == (1.4, 0.5, 1)
    leak(p, w, 0.1)
    assert w["scandal"] == pytest.approx(1.5)
    assert (w["hidden"], w["leaks"]) == (0.0, 2)


def test_each_hidden_contact_adds_the_rate_once_more(scene):
    """Rate 0.1 and two contacts: a leak below 0.3, none from there on."""
    p, w, s = scene
    p["scandal_leak_rate"], p["scandal_provocation_rate"] = 0.1, 0.0
    for luck, leaks in ((0.31, 0), (0.29, 1)):
        w["hidden"], w["leaks"] = 2.0, 0
        stir(p, w, s, luck)
        assert w["leaks"] == leaks


def test_scandal_fades_by_its_share_a_night(scene):
    p, w, _ = scene
    p["scandal_decay"], w["scandal"] = 0.9, 2.0
    fade(p, w)
    assert w["scandal"] == pytest.approx(1.8)


@pytest.mark.parametrize(("yea", "nay", "enough"), [(2, 1, True), (290, 145, True), (289, 145, False), (1, 1, False)])
def test_two_thirds_of_those_voting_is_exact(yea, nay, enough):
    assert two_thirds(float(yea), float(nay)) == enough


def test_the_law_that_the_rival_expects_follows_the_stage_of_the_bill(scene):
    """Each stage has its chance; what is killed is expected no more, what is in force for certain."""
    p, w, _ = scene
    for name, chance in (("floor", 0.1), ("one", 0.4), ("both", 0.8)):
        p[f"hope_law_{name}"] = chance
    stages = (NO_BILL, KILLED, FLOOR_READY, ONE_PASSED, BOTH_PASSED, ENACTED)
    assert [law_expected(p, _at(w, stage)) for stage in stages] == pytest.approx([0.0, 0.0, 0.1, 0.4, 0.8, 1.0])


def _at(w, stage):
    w["stage"] = stage
    return w


def test_able_falls_with_scandal_and_rises_with_the_expected_wish(scene):
    """α = 1 / (1 + exp(-(gain · wish - weight · scandal))) without a law, h = π α."""
    p, w, _ = scene
    p["hope_reset_gain"], p["hope_scandal_weight"], p["hope_law_weight"] = 2.0, 0.5, 7.0
    w["expected_wish"], w["scandal"], w["stage"], w["office_day"], w["goodwill"] = 0.7, 1.0, NO_BILL, -1, 0.25
    read_capital(p, w)
    believe(w)
    able = 1 / (1 + math.exp(-(1.4 - 0.5)))
    assert w["able"] == pytest.approx(able)
    assert w["willing"] == pytest.approx(1 / (1 + math.exp(-0.25)))
    assert w["hope"] == pytest.approx(w["willing"] * w["able"])
    assert w["goodwill"] == 0.25


@pytest.mark.parametrize(("wish", "effort"), [(0.0, 1.0), (0.5, 0.6), (1.0, 0.2), (-1.0, 1.0)])
def test_a_wish_for_reset_slows_implementation_and_its_contrary_does_not_hurry_it(scene, wish, effort):
    p, w, _ = scene
    w["wish"], w["scandal"] = wish, 0.0
    assert bracket(p, w, 0.8) == pytest.approx(effort)


def test_hope_withholds_from_the_target_and_never_makes_it_negative(scene):
    """Target = max(0, κ L - ψ h) for the rival."""
    p, w, _ = scene
    p["sides"][RIVAL]["reciprocity"], p["sides"][RIVAL]["restraint"] = 0.9, 4.0
    w["ledger"][RIVAL], w["hope"] = 10.0, 0.5
    held = restraint(p, w, RIVAL)
    assert target(p, w, RIVAL) == pytest.approx(9.0 - held)
    assert held > 0
    w["ledger"][RIVAL] = 0.1
    assert target(p, w, RIVAL) == 0.0


@pytest.mark.parametrize(("luck", "days"), [(0.0, 1), (0.49, 1), (0.51, 2), (0.76, 3), (0.9999, 14)])
def test_a_delay_of_mean_two_is_a_row_of_coins(luck, days):
    """Day one with a half, day two with a quarter, and so on; a mean of one day or less is one day."""
    assert geometric_delay(2.0, luck) == days
    assert geometric_delay(1.0, luck) == 1


def test_what_carries_a_vote(scene):
    """A majority in the House, sixty of a hundred in the Senate, two thirds of those voting on an override."""
    p, w, _ = scene
    p["congress_cloture"] = 0.6
    p["seats"][SENATE] = 100
    cases = {
        (HOUSE, PASSAGE): [(218, 217, True), (217, 217, False)],
        (SENATE, PASSAGE): [(60, 40, True), (59, 0, False), (60, 61, False)],
        (SENATE, OVERRIDE): [(66, 33, True), (65, 33, False), (0, 0, False)],
    }
    for (chamber, question), tallies in cases.items():
        for yea, nay, passed in tallies:
            assert carried(p, w, chamber, question, float(yea), float(nay)) == passed, (chamber, question, yea, nay)


@pytest.mark.parametrize("lock", [0.0, 1.0])
def test_a_law_in_force_starts_its_lock_and_its_deadlines(scene, lock):
    p, w, _ = scene
    p["congress_lock"], p["n_mandates"] = lock, 2
    p["mandate_days"][:2] = 60, 180
    w["day"] = 217
    enact(p, w, 1)
    assert (w["stage"], w["stage_due"], w["law_day"][0], w["law_route"][0], w["lock"]) == (ENACTED, -1, 217, 1, lock)
    assert w["mandate_due"][:2].tolist() == [277, 397]


def test_a_ballot_is_absent_first_and_yea_by_the_rest_of_its_luck(scene):
    """With a tenth away, luck 0.05 is absent; of the other nine tenths the lower part votes yea."""
    p, w, _ = scene
    p["congress_house_absence"], p["congress_senate_absence"] = 0.1, 0.2
    assert (absence(p, HOUSE), absence(p, SENATE)) == (0.1, 0.2)
    p["congress_yea_intercept"], p["congress_radius_effect"], p["congress_objection"] = 0.0, 0.0, 0.0
    member = load_scenario("us-russia-2016").compile().members[:1].copy()[0]
    member["chamber"] = HOUSE
    votes = [ballot(p, w, member, 0.0, 0.0, luck) for luck in (0.05, 0.11, 0.54, 0.56, 0.99)]
    assert votes == [ABSENT, YEA, YEA, NAY, NAY]


def test_the_rung_is_the_harshest_of_thirty_days(scene):
    """A measure counts on its own day and the twenty-nine after it; of two that count, the harsher one."""
    _, w, _ = scene
    w["rung_day"][:] = -1
    assert rung(w, HOME) == 0
    w["rung_day"][HOME, 3], w["rung_day"][HOME, 2] = 10, 15
    rungs = []
    for day in (10, 39, 40, 44, 45):
        w["day"] = day
        rungs.append(rung(w, HOME))
    assert rungs == [3, 3, 2, 2, 0]
