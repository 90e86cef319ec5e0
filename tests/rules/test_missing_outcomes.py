"""An outcome that cannot be asked of a world is missing, never a false number."""

import numpy as np
import pytest

from sim import ensemble, list_scenarios, load_scenario
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
        if field.endswith(("_day", "_due")) and field not in ("persons_due", "sites_due", "grit_due"):
            assert (template[field] == -1).all(), field


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_without_a_scripted_act_of_home_there_is_nothing_to_mirror(name, tables):
    acts = [e for e in SCENARIOS[name].timeline if e.kind == "act" and e.by == "home"]
    mirrored = tables[name]["mirror_within_14d"]
    assert np.isnan(mirrored).all() if not acts else np.isfinite(mirrored).all()
    bare = SCENARIOS[name].replace(timeline=tuple(e for e in SCENARIOS[name].timeline if e not in acts))
    assert np.isnan(ensemble(bare, 20)["mirror_within_14d"]).all()


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_without_a_final_vote_nothing_came_before_or_after_it(name, tables):
    table = tables[name]
    voted = np.isfinite(table["passed_day"])
    for outcome in ("answered_before_vote", "answered_within_14d", "parity_within_14d", "veto_proof"):
        assert np.array_equal(np.isfinite(table[outcome]), voted), outcome
    assert np.array_equal(np.isfinite(table["home_answer_within_60d"]),
                          np.isfinite(table["home_answer_within_60d"]) & voted)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_whether_the_rival_ever_acted_is_known_in_every_world(name, tables):
    table = tables[name]
    assert np.array_equal(table["rival_ever_acted"] == 1, np.isfinite(table["first_answer_day"]))
    voted = np.isfinite(table["passed_day"])
    early = table["answered_before_vote"][voted] == 1
    assert np.array_equal(early, table["first_answer_day"][voted] < table["passed_day"][voted])
