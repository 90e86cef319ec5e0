"""Single rules on small worlds, where the answer can be worked out by hand."""

import numpy as np
import pytest

from sim import load_scenario
from sim.rules.answer import answer_hazard
from sim.rules.executive import last_day_to_sign
from sim.rules.menu import fill_menu, weigh
from sim.rules.package import Blow, add_part, begin_package, strike
from sim.rules.rollcall import whip
from sim.rules.severity import kept_severity, largest_size, severity
from sim.rules.world import (
    ANSWERED,
    FORMS,
    HOME,
    MIRROR,
    NAMES,
    OVERRIDE,
    PARITY,
    PASSAGE,
    PERSONS,
    RIVAL,
    SCRATCH,
    SCRIPTED,
    SECTOR,
    SENATE,
    SITES,
)


@pytest.fixture
def scene():
    """(parameters, world, scratch) of the main scenario on its first morning, without misperception."""
    scenario = load_scenario("us-russia-2016").replace({"home.misperception": 0, "rival.misperception": 0})
    setting = scenario.compile()
    names = [m.name for m in scenario.catalogue]
    setting.periods["heed_persons"] = 1.0
    return setting.periods[0], setting.template.copy()[0], np.zeros(1, SCRATCH)[0], names


ALL = 1e9


def test_severity_at_the_reference_is_the_weight_and_grows_with_the_exponent(scene):
    p, _, _, names = scene
    expel = names.index("expel")
    assert severity(p, expel, 35.0, 490.0) == pytest.approx(5.0)
    assert severity(p, expel, 70.0, 980.0) == pytest.approx(5.0)  # the same share of a mission hurts the same
    assert severity(p, expel, 70.0, 490.0) == pytest.approx(5 * (70 / 420 * 455 / 35) ** 0.3)
    assert severity(p, expel, 0.0, 490.0) == 0.0
    assert severity(p, names.index("list"), 76.0, ALL) == pytest.approx(5.6 * 2**0.3)
    assert severity(p, names.index("embargo"), 1.0, ALL) == 8.0


def test_the_last_ones_of_a_mission_hurt_more_than_the_first(scene):
    """By odds: each further person of a mission costs more once half of it is gone."""
    p, _, _, names = scene
    price = [severity(p, names.index("expel"), float(k), 100.0) for k in (50, 70, 90, 100)]
    steps = np.diff(price)
    assert (steps > 0).all()
    assert steps[1] > steps[0]
    assert steps[2] > steps[1]


@pytest.mark.parametrize("target", [1.75, 2.0, 3.1, 5.0, 5.000001, 7.7, 12.3])
def test_an_instrument_is_sized_to_the_largest_whole_number_within_the_target(scene, target):
    p, _, _, names = scene
    for row, here in ((names.index("expel"), 490.0), (names.index("list"), ALL)):
        size = largest_size(p, row, target, here)
        assert severity(p, row, size, here) <= target * (1 + 1e-12)
        assert target < severity(p, row, size + 1, here)


def test_no_target_empties_an_embassy_by_number(scene):
    """However much is asked for, one stays, and no more than the ceiling goes."""
    p, w, s, names = scene
    expel = names.index("expel")
    assert largest_size(p, expel, 1000.0, 490.0) < 490
    w["due"][HOME, PERSONS] = 1
    options = s["options"][: fill_menu(p, w, s, HOME, 1000.0)]
    assert options[options["measure"] == expel]["size"].max() == np.floor(0.25 * 490)


def test_a_kept_severity_is_the_severity(scene):
    """Whatever was kept in its place before."""
    p, _, s, _ = scene
    for row in range(int(p["n_measures"])):
        for size in [0.0, 1.0, 2.0, 35.0, 755.0, 1e6, *range(3, 300, 7), 35.0, 1.0]:
            for here in (1210.0, ALL):
                assert kept_severity(p, s, row, size, here) == severity(p, row, size, here)


@pytest.mark.parametrize("exponent", [0.1, 0.3, 0.5, 1.0, 2.0])
def test_a_whole_size_that_the_target_just_pays_for_is_within_it(scene, exponent):
    """Also where the target is the price of a whole number, or a hair beside it: powers round."""
    p, _, _, names = scene
    p["severity_size_exponent"] = exponent
    for row, here in ((names.index("list"), ALL), (names.index("expel"), 490.0)):
        for k in range(2, 300):
            price = severity(p, row, float(k), here)
            assert largest_size(p, row, price, here) == k
            assert largest_size(p, row, price * 1.0001, here) == k
            assert largest_size(p, row, price * (1 + 1e-13), here) == k
            assert largest_size(p, row, price * (1 - 1e-9), here) == k - 1


def test_an_answer_in_kind_is_granted_as_due_and_the_excess_is_an_injury(scene):
    """35 for 35 is due; of 70 for 35 the price of 35 is, times the legitimacy."""
    p, w, s, names = scene
    w["due"][RIVAL, PERSONS], w["ledger"][RIVAL] = 35.0, 5.0
    begin_package(s)
    add_part(p, w, s, RIVAL, names.index("expel"), 70.0)
    total = strike(p, w, s, RIVAL, Blow(ANSWERED, 0, PERSONS, -1))
    due = p["sides"]["legitimacy"][HOME] * severity(p, names.index("expel"), 35.0, 1210.0)
    assert s["acts"][0]["accepted"] == pytest.approx(due)
    assert w["ledger"][HOME] == pytest.approx(total - due)
    assert w["ledger"][RIVAL] == pytest.approx(max(0.0, 5.0 - total / 1.05))
    assert w["due"][HOME, PERSONS] == 35.0  # what may be mirrored is the excess


def test_what_a_side_does_for_reasons_of_its_own_is_due_to_nobody(scene):
    p, w, s, names = scene
    w["due"][RIVAL, PERSONS] = 35.0
    begin_package(s)
    add_part(p, w, s, RIVAL, names.index("expel"), 35.0)
    strike(p, w, s, RIVAL, Blow(SCRIPTED, 0, -1, -1))
    assert s["acts"][0]["accepted"] == 0.0
    assert w["due"][HOME, PERSONS] == 35.0


def test_a_blow_that_is_not_taken_up_injures_nobody_and_is_no_precedent(scene):
    """What it takes is taken all the same."""
    p, w, s, names = scene
    p["heed_persons"] = 0.0
    begin_package(s)
    add_part(p, w, s, HOME, names.index("expel"), 35.0)
    strike(p, w, s, HOME, Blow(SCRIPTED, 0, -1, -1))
    assert (w["ledger"][RIVAL], w["fresh"][RIVAL], w["due"][RIVAL, PERSONS]) == (0.0, 0, 0.0)
    assert w["staff"][RIVAL] == 490 - 35
    assert w["points"][HOME] == pytest.approx(5.0)


def test_the_latest_blow_of_a_kind_is_the_precedent(scene):
    """After 35 and then 60 expulsions the mirror is 60."""
    p, w, s, names = scene
    for number, size in enumerate((35.0, 60.0)):
        begin_package(s)
        add_part(p, w, s, HOME, names.index("expel"), size)
        strike(p, w, s, HOME, Blow(SCRIPTED, number, -1, -1))
    assert w["due"][RIVAL, PERSONS] == 60.0


def test_an_instrument_of_another_lane_than_the_injuries_is_disliked(scene):
    """Names suffered: listing is in the lane, expelling is not; a law opens names and sectors."""
    p, w, s, names = scene
    def bias(name):
        options = s["options"][: fill_menu(p, w, s, RIVAL, 8.0)]
        return float(options[options["measure"] == names.index(name)]["bias"][0])
    w["due"][RIVAL, NAMES] = 18.0
    assert (bias("list"), bias("expel"), bias("embargo")) == (0.0, -4.0, -4.0)
    w["due"][RIVAL, NAMES], w["law_points"] = 0.0, 8.0
    assert (bias("list"), bias("expel"), bias("embargo")) == (0.0, -4.0, 0.0)


def test_names_and_sectors_can_be_mirrored_too(scene):
    """Eighteen names for eighteen names (2013), and each lane by itself."""
    p, w, s, names = scene
    w["due"][RIVAL, NAMES], w["due"][RIVAL, SECTOR], w["due"][RIVAL, PERSONS] = 18.0, 1.0, 35.0
    options = s["options"][: fill_menu(p, w, s, RIVAL, 8.0)]
    mirrors = options[options["measure"] == names.index("mirror")]["units"]
    assert [row.tolist() for row in mirrors] == [[0, 35, 0, 0, 0], [0, 0, 0, 18, 0], [0, 0, 0, 0, 1]]
    more = options[options["measure"] == names.index("mirror_plus")]["units"]
    assert [row.tolist() for row in more] == [[0, 35, 1, 0, 0]]


def test_an_answer_by_number_is_offered_in_full_and_in_parts(scene):
    """A half and a quarter, none below the smallest size of the row."""
    p, w, s, names = scene
    w["due"][HOME, PERSONS] = 1
    options = s["options"][: fill_menu(p, w, s, HOME, 5.0)]
    sizes = options[options["measure"] == names.index("expel")]["size"].tolist()
    assert sizes == [35, 17, 8]
    options = s["options"][: fill_menu(p, w, s, HOME, 3.0)]
    sizes = options[options["measure"] == names.index("expel")]["size"].tolist()
    assert min(sizes) >= 3


def test_relations_are_broken_off_once_and_for_all(scene):
    """Both missions go home; nothing is left to expel, to close or to break."""
    p, w, s, names = scene
    w["due"][RIVAL, PERSONS] = 35.0
    begin_package(s)
    add_part(p, w, s, RIVAL, names.index("break_relations"), 1.0)
    strike(p, w, s, RIVAL, Blow(ANSWERED, 0, -1, -1))
    assert (w["staff"].tolist(), w["sites"].tolist(), w["broken_day"]) == ([0, 0], [0, 0], 0)
    options = s["options"][: fill_menu(p, w, s, HOME, 60.0)]
    assert {FORMS[f] for f in options["form"] if f >= 0} == {"words", "names", "sector"}


def test_readiness_to_answer_fades_like_one_over_time(scene):
    p, w, _, _ = scene
    mine = p["sides"][RIVAL]
    w["fresh"][RIVAL], w["fresh_day"][RIVAL] = 1, 10
    for days, share in ((0, 1.0), (10, 0.5), (30, 0.25)):
        w["day"] = 10 + days
        assert answer_hazard(p, w, RIVAL) == pytest.approx(share * mine["answer_rate"])
    w["fresh"][RIVAL] = 0
    assert answer_hazard(p, w, RIVAL) == mine["review_rate"]


def test_the_menu_below_one_point_is_to_do_nothing(scene):
    p, w, s, _ = scene
    assert fill_menu(p, w, s, RIVAL, 0.99) == 1


def test_menu_probabilities_follow_the_logit(scene):
    p, w, s, names = scene
    w["due"][RIVAL, PERSONS], w["due"][RIVAL, SITES] = 35.0, 2.0
    n = fill_menu(p, w, s, RIVAL, 15.0)
    weigh(s, n)
    options = s["options"][:n]
    assert options["probability"].sum() == pytest.approx(1.0)
    mirror = options[options["form"] == MIRROR][0]
    points = severity(p, names.index("expel"), 35.0, 1210.0) + severity(p, names.index("close_site"), 2.0, 6.0)
    assert mirror["severity"] == pytest.approx(points)
    assert mirror["utility"] == pytest.approx(0.35 * (15 * points - points**2 / 2) + 3)
    parity = options[options["form"] == PARITY][0]
    assert parity["units"].tolist() == [0, 1210 - 490, 2, 0, 0]
    odds = mirror["probability"] / options[0]["probability"]
    assert np.log(odds) == pytest.approx(mirror["utility"] - options[0]["utility"])


def test_an_override_doubles_the_whip_and_scandal_weakens_it(scene):
    p, w, _, _ = scene
    w["wish"], w["scandal"] = 0.8, 0.0
    full = whip(p, w, SENATE, PASSAGE)
    assert full == pytest.approx(8.5 * 0.8 * 0.35)
    assert whip(p, w, SENATE, OVERRIDE) == pytest.approx(2 * full)
    w["scandal"] = 1.0
    assert whip(p, w, SENATE, PASSAGE) == pytest.approx(full / 2)


def test_presented_on_28_july_2017_the_last_day_to_sign_is_9_august():
    """MODEL 11.6."""
    import datetime

    scenario = load_scenario("us-russia-2016")
    day = scenario.day_of(datetime.date(2017, 7, 28))
    last = last_day_to_sign(scenario.compile().calendar, day, 10)
    assert scenario.date_of(last) == datetime.date(2017, 8, 9)
