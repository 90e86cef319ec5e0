"""Single rules on small worlds, where the answer can be worked out by hand."""

import numpy as np
import pytest

from sim import load_scenario
from sim.rules.arithmetic import power
from sim.rules.executive import last_day_to_sign
from sim.rules.ledger import deliver
from sim.rules.menu import fill_menu, weigh
from sim.rules.rollcall import whip
from sim.rules.severity import kept_severity, largest_size, severity
from sim.rules.world import ANSWERED, HOME, MIRROR, OVERRIDE, PARITY, PASSAGE, RIVAL, SCRATCH, SENATE


@pytest.fixture
def scene():
    """(parameters, world, scratch) of the main scenario on its first morning, without misperception."""
    scenario = load_scenario("us-russia-2016").replace({"home.misperception": 0, "rival.misperception": 0})
    setting = scenario.compile()
    names = [m.name for m in scenario.catalogue]
    return setting.periods[0], setting.template.copy()[0], np.zeros(1, SCRATCH)[0], names


def test_severity_at_the_reference_is_the_weight_and_grows_with_the_exponent(scene):
    p, _, _, names = scene
    expel = names.index("expel")
    assert severity(p, expel, 35.0) == 5.0
    assert severity(p, expel, 70.0) == pytest.approx(5 * 2**0.3)
    assert severity(p, expel, 0.0) == 0.0
    assert severity(p, names.index("embargo"), 1.0) == 8.0


@pytest.mark.parametrize("target", [1.75, 2.0, 3.1, 5.0, 5.000001, 7.7, 12.3])
def test_an_instrument_is_sized_to_the_largest_whole_number_within_the_target(scene, target):
    p, _, _, names = scene
    expel = names.index("expel")
    size = largest_size(p, expel, target)
    assert severity(p, expel, size) <= target < severity(p, expel, size + 1)


def test_a_kept_severity_is_the_severity(scene):
    """Whatever was kept in its place before."""
    p, _, s, _ = scene
    for row in range(int(p["n_measures"])):
        for size in [0.0, 1.0, 2.0, 35.0, 755.0, 1e6, *range(3, 300, 7), 35.0, 1.0]:
            assert kept_severity(p, s, row, size) == severity(p, row, size)


@pytest.mark.parametrize("exponent", [0.1, 0.3, 0.5, 1.0, 2.0])
def test_the_quick_way_to_a_largest_size_is_the_exact_one(scene, exponent):
    """Also where the target is the price of a whole number, or a hair beside it."""
    p, *_ = scene
    p["severity_size_exponent"] = exponent
    row = int(p["persons_row"])
    m = p["measures"][row]
    for k in range(1, 400):
        price = severity(p, row, float(k))
        for target in (price, price * (1 + 1e-13), price * (1 - 1e-13), price * (1 - 1e-11), price * 1.001):
            whole = min(1e9, m["reference"] * power(target / m["weight"], 1 / exponent)) * (1 + 1e-12)
            assert largest_size(p, row, target) == np.floor(whole)


def test_what_is_accepted_as_due_is_no_injury(scene):
    p, w, _, _ = scene
    w["ledger"][HOME] = 8.0
    share, factor = deliver(p, w, HOME, 10.0, ANSWERED, 0)
    assert share == pytest.approx(0.75 * 8 / 10)
    assert factor == 1.0
    assert w["ledger"][RIVAL] == pytest.approx(4.0)
    assert w["ledger"][HOME] == 0.0


def test_the_menu_below_one_point_is_to_do_nothing(scene):
    p, w, s, _ = scene
    assert fill_menu(p, w, s, RIVAL, 0.99) == 1


def test_menu_probabilities_follow_the_logit(scene):
    p, w, s, _ = scene
    w["persons_due"][RIVAL], w["sites_due"][RIVAL] = 35.0, 2.0
    n = fill_menu(p, w, s, RIVAL, 15.0)
    weigh(s, n)
    options = s["options"][:n]
    assert options["probability"].sum() == pytest.approx(1.0)
    mirror = options[options["form"] == MIRROR][0]
    assert mirror["severity"] == pytest.approx(10.6)
    assert mirror["utility"] == pytest.approx(0.35 * (15 * 10.6 - 10.6**2 / 2) + 3)
    parity = options[options["form"] == PARITY][0]
    assert parity["persons"] == 1210 - 490
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
