"""Which pair of worlds is told, how it is laid out, and how work on many pairs reports its progress."""

import numpy as np
import pytest

from sim import causes, compare, load_scenario, simulate
from sim.counterfactuals.compare import Pair
from sim.counterfactuals.side_by_side import COLUMN, _told_day, choose_pair, deeds, first_difference
from sim.counterfactuals.side_by_side import side_by_side as told_side_by_side
from sim.engine.telescope import Outcomes
from sim.outcomes import OUTCOME

BASE = load_scenario("us-russia-2016")


def worlds(points):
    """Worlds that are all alike but for the rival's points."""
    table = np.zeros(len(points), OUTCOME)
    table["run"] = 10 + np.arange(len(points))
    table["rival_points"] = points
    return Outcomes(BASE, 1, table)


@pytest.mark.parametrize(("how", "run"), [("typical", 12), ("largest", 11), ("first", 10)])
def test_the_typical_pair_is_in_the_middle_of_levels_and_of_changes(how, run):
    """Run 12 has the median level 3 and the median change 5; run 11 changes most; run 10 is the first."""
    level, change = np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([20.0, 21.0, 5.0, 4.0, 4.0])
    assert choose_pair(Pair(worlds(level), worlds(level + change)), how) == run


def test_the_pair_told_is_one_of_the_most_frequent_change_of_class():
    """Three of four pairs stay quiet; the fourth, which lies in the middle of all, is of another kind."""
    first, second = worlds([1.0, 2.0, 3.0, 10.0]), worlds([2.0, 3.0, 4.1, 12.0])
    second.table["path_class"][1] = 2.0
    assert choose_pair(Pair(first, second), "typical") in (10, 12, 13)


def test_what_happens_in_both_worlds_is_wrapped_to_the_width_of_the_page():
    lines = _told_day("2017-01-01", ["many words " * 30], ["many words " * 30], False)
    assert 2 * COLUMN < max(len(line) for line in lines) <= 2 * COLUMN + 16


def test_what_is_the_same_before_worlds_part_is_counted():
    """The events of the first world before the first day with a difference."""
    late = max(BASE.timeline, key=lambda event: event.date)
    a, b = simulate(BASE, 0), simulate(BASE.without(late.id), 0)
    start = first_difference(a, b)
    before = sum(deed.day < start for deed in deeds(a))
    text = told_side_by_side(a, b)
    assert f"Until {BASE.date_of(start)} the same happens in both ({before} events)" in " ".join(text.split())
    assert "-" * (2 * COLUMN + 17) in text.splitlines()


def test_progress_grows_to_the_number_of_worlds_that_are_run():
    """Two scenarios a pair, two pairs; one scenario as it is and one a cause."""
    seen = []
    compare([BASE, BASE, BASE.without("promise")], 5, paths=False, progress=lambda *told: seen.append(told))
    assert seen[-1] == (20, 20)
    assert seen == sorted(seen)
    seen.clear()
    causes(BASE, "parity_used", 5, only=["promise", "leaks"], progress=lambda *told: seen.append(told))
    assert seen == [(5, 15), (10, 15), (15, 15)]


def told_by_day(world):
    """Day by day the sentences of its deeds."""
    days = {}
    for deed in deeds(world):
        days.setdefault(deed.day, []).append(deed.text)
    return days


@pytest.mark.parametrize("run", range(6))
def test_deeds_of_a_day_stand_in_the_order_of_its_chronicle(run):
    """Whatever both tellings say of one day, they say in one order."""
    world = simulate(BASE, run=run)
    page = world.text()
    for day, texts in told_by_day(world).items():
        places = [page.find(f"{world.scenario.date_of(day)}  {text}") for text in texts]
        found = [place for place in places if place >= 0]
        assert found == sorted(found)


PASSED, CLOSED = "Congress passes the sanctions law.", "The blow closes the talks."


def test_a_law_is_passed_before_its_blow_closes_the_talks():
    days = [texts for run in range(10) for texts in told_by_day(simulate(BASE, run=run)).values()]
    orders = [texts.index(PASSED) < texts.index(CLOSED) for texts in days if {PASSED, CLOSED} <= {*texts}]
    assert orders
    assert all(orders)
