"""What one world of a pair does not have is compared in no table, and how many pairs have it is said."""

import numpy as np
import pytest

from sim import load_scenario
from sim.cli.comparison_tables import _change, _level, _row
from sim.counterfactuals.compare import compare
from sim.report.comparison import slope_table, wall_table
from sim.scenario import Event

BASE = load_scenario("us-russia-2016")


@pytest.fixture(scope="module")
def comparison():
    """The history, and the same where Congress rejects every bill: no vote to be answered before."""
    never = Event("never", BASE.start, "force", actor="congress", choice="reject")
    return compare([BASE, BASE.replace(name="no vote", timeline=(never, *BASE.timeline))], 60)


def test_before_a_vote_that_never_comes_is_no_share(comparison):
    row = comparison.pairs[0]["answered_before_vote"]
    assert row.pairs == 0
    assert np.isnan(row.mean.value)
    assert (_change(row), _level(row, row.second)) == ("-", "-")


def test_whether_the_rival_ever_acted_can_still_be_compared(comparison):
    row = comparison.pairs[0]["rival_ever_acted"]
    assert row.pairs == 60
    assert row.first == np.isfinite(comparison.first["first_answer_day"]).mean()


def test_the_slope_chart_leaves_out_what_a_world_never_has(comparison):
    table = slope_table(comparison)
    assert "answered_before_vote" not in table.index
    assert "rival_ever_acted" in table.index
    assert np.isfinite(table.to_numpy()).all()
    assert {"rival_points", "answered_before_vote"} <= set(wall_table(comparison)["outcome"])


def test_the_table_says_how_many_pairs_have_an_outcome(comparison):
    row = comparison.pairs[0]["mandate_days_late defined"]
    assert "(" not in _row(row, 60)[0]
    late = compare([BASE, load_scenario("divided-congress")], 60).pairs[0]["answered_before_vote"]
    assert 0 < late.pairs < 60
    assert _row(late, 60)[0] == f"answered before vote ({late.pairs})"
