"""An outcome that cannot be asked of a world is missing, never a false number."""

import datetime

import numpy as np
import pytest

from sim import ensemble, list_scenarios, load_scenario
from sim.outcomes import _within
from sim.rules.world import WORLD

SCENARIOS = {name: load_scenario(name) for name in list_scenarios()}
RUNS = 150


@pytest.fixture(scope="module")
def tables():
    return {name: ensemble(scenario, RUNS) for name, scenario in SCENARIOS.items()}


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_day_of_a_world_begins_as_never(name):
    """Days count from 0, so 0 would be the first day."""
    template = SCENARIOS[name].compile().template[0]
    for field in WORLD.names:
        if field.endswith(("_day", "_due")) and field not in ("grit_due",):
            assert (template[field] == -1).all(), field


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_whether_a_scripted_act_of_home_is_mirrored_is_known_once_its_days_are_over(name, tables):
    acts, mirrored = _acts_of_home(name), tables[name]["mirror_within_14d"]
    if not acts:
        assert np.isnan(mirrored).all()
    elif (SCENARIOS[name].end - acts[-1].date).days >= 14:
        assert np.isfinite(mirrored).all()
    else:  # "no" would be said too early, and "yes" alone would make a share of 100%
        assert np.isnan(mirrored).all()


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_without_a_scripted_act_of_home_there_is_nothing_to_mirror(name):
    acts = _acts_of_home(name)
    bare = SCENARIOS[name].replace(timeline=tuple(e for e in SCENARIOS[name].timeline if e not in acts))
    assert np.isnan(ensemble(bare, 20)["mirror_within_14d"]).all()


def _acts_of_home(name):
    return [e for e in SCENARIOS[name].timeline if e.kind == "act" and e.by == "home"]


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_without_a_final_vote_nothing_came_before_or_after_it(name, tables):
    table = tables[name]
    voted = np.isfinite(table["passed_day"])
    for outcome in ("answered_before_vote", "veto_proof"):
        assert np.array_equal(np.isfinite(table[outcome]), voted), outcome
    last = len(SCENARIOS[name].compile().calendar) - 1
    over = voted & (table["passed_day"] + 14 <= last)
    for outcome in ("answered_within_14d", "parity_within_14d"):
        assert np.array_equal(np.isfinite(table[outcome]), over), outcome
        assert not np.isfinite(table[outcome][~voted]).any(), outcome
    assert not np.isfinite(table["home_answer_within_60d"][~voted]).any()


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_whether_the_rival_ever_acted_is_known_in_every_world(name, tables):
    table = tables[name]
    assert np.array_equal(table["rival_ever_acted"] == 1, np.isfinite(table["first_answer_day"]))
    voted = np.isfinite(table["passed_day"])
    early = table["answered_before_vote"][voted] == 1
    assert np.array_equal(early, table["first_answer_day"][voted] < table["passed_day"][voted])


@pytest.mark.parametrize(("day", "since", "last", "told"), [
    (-1, -1, 100, np.nan),  # nothing to wait for
    (20, 10, 100, 1.0), (10, 10, 24, 1.0), (24, 10, 24, 1.0),  # it came, on the last of the days too
    (-1, 10, 24, 0.0), (25, 10, 30, 0.0), (5, 10, 24, 0.0),  # the days passed, the last of them on the last day
    (-1, 10, 23, np.nan), (-1, 10, 10, np.nan), (5, 10, 23, np.nan),  # they had not passed yet
    (20, 10, 23, np.nan), (10, 10, 10, np.nan),  # it came, but where it did not is not told: a share would lean to yes
])
def test_what_the_calendar_ends_too_early_to_tell_is_missing(day, since, last, told):
    """'No' would be a claim about days that nobody lived; 'yes' without its 'no' would bend every share."""
    assert _within(day, since, 14, last) == pytest.approx(told, nan_ok=True)


@pytest.mark.parametrize(("outcome", "end", "whole"), [
    ("mirror_within_14d", datetime.date(2018, 3, 28), datetime.date(2018, 4, 20)),
    ("home_answer_within_60d", datetime.date(2017, 9, 20), None),
])
def test_a_longer_calendar_belies_no_shorter_one(outcome, end, whole):
    """The same worlds, the same luck: what is told by the earlier end stays true, and the rest may go either way."""
    scenario = SCENARIOS["us-russia-2016"]
    short = _until(scenario, end)[outcome]
    full = _until(scenario, whole or scenario.end)[outcome]
    known = np.isfinite(short)
    assert np.array_equal(short[known], full[known])
    for later in (0.0, 1.0):
        assert (full[~known] == later).any(), later


def _until(scenario, end):
    events = tuple(e for e in scenario.timeline if e.date <= end)
    return ensemble(scenario.replace(end=end, timeline=events), RUNS)
